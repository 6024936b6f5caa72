/* SPDX-License-Identifier: MIT */
/* A script of all sorts of commands, one after another, and a book's state as text to compare. Goes with
 * support/trial.h. */
#ifndef SCRIPT_H
#define SCRIPT_H
#include "support/trial.h"

/* What the commands name by id: looked up before they run, as the lookup must not fail. */
static aftersale_id script_run, script_touch;

static inline void script_look(size_t step)
{
    if (step < 12 || step > 22)
        return;
    script_run = enrolment_id("C-1", 0);
    script_touch = touch_id("C-1", step < 17 ? "first" : "second");
}

static inline aftersale_status script_customer(void)
{
    return aftersale_customer_put(
        book,
        AFTERSALE_ARGS(customer_put, .ref = "C-1", .name = "Ada", .owner = "sam", .zone = "Europe/London",
                       .contacts = AFTERSALE_LIST(contact, {.channel = "phone",
                                                            .address = "1",
                                                            .consent = AFTERSALE_PURPOSE_RELATIONSHIP,
                                                            .consent_source = "form"}),
                       .tags = AFTERSALE_TEXTS("vip", "gas"), .extra = "{\"a\":[1,2]}",
                       .idempotency = "key 1"),
        NULL);
}

static inline aftersale_status script_publish(void)
{
    return aftersale_plan_publish(
        book,
        AFTERSALE_ARGS(
            plan_publish,
            .json = "{\"plan\":\"p\",\"steps\":["
                    "{\"key\":\"first\",\"kind\":\"follow-up\",\"anchor\":\"sale\",\"after\":\"P1D\","
                    "\"promise\":{\"en\":\"We call.\"}},"
                    "{\"key\":\"second\",\"kind\":\"follow-up\",\"anchor\":\"sale\",\"after\":\"P2D\"},"
                    "{\"key\":\"later\",\"kind\":\"follow-up\",\"anchor\":\"delivery\",\"after\":\"P3M\"}]}"),
        NULL);
}

static inline aftersale_status script_sale(const char *ref)
{
    return aftersale_sale_record(
        book,
        AFTERSALE_ARGS(sale_record, .ref = ref, .customer.ref = "C-1", .sold = {2026, 11, 18}, .plan = "p",
                       .lines = AFTERSALE_LIST(sale_line, {.product.ref = "A", .quantity = {2, 0}},
                                               {.product.ref = "B", .amount = {500, "GBP"}})),
        NULL);
}

static inline aftersale_status script_consent(int32_t answer)
{
    return aftersale_consent_set(
        book,
        AFTERSALE_ARGS(consent_set, .customer.ref = "C-1", .answer = answer, .source = "call",
                       .purposes = AFTERSALE_PURPOSE_SELLING | AFTERSALE_PURPOSE_RELATIONSHIP),
        NULL);
}

static inline aftersale_status script_group(void)
{
    aftersale_status status = aftersale_group_begin(book, 0);
    if (status != AFTERSALE_OK)
        return status;
    (void)aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "C-2", .tier = "gold"), NULL);
    (void)aftersale_sale_record(
        book, AFTERSALE_ARGS(sale_record, .ref = "INV-2", .customer.ref = "C-2", .plan = "one-off-sale"),
        NULL);
    return aftersale_group_commit(book);
}

static inline aftersale_status script_touch_done(int32_t outcome)
{
    return aftersale_touch_done(
        book, AFTERSALE_ARGS(touch_done, .touch = script_touch, .outcome = outcome, .note = "warm"), NULL);
}

static inline aftersale_status script_rules(void)
{
    return aftersale_rules_put(
        book,
        AFTERSALE_ARGS(rules_put, .rules = AFTERSALE_LIST(rule, {.key = "r", .plan = "p", .tier = "gold"})),
        NULL);
}

static inline aftersale_status script_move(int32_t state)
{
    return aftersale_plan_move(
        book, AFTERSALE_ARGS(plan_move, .enrolment.id = script_run, .state = state, .reason = "asked"), NULL);
}

#define SCRIPT_STEPS 26

