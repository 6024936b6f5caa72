/* SPDX-License-Identifier: MIT */
#include "store/conformance/check.h"
#include "store/conformance/rival.h"
#include <stdio.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define BOOK AS__TRIAL_BOOK

/* Both raise the same number, the unit by 1 and the rival by 10. */

static void begin_customer(as__scene *at)
{
    aftersale_customer draft = {.id = at->base + 1, .ref = "C", .owner = "ann"};
    as__trial_put(at->trial, BOOK, AFTERSALE_KIND_CUSTOMER, &draft);
}

static aftersale_status raise_goals(as__scene *at, as__unit *unit, bool with_event)
{
    aftersale_key key = as__scene_key(at, AFTERSALE_KIND_CUSTOMER);
    const aftersale_record *record;
    aftersale_status status = with_event ? as__scene_put_event(at, unit, "unit") : AFTERSALE_OK;
    if (status == AFTERSALE_OK)
        status = as__unit_get(unit, &key, &record);
    if (status != AFTERSALE_OK)
        return status;
    aftersale_customer draft = *(const aftersale_customer *)record;
    draft.goals += 1;
    status = as__unit_put(unit, AFTERSALE_KIND_CUSTOMER, &draft, NULL);
    return status == AFTERSALE_OK ? as__unit_commit(unit) : status;
}

static aftersale_status raise_with_event(as__scene *at, as__unit *unit)
{
    return raise_goals(at, unit, true);
}

static aftersale_status raise_alone(as__scene *at, as__unit *unit)
{
    return raise_goals(at, unit, false);
}

static void rival_raises(as__scene *at)
{
    aftersale_key key = as__scene_key(at, AFTERSALE_KIND_CUSTOMER);
    aftersale_customer draft = *(const aftersale_customer *)as__shelf_find(at->trial, &key);
    as__bundle bundle;
    draft.goals += 10;
    as__bundle_begin(&bundle, at->trial, 3);
    as__bundle_put(&bundle, as__trial_make(at->trial, BOOK, AFTERSALE_KIND_CUSTOMER, &draft));
    as__scene_add_event(at, &bundle);
    as__scene_commit(at, &bundle);
}

static void judge_goals(as__scene *at, bool unit_did, bool rival_did)
{
    const aftersale_customer *customer =
        (const aftersale_customer *)as__scene_read(at, AFTERSALE_KIND_CUSTOMER);
    int32_t expected = (unit_did ? 1 : 0) + (rival_did ? 10 : 0),
            seen = customer != NULL ? customer->goals : -1;
    if (seen != expected)
        as__trial_fail(at->trial, "raised by 1%s and by 10%s: expected %d, seen %d",
                       unit_did ? "" : " (refused)", rival_did ? "" : " (not yet)", expected, seen);
}

static void judge_goals_and_events(as__scene *at, bool unit_did, bool rival_did)
{
    uint64_t expected = (unit_did ? 1u : 0u) + (rival_did ? 1u : 0u), seen = as__scene_last_event(at);
    judge_goals(at, unit_did, rival_did);
    if (seen != expected)
        as__trial_fail(at->trial, "last event expected %llu, seen %llu", (unsigned long long)expected,
                       (unsigned long long)seen);
}

static void check_same_root(as__trial *trial)
{
    static const as__story told = {begin_customer, raise_with_event, rival_raises, AFTERSALE_CONFLICT,
                                   judge_goals_and_events};
    as__story_run(trial, &told);
}

static void check_same_record(as__trial *trial)
{
    static const as__story told = {begin_customer, raise_alone, rival_raises, AFTERSALE_CONFLICT,
                                   judge_goals};
    as__story_run(trial, &told);
}

/* The unit changes what the rival removes. */

static void rival_removes(as__scene *at)
{
    aftersale_key key = as__scene_key(at, AFTERSALE_KIND_CUSTOMER);
    as__bundle bundle;
    as__bundle_begin(&bundle, at->trial, 1);
    as__bundle_remove(&bundle, as__shelf_find(at->trial, &key));
    as__scene_commit(at, &bundle);
}

static void judge_removed(as__scene *at, bool unit_did, bool rival_did)
{
    bool is_there = as__scene_read(at, AFTERSALE_KIND_CUSTOMER) != NULL;
    if (unit_did == rival_did || is_there == rival_did)
        as__trial_fail(at->trial, "a record that a rival removed was changed");
}

static void check_removed(as__trial *trial)
{
    static const as__story told = {begin_customer, raise_with_event, rival_removes, AFTERSALE_NOT_FOUND,
                                   judge_removed};
    as__story_run(trial, &told);
}

/* The unit relies on a record of another root, which the rival changes. */

static void begin_product(as__scene *at)
{
    aftersale_product draft = {.id = at->base + 1, .ref = "P", .category = "open"};
    as__trial_put(at->trial, BOOK, AFTERSALE_KIND_PRODUCT, &draft);
}

