/* SPDX-License-Identifier: MIT */
/* The written plan as a document: text, Markdown or HTML of what it is given, and of nothing else (S28). */
#ifndef AS_EXCHANGE_SHEET_WRITER_H
#define AS_EXCHANGE_SHEET_WRITER_H
#include "exchange/words_table.h"

typedef struct as__sheet_line {
    aftersale_date day;      /* not given: it waits */
    aftersale_daytime time;  /* given only when agreed to the minute */
    as__word waits;          /* what for, when there is no day */
    const char *promise;     /* the words for the customer */
    const char *language;    /* of the promise */
    const char *place;       /* where, as agreed; may be NULL */
    const char *who;         /* name of who makes it, may be NULL */
    bool is_done;
} as__sheet_line;

typedef struct as__sheet_hand { const char *with; aftersale_date day; } as__sheet_hand; /* `with` may be NULL */

typedef struct as__sheet_document {
    const as__words_table *words;
    const char *title;       /* NULL: the words' own */
    const char *title_language; /* of the title, where it is given */
    const char *customer;    /* name, may be NULL */
    const char *about;       /* what was bought, may be NULL */
    const char *seller;      /* book's name */
    const char *call_name, *call_how; /* whom to call; may be NULL */
    int32_t version;
    aftersale_date made;     /* day on which it was written */
    int32_t replaces;        /* version in the customer's hands that promises something else; 0: there is none */
    aftersale_date replaced_day;  /* on which that was handed over */
    const as__sheet_hand *hands;  /* to whom this very version was handed */
    size_t hand_count;
    aftersale_date seen;     /* day on which this version was acknowledged; not given: it was not */
    const as__sheet_line *lines; /* in order of time; those that wait last */
    size_t count;
} as__sheet_document;

void as__sheet_write(const as__sheet_document *document, int32_t format, as__buffer *out); /* AFTERSALE_FORMAT_… */

/* Fills the merge fields of a text: {name}; a field that is not known stands as it is, one without a value leaves
 * nothing; "{{" is one brace (S16). */
typedef struct as__merge_field { const char *name, *value; } as__merge_field;
void as__merge(const char *text, const as__merge_field *fields, size_t count, as__buffer *out);
#endif
