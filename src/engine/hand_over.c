/* SPDX-License-Identifier: MIT */
/* Work handed over from one owner to another: of one customer as a command, of all of them step by step (S25). */
#include "aftersale/worklist.h"
#include "engine/query_args.h"
#include "engine/run.h"
#include "engine/run_list.h"
#include "rules/handed.h"
#include "value/json.h"
#include <string.h>

#define LOOKED_AT 100 /* customers in one step of the walk, unless it is said */
#define LOOKED_AT_MOST 1000

static aftersale_status check(as__command *command, const aftersale_work_hand_over_args *args)
{
    if (strcmp(args->from, args->to) == 0)
        return as__fail_field(command->book, AFTERSALE_INVALID, "to", AS__MESSAGE_OUT_OF_RANGE,
                              "must be somebody else");
    if (args->plan != NULL && as__plan_number(command->settings, args->plan) == 0)
        return as__fail_field(command->book, AFTERSALE_NOT_FOUND, "plan", AS__MESSAGE_NOT_FOUND, NULL);
    return AFTERSALE_OK;
}

/* With a plan the customer stays with whom they are. `before` and `out` are with whoever is merged into them. */
static aftersale_status hand_customer(as__command *command, const aftersale_customer *before,
                                      const aftersale_customer **out)
{
    const aftersale_work_hand_over_args *args = command->args;
    aftersale_customer draft;
    const aftersale_record *record;
    aftersale_status status;
    *out = before;
    if (args->plan != NULL || before->owner == NULL || strcmp(before->owner, args->from) != 0)
        return AFTERSALE_OK;
    status = as__record_named(command->book, command->unit, AFTERSALE_KIND_CUSTOMER, before->id, &record);
    if (status != AFTERSALE_OK)
        return status;
    draft = *(const aftersale_customer *)record;
    draft.owner = args->to;
    status = as__unit_put(command->unit, AFTERSALE_KIND_CUSTOMER, &draft, &record);
    if (status != AFTERSALE_OK)
        return status;
    return as__customer_whole(command->book, command->unit, (const aftersale_customer *)record, false, out);
}

static aftersale_status hand_run(as__command *command, uint64_t id, const aftersale_customer *before,
                                 const aftersale_customer *after, aftersale_event *event, bool *changed)
{
    const aftersale_work_hand_over_args *args = command->args;
    const aftersale_record *record;
    as__facts facts = {.customer = after};
    aftersale_enrolment draft;
    aftersale_status status =
        as__record_named(command->book, command->unit, AFTERSALE_KIND_ENROLMENT, id, &record);
    *changed = false;
    if (status != AFTERSALE_OK)
        return status;
    draft = *(const aftersale_enrolment *)record;
    if (args->plan == NULL || strcmp(draft.plan, args->plan) == 0) {
        status = as__plan_use(command->book, command->unit, command->settings, draft.plan, draft.version,
                              &facts.plan);
        if (status == AFTERSALE_OK)
            status = as__hand_over(&facts, args->from, args->to, &command->unit->arena, &draft, changed);
    }
    if (status != AFTERSALE_OK || (!*changed && before == after))
        return status;
    return as__run_put(command, (const aftersale_enrolment *)record, &draft, before, after, event);
}

static aftersale_status describe(as__command *command, aftersale_event *event)
{
    const aftersale_work_hand_over_args *args = command->args;
    as__buffer text;
    as__buffer_init(&text, &command->book->context->owner.memory);
    as__buffer_text(&text, "{\"from\":");
    as__json_write_text(&text, args->from);
    as__buffer_text(&text, ",\"to\":");
    as__json_write_text(&text, args->to);
    if (args->plan != NULL) {
        as__buffer_text(&text, ",\"plan\":");
        as__json_write_text(&text, args->plan);
    }
    as__buffer_byte(&text, '}');
    event->actor = args->actor;
    event->detail =
        text.failed ? NULL : as__arena_text(&command->unit->arena, (const char *)text.data, text.size);
    as__buffer_free(&text);
    return event->detail != NULL ? AFTERSALE_OK : AFTERSALE_NO_MEMORY;
}

aftersale_status as__do_work_hand_over(as__command *command)
{
    const aftersale_work_hand_over_args *args = command->args;
    const aftersale_customer *before, *after;
    aftersale_event event;
    as__list open;
    bool is_any;
    aftersale_status status = check(command, args);
    if (status == AFTERSALE_OK)
        status = as__link_root(command->book, command->unit, args->customer, 0, &before);
    if (status == AFTERSALE_OK)
        status =
            as__event_begin(command, AFTERSALE_KIND_CUSTOMER, before->id, AS__EVENT_WORK_HANDED_OVER, &event);
    if (status == AFTERSALE_OK)
        status = hand_customer(command, before, &after);
    if (status != AFTERSALE_OK)
        return status;
    is_any = before != after;
    status = as__runs_listed(command, after, &event, &open);
    for (size_t i = 0; status == AFTERSALE_OK && i < open.count; i++) {
        const as__open_plan *run = &AS__ITEMS(as__open_plan, open)[i];
        bool changed = false;
        if (run->is_open)
            status = hand_run(command, run->enrolment, before, after, &event, &changed);
        is_any = is_any || changed;
    }
    command->out = as__id_make(command->book->tenant->book, before->id);
    if (status != AFTERSALE_OK || !is_any)
        return status;
    command->did = AFTERSALE_DID_CHANGE;
    status = describe(command, &event);
    return status == AFTERSALE_OK ? as__event_put(command, &event) : status;
}

