/* SPDX-License-Identifier: MIT */
#include "engine/migrating.h"
#include "aftersale/enrolment.h"
#include "aftersale/migration.h"
#include "engine/answers.h"
#include "engine/limits.h"
#include "engine/others.h"
#include "engine/recents.h"

/* Who cannot read a rule cannot say where its step goes on. */
static aftersale_status check_rules(aftersale_book *book, const as__facts *facts)
{
    for (size_t i = 0; i < facts->plan->step_count && facts->rules == NULL; i++)
        if (facts->plan->steps[i].repeat.rule != NULL)
            return as__fail_field(book, AFTERSALE_STATE, "version", AS__MESSAGE_STATE,
                                  "has a step that repeats by a rule which nothing here reads");
    return AFTERSALE_OK;
}

/* What the book allows may change by the hour: what becomes of a step does not hang on it. */
static aftersale_status find_facts(aftersale_book *book, as__unit *unit, const aftersale_settings *settings,
                                   const aftersale_enrolment *run, const aftersale_customer *customer,
                                   const as__template *plan, aftersale_time now, as__migrating *out)
{
    uint32_t *refused;
    aftersale_status status = as__facts_of(book, unit, settings, run, customer, now, &out->before);
    if (status == AFTERSALE_OK)
        status = as__facts_in(book, unit, settings, plan, run, customer, now, &out->as_it_is);
    if (status == AFTERSALE_OK)
        status = as__addresses_refused(book, unit, customer, false, &refused);
    if (status != AFTERSALE_OK)
        return status;
    out->before.refused = out->as_it_is.refused = refused;
    out->before.limits = out->as_it_is.limits = NULL;
    return AFTERSALE_OK;
}

static as__migration migration_of(const as__migrating *migrating)
{
    return (as__migration){.before = &migrating->before, .after = &migrating->as_it_is};
}

aftersale_status as__migrating_decide(aftersale_book *book, as__unit *unit,
                                      const aftersale_settings *settings, const aftersale_enrolment *run,
                                      const aftersale_customer *customer, const as__template *plan,
                                      aftersale_time now, aftersale_time at, as__migrating *out)
{
    aftersale_status status = find_facts(book, unit, settings, run, customer, plan, now, out);
    as__migration migration = migration_of(out);
    migration.at = at;
    out->run = *run;
    out->held = NULL;
    out->after = out->before;
    if (status != AFTERSALE_OK || run->state >= AFTERSALE_ENROLMENT_ENDED || plan->version == run->version)
        return status;
    status = check_rules(book, &out->as_it_is);
    if (status != AFTERSALE_OK)
        return status;
    for (size_t i = 0; i < out->before.plan->step_count && out->held == NULL; i++)
        if (as__migration_is_held(&migration, &out->before.plan->steps[i]))
            out->held = &out->before.plan->steps[i];
    out->run.version = plan->version;
    out->run.priority = plan->priority;
    status = as__migration_states(&migration, &unit->arena, &out->run.steps);
    out->after = out->as_it_is;
    out->after.run = &out->run;
    return status;
}

/* A list while it grows: of each step at most one touch of either version. */
typedef struct listing {
    const as__migrating *migrating;
    as__planned *was, *will;
    as__migrated *items;
    size_t count;
} listing;

static void add(listing *list, const as__step *step, int32_t what, const as__planned *before,
                const as__planned *after)
{
    int32_t occurrence = after != NULL ? after->occurrence : before->occurrence;
    list->items[list->count++] = (as__migrated){step, occurrence, what, before, after};
}

static int32_t compare(const as__planned *before, const as__planned *after)
{
    bool was = as__is_to_come(before), will = as__is_to_come(after);
    if (was != will)
        return will ? AFTERSALE_MIGRATION_ADDED : AFTERSALE_MIGRATION_DROPPED;
    return was && before->due.us != after->due.us ? AFTERSALE_MIGRATION_MOVED : AFTERSALE_MIGRATION_KEPT;
}

