/* SPDX-License-Identifier: MIT */
#include "histories.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const owners[OWNERS] = {"o0", "o1", "o2"};
static const char *const zones[] = {"Europe/London", "America/New_York", "Asia/Kolkata", "Pacific/Auckland",
                                    "UTC"};

static bool is_well(const history *h, aftersale_status status)
{
    if (status != AFTERSALE_OK)
        fprintf(stderr, "histories: %s\n", aftersale_book_error(h->at.book)->text);
    return status == AFTERSALE_OK;
}

static void note_fault(history *h, const aftersale_touch *touch, const char *fault)
{
    const aftersale_explanation *why = NULL;
    if (h->faults++ != 0)
        return;
    h->fault = fault;
    fprintf(stderr, "histories: %s.%s, occurrence %d, at %lld: %s\n", aftersale_touch_plan(touch),
            aftersale_touch_step(touch), (int)aftersale_touch_occurrence(touch), (long long)h->at.now, fault);
    if (aftersale_explain_touch(h->at.book, aftersale_touch_id(touch), &why) == AFTERSALE_OK)
        fprintf(stderr, "%s", aftersale_explanation_text(why));
    aftersale_explanation_free(why);
}

static bool load_calendar(history *h, const plain_region *region)
{
    aftersale_holiday days[16] = {{{0, 0, 0}, NULL}};
    aftersale_calendar_load_args args = {.struct_size = sizeof args, .key = region->key};
    for (size_t i = 0; i < region->holiday_count; i++)
        days[i].day = region->holidays[i];
    args.weekends = (aftersale_weekends)AFTERSALE_LIST(weekend, {.days = region->weekend});
    args.holidays = (aftersale_holidays){days, region->holiday_count, sizeof days[0]};
    return is_well(h, aftersale_calendar_load(h->at.book, &args, NULL));
}

static bool put_customer(history *h, size_t i)
{
    plain_customer *customer = &h->customers[i];
    char phone[16], mail[32], post[32];
    snprintf(customer->ref, sizeof customer->ref, "C%zu", i);
    snprintf(phone, sizeof phone, "+44 %zu", i);
    snprintf(mail, sizeof mail, "c%zu@example.org", i);
    snprintf(post, sizeof post, "%zu High Street", i);
    customer->zone = zones[draw(h, sizeof zones / sizeof zones[0])];
    customer->region =
        draw_one_in(h, 3) ? "" : h->rules.regions[draw(h, (uint32_t)h->rules.region_count)].key;
    return is_well(
        h, aftersale_customer_put(
               h->at.book,
               AFTERSALE_ARGS(customer_put, .ref = customer->ref, .owner = owners[draw(h, OWNERS)],
                              .zone = customer->zone,
                              .region = customer->region[0] != 0 ? customer->region : NULL,
                              .contacts = AFTERSALE_LIST(contact, {.channel = "phone", .address = phone},
                                                         {.channel = "email", .address = mail},
                                                         {.channel = "post", .address = post})),
               NULL));
}

static bool set_up(history *h)
{
    static const char *const regions[] = {"AA", "BB"};
    static const char *const plans[PLANS] = {"p0", "p1", "p2"};
    aftersale_settings_put_args settings = {.struct_size = sizeof settings};
    aftersale_cap caps[4];
    char texts[8][32], json[JSON_MOST];
    draw_settings(h, &settings, caps, texts);
    const char *quiet[] = {texts[5], texts[6]};
    if (h->rules.quiet_from != h->rules.quiet_until)
        settings.quiet = (aftersale_texts){quiet, h->rules.quiet_until == 0 ? 1 : 2};
    bool is_set = is_well(h, aftersale_settings_put(h->at.book, &settings, NULL));
    for (size_t i = 0; is_set && i < 2; i++) {
        h->rules.region_count = i + 1;
        is_set = draw_region(h, regions[i], &h->rules.regions[i]) && load_calendar(h, &h->rules.regions[i]);
    }
    h->rules.plan_count = PLANS;
    for (size_t i = 0; is_set && i < PLANS; i++) {
        draw_plan(h, plans[i], &h->rules.plans[i], json);
        is_set =
            is_well(h, aftersale_plan_publish(h->at.book, AFTERSALE_ARGS(plan_publish, .json = json), NULL));
    }
    for (size_t i = 0; is_set && i < CUSTOMERS; i++)
        is_set = put_customer(h, i);
    return is_set;
}

static aftersale_date drawn_day(history *h)
{
    return (aftersale_date){2026, (uint8_t)(3 + draw(h, 3)), (uint8_t)(1 + draw(h, 30))};
}

