// Which of the implementations takes how many messages.

#include "sha256.h"

// Fewer messages than this take longer in sixteen lanes than in pairs.
enum { least_filled_lanes = 10 };

size_t chashing_lanes(void) { return chashing_has_vectors() ? vector_lanes : 2; }

// Hashes fewer messages than there are lanes: the first one again in those that are free.
static void hash_some(const chashing_message *messages, size_t count) {
    chashing_message filled[vector_lanes];
    for (size_t lane = 0; lane < vector_lanes; lane++) filled[lane] = messages[lane < count ? lane : 0];
    chashing_hash_sixteen(filled);
}

void chashing_hash_all(const chashing_message *messages, size_t count) {
    size_t done = 0;
    if (chashing_has_vectors()) {
        for (; count - done >= vector_lanes; done += vector_lanes) chashing_hash_sixteen(messages + done);
        if (count - done >= least_filled_lanes) {
            hash_some(messages + done, count - done);
            return;
        }
    }
    for (; count - done >= 2; done += 2) chashing_hash_pair(messages[done], messages[done + 1]);
    if (done < count) chashing_hash(messages[done]);
}
