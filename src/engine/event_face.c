/* SPDX-License-Identifier: MIT */
/* An event for other programs: its type in words, its touch, and a CloudEvents 1.0 object. */
#include "aftersale/event.h"
#include "engine/command.h"
#include "value/json.h"
#include <inttypes.h>
#include <string.h>

/* By type number, as the choices of the table name them. */
static const char *const names[] = {
    [AS__EVENT_CUSTOMER_PUT] = "customer.put",
    [AS__EVENT_PERSON_PUT] = "person.put",
    [AS__EVENT_PRODUCT_PUT] = "product.put",
    [AS__EVENT_ACTOR_PUT] = "actor.put",
    [AS__EVENT_SALE_RECORDED] = "sale.recorded",
    [AS__EVENT_SALE_PUT] = "sale.put",
    [AS__EVENT_SALE_RETURNED] = "sale.returned",
    [AS__EVENT_GOAL_PUT] = "goal.put",
    [AS__EVENT_CONSENT_SET] = "consent.set",
    [AS__EVENT_PLAN_PUBLISHED] = "plan.published",
    [AS__EVENT_WORDS_PUT] = "words.put",
    [AS__EVENT_SETTINGS_PUT] = "settings.put",
    [AS__EVENT_RULES_PUT] = "rules.put",
    [AS__EVENT_ENROLLED] = "enrolled",
    [AS__EVENT_PLAN_MOVED] = "plan.moved",
    [AS__EVENT_TOUCH_CLAIMED] = "touch.claimed",
    [AS__EVENT_TOUCH_RELEASED] = "touch.released",
    [AS__EVENT_TOUCH_TRIED] = "touch.tried",
    [AS__EVENT_TOUCH_DONE] = "touch.done",
    [AS__EVENT_TOUCH_SNOOZED] = "touch.snoozed",
    [AS__EVENT_SHEET_SHARED] = "sheet.shared",
    [AS__EVENT_SHEET_ACKNOWLEDGED] = "sheet.acknowledged",
    [AS__EVENT_BOOK_CREATED] = "book.created",
    [AS__EVENT_CALENDAR_LOADED] = "calendar.loaded",
    [AS__EVENT_CUSTOMER_MERGED] = "customer.merged",
    [AS__EVENT_CUSTOMER_PARTED] = "customer.parted",
    [AS__EVENT_TOUCH_AGREED] = "touch.agreed",
    [AS__EVENT_MIGRATED] = "enrolment.migrated",
    [AS__EVENT_WORK_HANDED_OVER] = "work.handed_over",
    [AS__EVENT_TOUCH_MISSED] = "touch.missed",
    [AS__EVENT_PLAN_THROUGH] = "plan.through",
    [AS__EVENT_BOOK_ADVANCED] = "book.advanced",
};

const char *aftersale_event_name(const aftersale_event *event)
{
    if (event == NULL || event->type <= 0 || (size_t)event->type >= sizeof names / sizeof names[0])
        return "";
    return names[event->type] != NULL ? names[event->type] : "";
}

aftersale_id aftersale_event_touch(const aftersale_event *event)
{
    aftersale_id none = {{0}};
    if (event == NULL || event->enrolment == 0 || event->step == 0)
        return none;
    return as__touch_id_make(event->head.book, (as__touch_key){event->enrolment, (uint32_t)event->step,
                                                               (uint32_t)event->occurrence});
}

static void write_id(as__buffer *out, aftersale_id id)
{
    char text[AFTERSALE_ID_TEXT];
    aftersale_id_text(id, text);
    as__json_write_text(out, text);
}

/* A member of `data`; the first one stands elsewhere. */
static void member(as__buffer *out, const char *name)
{
    as__buffer_format(out, ",\"%s\":", name);
}

static void add_id(as__buffer *out, const char *name, const aftersale_event *event, uint64_t local)
{
    if (local == 0)
        return;
    member(out, name);
    write_id(out, as__id_make(event->head.book, local));
}

