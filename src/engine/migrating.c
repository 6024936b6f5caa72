/* SPDX-License-Identifier: MIT */
#include "engine/migrating.h"
#include "aftersale/enrolment.h"
#include "aftersale/migration.h"
#include "engine/answers.h"
#include "engine/limits.h"
#include "engine/others.h"
#include "engine/recents.h"
#include "engine/twins.h"
#include "rules/run_life.h"

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

/* One version's view of the run, as lists of touches show it. */
typedef struct side {
    aftersale_enrolment run;
    as__facts facts;
    as__planned *open; /* by step: the open or last touch */
} side;

/* A list while it grows. */
typedef struct listing {
    aftersale_book *book;
    as__unit *unit;
    const aftersale_settings *settings;
    const as__migrating *migrating;
    side before, after;
    as__planned *earlier; /* room for both views of every state */
    as__migrated *items;
    size_t count;
    aftersale_status status; /* what went wrong first */
} listing;

static const as__planned *open_touch(const side *in, int32_t number)
{
    size_t step = as__template_step(in->facts.plan, number);
    return step < in->facts.plan->step_count && !in->open[step].is_unreached ? &in->open[step] : NULL;
}

/* The version that shows what happened to a step which a run's own version does not have. An edit that is not published
 * yet would be the one after the newest. */
static const as__template *find_plan(listing *list, const side *in, int32_t number, size_t *step)
{
    const as__template *plan = NULL;
    const aftersale_enrolment *run = in->facts.run;
    aftersale_status status = AFTERSALE_NOT_FOUND;
    for (int32_t version = run->version; status == AFTERSALE_NOT_FOUND && version >= run->version - 1;
         version--)
        status = as__plan_having(list->book, list->unit, list->settings, run->plan, version, number, NULL,
                                 &plan, step);
    if (status == AFTERSALE_OK)
        return plan;
    list->status = status == AFTERSALE_NOT_FOUND ? AFTERSALE_CORRUPT : status;
    return NULL;
}

/* What is settled stays in the run's history, whichever version has its step. */
static const as__planned *find_history(listing *list, const side *in, int32_t number, int32_t occurrence)
{
    as__facts other = in->facts;
    size_t step = 0;
    if (!as__step_is_settled(as__step_occurrence(in->facts.run, number, occurrence)))
        return NULL;
    other.plan = find_plan(list, in, number, &step);
    if (other.plan == NULL)
        return NULL;
    as__schedule_occurrence(&other, step, occurrence, list->earlier, NULL);
    return list->earlier++;
}

/* The touch as that version shows it; NULL: it does not. */
static const as__planned *find_touch(listing *list, const side *in, int32_t number, int32_t occurrence)
{
    size_t step = as__template_step(in->facts.plan, number);
    if (step == in->facts.plan->step_count)
        return find_history(list, in, number, occurrence);
    const as__planned *open = &in->open[step];
    if (occurrence == open->occurrence && !open->is_unreached)
        return open;
    if (occurrence >= open->occurrence || as__step_occurrence(in->facts.run, number, occurrence) == NULL)
        return NULL;
    as__schedule_occurrence(&in->facts, step, occurrence, list->earlier, NULL);
    return list->earlier++;
}

static int32_t compare(const listing *list, const as__step *step, const as__planned *before,
                       const as__planned *after)
{
    as__migration migration = migration_of(list->migrating);
    bool was = before != NULL && as__is_to_come(before), will = after != NULL && as__is_to_come(after);
    if (was && will)
        return before->due.us != after->due.us ? AFTERSALE_MIGRATION_MOVED : AFTERSALE_MIGRATION_KEPT;
    bool is_lost = !will && (was || after == NULL);
    if (is_lost && as__migration_is_held(&migration, step))
        return AFTERSALE_MIGRATION_HELD;
    if (will || before == NULL)
        return AFTERSALE_MIGRATION_ADDED;
    if (after == NULL || before->state != after->state)
        return AFTERSALE_MIGRATION_DROPPED;
    bool never_was = after->state == AFTERSALE_TOUCH_STATE_CANCELLED;
    return before->due.us == after->due.us || never_was ? AFTERSALE_MIGRATION_KEPT
                                                        : AFTERSALE_MIGRATION_MOVED;
}

static void add(listing *list, const as__step *step, int32_t occurrence, bool only_if_changed)
{
    const as__planned *before = find_touch(list, &list->before, step->number, occurrence);
    const as__planned *after = find_touch(list, &list->after, step->number, occurrence);
    if (before == NULL && after == NULL)
        return;
    int32_t what = compare(list, step, before, after);
    if (!only_if_changed || what != AFTERSALE_MIGRATION_KEPT)
        list->items[list->count++] = (as__migrated){step, occurrence, what, before, after};
}

