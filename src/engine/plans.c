/* SPDX-License-Identifier: MIT */
#include "engine/plans.h"
#include "value/digest.h"
#include <stdio.h>
#include <string.h>

uint64_t as__plan_id(const aftersale_book *book, const char *key, int32_t version)
{
    char ref[96];
    snprintf(ref, sizeof ref, "%.64s %d", key, (int)version);
    return as__local_of_ref(book->tenant->secret, AFTERSALE_KIND_PLAN, ref);
}

static const as__plan_head *find_head(const aftersale_settings *settings, const char *key)
{
    const as__plan_head *heads = AS__ITEMS(as__plan_head, settings->plans);
    for (size_t i = 0; i < settings->plans.count; i++)
        if (strcmp(heads[i].key, key) == 0)
            return &heads[i];
    return NULL;
}

int32_t as__plan_number(const aftersale_settings *settings, const char *key)
{
    const as__plan_head *head = find_head(settings, key);
    return head != NULL ? (int32_t)(head - AS__ITEMS(as__plan_head, settings->plans)) + 1 : 0;
}

bool as__plan_has_cases(const aftersale_settings *settings, int32_t number)
{
    bool is_listed = number > 0 && (size_t)number <= settings->plans.count;
    return !is_listed || AS__ITEMS(as__plan_head, settings->plans)[number - 1].has_cases != 0;
}

bool as__plan_is_known(const aftersale_settings *settings, const char *key)
{
    return find_head(settings, key) != NULL || as__ready_plan(key) != NULL;
}

static const as__template *among(as__template *const *plans, size_t count, const char *key, int32_t version)
{
    for (size_t i = 0; i < count; i++)
        if (plans[i]->version == version && strcmp(plans[i]->key, key) == 0)
            return plans[i];
    return NULL;
}

/* The tenant's list grows only; what it holds lives as long as the tenant. */
static const as__template *cached(as__tenant *tenant, const char *key, int32_t version)
{
    const as__template *plan;
    pthread_mutex_lock(&tenant->lock);
    plan = among(tenant->plans, tenant->plan_count, key, version);
    pthread_mutex_unlock(&tenant->lock);
    return plan;
}

static bool room_for_plan(const as__memory *memory, as__template ***plans, size_t count, size_t *room)
{
    size_t more = *room == 0 ? 8 : *room * 2;
    as__template **grown;
    if (count < *room)
        return true;
    grown = as__memory_grow(memory, *plans, *room * sizeof *grown, more * sizeof *grown);
    if (grown == NULL)
        return false;
    *plans = grown;
    *room = more;
    return true;
}

/* Takes the template over. @return the one to use: another thread may have been faster */
static const as__template *cache(aftersale_book *book, as__template *plan)
{
    as__tenant *tenant = book->tenant;
    const as__template *use;
    pthread_mutex_lock(&tenant->lock);
    use = among(tenant->plans, tenant->plan_count, plan->key, plan->version);
    if (use == NULL &&
        room_for_plan(&book->context->owner.memory, &tenant->plans, tenant->plan_count, &tenant->plan_room))
        use = tenant->plans[tenant->plan_count++] = plan;
    pthread_mutex_unlock(&tenant->lock);
    if (use != plan)
        as__template_free(plan);
    return use;
}

void as__plans_forget(aftersale_book *book)
{
    for (size_t i = 0; i < book->own_plan_count; i++)
        as__template_free(book->own_plans[i]);
    book->own_plan_count = 0;
}

static const as__template *keep_own(aftersale_book *book, as__template *plan)
{
    if (!room_for_plan(&book->context->owner.memory, &book->own_plans, book->own_plan_count,
                       &book->own_plan_room)) {
        as__template_free(plan);
        return NULL;
    }
    book->own_plans[book->own_plan_count++] = plan;
    return plan;
}

/* Rules were checked when the plan was published: where nobody can read them, its other steps go on. */
static bool was_checked(void *user, const char *rule)
{
    (void)user;
    (void)rule;
    return true;
}

static aftersale_status read_plan(aftersale_book *book, const aftersale_plan *record, as__template **out)
{
    static const as__rule_reader any = {NULL, was_checked, NULL};
    as__problems problems;
    aftersale_status status;
    as__problems_init(&problems, &book->context->owner.memory);
    status = as__template_read(&book->context->owner.memory, &any, record->json, strlen(record->json),
                               &problems, out);
    as__problems_free(&problems);
    if (status == AFTERSALE_INVALID)
        return AFTERSALE_CORRUPT;
    if (status != AFTERSALE_OK)
        return status;
    status = as__template_number(*out, record->version, AS__ITEMS(as__step_number, record->numbers),
                                 record->numbers.count);
    if (status != AFTERSALE_OK)
        as__template_free(*out);
    return status;
}

