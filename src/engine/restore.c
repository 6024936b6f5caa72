/* SPDX-License-Identifier: MIT */
/* An export is restored with the local ids that it names, so that touches keep theirs and a second import finds what
 * the first one made (S4, S70). */
#include "engine/restore.h"
#include "aftersale/enrolment.h"
#include "engine/command.h"
#include "engine/reasons.h"
#include "engine/sheet_source.h"
#include "engine/touch_at.h"
#include <stdio.h>
#include <string.h>

#define NUMBER_MOST 1e15 /* of an event; exact in JSON */

uint64_t as__command_id_for(as__command *command, aftersale_kind kind)
{
    const as__restored *from = command->book->restores;
    uint64_t own = as__command_id(command);
    const aftersale_record *taken;
    if (from == NULL || own == 0 ||
        as__record_of(command->book, command->unit, kind, from->id, &taken) != AFTERSALE_NOT_FOUND)
        return own;
    return from->id;
}

aftersale_time as__command_recorded(const as__command *command)
{
    return command->book->restores != NULL ? command->at : command->now;
}

void as__command_take_digest(as__command *command)
{
    static const as__hash none;
    const as__restored *from = command->book->restores;
    if (from != NULL && memcmp(&from->recorded_as, &none, sizeof none) != 0)
        command->digest = from->recorded_as;
}

/* One line on its way into the book. */
typedef struct restoring {
    as__command command;
    const as__json *json;
    as__arena *arena;
    aftersale_id id; /* in the book that wrote the line */
    uint64_t local;
    bool is_new;
} restoring;

static aftersale_status fail(restoring *work, aftersale_status status, const char *path, as__message message,
                             const char *text)
{
    return as__fail_field(work->command.book, status, path, message, text);
}

static aftersale_status find(void *user, aftersale_kind kind, aftersale_link link, uint64_t *local)
{
    as__command *command = &((restoring *)user)->command;
    const aftersale_record *record;
    aftersale_status status;
    if (link.ref != NULL && kind == AFTERSALE_KIND_SALE) {
        status = as__record_by_ref(command->unit, kind, link.ref, &record);
        if (status == AFTERSALE_OK && record == NULL)
            return AFTERSALE_NOT_FOUND;
        if (status == AFTERSALE_OK)
            *local = as__key_of(record).id;
        return status;
    }
    if (link.ref != NULL)
        *local = as__local_of_ref(command->book->tenant->secret, kind, link.ref);
    else if (!as__id_local(link.id, local))
        return AFTERSALE_NOT_FOUND;
    return as__record_of(command->book, command->unit, kind, *local, &record);
}

/* A draft of the line's record, checked. */
static aftersale_status read_draft(restoring *work, aftersale_kind kind, const char *const *beside,
                                   void *draft)
{
    aftersale_book *book = work->command.book;
    as__finder finder = {find, work};
    aftersale_status status = as__record_read_json(as__kind_of(kind), work->json, &finder, beside,
                                                   work->arena, &book->problems, draft);
    if (status == AFTERSALE_INVALID || status == AFTERSALE_NOT_FOUND) {
        (void)as__fail_problems(book);
        book->error.status = status;
    }
    return status;
}

static aftersale_status check_draft(restoring *work, aftersale_kind kind, const void *draft)
{
    as__record_check(as__kind_of(kind), draft, &work->command.book->problems);
    return as__fail_problems(work->command.book);
}

static aftersale_status record_of(restoring *work, aftersale_kind kind, uint64_t local,
                                  const aftersale_record **out)
{
    return as__record_of(work->command.book, work->command.unit, kind, local, out);
}

static aftersale_status finish(restoring *work, aftersale_event *event)
{
    work->is_new = true;
    return as__event_put(&work->command, event);
}

/* Plans entered. */