/* The open or last touch of the step, where it is the same in both versions; else, and of earlier ones, what changes. */
static void add_step(listing *list, const as__step *step)
{
    const as__planned *was = open_touch(&list->before, step->number),
                      *will = open_touch(&list->after, step->number);
    int32_t first = was != NULL ? was->occurrence : 0, second = will != NULL ? will->occurrence : 0;
    const as__step_state *states = AS__ITEMS(as__step_state, list->after.facts.run->steps);
    for (size_t i = 0; i < list->after.facts.run->steps.count; i++) {
        int32_t occurrence = states[i].occurrence;
        if (states[i].step == step->number && occurrence != first && occurrence != second)
            add(list, step, occurrence, true);
    }
    bool is_another = first != 0 && second != 0 && first != second;
    if (first != 0)
        add(list, step, first, is_another);
    if (second != 0 && second != first)
        add(list, step, second, is_another);
}

/* Of steps that neither version has: made before it had a date, a touch may take one from another version. */
static void add_history(listing *list)
{
    const as__step_state *states = AS__ITEMS(as__step_state, list->after.run.steps);
    const as__template *before = list->before.facts.plan, *after = list->after.facts.plan;
    for (size_t i = 0; i < list->after.run.steps.count; i++) {
        size_t step = 0;
        if (as__template_step(after, states[i].step) != after->step_count ||
            as__template_step(before, states[i].step) != before->step_count)
            continue;
        const as__template *plan = find_plan(list, &list->after, states[i].step, &step);
        if (plan != NULL)
            add(list, &plan->steps[step], states[i].occurrence, true);
    }
}

static void fill(listing *list)
{
    const as__template *before = list->before.facts.plan, *after = list->after.facts.plan;
    for (size_t i = 0; i < after->step_count; i++)
        add_step(list, &after->steps[i]);
    for (size_t i = 0; i < before->step_count; i++) {
        if (as__template_step(after, before->steps[i].number) == after->step_count)
            add_step(list, &before->steps[i]);
    }
    add_history(list);
}

/* Before it is looked at: what a contact covers is covered with the command that writes the run. */
static aftersale_status cover(const listing *list, side *out)
{
    as__facts lasting = as__facts_lasting(&out->facts);
    const aftersale_event *last = NULL;
    as__planned *planned;
    aftersale_status status = AFTERSALE_OK;
    if (list->settings->overlap != NULL)
        status = as__last_of(list->unit, list->settings, out->facts.customer, NULL, &last);
    if (status == AFTERSALE_OK)
        status = as__others_made(list->settings, last, &list->unit->arena, &lasting);
    return status == AFTERSALE_OK ? as__others_settle(&list->unit->arena, &lasting, &out->run, &planned)
                                  : status;
}

static aftersale_status look(const listing *list, const as__facts *facts, bool is_written, side *out)
{
    as__unit *unit = list->unit;
    aftersale_status status = AFTERSALE_OK;
    out->run = *facts->run;
    out->facts = *facts;
    out->facts.run = &out->run;
    if (is_written)
        status = cover(list, out);
    out->facts.assume = true;
    if (status == AFTERSALE_OK)
        status = as__limits_of(unit, list->settings, &out->facts.limits);
    if (status == AFTERSALE_OK)
        status = as__recents_read(unit, list->settings, facts->customer, facts->now, &out->facts.recents);
    if (status == AFTERSALE_OK)
        status = as__others_read(list->book, unit, list->settings, &out->facts);
    return status == AFTERSALE_OK ? as__run_dates(&out->facts, &unit->arena, &out->open) : status;
}

aftersale_status as__migrating_list(aftersale_book *book, as__unit *unit, const aftersale_settings *settings,
                                    const as__migrating *migrating, as__migrated **out, size_t *count)
{
    listing list = {.book = book, .unit = unit, .settings = settings, .migrating = migrating};
    bool is_written = migrating->after.plan != migrating->before.plan;
    aftersale_status status = look(&list, &migrating->before, false, &list.before);
    if (status == AFTERSALE_OK)
        status = look(&list, &migrating->after, is_written, &list.after);
    if (status != AFTERSALE_OK)
        return status;
    size_t states = list.after.run.steps.count;
    size_t most = migrating->before.plan->step_count + migrating->after.plan->step_count + states;
    list.items = as__arena_take(&unit->arena, most * sizeof *list.items + 1);
    list.earlier = as__arena_take(&unit->arena, 2 * most * sizeof *list.earlier + 1);
    if (list.items == NULL || list.earlier == NULL)
        return AFTERSALE_NO_MEMORY;
    fill(&list);
    *out = list.items;
    *count = list.count;
    return list.status;
}
