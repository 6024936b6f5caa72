/* SPDX-License-Identifier: MIT */
/* The lines of a book, out and in again (S70). */
#ifndef EXCHANGED_H
#define EXCHANGED_H
#include "support/written_text.h"
#include <aftersale.h>
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

/* To be freed by the caller; `args` may be NULL. */
static inline written_text exported(aftersale_book *from, const aftersale_export_args *args)
{
    written_text lines = {NULL, 0, 0};
    cr_assert_eq(aftersale_export(from, args, written_text_add, &lines), AFTERSALE_OK, "%s",
                 aftersale_book_error(from)->text);
    return lines;
}

/* The last line first; each ends with a newline. To be freed by the caller. */
static inline written_text backwards(const char *lines)
{
    written_text turned = {NULL, 0, 0};
    for (const char *end = lines + strlen(lines), *line; end > lines; end = line) {
        line = end - 1;
        while (line > lines && line[-1] != '\n')
            line--;
        cr_assert_eq(written_text_add(&turned, line, (size_t)(end - line)), 0);
    }
    return turned;
}

/* What was wrong with the last bad line. */
static char bad_line[300];

static inline int note_bad_line(void *user, uint64_t line, const aftersale_error *error)
{
    (void)user;
    snprintf(bad_line, sizeof bad_line, "line %d: %s", (int)line, error->text);
    return 0;
}

/* Lines that are bad are counted. */
static inline aftersale_import_counts try_import_lines(aftersale_book *into, const char *lines)
{
    aftersale_importer *importer;
    aftersale_import_counts counts = {.struct_size = sizeof counts};
    aftersale_status status =
        aftersale_import_begin(into, AFTERSALE_ARGS(import, .bad_line = note_bad_line), &importer);
    cr_assert_eq(status, AFTERSALE_OK, "%s", aftersale_book_error(into)->text);
    status = aftersale_import_feed(importer, lines, strlen(lines));
    cr_assert_eq(status, AFTERSALE_OK, "%s", aftersale_book_error(into)->text);
    status = aftersale_import_end(importer, &counts);
    cr_assert_eq(status, AFTERSALE_OK, "%s", aftersale_book_error(into)->text);
    return counts;
}

/* Every line goes in. */
static inline aftersale_import_counts import_lines(aftersale_book *into, const char *lines)
{
    aftersale_import_counts counts = try_import_lines(into, lines);
    cr_assert_eq(counts.bad, 0, "%s", bad_line);
    return counts;
}

/* All that a book holds goes into another. */
static inline void copy_book(aftersale_book *from, aftersale_book *into)
{
    written_text lines = exported(from, NULL);
    (void)import_lines(into, lines.data);
    written_text_free(&lines);
}

/* The same from its last line to its first: every line names what comes after it. */
static inline void copy_book_backwards(aftersale_book *from, aftersale_book *into)
{
    written_text lines = exported(from, NULL), turned = backwards(lines.data);
    (void)import_lines(into, turned.data);
    written_text_free(&lines);
    written_text_free(&turned);
}
#endif
