/* SPDX-License-Identifier: MIT */
#include "engine/sheet_source.h"
#include "engine/others.h"
#include "engine/twins.h"
#include <stdio.h>

uint64_t as__sheet_share_id(const aftersale_book *book, uint64_t enrolment, int32_t version)
{
    char ref[48];
    snprintf(ref, sizeof ref, "%llu %d", (unsigned long long)enrolment, (int)version);
    return as__local_of_ref(book->tenant->secret, AFTERSALE_KIND_SHEET, ref);
}

static aftersale_status find_share(as__sheet_source *from)
{
    const aftersale_record *record;
    aftersale_status status;
    from->shared = NULL;
    if (from->run->share == 0)
        return AFTERSALE_OK;
    status = as__record_named(from->book, from->unit, AFTERSALE_KIND_SHEET,
                              as__sheet_share_id(from->book, from->run->id, from->run->share), &record);
    if (status == AFTERSALE_OK)
        from->shared = (const as__shared_sheet *)record;
    return status;
}

aftersale_status as__sheet_find(as__sheet_source *from, aftersale_link enrolment, aftersale_time now)
{
    const aftersale_record *record;
    uint32_t *refused;
    aftersale_status status =
        as__link_record(from->book, from->unit, "enrolment", AFTERSALE_KIND_ENROLMENT, enrolment, &record);
    if (status != AFTERSALE_OK)
        return status;
    from->run = (const aftersale_enrolment *)record;
    status = as__customer_named(from->book, from->unit, from->run->customer, false, &from->customer);
    if (status == AFTERSALE_OK)
        status = as__facts_of(from->book, from->unit, from->settings, from->run, from->customer, now,
                              &from->facts);
    if (status == AFTERSALE_OK)
        status = as__addresses_refused(from->book, from->unit, from->customer, false, &refused);
    if (status != AFTERSALE_OK)
        return status;
    from->facts.refused = refused;
    from->facts.assume = true;
    status = as__others_read(from->book, from->unit, from->settings, &from->facts);
    if (status == AFTERSALE_OK)
        status = as__run_dates(&from->facts, &from->unit->arena, &from->planned);
    return status == AFTERSALE_OK ? find_share(from) : status;
}

aftersale_status as__sheet_shares(as__sheet_source *from)
{
    size_t count = (size_t)from->run->share;
    aftersale_key *keys = as__arena_take(&from->unit->arena, count * sizeof *keys + 1);
    from->all_shared = as__arena_take(&from->unit->arena, count * sizeof(const as__shared_sheet *) + 1);
    if (keys == NULL || from->all_shared == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < count; i++)
        keys[i] = as__key_make(from->unit->book, AFTERSALE_KIND_SHEET, 0,
                               as__sheet_share_id(from->book, from->run->id, (int32_t)i + 1));
    aftersale_status status = as__unit_fetch(from->unit, keys, count);
    for (size_t i = 0; i < count && status == AFTERSALE_OK; i++) {
        const aftersale_record *record;
        status = as__unit_get(from->unit, &keys[i], &record);
        from->all_shared[i] = status == AFTERSALE_OK ? (const as__shared_sheet *)record : NULL;
    }
    return status == AFTERSALE_NOT_FOUND ? AFTERSALE_CORRUPT : status;
}

/* Only what is promised in words and neither dropped nor left to another plan; a branch that nobody took is nobody's
 * promise. */
bool as__sheet_promises(const as__sheet_source *from, const as__planned *planned)
{
    const as__step *step = &from->facts.plan->steps[planned->step];
    return as__step_is_promised(step) && !(step->by_branch && planned->past == NULL) &&
           !as__time_given(planned->stand_in) && planned->state != AFTERSALE_TOUCH_STATE_CANCELLED &&
           planned->state != AFTERSALE_TOUCH_STATE_MISSED;
}

aftersale_status as__sheet_list(const as__sheet_source *from, as__list *out)
{
    as__promise *promises =
        as__arena_take(&from->unit->arena, from->facts.plan->step_count * sizeof *promises + 1);
    size_t count = 0;
    if (promises == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < from->facts.plan->step_count; i++)
        if (as__sheet_promises(from, &from->planned[i]))
            promises[count++] = (as__promise){
                .step = from->facts.plan->steps[i].number,
                .occurrence = from->planned[i].occurrence,
                .due = from->planned[i].due,
            };
    *out = (as__list){promises, count};
    return AFTERSALE_OK;
}

bool as__sheet_is_same(const as__sheet_source *from, const as__list *promises)
{
    const as__promise *a = promises->items, *b;
    if (from->shared == NULL || from->shared->promises.count != promises->count)
        return false;
    b = from->shared->promises.items;
    for (size_t i = 0; i < promises->count; i++)
        if (a[i].step != b[i].step || a[i].occurrence != b[i].occurrence || a[i].due.us != b[i].due.us)
            return false;
    return true;
}

const char *as__sheet_language(const as__sheet_source *from, const char *asked)
{
    if (asked != NULL)
        return asked;
    return from->customer->language != NULL ? from->customer->language : from->settings->language;
}

const aftersale_actor *as__sheet_actor(const as__sheet_source *from, const char *ref)
{
    const aftersale_record *record;
    uint64_t id;
    if (ref == NULL)
        return NULL;
    id = as__local_of_ref(from->book->tenant->secret, AFTERSALE_KIND_ACTOR, ref);
    if (as__record_of(from->book, from->unit, AFTERSALE_KIND_ACTOR, id, &record) != AFTERSALE_OK)
        return NULL;
    return (const aftersale_actor *)record;
}
