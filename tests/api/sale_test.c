/* SPDX-License-Identifier: MIT */
/* Sales: recording, putting, lines, stages, totals, dates (S4, S10, S11). */
#include "support/refusal.h"

static const aftersale_sale *sale(const char *ref)
{
    const aftersale_sale *found = NULL;
    MUST(aftersale_sale_find(book, ref, &found));
    return hold(found);
}

static void must_be_day(aftersale_date date, const char *text)
{
    aftersale_date wanted = day(text);
    cr_assert(date.year == wanted.year && date.month == wanted.month && date.day == wanted.day, "%d-%d-%d",
              date.year, date.month, date.day);
}

static aftersale_status record_all_fields(aftersale_id *out)
{
    return aftersale_sale_record(
        book,
        AFTERSALE_ARGS(
            sale_record, .ref = "INV-1", .customer.ref = "C-1", .stage = AFTERSALE_STAGE_ACTION,
            .lines = AFTERSALE_LIST(sale_line,
                                    {.product.ref = "B24",
                                     .quantity = {2, 0},
                                     .price = {129900, "GBP", 2},
                                     .specs = "left-hand flue"},
                                    {.product.ref = "X1", .quantity = {15, 1}, .amount = {500, "GBP"}}),
            .total = {260300, "GBP"}, .promised = {2026, 11, 9}, .sold = {2026, 11, 1},
            .delivered = {2026, 11, 10}, .accepted = {2026, 11, 11}, .promised_time = {1, 9, 0, 0},
            .sold_time = {1, 10, 30, 0}, .delivered_time = {1, 0, 0, 0}, .accepted_time = {1, 23, 59, 59},
            .owner = "kim", .billing = "30 days", .plan = "-", .extra = "{\"po\":7}"),
        out);
}

/* S10 */
TRIAL(sale, every_field_comes_back)
{
    aftersale_id id;
    put_customer("C-1");
    MUST_DO(AFTERSALE_DID_MAKE, record_all_fields(&id));
    const aftersale_sale *found = sale("INV-1");
    const aftersale_sale_line *boiler = aftersale_sale_line_at(found, 0),
                              *pipe = aftersale_sale_line_at(found, 1);
    cr_assert(same_id(id, aftersale_sale_id(found)));
    cr_assert_str_eq(aftersale_sale_ref(found), "INV-1");
    cr_assert_eq(aftersale_sale_stage(found), AFTERSALE_STAGE_ACTION);
    cr_assert_eq(aftersale_sale_line_count(found), 2);
    cr_assert_str_eq(boiler->product.ref, "B24");
    cr_assert(boiler->quantity.units == 2 && boiler->price.units == 129900 && boiler->amount.minor == 259800);
    cr_assert_str_eq(boiler->specs, "left-hand flue");
    cr_assert(pipe->quantity.units == 15 && pipe->quantity.decimals == 1 && pipe->amount.minor == 500);
    cr_assert_eq(boiler->returned.units, 0);
    cr_assert_null(aftersale_sale_line_at(found, 2));
    cr_assert_eq(aftersale_sale_total(found).minor, 260300);
    must_be_day(aftersale_sale_promised(found), "2026-11-09");
    must_be_day(aftersale_sale_sold(found), "2026-11-01");
    must_be_day(aftersale_sale_delivered(found), "2026-11-10");
    must_be_day(aftersale_sale_accepted(found), "2026-11-11");
    cr_assert_eq(aftersale_sale_returned(found).day, 0);
    cr_assert_eq(aftersale_sale_promised_time(found).hour, 9);
    cr_assert_eq(aftersale_sale_sold_time(found).minute, 30);
    cr_assert(aftersale_sale_delivered_time(found).given && aftersale_sale_delivered_time(found).hour == 0);
    cr_assert_eq(aftersale_sale_accepted_time(found).second, 59);
    cr_assert(!aftersale_sale_returned_time(found).given);
    cr_assert_str_eq(aftersale_sale_owner(found), "kim");
    cr_assert_str_eq(aftersale_sale_billing(found), "30 days");
    cr_assert_str_eq(aftersale_sale_extra(found), "{\"po\":7}");
    cr_assert_eq(aftersale_sale_created(found).us, on_trial.now.us);
}

