/* SPDX-License-Identifier: MIT */
#include "support/script.h"
#include <aftersale/vcard.h>
#include <stdio.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The text with the number of the round for each #; good for a few at a time. */
static const char *of_round(const script *at, const char *text)
{
    static char texts[8][512];
    static size_t next;
    char *out = texts[next++ % COUNT(texts)];
    size_t size = 0;
    for (; *text != 0; text++) {
        if (*text == '#')
            size += (size_t)snprintf(out + size, sizeof texts[0] - size, "%u", at->round);
        else
            out[size++] = *text;
    }
    out[size] = 0;
    return out;
}

static aftersale_status note(script *at, const char *command, aftersale_status status)
{
    for (int32_t i = 1; status == AFTERSALE_OK && *aftersale_command_name(i) != 0; i++)
        if (strcmp(aftersale_command_name(i), command) == 0)
            at->commands |= 1u << i;
    return status;
}

#define RUN(name, ...)                                                                                       \
    note(at, #name,                                                                                          \
         aftersale_##name(at->book, AFTERSALE_ARGS(name, .idempotency = at->key, __VA_ARGS__), NULL))

#define EXTRA "{\"note\":[1,\"" SCRIPT_MARK "\"]}"
#define CONTACTS                                                                                             \
    AFTERSALE_LIST(contact, {.channel = "phone",                                                             \
                             .address = SCRIPT_MARK,                                                         \
                             .consent = AFTERSALE_PURPOSE_RELATIONSHIP,                                      \
                             .consent_source = "form"})

static aftersale_status put_customer(script *at)
{
    return RUN(customer_put, .ref = of_round(at, "C-#"), .name = SCRIPT_MARK, .owner = "sam",
               .zone = "Europe/London", .country = "GB", .contacts = CONTACTS,
               .tags = AFTERSALE_TEXTS("vip", "gas"), .extra = EXTRA);
}

static aftersale_status put_person(script *at)
{
    return RUN(person_put, .ref = of_round(at, "P-#"), .customer.ref = of_round(at, "C-#"),
               .name = SCRIPT_MARK, .contacts = CONTACTS, .extra = EXTRA);
}

static aftersale_status put_product(script *at)
{
    return RUN(product_put, .ref = "A", .price = {129900 + at->round, "GBP", 2}, .category = "c");
}

static aftersale_status put_actor(script *at)
{
    return RUN(actor_put, .ref = "sam", .team = of_round(at, "team #"), .roles = AFTERSALE_TEXTS("office"),
               .fallback = "kim",
               .absences = AFTERSALE_LIST(absence, {.from = {2027, 5, 1}, .until = {2027, 7, 1}}));
}

static aftersale_status put_settings(script *at)
{
    /* Wide enough that no command of the script is put off. */
    return RUN(settings_put, .language = "de", .overlap = "P1W", .min_gap = "PT1M",
               .caps = AFTERSALE_LIST(cap, {.most = 64, .per = "P30D"}),
               .channels = AFTERSALE_TEXTS(of_round(at, "fax-#")));
}

static aftersale_status load_calendar(script *at)
{
    return RUN(calendar_load, .key = "GB",
               .holidays = AFTERSALE_LIST(holiday, {.day = {2026, 12, (uint8_t)(1 + at->round % 28)}}));
}

static aftersale_status publish(script *at)
{
    return RUN(plan_publish,
               .json = of_round(
                   at, "{\"plan\":\"p\",\"steps\":["
                       "{\"key\":\"first\",\"kind\":\"follow-up\",\"anchor\":\"sale\",\"after\":\"P1D\"},"
                       "{\"key\":\"second\",\"kind\":\"follow-up\",\"anchor\":\"sale\",\"after\":\"P2D\","
                       "\"objective\":\"#\"}]}"));
}

static aftersale_status put_rules(script *at)
{
    return RUN(rules_put,
               .rules = AFTERSALE_LIST(rule, {.key = of_round(at, "rule-#"), .plan = "p", .tier = "gold"}));
}

static aftersale_status record_sale(script *at)
{
    return RUN(sale_record, .ref = of_round(at, "INV-#"), .customer.ref = of_round(at, "C-#"),
               .sold = {2026, 11, 18}, .plan = "p", .extra = EXTRA,
               .lines = AFTERSALE_LIST(sale_line, {.product.ref = "A", .quantity = {2, 0}},
                                       {.product.ref = "B", .amount = {500, "GBP"}}));
}

static aftersale_status put_goal(script *at)
{
    return RUN(goal_put, .ref = of_round(at, "G-#"), .customer.ref = of_round(at, "C-#"),
               .words = SCRIPT_MARK, .measure = SCRIPT_MARK);
}

static aftersale_status put_words(script *at)
{
    return RUN(words_put, .language = "it", .json = of_round(at, "{\"call\":\"Chiamate #\"}"));
}

static aftersale_status write_group(script *at)
{
    char second[sizeof at->key + 2];
    aftersale_status status = aftersale_group_begin(at->book, 0);
    if (status != AFTERSALE_OK)
        return status;
    snprintf(second, sizeof second, "%s b", at->key);
    (void)RUN(customer_put, .ref = of_round(at, "D-#"), .tier = "gold");
    (void)aftersale_sale_record(at->book,
                                AFTERSALE_ARGS(sale_record, .idempotency = second, .plan = "one-off-sale",
                                               .ref = of_round(at, "ORD-#"),
                                               .customer.ref = of_round(at, "D-#")),
                                NULL);
    return aftersale_group_commit(at->book);
}

static aftersale_status put_sale(script *at)
{
    return RUN(sale_put, .ref = of_round(at, "INV-#"), .delivered = {2026, 11, 19});
}

static aftersale_status share(script *at)
{
    return RUN(sheet_share, .enrolment.id = at->run, .with = SCRIPT_MARK);
}

static aftersale_status acknowledge(script *at)
{
    return RUN(sheet_acknowledge, .enrolment.id = at->run);
}

static aftersale_status claim(script *at)
{
    return RUN(touch_claim, .touch = at->touch, .actor = "sam");
}

static aftersale_status release(script *at)
{
    return RUN(touch_release, .touch = at->touch, .actor = "sam");
}

static aftersale_status reach(script *at)
{
    return RUN(touch_done, .touch = at->touch, .outcome = AFTERSALE_OUTCOME_REACHED, .note = SCRIPT_MARK);
}

static aftersale_status snooze(script *at)
{
    aftersale_time until;
    (void)aftersale_time_parse("2026-11-29T10:00:00Z", &until);
    return RUN(touch_snooze, .touch = at->touch, .until = until);
}

static aftersale_status meet(script *at)
{
    aftersale_time agreed;
    (void)aftersale_time_parse("2026-11-28T15:00:00Z", &agreed);
    return RUN(touch_agree, .touch = at->touch, .agreed = agreed, .place = SCRIPT_MARK,
               .people = AFTERSALE_TEXTS(SCRIPT_MARK));
}

static aftersale_status hand_over(script *at)
{
    return RUN(work_hand_over, .customer.ref = of_round(at, "C-#"), .from = "sam", .to = "tina");
}

static aftersale_status delight(script *at)
{
    return RUN(touch_done, .touch = at->touch, .outcome = AFTERSALE_OUTCOME_DELIGHTED);
}

static aftersale_status pause_plan(script *at)
{
    return RUN(plan_move, .enrolment.id = at->run, .state = AFTERSALE_ENROLMENT_PAUSED, .reason = "asked");
}

static aftersale_status resume_plan(script *at)
{
    return RUN(plan_move, .enrolment.id = at->run, .state = AFTERSALE_ENROLMENT_ACTIVE);
}

/* The second step is made a day later, and there is a third. */
static aftersale_status publish_edit(script *at)
{
    return RUN(plan_publish,
               .json = of_round(
                   at, "{\"plan\":\"p\",\"steps\":["
                       "{\"key\":\"first\",\"kind\":\"follow-up\",\"anchor\":\"sale\",\"after\":\"P1D\"},"
                       "{\"key\":\"second\",\"kind\":\"follow-up\",\"anchor\":\"sale\",\"after\":\"P3D\","
                       "\"objective\":\"edit #\"},"
                       "{\"key\":\"third\",\"kind\":\"thank-you\",\"anchor\":\"sale\"}]}"));
}

static aftersale_status migrate(script *at)
{
    return RUN(plan_migrate, .enrolment.id = at->run);
}

static aftersale_status answer(script *at, int32_t what)
{
    return RUN(consent_set, .customer.ref = of_round(at, "C-#"), .answer = what, .source = "call",
               .purposes = AFTERSALE_PURPOSE_SELLING | AFTERSALE_PURPOSE_RELATIONSHIP);
}

static aftersale_status refuse(script *at)
{
    return answer(at, AFTERSALE_CONSENT_NO);
}

static aftersale_status agree(script *at)
{
    return answer(at, AFTERSALE_CONSENT_YES);
}

static aftersale_status return_some(script *at)
{
    return RUN(sale_return, .ref = of_round(at, "R-#"), .customer.ref = of_round(at, "C-#"),
               .lines = AFTERSALE_LIST(sale_line, {.product.ref = "A", .quantity = {1, 0}}));
}

static aftersale_status return_all(script *at)
{
    return RUN(sale_return, .ref = of_round(at, "S-#"), .sale.ref = of_round(at, "INV-#"));
}

static aftersale_status enrol(script *at)
{
    return RUN(enrol, .customer.ref = of_round(at, "D-#"), .plan = "service-business");
}

static aftersale_status merge(script *at)
{
    return RUN(customer_merge, .customer.ref = of_round(at, "D-#"), .into.ref = of_round(at, "C-#"));
}

static aftersale_status part(script *at)
{
    return RUN(customer_part, .customer.ref = of_round(at, "D-#"));
}

static aftersale_status apply(script *at, int32_t mode, const char *refs)
{
    aftersale_command command = {
        .command = AFTERSALE_DO_CUSTOMER_PUT,
        .args = AFTERSALE_ARGS(customer_put, .ref = of_round(at, refs), .idempotency = at->key)};
    return aftersale_book_apply(at->book, &command, 1, mode);
}

static aftersale_status apply_all(script *at)
{
    return apply(at, AFTERSALE_APPLY_ALL_OR_NOTHING, "E-#");
}

static aftersale_status apply_each(script *at)
{
    return apply(at, AFTERSALE_APPLY_EACH_ALONE, "F-#");
}

static int note_bad_line(void *user, uint64_t line, const aftersale_error *error)
{
    script *at = user;
    (void)line;
    if (at->bad_line == AFTERSALE_OK)
        at->bad_line = error->status;
    return 0;
}

static aftersale_status import(script *at)
{
    const char *text = of_round(at, "{\"kind\":\"customer\",\"ref\":\"I-#\",\"name\":\"" SCRIPT_MARK "\"}\n");
    const char *sale = of_round(at, "{\"kind\":\"sale\",\"ref\":\"J-#\",\"customer\":\"I-#\"}\n");
    aftersale_importer *importer;
    aftersale_status status = aftersale_import_begin(
        at->book, AFTERSALE_ARGS(import, .bad_line = note_bad_line, .bad_line_user = at), &importer);
    if (status != AFTERSALE_OK)
        return status;
    at->bad_line = AFTERSALE_OK;
    status = aftersale_import_feed(importer, text, strlen(text));
    if (status == AFTERSALE_OK)
        status = aftersale_import_feed(importer, sale, strlen(sale));
    if (status == AFTERSALE_OK)
        return aftersale_import_end(importer, NULL) == AFTERSALE_OK ? at->bad_line
                                                                    : aftersale_book_error(at->book)->status;
    (void)aftersale_import_end(importer, NULL);
    return status;
}

static aftersale_status project(script *at)
{
    return aftersale_projection_build(
        at->book, AFTERSALE_ARGS(projection_build, .until.us = INT64_C(1900000000000000)), NULL);
}

static aftersale_status publish_last_day(script *at)
{
    return RUN(plan_publish,
               .json = of_round(at, "{\"plan\":\"late\",\"steps\":[{\"key\":\"only\",\"kind\":\"follow-up\","
                                    "\"anchor\":\"sale\",\"not_after\":\"P3D\",\"objective\":\"#\"}]}"));
}

static aftersale_status sell(script *at, const char *ref, const char *customer, const char *plan)
{
    return RUN(sale_record, .ref = of_round(at, ref), .customer.ref = of_round(at, customer),
               .sold = {2026, 11, (uint8_t)(18 + at->round)}, .plan = plan);
}

static aftersale_status sell_to_miss(script *at)
{
    return sell(at, "K-#", "E-#", "late");
}

static aftersale_status sell_to_pause(script *at)
{
    return sell(at, "L-#", "F-#", "p");
}

static aftersale_status pause_for_a_day(script *at)
{
    return RUN(plan_move, .enrolment.id = at->run, .state = AFTERSALE_ENROLMENT_PAUSED,
               .resume = {2026, 11, (uint8_t)(21 + at->round)});
}

static aftersale_status sell_to_claim(script *at)
{
    return sell(at, "M-#", "I-#", "p");
}

static aftersale_status sell_for_lea(script *at)
{
    return RUN(sale_record, .ref = of_round(at, "N-#"), .customer.ref = of_round(at, "F-#"), .owner = "lea",
               .sold = {2026, 11, (uint8_t)(18 + at->round)}, .plan = "late");
}

/* There is one for her: called again it is hers already. */
static aftersale_status claim_next(script *at)
{
    aftersale_id touch;
    size_t count;
    return aftersale_touch_claim_next(at->book, AFTERSALE_ARGS(touch_claim_next, .actor = "lea"), &touch, 1,
                                      &count);
}

/* A commit for each customer. */
static aftersale_status hand_over_next(script *at)
{
    aftersale_id next = {{0}};
    aftersale_status status;
    do {
        status = aftersale_work_hand_over_next(
            at->book,
            AFTERSALE_ARGS(work_hand_over_next, .from = "lea", .to = "max", .after = next, .most = 1), &next,
            NULL);
        if (status == AFTERSALE_OK && at->after_part != NULL)
            at->after_part(at);
    } while (status == AFTERSALE_OK && memcmp(&next, &(aftersale_id){{0}}, sizeof next) != 0);
    return status;
}

static aftersale_status import_cards(script *at)
{
    static const char card[] =
        "BEGIN:VCARD\r\nVERSION:4.0\r\nUID:V-#\r\nFN:" SCRIPT_MARK "\r\nTEL:" SCRIPT_MARK "\r\nEND:VCARD\r\n";
    const char *text = of_round(at, card);
    aftersale_vcard_counts counts = {.struct_size = sizeof counts};
    return aftersale_vcard_import(at->book, NULL, text, strlen(text), &counts);
}

static aftersale_status put_gap(script *at)
{
    return RUN(settings_put, .min_gap = "PT2M");
}

/* In as many commits as can be. */
static aftersale_status advance(script *at)
{
    aftersale_advanced done = {.is_done = 0};
    aftersale_status status = AFTERSALE_OK;
    while (status == AFTERSALE_OK && !done.is_done) {
        status = aftersale_book_advance(at->book, AFTERSALE_ARGS(book_advance, .most = 1), &done);
        at->advanced.missed += done.missed;
        at->advanced.released += done.released;
        at->advanced.resumed += done.resumed;
        at->advanced.completed += done.completed;
        at->advanced.rebound += done.rebound;
        if (status == AFTERSALE_OK && !done.is_done && at->after_part != NULL)
            at->after_part(at);
    }
    return status;
}

static const struct {
    const char *name;
    aftersale_status (*run)(script *at);
    const char *touch; /* step of the plan whose touch it names */
    const char *whose; /* customer whose plan, and touch, it names */
} steps[] = {
    {"customer_put", put_customer, NULL, NULL},
    {"person_put", put_person, NULL, NULL},
    {"product_put", put_product, NULL, NULL},
    {"actor_put", put_actor, NULL, NULL},
    {"settings_put", put_settings, NULL, NULL},
    {"calendar_load", load_calendar, NULL, NULL},
    {"plan_publish", publish, NULL, NULL},
    {"rules_put", put_rules, NULL, NULL},
    {"sale_record", record_sale, NULL, NULL},
    {"goal_put", put_goal, NULL, NULL},
    {"words_put", put_words, NULL, NULL},
    {"group", write_group, NULL, NULL},
    {"sale_put", put_sale, NULL, NULL},
    {"sheet_share", share, "first", "C-#"},
    {"sheet_share again", share, "first", "C-#"},
    {"sheet_acknowledge", acknowledge, "first", "C-#"},
    {"plan_move to paused", pause_plan, "first", "C-#"},
    {"plan_move to active", resume_plan, "first", "C-#"},
    {"projection_build", project, NULL, NULL},
    {"plan_publish of an edit", publish_edit, NULL, NULL},
    {"plan_migrate", migrate, "first", "C-#"},
    {"touch_claim", claim, "first", "C-#"},
    {"touch_release", release, "first", "C-#"},
    {"touch_done", reach, "first", "C-#"},
    {"touch_snooze", snooze, "second", "C-#"},
    {"touch_agree", meet, "second", "C-#"},
    {"work_hand_over", hand_over, NULL, NULL},
    {"touch_done again", delight, "second", "C-#"},
    {"consent_set no", refuse, NULL, NULL},
    {"consent_set yes", agree, NULL, NULL},
    {"sale_return of a part", return_some, NULL, NULL},
    {"sale_return of all", return_all, NULL, NULL},
    {"enrol", enrol, NULL, NULL},
    {"customer_merge", merge, NULL, NULL},
    {"consent_set no of both", refuse, NULL, NULL},
    {"customer_part", part, NULL, NULL},
    {"apply all or nothing", apply_all, NULL, NULL},
    {"apply each alone", apply_each, NULL, NULL},
    {"import", import, NULL, NULL},
    {"plan_publish of a last day", publish_last_day, NULL, NULL},
    {"sale_record of what is missed", sell_to_miss, NULL, NULL},
    {"sale_record of what is paused", sell_to_pause, NULL, NULL},
    {"plan_move to paused for a day", pause_for_a_day, "first", "F-#"},
    {"sale_record of what is claimed", sell_to_claim, NULL, NULL},
    {"touch_claim that runs out", claim, "first", "I-#"},
    {"sale_record of what is next", sell_for_lea, NULL, NULL},
    {"touch_claim_next", claim_next, NULL, NULL},
    {"work_hand_over_next", hand_over_next, NULL, NULL},
    {"vcard_import", import_cards, NULL, NULL},
    {"settings_put of a gap", put_gap, NULL, NULL},
    {"book_advance", advance, NULL, NULL},
};
_Static_assert(COUNT(steps) == SCRIPT_STEPS, "SCRIPT_STEPS is how many there are");

const char *script_step_name(size_t step)
{
    return steps[step].name;
}

int64_t script_days_before(size_t step)
{
    return steps[step].run == advance;
}

const char *script_left_out(const script *at)
{
    for (int32_t i = 1; *aftersale_command_name(i) != 0; i++)
        if ((at->commands & 1u << i) == 0)
            return aftersale_command_name(i);
    return NULL;
}

static aftersale_status find_run(script *at, const char *customer)
{
    const aftersale_enrolment *row;
    aftersale_cursor *list = NULL;
    aftersale_status status = aftersale_enrolment_list(
        at->book, AFTERSALE_ARGS(enrolment_list, .customer.ref = of_round(at, customer)), &list);
    if (status != AFTERSALE_OK)
        return status;
    status = aftersale_enrolment_next(list, &row);
    if (status == AFTERSALE_ROW)
        at->run = aftersale_enrolment_id(row);
    aftersale_cursor_free(list);
    return status == AFTERSALE_ROW ? AFTERSALE_OK : AFTERSALE_NOT_FOUND;
}

static aftersale_status find_touch(script *at, const char *step)
{
    const aftersale_touch *row;
    aftersale_cursor *list = NULL;
    bool is_found = false;
    aftersale_status status =
        aftersale_touch_list(at->book, AFTERSALE_ARGS(touch_list, .enrolment.id = at->run), &list);
    if (status != AFTERSALE_OK)
        return status;
    while (!is_found && (status = aftersale_touch_next(list, &row)) == AFTERSALE_ROW) {
        is_found = strcmp(aftersale_touch_step(row), step) == 0;
        at->touch = aftersale_touch_id(row);
    }
    aftersale_cursor_free(list);
    return is_found ? AFTERSALE_OK : AFTERSALE_NOT_FOUND;
}

aftersale_status script_look(script *at, size_t step)
{
    aftersale_status status;
    if (steps[step].touch == NULL)
        return AFTERSALE_OK;
    status = find_run(at, steps[step].whose);
    return status == AFTERSALE_OK ? find_touch(at, steps[step].touch) : status;
}

aftersale_status script_step(script *at, size_t step)
{
    at->step = step;
    snprintf(at->key, sizeof at->key, "%u/%zu", at->round, step);
    return steps[step].run(at);
}
