/* SPDX-License-Identifier: MIT */
/* walk TRANSACTIONS HOLIDAYS [CUSTOMERS [SEED]]: the days. */
#include "walk.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DAYS 365
#define ROUNDS 4 /* a day, six hours apart: each zone has its morning */
#define GIVEN_MOST 65536

/* What the lists gave in a round: what else is due has to be among it. */
typedef struct given {
    aftersale_id *ids;
    size_t count;
} given;

uint32_t walk_draw(walk_shop *shop, uint32_t below)
{
    shop->drawn ^= shop->drawn << 13;
    shop->drawn ^= shop->drawn >> 7;
    shop->drawn ^= shop->drawn << 17;
    return (uint32_t)(shop->drawn >> 33) % below;
}

void walk_broken(walk_shop *shop, const aftersale_touch *touch, const char *what)
{
    const aftersale_explanation *why = NULL;
    if (++shop->broken > 10)
        return;
    fprintf(stderr, "walk: %s, occurrence %d, at %lld: %s\n", aftersale_touch_step(touch),
            (int)aftersale_touch_occurrence(touch), (long long)shop->now, what);
    if (aftersale_explain_touch(shop->book, aftersale_touch_id(touch), &why) == AFTERSALE_OK)
        fprintf(stderr, "%s", aftersale_explanation_text(why));
    aftersale_explanation_free(why);
}

static bool is_done(walk_shop *shop, aftersale_status status)
{
    if (status == AFTERSALE_OK)
        return true;
    fprintf(stderr, "walk: %s\n", aftersale_book_error(shop->book)->text);
    return false;
}

static int64_t seconds_of(aftersale_date day)
{
    char text[48];
    aftersale_time time = {0};
    snprintf(text, sizeof text, "%04d-%02d-%02dT00:00:00Z", day.year, day.month, day.day);
    (void)aftersale_time_parse(text, &time);
    return time.us / 1000000;
}

/* Sales of this day: each starts the plan of its rule, a large one another beside it. */
static bool record_sales(walk_shop *shop)
{
    for (; shop->sales_made < shop->sale_count; shop->sales_made++) {
        const walk_sale *sale = &shop->sales[shop->sales_made];
        const char *customer = shop->customers[sale->customer].ref;
        if (seconds_of(sale->day) > shop->now)
            return true;
        if (!is_done(shop, aftersale_sale_record(
                               shop->book,
                               AFTERSALE_ARGS(
                                   sale_record, .ref = sale->ref, .customer.ref = customer, .sold = sale->day,
                                   .delivered = sale->day,
                                   .lines = AFTERSALE_LIST(sale_line, {.product.ref = "GOODS",
                                                                       .price = {sale->pence, "GBP", 2}})),
                               NULL)))
            return false;
        if (sale->pence >= 60000 &&
            !is_done(shop, aftersale_enrol(shop->book,
                                           AFTERSALE_ARGS(enrol, .plan = "large-sale", .sale.ref = sale->ref),
                                           NULL)))
            return false;
    }
    return true;
}

static bool answer(walk_shop *shop, plain_customer *customer, const char *channel, uint32_t purposes,
                   bool is_yes)
{
    shop->answered++;
    return plain_note_answer(customer, (plain_answer){channel, purposes, is_yes}) &&
           is_done(shop, aftersale_consent_set(
                             shop->book,
                             AFTERSALE_ARGS(consent_set, .customer.ref = customer->ref, .channel = channel,
                                            .purposes = purposes, .source = "said so",
                                            .answer = is_yes ? AFTERSALE_CONSENT_YES : AFTERSALE_CONSENT_NO),
                             NULL));
}

