/* SPDX-License-Identifier: MIT */
/* A line of a vCard, unfolded: [group.]NAME;PARAM=value,…:value. */
#ifndef AS_EXCHANGE_VCARD_LINE_H
#define AS_EXCHANGE_VCARD_LINE_H
#include "base/memory.h"

#define AS__CARD_LINE_MOST ((size_t)64 << 10)

typedef struct as__card_line {
    const char *name, *params, *value; /* the value runs to the end of the text */
    size_t name_size, params_size;
} as__card_line;

/* False: it has no name or no value. The text ends with a NUL. */
bool as__card_line_read(const char *text, as__card_line *out);
bool as__card_line_is(const as__card_line *line, const char *name); /* ASCII letters of either case */
/* The first value of a parameter, without its quotes and escapes (RFC 6868). @return NULL: not there, or no memory */
const char *as__card_param(const as__card_line *line, const char *name, as__arena *arena);
/* Whether TYPE lists the word, which old cards write without TYPE, too. */
bool as__card_has_type(const as__card_line *line, const char *word);
/* A value up to a separator that is not escaped, or to its end; `text` moves behind it, to NULL at the end.
 * @return the value without escapes; NULL: no memory */
const char *as__card_value(const char **text, char separator, as__arena *arena);
#endif
