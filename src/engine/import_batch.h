/* SPDX-License-Identifier: MIT */
/* Lines of an import: gathered, committed in hundreds, put aside while what they name is not there yet (S70). */
#ifndef AS_ENGINE_IMPORT_BATCH_H
#define AS_ENGINE_IMPORT_BATCH_H
#include "engine/engine.h"
#include "aftersale/exchange.h"

#define AS__IMPORT_LINE_MOST ((size_t)1 << 20)
#define AS__IMPORT_BATCH 100

/* Lines one after the other in one piece of memory. */
typedef struct as__lines {
    as__buffer text, places;
    size_t count;
} as__lines;
typedef struct as__line {
    const char *text;
    size_t size;
    uint64_t number, offset; /* in the whole text */
    bool is_begun;           /* its record was made, without those that wait as it does */
} as__line;
void as__lines_init(as__lines *lines, const as__memory *memory);
void as__lines_free(as__lines *lines);
void as__lines_add(as__lines *lines, as__line line);
as__line as__lines_at(const as__lines *lines, size_t i);
void as__lines_note_begun(as__lines *lines, size_t i);
void as__lines_clear(as__lines *lines); /* the memory stays */

struct aftersale_importer {
    aftersale_book *book;
    aftersale_import_args args;
    aftersale_import_counts counts;
    uint64_t number;    /* of the line read last, blank ones included */
    uint64_t begin;     /* byte at which the next line begins */
    as__buffer partial; /* of a line whose end has not come yet */
    as__lines batch, waiting;
    as__buffer circle;  /* customers who wait for one another and for nobody else, in the order of their ids */
    size_t fresh;       /* lines since what waits was tried last */
    as__arena arena;    /* of the line under way */
    as__arena failures; /* of the batch: errors with their problems */
    aftersale_status verdicts[AS__IMPORT_BATCH];
    const aftersale_error *errors[AS__IMPORT_BATCH];
    aftersale_import_counts tally; /* of the batch, until it is committed */
    bool is_skipped;               /* the line under way is none to take in */
    bool wrote;                    /* since the book was entered */
    aftersale_status stopped;      /* what ended the import; OK: it goes on */
};

/* Takes a line into the batch, and runs the batch when it is full. */
aftersale_status as__import_take(aftersale_importer *importer, as__line line);
/* Runs what is gathered. */
aftersale_status as__import_flush(aftersale_importer *importer);
/* Runs what was put aside, as long as that helps, and what names one another; what is left then is bad. */
aftersale_status as__import_settle(aftersale_importer *importer);
/* Counts and tells a line that did not go in, and writes it down. @return OK, CANCELLED */
aftersale_status as__import_bad(aftersale_importer *importer, as__line line, const aftersale_error *error);
/* Notes up to where all lines are in the book or told as bad. */
void as__import_note_settled(aftersale_importer *importer);

/* Begins the lines that wait for one another. @param[in,out] wrote set if it has made any of them */
aftersale_status as__import_begin_circles(aftersale_importer *importer, bool *wrote);
/* Whether this customer is of a circle. */
bool as__import_is_in_circle(const aftersale_importer *importer, uint64_t customer);
/* Whether a failure is the line's own; any other ends the import. */
bool as__import_is_of_line(aftersale_status status);

/* Runs a line as a command, inside a batch. @return its status, noted in the book's error */
aftersale_status as__import_line(aftersale_importer *importer, as__line line);
/* Local ids: of the customer of whom an exported line tells, 0: of none; and whom it names, 0: nobody. */
typedef struct as__waiting_customer {
    uint64_t id, named[2];
    bool is_hopeless; /* it waits for somebody who does not come */
} as__waiting_customer;
/* @return OK, NO_MEMORY */
aftersale_status as__import_line_customer(aftersale_importer *importer, as__line line, as__waiting_customer *out);
/* Makes that customer without the links to customers of the circle. @return NOT_FOUND: it has none of them; or as above */
aftersale_status as__import_line_begin(aftersale_importer *importer, as__line line);
#endif
