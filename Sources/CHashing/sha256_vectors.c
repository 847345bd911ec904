// FIPS 180-4 over sixteen messages, one to each 32-bit element of a vector of 512 bits.

#include "sha256.h"

#if defined(__x86_64__)


// The operating system must keep the wide registers too, which this asks for.
bool chashing_has_vectors(void) {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw");
}

#define TARGET __attribute__((target("avx512f,avx512bw")))
#define INLINE TARGET __attribute__((always_inline)) static inline

typedef uint32_t vector __attribute__((vector_size(64)));
typedef uint32_t unaligned_vector __attribute__((vector_size(64), aligned(1)));
typedef uint8_t byte_vector __attribute__((vector_size(64)));

INLINE vector rotated(vector x, int bits) { return x >> bits | x << (32 - bits); }

// The bytes of each element the other way round.
INLINE vector swapped(vector x) {
    const byte_vector bytes = (byte_vector)x;
    return (vector)__builtin_shufflevector(
        bytes, bytes, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12, 19, 18, 17, 16, 23, 22, 21, 20, 27, 26, 25,
        24, 31, 30, 29, 28, 35, 34, 33, 32, 39, 38, 37, 36, 43, 42, 41, 40, 47, 46, 45, 44, 51, 50, 49, 48, 55, 54, 53,
        52, 59, 58, 57, 56, 63, 62, 61, 60);
}

// Turns rows into columns: element j of vector i goes to element i of vector j. Each quarter of a vector is 4 elements.
INLINE void transpose(vector m[16]) {
    vector t[16];
#pragma clang loop unroll(full)
    for (int i = 0; i < 16; i += 2) {
        // Pairs of rows, element by element within each quarter.
        t[i] = __builtin_shufflevector(
            m[i], m[i + 1], 0, 16, 1, 17, 4, 20, 5, 21, 8, 24, 9, 25, 12, 28, 13, 29);
        t[i + 1] = __builtin_shufflevector(
            m[i], m[i + 1], 2, 18, 3, 19, 6, 22, 7, 23, 10, 26, 11, 27, 14, 30, 15, 31);
    }
#pragma clang loop unroll(full)
    for (int i = 0; i < 16; i += 4) {
        // Now vector i + k holds column k of each quarter, of rows i to i + 3.
#pragma clang loop unroll(full)
        for (int j = 0; j < 2; j++) {
            m[i + 2 * j] = __builtin_shufflevector(
                t[i + j], t[i + j + 2], 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29);
            m[i + 2 * j + 1] = __builtin_shufflevector(
                t[i + j], t[i + j + 2], 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31);
        }
    }
#pragma clang loop unroll(full)
    for (int k = 0; k < 4; k++) {
        // The even and the odd quarters of the first eight rows, then of the last eight.
        const vector a = __builtin_shufflevector(
            m[k], m[4 + k], 0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 24, 25, 26, 27);
        const vector b = __builtin_shufflevector(
            m[k], m[4 + k], 4, 5, 6, 7, 20, 21, 22, 23, 12, 13, 14, 15, 28, 29, 30, 31);
        const vector c = __builtin_shufflevector(
            m[8 + k], m[12 + k], 0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 24, 25, 26, 27);
        const vector d = __builtin_shufflevector(
            m[8 + k], m[12 + k], 4, 5, 6, 7, 20, 21, 22, 23, 12, 13, 14, 15, 28, 29, 30, 31);
        t[k] = __builtin_shufflevector(a, c, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23);
        t[4 + k] = __builtin_shufflevector(b, d, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23);
        t[8 + k] = __builtin_shufflevector(a, c, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31);
        t[12 + k] = __builtin_shufflevector(b, d, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31);
    }
    for (int i = 0; i < 16; i++) m[i] = t[i];
}

// One block of each message, loaded into `w`.
INLINE void compress(vector h[8], vector w[16]) {
    vector s[8];
    for (int i = 0; i < 8; i++) s[i] = h[i];
#pragma clang loop unroll(full)
    for (int round = 0; round < 64; round++) {
        if (round >= 16) {
            const vector x = w[(round + 1) & 15], y = w[(round + 14) & 15];
            w[round & 15] += (rotated(x, 7) ^ rotated(x, 18) ^ x >> 3) + w[(round + 9) & 15] +
                             (rotated(y, 17) ^ rotated(y, 19) ^ y >> 10);
        }
        // The eight words stay where they are, and their names move on by one each round.
        const int shift = 64 - round;
        const vector a = s[shift & 7], b = s[(shift + 1) & 7], c = s[(shift + 2) & 7];
        const vector e = s[(shift + 4) & 7], f = s[(shift + 5) & 7], g = s[(shift + 6) & 7];
        const vector first = s[(shift + 7) & 7] + (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) +
                             ((e & f) ^ (~e & g)) + (w[round & 15] + round_constants[round]);
        s[(shift + 3) & 7] += first;
        s[(shift + 7) & 7] =
            first + (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) + ((a & b) | (c & (a | b)));
    }
    for (int i = 0; i < 8; i++) h[i] += s[i];
}

TARGET void chashing_hash_sixteen(const chashing_message *messages) {
    size_t blocks = 0;
    for (int lane = 0; lane < 16; lane++) blocks = pad(messages[lane].bytes, messages[lane].count);
    vector h[16];
    for (int i = 0; i < 8; i++) h[i] = (vector){} + initial_words[i];
    for (size_t block = 0; block < blocks; block++) {
        vector w[16];
#pragma clang loop unroll(full)
        for (int lane = 0; lane < 16; lane++)
            w[lane] = swapped(*(const unaligned_vector *)(messages[lane].bytes + 64 * block));
        transpose(w);
        compress(h, w);
    }
    for (int i = 0; i < 8; i++) h[i] = swapped(h[i]);
    for (int i = 8; i < 16; i++) h[i] = (vector){};
    transpose(h);
#pragma clang loop unroll(full)
    for (int lane = 0; lane < 16; lane++) __builtin_memcpy(messages[lane].digest, &h[lane], 32);
}

#else

bool chashing_has_vectors(void) { return false; }

// Never called: nothing is available.
void chashing_hash_sixteen(const chashing_message *messages) {
    (void)messages;
    __builtin_trap();
}

#endif
