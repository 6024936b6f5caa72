/* SPDX-License-Identifier: MIT */
/* Zero means "not given", for every argument of every command: what is required says so, and the rest does nothing. */
#include "support/refusal.h"

#define MUST_BE_GIVEN 1 /* number of the message, docs/errors.md */

typedef aftersale_status (*command_fn)(const void *args);
#define CALL(name)                                                                                           \
    static aftersale_status call_##name(const void *args)                                                    \
    {                                                                                                        \
        return aftersale_##name(book, args, NULL);                                                           \
    }
CALL(customer_put)
CALL(person_put)
CALL(product_put)
CALL(sale_record)
CALL(sale_put)
CALL(sale_return)
CALL(consent_set) CALL(enrol) CALL(plan_move) CALL(touch_claim) CALL(touch_done) CALL(touch_snooze)
    CALL(touch_release) CALL(actor_put) CALL(goal_put) CALL(plan_publish) CALL(words_put) CALL(settings_put)
        CALL(rules_put) CALL(sheet_share) CALL(sheet_acknowledge) CALL(calendar_load) CALL(touch_agree)
            CALL(work_hand_over) CALL(plan_migrate) CALL(customer_merge) CALL(customer_part)

    /* By number. */
    static const command_fn calls[] = {
        NULL,
        call_customer_put,
        call_person_put,
        call_product_put,
        call_sale_record,
        call_sale_put,
        call_sale_return,
        call_consent_set,
        call_enrol,
        call_plan_move,
        call_touch_claim,
        call_touch_done,
        call_touch_snooze,
        call_touch_release,
        call_actor_put,
        call_goal_put,
        call_plan_publish,
        call_words_put,
        call_settings_put,
        call_rules_put,
        call_sheet_share,
        call_sheet_acknowledge,
        call_calendar_load,
        call_touch_agree,
        call_work_hand_over,
        call_plan_migrate,
        call_customer_merge,
        call_customer_part,
};

/* As long as any struct of arguments. */
typedef union zeroes {
    size_t struct_size;
    unsigned char bytes[1024];
} zeroes;

static zeroes no_arguments(int32_t command)
{
    zeroes args;
    memset(&args, 0, sizeof args);
    args.struct_size = aftersale_argument_size(command);
    cr_assert_leq(args.struct_size, sizeof args);
    return args;
}

/* Paths of what the table calls required, divided by blanks. */
static const char *required_of(int32_t command)
{
    static char text[512];
    const aftersale_field *field;
    text[0] = 0;
    for (size_t i = 0; (field = aftersale_argument_at(command, i, NULL)) != NULL; i++)
        if ((field->flags & AFTERSALE_FLAG_REQUIRED) != 0)
            strcat(strcat(text, text[0] != 0 ? " " : ""), field->name);
    return text;
}

TRIAL(zero, every_command_asks_for_what_it_needs)
{
    for (int32_t command = 1; command < (int32_t)COUNT(calls); command++) {
        zeroes args = no_arguments(command);
        aftersale_status status = calls[command](&args);
        const aftersale_error *error = aftersale_book_error(book);
        const char *required = required_of(command);
        cr_assert_str_neq(aftersale_command_name(command), "");
        cr_assert_eq(status, required[0] != 0 ? AFTERSALE_INVALID : AFTERSALE_OK, "%s: %s",
                     aftersale_command_name(command), error->text);
        cr_assert_str_eq(problem_paths(), required, "%s asks for %s", aftersale_command_name(command),
                         problem_paths());
        for (int32_t i = 0; i < error->problem_count; i++)
            cr_assert_eq(error->problems[i]->number, MUST_BE_GIVEN);
        cr_assert_eq(aftersale_book_did(book), AFTERSALE_DID_NOTHING, "%s", aftersale_command_name(command));
    }
    cr_assert_str_eq(aftersale_command_name((int32_t)COUNT(calls)), "",
                     "a command that this test does not know");
}

/* Every argument lies where the table says, within the struct and apart from the others. */
Test(zero, arguments_lie_apart)
{
    for (int32_t command = 1; command < (int32_t)COUNT(calls); command++) {
        const aftersale_field *field;
        size_t offset, last = 0;
        for (size_t i = 0; (field = aftersale_argument_at(command, i, &offset)) != NULL; i++) {
            cr_assert_gt(offset, last, "%s.%s", aftersale_command_name(command), field->name);
            cr_assert_lt(offset, aftersale_argument_size(command));
            last = offset;
        }
        cr_assert_gt(last, 0);
    }
}

static char *json_of(const void *record)
{
    static char texts[2][4096];
    static size_t next;
    char *text = texts[next++ % 2];
    size_t size = aftersale_record_json(record, text, sizeof texts[0]);
    cr_assert(size != 0 && size <= sizeof texts[0]);
    return text;
}

