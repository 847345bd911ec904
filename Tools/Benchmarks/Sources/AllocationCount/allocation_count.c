#include "allocation_count.h"

#include <stddef.h>

static uint64_t count;
// Counting takes time, so it is off while time is measured.
static int isCounting;

uint64_t allocation_count(void) { return __atomic_load_n(&count, __ATOMIC_RELAXED); }

void allocation_counting(int enabled) { isCounting = enabled; }

#ifdef __GLIBC__
// What the linker finds before the library's own, and hands on to it.
extern void *__libc_malloc(size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

void *malloc(size_t size) {
    if (isCounting) __atomic_fetch_add(&count, 1, __ATOMIC_RELAXED);
    return __libc_malloc(size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    if (isCounting) __atomic_fetch_add(&count, 1, __ATOMIC_RELAXED);
    return __libc_memalign(alignment, size);
}

int posix_memalign(void **place, size_t alignment, size_t size) {
    if (isCounting) __atomic_fetch_add(&count, 1, __ATOMIC_RELAXED);
    *place = __libc_memalign(alignment, size);
    return *place ? 0 : 12;
}
#endif