/* S4 */
TRIAL(sale, recorded_again_is_the_first)
{
    aftersale_id first, again;
    put_customer("C-1");
    MUST(record_all_fields(&first));
    MUST(aftersale_sale_put(book, AFTERSALE_ARGS(sale_put, .ref = "INV-1", .billing = "60 days"), NULL));
    MUST_DO(AFTERSALE_DID_REPEAT, record_all_fields(&again));
    cr_assert(same_id(first, again));
    cr_assert_str_eq(aftersale_sale_billing(sale("INV-1")), "60 days");
    MUST_NAME(AFTERSALE_EXISTS, "ref",
              aftersale_sale_record(book, AFTERSALE_ARGS(sale_record, .ref = "INV-1", .customer.ref = "C-1"),
                                    NULL));
}

TRIAL(sale, stages)
{
    put_customer("C-1");
    MUST(aftersale_sale_record(book, AFTERSALE_ARGS(sale_record, .ref = "A", .customer.ref = "C-1"), NULL));
    MUST(aftersale_sale_record(
        book, AFTERSALE_ARGS(sale_record, .ref = "B", .customer.ref = "C-1", .sold = {2026, 11, 1}), NULL));
    cr_assert_eq(aftersale_sale_stage(sale("A")), AFTERSALE_STAGE_DESIRE);
    cr_assert_eq(aftersale_sale_stage(sale("B")), AFTERSALE_STAGE_AFTER);
    cr_assert_str_eq(aftersale_sale_owner(sale("A")), "sam", "the customer's owner sold it");
    MUST_DO(AFTERSALE_DID_CHANGE,
            aftersale_sale_put(book, AFTERSALE_ARGS(sale_put, .ref = "A", .stage = AFTERSALE_STAGE_ACTION),
                               NULL));
    MUST(aftersale_sale_put(book, AFTERSALE_ARGS(sale_put, .ref = "A", .delivered = {2026, 12, 1}), NULL));
    cr_assert_eq(aftersale_sale_stage(sale("A")), AFTERSALE_STAGE_ACTION);
    MUST(aftersale_sale_put(book, AFTERSALE_ARGS(sale_put, .ref = "A", .sold = {2026, 12, 1}), NULL));
    cr_assert_eq(aftersale_sale_stage(sale("A")), AFTERSALE_STAGE_AFTER);
}

/* S4: dates and lines too. */
TRIAL(sale, put_changes_only_what_it_names)
{
    put_customer("C-1");
    MUST(record_all_fields(NULL));
    MUST_DO(AFTERSALE_DID_NOTHING,
            aftersale_sale_put(book, AFTERSALE_ARGS(sale_put, .ref = "INV-1", .delivered = {2026, 11, 10}),
                               NULL));
    MUST_DO(AFTERSALE_DID_CHANGE,
            aftersale_sale_put(book,
                               AFTERSALE_ARGS(sale_put, .ref = "INV-1", .delivered = {2026, 11, 20},
                                              .clear = AFTERSALE_FIELDS(AFTERSALE_FIELD_SALE_ACCEPTED,
                                                                        AFTERSALE_FIELD_SALE_BILLING)),
                               NULL));
    const aftersale_sale *found = sale("INV-1");
    must_be_day(aftersale_sale_delivered(found), "2026-11-20");
    cr_assert_eq(aftersale_sale_accepted(found).day, 0);
    cr_assert_str_eq(aftersale_sale_billing(found), "");
    must_be_day(aftersale_sale_sold(found), "2026-11-01");
    cr_assert_eq(aftersale_sale_line_count(found), 2);
    cr_assert_eq(aftersale_sale_total(found).minor, 260300);
    cr_assert_str_eq(aftersale_sale_owner(found), "kim");
    cr_assert_eq(aftersale_sale_revision(found), 2);
}

