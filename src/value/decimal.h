/* SPDX-License-Identifier: MIT */
/* Decimal numbers as text: units and how many of their digits stand behind the point. */
#ifndef AS_VALUE_DECIMAL_H
#define AS_VALUE_DECIMAL_H
#include <stdbool.h>
#include <stdint.h>

/* Bytes that hold any decimal and its closing NUL. */
#define AS__DECIMAL_TEXT 24

/* Writes "-12.50"; decimals 0 to 18. @return the closing NUL */
char *as__decimal_write(int64_t units, int64_t decimals, char *out);
/* Reads "-12.50" with at most `max_decimals` and moves `text` behind it. False: none, or too large. */
bool as__decimal_read(const char **text, int64_t max_decimals, int64_t *units, int64_t *decimals);
#endif
