/* SPDX-License-Identifier: MIT */
/* What every command leaves behind: one event under its root, numbered, later than the one before, chained (S67). */
#include "support/refusal.h"

typedef struct seen {
    int64_t number;
    aftersale_time recorded;
    char names[1024];
} seen;

/* All events of a root, with what must hold of each. */
static seen events_of(aftersale_id root)
{
    aftersale_cursor *list;
    const aftersale_event *event;
    seen out = {0, {0}, ""};
    MUST(aftersale_event_list_of(book, root, 0, &list));
    while (aftersale_event_next(list, &event) == AFTERSALE_ROW) {
        size_t at = strlen(out.names);
        cr_assert_eq(aftersale_event_number(event), out.number + 1);
        cr_assert_gt(aftersale_event_recorded(event).us, out.recorded.us);
        cr_assert(same_id(aftersale_event_root(event), root));
        out.number = aftersale_event_number(event);
        out.recorded = aftersale_event_recorded(event);
        snprintf(out.names + at, sizeof out.names - at, "%s ", aftersale_event_name(event));
    }
    aftersale_cursor_free(list);
    return out;
}

static aftersale_id customer_id(const char *ref)
{
    const aftersale_customer *found;
    MUST(aftersale_customer_find(book, ref, &found));
    return aftersale_customer_id(hold(found));
}

/* How many commands stand in the script. */
#define SCRIPT_OF_CUSTOMER 9

static void run_script(void)
{
    put_customer("C-1");
    MUST(aftersale_person_put(book, AFTERSALE_ARGS(person_put, .ref = "P-1", .customer.ref = "C-1"), NULL));
    put_sale("A", "C-1", "one-off-sale", "2026-11-19", "2026-11-19");
    MUST(aftersale_sale_put(book, AFTERSALE_ARGS(sale_put, .ref = "A", .billing = "30 days"), NULL));
    MUST(aftersale_goal_put(book, AFTERSALE_ARGS(goal_put, .ref = "G-1", .customer.ref = "C-1"), NULL));
    MUST(aftersale_consent_set(book,
                               AFTERSALE_ARGS(consent_set, .customer.ref = "C-1", .purposes = 4,
                                              .answer = AFTERSALE_CONSENT_NO, .source = "call"),
                               NULL));
    MUST(aftersale_touch_done(
        book,
        AFTERSALE_ARGS(touch_done, .touch = touch_id("C-1", "thanks"), .outcome = AFTERSALE_OUTCOME_REACHED),
        NULL));
    MUST(aftersale_sale_return(book, AFTERSALE_ARGS(sale_return, .ref = "R", .sale.ref = "A"), NULL));
    MUST(aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "C-1", .tier = "gold"), NULL));
    MUST(aftersale_product_put(book, AFTERSALE_ARGS(product_put, .ref = "B24"), NULL));
    MUST(aftersale_actor_put(book, AFTERSALE_ARGS(actor_put, .ref = "sam"), NULL));
    MUST(aftersale_settings_put(book, AFTERSALE_ARGS(settings_put, .language = "de"), NULL));
}

TRIAL(event_chain, one_event_a_command)
{
    const aftersale_product *product;
    const aftersale_settings *settings;
    run_script();
    seen of_customer = events_of(customer_id("C-1"));
    cr_assert_str_eq(of_customer.names,
                     "customer.put person.put sale.recorded sale.put goal.put consent.set touch.done "
                     "sale.returned customer.put ");
    cr_assert_eq(of_customer.number, SCRIPT_OF_CUSTOMER);
    MUST(aftersale_product_find(book, "B24", &product));
    cr_assert_str_eq(events_of(aftersale_product_id(hold(product))).names, "product.put ");
    MUST(aftersale_settings_get(book, &settings));
    seen of_book = events_of(aftersale_settings_id(hold(settings)));
    cr_assert_not_null(strstr(of_book.names, "book.created "), "%s", of_book.names);
    cr_assert_not_null(strstr(of_book.names, "settings.put "), "%s", of_book.names);
}

/* What changes nothing, repeats or fails leaves no event. */
TRIAL(event_chain, nothing_leaves_nothing)
{
    run_script();
    MUST(aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "C-1", .tier = "gold"), NULL));
    put_sale("A", "C-1", "one-off-sale", "2026-11-19", "2026-11-19");
    MUST_BE(AFTERSALE_INVALID,
            aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "C-1", .type = 9), NULL));
    MUST_BE(AFTERSALE_CONFLICT,
            aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "C-1", .tier = "x", .expect = 1),
                                   NULL));
    cr_assert_eq(events_of(customer_id("C-1")).number, SCRIPT_OF_CUSTOMER);
}

/* S1: recorded time never runs backwards within a root, whatever the clock does. */
TRIAL(event_chain, a_clock_that_steps_back)
{
    put_customer("C-1");
    for (int i = 0; i < 20; i++) {
        char tier[16];
        snprintf(tier, sizeof tier, "t%d", i);
        if (i == 7)
            now_is("2025-01-01T00:00:00Z");
        if (i == 14)
            now_is("2027-01-01T00:00:00Z");
        MUST(aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "C-1", .tier = tier), NULL));
    }
    seen all = events_of(customer_id("C-1"));
    cr_assert_eq(all.number, 21);
    cr_assert_geq(all.recorded.us, instant("2027-01-01T00:00:00Z").us);
    MUST(aftersale_event_verify_of(book, customer_id("C-1"), NULL));
}

