/* SPDX-License-Identifier: MIT */
#include "engine/calendars.h"
#include "value/date.h"
#include <stdio.h>
#include <string.h>

/* A version that is committed; it lives as long as the tenant. */
struct as__kept_calendar {
    as__kept_calendar *next;
    const aftersale_record *record; /* counted: names stand in it */
    as__arena arena;
    as__calendar calendar;
};

uint64_t as__calendar_id(const aftersale_book *book, const char *key, int32_t version)
{
    char ref[48];
    snprintf(ref, sizeof ref, "%.16s %d", key, (int)version);
    return as__local_of_ref(book->tenant->secret, AFTERSALE_KIND_CALENDAR, ref);
}

int32_t as__calendar_newest(const aftersale_settings *settings, const char *key)
{
    const as__calendar_head *heads = AS__ITEMS(as__calendar_head, settings->calendars);
    for (size_t i = 0; i < settings->calendars.count; i++)
        if (strcmp(heads[i].key, key) == 0)
            return heads[i].version;
    return 0;
}

void as__calendar_draft(const aftersale_calendar_load_args *args, aftersale_calendar *draft)
{
    memset(draft, 0, sizeof *draft);
    draft->key = args->key;
    draft->weekends = (as__list){args->weekends.items, args->weekends.count};
    draft->holidays = (as__list){args->holidays.items, args->holidays.count};
    draft->from = args->from;
    draft->until = args->until;
    if (args->holidays.count == 0)
        return;
    if (draft->from.day == 0)
        draft->from = (aftersale_date){args->holidays.items[0].day.year, 1, 1};
    if (draft->until.day == 0) {
        int16_t last = args->holidays.items[args->holidays.count - 1].day.year;
        draft->until = (aftersale_date){(int16_t)(last + 1), 1, 1};
    }
}

bool as__calendar_same(const aftersale_calendar *a, const aftersale_calendar *b)
{
    static const int32_t tags[] = {AFTERSALE_FIELD_CALENDAR_WEEKENDS, AFTERSALE_FIELD_CALENDAR_HOLIDAYS,
                                   AFTERSALE_FIELD_CALENDAR_FROM, AFTERSALE_FIELD_CALENDAR_UNTIL};
    const as__kind *kind = as__kind_of(AFTERSALE_KIND_CALENDAR);
    for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++)
        if (!as__field_same(as__kind_field(kind, tags[i]), a, b))
            return false;
    return true;
}

static aftersale_status read_weekends(const aftersale_calendar *record, as__arena *arena, as__calendar *rows)
{
    const aftersale_weekend *items = AS__ITEMS(aftersale_weekend, record->weekends);
    as__weekend *weekends = as__arena_take(arena, (record->weekends.count + 1) * sizeof *weekends);
    if (weekends == NULL)
        return AFTERSALE_NO_MEMORY;
    rows->weekends = as__plain_week.weekends;
    rows->weekend_count = as__plain_week.weekend_count;
    if (record->weekends.count == 0)
        return AFTERSALE_OK;
    for (size_t i = 0; i < record->weekends.count; i++) {
        weekends[i].weekdays = items[i].days & ~(uint32_t)AFTERSALE_WEEKDAY_NONE;
        weekends[i].from = items[i].from.day != 0 ? as__days_from_date(items[i].from) : INT32_MIN;
    }
    rows->weekends = weekends;
    rows->weekend_count = record->weekends.count;
    return AFTERSALE_OK;
}

static aftersale_status read_holidays(const aftersale_calendar *record, as__arena *arena, as__calendar *rows)
{
    const aftersale_holiday *items = AS__ITEMS(aftersale_holiday, record->holidays);
    as__holiday *holidays = as__arena_take(arena, (record->holidays.count + 1) * sizeof *holidays);
    if (holidays == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < record->holidays.count; i++)
        holidays[i] = (as__holiday){as__days_from_date(items[i].day), items[i].name};
    rows->holidays = holidays;
    rows->holiday_count = record->holidays.count;
    return AFTERSALE_OK;
}

