/* SPDX-License-Identifier: MIT */
/* Returns: against a named sale, or a customer's earlier ones; what they are worth; what they end (S5, S12). */
#include "support/refusal.h"

static const aftersale_sale *sale(const char *ref)
{
    const aftersale_sale *found = NULL;
    MUST(aftersale_sale_find(book, ref, &found));
    return hold(found);
}

static const aftersale_return *credit(const char *ref)
{
    const aftersale_return *found = NULL;
    MUST(aftersale_return_find(book, ref, &found));
    return hold(found);
}

static int64_t returned_of(const char *ref, size_t line)
{
    aftersale_quantity back = aftersale_sale_line_at(sale(ref), line)->returned;
    cr_assert(back.decimals <= 1);
    return back.decimals == 0 ? back.units : back.units / 10;
}

/* So many at 1.00 each. */
static void sell(const char *ref, const char *product, int64_t quantity, const char *sold, int hour)
{
    aftersale_daytime time = {hour >= 0, hour >= 0 ? (uint8_t)hour : 0, 0, 0};
    MUST(aftersale_sale_record(book,
                               AFTERSALE_ARGS(sale_record, .ref = ref, .customer.ref = "C-1",
                                              .sold = day(sold), .sold_time = time, .plan = "-",
                                              .lines = AFTERSALE_LIST(sale_line, {.product.ref = product,
                                                                                  .quantity = {quantity, 0},
                                                                                  .price = {100, "GBP", 2}})),
                               NULL));
}

static aftersale_status take_from_sale(const char *ref, const char *from, int64_t quantity)
{
    return aftersale_sale_return(
        book,
        AFTERSALE_ARGS(sale_return, .ref = ref, .sale.ref = from,
                       .lines = AFTERSALE_LIST(sale_line, {.product.ref = "A", .quantity = {quantity, 0}})),
        NULL);
}

static aftersale_status take_from_customer(const char *ref, int64_t quantity, const char *returned, int hour)
{
    aftersale_daytime time = {hour >= 0, hour >= 0 ? (uint8_t)hour : 0, 0, 0};
    return aftersale_sale_return(
        book,
        AFTERSALE_ARGS(sale_return, .ref = ref, .customer.ref = "C-1", .returned = day(returned),
                       .returned_time = time,
                       .lines = AFTERSALE_LIST(sale_line, {.product.ref = "A", .quantity = {quantity, 0}})),
        NULL);
}

/* Pieces as "sale:units:minor ", "-" where there is no sale. */
static void must_hold(const char *ref, const char *wanted)
{
    const aftersale_return *found = credit(ref);
    char text[512] = "";
    size_t at = 0;
    int64_t sum = 0;
    for (size_t i = 0; i < aftersale_return_line_count(found); i++) {
        const aftersale_sale_line *line = aftersale_return_line_at(found, i);
        bool against = line->against.ref != NULL && line->against.ref[0] != 0;
        at +=
            (size_t)snprintf(text + at, sizeof text - at, "%s:%lld:%lld ", against ? line->against.ref : "-",
                             (long long)line->quantity.units, (long long)line->amount.minor);
        sum += line->amount.minor;
    }
    cr_assert_str_eq(text, wanted, "%s: %s", ref, text);
    cr_assert_eq(aftersale_return_total(found).minor, sum);
}

TRIAL(returned, every_field_comes_back)
{
    aftersale_id id;
    put_customer("C-1");
    sell("INV-1", "A", 3, "2026-11-01", -1);
    MUST_DO(AFTERSALE_DID_MAKE,
            aftersale_sale_return(
                book,
                AFTERSALE_ARGS(sale_return, .ref = "CN-1", .sale.ref = "INV-1",
                               .lines = AFTERSALE_LIST(sale_line, {.product.ref = "A", .quantity = {1, 0}}),
                               .returned = {2026, 11, 9}, .reason = "broken"),
                &id));
    const aftersale_return *found = credit("CN-1");
    cr_assert(same_id(id, aftersale_return_id(found)));
    cr_assert_str_eq(aftersale_return_ref(found), "CN-1");
    cr_assert(same_id(aftersale_return_customer(found), aftersale_sale_customer(sale("INV-1"))));
    cr_assert(same_id(aftersale_return_sale(found), aftersale_sale_id(sale("INV-1"))));
    cr_assert_eq(aftersale_return_returned(found).day, 9);
    cr_assert_str_eq(aftersale_return_reason(found), "broken");
    cr_assert_eq(aftersale_return_created(found).us, on_trial.now.us);
    must_hold("CN-1", "INV-1:1:100 ");
}

