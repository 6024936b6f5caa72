/* SPDX-License-Identifier: MIT */
/* The commands of a script. */
#ifndef TESTS_FUZZ_SCRIPT_COMMANDS_H
#define TESTS_FUZZ_SCRIPT_COMMANDS_H
#include "fuzz/script_operands.h"

static aftersale_status put_customer(script *at)
{
    const char *ref = PICK(at, refs);
    size_t look = pick(at, 16);
    aftersale_contacts contacts = AFTERSALE_LIST(contact, {.channel = "phone", .address = "+44 1"},
                                                 {.channel = "email",
                                                  .address = "a@example.com",
                                                  .consent = look & 2 ? AFTERSALE_PURPOSE_SELLING : 0,
                                                  .consent_source = look & 2 ? "form" : NULL});
    contacts.count = look & 1 ? contacts.count : 0;
    return aftersale_customer_put(
        at->book,
        AFTERSALE_ARGS(
            customer_put, .ref = ref, .idempotency = at->key, .contacts = contacts,
            .type = look == 6 ? AFTERSALE_CUSTOMER_ORGANISATION : 0,
            .owner = look & 4 ? actors[look & 1] : NULL, .zone = look == 5 ? "America/New_York" : NULL,
            .referred_by = {.ref = look == 3 ? refs[0] : NULL}, .flags = look == 7 ? AFTERSALE_PUT_NEW : 0,
            .country = look & 8 ? "GB" : NULL),
        NULL);
}

static aftersale_status put_person(script *at)
{
    const char *ref = PICK(at, refs), *customer = PICK(at, refs);
    return aftersale_person_put(at->book,
                                AFTERSALE_ARGS(person_put, .ref = ref, .idempotency = at->key, .name = "Q",
                                               .customer = {.ref = customer},
                                               .roles = AFTERSALE_TEXTS("user")),
                                NULL);
}

static aftersale_status put_product(script *at)
{
    const char *ref = PICK(at, refs);
    size_t look = pick(at, 8);
    return aftersale_product_put(
        at->book,
        AFTERSALE_ARGS(product_put, .ref = ref, .idempotency = at->key, .category = look & 1 ? "gas" : NULL,
                       .price = {(int64_t)look * 1005, "GBP", 3}, .plan = look & 2 ? plans[look / 4] : NULL,
                       .use_up = look & 4 ? "P3M" : NULL),
        NULL);
}

static aftersale_status record_sale(script *at)
{
    const char *ref = PICK(at, refs), *customer = PICK(at, refs);
    size_t look = pick(at, 16);
    aftersale_sale_lines lines = AFTERSALE_LIST(
        sale_line, {.product.ref = refs[look % 4], .quantity = {(int64_t)look, 0}, .price = {1999, "GBP", 2}},
        {.product.ref = "Z", .quantity = {15, 1}, .price = {1, "GBP", 3}});
    return aftersale_sale_record(at->book,
                                 AFTERSALE_ARGS(sale_record, .ref = ref, .idempotency = at->key,
                                                .customer = {.ref = customer}, .lines = lines,
                                                .sold = day(look), .delivered = day(look + 3),
                                                .plan = look < 4 ? plans[look]
                                                         : look < 8 ? NULL
                                                                    : plans[look % COUNT(plans)]),
                                 NULL);
}

static aftersale_status put_sale(script *at)
{
    const char *ref = PICK(at, refs);
    size_t look = pick(at, 10);
    aftersale_sale_lines lines = AFTERSALE_LIST(
        sale_line,
        {.product.ref = refs[look % 4], .quantity = {(int64_t)look, 0}, .price = {1999, "GBP", 2}});
    lines.count = look & 1;
    return aftersale_sale_put(at->book,
                              AFTERSALE_ARGS(sale_put, .ref = ref, .idempotency = at->key, .lines = lines,
                                             .customer = {.ref = look & 2 ? refs[look % 4] : NULL},
                                             .sold = look & 4 ? day(look) : day(4),
                                             .delivered = day(look + 1),
                                             .accepted = look == 8 ? day(3) : day(4),
                                             .stage = look == 9 ? AFTERSALE_STAGE_AFTER : 0),
                              NULL);
}

static aftersale_status return_sale(script *at)
{
    const char *ref = PICK(at, refs), *of = PICK(at, refs);
    size_t look = pick(at, 6);
    aftersale_sale_lines lines =
        AFTERSALE_LIST(sale_line, {.product.ref = refs[look % 4], .quantity = {(int64_t)look + 1, 0}});
    lines.count = look & 1;
    return aftersale_sale_return(at->book,
                                 AFTERSALE_ARGS(sale_return, .ref = ref, .idempotency = at->key,
                                                .lines = lines, .sale = {.ref = look < 3 ? of : NULL},
                                                .customer = {.ref = look < 3 ? NULL : of}),
                                 NULL);
}