aftersale_status as__calendar_read(const aftersale_calendar *record, as__arena *arena, as__calendar *out)
{
    as__calendar rows = {.name = record->key};
    aftersale_status status = read_weekends(record, arena, &rows);
    if (status == AFTERSALE_OK)
        status = read_holidays(record, arena, &rows);
    if (status == AFTERSALE_OK && record->from.day != 0) {
        rows.from = as__days_from_date(record->from);
        rows.until = as__days_from_date(record->until);
    }
    return status == AFTERSALE_OK ? as__calendar_make(&rows, arena, out) : status;
}

/* Versions in use. The tenant's list grows only. */

static const as__calendar *among(const as__kept_calendar *first, const char *key, int32_t version)
{
    for (const as__kept_calendar *one = first; one != NULL; one = one->next) {
        const aftersale_calendar *record = (const aftersale_calendar *)one->record;
        if (record->version == version && strcmp(record->key, key) == 0)
            return &one->calendar;
    }
    return NULL;
}

static const as__calendar *cached(as__tenant *tenant, const char *key, int32_t version)
{
    const as__calendar *found;
    pthread_mutex_lock(&tenant->lock);
    found = among(tenant->calendars, key, version);
    pthread_mutex_unlock(&tenant->lock);
    return found;
}

static void let_go(const as__memory *memory, as__kept_calendar *kept)
{
    as__arena_free(&kept->arena);
    aftersale_record_free(kept->record);
    as__memory_give(memory, kept, sizeof *kept);
}

void as__calendars_free(const as__memory *memory, as__kept_calendar *first)
{
    while (first != NULL) {
        as__kept_calendar *next = first->next;
        let_go(memory, first);
        first = next;
    }
}

/* @return the one to use: another thread may have been faster */
static const as__calendar *cache(as__tenant *tenant, const as__memory *memory, as__kept_calendar *kept)
{
    const aftersale_calendar *record = (const aftersale_calendar *)kept->record;
    const as__calendar *use;
    pthread_mutex_lock(&tenant->lock);
    use = among(tenant->calendars, record->key, record->version);
    if (use == NULL) {
        kept->next = tenant->calendars;
        tenant->calendars = kept;
    }
    pthread_mutex_unlock(&tenant->lock);
    if (use == NULL)
        return &kept->calendar;
    let_go(memory, kept);
    return use;
}

static aftersale_status keep(aftersale_book *book, const aftersale_record *record, const as__calendar **out)
{
    const as__memory *memory = &book->context->owner.memory;
    as__kept_calendar *kept = as__memory_take(memory, sizeof *kept);
    aftersale_status status;
    if (kept == NULL)
        return AFTERSALE_NO_MEMORY;
    as__arena_init(&kept->arena, memory);
    kept->record = aftersale_record_keep(record);
    status = as__calendar_read((const aftersale_calendar *)record, &kept->arena, &kept->calendar);
    if (status != AFTERSALE_OK) {
        let_go(memory, kept);
        return status == AFTERSALE_INVALID ? AFTERSALE_CORRUPT : status;
    }
    *out = cache(book->tenant, memory, kept);
    return AFTERSALE_OK;
}

/* What is not committed yet may never be: it is made anew each time, and goes with the unit. */
static aftersale_status read_pending(as__unit *unit, const aftersale_record *record, const as__calendar **out)
{
    as__calendar *made = as__arena_take(&unit->arena, sizeof *made);
    *out = made;
    return made != NULL ? as__calendar_read((const aftersale_calendar *)record, &unit->arena, made)
                        : AFTERSALE_NO_MEMORY;
}

/* Where a run's calendars are looked for. */
typedef struct looking {
    aftersale_book *book;
    as__unit *unit;
    const aftersale_settings *settings;
} looking;

