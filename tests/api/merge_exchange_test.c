/* SPDX-License-Identifier: MIT */
/* Merged customers go out as they are, and into another book as they were (S13, S70). */
#include "each_store.h"
#include "support/exchanged.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char lines[] =
    "{\"kind\":\"plan\",\"json\":{\"plan\":\"p\",\"steps\":[{\"key\":\"a\",\"kind\":\"service\",\"anchor\":"
    "\"sale\"},"
    "{\"key\":\"b\",\"kind\":\"service\",\"anchor\":\"sale\"}]}}\n"
    "{\"kind\":\"customer\",\"ref\":\"C-1\",\"tier\":\"gold\",\"referred_by\":\"C-2\"}\n"
    "{\"kind\":\"customer\",\"ref\":\"C-2\",\"tier\":\"silver\",\"name\":\"Ada\"}\n"
    "{\"kind\":\"customer\",\"ref\":\"C-3\",\"tier\":\"iron\",\"name\":\"Eve\"}\n"
    "{\"kind\":\"customer\",\"ref\":\"C-4\"}\n"
    "{\"kind\":\"sale\",\"ref\":\"S-1\",\"customer\":\"C-1\",\"sold\":\"2026-02-01\",\"plan\":\"p\","
    "\"lines\":[{\"product\":\"A\",\"quantity\":\"2\"}]}\n"
    "{\"kind\":\"sale\",\"ref\":\"S-2\",\"customer\":\"C-2\",\"sold\":\"2026-02-02\",\"plan\":\"p\","
    "\"lines\":[{\"product\":\"A\",\"quantity\":\"2\"}]}\n"
    "{\"kind\":\"goal\",\"ref\":\"G-1\",\"customer\":\"C-1\",\"words\":\"quiet\"}\n"
    "{\"kind\":\"consent\",\"customer\":\"C-1\",\"purposes\":[\"selling\"],\"answer\":\"no\",\"source\":"
    "\"call\"}\n";

static void merge(clocked_book *at, const char *customer, const char *into)
{
    GOES(aftersale_customer_merge(
        at->book, AFTERSALE_ARGS(customer_merge, .customer.ref = customer, .into.ref = into), NULL));
    at->now += 60;
}

static void make_first_touch(clocked_book *at, const char *sale)
{
    aftersale_cursor *list;
    const aftersale_touch *touch;
    aftersale_id id;
    GOES(aftersale_touch_list(at->book, AFTERSALE_ARGS(touch_list, .sale.ref = sale), &list));
    cr_assert_eq(aftersale_touch_next(list, &touch), AFTERSALE_ROW);
    id = aftersale_touch_id(touch);
    aftersale_cursor_free(list);
    GOES(aftersale_touch_done(
        at->book, AFTERSALE_ARGS(touch_done, .touch = id, .outcome = AFTERSALE_OUTCOME_REACHED), NULL));
}

/* C-1 and C-3 into C-2, who goes into C-4; before and after that, rows of each. */
static void fill(clocked_book *at)
{
    (void)import_lines(at->book, lines);
    merge(at, "C-3", "C-2");
    merge(at, "C-1", "C-2");
    merge(at, "C-2", "C-4");
    GOES(aftersale_sale_record(at->book,
                               AFTERSALE_ARGS(sale_record, .ref = "S-3", .customer.ref = "C-1", .plan = "p",
                                              .sold = {2026, 2, 3},
                                              .lines = AFTERSALE_LIST(sale_line, {.product.ref = "A"})),
                               NULL));
    GOES(aftersale_sale_return(
        at->book,
        AFTERSALE_ARGS(sale_return, .ref = "R-1", .customer.ref = "C-4",
                       .lines = AFTERSALE_LIST(sale_line, {.product.ref = "A", .quantity = {4, 0}})),
        NULL));
    GOES(aftersale_sale_return(at->book, AFTERSALE_ARGS(sale_return, .ref = "R-2", .sale.ref = "S-1"), NULL));
    GOES(aftersale_sale_record(
        at->book,
        AFTERSALE_ARGS(sale_record, .ref = "S-4", .customer.ref = "C-4", .plan = "p", .sold = {2026, 2, 4}),
        NULL));
    make_first_touch(at, "S-4");
    GOES(aftersale_consent_set(at->book,
                               AFTERSALE_ARGS(consent_set, .customer.ref = "C-1", .source = "call",
                                              .purposes = AFTERSALE_PURPOSE_ASKING,
                                              .answer = AFTERSALE_CONSENT_YES),
                               NULL));
}

/* Numbers that count what happened in a book, and its ids, are its own. */
static void mask(char *data, const char *name)
{
    size_t size = strlen(name);
    for (char *at = data; (at = strstr(at, name)) != NULL;) {
        at += size;
        while (*at != ',' && *at != '}')
            *at++ = '-';
    }
}

static char *customer_lines(const written_text *from)
{
    char *out = calloc(1, from->size + 1);
    const char *at = from->data;
    while (at != NULL && *at != 0) {
        const char *end = strchr(at, '\n');
        if (strncmp(at, "{\"kind\":\"customer\"", 18) == 0)
            strncat(out, at, (size_t)(end - at) + 1);
        at = end + 1;
    }
    mask(out, "\"revision\":");
    mask(out, "\"id\":");
    return out;
}