static aftersale_status rely_on_product(as__scene *at, as__unit *unit)
{
    aftersale_key key = as__scene_key(at, AFTERSALE_KIND_PRODUCT);
    const aftersale_record *record;
    aftersale_status status = as__unit_get(unit, &key, &record);
    if (status == AFTERSALE_OK)
        status = as__unit_expect(unit, &key);
    if (status == AFTERSALE_OK)
        status = as__scene_put_event(at, unit, ((const aftersale_product *)record)->category);
    return status == AFTERSALE_OK ? as__unit_commit(unit) : status;
}

static void rival_closes(as__scene *at)
{
    aftersale_product draft = {.id = at->base + 1, .ref = "P", .category = "closed"};
    as__bundle bundle;
    as__bundle_begin(&bundle, at->trial, 1);
    as__bundle_put(&bundle, as__trial_make(at->trial, BOOK, AFTERSALE_KIND_PRODUCT, &draft));
    as__scene_commit(at, &bundle);
}

static void judge_product(as__scene *at, bool unit_did, bool rival_did)
{
    aftersale_key key = as__key_make(BOOK, AFTERSALE_KIND_EVENT, as__scene_root(at), 1);
    as__row row;
    if (!as__trial_read(at->trial, &key, &row))
        return;
    if (unit_did != (row.record != NULL))
        as__trial_fail(at->trial, "the unit's event is %s", unit_did ? "lost" : "there, and it was refused");
    else if (unit_did &&
             strcmp(((const aftersale_event *)row.record)->detail, rival_did ? "closed" : "open") != 0)
        as__trial_fail(at->trial, "the unit relied on what a rival had changed before it committed");
}

static void check_expected(as__trial *trial)
{
    static const as__story told = {begin_product, rely_on_product, rival_closes, AFTERSALE_CONFLICT,
                                   judge_product};
    as__story_run(trial, &told);
}

/* Both want one ref. */

static void begin_nothing(as__scene *at)
{
    (void)at;
}

static const char *ref_in(const as__scene *at, char out[32])
{
    snprintf(out, 32, "INV-%llu", (unsigned long long)at->base);
    return out;
}

static aftersale_status take_ref(as__scene *at, as__unit *unit)
{
    char ref[32];
    aftersale_range range;
    as__found found;
    as__range_begin(&range, BOOK, AFTERSALE_KIND_SALE, 1, 1);
    as__range_equal_text(&range, ref_in(at, ref));
    aftersale_status status = as__unit_scan(unit, &range, &found);
    if (status == AFTERSALE_OK && found.count > 0)
        return AFTERSALE_EXISTS;
    if (status == AFTERSALE_OK)
        status = as__scene_put_event(at, unit, "unit");
    aftersale_sale draft = {.id = at->base + 1, .ref = ref, .customer = 1, .stage = 4};
    if (status == AFTERSALE_OK)
        status = as__unit_put(unit, AFTERSALE_KIND_SALE, &draft, NULL);
    return status == AFTERSALE_OK ? as__unit_commit(unit) : status;
}

static void rival_takes_ref(as__scene *at)
{
    char ref[32];
    aftersale_sale draft = {.id = at->base + 2, .ref = ref_in(at, ref), .customer = 1, .stage = 4};
    as__bundle bundle;
    as__bundle_begin(&bundle, at->trial, 1);
    as__bundle_put(&bundle, as__trial_make(at->trial, BOOK, AFTERSALE_KIND_SALE, &draft));
    as__scene_commit(at, &bundle);
}

static void judge_ref(as__scene *at, bool unit_did, bool rival_did)
{
    bool has_mine = as__scene_read(at, AFTERSALE_KIND_SALE) != NULL;
    if (unit_did == rival_did || has_mine != unit_did || as__scene_last_event(at) != (unit_did ? 1u : 0u))
        as__trial_fail(at->trial, "two sales of one ref, or the traces of one that was refused");
}

static void check_ref(as__trial *trial)
{
    static const as__story told = {begin_nothing, take_ref, rival_takes_ref, AFTERSALE_EXISTS, judge_ref};
    as__story_run(trial, &told);
}

/* Both move one counter, whose bound has room for one of them. */

static void begin_counter(as__scene *at)
{
    as__counter draft = {.id = at->base + 1, .high = 10};
    as__trial_put(at->trial, BOOK, AFTERSALE_KIND_COUNTER, &draft);
}

static aftersale_status move_counter(as__scene *at, as__unit *unit)
{
    aftersale_key key = as__scene_key(at, AFTERSALE_KIND_COUNTER);
    aftersale_status status = as__scene_put_event(at, unit, "unit");
    if (status == AFTERSALE_OK)
        status = as__unit_add(unit, &key, 1);
    return status == AFTERSALE_OK ? as__unit_commit(unit) : status;
}

static void rival_moves(as__scene *at, int64_t amount)
{
    aftersale_key key = as__scene_key(at, AFTERSALE_KIND_COUNTER);
    as__bundle bundle;
    as__bundle_begin(&bundle, at->trial, 1);
    as__bundle_add(&bundle, &key, amount);
    as__scene_commit(at, &bundle);
}

static void rival_moves_some(as__scene *at)
{
    rival_moves(at, 9);
}

static void rival_moves_all(as__scene *at)
{
    rival_moves(at, 10);
}

