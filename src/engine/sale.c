/* SPDX-License-Identifier: MIT */
#include "aftersale/sale.h"
#include "aftersale/enrolment.h"
#include "engine/catalogue.h"
#include "engine/put_by_ref.h"
#include "engine/run.h"
#include "engine/sale_lines.h"
#include "engine/twins.h"
#include "rules/enrolment_rule.h"
#include "value/date.h"
#include "value/money.h"
#include "value/text.h"
#include <string.h>

/* What recording and putting a sale work on together. */
typedef struct sale_work {
    as__command *command;
    const aftersale_customer *customer;
    as__priced priced;
    aftersale_event event;
    int32_t runs;
} sale_work;

static aftersale_status begin_run(sale_work *work, const aftersale_sale *sale, const char *key,
                                  const char *rule, int32_t line)
{
    as__run_start start = {
        .customer = work->customer,
        .sale = sale,
        .line = line,
        .state =
            sale->stage == AFTERSALE_STAGE_AFTER ? AFTERSALE_ENROLMENT_ACTIVE : AFTERSALE_ENROLMENT_PROMISED,
        .owner = sale->owner,
        .rule = rule,
    };
    uint64_t id;
    aftersale_status status = as__plan_for(work->command, "plan", key, 0, &start.plan);
    if (status == AFTERSALE_OK)
        status = as__run_may_begin(work->command, &start, &work->event);
    /* A rule or a product only proposes; that a plan may not be entered again is no failure of the sale. */
    if (status == AFTERSALE_STATE && strcmp(rule, "command") != 0) {
        as__problems_reset(&work->command->book->problems);
        (void)aftersale_error_set(&work->command->book->error, AFTERSALE_OK, 0, NULL);
        return AFTERSALE_OK;
    }
    if (status == AFTERSALE_OK)
        status = as__run_begin(work->command, &start, &work->event, &id);
    if (status == AFTERSALE_OK)
        work->runs++;
    return status;
}

/* The plan the command names; else that of the first rule that fits; else one for each line whose product names one
 * (S20). */
static aftersale_status begin_runs(sale_work *work, const aftersale_sale *sale, const char *plan)
{
    const as__list *rules = &work->command->settings->rules;
    const aftersale_rule *items = rules->items;
    aftersale_status status = AFTERSALE_OK;
    size_t fits;
    if (plan != NULL)
        return strcmp(plan, "-") != 0 ? begin_run(work, sale, plan, "command", 0) : AFTERSALE_OK;
    fits = as__rule_find(items, rules->count, sale, work->customer, work->priced.products, NULL);
    if (fits < rules->count)
        return strcmp(items[fits].plan, "-") != 0
                   ? begin_run(work, sale, items[fits].plan, items[fits].key, 0)
                   : AFTERSALE_OK;
    for (size_t i = 0; i < work->priced.count && status == AFTERSALE_OK; i++)
        if (work->priced.products[i] != NULL && work->priced.products[i]->plan != NULL)
            status = begin_run(work, sale, work->priced.products[i]->plan, "product", (int32_t)i + 1);
    return status;
}

static aftersale_status find_customer(sale_work *work, aftersale_link link)
{
    return as__link_root(work->command->book, work->command->unit, link, 0, &work->customer);
}

/* The day whose catalogue a sale goes by. */
static aftersale_status catalogue_day(const as__command *command, const aftersale_sale *sale,
                                      aftersale_date *out)
{
    *out = as__date_given(sale->sold) ? sale->sold : sale->promised;
    return as__date_given(*out) ? AFTERSALE_OK
                                : as__book_day(command->book, command->settings, command->at, out);
}

/* What a sale that is new takes from its arguments. */
static aftersale_status take_new(sale_work *work, aftersale_link customer, aftersale_sale_lines lines,
                                 aftersale_money total, aftersale_sale *draft)
{
    aftersale_date day;
    aftersale_status status = find_customer(work, customer);
    memset(draft, 0, sizeof *draft);
    as__put_fields(work->command, AFTERSALE_KIND_SALE, draft);
    if (status == AFTERSALE_OK)
        status = catalogue_day(work->command, draft, &day);
    return status == AFTERSALE_OK ? as__lines_price(work->command, lines, day, total, &work->priced) : status;
}