static aftersale_status set_consent(script *at)
{
    const char *customer = PICK(at, refs);
    size_t look = pick(at, 10);
    return aftersale_consent_set(
        at->book,
        AFTERSALE_ARGS(consent_set, .customer = {.ref = customer}, .idempotency = at->key, .source = "call",
                       .person = {.ref = look == 9 ? refs[1] : NULL},
                       .channel = look & 2 ? channels[look % 4] : NULL, .purposes = 1u << (look % 5),
                       .answer = look & 1 ? AFTERSALE_CONSENT_YES : AFTERSALE_CONSENT_NO),
        NULL);
}

static aftersale_status enrol(script *at)
{
    const char *plan = PICK(at, plans), *of = PICK(at, refs);
    size_t look = pick(at, 6);
    return aftersale_enrol(at->book,
                           AFTERSALE_ARGS(enrol, .plan = plan, .idempotency = at->key,
                                          .sale = {.ref = look & 1 ? NULL : of},
                                          .customer = {.ref = look & 1 ? of : NULL},
                                          .state = (int32_t)look / 2, .owner = actors[look / 2]),
                           NULL);
}

static aftersale_status move_plan(script *at)
{
    aftersale_link of = {.id = enrolment(at)};
    int32_t state = (int32_t)pick(at, 8);
    return aftersale_plan_move(at->book,
                               AFTERSALE_ARGS(plan_move, .enrolment = of, .idempotency = at->key,
                                              .state = state, .reason = "so",
                                              .resume = state == 4 ? day(3) : day(4)),
                               NULL);
}

static aftersale_status migrate(script *at)
{
    aftersale_link of = {.id = enrolment(at)};
    int32_t version = (int32_t)pick(at, 4);
    return aftersale_plan_migrate(
        at->book, AFTERSALE_ARGS(plan_migrate, .enrolment = of, .idempotency = at->key, .version = version),
        NULL);
}

static aftersale_status claim(script *at)
{
    aftersale_id id = touch(at);
    const char *actor = PICK(at, actors);
    return aftersale_touch_claim(
        at->book, AFTERSALE_ARGS(touch_claim, .touch = id, .actor = actor, .idempotency = at->key), NULL);
}

static aftersale_status done(script *at)
{
    aftersale_id id = touch(at);
    int32_t outcome = (int32_t)pick(at, 10) + 1;
    return aftersale_touch_done(
        at->book,
        AFTERSALE_ARGS(touch_done, .touch = id, .outcome = outcome, .idempotency = at->key,
                       .actor = outcome & 1 ? "anna" : NULL, .note = outcome & 2 ? "said" : NULL,
                       .later = outcome == AFTERSALE_OUTCOME_CONTACT_LATER ? day(3) : day(4)),
        NULL);
}

static aftersale_status snooze(script *at)
{
    aftersale_id id = touch(at);
    aftersale_time until = soon(at, pick(at, 10));
    return aftersale_touch_snooze(
        at->book, AFTERSALE_ARGS(touch_snooze, .touch = id, .until = until, .idempotency = at->key), NULL);
}

static aftersale_status release(script *at)
{
    aftersale_id id = touch(at);
    const char *actor = PICK(at, actors);
    return aftersale_touch_release(
        at->book, AFTERSALE_ARGS(touch_release, .touch = id, .actor = actor, .idempotency = at->key), NULL);
}

static aftersale_status agree(script *at)
{
    static const int32_t fields[] = {AFTERSALE_FIELD_TOUCH_AGREED, AFTERSALE_FIELD_TOUCH_PLACE,
                                     AFTERSALE_FIELD_TOUCH_PEOPLE};
    aftersale_id id = touch(at);
    aftersale_time agreed = soon(at, pick(at, 10));
    size_t look = pick(at, 16);
    return aftersale_touch_agree(at->book,
                                 AFTERSALE_ARGS(touch_agree, .touch = id, .idempotency = at->key,
                                                .agreed = look & 1 ? agreed : (aftersale_time){0},
                                                .place = look & 2 ? "mill" : NULL,
                                                .people = {(const char *const[]){"Ada", "Ben"}, look / 4 % 3},
                                                .clear = {&fields[look % 3], look / 8}),
                                 NULL);
}

static aftersale_status hand_over(script *at)
{
    const char *customer = PICK(at, refs), *from = PICK(at, actors), *to = PICK(at, actors);
    return aftersale_work_hand_over(at->book,
                                    AFTERSALE_ARGS(work_hand_over, .customer.ref = customer, .from = from,
                                                   .to = to, .idempotency = at->key),
                                    NULL);
}

static aftersale_status put_actor(script *at)
{
    const char *ref = PICK(at, actors);
    size_t look = pick(at, 8);
    aftersale_absences absences = AFTERSALE_LIST(absence, {.from = day(1), .until = day(2)});
    absences.count = look & 1;
    return aftersale_actor_put(
        at->book,
        AFTERSALE_ARGS(actor_put, .ref = ref, .idempotency = at->key, .name = "N", .absences = absences,
                       .fallback = look & 2 ? actors[look / 4] : NULL, .roles = AFTERSALE_TEXTS("office")),
        NULL);
}