/* The newest version under a key; NULL: there is none. */
static aftersale_status look_up(const looking *in, const char *key, const as__calendar **out)
{
    int32_t version = key != NULL ? as__calendar_newest(in->settings, key) : 0;
    const aftersale_record *record;
    aftersale_key record_key;
    aftersale_status status;
    *out = version != 0 ? cached(in->book->tenant, key, version) : NULL;
    if (version == 0 || *out != NULL)
        return AFTERSALE_OK;
    status = as__record_named(in->book, in->unit, AFTERSALE_KIND_CALENDAR,
                              as__calendar_id(in->book, key, version), &record);
    if (status != AFTERSALE_OK)
        return status;
    record_key = as__key_of(record);
    return as__unit_is_pending(in->unit, &record_key) ? read_pending(in->unit, record, out)
                                                      : keep(in->book, record, out);
}

static aftersale_status find_contacts(const looking *in, const aftersale_customer *customer,
                                      const as__calendar *const **out)
{
    const aftersale_contact *contacts = AS__ITEMS(aftersale_contact, customer->contacts);
    const as__calendar **found =
        as__arena_take(&in->unit->arena, (customer->contacts.count + 1) * sizeof *found);
    aftersale_status status = found != NULL ? AFTERSALE_OK : AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < customer->contacts.count && status == AFTERSALE_OK; i++)
        status = look_up(in, contacts[i].region, &found[i]);
    *out = found;
    return status;
}

/* Of an actor's region; NULL for roles, and for names that no actor has. */
static aftersale_status find_owner(const looking *in, const char *owner, const as__calendar **out)
{
    uint64_t id = as__local_of_ref(in->book->tenant->secret, AFTERSALE_KIND_ACTOR, owner);
    const aftersale_record *record;
    aftersale_status status;
    *out = NULL;
    if (owner[0] == 0 || strncmp(owner, "role:", 5) == 0)
        return AFTERSALE_OK;
    status = as__record_of(in->book, in->unit, AFTERSALE_KIND_ACTOR, id, &record);
    if (status == AFTERSALE_NOT_FOUND)
        return AFTERSALE_OK;
    return status == AFTERSALE_OK ? look_up(in, ((const aftersale_actor *)record)->region, out) : status;
}

/* Only steps that move off days off ask for their owner's. */
static aftersale_status find_owners(const looking *in, const as__facts *facts, as__calendars *out)
{
    const as__template *plan = facts->plan;
    as__owner_calendar *owners = as__arena_take(&in->unit->arena, plan->step_count * sizeof *owners + 1);
    aftersale_status status = owners != NULL ? AFTERSALE_OK : AFTERSALE_NO_MEMORY;
    const char *looked_at = NULL;
    out->owners = owners;
    for (size_t i = 0; i < plan->step_count && status == AFTERSALE_OK; i++) {
        const char *owner = as__step_owner(facts, &plan->steps[i]);
        const as__calendar *calendar;
        if (plan->steps[i].on_holiday == AS__HOLIDAY_STAYS)
            continue;
        if (looked_at != NULL && strcmp(looked_at, owner) == 0)
            continue;
        looked_at = owner;
        status = find_owner(in, owner, &calendar);
        if (status == AFTERSALE_OK && calendar != NULL)
            owners[out->owner_count++] = (as__owner_calendar){owner, calendar};
    }
    return status;
}

aftersale_status as__calendars_of(aftersale_book *book, as__unit *unit, const aftersale_settings *settings,
                                  const as__facts *facts, const as__calendars **out)
{
    looking in = {book, unit, settings};
    as__calendars *found;
    aftersale_status status;
    *out = NULL;
    if (settings->calendars.count == 0)
        return AFTERSALE_OK;
    *out = found = as__arena_take(&unit->arena, sizeof *found);
    if (found == NULL)
        return AFTERSALE_NO_MEMORY;
    status = look_up(&in, facts->customer->region, &found->customer);
    if (status == AFTERSALE_OK && found->customer == NULL)
        status = look_up(&in, facts->customer->country, &found->customer);
    if (status == AFTERSALE_OK)
        status = find_contacts(&in, facts->customer, &found->contacts);
    return status == AFTERSALE_OK ? find_owners(&in, facts, found) : status;
}