static void set_stage(aftersale_sale *draft)
{
    if (draft->stage == 0)
        draft->stage = as__date_given(draft->sold) ? AFTERSALE_STAGE_AFTER : AFTERSALE_STAGE_DESIRE;
}

/* Puts a sale that is new, begins its plans and writes its event. */
static aftersale_status put_new(sale_work *work, aftersale_sale *draft, const char *plan)
{
    as__command *command = work->command;
    const aftersale_record *put;
    aftersale_status status;
    draft->id = as__command_id_for(command, AFTERSALE_KIND_SALE);
    draft->customer = work->customer->id;
    draft->lines = (as__list){work->priced.lines, work->priced.count};
    draft->total = work->priced.total;
    draft->created = as__command_recorded(command);
    draft->recorded_as = command->digest;
    if (draft->owner == NULL)
        draft->owner = work->customer->owner;
    set_stage(draft);
    status = as__event_begin(command, AFTERSALE_KIND_CUSTOMER, draft->customer, AS__EVENT_SALE_RECORDED,
                             &work->event);
    if (status == AFTERSALE_OK)
        status = as__unit_put(command->unit, AFTERSALE_KIND_SALE, draft, &put);
    if (status == AFTERSALE_OK)
        status = begin_runs(work, (const aftersale_sale *)put, plan);
    if (status != AFTERSALE_OK)
        return status;
    work->event.subject = draft->id;
    work->event.made = work->runs;
    command->out = as__id_make(command->book->tenant->book, draft->id);
    command->did = AFTERSALE_DID_MAKE;
    return as__event_put(command, &work->event);
}

aftersale_status as__do_sale_record(as__command *command)
{
    const aftersale_sale_record_args *args = command->args;
    sale_work work = {.command = command};
    const aftersale_record *there;
    aftersale_sale draft;
    aftersale_status status = as__record_by_ref(command->unit, AFTERSALE_KIND_SALE, args->ref, &there);
    if (status != AFTERSALE_OK)
        return status;
    if (there != NULL)
        return as__put_repeat(command, ((const aftersale_sale *)there)->id,
                              &((const aftersale_sale *)there)->recorded_as);
    status = take_new(&work, args->customer, args->lines, args->total, &draft);
    return status == AFTERSALE_OK ? put_new(&work, &draft, args->plan) : status;
}

/* Putting a sale that is there. */

/* What has come back stays with its line: by product, in order. False: less would remain than came back. */
static bool carry_returned(aftersale_sale_line *lines, size_t count, const aftersale_sale *before)
{
    const aftersale_sale_line *old = before->lines.items;
    for (size_t i = 0; i < before->lines.count; i++) {
        size_t at = 0;
        if (old[i].returned.units == 0)
            continue;
        while (at < count &&
               (lines[at].returned.units != 0 || strcmp(lines[at].product.ref, old[i].product.ref) != 0 ||
                as__quantity_compare(lines[at].quantity, old[i].returned) < 0))
            at++;
        if (at == count)
            return false;
        lines[at].returned = old[i].returned;
    }
    return true;
}

/* A line that says the same as before, as far as the caller can say it. */
static bool same_lines(const as__priced *priced, const aftersale_sale *before)
{
    aftersale_sale bare;
    const as__field *field = as__kind_field(as__kind_of(AFTERSALE_KIND_SALE), AFTERSALE_FIELD_SALE_LINES);
    memset(&bare, 0, sizeof bare);
    bare.lines = (as__list){priced->lines, priced->count};
    return as__field_same(field, &bare, before);
}