/* S4 */
TRIAL(returned, again_is_the_first)
{
    put_customer("C-1");
    sell("INV-1", "A", 3, "2026-11-01", -1);
    MUST(take_from_sale("CN-1", "INV-1", 1));
    MUST_DO(AFTERSALE_DID_REPEAT, take_from_sale("CN-1", "INV-1", 1));
    MUST_NAME(AFTERSALE_EXISTS, "ref", take_from_sale("CN-1", "INV-1", 2));
    cr_assert_eq(returned_of("INV-1", 0), 1);
}

/* S12 */
TRIAL(returned, in_parts_and_never_more_than_was_sold)
{
    put_customer("C-1");
    sell("INV-1", "A", 3, "2026-11-01", -1);
    MUST(take_from_sale("CN-1", "INV-1", 2));
    cr_assert_eq(aftersale_sale_returned(sale("INV-1")).day, 0);
    MUST_NAME(AFTERSALE_INVALID, "lines[0].quantity", take_from_sale("CN-2", "INV-1", 2));
    cr_assert_eq(returned_of("INV-1", 0), 2);
    MUST(take_from_sale("CN-2", "INV-1", 1));
    cr_assert_neq(aftersale_sale_returned(sale("INV-1")).day, 0);
    MUST_NAME(AFTERSALE_INVALID, "lines[0].quantity", take_from_sale("CN-3", "INV-1", 1));
    MUST_NAME(
        AFTERSALE_INVALID, "sale",
        aftersale_sale_return(book, AFTERSALE_ARGS(sale_return, .ref = "CN-3", .sale.ref = "INV-1"), NULL));
}

TRIAL(returned, the_whole_is_what_is_left)
{
    put_customer("C-1");
    sell("INV-1", "A", 3, "2026-11-01", -1);
    MUST(take_from_sale("CN-1", "INV-1", 1));
    MUST(aftersale_sale_return(
        book, AFTERSALE_ARGS(sale_return, .ref = "CN-2", .sale.ref = "INV-1", .returned_time = {1, 14, 0, 0}),
        NULL));
    must_hold("CN-2", "INV-1:2:200 ");
    cr_assert_eq(aftersale_sale_returned(sale("INV-1")).day, 20);
    cr_assert_eq(aftersale_sale_returned_time(sale("INV-1")).hour, 14);
}

/* A sale of which only the total is known can come back whole. */
TRIAL(returned, a_sale_without_lines)
{
    put_customer("C-1");
    publish(PLAN("p", STEP("a", "'anchor':'sale','after':'P90D'")));
    MUST(aftersale_sale_record(book,
                               AFTERSALE_ARGS(sale_record, .ref = "INV-1", .customer.ref = "C-1",
                                              .total = {500, "GBP"}, .sold = {2026, 11, 1}, .plan = "p"),
                               NULL));
    MUST(aftersale_sale_return(book, AFTERSALE_ARGS(sale_return, .ref = "CN-1", .sale.ref = "INV-1"), NULL));
    cr_assert_eq(aftersale_sale_returned(sale("INV-1")).day, 20);
    cr_assert_eq(enrolment_state("C-1", 0), AFTERSALE_ENROLMENT_ENDED);
}

