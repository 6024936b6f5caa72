/* SPDX-License-Identifier: MIT */
/* Records by id and ref, and lists with their filters and bookmarks. */
#include "each_store.h"
#include <stdio.h>
#include <string.h>

#define TEXT_MOST 4096

/* Refs of the rows in order, divided by commas. */
static void read_refs(clocked_book *at, aftersale_cursor *cursor, size_t most, char *out)
{
    const aftersale_record *row;
    aftersale_value ref;
    aftersale_status status = AFTERSALE_ROW;
    out[0] = 0;
    while (most-- != 0 && (status = aftersale_cursor_next(cursor, &row)) == AFTERSALE_ROW) {
        cr_assert_eq(aftersale_record_value(row, 2, &ref), AFTERSALE_OK); /* every noun's second field */
        cr_assert_lt(strlen(out) + strlen(ref.as.text) + 2, TEXT_MOST);
        if (out[0] != 0)
            strcat(out, ",");
        strcat(out, ref.as.text);
    }
    cr_assert(status == AFTERSALE_ROW || status == AFTERSALE_DONE, "%s",
              aftersale_book_error(at->book)->text);
}

static void expect_refs(clocked_book *at, aftersale_cursor *cursor, const char *refs)
{
    char found[TEXT_MOST];
    read_refs(at, cursor, SIZE_MAX, found);
    cr_assert_str_eq(found, refs);
    aftersale_cursor_free(cursor);
}

static void put_customer(clocked_book *at, const char *ref, const char *owner, const char *tier,
                         const char *tag)
{
    GOES(aftersale_customer_put(at->book,
                                AFTERSALE_ARGS(customer_put, .ref = ref, .owner = owner, .tier = tier,
                                               .tags = {&tag, tag != NULL},
                                               .type = AFTERSALE_CUSTOMER_ORGANISATION),
                                NULL));
}

static aftersale_id record_sale(clocked_book *at, const char *ref, const char *customer, aftersale_date sold,
                                const char *plan)
{
    aftersale_id id;
    GOES(aftersale_sale_record(
        at->book,
        AFTERSALE_ARGS(sale_record, .ref = ref, .customer.ref = customer, .sold = sold, .plan = plan), &id));
    return id;
}

/* S9 */
EACH_STORE(list, customers_by_owner_and_ref)
{
    aftersale_cursor *cursor;
    put_customer(at, "C-2", "bob", "gold", "gas");
    put_customer(at, "C-1", "bob", NULL, "oil");
    put_customer(at, "C-3", "ann", "gold", NULL);
    put_customer(at, "C-4", NULL, "gold", "gas");
    GOES(aftersale_customer_list(at->book, NULL, &cursor));
    expect_refs(at, cursor, "C-4,C-3,C-1,C-2");
    GOES(aftersale_customer_list(at->book, AFTERSALE_ARGS(customer_list, .owner = "bob"), &cursor));
    expect_refs(at, cursor, "C-1,C-2");
    GOES(aftersale_customer_list(at->book, AFTERSALE_ARGS(customer_list, .tier = "gold", .tag = "gas"),
                                 &cursor));
    expect_refs(at, cursor, "C-4,C-2");
    GOES(aftersale_customer_list(at->book, AFTERSALE_ARGS(customer_list, .owner = "nobody"), &cursor));
    expect_refs(at, cursor, "");
}

/* S10 */
EACH_STORE(list, sales_in_order_and_by_their_fields)
{
    aftersale_cursor *cursor;
    aftersale_date none = {0, 0, 0};
    put_customer(at, "C-1", "bob", NULL, NULL);
    put_customer(at, "C-2", "ann", NULL, NULL);
    record_sale(at, "S-9", "C-1", (aftersale_date){2026, 1, 5}, "-");
    record_sale(at, "S-1", "C-2", (aftersale_date){2026, 2, 5}, "-");
    record_sale(at, "S-5", "C-1", none, "-");
    GOES(aftersale_sale_put(at->book, AFTERSALE_ARGS(sale_put, .ref = "S-5", .billing = "30 days"), NULL));
    GOES(aftersale_sale_put(
        at->book,
        AFTERSALE_ARGS(sale_put, .ref = "S-7", .customer.ref = "C-1", .sold = {2026, 3, 1}, .plan = "-"),
        NULL));
    GOES(aftersale_sale_list(at->book, NULL, &cursor));
    expect_refs(at, cursor, "S-9,S-1,S-5,S-7");
    GOES(aftersale_sale_list(at->book, AFTERSALE_ARGS(sale_list, .customer.ref = "C-1"), &cursor));
    expect_refs(at, cursor, "S-9,S-5,S-7");
    GOES(aftersale_sale_list(at->book, AFTERSALE_ARGS(sale_list, .owner = "ann"), &cursor));
    expect_refs(at, cursor, "S-1");
    GOES(aftersale_sale_list(at->book, AFTERSALE_ARGS(sale_list, .stage = AFTERSALE_STAGE_DESIRE), &cursor));
    expect_refs(at, cursor, "S-5");
    GOES(aftersale_sale_list(
        at->book, AFTERSALE_ARGS(sale_list, .sold_from = {2026, 1, 5}, .sold_until = {2026, 3, 1}), &cursor));
    expect_refs(at, cursor, "S-9,S-1");
    GOES(aftersale_sale_list(
        at->book, AFTERSALE_ARGS(sale_list, .customer.ref = "C-1", .sold_from = {2026, 2, 1}), &cursor));
    expect_refs(at, cursor, "S-7");
}