static void expect_same(clocked_book *at, clocked_book *copy)
{
    static const char *const refs[] = {"C-1", "C-2", "C-3", "C-4"};
    for (size_t i = 0; i < sizeof refs / sizeof refs[0]; i++) {
        const aftersale_export_args *args = AFTERSALE_ARGS(export, .customer.ref = refs[i]);
        written_text here = exported(at->book, args), there = exported(copy->book, args);
        char *a = customer_lines(&here), *b = customer_lines(&there);
        cr_assert_str_eq(a, b);
        cr_assert_not_null(strstr(a, "\"merged_into\":"));
        free(a);
        free(b);
        written_text_free(&here);
        written_text_free(&there);
    }
}

static const char *tier_of(clocked_book *at, const char *ref)
{
    static char tier[65];
    const aftersale_customer *customer;
    GOES(aftersale_customer_find(at->book, ref, &customer));
    snprintf(tier, sizeof tier, "%s %s", aftersale_customer_ref(customer), aftersale_customer_tier(customer));
    aftersale_customer_free(customer);
    return tier;
}

EACH_STORE(merge_exchange, into_an_empty_book_and_out_again)
{
    clocked_book copy;
    written_text first;
    aftersale_import_counts counts;
    fill(at);
    cr_assert_str_eq(tier_of(at, "C-1"), "C-4 iron", "in the order in which they were merged");
    first = exported(at->book, NULL);
    cr_assert(clocked_book_open(&copy, at->on_sqlite, 99));
    (void)import_lines(copy.book, first.data);
    cr_assert_str_eq(tier_of(&copy, "C-1"), "C-4 iron");
    expect_same(at, &copy);
    counts = import_lines(copy.book, first.data);
    cr_assert_eq(counts.same, counts.lines);
    counts = import_lines(at->book, first.data);
    cr_assert_eq(counts.same, counts.lines, "its own book");
    cr_assert_eq(aftersale_event_verify(copy.book, NULL), AFTERSALE_OK);
    for (clocked_book *each = at; each != NULL; each = each == at ? &copy : NULL) {
        cr_assert_eq(
            aftersale_customer_part(each->book, AFTERSALE_ARGS(customer_part, .customer.ref = "C-2"), NULL),
            AFTERSALE_OK);
        cr_assert_str_eq(tier_of(each, "C-1"), "C-2 silver");
        cr_assert_str_eq(tier_of(each, "C-4"), "C-4 ");
    }
    written_text_free(&first);
    clocked_book_close(&copy);
}

EACH_STORE(merge_exchange, from_the_last_line_to_the_first)
{
    clocked_book copy;
    fill(at);
    cr_assert(clocked_book_open(&copy, at->on_sqlite, 99));
    copy_book_backwards(at->book, copy.book);
    expect_same(at, &copy);
    clocked_book_close(&copy);
}

/* S13, S70: the first of them names who comes later, who names the first. */
EACH_STORE(merge_exchange, those_who_name_each_other)
{
    static const char circle[] =
        "{\"kind\":\"customer\",\"ref\":\"C-1\",\"referred_by\":\"C-3\"}\n"
        "{\"kind\":\"customer\",\"ref\":\"C-2\",\"referred_by\":\"C-1\"}\n"
        "{\"kind\":\"customer\",\"ref\":\"C-3\",\"referred_by\":\"C-2\",\"tier\":\"gold\"}\n"
        "{\"kind\":\"customer\",\"ref\":\"C-4\"}\n";
    clocked_book copy;
    written_text first, second;
    aftersale_import_counts counts;
    (void)import_lines(at->book,
                       "{\"kind\":\"customer\",\"ref\":\"C-1\"}\n{\"kind\":\"customer\",\"ref\":\"C-3\"}\n");
    (void)import_lines(at->book, circle);
    merge(at, "C-1", "C-2");
    merge(at, "C-4", "C-3");
    first = exported(at->book, NULL);
    cr_assert(clocked_book_open(&copy, at->on_sqlite, 99));
    counts = import_lines(copy.book, first.data);
    cr_assert_eq(counts.made + counts.changed + counts.same, counts.lines);
    cr_assert_eq(counts.made, 4);
    expect_same(at, &copy);
    second = exported(copy.book, NULL);
    for (const char *name = "123"; *name != 0; name++) {
        char told[32];
        snprintf(told, sizeof told, "\"referred_by\":\"C-%c\"", *name);
        cr_assert_not_null(strstr(first.data, told), "%s", told);
        cr_assert_not_null(strstr(second.data, told), "%s", told);
    }
    cr_assert_str_eq(tier_of(&copy, "C-4"), "C-3 gold");
    counts = import_lines(copy.book, first.data);
    cr_assert_eq(counts.same, counts.lines);
    clocked_book_close(&copy);
    cr_assert(clocked_book_open(&copy, at->on_sqlite, 98));
    *strstr(first.data, "\"ref\":\"C-2\"") = '-'; /* with one of them gone all wait for nobody */
    counts = try_import_lines(copy.book, first.data);
    cr_assert_eq(counts.bad, 4);
    cr_assert_eq(counts.made, 0);
    written_text_free(&first);
    written_text_free(&second);
    clocked_book_close(&copy);
}