/* Most agree at first; then, here and there, somebody opts out, or in again. */
static bool record_answers(walk_shop *shop, bool is_first_day)
{
    static const char *const channels[] = {"phone", "email", "post", NULL};
    bool is_kept = true;
    for (size_t i = 0; is_kept && i < shop->customer_count; i++) {
        plain_customer *customer = &shop->customers[i];
        if (is_first_day && walk_draw(shop, 3) != 0)
            is_kept = answer(shop, customer, NULL, AFTERSALE_PURPOSE_RELATIONSHIP, true);
        if (is_kept && is_first_day && walk_draw(shop, 2) != 0)
            is_kept =
                answer(shop, customer, NULL, AFTERSALE_PURPOSE_SELLING | AFTERSALE_PURPOSE_ASKING, true);
        if (is_kept && walk_draw(shop, 200) == 0)
            is_kept = answer(shop, customer, channels[walk_draw(shop, 4)], 1u << walk_draw(shop, 4),
                             walk_draw(shop, 3) == 0);
    }
    return is_kept;
}

static int32_t drawn_outcome(walk_shop *shop)
{
    static const int32_t rare[] = {AFTERSALE_OUTCOME_PROBLEM,   AFTERSALE_OUTCOME_LUKEWARM,
                                   AFTERSALE_OUTCOME_DELIGHTED, AFTERSALE_OUTCOME_OUT_OF_OFFICE,
                                   AFTERSALE_OUTCOME_BOUNCED,   AFTERSALE_OUTCOME_CONTACT_LATER,
                                   AFTERSALE_OUTCOME_REFUSED,   AFTERSALE_OUTCOME_WRONG_PERSON};
    uint32_t drawn = walk_draw(shop, 100);
    if (drawn < 65)
        return AFTERSALE_OUTCOME_REACHED;
    return drawn < 80 ? AFTERSALE_OUTCOME_NO_ANSWER : rare[drawn % (sizeof rare / sizeof rare[0])];
}

static bool make_touch(walk_shop *shop, plain_customer *customer, const aftersale_touch *touch)
{
    aftersale_touch_done_args args = {.struct_size = sizeof args};
    args.touch = aftersale_touch_id(touch);
    args.outcome = drawn_outcome(shop);
    if (args.outcome == AFTERSALE_OUTCOME_CONTACT_LATER)
        args.later =
            (aftersale_date){2027, (uint8_t)(1 + walk_draw(shop, 12)), (uint8_t)(1 + walk_draw(shop, 28))};
    shop->made++;
    return plain_note_contact(customer, touch, shop->now) &&
           is_done(shop, aftersale_touch_done(shop->book, &args, NULL));
}

/* Claims a touch that a list gave, and makes it; some are put off, some left lying. */
static bool work_off(walk_shop *shop, const aftersale_work *work, const char *owner)
{
    const aftersale_touch *touch = aftersale_work_touch(work);
    plain_customer *customer = plain_find_customer(shop->customers, shop->customer_count,
                                                   aftersale_customer_ref(aftersale_work_customer(work)));
    uint32_t drawn = walk_draw(shop, 100);
    aftersale_status status;
    if (drawn < 12)
        return true;
    if (drawn < 15) {
        aftersale_time until = {(shop->now + 86400 * (1 + (int64_t)walk_draw(shop, 9))) * 1000000};
        status = aftersale_touch_snooze(
            shop->book, AFTERSALE_ARGS(touch_snooze, .touch = aftersale_touch_id(touch), .until = until),
            NULL);
        return status == AFTERSALE_LIMIT || is_done(shop, status);
    }
    status = aftersale_touch_claim(
        shop->book, AFTERSALE_ARGS(touch_claim, .touch = aftersale_touch_id(touch), .actor = owner), NULL);
    if (status != AFTERSALE_OK) {
        walk_broken(shop, touch, "given by a list, and not to be claimed");
        return true;
    }
    const char *fault = plain_fault(&shop->rules, customer, touch, shop->now);
    if (fault != NULL)
        walk_broken(shop, touch, fault);
    return make_touch(shop, customer, touch);
}

static bool work_off_list(walk_shop *shop, const char *owner, given *all)
{
    aftersale_cursor *list = NULL;
    const aftersale_work *work;
    bool is_well =
        is_done(shop, aftersale_worklist(shop->book, AFTERSALE_ARGS(worklist, .owner = owner), &list));
    aftersale_status status = AFTERSALE_DONE;
    while (is_well && (status = aftersale_work_next(list, &work)) == AFTERSALE_ROW) {
        if (all->count < GIVEN_MOST)
            all->ids[all->count++] = aftersale_touch_id(aftersale_work_touch(work));
        is_well = work_off(shop, work, owner);
    }
    aftersale_cursor_free(list);
    return is_well && status == AFTERSALE_DONE;
}