static void add_number(as__buffer *out, const char *name, int64_t number)
{
    if (number == 0)
        return;
    member(out, name);
    as__buffer_format(out, "%" PRId64, number);
}

static void add_time(as__buffer *out, const char *name, aftersale_time time)
{
    char text[AFTERSALE_TIME_TEXT];
    if (time.us == 0)
        return;
    aftersale_time_text(time, text);
    member(out, name);
    as__json_write_text(out, text);
}

static void add_text(as__buffer *out, const char *name, const char *text)
{
    if (text == NULL)
        return;
    member(out, name);
    as__json_write_text(out, text);
}

/* JSON that the library wrote itself. */
static void add_json(as__buffer *out, const char *name, const char *json)
{
    if (json == NULL)
        return;
    member(out, name);
    as__buffer_text(out, json);
}

static void add_outcome(as__buffer *out, int32_t outcome)
{
    const as__field *field = as__kind_field(as__kind_of(AFTERSALE_KIND_EVENT), AFTERSALE_FIELD_EVENT_OUTCOME);
    size_t size = 0;
    const char *name = outcome != 0 ? as__choice_name(field->face.choices, outcome, &size) : NULL;
    if (name == NULL)
        return;
    member(out, "outcome");
    as__buffer_format(out, "\"%.*s\"", (int)size, name);
}

static void write_data(const aftersale_event *event, as__buffer *out)
{
    aftersale_id touch = aftersale_event_touch(event);
    as__buffer_text(out, "{\"root\":");
    write_id(out, as__id_make(event->head.book, event->root));
    add_text(out, "root_kind", aftersale_kind_name(event->root_kind));
    add_number(out, "number", event->number);
    add_number(out, "feed", event->feed);
    add_time(out, "at", event->at);
    add_id(out, "command", event, event->command);
    add_id(out, "subject", event, event->subject);
    add_number(out, "made", event->made);
    add_id(out, "enrolment", event, event->enrolment);
    if (as__id_given(touch)) {
        member(out, "touch");
        write_id(out, touch);
    }
    add_number(out, "step", event->step);
    add_number(out, "occurrence", event->occurrence);
    add_outcome(out, event->outcome);
    add_time(out, "planned", event->planned);
    add_time(out, "contact", event->contact);
    add_text(out, "actor", event->actor);
    add_text(out, "channel", event->channel);
    add_json(out, "reasons", event->reasons);
    add_json(out, "detail", event->detail);
    as__buffer_byte(out, '}');
}

static void write_event(const aftersale_event *event, as__buffer *out)
{
    char root[AFTERSALE_ID_TEXT], book[AFTERSALE_ID_TEXT];
    aftersale_id_text(as__id_make(event->head.book, event->root), root);
    aftersale_id_text(as__id_make(event->head.book, AS__BOOK_ROOT), book);
    as__buffer_format(out,
                      "{\"specversion\":\"1.0\",\"id\":\"%s/%" PRId64 "\",\"source\":\"urn:aftersale:%s\"",
                      root, event->number, book);
    as__buffer_format(out, ",\"type\":\"aftersale.%s\"", aftersale_event_name(event));
    add_time(out, "time", event->recorded);
    add_id(out, "subject", event, event->subject != 0 ? event->subject : event->root);
    as__buffer_text(out, ",\"datacontenttype\":\"application/json\",\"data\":");
    write_data(event, out);
    as__buffer_byte(out, '}');
}

size_t aftersale_event_json(const aftersale_event *event, char *out, size_t size)
{
    as__buffer buffer;
    size_t needed = 0;
    if (out != NULL && size != 0)
        out[0] = 0;
    if (event == NULL)
        return 0;
    as__buffer_init(&buffer, &event->head.owner->memory);
    write_event(event, &buffer);
    if (as__buffer_string(&buffer) != NULL) {
        needed = buffer.size + 1;
        if (out != NULL && size != 0) {
            size_t fits = needed <= size ? needed : size;
            memcpy(out, buffer.data, fits);
            out[fits - 1] = 0;
        }
    }
    as__buffer_free(&buffer);
    return needed;
}