TRIAL(sale, put_makes_one_that_is_new)
{
    put_customer("C-1");
    MUST_NAME(AFTERSALE_INVALID, "customer",
              aftersale_sale_put(book, AFTERSALE_ARGS(sale_put, .ref = "A"), NULL));
    MUST_NAME(AFTERSALE_NOT_FOUND, "customer",
              aftersale_sale_put(book, AFTERSALE_ARGS(sale_put, .ref = "A", .customer.ref = "C-9"), NULL));
    MUST_DO(AFTERSALE_DID_MAKE,
            aftersale_sale_put(
                book, AFTERSALE_ARGS(sale_put, .ref = "A", .customer.ref = "C-1", .flags = AFTERSALE_PUT_NEW),
                NULL));
    MUST_NAME(
        AFTERSALE_EXISTS, "ref",
        aftersale_sale_put(
            book, AFTERSALE_ARGS(sale_put, .ref = "A", .flags = AFTERSALE_PUT_NEW, .billing = "x"), NULL));
    MUST_NAME(
        AFTERSALE_CONFLICT, "expect",
        aftersale_sale_put(book, AFTERSALE_ARGS(sale_put, .ref = "A", .expect = 7, .billing = "x"), NULL));
    put_customer("C-2");
    MUST_NAME(AFTERSALE_EXISTS, "customer",
              aftersale_sale_put(book, AFTERSALE_ARGS(sale_put, .ref = "A", .customer.ref = "C-2"), NULL));
}

/* What was sold at its price stays so, whatever the catalogue says later. */
TRIAL(sale, the_catalogue_fills_in_and_never_reprices)
{
    put_customer("C-1");
    MUST(aftersale_product_put(book, AFTERSALE_ARGS(product_put, .ref = "B24", .price = {100, "GBP", 2}),
                               NULL));
    MUST(aftersale_sale_record(
        book,
        AFTERSALE_ARGS(sale_record, .ref = "A", .customer.ref = "C-1",
                       .lines = AFTERSALE_LIST(sale_line, {.product.ref = "B24", .quantity = {3, 0}},
                                               {.product.ref = "X", .amount = {5, "GBP"}})),
        NULL));
    cr_assert_eq(aftersale_sale_total(sale("A")).minor, 305);
    cr_assert_eq(aftersale_sale_line_at(sale("A"), 0)->price.units, 100);
    MUST(aftersale_product_put(book, AFTERSALE_ARGS(product_put, .ref = "B24", .price = {999, "EUR", 2}),
                               NULL));
    MUST(
        aftersale_product_put(book, AFTERSALE_ARGS(product_put, .ref = "X", .price = {999, "EUR", 2}), NULL));
    MUST(aftersale_sale_put(book, AFTERSALE_ARGS(sale_put, .ref = "A", .delivered = {2026, 12, 1}), NULL));
    cr_assert_eq(aftersale_sale_total(sale("A")).minor, 305);
    cr_assert_eq(aftersale_sale_line_at(sale("A"), 1)->price.units, 0);
}

