/* SPDX-License-Identifier: MIT */
/* What happened, in order: the feed's numbers, the roots' chains, events for other programs (S67). */
#include "each_store.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void put_customer(clocked_book *at, const char *ref, const char *tier)
{
    GOES(aftersale_customer_put(at->book, AFTERSALE_ARGS(customer_put, .ref = ref, .tier = tier), NULL));
}

static int64_t count_events(clocked_book *at, uint64_t after)
{
    aftersale_cursor *cursor;
    const aftersale_event *event;
    int64_t count = 0;
    GOES(aftersale_event_list(at->book, after, &cursor));
    while (aftersale_event_next(cursor, &event) == AFTERSALE_ROW)
        cr_assert_eq(aftersale_event_feed(event), (int64_t)after + ++count);
    aftersale_cursor_free(cursor);
    return count;
}

EACH_STORE(event, feed_numbers_without_gap)
{
    aftersale_cursor *cursor;
    const aftersale_event *event;
    put_customer(at, "C-1", NULL);
    put_customer(at, "C-2", NULL);
    put_customer(at, "C-1", "gold");
    GOES(aftersale_event_list(at->book, 0, &cursor));
    cr_assert_eq(aftersale_event_next(cursor, &event), AFTERSALE_ROW);
    cr_assert_str_eq(aftersale_event_name(event), "book.created");
    cr_assert_eq(aftersale_event_feed(event), 1);
    for (int64_t number = 2; number <= 4; number++) {
        cr_assert_eq(aftersale_event_next(cursor, &event), AFTERSALE_ROW);
        cr_assert_eq(aftersale_event_feed(event), number);
        cr_assert_str_eq(aftersale_event_name(event), "customer.put");
        cr_assert_eq(aftersale_event_number(event), number == 4 ? 2 : 1);
    }
    cr_assert_eq(aftersale_event_next(cursor, &event), AFTERSALE_DONE);
    aftersale_cursor_free(cursor);
    put_customer(at, "C-3", NULL);
    cr_assert_eq(count_events(at, 4), 1);
    cr_assert_eq(count_events(at, 3), 2);
    cr_assert_eq(count_events(at, 5), 0);
    cr_assert_eq(count_events(at, UINT64_MAX), 0);
}

/* More than one turn of numbering, and more than one page. */
EACH_STORE(event, feed_of_thousands)
{
    enum { COUNT = 2300 };
    static aftersale_command commands[COUNT];
    static aftersale_customer_put_args args[COUNT];
    static char refs[COUNT][16];
    uint64_t good;
    for (int i = 0; i < COUNT; i++) {
        snprintf(refs[i], sizeof refs[i], "C-%d", i);
        args[i] = (aftersale_customer_put_args){.struct_size = sizeof args[i], .ref = refs[i]};
        commands[i] = (aftersale_command){.command = AFTERSALE_DO_CUSTOMER_PUT, .args = &args[i]};
    }
    GOES(aftersale_book_apply(at->book, commands, COUNT, AFTERSALE_APPLY_EACH_ALONE));
    cr_assert_eq(count_events(at, 0), COUNT + 1);
    cr_assert_eq(count_events(at, 1700), COUNT + 1 - 1700);
    GOES(aftersale_event_verify(at->book, &good));
    cr_assert_eq(good, COUNT + 1);
}

/* Two handles, each of which reads and writes: every event once, and no root's out of order. */
EACH_STORE(event, feed_of_two_writers)
{
    aftersale_book *other = clocked_book_again(at);
    aftersale_cursor *cursor;
    const aftersale_event *event;
    uint64_t seen = 0, good;
    char tier[16];
    for (int i = 0; i < 30; i++) {
        aftersale_book *writer = i % 2 == 0 ? at->book : other, *reader = i % 3 == 0 ? at->book : other;
        snprintf(tier, sizeof tier, "t%d", i);
        GOES(aftersale_customer_put(writer, AFTERSALE_ARGS(customer_put, .ref = "C-1", .tier = tier), NULL));
        GOES(aftersale_event_list(reader, seen, &cursor));
        while (aftersale_event_next(cursor, &event) == AFTERSALE_ROW)
            cr_assert_eq(aftersale_event_feed(event), (int64_t)++seen);
        aftersale_cursor_free(cursor);
        cr_assert_eq(seen, (uint64_t)i + 2); /* the book's own event came first */
    }
    GOES(aftersale_event_verify(other, &good));
    cr_assert_eq(good, seen);
    aftersale_book_free(other);
}