static bool record_sale(history *h)
{
    char ref[16], plan[8];
    snprintf(ref, sizeof ref, "S%d", h->sales++);
    snprintf(plan, sizeof plan, "p%u", draw(h, PLANS));
    aftersale_sale_record_args args = {.struct_size = sizeof args, .ref = ref, .plan = plan};
    args.customer.ref = h->customers[draw(h, CUSTOMERS)].ref;
    args.lines = (aftersale_sale_lines)AFTERSALE_LIST(sale_line, {.product.ref = "B24"});
    args.sold = (aftersale_date){2026, 3, (uint8_t)(2 + draw(h, 28))};
    if (!draw_one_in(h, 4))
        args.delivered = drawn_day(h);
    return is_well(h, aftersale_sale_record(h->at.book, &args, NULL));
}

static bool deliver_sale(history *h)
{
    char ref[16];
    if (h->sales == 0)
        return true;
    snprintf(ref, sizeof ref, "S%u", draw(h, (uint32_t)h->sales));
    return is_well(h, aftersale_sale_put(
                          h->at.book, AFTERSALE_ARGS(sale_put, .ref = ref, .delivered = drawn_day(h)), NULL));
}

static bool answer(history *h)
{
    static const char *const channels[] = {NULL, "phone", "email", "post"};
    plain_customer *customer = &h->customers[draw(h, CUSTOMERS)];
    const char *channel = channels[draw(h, 4)];
    uint32_t purposes = 1 + draw(h, 15);
    bool is_yes = draw_one_in(h, 2);
    return plain_note_answer(customer, (plain_answer){channel, purposes, is_yes}) &&
           is_well(h, aftersale_consent_set(
                          h->at.book,
                          AFTERSALE_ARGS(consent_set, .customer.ref = customer->ref, .channel = channel,
                                         .purposes = purposes, .source = "said so",
                                         .answer = is_yes ? AFTERSALE_CONSENT_YES : AFTERSALE_CONSENT_NO),
                          NULL));
}

/* A plan may be over, or not be paused: then the move is refused, which is well. */
static bool move_plan(history *h)
{
    aftersale_cursor *list = NULL;
    const aftersale_enrolment *run;
    aftersale_plan_move_args args = {.struct_size = sizeof args};
    bool is_found = false;
    if (!is_well(h, aftersale_enrolment_list(
                        h->at.book,
                        AFTERSALE_ARGS(enrolment_list, .customer.ref = h->customers[draw(h, CUSTOMERS)].ref),
                        &list)))
        return false;
    while (!is_found && aftersale_enrolment_next(list, &run) == AFTERSALE_ROW) {
        args.enrolment.id = aftersale_enrolment_id(run);
        is_found = draw_one_in(h, 2);
    }
    aftersale_cursor_free(list);
    if (!is_found)
        return true;
    switch (draw(h, 5)) {
    case 0:
        args.state = AFTERSALE_ENROLMENT_ENDED;
        args.reason = "moved away";
        break;
    case 1:
    case 2:
        args.state = AFTERSALE_ENROLMENT_PAUSED;
        if (draw_one_in(h, 2))
            args.resume = drawn_day(h);
        break;
    default:
        args.state = AFTERSALE_ENROLMENT_ACTIVE;
    }
    aftersale_status status = aftersale_plan_move(h->at.book, &args, NULL);
    return status == AFTERSALE_STATE || status == AFTERSALE_INVALID || is_well(h, status);
}

static bool move_away(history *h)
{
    plain_customer *customer = &h->customers[draw(h, CUSTOMERS)];
    customer->zone = zones[draw(h, sizeof zones / sizeof zones[0])];
    return is_well(
        h, aftersale_customer_put(
               h->at.book, AFTERSALE_ARGS(customer_put, .ref = customer->ref, .zone = customer->zone), NULL));
}

/* The newest version holds at once, in all that is planned. */
static bool load_anew(history *h)
{
    plain_region *region = &h->rules.regions[draw(h, (uint32_t)h->rules.region_count)];
    char key[sizeof region->key];
    memcpy(key, region->key, sizeof key);
    free(region->holidays);
    return draw_region(h, key, region) && load_calendar(h, region);
}

static bool return_sale(history *h)
{
    char ref[16], paper[16];
    if (h->sales == 0)
        return true;
    snprintf(ref, sizeof ref, "S%u", draw(h, (uint32_t)h->sales));
    snprintf(paper, sizeof paper, "R%d", h->returns++);
    aftersale_sale_return_args args = {.struct_size = sizeof args, .ref = paper, .sale.ref = ref};
    args.lines = (aftersale_sale_lines)AFTERSALE_LIST(sale_line, {.product.ref = "B24"});
    aftersale_status status = aftersale_sale_return(h->at.book, &args, NULL);
    return status == AFTERSALE_STATE || status == AFTERSALE_INVALID || is_well(h, status);
}