static int32_t loss_of(const listing *list, const as__step *step)
{
    as__migration migration = migration_of(list->migrating);
    return as__migration_is_held(&migration, step) ? AFTERSALE_MIGRATION_HELD : AFTERSALE_MIGRATION_DROPPED;
}

/* What is settled stays in the run's history; what only a day off skipped is not in it. */
static void add_past(listing *list, const as__step *step, const as__planned *before)
{
    if (as__step_is_settled(as__step_occurrence(&list->migrating->run, step->number, before->occurrence)))
        add(list, step, AFTERSALE_MIGRATION_KEPT, before, before);
    else
        add(list, step, AFTERSALE_MIGRATION_DROPPED, before, NULL);
}

/* A step of the other version. `before` NULL: the version of the run has no touch of it. */
static void add_step(listing *list, const as__step *step, const as__planned *before, const as__planned *after)
{
    if (after->is_unreached) {
        if (before != NULL && as__is_to_come(before))
            add(list, step, loss_of(list, step), before, NULL);
        else if (before != NULL)
            add_past(list, step, before);
    } else if (before == NULL) {
        add(list, step, AFTERSALE_MIGRATION_ADDED, NULL, after);
    } else if (before->occurrence == after->occurrence) {
        add(list, step, compare(before, after), before, after);
    } else if (as__is_to_come(before) || as__is_to_come(after)) {
        if (as__is_to_come(before))
            add(list, step, AFTERSALE_MIGRATION_DROPPED, before, NULL);
        if (as__is_to_come(after))
            add(list, step, AFTERSALE_MIGRATION_ADDED, NULL, after);
    } else {
        add_past(list, step, before);
        add(list, step, AFTERSALE_MIGRATION_ADDED, NULL, after);
    }
}

static void fill(listing *list)
{
    const as__template *before = list->migrating->before.plan, *after = list->migrating->after.plan;
    for (size_t i = 0; i < after->step_count; i++) {
        size_t from = as__template_step(before, after->steps[i].number);
        bool was_there = from < before->step_count && !list->was[from].is_unreached;
        add_step(list, &after->steps[i], was_there ? &list->was[from] : NULL, &list->will[i]);
    }
    for (size_t i = 0; i < before->step_count; i++) {
        const as__planned *was = &list->was[i];
        if (was->is_unreached || as__template_step(after, before->steps[i].number) < after->step_count)
            continue;
        if (as__is_to_come(was))
            add(list, &before->steps[i], loss_of(list, &before->steps[i]), was, NULL);
        else
            add_past(list, &before->steps[i], was);
    }
}

/* As lists of touches show them. */
static aftersale_status dates_of(aftersale_book *book, as__unit *unit, const aftersale_settings *settings,
                                 const as__facts *facts, as__planned **out)
{
    as__facts shown = *facts;
    aftersale_status status = as__limits_of(settings, &unit->arena, &shown.limits);
    if (status == AFTERSALE_OK)
        status = as__recents_read(unit, settings, facts->customer, facts->now, &shown.recents);
    shown.assume = true;
    if (status == AFTERSALE_OK)
        status = as__others_read(book, unit, settings, &shown);
    return status == AFTERSALE_OK ? as__run_dates(&shown, &unit->arena, out) : status;
}

aftersale_status as__migrating_list(aftersale_book *book, as__unit *unit, const aftersale_settings *settings,
                                    const as__migrating *migrating, as__migrated **out, size_t *count)
{
    size_t most = migrating->before.plan->step_count + migrating->after.plan->step_count;
    listing list = {.migrating = migrating};
    aftersale_status status = dates_of(book, unit, settings, &migrating->before, &list.was);
    if (status == AFTERSALE_OK)
        status = dates_of(book, unit, settings, &migrating->after, &list.will);
    if (status != AFTERSALE_OK)
        return status;
    list.items = as__arena_take(&unit->arena, most * sizeof *list.items + 1);
    if (list.items == NULL)
        return AFTERSALE_NO_MEMORY;
    fill(&list);
    *out = list.items;
    *count = list.count;
    return AFTERSALE_OK;
}
