/* SPDX-License-Identifier: MIT */
/* Books drawn from a seed, with all that moves a touch in time: caps, gaps, quiet hours, days off, hours of channels,
 * steps that repeat, last moments, branches, cases, pauses that end, answers that end. Goes with support/drawn.h. */
#ifndef DRAWN_BOOK_H
#define DRAWN_BOOK_H
#include "support/drawn.h"

static inline void draw_anchor(text *to, size_t step)
{
    char words[80];
    if (step != 0 && draw(6) == 0) {
        snprintf(words, sizeof words, "'anchor':{'outcome':'reached','of':'s%u'}", draw((uint32_t)step));
        add(to, words);
    } else if (step != 0 && draw(3) != 0) {
        add(to, PICK("'anchor':'previous_done'", "'anchor':'previous_planned'"));
    } else {
        add(to, PICK("'anchor':'sale'", "'anchor':'delivery'", "'anchor':'enrolment'",
                     "'anchor':{'date':'2026-12-03'}"));
    }
}

static inline void draw_repeat(text *to)
{
    add(to, ",'repeat':{");
    add(to, PICK("'every':'P1W'", "'every':'P10D'", "'every':'P1M'", "'every':'P10B'",
                 "'every':'P2W','on':['tue','fri']", "'every':'P1M','on':['last fri']",
                 "'every':'P9D','from':'done'", "'every':'P1M','from':'done'", "'every':'P1D','count':5"));
    add(to, PICK("}", "}", ",'until':'2027-02-01'}"));
}

static inline void draw_branches(text *to, size_t step, size_t count)
{
    char words[80];
    add(to, ",'outcomes':{");
    add(to, PICK("'no_answer':{'do':'retry','times':1,'after':'PT3H','then':'next_channel'}",
                 "'problem':{'do':'open_case','owner':'office','then':'hold'}", "'refused':{'do':'end'}",
                 "'no_answer':{'do':'next'}", "'lukewarm':{'do':'escalate','after':'P1D'}"));
    if (draw(4) == 0)
        add(to,
            PICK(",'reached':{'do':'ask_referral','after':'P3D'}",
                 ",'reached':{'do':'escalate','after':'P1D'}",
                 ",'reached':{'do':'open_case','owner':'office','then':'hold'}", ",'reached':{'do':'end'}"));
    else if (step + 1 < count && draw(3) == 0) {
        snprintf(words, sizeof words, ",'reached':{'do':'jump','to':'s%zu'}", count - 1);
        add(to, words);
    }
    add(to, "}");
}

static inline void draw_step(text *to, size_t step, size_t count)
{
    char words[80];
    snprintf(words, sizeof words, "%s{'key':'s%zu','kind':'%s',", step != 0 ? "," : "", step,
             PICK("follow-up", "service", "check-up", "offer"));
    add(to, words);
    draw_anchor(to, step);
    add(to,
        PICK("", ",'after':'P1D'", ",'after':'P3D'", ",'after':'P2W'", ",'after':'P1M'", ",'after':'P4B'"));
    add(to,
        PICK("", ",'channels':['phone']", ",'channels':['phone','email']", ",'channels':['email','post']"));
    add(to, PICK("", "", ",'owner':'customer'", ",'owner':{'role':'office'}", ",'owner':{'user':'tina'}"));
    add(to, PICK("", "", "", ",'not_after':'P2D'", ",'not_after':'P3W'"));
    add(to, PICK("", "", ",'on_closed':'abandon'"));
    add(to, PICK("", "", "", ",'on_holiday':'forward'", ",'on_holiday':'back'", ",'on_holiday':'nearest'",
                 ",'on_holiday':'skip'"));
    add(to, PICK("", "", "", ",'min_gap':'P4D'", ",'quiet':['12:00-24:00']"));
    if (draw(3) == 0)
        draw_repeat(to);
    if (draw(2) == 0)
        draw_branches(to, step, count);
    add(to, "}");
}

static inline text draw_plan(size_t plan)
{
    text json = {.count = 0};
    char head[96];
    size_t count = 1 + draw(5);
    snprintf(head, sizeof head, "{'plan':'p%zu','priority':%u,'again':'per_sale',", plan, 1 + draw(3));
    add(&json, head);
    add(&json, PICK("", "'windows':{'phone':['mon-fri 10:00-12:00'],'email':['mon-sat 07:00-20:00']},"));
    add(&json, PICK("", "", "'caps':[{'most':1,'per':'P5D','channel':'phone'}],", "'min_gap':'P1D',"));
    add(&json, "'steps':[");
    for (size_t i = 0; i < count; i++)
        draw_step(&json, i, count);
    add(&json, "]}");
    return json;
}