static aftersale_status put_goal(script *at)
{
    const char *ref = PICK(at, refs), *customer = PICK(at, refs);
    int32_t state = (int32_t)pick(at, 5);
    return aftersale_goal_put(at->book,
                              AFTERSALE_ARGS(goal_put, .ref = ref, .idempotency = at->key, .words = "warm",
                                             .customer = {.ref = customer}, .state = state, .target = day(3)),
                              NULL);
}

static aftersale_status publish(script *at)
{
    const char *json = PICK(at, documents);
    return aftersale_plan_publish(at->book,
                                  AFTERSALE_ARGS(plan_publish, .json = json, .idempotency = at->key), NULL);
}

static aftersale_status put_settings(script *at)
{
    static const int32_t fields[] = {AFTERSALE_FIELD_SETTINGS_CAPS, AFTERSALE_FIELD_SETTINGS_QUIET,
                                     AFTERSALE_FIELD_SETTINGS_OVERLAP};
    static const char *const quiet[] = {"12:00-24:00", "sun 00:00-24:00"};
    size_t look = pick(at, 128);
    aftersale_caps caps =
        AFTERSALE_LIST(cap, {.most = 1, .per = "P1W"}, {.most = 0, .per = "P3D", .channel = "email"});
    caps.count = look & 16 ? caps.count : 0;
    return aftersale_settings_put(
        at->book,
        AFTERSALE_ARGS(settings_put, .idempotency = at->key, .presume = look & 1 ? AFTERSALE_PURPOSE_NONE : 31,
                       .zone = look & 2 ? "Australia/Lord_Howe" : NULL,
                       .day_start = {look & 4 ? 1 : 0, 0, 0, 0}, .overlap = look & 8 ? "P1W" : NULL,
                       .caps = caps, .min_gap = look & 32 ? "P1D" : NULL,
                       .quiet = {quiet, look & 64 ? COUNT(quiet) : 0},
                       .clear = {fields, look == 10 ? COUNT(fields) : 0}),
        NULL);
}

static aftersale_status put_rules(script *at)
{
    size_t look = pick(at, 3);
    aftersale_rules rules = AFTERSALE_LIST(rule, {.key = "gas", .plan = "one-off-sale", .category = "gas"},
                                           {.key = "all", .plan = plans[look]});
    rules.count = look;
    return aftersale_rules_put(at->book, AFTERSALE_ARGS(rules_put, .rules = rules, .idempotency = at->key),
                               NULL);
}

static aftersale_status share(script *at)
{
    aftersale_link of = {.id = enrolment(at)};
    if (pick(at, 2) == 0)
        return aftersale_sheet_share(
            at->book, AFTERSALE_ARGS(sheet_share, .enrolment = of, .idempotency = at->key), NULL);
    return aftersale_sheet_acknowledge(
        at->book, AFTERSALE_ARGS(sheet_acknowledge, .enrolment = of, .idempotency = at->key), NULL);
}

static aftersale_status merge(script *at)
{
    const char *customer = PICK(at, refs), *into = PICK(at, refs);
    return aftersale_customer_merge(
        at->book,
        AFTERSALE_ARGS(customer_merge, .customer.ref = customer, .into.ref = into, .idempotency = at->key),
        NULL);
}

static aftersale_status part(script *at)
{
    const char *customer = PICK(at, refs);
    return aftersale_customer_part(
        at->book, AFTERSALE_ARGS(customer_part, .customer.ref = customer, .idempotency = at->key), NULL);
}

static aftersale_status load_calendar(script *at)
{
    size_t look = pick(at, 8);
    aftersale_holidays holidays =
        AFTERSALE_LIST(holiday, {.day = {2026, 3, (uint8_t)(3 + look)}}, {.day = {2026, 4, 3}});
    holidays.count = look & 1 ? holidays.count : 1;
    return aftersale_calendar_load(
        at->book,
        AFTERSALE_ARGS(calendar_load, .key = "GB", .holidays = holidays, .idempotency = at->key,
                       .weekends = AFTERSALE_LIST(weekend, {.days = look & 2 ? 0x60 : 0x30})),
        NULL);
}

static aftersale_status put_words(script *at)
{
    static const char *const json[] = {"{\"call\":\"Ring\"}", "{\"call\":\"Call\",\"none\":\"-\"}", "{"};
    const char *words = PICK(at, json);
    return aftersale_words_put(
        at->book, AFTERSALE_ARGS(words_put, .language = "en", .json = words, .idempotency = at->key), NULL);
}

static const struct command {
    char letter;
    aftersale_status (*run)(script *at);
} commands[] = {
    {'c', put_customer}, {'h', put_person},  {'p', put_product},  {'s', record_sale}, {'u', put_sale},
    {'r', return_sale},  {'n', set_consent}, {'e', enrol},        {'m', move_plan},   {'M', migrate},
    {'k', claim},        {'d', done},        {'z', snooze},       {'l', release},     {'a', put_actor},
    {'g', put_goal},     {'P', publish},     {'S', put_settings}, {'R', put_rules},   {'v', share},
    {'A', agree},        {'H', hand_over},   {'j', merge},        {'J', part},        {'C', load_calendar},
    {'W', put_words},
};
#endif
