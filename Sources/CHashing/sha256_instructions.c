// FIPS 180-4 with the SHA extensions of x86. The state lies in two vectors, as the instructions want it: words A, B, E, F
// in one and C, D, G, H in the other, first letter highest.

#include "sha256.h"

#if defined(__x86_64__)

#include <cpuid.h>
#include <immintrin.h>

bool chashing_has_sha(void) {
    unsigned a, b, c, d;
    if (!__get_cpuid(1, &a, &b, &c, &d)) return false;
    const bool has_shuffles = (c & bit_SSSE3) && (c & bit_SSE4_1);
    if (!__get_cpuid_count(7, 0, &a, &b, &c, &d)) return false;
    return has_shuffles && (b & bit_SHA);
}

#define TARGET __attribute__((target("sha,ssse3,sse4.1")))
#define INLINE TARGET __attribute__((always_inline)) static inline

typedef struct {
    __m128i abef, cdgh;
} state;

typedef struct {
    __m128i words[4];
} block;

INLINE state initial_state(void) {
    const uint32_t *h = initial_words;
    const state result = {
        _mm_set_epi32((int)h[0], (int)h[1], (int)h[4], (int)h[5]),
        _mm_set_epi32((int)h[2], (int)h[3], (int)h[6], (int)h[7]),
    };
    return result;
}

INLINE block load(const uint8_t *bytes) {
    block result;
    const __m128i reversal = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    for (int i = 0; i < 4; i++)
        result.words[i] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(bytes + 16 * i)), reversal);
    return result;
}

// Rounds 4 * group to 4 * group + 3; from the fifth group on the words are made of the sixteen before them.
INLINE void four_rounds(state *s, block *m, int group) {
    __m128i *w = m->words;
    const int now = group & 3;
    if (group >= 4) {
        const __m128i last = w[(group + 3) & 3];
        const __m128i sum = _mm_add_epi32(
            _mm_sha256msg1_epu32(w[now], w[(group + 1) & 3]), _mm_alignr_epi8(last, w[(group + 2) & 3], 4));
        w[now] = _mm_sha256msg2_epu32(sum, last);
    }
    const __m128i input = _mm_add_epi32(w[now], _mm_load_si128((const __m128i *)(round_constants + 4 * group)));
    s->cdgh = _mm_sha256rnds2_epu32(s->cdgh, s->abef, input);
    s->abef = _mm_sha256rnds2_epu32(s->abef, s->cdgh, _mm_shuffle_epi32(input, 0x0e));
}

INLINE state sum(state a, state b) {
    const state result = {_mm_add_epi32(a.abef, b.abef), _mm_add_epi32(a.cdgh, b.cdgh)};
    return result;
}

INLINE state compress(state s, const uint8_t *bytes) {
    const state before = s;
    block m = load(bytes);
#pragma clang loop unroll(full)
    for (int group = 0; group < 16; group++) four_rounds(&s, &m, group);
    return sum(s, before);
}

INLINE void compress_pair(state *first, const uint8_t *first_bytes, state *second, const uint8_t *second_bytes) {
    state s = *first, t = *second;
    block m = load(first_bytes), n = load(second_bytes);
#pragma clang loop unroll(full)
    for (int group = 0; group < 16; group++) {
        four_rounds(&s, &m, group);
        four_rounds(&t, &n, group);
    }
    *first = sum(s, *first);
    *second = sum(t, *second);
}

INLINE void store(state s, uint8_t *digest) {
    // A, B, C, D and E, F, G, H out of the two halves of each vector, lowest address first.
    const __m128i abcd = _mm_unpackhi_epi64(s.cdgh, s.abef), efgh = _mm_unpacklo_epi64(s.cdgh, s.abef);
    const __m128i reversal = _mm_set_epi64x(0x0001020304050607, 0x08090a0b0c0d0e0f);
    _mm_storeu_si128((__m128i *)digest, _mm_shuffle_epi8(abcd, reversal));
    _mm_storeu_si128((__m128i *)(digest + 16), _mm_shuffle_epi8(efgh, reversal));
}

TARGET void chashing_hash(chashing_message message) {
    const size_t blocks = pad(message.bytes, message.count);
    state s = initial_state();
    for (size_t i = 0; i < blocks; i++) s = compress(s, message.bytes + 64 * i);
    store(s, message.digest);
}

TARGET void chashing_hash_pair(chashing_message first, chashing_message second) {
    const size_t blocks = pad(first.bytes, first.count);
    pad(second.bytes, second.count);
    state s = initial_state(), t = s;
    for (size_t i = 0; i < blocks; i++) compress_pair(&s, first.bytes + 64 * i, &t, second.bytes + 64 * i);
    store(s, first.digest);
    store(t, second.digest);
}

#else

bool chashing_has_sha(void) { return false; }

// Never called: nothing is available.
void chashing_hash(chashing_message message) {
    (void)message;
    __builtin_trap();
}

void chashing_hash_pair(chashing_message first, chashing_message second) {
    (void)first, (void)second;
    __builtin_trap();
}

#endif