static inline void publish_drawn_plan(size_t plan)
{
    text json = draw_plan(plan);
    MUST(try_publish(json.items, NULL));
}

static inline void put_drawn_settings(void)
{
    aftersale_settings_put_args args = {.struct_size = sizeof args};
    const char *quiet[] = {"20:00-24:00", "sun 00:00-24:00"};
    aftersale_caps caps = AFTERSALE_LIST(cap, {.most = 2, .per = "P1W"},
                                         {.most = 1, .per = "P14D", .of_class = AFTERSALE_CLASS_SELLING});
    args.presume = AFTERSALE_PURPOSE_RELATIONSHIP | AFTERSALE_PURPOSE_SELLING | AFTERSALE_PURPOSE_ASKING;
    if (draw(2) == 0)
        args.caps = caps;
    if (draw(3) == 0)
        args.min_gap = PICK("PT5H", "P1D", "P3D");
    if (draw(3) == 0)
        args.quiet = (aftersale_texts){quiet, COUNT(quiet)};
    if (draw(3) == 0)
        args.overlap = PICK("P1D", "P5D", "P2W");
    MUST(aftersale_settings_put(book, &args, NULL));
}

static inline void load_drawn_calendar(void)
{
    if (draw(2) == 0)
        MUST(aftersale_calendar_load(
            book,
            AFTERSALE_ARGS(calendar_load, .key = "GB",
                           .holidays = AFTERSALE_LIST(holiday, {{2026, 12, 1}, "One"}, {{2026, 12, 2}, "Two"},
                                                      {{2026, 12, 25}, "Three"}, {{2026, 12, 28}, "Four"})),
            NULL));
}

static inline void put_drawn_customer(const char *ref)
{
    static const char *const phones[] = {"+44 1", "+44 2", "+44 3"};
    static const char *const mails[] = {"a@example.org", "b@example.org"};
    MUST(aftersale_customer_put(
        book,
        AFTERSALE_ARGS(customer_put, .ref = ref, .owner = PICK("sam", "tina", "uma"), .country = "GB",
                       .zone = PICK("Europe/London", "Asia/Tokyo", "America/New_York", "UTC"),
                       .contacts = AFTERSALE_LIST(
                           contact,
                           {.channel = "phone",
                            .address = phones[draw(3)],
                            .until = draw(3) == 0 ? (aftersale_date){2027, 1, 10} : (aftersale_date){0}},
                           {.channel = "email", .address = mails[draw(2)]})),
        NULL));
}

static inline aftersale_date drawn_day(void)
{
    return (aftersale_date){2026, (uint8_t)(11 + draw(2)), (uint8_t)(1 + draw(30))};
}

static inline void record_drawn_sale(size_t number, const char *customer, size_t plans)
{
    char ref[24], plan[16];
    snprintf(ref, sizeof ref, "S%zu", number);
    snprintf(plan, sizeof plan, "p%u", draw((uint32_t)plans));
    aftersale_sale_record_args args = {.struct_size = sizeof args, .ref = ref, .plan = plan};
    args.customer.ref = customer;
    args.lines = (aftersale_sale_lines)AFTERSALE_LIST(sale_line, {.product.ref = "B24"});
    if (draw(6) != 0)
        args.sold = drawn_day();
    if (draw(3) != 0)
        args.delivered = drawn_day();
    MUST(aftersale_sale_record(book, &args, NULL));
}

static inline aftersale_time hours_from_now(int64_t hours)
{
    return (aftersale_time){on_trial.now.us + hours * INT64_C(3600000000)};
}

/* A touch of the customer as it stands, with its run; false: there is none. */
static inline bool drawn_touch(const char *customer, aftersale_id *id, aftersale_id *run)
{
    aftersale_cursor *list = NULL;
    const aftersale_touch *row;
    uint32_t count = 0;
    MUST(aftersale_touch_list(book, AFTERSALE_ARGS(touch_list, .customer.ref = customer), &list));
    while (aftersale_touch_next(list, &row) == AFTERSALE_ROW)
        if (draw(++count) == 0) {
            *id = aftersale_touch_id(row);
            *run = aftersale_touch_enrolment(row);
        }
    aftersale_cursor_free(list);
    return count != 0;
}

static inline void answer_drawn(const char *customer)
{
    aftersale_consent_set_args args = {.struct_size = sizeof args, .source = "drawn"};
    args.customer.ref = customer;
    args.purposes = 1u << draw(4);
    args.answer = draw(2) == 0 ? AFTERSALE_CONSENT_YES : AFTERSALE_CONSENT_NO;
    if (draw(3) != 0)
        args.channel = PICK("phone", "email", "post");
    if (draw(3) != 0)
        args.until = hours_from_now(1 + draw(1500));
    (void)aftersale_consent_set(book, &args, NULL);
}

