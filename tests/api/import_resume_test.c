/* SPDX-License-Identifier: MIT */
/* An import that is broken off, watched, and mended (S70). */
#include "each_store.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINES 2500
#define LINE_ROOM 128

/* Customers, and between them sales of customers that come later, or never. */
static char *long_text(void)
{
    char *text = malloc((size_t)LINES * LINE_ROOM), *end = text;
    for (int i = 0; i < LINES; i++) {
        if (i % 10 == 3)
            end += sprintf(end, "{\"kind\":\"sale\",\"ref\":\"S-%d\",\"customer\":\"C-%d\",\"plan\":\"-\"}\n",
                           i, i % 100 == 3 ? i + 1101 : i - 2);
        else
            end +=
                sprintf(end, "{\"kind\":\"customer\",\"ref\":\"C-%d\",\"name\":\"N\\u00e4me %d\"}\r\n", i, i);
    }
    return text;
}

typedef struct watch {
    aftersale_import_counts last;
    int calls, stop_at;
} watch;

static int look(void *user, const aftersale_import_counts *counts)
{
    watch *to = user;
    to->last = *counts;
    return ++to->calls == to->stop_at;
}

static aftersale_status import_from(clocked_book *at, const char *text, watch *to,
                                    aftersale_import_counts *counts)
{
    aftersale_importer *importer;
    aftersale_status status;
    size_t size = strlen(text);
    GOES(aftersale_import_begin(at->book,
                                AFTERSALE_ARGS(import, .progress = look, .progress_user = to,
                                               .from_bytes = counts->settled_bytes,
                                               .from_lines = counts->settled_lines),
                                &importer));
    text += counts->settled_bytes;
    size -= counts->settled_bytes;
    status = aftersale_import_feed(importer, text, size);
    cr_assert_eq(aftersale_import_end(importer, counts), status);
    return status;
}

static size_t customers_in(clocked_book *at)
{
    aftersale_cursor *cursor;
    const aftersale_record *record;
    size_t count = 0;
    GOES(aftersale_customer_list(at->book, NULL, &cursor));
    while (aftersale_cursor_next(cursor, &record) == AFTERSALE_ROW)
        count++;
    aftersale_cursor_free(cursor);
    return count;
}

EACH_STORE(import_resume, goes_on_where_every_line_is_settled)
{
    char *text = long_text();
    aftersale_import_counts counts = {.struct_size = sizeof counts};
    watch to = {.stop_at = 2};
    cr_assert_eq(import_from(at, text, &to, &counts), AFTERSALE_CANCELLED);
    cr_assert_eq(to.last.lines, 2000);
    cr_assert_eq(counts.lines, 2000);
    /* The sale of line 904 waits for the customer of line 2005. */
    cr_assert_eq(counts.settled_lines, 903);
    cr_assert_eq(memcmp(text + counts.settled_bytes, "{\"kind\":\"sale\",\"ref\":\"S-903\"", 28), 0);
    cr_assert_eq(customers_in(at), 1800);
    to = (watch){.stop_at = 0};
    cr_assert_eq(import_from(at, text, &to, &counts), AFTERSALE_OK);
    cr_assert_eq(counts.lines, LINES - 903);
    cr_assert_eq(counts.bytes, strlen(text));
    cr_assert_eq(counts.settled_bytes, strlen(text));
    cr_assert_eq(counts.settled_lines, LINES);
    cr_assert_eq(counts.bad, 11, "those whose customers never come: %d", (int)counts.bad);
    cr_assert_eq(customers_in(at), LINES - LINES / 10);
    free(text);
}

EACH_STORE(import_resume, progress_is_told_every_thousand_lines)
{
    char *text = long_text();
    aftersale_import_counts counts = {.struct_size = sizeof counts};
    watch to = {.stop_at = 0};
    cr_assert_eq(import_from(at, text, &to, &counts), AFTERSALE_OK);
    cr_assert_eq(to.calls, 2);
    cr_assert_eq(to.last.lines, 2000);
    cr_assert_eq(to.last.made, 1989, "all but those that wait: %d", (int)to.last.made);
    cr_assert_gt(to.last.bytes, 0);
    cr_assert_lt(to.last.bytes, strlen(text));
    free(text);
}

typedef struct rejected {
    char text[4096];
    size_t size;
    int told, stop_after;
} rejected;

static int take_text(void *user, const char *text, size_t size)
{
    rejected *to = user;
    cr_assert_lt(to->size + size, sizeof to->text);
    memcpy(to->text + to->size, text, size);
    to->size += size;
    return to->stop_after != 0 && --to->stop_after == 0;
}

static int count_told(void *user, uint64_t line, const aftersale_error *error)
{
    rejected *to = user;
    cr_assert_gt(line, 0);
    cr_assert_gt(error->problem_count, 0);
    to->told++;
    return 0;
}

static aftersale_status import_with_rejects(clocked_book *at, const char *text, rejected *to)
{
    aftersale_importer *importer;
    aftersale_status status;
    GOES(aftersale_import_begin(at->book,
                                AFTERSALE_ARGS(import, .bad_line = count_told, .bad_line_user = to,
                                               .rejects = take_text, .rejects_user = to),
                                &importer));
    status = aftersale_import_feed(importer, text, strlen(text));
    return status == AFTERSALE_OK ? aftersale_import_end(importer, NULL) : status;
}

static const char some_bad[] = "{\"kind\":\"customer\",\"ref\":\"C-1\"}\n"
                               "{\"kind\":\"customer\", \"ref\":\"C-2\",  \"country\":7}\r\n"
                               "no json\n"
                               "{\"kind\":\"sale\",\"ref\":\"S-1\",\"customer\":\"C-2\",\"plan\":\"-\"}\n"
                               "{\"kind\":\"customer\",\"ref\":\"C-3\"}";

EACH_STORE(import_rejects, are_the_lines_as_they_were_read)
{
    rejected to = {.size = 0}, again = {.size = 0};
    char *number;
    cr_assert_eq(import_with_rejects(at, some_bad, &to), AFTERSALE_OK);
    to.text[to.size] = 0;
    cr_assert_str_eq(to.text, "{\"kind\":\"customer\", \"ref\":\"C-2\",  \"country\":7}\n"
                              "no json\n"
                              "{\"kind\":\"sale\",\"ref\":\"S-1\",\"customer\":\"C-2\",\"plan\":\"-\"}\n");
    cr_assert_eq(to.told, 3);
    number = strchr(to.text, '7');
    memmove(number + 4, number + 1, strlen(number));
    memcpy(number, "\"DE\"", 4);
    memcpy(strstr(to.text, "no json"), "       ", 7);
    cr_assert_eq(import_with_rejects(at, to.text, &again), AFTERSALE_OK);
    cr_assert_eq(again.size, 0, "%s", again.text);
    cr_assert_eq(customers_in(at), 3);
}

EACH_STORE(import_rejects, can_stop_the_import)
{
    rejected to = {.stop_after = 1};
    cr_assert_eq(import_with_rejects(at, some_bad, &to), AFTERSALE_CANCELLED);
    cr_assert_eq(to.told, 0);
    cr_assert_eq(customers_in(at), 2);
}