EACH_STORE(list, wrong_arguments_are_refused)
{
    aftersale_cursor *cursor;
    aftersale_sale_list_args short_args = {.struct_size = 8};
    cr_assert_eq(aftersale_sale_list(at->book, AFTERSALE_ARGS(sale_list, .stage = 9), &cursor),
                 AFTERSALE_INVALID);
    cr_assert_null(cursor);
    cr_assert_eq(
        aftersale_sale_list(at->book, AFTERSALE_ARGS(sale_list, .sold_from = {2026, 2, 30}), &cursor),
        AFTERSALE_INVALID);
    cr_assert_eq(aftersale_sale_list(at->book, AFTERSALE_ARGS(sale_list, .customer.ref = "C-0"), &cursor),
                 AFTERSALE_NOT_FOUND);
    cr_assert_str_eq(aftersale_book_error(at->book)->problems[0]->path, "customer");
    cr_assert_eq(aftersale_sale_list(at->book, &short_args, &cursor), AFTERSALE_ABI);
    cr_assert_eq(aftersale_sale_list(at->book, NULL, NULL), AFTERSALE_INVALID);
    cr_assert_eq(aftersale_sale_list(NULL, NULL, &cursor), AFTERSALE_INVALID);
}

/* S9, S10, S65 */
EACH_STORE(list, what_belongs_to_a_customer)
{
    aftersale_cursor *cursor;
    const aftersale_consent *consent;
    put_customer(at, "C-1", "bob", NULL, NULL);
    put_customer(at, "C-2", "bob", NULL, NULL);
    for (const char *const *ref = (const char *const[]){"P-2", "P-1", NULL}; *ref != NULL; ref++)
        GOES(aftersale_person_put(at->book, AFTERSALE_ARGS(person_put, .ref = *ref, .customer.ref = "C-1"),
                                  NULL));
    GOES(aftersale_person_put(at->book, AFTERSALE_ARGS(person_put, .ref = "P-0", .customer.ref = "C-2"),
                              NULL));
    GOES(aftersale_goal_put(at->book, AFTERSALE_ARGS(goal_put, .ref = "G-2", .customer.ref = "C-1"), NULL));
    GOES(aftersale_goal_put(at->book, AFTERSALE_ARGS(goal_put, .ref = "G-1", .customer.ref = "C-1"), NULL));
    GOES(aftersale_consent_set(
        at->book,
        AFTERSALE_ARGS(consent_set, .customer.ref = "C-1", .answer = AFTERSALE_CONSENT_YES,
                       .purposes = AFTERSALE_PURPOSE_SELLING, .source = "fair", .given = {1700000000000000}),
        NULL));
    GOES(aftersale_consent_set(
        at->book,
        AFTERSALE_ARGS(consent_set, .customer.ref = "C-1", .answer = AFTERSALE_CONSENT_NO,
                       .purposes = AFTERSALE_PURPOSE_SELLING, .source = "phone", .given = {1600000000000000}),
        NULL));
    GOES(aftersale_person_list(at->book, AFTERSALE_ARGS(person_list, .customer.ref = "C-1"), &cursor));
    expect_refs(at, cursor, "P-1,P-2");
    GOES(aftersale_goal_list(at->book, AFTERSALE_ARGS(goal_list, .customer.ref = "C-1"), &cursor));
    expect_refs(at, cursor, "G-1,G-2");
    GOES(aftersale_goal_list(at->book, AFTERSALE_ARGS(goal_list, .customer.ref = "C-2"), &cursor));
    expect_refs(at, cursor, "");
    GOES(aftersale_consent_list(at->book, AFTERSALE_ARGS(consent_list, .customer.ref = "C-1"), &cursor));
    cr_assert_eq(aftersale_consent_next(cursor, &consent), AFTERSALE_ROW);
    cr_assert_str_eq(aftersale_consent_source(consent), "phone"); /* oldest first */
    cr_assert_eq(aftersale_consent_next(cursor, &consent), AFTERSALE_ROW);
    cr_assert_eq(aftersale_consent_next(cursor, &consent), AFTERSALE_DONE);
    aftersale_cursor_free(cursor);
}

