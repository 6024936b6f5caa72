/* SPDX-License-Identifier: MIT */
#include "engine/future.h"
#include "aftersale/enrolment.h"
#include "engine/answers.h"
#include "engine/limits.h"
#include "engine/recents.h"

static aftersale_status take_run(aftersale_book *book, as__unit *unit, const aftersale_settings *settings,
                                 const aftersale_customer *customer, uint64_t enrolment,
                                 const uint32_t *refused, as__forecast *forecast)
{
    const aftersale_record *record;
    const aftersale_enrolment *run;
    as__facts facts;
    aftersale_status status = as__record_named(book, unit, AFTERSALE_KIND_ENROLMENT, enrolment, &record);
    if (status != AFTERSALE_OK)
        return status;
    run = (const aftersale_enrolment *)record;
    if (run->state != AFTERSALE_ENROLMENT_ACTIVE && run->state != AFTERSALE_ENROLMENT_PAUSED)
        return AFTERSALE_OK;
    status = as__facts_of(book, unit, settings, run, customer, forecast->now, &facts);
    facts.refused = refused;
    return status == AFTERSALE_OK ? as__forecast_run(forecast, &facts) : status;
}

aftersale_status as__future_of(aftersale_book *book, as__unit *unit, const aftersale_settings *settings,
                               const aftersale_customer *customer, const aftersale_event *last,
                               aftersale_time now, as__forecast *out)
{
    const as__open_plan *runs = last != NULL ? AS__ITEMS(as__open_plan, last->runs) : NULL;
    size_t count = last != NULL ? last->runs.count : 0;
    uint32_t *refused;
    int32_t reach = as__limits_reach(settings);
    as__recents recents = {NULL, 0};
    aftersale_status status = as__forecast_begin(out, book->tenant->book, &unit->arena, count, now);
    if (status == AFTERSALE_OK)
        status = as__addresses_refused(book, unit, customer, false, &refused);
    if (status == AFTERSALE_OK && reach != 0)
        status = as__recents_of(last, now, &unit->arena, &recents);
    if (status == AFTERSALE_OK)
        as__forecast_contacts(out, recents, reach);
    for (size_t i = 0; i < count && status == AFTERSALE_OK; i++)
        if (runs[i].is_open)
            status = take_run(book, unit, settings, customer, runs[i].enrolment, refused, out);
    return status == AFTERSALE_OK ? as__forecast_compare(out, as__limits_overlap(settings)) : status;
}

aftersale_status as__future_too_long(aftersale_book *book, const aftersale_customer *customer)
{
    return as__fail_about(book, AFTERSALE_LIMIT, AS__MESSAGE_LIMIT, AFTERSALE_KIND_CUSTOMER, customer->id,
                          "has more than 10,000 touches before `until`");
}