static bool was_given(const given *all, aftersale_id id)
{
    for (size_t i = 0; i < all->count; i++)
        if (memcmp(&all->ids[i], &id, sizeof id) == 0)
            return true;
    return false;
}

/* Looks at every touch of a customer: what is due and open was on a list of the last round, and all can be explained. */
static bool look_at(walk_shop *shop, const plain_customer *customer, const given *all)
{
    aftersale_cursor *list = NULL;
    const aftersale_touch *row;
    if (!is_done(shop, aftersale_touch_list(
                           shop->book, AFTERSALE_ARGS(touch_list, .customer.ref = customer->ref), &list)))
        return false;
    while (aftersale_touch_next(list, &row) == AFTERSALE_ROW) {
        const aftersale_touch *touch;
        if (!is_done(shop, aftersale_touch_get(shop->book, aftersale_touch_id(row), &touch)))
            break;
        bool is_due = aftersale_touch_state(touch) == AFTERSALE_TOUCH_STATE_PLANNED &&
                      aftersale_touch_due(touch).us <= shop->now * INT64_C(1000000);
        if (is_due && !was_given(all, aftersale_touch_id(touch)))
            walk_broken(shop, touch, "due, and on no list");
        if (walk_draw(shop, 4) == 0)
            walk_hold_to_reasons(shop, touch);
        shop->looked_at++;
        aftersale_touch_free(touch);
    }
    aftersale_cursor_free(list);
    return true;
}

static bool walk_day(walk_shop *shop, int64_t midnight, bool is_first, bool is_half, given *all)
{
    bool is_well = true;
    shop->now = midnight + 3600;
    if (is_half && !(walk_edit_plan(shop) && walk_migrate(shop)))
        return false;
    is_well = record_sales(shop) && record_answers(shop, is_first);
    for (int round = 0; is_well && round < ROUNDS; round++) {
        shop->now = midnight + 3 * 3600 + round * 6 * 3600;
        all->count = 0;
        for (int i = 0; is_well && i <= WALK_OWNERS; i++) {
            char owner[16] = "role:manager";
            if (i < WALK_OWNERS)
                snprintf(owner, sizeof owner, "o%d", i);
            is_well = work_off_list(shop, owner, all);
        }
    }
    for (int i = 0; is_well && i < 5; i++)
        is_well = look_at(shop, &shop->customers[walk_draw(shop, (uint32_t)shop->customer_count)], all);
    return is_well;
}

int main(int argc, char **argv)
{
    walk_shop shop = {.drawn = argc > 4 ? strtoull(argv[4], NULL, 10) | 1 : 88172645463325252u};
    given all = {.ids = malloc(GIVEN_MOST * sizeof *all.ids)};
    size_t customers = argc > 3 ? strtoul(argv[3], NULL, 10) : 250;
    uint64_t good = 0;
    bool is_well =
        argc > 2 && all.ids != NULL && walk_read_sales(&shop, argv[1], customers) && shop.sale_count != 0;
    int64_t first = is_well ? seconds_of(shop.sales[0].day) : 0;
    shop.now = first;
    is_well = is_well && walk_open(&shop, argv[2]);
    for (int day = 0; is_well && day < DAYS; day++)
        is_well = walk_day(&shop, first + day * INT64_C(86400), day == 0, day == DAYS / 2, &all);
    is_well = is_well && is_done(&shop, aftersale_event_verify(shop.book, &good));
    printf("%zu customers, %zu sales, %ld answers, %ld plans migrated: %ld touches made, %ld looked at, %ld "
           "explained, %ld rules "
           "broken\n",
           shop.customer_count, shop.sale_count, shop.answered, shop.migrated, shop.made, shop.looked_at,
           shop.explained, shop.broken);
    is_well = is_well && shop.made != 0 && shop.migrated != 0 && shop.broken == 0;
    walk_close(&shop);
    free(all.ids);
    return is_well ? 0 : 1;
}