/* S20 */
EACH_STORE(list, enrolments_of_a_customer_and_of_a_sale)
{
    aftersale_cursor *cursor;
    const aftersale_enrolment *run;
    aftersale_id first, sale;
    put_customer(at, "C-1", "bob", NULL, NULL);
    record_sale(at, "S-1", "C-1", (aftersale_date){2026, 2, 5}, "one-off-sale");
    sale = record_sale(at, "S-2", "C-1", (aftersale_date){2026, 2, 6}, "one-off-sale");
    GOES(aftersale_enrol(at->book, AFTERSALE_ARGS(enrol, .plan = "consumable", .customer.ref = "C-1"),
                         &first));
    GOES(aftersale_enrolment_list(at->book, AFTERSALE_ARGS(enrolment_list, .customer.ref = "C-1"), &cursor));
    for (int i = 0; i < 3; i++)
        cr_assert_eq(aftersale_enrolment_next(cursor, &run), AFTERSALE_ROW);
    cr_assert_eq(memcmp(aftersale_enrolment_id(run).bytes, first.bytes, sizeof first), 0);
    cr_assert_eq(aftersale_enrolment_next(cursor, &run), AFTERSALE_DONE);
    aftersale_cursor_free(cursor);
    GOES(aftersale_enrolment_list(at->book, AFTERSALE_ARGS(enrolment_list, .sale.ref = "S-2"), &cursor));
    cr_assert_eq(aftersale_enrolment_next(cursor, &run), AFTERSALE_ROW);
    cr_assert_eq(memcmp(aftersale_enrolment_sale(run).bytes, sale.bytes, sizeof sale), 0);
    cr_assert_eq(aftersale_enrolment_next(cursor, &run), AFTERSALE_DONE);
    aftersale_cursor_free(cursor);
    cr_assert_eq(
        aftersale_enrolment_list(at->book, AFTERSALE_ARGS(enrolment_list, .sale.ref = "S-3"), &cursor),
        AFTERSALE_NOT_FOUND);
}

/* Walks a list in pieces of three, each from the bookmark of the one before, on another handle. */
static void walk_in_pieces(clocked_book *at, const char *owner, char *out)
{
    char mark[512] = "", piece[TEXT_MOST];
    aftersale_cursor *cursor;
    out[0] = 0;
    do {
        aftersale_book *book = clocked_book_again(at);
        GOES(aftersale_customer_list(book, AFTERSALE_ARGS(customer_list, .owner = owner, .bookmark = mark),
                                     &cursor));
        read_refs(at, cursor, 3, piece);
        cr_assert_leq(aftersale_cursor_bookmark(cursor, mark, sizeof mark), sizeof mark);
        if (out[0] != 0 && piece[0] != 0)
            strcat(out, ",");
        strcat(out, piece);
        aftersale_cursor_free(cursor);
        aftersale_book_free(book);
    } while (piece[0] != 0);
}

EACH_STORE(list, bookmarks_go_on_in_another_process)
{
    char whole[TEXT_MOST], pieces[TEXT_MOST], ref[300];
    static const char *const owners[] = {NULL, "ann", "bob with blanks: 7", "7:x"};
    aftersale_cursor *cursor;
    for (int i = 0; i < 40; i++) {
        snprintf(ref, sizeof ref, "C %d - %0*d", i % 7, i % 5 == 0 ? 150 : 3,
                 i); /* long ones are digests in the index */
        put_customer(at, ref, owners[i % 4], NULL, NULL);
    }
    for (size_t i = 0; i < 4; i++) {
        GOES(aftersale_customer_list(at->book, AFTERSALE_ARGS(customer_list, .owner = owners[i]), &cursor));
        read_refs(at, cursor, SIZE_MAX, whole);
        aftersale_cursor_free(cursor);
        walk_in_pieces(at, owners[i], pieces);
        cr_assert_str_eq(pieces, whole);
    }
}

EACH_STORE(list, bookmark_of_a_customers_sales)
{
    char mark[64], ref[16];
    aftersale_cursor *cursor;
    put_customer(at, "C-1", "bob", NULL, NULL);
    for (int i = 1; i <= 5; i++) {
        snprintf(ref, sizeof ref, "S-%d", i);
        record_sale(at, ref, "C-1", (aftersale_date){2026, 1, 5}, "-");
    }
    GOES(aftersale_sale_list(at->book, AFTERSALE_ARGS(sale_list, .customer.ref = "C-1"), &cursor));
    read_refs(at, cursor, 3, (char[TEXT_MOST]){""});
    cr_assert_leq(aftersale_cursor_bookmark(cursor, mark, sizeof mark), sizeof mark);
    aftersale_cursor_free(cursor);
    GOES(aftersale_sale_list(at->book, AFTERSALE_ARGS(sale_list, .customer.ref = "C-1", .bookmark = mark),
                             &cursor));
    expect_refs(at, cursor, "S-4,S-5");
}