EACH_STORE(event, of_one_root)
{
    aftersale_cursor *cursor;
    const aftersale_event *event;
    aftersale_id customer, product, sale, book;
    const aftersale_settings *settings;
    uint64_t good;
    GOES(aftersale_customer_put(at->book, AFTERSALE_ARGS(customer_put, .ref = "C-1"), &customer));
    GOES(aftersale_product_put(at->book, AFTERSALE_ARGS(product_put, .ref = "B24"), &product));
    GOES(aftersale_sale_record(
        at->book,
        AFTERSALE_ARGS(sale_record, .ref = "S-1", .customer.ref = "C-1", .idempotency = "key-1", .plan = "-"),
        &sale));
    put_customer(at, "C-1", "gold");
    GOES(aftersale_event_list_of(at->book, customer, 1, &cursor));
    cr_assert_eq(aftersale_event_next(cursor, &event), AFTERSALE_ROW);
    cr_assert_eq(aftersale_event_number(event), 2);
    cr_assert_str_eq(aftersale_event_name(event), "sale.recorded");
    cr_assert_str_eq(aftersale_event_key(event), "key-1");
    cr_assert_eq(memcmp(aftersale_event_subject(event).bytes, sale.bytes, sizeof sale), 0);
    cr_assert_eq(memcmp(aftersale_event_root(event).bytes, customer.bytes, sizeof customer), 0);
    cr_assert_eq(aftersale_event_next(cursor, &event), AFTERSALE_ROW);
    cr_assert_eq(aftersale_event_next(cursor, &event), AFTERSALE_DONE);
    aftersale_cursor_free(cursor);

    GOES(aftersale_event_verify_of(at->book, customer, &good));
    cr_assert_eq(good, 3);
    GOES(aftersale_event_verify_of(at->book, product, &good));
    cr_assert_eq(good, 1);
    GOES(aftersale_settings_get(at->book, &settings));
    book = aftersale_settings_id(settings);
    aftersale_settings_free(settings);
    GOES(aftersale_event_verify_of(at->book, book, &good));
    cr_assert_eq(good, 1);
    cr_assert_eq(aftersale_event_verify_of(at->book, sale, &good), AFTERSALE_NOT_FOUND);
    cr_assert_eq(aftersale_event_list_of(at->book, sale, 0, &cursor), AFTERSALE_NOT_FOUND);
    cr_assert_null(cursor);
}

/* The clock may step back; events of a root never do. */
EACH_STORE(event, recorded_time_grows_within_a_root)
{
    aftersale_cursor *cursor;
    const aftersale_event *event;
    int64_t last = 0;
    put_customer(at, "C-1", NULL);
    at->now -= 3600;
    put_customer(at, "C-1", "gold");
    at->now -= 3600;
    put_customer(at, "C-1", "silver");
    GOES(aftersale_event_list(at->book, 1, &cursor));
    while (aftersale_event_next(cursor, &event) == AFTERSALE_ROW) {
        cr_assert_gt(aftersale_event_recorded(event).us, last);
        last = aftersale_event_recorded(event).us;
    }
    aftersale_cursor_free(cursor);
}

EACH_STORE(event, reading_only_numbers_nothing)
{
    aftersale_book *reader;
    aftersale_cursor *cursor;
    const aftersale_event *event;
    put_customer(at, "C-1", NULL);
    cr_assert_eq(aftersale_book_open(
                     at->store, AFTERSALE_ARGS(book_open, .name = "shop", .flags = AFTERSALE_BOOK_READ_ONLY),
                     &reader, NULL),
                 AFTERSALE_OK);
    GOES(aftersale_event_list(reader, 0, &cursor));
    cr_assert_eq(aftersale_event_next(cursor, &event), AFTERSALE_DONE);
    aftersale_cursor_free(cursor);
    aftersale_book_free(reader);
    cr_assert_eq(count_events(at, 0), 2);
}

EACH_STORE(event, as_a_cloud_event)
{
    static const char *const parts[] = {
        "{\"specversion\":\"1.0\",\"id\":\"",
        "/2\",\"source\":\"urn:aftersale:",
        "\"type\":\"aftersale.sale.recorded\"",
        "\"time\":\"2026-03-02T09:",
        "\"datacontenttype\":\"application/json\"",
        "\"root_kind\":\"customer\"",
        "\"number\":2,\"feed\":4",
        "\"made\":1}}",
    };
    aftersale_cursor *cursor;
    const aftersale_event *event;
    char json[2048];
    GOES(aftersale_customer_put(at->book, AFTERSALE_ARGS(customer_put, .ref = "C-1", .name = "Ann Archer"),
                                NULL));
    GOES(aftersale_sale_record(at->book,
                               AFTERSALE_ARGS(sale_record, .ref = "S-1", .customer.ref = "C-1",
                                              .sold = {2026, 3, 1}, .plan = "one-off-sale"),
                               NULL));
    GOES(aftersale_event_list(at->book, 3, &cursor)); /* the third: the ready plan was published */
    cr_assert_eq(aftersale_event_next(cursor, &event), AFTERSALE_ROW);
    cr_assert_leq(aftersale_event_json(event, json, sizeof json), sizeof json);
    cr_assert_eq(aftersale_event_json(event, NULL, 0), strlen(json) + 1);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        cr_assert_not_null(strstr(json, parts[i]), "%s in %s", parts[i], json);
    cr_assert_null(strstr(json, "Archer")); /* S69 */
    aftersale_cursor_free(cursor);
}

/* The names that the table knows are those that the function gives. */
Test(event, names_agree_with_the_table)
{
    const aftersale_field *type = NULL;
    for (size_t i = 0; i < aftersale_field_count(AFTERSALE_KIND_EVENT); i++)
        if (aftersale_field_at(AFTERSALE_KIND_EVENT, i)->tag == AFTERSALE_FIELD_EVENT_TYPE)
            type = aftersale_field_at(AFTERSALE_KIND_EVENT, i);
    clocked_book at;
    cr_assert(clocked_book_open(&at, false, 7));
    aftersale_cursor *cursor;
    const aftersale_event *event;
    cr_assert_eq(aftersale_event_list(at.book, 0, &cursor), AFTERSALE_OK);
    cr_assert_eq(aftersale_event_next(cursor, &event), AFTERSALE_ROW);
    cr_assert_not_null(strstr(type->choices, aftersale_event_name(event)));
    aftersale_cursor_free(cursor);
    clocked_book_close(&at);
    cr_assert_str_eq(aftersale_event_name(NULL), "");
}