TRIAL(sale, a_total_must_agree_with_the_lines)
{
    put_customer("C-1");
    MUST(record_all_fields(NULL));
    MUST_NAME(AFTERSALE_INVALID, "total",
              aftersale_sale_put(book, AFTERSALE_ARGS(sale_put, .ref = "INV-1", .total = {1, "GBP"}), NULL));
    MUST_DO(
        AFTERSALE_DID_NOTHING,
        aftersale_sale_put(book, AFTERSALE_ARGS(sale_put, .ref = "INV-1", .total = {260300, "GBP"}), NULL));
    MUST_NAME(AFTERSALE_INVALID, "total",
              aftersale_sale_put(book,
                                 AFTERSALE_ARGS(sale_put, .ref = "INV-1", .total = {260300, "GBP"},
                                                .lines = AFTERSALE_LIST(
                                                    sale_line, {.product.ref = "X", .amount = {7, "GBP"}})),
                                 NULL));
    MUST(aftersale_sale_put(
        book,
        AFTERSALE_ARGS(sale_put, .ref = "INV-1",
                       .lines = AFTERSALE_LIST(sale_line, {.product.ref = "X", .amount = {7, "GBP"}})),
        NULL));
    cr_assert_eq(aftersale_sale_total(sale("INV-1")).minor, 7);
    MUST(aftersale_sale_put(
        book, AFTERSALE_ARGS(sale_put, .ref = "P", .customer.ref = "C-1", .total = {50, "GBP"}), NULL));
    MUST(aftersale_sale_put(book, AFTERSALE_ARGS(sale_put, .ref = "P", .total = {60, "GBP"}), NULL));
    cr_assert_eq(aftersale_sale_total(sale("P")).minor, 60,
                 "a paper without priced lines says its own total");
}

/* Lines may be changed, not below what has come back. */
TRIAL(sale, lines_keep_what_came_back)
{
    put_customer("C-1");
    MUST(record_all_fields(NULL));
    MUST(aftersale_sale_return(
        book,
        AFTERSALE_ARGS(sale_return, .ref = "CN-1", .sale.ref = "INV-1",
                       .lines = AFTERSALE_LIST(sale_line, {.product.ref = "X1", .quantity = {1, 0}})),
        NULL));
    MUST_NAME(AFTERSALE_INVALID, "lines",
              aftersale_sale_put(book,
                                 AFTERSALE_ARGS(sale_put, .ref = "INV-1",
                                                .lines = AFTERSALE_LIST(
                                                    sale_line, {.product.ref = "X1", .quantity = {9, 1}})),
                                 NULL));
    MUST_NAME(AFTERSALE_INVALID, "lines",
              aftersale_sale_put(book,
                                 AFTERSALE_ARGS(sale_put, .ref = "INV-1",
                                                .lines = AFTERSALE_LIST(sale_line, {.product.ref = "B24"})),
                                 NULL));
    MUST_NAME(AFTERSALE_INVALID, "lines[0].returned",
              aftersale_sale_put(book,
                                 AFTERSALE_ARGS(sale_put, .ref = "INV-1",
                                                .lines = AFTERSALE_LIST(
                                                    sale_line, {.product.ref = "X1", .returned = {1, 0}})),
                                 NULL));
    MUST(aftersale_sale_put(
        book,
        AFTERSALE_ARGS(sale_put, .ref = "INV-1",
                       .lines = AFTERSALE_LIST(sale_line, {.product.ref = "N"},
                                               {.product.ref = "X1", .quantity = {10, 1}})),
        NULL));
    cr_assert_eq(aftersale_sale_line_at(sale("INV-1"), 0)->returned.units, 0);
    cr_assert_neq(aftersale_sale_line_at(sale("INV-1"), 1)->returned.units, 0);
}

TRIAL(sale, what_came_back_whole_and_is_added_to_is_no_longer_back)
{
    put_customer("C-1");
    put_sale("A", "C-1", "-", "2026-11-01", NULL);
    MUST(aftersale_sale_return(book, AFTERSALE_ARGS(sale_return, .ref = "CN", .sale.ref = "A"), NULL));
    cr_assert_neq(aftersale_sale_returned(sale("A")).day, 0);
    MUST(aftersale_sale_put(
        book,
        AFTERSALE_ARGS(sale_put, .ref = "A",
                       .lines = AFTERSALE_LIST(sale_line, {.product.ref = "B24"}, {.product.ref = "NEW"})),
        NULL));
    cr_assert_eq(aftersale_sale_returned(sale("A")).day, 0);
}