/* S12: the plan of what came back whole ends, that of what is left stays. */
TRIAL(returned, plans_end_with_what_came_back)
{
    put_customer("C-1");
    publish(PLAN("p", STEP("a", "'anchor':'sale','after':'P90D'")));
    publish(PLAN("q", STEP("a", "'anchor':'sale','after':'P90D'")));
    MUST(aftersale_product_put(book, AFTERSALE_ARGS(product_put, .ref = "A", .plan = "p"), NULL));
    MUST(aftersale_product_put(book, AFTERSALE_ARGS(product_put, .ref = "B", .plan = "q"), NULL));
    MUST(aftersale_sale_record(
        book,
        AFTERSALE_ARGS(sale_record, .ref = "INV-1", .customer.ref = "C-1", .sold = {2026, 11, 1},
                       .lines = AFTERSALE_LIST(sale_line, {.product.ref = "A", .quantity = {2, 0}},
                                               {.product.ref = "B"})),
        NULL));
    cr_assert_eq(enrolment_count("C-1"), 2);
    MUST(take_from_sale("CN-1", "INV-1", 1));
    cr_assert_eq(enrolment_state("C-1", 0), AFTERSALE_ENROLMENT_ACTIVE);
    MUST(take_from_sale("CN-2", "INV-1", 1));
    int32_t states[2] = {enrolment_state("C-1", 0), enrolment_state("C-1", 1)};
    cr_assert(states[0] != states[1], "one has ended, one goes on");
    cr_assert(states[0] == AFTERSALE_ENROLMENT_ENDED || states[1] == AFTERSALE_ENROLMENT_ENDED);
    MUST(aftersale_sale_return(book, AFTERSALE_ARGS(sale_return, .ref = "CN-3", .sale.ref = "INV-1"), NULL));
    cr_assert_eq(enrolment_state("C-1", 0), AFTERSALE_ENROLMENT_ENDED);
    cr_assert_eq(enrolment_state("C-1", 1), AFTERSALE_ENROLMENT_ENDED);
}

/* S12: by customer, the latest earlier sales first, and what is left without a sale. */
TRIAL(returned, by_customer_spills_to_earlier_sales)
{
    put_customer("C-1");
    sell("OLD", "A", 5, "2026-10-01", -1);
    sell("OTHER", "B", 5, "2026-10-20", -1);
    sell("LATE", "A", 2, "2026-11-01", -1);
    sell("AFTER", "A", 9, "2026-11-15", -1);
    MUST(take_from_customer("CN-1", 3, "2026-11-10", -1));
    must_hold("CN-1", "LATE:2:200 OLD:1:100 ");
    MUST(take_from_customer("CN-2", 6, "2026-11-10", -1));
    must_hold("CN-2", "OLD:4:400 -:2:0 ");
    cr_assert_eq(returned_of("AFTER", 0), 0);
    cr_assert_eq(returned_of("OTHER", 0), 0);
    cr_assert_neq(aftersale_sale_returned(sale("LATE")).day, 0);
    cr_assert(!id_is_given(aftersale_return_sale(credit("CN-2"))));
}

/* Of the same day those count whose hour is not known to be later. */
TRIAL(returned, hours_of_the_same_day)
{
    put_customer("C-1");
    sell("MORNING", "A", 1, "2026-11-10", 9);
    sell("EVENING", "A", 1, "2026-11-10", 18);
    MUST(take_from_customer("CN-1", 2, "2026-11-10", 12));
    must_hold("CN-1", "MORNING:1:100 -:1:0 ");
    MUST(take_from_customer("CN-2", 1, "2026-11-10", -1));
    must_hold("CN-2", "EVENING:1:100 ");
}

/* What no sale holds is worth what the catalogue says. */
TRIAL(returned, the_rest_is_kept_without_a_sale)
{
    put_customer("C-1");
    MUST(
        aftersale_product_put(book, AFTERSALE_ARGS(product_put, .ref = "A", .price = {250, "GBP", 2}), NULL));
    sell("INV-1", "A", 1, "2026-11-01", -1);
    MUST(take_from_customer("CN-1", 3, "2026-11-10", -1));
    must_hold("CN-1", "INV-1:1:100 -:2:500 ");
}

/* S5: parts of a line sum to its amount, whatever it was and however it comes back. */
TRIAL(returned, parts_sum_to_the_whole)
{
    const aftersale_sale_line lines[] = {
        {.product.ref = "A", .quantity = {2, 0}, .price = {125, "GBP", 3}},
        {.product.ref = "A", .quantity = {3, 0}, .price = {50, "GBP", 2}, .amount = {100, "GBP"}},
        {.product.ref = "A", .quantity = {7, 0}, .amount = {10, "GBP"}},
    };
    put_customer("C-1");
    for (size_t i = 0; i < COUNT(lines); i++) {
        char ref[16], paper[16];
        int64_t sum = 0;
        snprintf(ref, sizeof ref, "INV-%zu", i);
        MUST(aftersale_sale_record(book,
                                   AFTERSALE_ARGS(sale_record, .ref = ref, .customer.ref = "C-1",
                                                  .lines = AFTERSALE_LIST(sale_line, lines[i])),
                                   NULL));
        for (int64_t k = 0; k < lines[i].quantity.units; k++) {
            snprintf(paper, sizeof paper, "CN-%zu-%d", i, (int)k);
            MUST(take_from_sale(paper, ref, 1));
            sum += aftersale_return_total(credit(paper)).minor;
        }
        cr_assert_eq(sum, aftersale_sale_total(sale(ref)).minor, "%s: %lld", ref, (long long)sum);
    }
}