/* When it happened stands beside, where that differs. */
TRIAL(event_chain, at_stands_beside_recorded)
{
    aftersale_cursor *list;
    const aftersale_event *event;
    put_customer("C-1");
    MUST(aftersale_customer_put(
        book, AFTERSALE_ARGS(customer_put, .ref = "C-1", .tier = "x", .at = instant("2026-11-01T12:00:00Z")),
        NULL));
    MUST(aftersale_event_list_of(book, customer_id("C-1"), 0, &list));
    cr_assert_eq(aftersale_event_next(list, &event), AFTERSALE_ROW);
    cr_assert_eq(aftersale_event_at(event).us, 0);
    cr_assert_eq(aftersale_event_recorded(event).us, on_trial.now.us);
    cr_assert_eq(aftersale_event_next(list, &event), AFTERSALE_ROW);
    cr_assert_str_eq(text_of(aftersale_event_at(event)), "2026-11-01T12:00:00Z");
    aftersale_cursor_free(list);
}

/* The feed numbers what is pending from 1 without gap, and no root's event overtakes an earlier one. */
TRIAL(event_chain, the_feed_has_no_gap)
{
    aftersale_cursor *list;
    const aftersale_event *event;
    int64_t feed = 0, of_customer = 0;
    uint64_t good = 0;
    aftersale_id root;
    run_script();
    root = customer_id("C-1");
    MUST(aftersale_event_list(book, 0, &list));
    while (aftersale_event_next(list, &event) == AFTERSALE_ROW) {
        cr_assert_eq(aftersale_event_feed(event), ++feed);
        if (same_id(aftersale_event_root(event), root))
            cr_assert_eq(aftersale_event_number(event), ++of_customer);
    }
    aftersale_cursor_free(list);
    cr_assert_eq(of_customer, SCRIPT_OF_CUSTOMER);
    MUST(aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "C-2"), NULL));
    MUST(aftersale_event_list(book, (uint64_t)feed, &list));
    cr_assert_eq(aftersale_event_next(list, &event), AFTERSALE_ROW);
    cr_assert_eq(aftersale_event_feed(event), feed + 1);
    cr_assert_eq(aftersale_event_next(list, &event), AFTERSALE_DONE);
    aftersale_cursor_free(list);
    MUST(aftersale_event_verify(book, &good));
    cr_assert_eq(good, (uint64_t)feed + 1);
    MUST(aftersale_event_verify_of(book, root, &good));
    cr_assert_eq(good, SCRIPT_OF_CUSTOMER);
}

/* S67: personal values never stand in events. */
TRIAL(event_chain, no_personal_value)
{
    aftersale_cursor *list;
    const aftersale_event *event;
    MUST(aftersale_customer_put(
        book,
        AFTERSALE_ARGS(customer_put, .ref = "C-1", .name = MARK, .extra = "{\"" MARK "\":\"" MARK "\"}",
                       .contacts = AFTERSALE_LIST(contact, {.channel = "email",
                                                            .address = MARK,
                                                            .label = MARK,
                                                            .consent = 4,
                                                            .consent_source = "form"})),
        NULL));
    MUST(aftersale_person_put(
        book,
        AFTERSALE_ARGS(person_put, .ref = "P-1", .customer.ref = "C-1", .name = MARK,
                       .extra = "{\"a\":\"" MARK "\"}",
                       .contacts = AFTERSALE_LIST(contact, {.channel = "sms", .address = MARK})),
        NULL));
    MUST(aftersale_goal_put(
        book, AFTERSALE_ARGS(goal_put, .ref = "G-1", .customer.ref = "C-1", .words = MARK, .measure = MARK),
        NULL));
    MUST(aftersale_sale_record(book,
                               AFTERSALE_ARGS(sale_record, .ref = "A", .customer.ref = "C-1",
                                              .sold = {2026, 11, 19}, .plan = "one-off-sale",
                                              .extra = "{\"a\":\"" MARK "\"}"),
                               NULL));
    MUST(aftersale_touch_done(book,
                              AFTERSALE_ARGS(touch_done, .touch = touch_id("C-1", "thanks"), .note = MARK,
                                             .outcome = AFTERSALE_OUTCOME_REACHED),
                              NULL));
    MUST(aftersale_event_list(book, 0, &list));
    while (aftersale_event_next(list, &event) == AFTERSALE_ROW) {
        char text[8192];
        cr_assert_leq(aftersale_event_json(event, text, sizeof text), sizeof text);
        cr_assert_null(strstr(text, MARK), "%s", text);
        cr_assert_leq(aftersale_record_json((const aftersale_record *)event, text, sizeof text), sizeof text);
        cr_assert_null(strstr(text, MARK), "%s", text);
    }
    aftersale_cursor_free(list);
}