/* S69 */
TRIAL(sale, all_problems_at_once)
{
    put_customer("C-1");
    MUST_NAME(AFTERSALE_INVALID,
              "ref stage lines[0].product lines[0].quantity lines[1].price lines[1].amount total promised "
              "sold_time extra",
              aftersale_sale_record(
                  book,
                  AFTERSALE_ARGS(
                      sale_record, .customer.ref = "C-1", .stage = 6,
                      .lines = AFTERSALE_LIST(
                          sale_line, {.quantity = {1, 9}},
                          {.product.ref = "B", .price = {1, "gbp", 2}, .amount = {1, "XX"}, .specs = "ok"}),
                      .total = {5, ""}, .promised = {2026, 4, 31}, .sold_time = {1, 24, 0, 0},
                      .extra = "{\"" MARK "\":}"),
                  NULL));
    MUST_NAME(AFTERSALE_INVALID, "lines[0].quantity",
              aftersale_sale_record(book,
                                    AFTERSALE_ARGS(sale_record, .ref = "A", .customer.ref = "C-1",
                                                   .lines = AFTERSALE_LIST(
                                                       sale_line, {.product.ref = "B", .quantity = {-1, 0}})),
                                    NULL));
    MUST_NAME(
        AFTERSALE_NOT_FOUND, "plan",
        aftersale_sale_record(
            book, AFTERSALE_ARGS(sale_record, .ref = "A", .customer.ref = "C-1", .plan = "no-plan"), NULL));
}

static aftersale_status record_lines(const char *ref, size_t count)
{
    static aftersale_sale_line lines[1001];
    for (size_t i = 0; i < count; i++)
        lines[i] = (aftersale_sale_line){.product.ref = "B24", .price = {1, "GBP", 2}};
    return aftersale_sale_record(book,
                                 AFTERSALE_ARGS(sale_record, .ref = ref, .customer.ref = "C-1",
                                                .lines = {lines, count, sizeof lines[0]}),
                                 NULL);
}

TRIAL(sale, limits)
{
    put_customer("C-1");
    MUST(record_lines("A", 1000));
    cr_assert_eq(aftersale_sale_total(sale("A")).minor, 1000);
    MUST_NAME(AFTERSALE_INVALID, "lines", record_lines("B", 1001));
    MUST(aftersale_sale_record(
        book, AFTERSALE_ARGS(sale_record, .ref = long_text(255), .customer.ref = "C-1"), NULL));
    MUST_NAME(AFTERSALE_INVALID, "ref",
              aftersale_sale_record(
                  book, AFTERSALE_ARGS(sale_record, .ref = long_text(256), .customer.ref = "C-1"), NULL));
}

/* Items of a caller whose header is newer are taken when what is new in them is zero, and refused when not. */
TRIAL(sale, lines_of_a_newer_header)
{
    struct {
        aftersale_sale_line line;
        uint64_t newer;
    } lines[2] = {{{.product.ref = "A"}, 0}, {{.product.ref = "B"}, 0}};
    aftersale_sale_lines list = {(const aftersale_sale_line *)lines, 2, sizeof lines[0]};
    put_customer("C-1");
    MUST(aftersale_sale_record(
        book, AFTERSALE_ARGS(sale_record, .ref = "A", .customer.ref = "C-1", .lines = list), NULL));
    cr_assert_str_eq(aftersale_sale_line_at(sale("A"), 1)->product.ref, "B");
    lines[1].newer = 1;
    MUST_NAME(AFTERSALE_INVALID, "lines",
              aftersale_sale_record(
                  book, AFTERSALE_ARGS(sale_record, .ref = "B", .customer.ref = "C-1", .lines = list), NULL));
    list.item_size = 0;
    MUST_NAME(AFTERSALE_INVALID, "lines",
              aftersale_sale_record(
                  book, AFTERSALE_ARGS(sale_record, .ref = "B", .customer.ref = "C-1", .lines = list), NULL));
}