static bool anchors_differ(const aftersale_sale *a, const aftersale_sale *b)
{
    return as__date_compare(a->sold, b->sold) != 0 || as__date_compare(a->delivered, b->delivered) != 0 ||
           as__date_compare(a->accepted, b->accepted) != 0 ||
           as__date_compare(a->promised, b->promised) != 0 ||
           memcmp(&a->sold_time, &b->sold_time, sizeof a->sold_time) != 0 ||
           memcmp(&a->delivered_time, &b->delivered_time, sizeof a->delivered_time) != 0 ||
           memcmp(&a->accepted_time, &b->accepted_time, sizeof a->accepted_time) != 0;
}

/* Brings the sale's own runs in line: their anchors, their seller, and promised plans that become active (S11). */
static aftersale_status refresh_runs(sale_work *work, const aftersale_sale *before,
                                     const aftersale_sale *after)
{
    as__command *command = work->command;
    const as__open_plan *runs = AS__ITEMS(as__open_plan, work->event.runs);
    size_t count = work->event.runs.count;
    bool closes = before->stage != AFTERSALE_STAGE_AFTER && after->stage == AFTERSALE_STAGE_AFTER;
    if (!closes && !anchors_differ(before, after) && as__text_same(before->owner, after->owner))
        return AFTERSALE_OK;
    for (size_t i = 0; i < count; i++) {
        const aftersale_record *record;
        const aftersale_enrolment *run;
        aftersale_enrolment draft;
        aftersale_status status;
        if (!runs[i].is_open)
            continue;
        status = as__record_named(command->book, command->unit, AFTERSALE_KIND_ENROLMENT, runs[i].enrolment,
                                  &record);
        if (status != AFTERSALE_OK)
            return status;
        run = (const aftersale_enrolment *)record;
        if (run->sale != after->id)
            continue;
        draft = *run;
        as__run_take_anchors(&draft, after, command->now);
        if (closes && draft.state < AFTERSALE_ENROLMENT_ACTIVE)
            draft.state = AFTERSALE_ENROLMENT_ACTIVE;
        status = as__run_put(command, run, &draft, work->customer, work->customer, &work->event);
        if (status != AFTERSALE_OK)
            return status;
    }
    return AFTERSALE_OK;
}

static bool has_runs(const aftersale_event *event, const as__command *command, uint64_t sale)
{
    const as__open_plan *runs = AS__ITEMS(as__open_plan, event->runs);
    for (size_t i = 0; i < event->runs.count; i++) {
        const aftersale_record *record;
        if (as__record_of(command->book, command->unit, AFTERSALE_KIND_ENROLMENT, runs[i].enrolment,
                          &record) == AFTERSALE_OK &&
            ((const aftersale_enrolment *)record)->sale == sale)
            return true;
    }
    return false;
}

static aftersale_status put_changed(sale_work *work, const aftersale_sale *before, aftersale_sale *draft,
                                    const char *plan)
{
    as__command *command = work->command;
    const aftersale_record *put;
    aftersale_status status =
        as__event_begin(command, AFTERSALE_KIND_CUSTOMER, before->customer, AS__EVENT_SALE_PUT, &work->event);
    if (status == AFTERSALE_OK)
        status = as__unit_put(command->unit, AFTERSALE_KIND_SALE, draft, &put);
    if (status == AFTERSALE_OK)
        status = refresh_runs(work, before, (const aftersale_sale *)put);
    /* The close of a sale that has no plan yet begins one, as recording it closed would have. */
    if (status == AFTERSALE_OK && before->stage != AFTERSALE_STAGE_AFTER &&
        draft->stage == AFTERSALE_STAGE_AFTER && !has_runs(&work->event, command, before->id)) {
        command->made = 1; /* runs are numbered on from the command's own id */
        status = begin_runs(work, (const aftersale_sale *)put, plan);
    }
    if (status != AFTERSALE_OK)
        return status;
    work->event.subject = before->id;
    work->event.made = work->runs;
    command->did = AFTERSALE_DID_CHANGE;
    return as__event_put(command, &work->event);
}

/* Lines that stay are not priced again, but a total must agree with them, and the products behind them say which plan
 * a sale that closes begins. */