static void judge_amount(as__scene *at, int64_t expected, uint64_t events)
{
    const as__counter *counter = (const as__counter *)as__scene_read(at, AFTERSALE_KIND_COUNTER);
    int64_t seen = counter != NULL ? counter->amount : -1;
    if (seen != expected || as__scene_last_event(at) != events)
        as__trial_fail(at->trial,
                       "the counter stands at %lld instead of %lld, the last event is %llu instead of %llu",
                       (long long)seen, (long long)expected, (unsigned long long)as__scene_last_event(at),
                       (unsigned long long)events);
}

static void judge_some(as__scene *at, bool unit_did, bool rival_did)
{
    if (!unit_did)
        as__trial_fail(at->trial, "an ADD within its bounds was refused");
    judge_amount(at, rival_did ? 10 : 1, 1);
}

static void judge_all(as__scene *at, bool unit_did, bool rival_did)
{
    judge_amount(at, (unit_did ? 1 : 0) + (rival_did ? 10 : 0), unit_did ? 1 : 0);
}

static void check_add(as__trial *trial)
{
    static const as__story some = {begin_counter, move_counter, rival_moves_some, AFTERSALE_CONFLICT,
                                   judge_some};
    as__story_run(trial, &some);
}

static void check_bound(as__trial *trial)
{
    static const as__story all = {begin_counter, move_counter, rival_moves_all, AFTERSALE_LIMIT, judge_all};
    as__story_run(trial, &all);
}

/* The unit counts what is on an owner's agenda, the rival adds to it; both under one root. */

static aftersale_enrolment enrolment_draft(const as__scene *at, uint64_t number, const as__agenda *agenda)
{
    return (aftersale_enrolment){.id = at->base + number,
                                 .customer = as__scene_root(at),
                                 .plan = "sale",
                                 .version = 1,
                                 .state = 3,
                                 .run = 1,
                                 .begun = {1},
                                 .agenda = {agenda, 1}};
}

static void begin_agenda(as__scene *at)
{
    char owner[32];
    const as__agenda agenda[] = {{ref_in(at, owner), 8, {1000}}};
    aftersale_enrolment draft = enrolment_draft(at, 1, agenda);
    as__trial_put(at->trial, BOOK, AFTERSALE_KIND_ENROLMENT, &draft);
}

static aftersale_status count_agenda(as__scene *at, as__unit *unit)
{
    char owner[32], detail[32];
    aftersale_range range;
    as__found found;
    aftersale_status status = as__scene_put_event(at, unit, "first");
    as__range_begin(&range, BOOK, AFTERSALE_KIND_ENROLMENT, 1, 10);
    as__range_equal_text(&range, ref_in(at, owner));
    if (status == AFTERSALE_OK)
        status = as__unit_scan(unit, &range, &found);
    if (status != AFTERSALE_OK)
        return status;
    snprintf(detail, sizeof detail, "%zu", found.count);
    status = as__scene_put_event(at, unit, detail);
    return status == AFTERSALE_OK ? as__unit_commit(unit) : status;
}

static void rival_enrols(as__scene *at)
{
    char owner[32];
    const as__agenda agenda[] = {{ref_in(at, owner), 8, {2000}}};
    aftersale_enrolment draft = enrolment_draft(at, 2, agenda);
    as__bundle bundle;
    as__bundle_begin(&bundle, at->trial, 3);
    as__bundle_put(&bundle, as__trial_make(at->trial, BOOK, AFTERSALE_KIND_ENROLMENT, &draft));
    as__scene_add_event(at, &bundle);
    as__scene_commit(at, &bundle);
}

static void judge_agenda(as__scene *at, bool unit_did, bool rival_did)
{
    uint64_t last = as__scene_last_event(at), expected = (unit_did ? 2u : 0u) + (rival_did ? 1u : 0u);
    aftersale_key key = as__key_make(BOOK, AFTERSALE_KIND_EVENT, as__scene_root(at), last);
    as__row row;
    if (!as__trial_read(at->trial, &key, &row))
        return;
    const aftersale_event *event = (const aftersale_event *)row.record;
    if (last != expected || event == NULL)
        as__trial_fail(at->trial, "last event expected %llu, seen %llu", (unsigned long long)expected,
                       (unsigned long long)last);
    else if (unit_did && strcmp(event->detail, rival_did ? "2" : "1") != 0)
        as__trial_fail(at->trial, "the unit counted %s before a rival of its root came, and was taken",
                       event->detail);
}

static void check_agenda(as__trial *trial)
{
    static const as__story told = {begin_agenda, count_agenda, rival_enrols, AFTERSALE_CONFLICT,
                                   judge_agenda};
    as__story_run(trial, &told);
}

static const as__check checks[] = {
    {"rival.same_root", check_same_root}, {"rival.same_record", check_same_record},
    {"rival.removed", check_removed},     {"rival.expected", check_expected},
    {"rival.same_ref", check_ref},        {"rival.add", check_add},
    {"rival.add_to_bound", check_bound},  {"rival.scanned", check_agenda},
};
const as__checks as__checks_rival = {checks, COUNT(checks)};