static aftersale_status check_sale(restoring *work, const aftersale_enrolment *draft)
{
    const aftersale_record *record;
    const aftersale_sale *sale;
    aftersale_status status;
    if (draft->sale == 0)
        return draft->line == 0 ? AFTERSALE_OK
                                : fail(work, AFTERSALE_INVALID, "line", AS__MESSAGE_OUT_OF_RANGE, NULL);
    status = record_of(work, AFTERSALE_KIND_SALE, draft->sale, &record);
    if (status != AFTERSALE_OK)
        return status;
    sale = (const aftersale_sale *)record;
    if (sale->customer != draft->customer)
        return fail(work, AFTERSALE_INVALID, "customer", AS__MESSAGE_DISAGREE, "is not whose sale it is");
    if ((size_t)draft->line > sale->lines.count)
        return fail(work, AFTERSALE_INVALID, "line", AS__MESSAGE_OUT_OF_RANGE, "must be a line of the sale");
    return AFTERSALE_OK;
}

/* Every state is of a step of the plan, in order. Events are the other book's: the touches bring their own. */
static aftersale_status take_steps(restoring *work, const as__template *plan, aftersale_enrolment *draft)
{
    size_t count = draft->steps.count;
    as__step_state *steps = as__arena_take(work->arena, (count + 1) * sizeof *steps);
    if (steps == NULL)
        return AFTERSALE_NO_MEMORY;
    if (count != 0)
        memcpy(steps, draft->steps.items, count * sizeof *steps);
    for (size_t i = 0; i < count; i++) {
        bool is_behind =
            i == 0 || steps[i].step > steps[i - 1].step ||
            (steps[i].step == steps[i - 1].step && steps[i].occurrence > steps[i - 1].occurrence);
        if (as__template_step(plan, steps[i].step) == plan->step_count || !is_behind)
            return fail(work, AFTERSALE_INVALID, "steps", AS__MESSAGE_NOT_FOUND,
                        "are not those of this version of the plan, in order");
        steps[i].event = 0;
    }
    draft->steps.items = steps;
    draft->share = 0; /* the shares bring it */
    return AFTERSALE_OK;
}

/* Among the runs that the customer's last event holds: all open ones, and the last of each plan. */
static aftersale_status check_run(restoring *work, const aftersale_enrolment *draft,
                                  const aftersale_event *event)
{
    const as__open_plan *runs = AS__ITEMS(as__open_plan, event->runs);
    int32_t plan = as__plan_number(work->command.settings, draft->plan);
    for (size_t i = 0; i < event->runs.count; i++)
        if (runs[i].plan == plan && runs[i].run == draft->run)
            return fail(work, AFTERSALE_EXISTS, "run", AS__MESSAGE_REF_TAKEN,
                        "is that of another entry into this plan here");
    return AFTERSALE_OK;
}

static aftersale_status put_enrolment(restoring *work, aftersale_enrolment *draft)
{
    as__command *command = &work->command;
    const aftersale_record *customer;
    const as__template *plan;
    aftersale_event event;
    aftersale_status status = check_draft(work, AFTERSALE_KIND_ENROLMENT, draft);
    if (status == AFTERSALE_OK)
        status = check_sale(work, draft);
    if (status == AFTERSALE_OK)
        status = as__plan_for(command, "plan", draft->plan, draft->version, &plan);
    if (status == AFTERSALE_OK)
        status = take_steps(work, plan, draft);
    if (status == AFTERSALE_OK)
        status = record_of(work, AFTERSALE_KIND_CUSTOMER, draft->customer, &customer);
    command->at = draft->begun;
    if (status == AFTERSALE_OK)
        status =
            as__event_begin(command, AFTERSALE_KIND_CUSTOMER, draft->customer, AS__EVENT_ENROLLED, &event);
    if (status == AFTERSALE_OK)
        status = check_run(work, draft, &event);
    if (status == AFTERSALE_OK)
        status = as__run_restore(command, draft, (const aftersale_customer *)customer, &event);
    event.subject = draft->id;
    return status == AFTERSALE_OK ? finish(work, &event) : status;
}

