/* SPDX-License-Identifier: MIT */
/* JSON Lines in and out (S66, S70). */
#include "each_store.h"
#include "support/exchanged.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What the import said of lines that did not go in. */
typedef struct bad_lines {
    uint64_t lines[16];
    char reasons[16][160];
    int count, stop_after;
} bad_lines;

static int note_bad(void *user, uint64_t line, const aftersale_error *error)
{
    bad_lines *to = user;
    cr_assert_lt(to->count, 16);
    to->lines[to->count] = line;
    snprintf(to->reasons[to->count++], sizeof to->reasons[0], "%.159s", error->text);
    for (int32_t i = 0; i < error->problem_count; i++)
        cr_assert_eq((uint64_t)error->problems[i]->line, line);
    return to->stop_after != 0 && to->count == to->stop_after;
}

static aftersale_import_counts import(clocked_book *at, const char *text, size_t piece, bad_lines *bad)
{
    aftersale_importer *importer;
    aftersale_import_counts counts;
    size_t size = strlen(text);
    memset(bad, 0, sizeof *bad);
    GOES(aftersale_import_begin(at->book, AFTERSALE_ARGS(import, .bad_line = note_bad, .bad_line_user = bad),
                                &importer));
    for (size_t from = 0; from < size; from += piece)
        GOES(aftersale_import_feed(importer, text + from, size - from < piece ? size - from : piece));
    GOES(aftersale_import_end(importer, &counts));
    cr_assert_eq(counts.made + counts.changed + counts.same + counts.bad + counts.skipped, counts.lines);
    cr_assert_eq(counts.bytes, size);
    cr_assert_eq(counts.settled_bytes, size);
    return counts;
}

static const char book_lines[] =
    "\xEF\xBB\xBF{\"kind\":\"settings\",\"presume\":[\"service\",\"relationship\"],\"channels\":[\"pigeon\"]}"
    "\r\n"
    "{\"kind\":\"actor\",\"ref\":\"bob\",\"name\":\"Bob Baker\"}\r\n"
    "\n"
    "{\"kind\":\"product\",\"ref\":\"B24\",\"category\":\"boiler\",\"price\":\"1299.00 GBP\"}\n"
    "{\"kind\":\"rules\",\"rules\":[{\"key\":\"dear\",\"plan\":\"high-value\",\"at_least\":\"2000.00 "
    "GBP\"}]}\n"
    "{\"kind\":\"customer\",\"ref\":\"C-1\",\"name\":\"Ann "
    "Archer\",\"owner\":\"bob\",\"contacts\":[{\"channel\":\"email\","
    "\"address\":\"ann@example.org\",\"consent\":[\"selling\"],\"consent_source\":\"form\"}]}\n"
    "{\"kind\":\"person\",\"ref\":\"P-1\",\"customer\":\"C-1\",\"name\":\"Al\"}\n"
    "{\"kind\":\"sale\",\"ref\":\"S-1\",\"customer\":\"C-1\",\"sold\":\"2026-03-01\",\"plan\":\"one-off-"
    "sale\","
    "\"lines\":[{\"product\":\"B24\",\"quantity\":2,\"specs\":\"left \\u2013 hand\"}]}\n"
    "{\"kind\":\"return\",\"ref\":\"R-1\",\"sale\":\"S-1\",\"lines\":[{\"product\":\"B24\",\"quantity\":1}],"
    "\"returned\":\"2026-03-02\"}\n"
    "{\"kind\":\"goal\",\"ref\":\"G-1\",\"customer\":\"C-1\",\"words\":\"a warm house\"}\n"
    "{\"kind\":\"consent\",\"customer\":\"C-1\",\"purposes\":[\"selling\"],\"answer\":\"no\",\"source\":"
    "\"phone\","
    "\"channel\":\"email\"}\n"
    "{\"kind\":\"enrolment\",\"plan\":\"consumable\",\"customer\":\"C-1\"}\n"
    "{\"do\":\"words_put\",\"language\":\"en\",\"json\":{}}";

EACH_STORE(import, every_kind_however_it_is_cut)
{
    const aftersale_sale *sale;
    aftersale_import_counts counts;
    bad_lines bad;
    counts = import(at, book_lines, 7, &bad);
    cr_assert_eq(counts.bad, 0, "line %d: %s", (int)bad.lines[0], bad.reasons[0]);
    cr_assert_eq(counts.lines, 12);
    GOES(aftersale_sale_find(at->book, "S-1", &sale));
    cr_assert_str_eq(aftersale_sale_line_at(sale, 0)->specs, "left \xE2\x80\x93 hand");
    aftersale_sale_free(sale);
}