/* All customers, a step at a time. */

static aftersale_status check_walk(aftersale_book *book, const aftersale_work_hand_over_next_args *args,
                                   const aftersale_id *next, aftersale_work_hand_over_next_args *out)
{
    aftersale_status status;
    if (args == NULL || next == NULL)
        return as__fail_field(book, AFTERSALE_INVALID, args == NULL ? "args" : "next", AS__MESSAGE_REQUIRED,
                              NULL);
    status = as__query_args(book, args, sizeof *out, sizeof *out, out);
    if (status != AFTERSALE_OK)
        return status;
    if (out->from == NULL || out->to == NULL)
        return as__fail_field(book, AFTERSALE_INVALID, out->from == NULL ? "from" : "to",
                              AS__MESSAGE_REQUIRED, NULL);
    if (out->most == 0)
        out->most = LOOKED_AT;
    if (out->most < 0 || out->most > LOOKED_AT_MOST)
        return as__fail_field(book, AFTERSALE_INVALID, "most", AS__MESSAGE_OUT_OF_RANGE, "must be 1 to 1000");
    if (book->in_group)
        return as__fail(book, AFTERSALE_STATE, AS__MESSAGE_STATE,
                        "commits customer by customer: not in a group");
    return AFTERSALE_OK;
}

/* Ids of the next customers; `out` has room for the most. */
static aftersale_status read_customers(aftersale_book *book, const aftersale_work_hand_over_next_args *args,
                                       aftersale_id *out, size_t *count)
{
    as__unit *unit = as__book_reads(book);
    aftersale_range range;
    as__found found;
    uint64_t after = 0;
    aftersale_status status;
    if (as__id_given(args->after) && !as__id_split(args->after, book->tenant->book, &after))
        return as__fail_field(book, AFTERSALE_NOT_FOUND, "after", AS__MESSAGE_NOT_FOUND, NULL);
    as__range_begin(&range, book->tenant->book, AFTERSALE_KIND_CUSTOMER, 0, (size_t)args->most);
    range.wants = UINT64_C(1) << AFTERSALE_FIELD_CUSTOMER_ID;
    if (after != 0) {
        range.has_resume = true;
        range.resume_key = as__key_make(book->tenant->book, AFTERSALE_KIND_CUSTOMER, 0, after);
    }
    status = as__unit_scan(unit, &range, &found);
    if (status != AFTERSALE_OK)
        return as__fail_store(book, unit, status);
    for (size_t i = 0; i < found.count; i++)
        out[i] = as__id_make(book->tenant->book, as__key_of(found.items[i]).id);
    *count = found.count;
    return AFTERSALE_OK;
}

static aftersale_status hand_over_all(aftersale_book *book, const aftersale_work_hand_over_next_args *args,
                                      const aftersale_id *customers, size_t found, aftersale_id *next,
                                      size_t *count)
{
    aftersale_status status = AFTERSALE_OK;
    for (size_t i = 0; i < found && status == AFTERSALE_OK; i++) {
        status = aftersale_work_hand_over(book,
                                          AFTERSALE_ARGS(work_hand_over, .customer.id = customers[i],
                                                         .from = args->from, .to = args->to,
                                                         .plan = args->plan, .actor = args->actor),
                                          NULL);
        if (status != AFTERSALE_OK)
            return status;
        *next = customers[i];
        *count += aftersale_book_did(book) == AFTERSALE_DID_CHANGE;
    }
    if (found < (size_t)args->most)
        *next = (aftersale_id){{0}};
    return AFTERSALE_OK;
}

aftersale_status aftersale_work_hand_over_next(aftersale_book *book,
                                               const aftersale_work_hand_over_next_args *args,
                                               aftersale_id *next, size_t *count)
{
    aftersale_work_hand_over_next_args asked;
    aftersale_id *customers = NULL;
    size_t found = 0, handed = 0;
    aftersale_status status = as__book_enter(book);
    if (status != AFTERSALE_OK)
        return status;
    status = check_walk(book, args, next, &asked);
    if (status == AFTERSALE_OK) {
        *next = asked.after;
        customers = as__memory_take(&book->context->owner.memory, (size_t)asked.most * sizeof *customers);
        status = customers != NULL ? read_customers(book, &asked, customers, &found)
                                   : as__fail(book, AFTERSALE_NO_MEMORY, AS__MESSAGE_NO_MEMORY, NULL);
    }
    as__book_leave(book);
    if (status == AFTERSALE_OK)
        status = hand_over_all(book, &asked, customers, found, next, &handed);
    if (customers != NULL) /* else nobody knows yet how many were asked for */
        as__memory_give(&book->context->owner.memory, customers, (size_t)asked.most * sizeof *customers);
    if (count != NULL)
        *count = handed;
    return status;
}