static uint64_t enrolment_revision(void)
{
    return aftersale_enrolment_revision(enrolment("C-1", 0));
}

/* S11: only what counts from the changed date moves, and old and new are told. */
TRIAL(sale, a_date_moves_its_own_touches)
{
    const aftersale_effect *const *effects;
    size_t count;
    put_customer("C-1");
    publish(PLAN(
        "p", STEP("a", "'anchor':'delivery','after':'P7D'") "," STEP("b", "'anchor':'sale','after':'P7D'")));
    put_sale("A", "C-1", "p", "2026-11-18", "2026-11-19");
    MUST(aftersale_sale_put(book, AFTERSALE_ARGS(sale_put, .ref = "A", .delivered = {2026, 11, 25}), NULL));
    MUST(aftersale_book_effects(book, &effects, &count));
    cr_assert_eq(count, 1);
    cr_assert_eq(effects[0]->what, AFTERSALE_EFFECT_MOVED);
    cr_assert(same_id(effects[0]->subject, touch_id("C-1", "a")));
    cr_assert_str_eq(text_of(effects[0]->before), "2026-11-26T09:00:00Z");
    cr_assert_str_eq(text_of(effects[0]->after), "2026-12-02T09:00:00Z");
    cr_assert_str_eq(touch_due("C-1", "b"), "2026-11-25T09:00:00Z");
}

/* What no plan depends on leaves the plans alone. */
TRIAL(sale, billing_is_of_no_concern_to_a_plan)
{
    put_customer("C-1");
    publish(PLAN("p", STEP("a", "'anchor':'sale','after':'P7D'")));
    put_sale("A", "C-1", "p", "2026-11-18", NULL);
    uint64_t before = enrolment_revision();
    MUST(aftersale_sale_put(book, AFTERSALE_ARGS(sale_put, .ref = "A", .billing = "60 days"), NULL));
    cr_assert_eq(enrolment_revision(), before);
}

TRIAL(sale, are_listed)
{
    const aftersale_sale_list_args *const asked[] = {
        NULL,
        AFTERSALE_ARGS(sale_list, .customer.ref = "C-1"),
        AFTERSALE_ARGS(sale_list, .owner = "kim"),
        AFTERSALE_ARGS(sale_list, .stage = AFTERSALE_STAGE_DESIRE),
        AFTERSALE_ARGS(sale_list, .sold_from = {2026, 11, 1}, .sold_until = {2026, 11, 3}),
        AFTERSALE_ARGS(sale_list, .customer.ref = "C-2", .sold_from = {2026, 11, 3}),
    };
    const char *const wanted[] = {"A B C D ", "A B ", "C ", "D ", "A B ", "C "};
    put_customer("C-1");
    put_customer("C-2");
    put_sale("A", "C-1", "-", "2026-11-01", NULL);
    put_sale("B", "C-1", "-", "2026-11-02", NULL);
    MUST(aftersale_sale_record(book,
                               AFTERSALE_ARGS(sale_record, .ref = "C", .customer.ref = "C-2", .owner = "kim",
                                              .sold = {2026, 11, 3}, .plan = "-"),
                               NULL));
    MUST(aftersale_sale_record(book, AFTERSALE_ARGS(sale_record, .ref = "D", .customer.ref = "C-2"), NULL));
    for (size_t i = 0; i < COUNT(asked); i++) {
        char refs[32] = "";
        const aftersale_sale *row;
        aftersale_cursor *list;
        MUST(aftersale_sale_list(book, asked[i], &list));
        while (aftersale_sale_next(list, &row) == AFTERSALE_ROW)
            strcat(strcat(refs, aftersale_sale_ref(row)), " ");
        cr_assert_str_eq(refs, wanted[i], "%zu: %s", i, refs);
        aftersale_cursor_free(list);
    }
}
