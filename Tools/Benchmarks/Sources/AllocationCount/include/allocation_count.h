#ifndef ALLOCATION_COUNT_H
#define ALLOCATION_COUNT_H

#include <stdint.h>

/// How often memory was asked for while that was counted; 0 where it can't be.
uint64_t allocation_count(void);

/// Starts counting, or stops.
void allocation_counting(int enabled);

#endif
