#ifndef ALLOCATION_COUNT_H
#define ALLOCATION_COUNT_H

#include <stdint.h>

/// How often memory was asked for since the process started; 0 where that can't be counted.
uint64_t allocation_count(void);

#endif