aftersale_status as__plan_use(aftersale_book *book, as__unit *unit, const aftersale_settings *settings,
                              const char *key, int32_t version, const as__template **plan)
{
    const as__plan_head *head = find_head(settings, key);
    const aftersale_record *record;
    aftersale_key record_key;
    as__template *made;
    aftersale_status status;
    /* A version that is named needs no settings: those that a group has read may be older than the run. */
    if (head == NULL && version == 0)
        return AFTERSALE_NOT_FOUND;
    if (version == 0)
        version = head->version;
    *plan = among(book->own_plans, book->own_plan_count, key, version);
    if (*plan == NULL)
        *plan = cached(book->tenant, key, version);
    if (*plan != NULL)
        return AFTERSALE_OK;
    record_key = as__key_make(book->tenant->book, AFTERSALE_KIND_PLAN, 0, as__plan_id(book, key, version));
    status = as__unit_get(unit, &record_key, &record);
    if (status == AFTERSALE_OK)
        status = read_plan(book, (const aftersale_plan *)record, &made);
    if (status != AFTERSALE_OK)
        return status;
    /* What is not committed yet may never be: it must not outlive this command or group. */
    *plan = as__unit_is_pending(unit, &record_key) ? keep_own(book, made) : cache(book, made);
    return *plan != NULL ? AFTERSALE_OK : AFTERSALE_NO_MEMORY;
}

static bool has_step(const as__template *plan, int32_t number, const char *step, size_t *index)
{
    *index = step != NULL ? as__template_step_named(plan, step) : as__template_step(plan, number);
    return *index < plan->step_count;
}

aftersale_status as__plan_having(aftersale_book *book, as__unit *unit, const aftersale_settings *settings,
                                 const char *key, int32_t version, int32_t number, const char *step,
                                 const as__template **plan, size_t *index)
{
    for (int32_t at = version; at > 0; at--) {
        aftersale_status status = as__plan_use(book, unit, settings, key, at, plan);
        if (status != AFTERSALE_OK || has_step(*plan, number, step, index))
            return status;
    }
    for (int32_t at = version + 1;; at++) {
        aftersale_status status = as__plan_use(book, unit, settings, key, at, plan);
        if (status != AFTERSALE_OK || has_step(*plan, number, step, index))
            return status;
    }
}

static aftersale_status add_head(as__command *command, const as__template *plan, int32_t version)
{
    aftersale_settings settings = *command->settings;
    as__plan_head *heads = as__arena_take(&command->unit->arena, (settings.plans.count + 1) * sizeof *heads);
    int32_t number = as__plan_number(&settings, plan->key);
    const aftersale_record *put;
    aftersale_status status;
    if (heads == NULL)
        return AFTERSALE_NO_MEMORY;
    if (settings.plans.count != 0)
        memcpy(heads, settings.plans.items, settings.plans.count * sizeof *heads);
    if (number == 0) {
        number = (int32_t)++settings.plans.count;
        heads[number - 1] = (as__plan_head){.key = plan->key};
    }
    heads[number - 1].version = version;
    heads[number - 1].classes |= 1 << plan->priority; /* runs keep the class of their version */
    if (as__template_reach(plan) > heads[number - 1].reach)
        heads[number - 1].reach = as__template_reach(plan);
    if (plan->case_count != 0)
        heads[number - 1].has_cases = 1;
    settings.plans.items = heads;
    status = as__unit_put(command->unit, AFTERSALE_KIND_SETTINGS, &settings, &put);
    if (status == AFTERSALE_OK)
        command->settings = (const aftersale_settings *)put;
    return status;
}

static bool is_break(char sign)
{
    return sign == '\r' || sign == '\n';
}

/* Of the document as an export writes it: from its first brace to its last, in one line, where breaks are space. */
static void digest_of(const char *json, as__hash *out)
{
    const char *at = strchr(json, '{'), *end = strrchr(json, '}');
    as__digest digest;
    as__digest_begin(&digest, sizeof out->bytes, NULL, 0);
    for (const char *from = at; at != NULL && at <= end; from = at) {
        while (at <= end && !is_break(*at))
            at++;
        as__digest_add(&digest, from, (size_t)(at - from));
        if (at <= end) {
            as__digest_add(&digest, " ", 1);
            at++;
        }
    }
    as__digest_end(&digest, out->bytes);
}

static aftersale_status newest(aftersale_book *book, as__unit *unit, const aftersale_settings *settings,
                               const char *key, const aftersale_plan **out)
{
    const as__plan_head *head = find_head(settings, key);
    const aftersale_record *record;
    aftersale_status status;
    *out = NULL;
    if (head == NULL)
        return AFTERSALE_OK;
    status = as__record_of(book, unit, AFTERSALE_KIND_PLAN, as__plan_id(book, key, head->version), &record);
    if (status == AFTERSALE_OK)
        *out = (const aftersale_plan *)record;
    return status;
}

