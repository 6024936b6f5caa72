/* SPDX-License-Identifier: MIT */
#include "exchange/ical/ical_calendar.h"
#include <stdlib.h>
#include <string.h>

#define PRODUCT "-//libaftersale//aftersale-ical//EN"

struct aftersale_ical {
    char *text;
    size_t size;
};

aftersale_status as__ical_add(icalcomponent *component, icalproperty *property)
{
    if (property == NULL)
        return AFTERSALE_NO_MEMORY;
    icalcomponent_add_property(component, property);
    return AFTERSALE_OK;
}

icaltimetype as__ical_time(aftersale_date day, aftersale_daytime time)
{
    icaltimetype out = icaltime_null_time();
    out.year = day.year;
    out.month = day.month;
    out.day = day.day;
    out.hour = time.hour;
    out.minute = time.minute;
    out.second = time.second;
    return out;
}

aftersale_status as__ical_begin(as__ical_writer *to, aftersale_book *book, const char *zone,
                                aftersale_time stamp)
{
    aftersale_date day;
    aftersale_daytime time;
    aftersale_status status;
    memset(to, 0, sizeof *to);
    to->book = book;
    to->zone = zone;
    status = aftersale_book_local(book, "UTC", stamp, &day, &time);
    if (status != AFTERSALE_OK)
        return status;
    to->stamp = as__ical_time(day, time);
    to->stamp.zone = icaltimezone_get_utc_timezone();
    to->calendar = icalcomponent_new(ICAL_VCALENDAR_COMPONENT);
    to->events = icalcomponent_new(ICAL_XROOT_COMPONENT);
    if (to->calendar == NULL || to->events == NULL)
        return AFTERSALE_NO_MEMORY;
    status = as__ical_add(to->calendar, icalproperty_new_version("2.0"));
    if (status == AFTERSALE_OK)
        status = as__ical_add(to->calendar, icalproperty_new_prodid(PRODUCT));
    if (status == AFTERSALE_OK)
        status = as__ical_add(to->calendar, icalproperty_new_method(ICAL_METHOD_PUBLISH));
    return status;
}

/* The zone is named as it is: libical would put its own path before the name of a zone of its own. */
static icalproperty *new_start(const as__ical_writer *to, icaltimetype local)
{
    icalproperty *start = icalproperty_new_dtstart(local);
    icalparameter *zone = icalparameter_new_tzid(to->zone);
    if (start != NULL && zone != NULL) {
        icalproperty_add_parameter(start, zone);
        return start;
    }
    if (zone != NULL)
        icalparameter_free(zone);
    if (start != NULL)
        icalproperty_free(start);
    return NULL;
}

static aftersale_status put_text(icalcomponent *event, icalproperty *make(const char *), const char *text)
{
    return *text != '\0' ? as__ical_add(event, make(text)) : AFTERSALE_OK;
}

static aftersale_status fill(const as__ical_writer *to, const as__ical_event *from, icaltimetype local,
                             icalcomponent *event)
{
    enum icalproperty_status state = from->is_cancelled ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED;
    char id[AFTERSALE_ID_TEXT];
    aftersale_status status;
    aftersale_id_text(from->id, id);
    status = as__ical_add(event, icalproperty_new_uid(id));
    if (status == AFTERSALE_OK)
        status = as__ical_add(event, icalproperty_new_dtstamp(to->stamp));
    if (status == AFTERSALE_OK)
        status = as__ical_add(event, new_start(to, local));
    if (status == AFTERSALE_OK)
        status = as__ical_add(event, icalproperty_new_sequence(from->sequence));
    if (status == AFTERSALE_OK)
        status = as__ical_add(event, icalproperty_new_status(state));
    if (status == AFTERSALE_OK)
        status = put_text(event, icalproperty_new_summary, from->summary);
    if (status == AFTERSALE_OK)
        status = put_text(event, icalproperty_new_description, from->description);
    if (status == AFTERSALE_OK)
        status = put_text(event, icalproperty_new_contact, from->contact);
    if (status == AFTERSALE_OK)
        status = put_text(event, icalproperty_new_location, from->location);
    if (status == AFTERSALE_OK) /* a promise takes nobody's hour */
        status = as__ical_add(event, icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
    return status;
}

static void cover(as__ical_writer *to, aftersale_time due)
{
    if (to->first.us == 0 || due.us < to->first.us)
        to->first = due;
    if (to->last.us == 0 || due.us > to->last.us)
        to->last = due;
}

aftersale_status as__ical_put(as__ical_writer *to, const as__ical_event *from)
{
    aftersale_date day;
    aftersale_daytime time;
    icalcomponent *event;
    aftersale_status status = aftersale_book_local(to->book, to->zone, from->due, &day, &time);
    if (status != AFTERSALE_OK)
        return status;
    event = icalcomponent_new(ICAL_VEVENT_COMPONENT);
    if (event == NULL)
        return AFTERSALE_NO_MEMORY;
    icalcomponent_add_component(to->events, event);
    cover(to, from->due);
    return fill(to, from, as__ical_time(day, time), event);
}

static void move_events(as__ical_writer *to)
{
    icalcomponent *event;
    while ((event = icalcomponent_get_first_component(to->events, ICAL_ANY_COMPONENT)) != NULL) {
        icalcomponent_remove_component(to->events, event);
        icalcomponent_add_component(to->calendar, event);
    }
}

static aftersale_status write_out(as__ical_writer *to, aftersale_ical **out)
{
    aftersale_ical *calendar;
    aftersale_status status = to->first.us != 0 ? as__ical_put_zone(to) : AFTERSALE_OK;
    if (status != AFTERSALE_OK)
        return status;
    move_events(to);
    calendar = calloc(1, sizeof *calendar);
    if (calendar == NULL)
        return AFTERSALE_NO_MEMORY;
    calendar->text = icalcomponent_as_ical_string_r(to->calendar);
    if (calendar->text == NULL) {
        aftersale_ical_free(calendar);
        return AFTERSALE_NO_MEMORY;
    }
    calendar->size = strlen(calendar->text);
    *out = calendar;
    return AFTERSALE_OK;
}

aftersale_status as__ical_end(as__ical_writer *to, aftersale_status status, aftersale_ical **out)
{
    if (status == AFTERSALE_OK)
        status = write_out(to, out);
    if (to->events != NULL)
        icalcomponent_free(to->events);
    if (to->calendar != NULL)
        icalcomponent_free(to->calendar);
    return status;
}

const char *aftersale_ical_text(const aftersale_ical *calendar, size_t *size)
{
    if (size != NULL)
        *size = calendar != NULL ? calendar->size : 0;
    return calendar != NULL ? calendar->text : "";
}

void aftersale_ical_free(aftersale_ical *calendar)
{
    if (calendar == NULL)
        return;
    free(calendar->text); /* libical's allocator is malloc */
    free(calendar);
}