static aftersale_status restore_enrolment(restoring *work)
{
    static const char *const beside[] = {NULL};
    const aftersale_record *record;
    aftersale_enrolment draft;
    aftersale_status status = read_draft(work, AFTERSALE_KIND_ENROLMENT, beside, &draft);
    draft.id = work->local;
    if (status != AFTERSALE_OK)
        return status;
    status = record_of(work, AFTERSALE_KIND_ENROLMENT, draft.id, &record);
    if (status == AFTERSALE_NOT_FOUND)
        return put_enrolment(work, &draft);
    if (status != AFTERSALE_OK)
        return status;
    if (((const aftersale_enrolment *)record)->customer != draft.customer ||
        ((const aftersale_enrolment *)record)->run != draft.run || draft.plan == NULL ||
        strcmp(((const aftersale_enrolment *)record)->plan, draft.plan) != 0)
        return fail(work, AFTERSALE_EXISTS, "id", AS__MESSAGE_REF_CLASH, NULL);
    return AFTERSALE_OK;
}

/* Shared versions of written plans. */

static aftersale_status restore_sheet(restoring *work)
{
    static const char *const beside[] = {NULL};
    as__command *command = &work->command;
    const aftersale_record *record;
    as__shared_sheet draft;
    aftersale_enrolment run;
    aftersale_event event;
    aftersale_status status = read_draft(work, AFTERSALE_KIND_SHEET, beside, &draft);
    draft.id = work->local;
    if (status == AFTERSALE_OK)
        status = check_draft(work, AFTERSALE_KIND_SHEET, &draft);
    if (status != AFTERSALE_OK)
        return status;
    draft.id = as__sheet_share_id(command->book, draft.enrolment, draft.version);
    status = record_of(work, AFTERSALE_KIND_SHEET, draft.id, &record);
    if (status != AFTERSALE_NOT_FOUND)
        return status;
    status = record_of(work, AFTERSALE_KIND_ENROLMENT, draft.enrolment, &record);
    if (status != AFTERSALE_OK)
        return status;
    run = *(const aftersale_enrolment *)record;
    if (run.customer != draft.customer)
        return fail(work, AFTERSALE_INVALID, "customer", AS__MESSAGE_DISAGREE, "is not whose plan it is");
    if (run.share < draft.version)
        run.share = draft.version;
    command->at = draft.shared;
    status = as__unit_put(command->unit, AFTERSALE_KIND_SHEET, &draft, NULL);
    if (status == AFTERSALE_OK)
        status = as__unit_put(command->unit, AFTERSALE_KIND_ENROLMENT, &run, NULL);
    if (status == AFTERSALE_OK)
        status =
            as__event_begin(command, AFTERSALE_KIND_CUSTOMER, run.customer, AS__EVENT_SHEET_SHARED, &event);
    event.subject = draft.id;
    return status == AFTERSALE_OK ? finish(work, &event) : status;
}

/* Touches that were made or tried. */

typedef struct made_touch {
    aftersale_touch draft;
    int64_t number; /* of its event in the book that wrote the line */
    const char *reasons;
    char key[64]; /* of its event here */
    const aftersale_enrolment *run;
    int32_t step;
} made_touch;

static aftersale_status take_reasons(restoring *work, const cJSON *reasons, const char **out)
{
    as__reasons *read;
    const char *source;
    size_t size;
    if (reasons == NULL)
        return AFTERSALE_OK;
    source = as__json_source(work->json, reasons, &size);
    read = as__arena_take(work->arena, sizeof *read);
    *out = as__arena_text(work->arena, source, size);
    if (read == NULL || *out == NULL)
        return AFTERSALE_NO_MEMORY;
    if (as__reasons_read(&work->command.book->context->owner.memory, *out, read) != AFTERSALE_OK)
        return fail(work, AFTERSALE_INVALID, "reasons", AS__MESSAGE_NOT_A_CHOICE,
                    "are no reasons of an export");
    return AFTERSALE_OK;
}

/* What the line says beside the fields of a touch. */
static aftersale_status read_beside(restoring *work, made_touch *touch)
{
    const cJSON *number = cJSON_GetObjectItemCaseSensitive(work->json->root, "number");
    char id[AFTERSALE_ID_TEXT];
    if (!cJSON_IsNumber(number) || number->valuedouble < 1 || number->valuedouble > NUMBER_MOST)
        return fail(work, AFTERSALE_INVALID, "number", AS__MESSAGE_OUT_OF_RANGE, NULL);
    touch->number = (int64_t)number->valuedouble;
    aftersale_id_text(work->id, id);
    snprintf(touch->key, sizeof touch->key, "%s/%lld", id, (long long)touch->number);
    return take_reasons(work, cJSON_GetObjectItemCaseSensitive(work->json->root, "reasons"), &touch->reasons);
}