/* What the paper says of the money is shared out to the sales it is set against. */
TRIAL(returned, an_amount_of_the_paper_is_shared)
{
    put_customer("C-1");
    sell("ONE", "A", 1, "2026-10-01", -1);
    sell("TWO", "A", 2, "2026-11-01", -1);
    MUST(aftersale_sale_return(
        book,
        AFTERSALE_ARGS(sale_return, .ref = "CN-1", .customer.ref = "C-1",
                       .lines = AFTERSALE_LIST(
                           sale_line, {.product.ref = "A", .quantity = {3, 0}, .amount = {200, "GBP"}})),
        NULL));
    must_hold("CN-1", "TWO:2:133 ONE:1:67 ");
    sell("THREE", "A", 3, "2026-11-02", -1);
    MUST(aftersale_sale_return(
        book,
        AFTERSALE_ARGS(sale_return, .ref = "CN-2", .customer.ref = "C-1",
                       .lines = AFTERSALE_LIST(
                           sale_line, {.product.ref = "A", .quantity = {3, 0}, .price = {125, "GBP", 3}})),
        NULL));
    must_hold("CN-2", "THREE:3:38 ");
}

TRIAL(returned, what_cannot_be)
{
    put_customer("C-1");
    put_customer("C-2");
    sell("INV-1", "A", 3, "2026-11-01", -1);
    MUST_NAME(AFTERSALE_NOT_FOUND, "sale", take_from_sale("CN", "INV-9", 1));
    MUST_NAME(AFTERSALE_INVALID, "customer",
              aftersale_sale_return(book, AFTERSALE_ARGS(sale_return, .ref = "CN"), NULL));
    MUST_NAME(
        AFTERSALE_INVALID, "lines",
        aftersale_sale_return(book, AFTERSALE_ARGS(sale_return, .ref = "CN", .customer.ref = "C-1"), NULL));
    MUST_NAME(AFTERSALE_INVALID, "customer",
              aftersale_sale_return(
                  book, AFTERSALE_ARGS(sale_return, .ref = "CN", .sale.ref = "INV-1", .customer.ref = "C-2"),
                  NULL));
    MUST_NAME(AFTERSALE_INVALID, "lines[0].quantity", take_from_sale("CN", "INV-1", -1));
    MUST_NAME(AFTERSALE_INVALID, "lines[0].quantity",
              aftersale_sale_return(book,
                                    AFTERSALE_ARGS(sale_return, .ref = "CN", .sale.ref = "INV-1",
                                                   .lines = AFTERSALE_LIST(
                                                       sale_line, {.product.ref = "Z", .quantity = {1, 0}})),
                                    NULL));
    cr_assert_eq(returned_of("INV-1", 0), 0);
}

/* Half of a piece, and lines of one product in one sale. */
TRIAL(returned, fractions_and_several_lines)
{
    put_customer("C-1");
    MUST(aftersale_sale_record(
        book,
        AFTERSALE_ARGS(sale_record, .ref = "INV-1", .customer.ref = "C-1",
                       .lines = AFTERSALE_LIST(
                           sale_line, {.product.ref = "A", .quantity = {15, 1}, .price = {100, "GBP", 2}},
                           {.product.ref = "A", .quantity = {2, 0}, .price = {300, "GBP", 2}})),
        NULL));
    MUST(aftersale_sale_return(
        book,
        AFTERSALE_ARGS(sale_return, .ref = "CN-1", .sale.ref = "INV-1",
                       .lines = AFTERSALE_LIST(sale_line, {.product.ref = "A", .quantity = {25, 1}})),
        NULL));
    must_hold("CN-1", "INV-1:15:150 INV-1:10:300 ");
    MUST(take_from_sale("CN-2", "INV-1", 1));
    cr_assert_neq(aftersale_sale_returned(sale("INV-1")).day, 0);
}