static aftersale_status number_steps(aftersale_book *book, as__arena *arena, const as__template *plan,
                                     const aftersale_plan *before, as__list *out)
{
    size_t room = plan->step_count + (before != NULL ? before->numbers.count : 0);
    as__step_number *numbers = as__arena_take(arena, (room + 1) * sizeof *numbers);
    if (numbers == NULL)
        return AFTERSALE_NO_MEMORY;
    out->items = numbers;
    out->count =
        as__template_numbers(plan, before != NULL ? AS__ITEMS(as__step_number, before->numbers) : NULL,
                             before != NULL ? before->numbers.count : 0, numbers);
    if (out->count == 0)
        return as__fail_field(book, AFTERSALE_LIMIT, "steps", AS__MESSAGE_TOO_MANY, NULL);
    return AFTERSALE_OK;
}

static aftersale_status number_draft(aftersale_book *book, as__unit *unit, const aftersale_settings *settings,
                                     as__template *plan)
{
    const aftersale_plan *before = NULL;
    as__list numbers;
    aftersale_status status = newest(book, unit, settings, plan->key, &before);
    if (status == AFTERSALE_OK)
        status = number_steps(book, &unit->arena, plan, before, &numbers);
    if (status != AFTERSALE_OK)
        return status;
    return as__template_number(plan, before != NULL ? before->version + 1 : 1,
                               AS__ITEMS(as__step_number, numbers), numbers.count);
}

aftersale_status as__plan_draft(aftersale_book *book, as__unit *unit, const aftersale_settings *settings,
                                const char *json, as__template **out)
{
    as__template *draft = NULL;
    aftersale_status status =
        as__template_read(&book->context->owner.memory, as__context_rules(book->context), json, strlen(json),
                          &book->problems, &draft);
    if (status == AFTERSALE_INVALID)
        return as__fail_problems(book);
    if (status != AFTERSALE_OK)
        return status;
    status = number_draft(book, unit, settings, draft);
    if (status == AFTERSALE_OK)
        *out = draft;
    else
        as__template_free(draft);
    return status;
}

aftersale_status as__plan_put(as__command *command, const as__template *plan, const char *json, uint64_t *id)
{
    const aftersale_plan *before;
    aftersale_plan draft;
    aftersale_event event;
    aftersale_status status = newest(command->book, command->unit, command->settings, plan->key, &before);
    memset(&draft, 0, sizeof draft);
    digest_of(json, &draft.digest);
    if (status != AFTERSALE_OK)
        return status;
    if (before != NULL && memcmp(&before->digest, &draft.digest, sizeof draft.digest) == 0) {
        *id = before->id;
        return AFTERSALE_EXISTS;
    }
    draft.version = before != NULL ? before->version + 1 : 1;
    draft.id = *id = as__plan_id(command->book, plan->key, draft.version);
    draft.key = plan->key;
    draft.name = plan->name;
    draft.json = json;
    draft.published = as__command_recorded(command);
    status = number_steps(command->book, &command->unit->arena, plan, before, &draft.numbers);
    if (status == AFTERSALE_OK)
        status = as__unit_put(command->unit, AFTERSALE_KIND_PLAN, &draft, NULL);
    if (status == AFTERSALE_OK)
        status = add_head(command, plan, draft.version);
    if (status == AFTERSALE_OK)
        status = as__event_begin(command, AFTERSALE_KIND_SETTINGS, AS__BOOK_ROOT, AS__EVENT_PLAN_PUBLISHED,
                                 &event);
    if (status != AFTERSALE_OK)
        return status;
    event.subject = draft.id;
    return as__event_put(command, &event);
}

static aftersale_status publish_ready(as__command *command, const char *key)
{
    const char *json = as__ready_plan(key), *hosts_key = command->key;
    as__problems problems;
    as__template *plan;
    uint64_t id;
    aftersale_status status;
    if (json == NULL)
        return AFTERSALE_NOT_FOUND;
    as__problems_init(&problems, &command->book->context->owner.memory);
    status =
        as__template_read(&command->book->context->owner.memory, NULL, json, strlen(json), &problems, &plan);
    as__problems_free(&problems);
    if (status != AFTERSALE_OK)
        return status == AFTERSALE_INVALID ? AFTERSALE_INTERNAL : status;
    /* The host's key names the command's own event, and no two events may have it. */
    command->key = NULL;
    status = as__plan_put(command, plan, json, &id);
    command->key = hosts_key;
    as__template_free(plan);
    return status;
}

aftersale_status as__plan_for(as__command *command, const char *path, const char *key, int32_t version,
                              const as__template **plan)
{
    aftersale_status status = AFTERSALE_OK;
    if (as__plan_number(command->settings, key) == 0)
        status = publish_ready(command, key);
    if (status == AFTERSALE_OK)
        status = as__plan_use(command->book, command->unit, command->settings, key, version, plan);
    if (status == AFTERSALE_NOT_FOUND)
        return as__fail_field(command->book, status, path, AS__MESSAGE_NOT_FOUND, NULL);
    return status;
}