static inline void pause_drawn(aftersale_id run)
{
    aftersale_plan_move_args args = {.struct_size = sizeof args, .state = AFTERSALE_ENROLMENT_PAUSED};
    args.enrolment.id = run;
    args.reason = "drawn";
    if (draw(4) != 0)
        args.resume = (aftersale_date){2026, 12, (uint8_t)(1 + draw(28))};
    (void)aftersale_plan_move(book, &args, NULL);
}

/* Something happens to a customer. Commands may be refused: that is part of it. */
static inline void happen_drawn(const char *customer)
{
    aftersale_id touch, run;
    on_trial.now = hours_from_now(draw(60));
    if (!drawn_touch(customer, &touch, &run))
        return;
    aftersale_touch_done_args args = {.struct_size = sizeof args, .touch = touch};
    switch (draw(9)) {
    case 0:
        answer_drawn(customer);
        return;
    case 1:
        pause_drawn(run);
        return;
    case 2:
        (void)aftersale_touch_claim(
            book, AFTERSALE_ARGS(touch_claim, .touch = touch, .actor = "somebody", .lease = "PT9H"), NULL);
        return;
    case 3:
        (void)aftersale_touch_snooze(
            book, AFTERSALE_ARGS(touch_snooze, .touch = touch, .until = hours_from_now(1 + draw(200))), NULL);
        return;
    case 4:
        (void)aftersale_touch_agree(
            book, AFTERSALE_ARGS(touch_agree, .touch = touch, .agreed = hours_from_now(1 + draw(900))), NULL);
        return;
    default:
        args.outcome = 1 + (int32_t)draw(10);
        if (args.outcome == AFTERSALE_OUTCOME_CONTACT_LATER)
            args.later = drawn_day();
        (void)aftersale_touch_done(book, &args, NULL);
    }
}

/* Another version of one of the plans, into which every run of it goes that may. */
static inline void migrate_drawn(const char *customer, size_t plans)
{
    text json = draw_plan(draw((uint32_t)plans));
    (void)try_publish(json.items, NULL);
    for (size_t i = 0, count = enrolment_count(customer); i < count; i++)
        (void)aftersale_plan_migrate(
            book, AFTERSALE_ARGS(plan_migrate, .enrolment.id = enrolment_id(customer, i)), NULL);
}

static inline void hand_over_drawn(const char *customer)
{
    MUST(aftersale_work_hand_over(book,
                                  AFTERSALE_ARGS(work_hand_over, .customer.ref = customer,
                                                 .from = PICK("sam", "tina", "uma", "role:office"),
                                                 .to = PICK("vic", "wes"), .plan = PICK(NULL, NULL, "p1")),
                                  NULL));
}

/* Two customers turn out to be one; sometimes they are parted in between, and it is found out once more. */
static inline void merge_drawn(const char *from, const char *into)
{
    for (int again = draw(4) == 0; again >= 0; again--) {
        MUST(aftersale_customer_merge(
            book, AFTERSALE_ARGS(customer_merge, .customer.ref = from, .into.ref = into), NULL));
        if (again > 0) {
            happen_drawn(into);
            MUST(aftersale_customer_part(book, AFTERSALE_ARGS(customer_part, .customer.ref = from), NULL));
            happen_drawn(from);
        }
    }
}

/* `customers`: refs, NULL last. */
static inline void draw_book(uint64_t seed, const char *const *customers)
{
    const size_t plans = 3;
    size_t sales = 0;
    draw_from(seed);
    put_drawn_settings();
    load_drawn_calendar();
    for (size_t i = 0; i < plans; i++)
        publish_drawn_plan(i);
    for (size_t i = 0; customers[i] != NULL; i++) {
        put_drawn_customer(customers[i]);
        for (uint32_t left = 1 + draw(3); left != 0; left--)
            record_drawn_sale(sales++, customers[i], plans);
        for (uint32_t left = draw(8); left != 0; left--)
            happen_drawn(customers[i]);
    }
}

/* A book of two customers who are one in the end, with plans that were edited and work that was handed over. */
static inline void draw_changed_book(uint64_t seed, const char *from, const char *into)
{
    const char *const customers[] = {from, into, NULL};
    draw_book(seed, customers);
    for (uint32_t left = 2 + draw(5), is_one = 0; left != 0 || !is_one; left -= left != 0) {
        const char *who = draw(2) == 0 ? from : into;
        uint32_t what = left == 0 ? 0 : draw(4);
        if (what == 0 && !is_one) {
            merge_drawn(from, into);
            is_one = 1;
        } else if (what == 1) {
            hand_over_drawn(who);
        } else if (what == 2) {
            migrate_drawn(who, 3);
        } else {
            happen_drawn(who);
        }
    }
}
#endif
