/* SPDX-License-Identifier: MIT */
/* The words of the written plan in a language: what ships, overlaid by what the host gave (S28). */
#ifndef AS_EXCHANGE_WORDS_TABLE_H
#define AS_EXCHANGE_WORDS_TABLE_H
#include "base/problems.h"
#include "schema/record.h"

typedef enum as__word {
    AS__WORD_TITLE,      /* "What we do for you", when the plan has no title */
    AS__WORD_FOR,        /* "For" */
    AS__WORD_ABOUT,      /* "Your purchase of" */
    AS__WORD_WHEN, AS__WORD_WHAT, AS__WORD_WHO,
    AS__WORD_WHERE,      /* before a place that was agreed */
    AS__WORD_NUMBER,     /* heads the numbers that marks of the time line bear */
    AS__WORD_CALL,       /* "Your contact" */
    AS__WORD_EDITION,    /* pattern: {version} {day} */
    AS__WORD_REPLACES,   /* pattern: {version} {day} */
    AS__WORD_SHARED,     /* pattern: {day} */
    AS__WORD_SHARED_WITH, /* pattern: {who} {day} */
    AS__WORD_SEEN,       /* pattern: {day} */
    AS__WORD_AFTER_SALE, AS__WORD_AFTER_DELIVERY, AS__WORD_AFTER_ACCEPTANCE, AS__WORD_LATER, /* while a date waits */
    AS__WORD_DONE,       /* beside what is done */
    AS__WORD_NOTHING,    /* a plan without promises */
    AS__WORD_LINE,       /* names the time line to who cannot see it */
    AS__WORD_LINE_TEXT,  /* pattern: {first} {last} */
    AS__WORD_DATE,       /* pattern: "{day} {month} {year}"; {weekday} too */
    AS__WORD_DATE_TIME,  /* pattern: {date} {time} */
    AS__WORD_MONTHS,     /* twelve, divided by commas */
    AS__WORD_WEEKDAYS,   /* seven from Monday */
    AS__WORD_COUNT
} as__word;

typedef struct as__words_table { const char *language; const char *word[AS__WORD_COUNT]; } as__words_table;

/* Fills the table: the shipped language (en, de, fr, es; by primary part, else en), then the host's JSON if not NULL;
 * texts are laid into the arena. @return OK, INVALID (unknown key, wrong count of months: noted), NO_MEMORY */
aftersale_status as__words_read(const char *language, const char *json, as__arena *arena, as__problems *problems,
                                as__words_table *out);
/* A day by the pattern of the language. */
void as__words_date(const as__words_table *words, aftersale_date date, as__buffer *out);
#endif