/* S4: kinds are put. */
EACH_STORE(import, a_second_time_changes_only_what_changed)
{
    static const char first[] = "{\"kind\":\"customer\",\"ref\":\"C-1\",\"tier\":\"gold\"}\n"
                                "{\"kind\":\"customer\",\"ref\":\"C-2\"}\n";
    static const char second[] = "{\"kind\":\"customer\",\"ref\":\"C-1\",\"tier\":\"silver\"}\n"
                                 "{\"kind\":\"customer\",\"ref\":\"C-2\"}\n";
    bad_lines bad;
    aftersale_import_counts counts = import(at, first, 1000, &bad);
    cr_assert_eq(counts.made, 2);
    counts = import(at, second, 1000, &bad);
    cr_assert_eq(counts.changed, 1);
    cr_assert_eq(counts.same, 1);
}

EACH_STORE(import, bad_lines_are_told_with_reason_and_the_rest_goes_in)
{
    static const char lines[] = "{\"kind\":\"customer\",\"ref\":\"C-1\"}\n"
                                "{\"kind\":\"customer\",\"ref\":\"\",\"zone\":\"Nowhere/Land\"}\n"
                                "not json\n"
                                "\n"
                                "{\"kind\":\"event\",\"number\":1}\n"
                                "{\"kind\":\"nonsense\"}\n"
                                "{\"ref\":\"C-2\"}\n"
                                "{\"do\":\"sale_forget\"}\n"
                                "[]\n"
                                "{\"kind\":\"customer\",\"ref\":\"C-3\",\"ref\":\"C-4\"}\n"
                                "{\"kind\":\"customer\",\"ref\":\"C-5\",\"colour\":\"red\"}\n"
                                "{\"kind\":\"sale\",\"ref\":\"S-1\",\"customer\":\"C-9\"}\n"
                                "{\"kind\":\"customer\",\"ref\":\"C-2\"}\n";
    static const uint64_t expected[] = {2, 3, 6, 7, 8, 9, 10, 11, 12};
    bad_lines bad;
    aftersale_import_counts counts = import(at, lines, 1000, &bad);
    cr_assert_eq(counts.made, 2);
    cr_assert_eq(counts.bad, 9);
    cr_assert_eq(counts.skipped, 1);
    cr_assert_eq(counts.lines, 12);
    for (int i = 0; i < 9; i++)
        cr_assert_eq(bad.lines[i], expected[i], "%d: %s", (int)bad.lines[i], bad.reasons[i]);
    cr_assert_not_null(strstr(bad.reasons[0], "and 1 more"));
    cr_assert_not_null(strstr(bad.reasons[7], "colour"));
    cr_assert_eq(aftersale_book_error(at->book)->status, AFTERSALE_OK);
}

EACH_STORE(import, forward_references_are_accepted)
{
    static const char lines[] = "{\"kind\":\"sale\",\"ref\":\"S-1\",\"customer\":\"C-1\",\"plan\":\"-\"}\n"
                                "{\"kind\":\"customer\",\"ref\":\"C-1\",\"referred_by\":\"C-2\"}\n"
                                "{\"kind\":\"customer\",\"ref\":\"C-2\",\"referred_by\":\"C-3\"}\n"
                                "{\"kind\":\"customer\",\"ref\":\"C-3\"}\n";
    const aftersale_customer *customer;
    bad_lines bad;
    aftersale_import_counts counts = import(at, lines, 1000, &bad);
    cr_assert_eq(counts.made, 4);
    cr_assert_eq(counts.bad, 0, "%s", bad.reasons[0]);
    GOES(aftersale_customer_find(at->book, "C-1", &customer));
    aftersale_customer_free(customer);
}

EACH_STORE(import, long_and_deep_lines_are_refused)
{
    size_t size = (1 << 20) + 100;
    char *lines = malloc(2 * size);
    bad_lines bad;
    aftersale_import_counts counts;
    strcpy(lines, "{\"kind\":\"customer\",\"ref\":\"C-1\",\"name\":\"");
    memset(lines + strlen(lines), 'x', size - strlen(lines));
    strcpy(lines + size, "\"}\n{\"kind\":\"customer\",\"ref\":\"C-2\",\"extra\":");
    for (int i = 0; i < 40; i++)
        strcat(lines + size, "{\"a\":");
    strcat(lines + size, "\n{\"kind\":\"customer\",\"ref\":\"C-3\"}");
    counts = import(at, lines, 4000, &bad);
    cr_assert_eq(counts.made, 1);
    cr_assert_eq(counts.bad, 2);
    cr_assert_not_null(strstr(bad.reasons[0], "longer than 1 MiB"));
    free(lines);
}