static bool something_happens(history *h)
{
    switch (draw(h, 12)) {
    case 0:
    case 1:
        return h->sales == 12 || record_sale(h);
    case 2:
        return deliver_sale(h);
    case 3:
    case 4:
        return answer(h);
    case 5:
        return move_plan(h);
    case 6:
        return move_away(h);
    case 7:
        return draw_one_in(h, 3) ? load_anew(h) : return_sale(h);
    default:
        return true;
    }
}

static bool make_touch(history *h, plain_customer *customer, const aftersale_touch *touch)
{
    aftersale_touch_done_args args = {.struct_size = sizeof args};
    args.touch = aftersale_touch_id(touch);
    args.outcome = 1 + (int32_t)draw(h, draw_one_in(h, 2) ? 2 : 10);
    if (args.outcome == AFTERSALE_OUTCOME_CONTACT_LATER)
        args.later = drawn_day(h);
    h->made++;
    if (!plain_note_contact(customer, touch, h->at.now) ||
        !is_well(h, aftersale_touch_done(h->at.book, &args, NULL)))
        return false;
    /* Once made it stays so; what was tried may be made later. */
    const aftersale_touch *then;
    if (!is_well(h, aftersale_touch_get(h->at.book, args.touch, &then)))
        return false;
    bool was_made = aftersale_touch_state(then) == AFTERSALE_TOUCH_STATE_DONE;
    aftersale_touch_free(then);
    if (was_made && aftersale_touch_done(h->at.book, &args, NULL) != AFTERSALE_STATE)
        note_fault(h, touch, "made twice");
    return true;
}

static bool work_off(history *h, const aftersale_work *work, const char *owner)
{
    const aftersale_touch *touch = aftersale_work_touch(work);
    plain_customer *customer =
        plain_find_customer(h->customers, CUSTOMERS, aftersale_customer_ref(aftersale_work_customer(work)));
    aftersale_status status;
    h->given++;
    if (draw_one_in(h, 4))
        return true;
    if (draw_one_in(h, 12)) {
        aftersale_time until = {(h->at.now + PLAIN_DAY * (1 + (int64_t)draw(h, 9))) * 1000000};
        status = aftersale_touch_snooze(
            h->at.book, AFTERSALE_ARGS(touch_snooze, .touch = aftersale_touch_id(touch), .until = until),
            NULL);
        return status == AFTERSALE_LIMIT || is_well(h, status);
    }
    status = aftersale_touch_claim(
        h->at.book, AFTERSALE_ARGS(touch_claim, .touch = aftersale_touch_id(touch), .actor = owner), NULL);
    if (status != AFTERSALE_OK) {
        note_fault(h, touch, "given by a list, and not to be claimed");
        return true;
    }
    const char *fault = plain_fault(&h->rules, customer, touch, h->at.now);
    if (fault != NULL)
        note_fault(h, touch, fault);
    if (draw_one_in(h, 10))
        return is_well(
            h, aftersale_touch_release(
                   h->at.book,
                   AFTERSALE_ARGS(touch_release, .touch = aftersale_touch_id(touch), .actor = owner), NULL));
    return make_touch(h, customer, touch);
}

static bool work_off_list(history *h, const char *owner)
{
    aftersale_cursor *list = NULL;
    const aftersale_work *work;
    aftersale_status status = AFTERSALE_DONE;
    bool is_kept =
        is_well(h, aftersale_worklist(h->at.book, AFTERSALE_ARGS(worklist, .owner = owner), &list));
    while (is_kept && (status = aftersale_work_next(list, &work)) == AFTERSALE_ROW)
        is_kept = work_off(h, work, owner);
    aftersale_cursor_free(list);
    return is_kept && is_well(h, status == AFTERSALE_DONE ? AFTERSALE_OK : status);
}

/* Whether or not the book is brought up to now makes no difference to anybody who works. */
static bool advance(history *h)
{
    aftersale_advanced came = {.struct_size = sizeof came};
    aftersale_status status = AFTERSALE_OK;
    while (status == AFTERSALE_OK && !came.is_done)
        status = aftersale_book_advance(h->at.book, AFTERSALE_ARGS(book_advance, .most = 5), &came);
    return is_well(h, status);
}

bool history_play(history *h, int days)
{
    int64_t first = h->at.now - h->at.now % PLAIN_DAY;
    bool is_kept = set_up(h);
    h->at.tick = 0; /* nothing lapses while a list is worked off */
    for (int day = 0; is_kept && day < days; day++) {
        h->at.now = first + day * PLAIN_DAY + 3600 * (int64_t)(9 + draw(h, 3));
        is_kept = something_happens(h);
        h->at.now += 3600 * (int64_t)draw(h, 10);
        if (draw_one_in(h, 6))
            is_kept = is_kept && advance(h);
        for (size_t i = 0; is_kept && i < OWNERS; i++)
            is_kept = work_off_list(h, owners[i]);
        is_kept = is_kept && work_off_list(h, "role:manager");
    }
    return is_kept;
}
