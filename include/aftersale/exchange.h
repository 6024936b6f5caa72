/* SPDX-License-Identifier: MIT */
/** @file exchange.h  JSON Lines in and out, streaming (S70).
 *
 * A line is one JSON object with a `kind` (customer, person, product, actor, plan, settings, rules, words, sale,
 * return, goal, consent, enrolment) and the arguments of the command that masters this kind, in their own names;
 * or with a `do` and the arguments of any command. Kinds are put: a second import of a changed file changes only what
 * changed (S4).
 *
 * An importer is used by the thread of its book; callbacks are called on it, and must not call that book. */
#ifndef AFTERSALE_EXCHANGE_H
#define AFTERSALE_EXCHANGE_H
#include "error.h"
AFTERSALE_BEGIN
/** Called for every line that did not go in. @return not 0 stops the import */
typedef int (*aftersale_bad_line_fn)(void *user, uint64_t line, const aftersale_error *error);
/** Called every 1000 lines. @return not 0 stops */
typedef int (*aftersale_progress_fn)(void *user, uint64_t lines);
/** How to import; all optional. */
typedef struct aftersale_import_args {
    size_t struct_size;             /**< filled in by AFTERSALE_ARGS */
    aftersale_bad_line_fn bad_line; /**< default: bad lines are counted only */
    void *bad_line_user;            /**< handed to bad_line */
    aftersale_progress_fn progress; /**< default: nobody is told */
    void *progress_user;            /**< handed to progress */
} aftersale_import_args;
/** What came of an import. */
typedef struct aftersale_import_counts {
    size_t struct_size; /**< sizeof of this struct, set by whoever makes it */
    uint64_t lines;     /**< lines read */
    uint64_t made;      /**< records made */
    uint64_t changed;   /**< records changed */
    uint64_t same;      /**< lines that changed nothing */
    uint64_t bad;       /**< lines that did not go in */
} aftersale_import_counts;
/** Begins an import. @param args NULL: defaults @param[out] out owned @return OK, NO_MEMORY, STATE (in a group) */
AFTERSALE_API aftersale_status aftersale_import_begin(aftersale_book *book, const aftersale_import_args *args,
                                                      aftersale_importer **out);
/** Any piece of the text; lines may be cut anywhere, and have at most 1 MiB. Good lines are committed in hundreds.
 *  @return OK, CANCELLED, STORE */
AFTERSALE_API aftersale_status aftersale_import_feed(aftersale_importer *importer, const char *text, size_t size);
/** Commits the rest and frees. @param[out] counts may be NULL @return OK, CANCELLED, STORE */
AFTERSALE_API aftersale_status aftersale_import_end(aftersale_importer *importer, aftersale_import_counts *counts);
/** Takes a piece of the export. @return 0, or anything else to stop */
typedef int (*aftersale_write_fn)(void *user, const char *text, size_t size);
/** Flags of an export. */
enum { AFTERSALE_EXPORT_EVENTS = 1u /**< also every event, root by root */ };
/** What to export. */
typedef struct aftersale_export_args {
    size_t struct_size;      /**< filled in by AFTERSALE_ARGS */
    aftersale_link customer; /**< default: the whole book */
    uint32_t flags;          /**< AFTERSALE_EXPORT_… */
} aftersale_export_args;
/** Writes a book, or one customer's part, as JSON Lines, in an order that imports again. @param args NULL: all
 *  @return OK, CANCELLED, NOT_FOUND, STORE */
AFTERSALE_API aftersale_status aftersale_export(aftersale_book *book, const aftersale_export_args *args,
                                                aftersale_write_fn write, void *user);
AFTERSALE_END
#endif