static int stop_at(void *user, const aftersale_import_counts *counts)
{
    uint64_t *most = user;
    return counts->lines >= *most;
}

EACH_STORE(import, cancelled_keeps_what_was_committed)
{
    aftersale_importer *importer;
    aftersale_import_counts counts;
    const aftersale_customer *customer;
    uint64_t most = 1000;
    char line[64];
    aftersale_status status = AFTERSALE_OK;
    GOES(aftersale_import_begin(at->book, AFTERSALE_ARGS(import, .progress = stop_at, .progress_user = &most),
                                &importer));
    for (int i = 0; i < 1500 && status == AFTERSALE_OK; i++) {
        snprintf(line, sizeof line, "{\"kind\":\"customer\",\"ref\":\"C-%d\"}\n", i);
        status = aftersale_import_feed(importer, line, strlen(line));
    }
    cr_assert_eq(status, AFTERSALE_CANCELLED);
    cr_assert_eq(aftersale_import_feed(importer, "\n", 1), AFTERSALE_CANCELLED);
    cr_assert_eq(aftersale_import_end(importer, &counts), AFTERSALE_CANCELLED);
    cr_assert_eq(counts.lines, 1000);
    cr_assert_eq(counts.made, 1000);
    GOES(aftersale_customer_find(at->book, "C-999", &customer));
    aftersale_customer_free(customer);
    cr_assert_eq(aftersale_customer_find(at->book, "C-1000", &customer), AFTERSALE_NOT_FOUND);
}

EACH_STORE(import, not_inside_a_group)
{
    aftersale_importer *importer;
    GOES(aftersale_group_begin(at->book, 0));
    cr_assert_eq(aftersale_import_begin(at->book, NULL, &importer), AFTERSALE_STATE);
    cr_assert_null(importer);
    GOES(aftersale_group_drop(at->book));
    GOES(aftersale_import_begin(at->book, NULL, &importer));
    GOES(aftersale_import_feed(importer, "{\"kind\":\"customer\",\"ref\":\"C-1\"}", 31));
    aftersale_book_free(at->book);
    at->book = NULL;
    cr_assert_eq(aftersale_import_end(importer, NULL),
                 AFTERSALE_INVALID); /* the book is gone, and the rest with it */
}

/* S2: the same commands from the same seed give the same bytes on every store. */
Test(export, is_equal_on_every_store)
{
    clocked_book memory, sqlite;
    written_text first, second;
    bad_lines bad;
    cr_assert(clocked_book_open(&memory, false, 11));
    cr_assert(clocked_book_open(&sqlite, true, 11));
    (void)import(&memory, book_lines, 1000, &bad);
    (void)import(&sqlite, book_lines, 1000, &bad);
    first = exported(memory.book, AFTERSALE_ARGS(export, .flags = AFTERSALE_EXPORT_EVENTS));
    second = exported(sqlite.book, AFTERSALE_ARGS(export, .flags = AFTERSALE_EXPORT_EVENTS));
    cr_assert_str_eq(first.data, second.data);
    cr_assert_not_null(strstr(first.data, "\"kind\":\"event\""));
    cr_assert_null(strstr(first.data, "secret"));
    written_text_free(&first);
    written_text_free(&second);
    clocked_book_close(&memory);
    clocked_book_close(&sqlite);
}

static size_t count_words(const char *data, const char *word)
{
    size_t count = 0;
    for (; (data = strstr(data, word)) != NULL; data++)
        count++;
    return count;
}

