// CRC-32C with the instruction of SSE4.2, which takes eight bytes at once but three cycles until the next: three parts of
// the bytes are summed up side by side, and joined.

#include "CHashing.h"

#if defined(__x86_64__)

#include <cpuid.h>
#include <immintrin.h>

bool chashing_has_crc32c(void) {
    unsigned a, b, c, d;
    return __get_cpuid(1, &a, &b, &c, &d) && (c & bit_SSE4_2);
}

#define TARGET __attribute__((target("sse4.2")))

// Words of eight bytes in each of the three parts.
enum { part_words = 128 };

// The reflected polynomial.
static const uint32_t polynomial = 0x82f63b78;

// What a value becomes when as many zero bytes follow as a part has, for each of its bytes.
static uint32_t shifts[4][256];

static uint32_t shifted_by_bits(uint32_t value, size_t bits) {
    for (size_t i = 0; i < bits; i++) value = value >> 1 ^ (value & 1 ? polynomial : 0);
    return value;
}

// Before anything else runs, so that no thread sees a part of it.
__attribute__((constructor)) static void fill_shifts(void) {
    // Linear in each bit: eight shifts for a byte make all 256.
    for (int byte = 0; byte < 4; byte++) {
        for (int bit = 0; bit < 8; bit++)
            shifts[byte][1 << bit] = shifted_by_bits(1u << (8 * byte + bit), part_words * 64);
        for (int value = 1; value < 256; value++)
            shifts[byte][value] = shifts[byte][value & (value - 1)] ^ shifts[byte][value & -value];
    }
}

static uint32_t shifted(uint32_t value) {
    return shifts[0][value & 0xff] ^ shifts[1][value >> 8 & 0xff] ^ shifts[2][value >> 16 & 0xff] ^
           shifts[3][value >> 24];
}

static uint64_t word(const uint8_t *bytes) {
    uint64_t result;
    __builtin_memcpy(&result, bytes, 8);
    return result;
}

TARGET uint32_t chashing_crc32c(uint32_t value, const uint8_t *bytes, size_t count) {
    while (count >= 3 * part_words * 8) {
        uint64_t first = value, second = 0, third = 0;
        for (int i = 0; i < part_words; i++) {
            first = _mm_crc32_u64(first, word(bytes + 8 * i));
            second = _mm_crc32_u64(second, word(bytes + 8 * (part_words + i)));
            third = _mm_crc32_u64(third, word(bytes + 8 * (2 * part_words + i)));
        }
        value = shifted(shifted((uint32_t)first) ^ (uint32_t)second) ^ (uint32_t)third;
        bytes += 3 * part_words * 8;
        count -= 3 * part_words * 8;
    }
    for (; count >= 8; bytes += 8, count -= 8) value = (uint32_t)_mm_crc32_u64(value, word(bytes));
    for (; count > 0; bytes++, count--) value = _mm_crc32_u8(value, *bytes);
    return value;
}

#else

bool chashing_has_crc32c(void) { return false; }

// Never called: there is no instruction.
uint32_t chashing_crc32c(uint32_t value, const uint8_t *bytes, size_t count) {
    (void)value, (void)bytes, (void)count;
    __builtin_trap();
}

#endif