static aftersale_status take_again(as__command *command, const aftersale_sale *before, aftersale_date day,
                                   aftersale_money total, as__priced *out)
{
    aftersale_sale_lines lines = {before->lines.items, before->lines.count, sizeof(aftersale_sale_line)};
    aftersale_status status;
    aftersale_sale_line *bare = as__arena_take(&command->unit->arena, lines.count * sizeof *bare + 1);
    if (bare == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < lines.count; i++) {
        bare[i] = lines.items[i];
        memset(&bare[i].returned, 0, sizeof bare[i].returned);
    }
    lines.items = bare;
    status = as__lines_take(command, lines, day, out);
    return status == AFTERSALE_OK ? as__lines_sum(command, total, out) : status;
}

static aftersale_status change(sale_work *work, const aftersale_sale_put_args *args,
                               const aftersale_sale *before)
{
    as__command *command = work->command;
    aftersale_sale draft = *before;
    aftersale_date day;
    aftersale_status status;
    bool differs;
    as__put_fields(command, AFTERSALE_KIND_SALE, &draft);
    status = catalogue_day(command, &draft, &day);
    if (status == AFTERSALE_OK && args->lines.count != 0)
        status = as__lines_price(command, args->lines, day, args->total, &work->priced);
    else if (status == AFTERSALE_OK)
        status = take_again(command, before, day, args->total, &work->priced);
    if (status != AFTERSALE_OK)
        return status;
    draft.lines = before->lines;
    draft.total = as__money_given(args->total) ? work->priced.total : before->total;
    if (args->lines.count != 0) {
        if (!carry_returned(work->priced.lines, work->priced.count, before))
            return as__fail_field(command->book, AFTERSALE_INVALID, "lines", AS__MESSAGE_RETURN_TOO_MUCH,
                                  "hold less than has come back");
        if (!same_lines(&work->priced, before))
            draft.lines = (as__list){work->priced.lines, work->priced.count};
        draft.total = work->priced.total;
        if (!as__lines_are_back(&draft.lines)) {
            memset(&draft.returned, 0, sizeof draft.returned);
            memset(&draft.returned_time, 0, sizeof draft.returned_time);
        }
    }
    if (args->stage == 0 && before->stage < AFTERSALE_STAGE_AFTER && as__date_given(args->sold))
        draft.stage = AFTERSALE_STAGE_AFTER;
    differs = as__put_differs(AFTERSALE_KIND_SALE, &draft, before);
    status = as__put_allowed(command, (const aftersale_record *)before, args->flags, args->expect, differs);
    command->out = as__id_make(command->book->tenant->book, before->id);
    if (status != AFTERSALE_OK || !differs)
        return status;
    return put_changed(work, before, &draft, args->plan);
}

static aftersale_status same_customer(sale_work *work, aftersale_link link, const aftersale_sale *before)
{
    aftersale_status status =
        as__link_root(work->command->book, work->command->unit, link, before->customer, &work->customer);
    if (status == AFTERSALE_OK && !as__customer_has(work->customer, before->customer))
        return as__fail_field(work->command->book, AFTERSALE_EXISTS, "customer", AS__MESSAGE_REF_TAKEN,
                              "a sale stays with its customer");
    return status;
}

aftersale_status as__do_sale_put(as__command *command)
{
    const aftersale_sale_put_args *args = command->args;
    sale_work work = {.command = command};
    const aftersale_record *there;
    aftersale_sale draft;
    aftersale_status status = as__record_by_ref(command->unit, AFTERSALE_KIND_SALE, args->ref, &there);
    as__command_take_digest(command);
    if (status != AFTERSALE_OK)
        return status;
    if (there != NULL) {
        status = same_customer(&work, args->customer, (const aftersale_sale *)there);
        return status == AFTERSALE_OK ? change(&work, args, (const aftersale_sale *)there) : status;
    }
    status = take_new(&work, args->customer, args->lines, args->total, &draft);
    if (status == AFTERSALE_OK)
        status = as__put_allowed(command, NULL, args->flags, args->expect, true);
    return status == AFTERSALE_OK ? put_new(&work, &draft, args->plan) : status;
}
