/* SPDX-License-Identifier: MIT */
/* Actors: fields, limits, problems (S4, S76). */
#include "support/refusal.h"

static const aftersale_actor *actor(const char *ref)
{
    const aftersale_actor *found = NULL;
    MUST(aftersale_actor_find(book, ref, &found));
    return hold(found);
}

static void put_all_fields(void)
{
    MUST_DO(
        AFTERSALE_DID_MAKE,
        aftersale_actor_put(
            book,
            AFTERSALE_ARGS(actor_put, .ref = "sam", .name = "Sam Low", .team = "north", .manager = "ann",
                           .roles = AFTERSALE_TEXTS("office", "manager"), .phone = "+44 20 7946 0000",
                           .fallback = "kim",
                           .absences = AFTERSALE_LIST(
                               absence, {.from = {2026, 12, 20}, .until = {2027, 1, 4}, .reason = "holiday"},
                               {.from = {2027, 3, 1}, .until = {2027, 3, 2}}),
                           .hours = AFTERSALE_TEXTS("mon-fri 09:00-17:00", "sat 09:00-12:00"),
                           .region = "GB-ENG", .extra = "{\"desk\":1}"),
            NULL));
}

/* S76 */
TRIAL(actor, every_field_comes_back)
{
    put_all_fields();
    const aftersale_actor *found = actor("sam");
    const aftersale_absence *holiday = aftersale_actor_absence_at(found, 0);
    cr_assert_str_eq(aftersale_actor_ref(found), "sam");
    cr_assert_str_eq(aftersale_actor_name(found), "Sam Low");
    cr_assert_str_eq(aftersale_actor_team(found), "north");
    cr_assert_str_eq(aftersale_actor_manager(found), "ann");
    cr_assert_eq(aftersale_actor_role_count(found), 2);
    cr_assert_str_eq(aftersale_actor_role_at(found, 1), "manager");
    cr_assert_str_eq(aftersale_actor_phone(found), "+44 20 7946 0000");
    cr_assert_str_eq(aftersale_actor_fallback(found), "kim");
    cr_assert_eq(aftersale_actor_absence_count(found), 2);
    cr_assert(holiday->from.day == 20 && holiday->until.year == 2027 &&
              strcmp(holiday->reason, "holiday") == 0);
    cr_assert_null(aftersale_actor_absence_at(found, 2));
    cr_assert_eq(aftersale_actor_hour_count(found), 2);
    cr_assert_str_eq(aftersale_actor_hour_at(found, 1), "sat 09:00-12:00");
    cr_assert_str_eq(aftersale_actor_region(found), "GB-ENG");
    cr_assert_str_eq(aftersale_actor_extra(found), "{\"desk\":1}");
    cr_assert_eq(aftersale_actor_created(found).us, on_trial.now.us);
}

/* S4 */
TRIAL(actor, put_changes_only_what_it_names)
{
    put_all_fields();
    MUST_DO(AFTERSALE_DID_NOTHING,
            aftersale_actor_put(book, AFTERSALE_ARGS(actor_put, .ref = "sam", .team = "north"), NULL));
    MUST_DO(AFTERSALE_DID_CHANGE,
            aftersale_actor_put(book,
                                AFTERSALE_ARGS(actor_put, .ref = "sam", .team = "south",
                                               .clear = AFTERSALE_FIELDS(AFTERSALE_FIELD_ACTOR_ABSENCES,
                                                                         AFTERSALE_FIELD_ACTOR_FALLBACK)),
                                NULL));
    const aftersale_actor *found = actor("sam");
    cr_assert_str_eq(aftersale_actor_team(found), "south");
    cr_assert_eq(aftersale_actor_absence_count(found), 0);
    cr_assert_str_eq(aftersale_actor_fallback(found), "");
    cr_assert_str_eq(aftersale_actor_name(found), "Sam Low");
    cr_assert_eq(aftersale_actor_hour_count(found), 2);
    cr_assert_eq(aftersale_actor_revision(found), 2);
}

TRIAL(actor, expect_and_new)
{
    put_all_fields();
    MUST_NAME(
        AFTERSALE_CONFLICT, "expect",
        aftersale_actor_put(book, AFTERSALE_ARGS(actor_put, .ref = "sam", .team = "x", .expect = 2), NULL));
    MUST_NAME(AFTERSALE_CONFLICT, "expect",
              aftersale_actor_put(book, AFTERSALE_ARGS(actor_put, .ref = "kim", .expect = 1), NULL));
    MUST_DO(
        AFTERSALE_DID_CHANGE,
        aftersale_actor_put(book, AFTERSALE_ARGS(actor_put, .ref = "sam", .team = "x", .expect = 1), NULL));
    MUST_NAME(
        AFTERSALE_EXISTS, "ref",
        aftersale_actor_put(
            book, AFTERSALE_ARGS(actor_put, .ref = "sam", .flags = AFTERSALE_PUT_NEW, .team = "y"), NULL));
}

TRIAL(actor, all_problems_at_once)
{
    MUST_NAME(AFTERSALE_INVALID,
              "ref name roles[1] absences[0].until absences[1].from absences[1].until region",
              aftersale_actor_put(
                  book,
                  AFTERSALE_ARGS(actor_put, .name = MARK "\x03", .roles = AFTERSALE_TEXTS("a", "\x01"),
                                 .absences = AFTERSALE_LIST(
                                     absence, {.from = {2026, 2, 2}, .until = {2026, 2, 2}}, {.reason = "?"}),
                                 .region = "the whole of England"),
                  NULL));
    MUST_NAME(AFTERSALE_INVALID, "hours[1]",
              aftersale_actor_put(
                  book,
                  AFTERSALE_ARGS(actor_put, .ref = "sam", .hours = AFTERSALE_TEXTS("mon 09:00-17:00", MARK)),
                  NULL));
}

TRIAL(actor, are_listed)
{
    aftersale_cursor *list = NULL;
    const aftersale_actor *row;
    put_all_fields();
    MUST(aftersale_actor_put(book, AFTERSALE_ARGS(actor_put, .ref = "ann"), NULL));
    MUST(aftersale_actor_list(book, NULL, &list));
    cr_assert_eq(aftersale_actor_next(list, &row), AFTERSALE_ROW);
    cr_assert_eq(aftersale_actor_next(list, &row), AFTERSALE_ROW);
    cr_assert_eq(aftersale_actor_next(list, &row), AFTERSALE_DONE);
    aftersale_cursor_free(list);
}