/* What an export writes goes into an empty book without a bad line, and into its own without a change. */
EACH_STORE(export, imports_again)
{
    clocked_book fresh, *home = at;
    written_text first, second;
    bad_lines bad;
    aftersale_import_counts counts;
    static const char *const kinds[] = {"settings", "actor",    "words",    "plan", "rules",
                                        "product",  "customer", "person",   "sale", "return",
                                        "goal",     "consent",  "enrolment"};
    (void)import(at, book_lines, 1000, &bad);
    first = exported(at->book, NULL);
    counts = import(at, first.data, 1000, &bad);
    cr_assert_eq(counts.bad, 0, "line %d: %s", (int)bad.lines[0], bad.reasons[0]);
    cr_assert_eq(counts.same, counts.lines);

    cr_assert(clocked_book_open(&fresh, at->on_sqlite, 99));
    at = &fresh;
    counts = import(at, first.data, 1000, &bad);
    cr_assert_eq(counts.bad, 0, "line %d: %s", (int)bad.lines[0], bad.reasons[0]);
    counts = import(at, first.data, 1000, &bad);
    cr_assert_eq(counts.bad, 0, "line %d: %s", (int)bad.lines[0], bad.reasons[0]);
    cr_assert_eq(counts.same, counts.lines);
    second = exported(at->book, NULL);
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        char word[40];
        snprintf(word, sizeof word, "{\"kind\":\"%s\"", kinds[i]);
        cr_assert_gt(count_words(first.data, word), 0, "%s", word);
        if (strcmp(kinds[i], "consent") != 0) /* an answer in a contact is one more there */
            cr_assert_eq(count_words(second.data, word), count_words(first.data, word), "%s", word);
    }
    written_text_free(&first);
    written_text_free(&second);
    clocked_book_close(at);
    at = home;
}

/* S65: an old yes in a contact never undoes a later no, in a restored book either. */
EACH_STORE(export, restores_no_consent_that_was_withdrawn)
{
    clocked_book fresh;
    written_text whole;
    bad_lines bad;
    int32_t answer, allowed;
    (void)import(at, book_lines, 1000, &bad);
    whole = exported(at->book, NULL);
    cr_assert(clocked_book_open(&fresh, at->on_sqlite, 99));
    (void)import(&fresh, whole.data, 1000, &bad);
    cr_assert_eq(
        aftersale_consent_check(fresh.book,
                                AFTERSALE_ARGS(consent_check, .customer.ref = "C-1", .channel = "email",
                                               .purpose = AFTERSALE_PURPOSE_SELLING),
                                &answer, &allowed),
        AFTERSALE_OK);
    cr_assert_eq(answer, AFTERSALE_CONSENT_NO);
    cr_assert_eq(allowed, 0);
    written_text_free(&whole);
    clocked_book_close(&fresh);
}

/* S66 */
EACH_STORE(export, one_customers_part)
{
    static const char others[] =
        "{\"kind\":\"customer\",\"ref\":\"C-2\"}\n"
        "{\"kind\":\"sale\",\"ref\":\"S-2\",\"customer\":\"C-2\",\"sold\":\"2026-03-01\"}\n";
    written_text part;
    bad_lines bad;
    (void)import(at, book_lines, 1000, &bad);
    (void)import(at, others, 1000, &bad);
    part =
        exported(at->book, AFTERSALE_ARGS(export, .customer.ref = "C-1", .flags = AFTERSALE_EXPORT_EVENTS));
    cr_assert_eq(count_words(part.data, "{\"kind\":\"customer\""), 1);
    cr_assert_eq(count_words(part.data, "{\"kind\":\"person\""), 1);
    cr_assert_eq(count_words(part.data, "{\"kind\":\"sale\""), 1);
    cr_assert_eq(count_words(part.data, "{\"kind\":\"return\""), 1);
    cr_assert_eq(count_words(part.data, "{\"kind\":\"goal\""), 1);
    cr_assert_eq(count_words(part.data, "{\"kind\":\"consent\""), 2);
    cr_assert_eq(count_words(part.data, "{\"kind\":\"enrolment\""), 2);
    cr_assert_gt(count_words(part.data, "{\"kind\":\"event\""), 5);
    cr_assert_null(strstr(part.data, "C-2"));
    cr_assert_null(strstr(part.data, "S-2"));
    written_text_free(&part);
    cr_assert_eq(
        aftersale_export(at->book, AFTERSALE_ARGS(export, .customer.ref = "C-9"), written_text_add, &part),
        AFTERSALE_NOT_FOUND);
    cr_assert_eq(part.size, 0);
}

static int stop(void *user, const char *piece, size_t size)
{
    (void)piece;
    *(size_t *)user += size;
    return 1;
}

EACH_STORE(export, can_be_stopped)
{
    size_t size = 0;
    cr_assert_eq(aftersale_export(at->book, NULL, stop, &size), AFTERSALE_CANCELLED);
    cr_assert_gt(size, 0);
    cr_assert_eq(aftersale_export(at->book, NULL, NULL, NULL), AFTERSALE_INVALID);
    cr_assert_eq(aftersale_export(at->book, AFTERSALE_ARGS(export, .flags = 8), stop, &size),
                 AFTERSALE_INVALID);
}
