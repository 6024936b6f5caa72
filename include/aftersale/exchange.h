/* SPDX-License-Identifier: MIT */
/** @file exchange.h  JSON Lines in and out, streaming (S70).
 *
 * A line is one JSON object with a `kind` (customer, person, product, actor, plan, settings, rules, words, sale,
 * return, goal, consent, enrolment) and the arguments of the command that masters this kind, in their own names;
 * or with a `do` and the arguments of any command. Kinds are put: a second import of a changed file changes only what
 * changed (S4). A product has a line for each day that it was put for.
 *
 * What an export wrote goes into an empty book as it was: plans with their life, the steps that were done, missed or
 * skipped, touches with outcome, time, doer and words, shares of the written plan, answers, returns. Records keep the
 * local part of their ids, so that in a book of the same name what has no ref keeps its id, touches included. Lines
 * of an export have an `id` and a `revision`; a second import of them changes nothing, and neither does one into the
 * book that wrote them. What was made once (a return, an answer, a plan entered, a share, a touch) stays as it is in a
 * book that has it; a touch of a plan that stands otherwise there is STATE.
 * A book's own are its name, its secret with the ids that come of refs, the revisions and numbers of its records and
 * events, and when an answer was recorded; events of the old book are skipped, keys of idempotency are not in an
 * export, and an address that was refused and stands in no contact any more is refused no longer.
 *
 * A line that names what is not there yet is put aside and run again when all others are through, so that a file may
 * come in any order, and customers may name one another in a circle. At most 16 MiB of lines wait so; when they are more, those that still name nothing are bad.
 * An importer needs no more memory than that, however long the file is.
 *
 * An import can be broken off and taken up again, in another process too: the counts say up to which place every line
 * is in the book or was told as bad (`settled_bytes`, `settled_lines`). An importer that begins with these as its
 * `from_bytes` and `from_lines`, and is fed from there, goes on. Lines that come a second time change nothing.
 *
 * An importer is used by the thread of its book; callbacks are called on it, and must not call that book. */
#ifndef AFTERSALE_EXCHANGE_H
#define AFTERSALE_EXCHANGE_H
#include "error.h"
AFTERSALE_BEGIN
/** What came of an import, or has come of it so far. */
typedef struct aftersale_import_counts {
    size_t struct_size;     /**< sizeof of this struct, set by whoever makes it */
    uint64_t lines;         /**< lines read, blank ones left out */
    uint64_t made;          /**< records made */
    uint64_t changed;       /**< records changed */
    uint64_t same;          /**< lines that changed nothing */
    uint64_t bad;           /**< lines that did not go in */
    uint64_t skipped;       /**< events of an exported book: they tell of that book's past and are not taken in */
    uint64_t bytes;         /**< bytes of the text read, those before `from_bytes` included */
    uint64_t settled_bytes; /**< every line before this byte is in the book or was told as bad */
    uint64_t settled_lines; /**< how many lines stand before it, blank ones included */
} aftersale_import_counts;
/** Called for every line that did not go in. Each problem of the error names its field and the reason.
 *  @param line its number, from 1 @return not 0 stops the import */
typedef int (*aftersale_bad_line_fn)(void *user, uint64_t line, const aftersale_error *error);
/** Called every 1000 lines. @param counts so far; lines that wait are in none of them yet @return not 0 stops */
typedef int (*aftersale_progress_fn)(void *user, const aftersale_import_counts *counts);
/** Takes a piece of text. @return 0, or anything else to stop */
typedef int (*aftersale_write_fn)(void *user, const char *text, size_t size);
/** How to import; all optional. */
typedef struct aftersale_import_args {
    size_t struct_size;             /**< filled in by AFTERSALE_ARGS */
    aftersale_bad_line_fn bad_line; /**< default: bad lines are counted only */
    void *bad_line_user;            /**< handed to bad_line */
    aftersale_progress_fn progress; /**< default: nobody is told */
    void *progress_user;            /**< handed to progress */
    aftersale_write_fn rejects;     /**< takes every bad line as it was read, with a newline: a file to mend and import
                                         again. One that is longer than a line may be is told, and not written. */
    void *rejects_user;             /**< handed to rejects */
    uint64_t from_bytes;            /**< `settled_bytes` of the import to go on with; default: from the beginning */
    uint64_t from_lines;            /**< its `settled_lines`, from which lines are numbered on */
} aftersale_import_args;
/** Begins an import. @param args NULL: defaults @param[out] out owned @return OK, NO_MEMORY, STATE (in a group) */
AFTERSALE_API aftersale_status aftersale_import_begin(aftersale_book *book, const aftersale_import_args *args,
                                                      aftersale_importer **out);
/** Any piece of the text; lines may be cut anywhere, and have at most 1 MiB. Good lines are committed in hundreds.
 *  @return OK, CANCELLED, STORE */
AFTERSALE_API aftersale_status aftersale_import_feed(aftersale_importer *importer, const char *text, size_t size);
/** Commits the rest and frees. After CANCELLED or a failure nothing more is committed, and the counts say where to go
 *  on. @param[out] counts may be NULL @return OK, CANCELLED, STORE */
AFTERSALE_API aftersale_status aftersale_import_end(aftersale_importer *importer, aftersale_import_counts *counts);
/** Flags of an export. */
enum { AFTERSALE_EXPORT_EVENTS = 1u /**< also every event, root by root */ };
/** What to export. */
typedef struct aftersale_export_args {
    size_t struct_size;      /**< filled in by AFTERSALE_ARGS */
    aftersale_link customer; /**< default: the whole book */
    uint32_t flags;          /**< AFTERSALE_EXPORT_… */
} aftersale_export_args;
/** Writes a book, or one customer's part, as JSON Lines, in an order that imports again; the JSON Schema of each kind of
 *  line stands in docs/schema/lines/. Memory does not grow with the book. @param args NULL: all
 *  @return OK, CANCELLED, NOT_FOUND, STORE */
AFTERSALE_API aftersale_status aftersale_export(aftersale_book *book, const aftersale_export_args *args,
                                                aftersale_write_fn write, void *user);
AFTERSALE_END
#endif