/* The i-th command. Each changes something. */
static inline aftersale_status script_step(size_t i)
{
    switch (i) {
    case 0:
        return script_customer();
    case 1:
        return aftersale_person_put(book, AFTERSALE_ARGS(person_put, .ref = "P", .customer.ref = "C-1"),
                                    NULL);
    case 2:
        return aftersale_product_put(
            book, AFTERSALE_ARGS(product_put, .ref = "A", .price = {129900, "GBP", 2}, .category = "c"),
            NULL);
    case 3:
        return aftersale_actor_put(
            book, AFTERSALE_ARGS(actor_put, .ref = "sam", .roles = AFTERSALE_TEXTS("office")), NULL);
    case 4:
        return aftersale_settings_put(
            book, AFTERSALE_ARGS(settings_put, .language = "de", .channels = AFTERSALE_TEXTS("fax")), NULL);
    case 5:
        return script_publish();
    case 6:
        return script_rules();
    case 7:
        return script_sale("INV-1");
    case 8:
        return aftersale_goal_put(
            book, AFTERSALE_ARGS(goal_put, .ref = "G", .customer.ref = "C-1", .words = "warm"), NULL);
    case 9:
        return aftersale_words_put(
            book, AFTERSALE_ARGS(words_put, .language = "it", .json = "{\"call\":\"Chiamate\"}"), NULL);
    case 10:
        return script_group();
    case 11:
        return aftersale_sale_put(book, AFTERSALE_ARGS(sale_put, .ref = "INV-1", .delivered = {2026, 11, 19}),
                                  NULL);
    case 12:
        return aftersale_sheet_share(
            book, AFTERSALE_ARGS(sheet_share, .enrolment.id = script_run, .with = "Ada"), NULL);
    case 13:
        return aftersale_sheet_acknowledge(
            book, AFTERSALE_ARGS(sheet_acknowledge, .enrolment.id = script_run), NULL);
    case 14:
        return aftersale_touch_claim(book, AFTERSALE_ARGS(touch_claim, .touch = script_touch, .actor = "sam"),
                                     NULL);
    case 15:
        return aftersale_touch_release(
            book, AFTERSALE_ARGS(touch_release, .touch = script_touch, .actor = "sam"), NULL);
    case 16:
        return script_touch_done(AFTERSALE_OUTCOME_REACHED);
    case 17:
        return aftersale_touch_snooze(
            book,
            AFTERSALE_ARGS(touch_snooze, .touch = script_touch, .until = instant("2026-11-22T10:00:00Z")),
            NULL);
    case 18:
        return script_touch_done(AFTERSALE_OUTCOME_DELIGHTED);
    case 19:
        return script_move(AFTERSALE_ENROLMENT_PAUSED);
    case 20:
        return script_move(AFTERSALE_ENROLMENT_ACTIVE);
    case 21:
        return script_consent(AFTERSALE_CONSENT_NO);
    case 22:
        return script_consent(AFTERSALE_CONSENT_YES);
    case 23:
        return aftersale_sale_return(
            book,
            AFTERSALE_ARGS(sale_return, .ref = "R-1", .customer.ref = "C-1",
                           .lines = AFTERSALE_LIST(sale_line, {.product.ref = "A", .quantity = {3, 0}})),
            NULL);
    case 24:
        return aftersale_sale_return(book, AFTERSALE_ARGS(sale_return, .ref = "R-2", .sale.ref = "INV-1"),
                                     NULL);
    default:
        return aftersale_enrol(book, AFTERSALE_ARGS(enrol, .customer.ref = "C-2", .plan = "service-business"),
                               NULL);
    }
}

/* The state as text. */

typedef struct script_text {
    char text[65536];
    size_t size;
} script_text;

static inline void script_add(script_text *out, const aftersale_record *record)
{
    size_t room = sizeof out->text - out->size;
    size_t size = aftersale_record_json(record, out->text + out->size, room);
    cr_assert(size != 0 && size < room, "the state of the script is too long");
    out->size += size - 1;
    out->text[out->size++] = '\n';
    out->text[out->size] = 0;
}

static inline void script_add_rows(script_text *out, aftersale_status status, aftersale_cursor *list)
{
    const aftersale_record *row;
    MUST(status);
    while ((status = aftersale_cursor_next(list, &row)) == AFTERSALE_ROW)
        script_add(out, row);
    MUST_BE(AFTERSALE_DONE, status);
    aftersale_cursor_free(list);
}

static inline void script_state(script_text *out)
{
    aftersale_cursor *list = NULL;
    const aftersale_settings *settings;
    const aftersale_customer *customer;
    aftersale_status status;
    out->size = 0;
    out->text[0] = 0;
    MUST(aftersale_settings_get(book, &settings));
    script_add(out, (const aftersale_record *)settings);
    aftersale_settings_free(settings);
#define SCRIPT_ADD(kind)                                                                                     \
    status = aftersale_##kind##_list(book, NULL, &list);                                                     \
    script_add_rows(out, status, list);
    SCRIPT_ADD(customer)
    SCRIPT_ADD(person)
    SCRIPT_ADD(product)
    SCRIPT_ADD(actor)
    SCRIPT_ADD(sale)
    SCRIPT_ADD(return )
    SCRIPT_ADD(goal)
    SCRIPT_ADD(consent)
    SCRIPT_ADD(enrolment)
#undef SCRIPT_ADD
    if (aftersale_customer_find(book, "C-1", &customer) != AFTERSALE_OK)
        return;
    status = aftersale_event_list_of(book, aftersale_customer_id(customer), 0, &list);
    script_add_rows(out, status, list);
    aftersale_customer_free(customer);
}
#endif