EACH_STORE(list, foreign_bookmarks_are_refused)
{
    static const char *const wrong[] = {"x",
                                        "sale:0:0 1",
                                        "customer:1:1 1 1:x",
                                        "customer:1:0 1 1:x",
                                        "customer:1:0 1 1:x 9:x",
                                        "customer:1:0 99999999999999999999 - 1:x",
                                        "customer:1:0 1 - 1:x "};
    aftersale_cursor *cursor;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        cr_assert_eq(
            aftersale_customer_list(at->book, AFTERSALE_ARGS(customer_list, .bookmark = wrong[i]), &cursor),
            AFTERSALE_INVALID, "%s", wrong[i]);
        cr_assert_str_eq(aftersale_book_error(at->book)->problems[0]->path, "bookmark");
    }
}

EACH_STORE(list, pages_join_without_a_seam)
{
    char ref[16], refs[TEXT_MOST] = "";
    aftersale_cursor *cursor;
    for (int i = 0; i < 120; i++) {
        snprintf(ref, sizeof ref, "A%03d", i);
        GOES(aftersale_product_put(at->book, AFTERSALE_ARGS(product_put, .ref = ref, .category = "x"), NULL));
        strcat(refs, i == 0 ? "" : ",");
        strcat(refs, ref);
    }
    GOES(aftersale_product_put(at->book, AFTERSALE_ARGS(product_put, .ref = "B", .category = "y"), NULL));
    GOES(aftersale_product_list(at->book, AFTERSALE_ARGS(product_list, .category = "x"), &cursor));
    expect_refs(at, cursor, refs);
}

/* S77 */
EACH_STORE(list, groups_see_what_they_put)
{
    aftersale_cursor *cursor;
    const aftersale_customer *customer;
    put_customer(at, "C-1", "bob", NULL, NULL);
    GOES(aftersale_group_begin(at->book, 0));
    put_customer(at, "C-0", "bob", NULL, NULL);
    GOES(aftersale_customer_find(at->book, "C-0", &customer));
    aftersale_customer_free(customer);
    GOES(aftersale_customer_list(at->book, NULL, &cursor));
    expect_refs(at, cursor, "C-0,C-1");
    GOES(aftersale_group_drop(at->book));
    GOES(aftersale_customer_list(at->book, NULL, &cursor));
    expect_refs(at, cursor, "C-1");
}

/* S4, S8 */
EACH_STORE(list, records_by_id_and_ref)
{
    const aftersale_sale *sale;
    const aftersale_customer *customer;
    const aftersale_plan *plan;
    aftersale_book *other;
    aftersale_id id, none = {{0}};
    put_customer(at, "C-1", "bob", NULL, NULL);
    id = record_sale(at, "S-1", "C-1", (aftersale_date){2026, 2, 5}, "one-off-sale");
    GOES(aftersale_sale_get(at->book, id, &sale));
    cr_assert_str_eq(aftersale_sale_ref(sale), "S-1");
    aftersale_sale_free(sale);
    GOES(aftersale_sale_find(at->book, "S-1", &sale));
    aftersale_sale_free(sale);
    cr_assert_eq(aftersale_sale_find(at->book, "S-2", &sale), AFTERSALE_NOT_FOUND);
    cr_assert_null(sale);
    cr_assert_eq(aftersale_sale_find(at->book, NULL, &sale), AFTERSALE_INVALID);
    cr_assert_eq(aftersale_sale_get(at->book, none, &sale), AFTERSALE_NOT_FOUND);
    cr_assert_eq(aftersale_customer_get(at->book, id, &customer), AFTERSALE_NOT_FOUND);
    GOES(aftersale_plan_find(at->book, "one-off-sale", 0, &plan));
    cr_assert_eq(aftersale_plan_version(plan), 1);
    aftersale_plan_free(plan);
    GOES(aftersale_plan_find(at->book, "one-off-sale", 1, &plan));
    aftersale_plan_free(plan);
    cr_assert_eq(aftersale_plan_find(at->book, "one-off-sale", 2, &plan), AFTERSALE_NOT_FOUND);
    cr_assert_eq(aftersale_plan_find(at->book, "high-value", 0, &plan), AFTERSALE_NOT_FOUND);
    cr_assert_eq(aftersale_book_open(
                     at->store, AFTERSALE_ARGS(book_open, .name = "other", .flags = AFTERSALE_BOOK_CREATE),
                     &other, NULL),
                 AFTERSALE_OK);
    cr_assert_eq(aftersale_sale_get(other, id, &sale), AFTERSALE_NOT_FOUND); /* an id of another book */
    aftersale_book_free(other);
}