static aftersale_status find_step(restoring *work, made_touch *touch)
{
    as__command *command = &work->command;
    const aftersale_record *record;
    const as__template *plan;
    aftersale_status status = record_of(work, AFTERSALE_KIND_ENROLMENT, touch->draft.enrolment, &record);
    if (status != AFTERSALE_OK)
        return status;
    touch->run = (const aftersale_enrolment *)record;
    if (touch->run->customer != touch->draft.customer)
        return fail(work, AFTERSALE_INVALID, "customer", AS__MESSAGE_DISAGREE, "is not whose plan it is");
    status = as__plan_use(command->book, command->unit, command->settings, touch->run->plan,
                          touch->run->version, &plan);
    for (size_t i = 0; status == AFTERSALE_OK && i < plan->step_count; i++)
        if (touch->draft.step != NULL && strcmp(plan->steps[i].key, touch->draft.step) == 0)
            touch->step = plan->steps[i].number;
    if (status == AFTERSALE_OK && touch->step == 0)
        return fail(work, AFTERSALE_INVALID, "step", AS__MESSAGE_NOT_A_CHOICE, "is none of the plan's");
    return status;
}

static bool is_its_event(const made_touch *touch, const aftersale_event *event)
{
    return event->enrolment == touch->run->id && event->step == touch->step &&
           event->occurrence == touch->draft.occurrence && event->contact.us == touch->draft.made.us;
}

/* In the book that wrote the line its event has the number; where it was taken in before, it has the key. */
static aftersale_status is_here(restoring *work, const made_touch *touch, bool *out)
{
    as__command *command = &work->command;
    aftersale_key key = as__key_make(command->book->tenant->book, AFTERSALE_KIND_EVENT, touch->run->customer,
                                     (uint64_t)touch->number);
    const aftersale_record *record;
    aftersale_range range;
    as__found found = {NULL, 0};
    aftersale_status status = as__unit_get(command->unit, &key, &record);
    *out = status == AFTERSALE_OK && is_its_event(touch, (const aftersale_event *)record);
    if (*out || (status != AFTERSALE_OK && status != AFTERSALE_NOT_FOUND))
        return status;
    as__range_begin(&range, command->book->tenant->book, AFTERSALE_KIND_EVENT, 1, 1);
    as__range_equal_text(&range, touch->key);
    status = as__unit_scan(command->unit, &range, &found);
    *out = found.count != 0;
    return status;
}

/* The states that the event settled, or tried, now point to it. False: the plan knows of no such touch. */
static bool point_to(const made_touch *touch, int64_t number, as__step_state *steps, size_t count)
{
    bool is_known = false;
    for (size_t i = 0; i < count; i++) {
        bool is_own = steps[i].step == touch->step && steps[i].occurrence == touch->draft.occurrence &&
                      steps[i].outcome != 0;
        if ((is_own || steps[i].state == AS__STEP_SKIPPED) && steps[i].made.us == touch->draft.made.us)
            steps[i].event = number;
        is_known = is_known || is_own;
    }
    return is_known;
}

static void describe(const made_touch *touch, aftersale_event *event)
{
    const aftersale_touch *draft = &touch->draft;
    event->key = touch->key;
    event->enrolment = touch->run->id;
    event->step = touch->step;
    event->occurrence = draft->occurrence;
    event->outcome = draft->outcome;
    event->planned = draft->due;
    event->contact = draft->made;
    event->actor = draft->actor;
    event->channel = draft->channel;
    event->reasons = touch->reasons;
    if (as__touch_was_reached(draft->outcome) && draft->made.us > event->last_contact.us)
        event->last_contact = draft->made;
}

