// What libcrypto doesn't offer: SHA-256 of many short messages at once, with the processor's vectors or its instructions
// for SHA, and its instruction for CRC-32C.
//
// A cell is one or two blocks, and the rounds of a block wait for each other: several messages at once take little longer
// than one.

#ifndef CHASHING_H
#define CHASHING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Bytes behind a message that are overwritten by its padding, which takes 9 to 72: always as many.
enum { chashing_padding = 81 };

// A message, which is padded in place, and where the 32 bytes of its digest go.
typedef struct {
    uint8_t *bytes;
    size_t count;
    uint8_t *digest;
} chashing_message;

// Whether this processor has the instructions for SHA (x86: SHA, SSSE3, SSE4.1). Where not, the functions for
// messages may not be called.
bool chashing_has_sha(void);

// How many messages are best hashed at once: 16 with vectors of 512 bits, else 2.
size_t chashing_lanes(void);

// Hashes one message.
void chashing_hash(chashing_message message);

// Hashes messages that all have the same number of blocks.
void chashing_hash_all(const chashing_message *messages, size_t count);

// Asks for memory that will be read soon; nothing else happens, whatever the address.
static inline void chashing_prefetch(const void *address) { __builtin_prefetch(address); }

// Whether this processor has an instruction for CRC-32C (x86: SSE4.2). Where not, the next function may not be called.
bool chashing_has_crc32c(void);

// Goes on with a checksum, of which all bits are inverted, over some bytes.
uint32_t chashing_crc32c(uint32_t value, const uint8_t *bytes, size_t count);

#endif
