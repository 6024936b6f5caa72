/* SPDX-License-Identifier: MIT */
/* What a text argument must look like; its name says what it stands for. */
#ifndef AS_SCHEMA_ARGUMENT_TEXT_H
#define AS_SCHEMA_ARGUMENT_TEXT_H
#include "base/problems.h"
#include "schema/field.h"
#include "value/zone.h"

/* Of one text among several: a tag, a role, a channel. */
#define AS__ITEM_TEXT_MAX 200
#define AS__REF_TEXT_MAX 255 /* where the items name records */
#define AS__EXTRA_DEPTH 32

/* What is wrong with a value. */
typedef struct as__fault {
    as__message message; /* AS__MESSAGE_NONE: nothing */
    const char *words;   /* NULL: the message's own */
} as__fault;

/* What a text stands for. */
typedef enum as__meaning {
    AS__MEANS_LINE = 1, /* one line, may be empty */
    AS__MEANS_WORD,     /* a ref or key: one line, never empty */
    AS__MEANS_PROSE,    /* may have several lines */
    AS__MEANS_DOCUMENT, /* JSON that its command reads */
    AS__MEANS_EXTRA,    /* a JSON object that is kept as it is */
    AS__MEANS_CHANNEL,
    AS__MEANS_ZONE,
    AS__MEANS_LANGUAGE,
    AS__MEANS_COUNTRY,
    AS__MEANS_CURRENCY,
    AS__MEANS_PERIOD
} as__meaning;
as__meaning as__meaning_of(const char *name);

/* A text that is given. `zones` NULL: names of zones are not looked up. */
as__fault as__text_fault(const char *text, as__meaning means, size_t max, as__zones *zones);
/* Notes what is wrong with a text of AS__MEANS_EXTRA that as__text_fault() let pass, with the lines it has. */
void as__extra_check(const char *text, as__problems *problems);
#endif