static aftersale_status put_touch(restoring *work, const made_touch *touch)
{
    as__command *command = &work->command;
    aftersale_enrolment run = *touch->run;
    as__step_state *steps = as__arena_take(work->arena, (run.steps.count + 1) * sizeof *steps);
    int32_t type =
        touch->draft.state == AFTERSALE_TOUCH_STATE_DONE ? AS__EVENT_TOUCH_DONE : AS__EVENT_TOUCH_TRIED;
    aftersale_event event;
    aftersale_status status;
    if (steps == NULL)
        return AFTERSALE_NO_MEMORY;
    if (run.steps.count != 0)
        memcpy(steps, run.steps.items, run.steps.count * sizeof *steps);
    run.steps.items = steps;
    command->at = touch->draft.made;
    status = as__event_begin(command, AFTERSALE_KIND_CUSTOMER, run.customer, type, &event);
    if (status != AFTERSALE_OK)
        return status;
    describe(touch, &event);
    if (!point_to(touch, event.number, steps, run.steps.count))
        return fail(work, AFTERSALE_STATE, "enrolment", AS__MESSAGE_STATE,
                    "stands otherwise here: it knows of no such touch");
    status = as__unit_put(command->unit, AFTERSALE_KIND_ENROLMENT, &run, NULL);
    if (status == AFTERSALE_OK)
        status = as__touch_put_note(command, touch->draft.note, &event);
    return status == AFTERSALE_OK ? finish(work, &event) : status;
}

static aftersale_status restore_touch(restoring *work)
{
    static const char *const beside[] = {"number", "reasons", NULL};
    made_touch touch = {.number = 0};
    bool is_there = false;
    aftersale_status status = read_draft(work, AFTERSALE_KIND_TOUCH, beside, &touch.draft);
    touch.draft.id = work->id;
    if (status == AFTERSALE_OK)
        status = check_draft(work, AFTERSALE_KIND_TOUCH, &touch.draft);
    if (status == AFTERSALE_OK && (touch.draft.made.us == 0 || touch.draft.outcome == 0))
        return fail(work, AFTERSALE_INVALID, touch.draft.outcome == 0 ? "outcome" : "made",
                    AS__MESSAGE_REQUIRED, NULL);
    if (status == AFTERSALE_OK)
        status = read_beside(work, &touch);
    if (status == AFTERSALE_OK)
        status = find_step(work, &touch);
    if (status == AFTERSALE_OK)
        status = is_here(work, &touch, &is_there);
    return status == AFTERSALE_OK && !is_there ? put_touch(work, &touch) : status;
}

typedef aftersale_status (*restore_fn)(restoring *work);

static restore_fn function_of(aftersale_kind kind)
{
    switch (kind) {
    case AFTERSALE_KIND_ENROLMENT:
        return restore_enrolment;
    case AFTERSALE_KIND_SHEET:
        return restore_sheet;
    case AFTERSALE_KIND_TOUCH:
        return restore_touch;
    default:
        return NULL;
    }
}

bool as__is_restored(aftersale_kind kind)
{
    return function_of(kind) != NULL;
}

static aftersale_status begin(restoring *work)
{
    const cJSON *id = cJSON_GetObjectItemCaseSensitive(work->json->root, "id");
    if (!cJSON_IsString(id) || aftersale_id_parse(id->valuestring, &work->id) != AFTERSALE_OK ||
        !as__id_local(work->id, &work->local))
        return fail(work, AFTERSALE_INVALID, "id", AS__MESSAGE_NOT_AN_ID, NULL);
    return as__book_settings(work->command.book, work->command.unit, &work->command.settings);
}

aftersale_status as__restore(aftersale_book *book, aftersale_kind kind, const as__json *json,
                             as__arena *arena)
{
    restoring work = {.command = {.book = book, .unit = book->unit}, .json = json, .arena = arena};
    size_t mark = as__unit_mark(book->unit);
    aftersale_status status = as__command_draw(&work.command);
    if (status == AFTERSALE_OK)
        status = begin(&work);
    if (status == AFTERSALE_OK)
        status = function_of(kind)(&work);
    book->did = work.is_new ? AFTERSALE_DID_MAKE : AFTERSALE_DID_NOTHING;
    if (status == AFTERSALE_OK)
        return status;
    as__unit_take_back(book->unit, mark);
    return book->error.status != AFTERSALE_OK ? status : as__fail_store(book, book->unit, status);
}