/* A put of nothing but the ref leaves every field as it was. */
#define MUST_STAY(noun, key)                                                                                 \
    do {                                                                                                     \
        const aftersale_##noun *before, *after;                                                              \
        MUST(aftersale_##noun##_find(book, key, &before));                                                   \
        MUST_DO(AFTERSALE_DID_NOTHING,                                                                       \
                aftersale_##noun##_put(book, AFTERSALE_ARGS(noun##_put, .ref = key), NULL));                 \
        MUST(aftersale_##noun##_find(book, key, &after));                                                    \
        cr_assert_str_eq(json_of(before), json_of(after));                                                   \
        aftersale_##noun##_free(before);                                                                     \
        aftersale_##noun##_free(after);                                                                      \
    } while (0)

TRIAL(zero, what_is_left_out_stays)
{
    MUST(aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "C-0"), NULL));
    MUST(aftersale_customer_put(
        book,
        AFTERSALE_ARGS(customer_put, .ref = "C-1", .type = AFTERSALE_CUSTOMER_ORGANISATION, .name = "n",
                       .contacts = AFTERSALE_LIST(contact, {.channel = "phone", .address = "1"}),
                       .referred_by.ref = "C-0", .zone = "Europe/London", .language = "de", .country = "GB",
                       .region = "GB-ENG", .owner = "sam", .tier = "t", .household = "h", .account = "a",
                       .tags = AFTERSALE_TEXTS("x"), .extra = "{}"),
        NULL));
    MUST(aftersale_person_put(book,
                              AFTERSALE_ARGS(person_put, .ref = "P-1", .customer.ref = "C-1", .name = "n",
                                             .roles = AFTERSALE_TEXTS("user"), .language = "fr",
                                             .extra = "{}"),
                              NULL));
    MUST(aftersale_product_put(book,
                               AFTERSALE_ARGS(product_put, .ref = "A", .type = AFTERSALE_PRODUCT_BUNDLE,
                                              .name = "n", .category = "c", .price = {1, "GBP", 2},
                                              .use_up = "P6M", .service_every = "P1Y", .plan = "consumable",
                                              .partner = "p", .extra = "{}"),
                               NULL));
    MUST(aftersale_actor_put(
        book,
        AFTERSALE_ARGS(actor_put, .ref = "sam", .name = "n", .team = "t", .manager = "m",
                       .roles = AFTERSALE_TEXTS("office"), .phone = "1", .fallback = "kim",
                       .absences = AFTERSALE_LIST(absence, {.from = {2026, 1, 1}, .until = {2026, 1, 2}}),
                       .hours = AFTERSALE_TEXTS("mon 09:00-17:00"), .region = "GB-ENG", .extra = "{}"),
        NULL));
    MUST(aftersale_sale_put(
        book,
        AFTERSALE_ARGS(sale_put, .ref = "S", .customer.ref = "C-1", .stage = AFTERSALE_STAGE_ACTION,
                       .lines = AFTERSALE_LIST(sale_line, {.product.ref = "A"}), .promised = {2026, 1, 1},
                       .sold = {2026, 1, 2}, .delivered = {2026, 1, 3}, .accepted = {2026, 1, 4},
                       .sold_time = {1, 0, 0, 0}, .owner = "kim", .billing = "b", .plan = "-", .extra = "{}"),
        NULL));
    MUST(aftersale_goal_put(book,
                            AFTERSALE_ARGS(goal_put, .ref = "G", .customer.ref = "C-1", .sale.ref = "S",
                                           .words = "w", .measure = "m", .target = {2026, 1, 1},
                                           .state = AFTERSALE_GOAL_MET, .decided = {2026, 1, 1}),
                            NULL));
    on_trial.now.us += INT64_C(86400000000);
    MUST_STAY(customer, "C-1");
    MUST_STAY(person, "P-1");
    MUST_STAY(product, "A");
    MUST_STAY(actor, "sam");
    MUST_STAY(sale, "S");
    MUST_STAY(goal, "G");
    MUST(aftersale_settings_put(book,
                                AFTERSALE_ARGS(settings_put, .zone = "Europe/Paris", .language = "fr",
                                               .currency = "EUR", .presume = AFTERSALE_PURPOSE_NONE,
                                               .day_start = {1, 0, 0, 0}, .channels = AFTERSALE_TEXTS("fax")),
                                NULL));
    MUST_DO(AFTERSALE_DID_NOTHING,
            aftersale_settings_put(book, AFTERSALE_ARGS(settings_put, .zone = NULL), NULL));
}
