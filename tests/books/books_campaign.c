/* SPDX-License-Identifier: MIT */
/* A bank calls its customers: what was called before is a fact, and whether a call of this campaign may be made is for the
 * caps to say. Each answer is held to a count over the calls that were made. */
#include "books.h"
#include "csv_file.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define YEARS_ON 18 /* the file begins in 2008, and a clock of the library in 2020 */
#define TEN_OCLOCK 36000
#define MADE_MOST 128

enum { CONTACT = 8, DAY, MONTH, DURATION, CAMPAIGN, PDAYS, PREVIOUS, OUTCOME, ANSWER };

/* What the book allows: at most so many in so many days, of a channel, of selling, of all. */
static const struct {
    int most, days;
    const char *per, *channel;
    int32_t of_class;
} caps[] = {
    {3, 7, "P7D", "mobile", 0},
    {4, 14, "P14D", NULL, AFTERSALE_CLASS_SELLING},
    {6, 90, "P90D", NULL, 0},
};

/* A customer: a row of the file. */
typedef struct client {
    char ref[16];
    const char *channel;
    int64_t last; /* day of the last call of the campaign */
    int calls, earlier, days_since;
    bool said_yes;
    int64_t made[MADE_MOST]; /* days of the calls that were made, the newest last */
    int made_count;
    aftersale_id before, now; /* runs */
} client;

/* A call on a day: of an earlier campaign, or the n-th of this. */
typedef struct call {
    int64_t day;
    uint32_t client;
    int16_t number; /* 0: earlier */
} call;

typedef struct campaign {
    clocked_book *at;
    client *clients;
    call *calls;
    size_t client_count, call_count, client_room, call_room;
    long asked, held, earlier, wrong, yes_made, yes_held;
} campaign;

static int month_of(const char *name)
{
    static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";
    for (int i = 0; i < 12; i++)
        if (strncmp(names + (size_t)(3 * i), name, 3) == 0)
            return i + 1;
    return 0;
}

static bool add_call(campaign *c, call one)
{
    if (c->call_count == c->call_room) {
        size_t room = c->call_room == 0 ? 4096 : c->call_room * 2;
        call *grown = realloc(c->calls, room * sizeof *grown);
        if (grown == NULL)
            return false;
        c->calls = grown;
        c->call_room = room;
    }
    c->calls[c->call_count++] = one;
    return true;
}

static bool add_calls(campaign *c, uint32_t number)
{
    const client *of = &c->clients[number];
    bool is_added = true;
    for (int i = 1; i <= of->calls && is_added; i++)
        is_added = add_call(c, (call){of->last - of->calls + i, number, (int16_t)i});
    for (int i = 0; i < of->earlier && is_added; i++)
        is_added = add_call(c, (call){of->last - of->days_since - i, number, 0});
    return is_added;
}

static bool take_row(campaign *c, const csv_file *file, int year)
{
    const char *const *row = file->fields;
    if (c->client_count == c->client_room) {
        size_t room = c->client_room == 0 ? 4096 : c->client_room * 2;
        client *grown = realloc(c->clients, room * sizeof *grown);
        if (grown == NULL)
            return false;
        c->clients = grown;
        c->client_room = room;
    }
    client *added = &c->clients[c->client_count];
    *added = (client){
        .channel = strcmp(row[CONTACT], "cellular") == 0 ? "mobile" : "phone",
        .last = books_midnight(year, month_of(row[MONTH]), atoi(row[DAY])) / BOOKS_DAY,
        .calls = atoi(row[CAMPAIGN]),
        .earlier = atoi(row[PREVIOUS]),
        .days_since = atoi(row[PDAYS]),
        .said_yes = strcmp(row[ANSWER], "yes") == 0,
    };
    snprintf(added->ref, sizeof added->ref, "B%zu", c->client_count);
    return add_calls(c, (uint32_t)c->client_count++);
}

/* Rows are in the order of their days and name no year. */
static bool read_clients(campaign *c, const char *path)
{
    csv_file file;
    int year = 2008 + YEARS_ON, month = 0;
    if (!csv_open(&file, path))
        return false;
    bool is_read = csv_row(&file) && file.count == ANSWER + 1;
    while (is_read && csv_row(&file)) {
        int next = month_of(file.fields[MONTH]);
        year += next < month;
        month = next;
        is_read = next != 0 && take_row(c, &file, year);
    }
    is_read = is_read && !file.failed && c->client_count != 0;
    csv_close(&file);
    return is_read;
}

static int by_day(const void *a, const void *b)
{
    const call *one = a, *other = b;
    if (one->day != other->day)
        return one->day < other->day ? -1 : 1;
    if (one->client != other->client)
        return one->client < other->client ? -1 : 1;
    return one->number - other->number;
}

/* A call a day, as long as there is somebody to be called. */
static bool publish_calls(campaign *c, const char *name, const char *channel)
{
    char json[256];
    snprintf(json, sizeof json,
             "{'plan':'%s-%s','steps':[{'key':'call','kind':'offer','anchor':'enrolment','channels':['%s'],"
             "'repeat':{'every':'P1D'}}]}",
             name, channel, channel);
    return books_publish(c->at, json);
}

static bool set_up(campaign *c)
{
    aftersale_settings_put_args settings = {.struct_size = sizeof settings, .zone = "UTC"};
    const char *const channels[] = {"mobile"};
    aftersale_cap items[sizeof caps / sizeof caps[0]];
    for (size_t i = 0; i < sizeof caps / sizeof caps[0]; i++)
        items[i] = (aftersale_cap){caps[i].most, caps[i].per, caps[i].channel, caps[i].of_class};
    settings.channels = (aftersale_texts){channels, 1};
    settings.caps = (aftersale_caps){items, sizeof caps / sizeof caps[0], sizeof items[0]};
    return books_done(c->at, aftersale_settings_put(c->at->book, &settings, NULL)) &&
           publish_calls(c, "earlier", "phone") && publish_calls(c, "earlier", "mobile") &&
           publish_calls(c, "deposit", "phone") && publish_calls(c, "deposit", "mobile");
}

static bool begin_run(campaign *c, client *of, const char *name, aftersale_id *out)
{
    char plan[32];
    aftersale_customer_put_args put = {.struct_size = sizeof put, .ref = of->ref, .owner = "desk"};
    put.contacts = (aftersale_contacts)AFTERSALE_LIST(contact, {.channel = of->channel,
                                                                .address = of->ref,
                                                                .consent = AFTERSALE_PURPOSE_SELLING,
                                                                .consent_source = "account opened"});
    snprintf(plan, sizeof plan, "%s-%s", name, of->channel);
    return books_done(c->at, aftersale_customer_put(c->at->book, &put, NULL)) &&
           books_done(c->at,
                      aftersale_enrol(c->at->book,
                                      AFTERSALE_ARGS(enrol, .customer.ref = of->ref, .plan = plan), out));
}

/* The call of today: the one that is open. */
static bool open_call(campaign *c, aftersale_id run, aftersale_id *out)
{
    aftersale_cursor *list = NULL;
    const aftersale_touch *touch;
    const uint32_t open = 1u << AFTERSALE_TOUCH_STATE_PLANNED | 1u << AFTERSALE_TOUCH_STATE_BLOCKED;
    if (!books_done(c->at,
                    aftersale_touch_list(
                        c->at->book, AFTERSALE_ARGS(touch_list, .enrolment.id = run, .states = open), &list)))
        return false;
    bool is_found = aftersale_touch_next(list, &touch) == AFTERSALE_ROW;
    if (is_found)
        *out = aftersale_touch_id(touch);
    aftersale_cursor_free(list);
    return is_found;
}

static bool make_call(campaign *c, client *of, aftersale_id touch, int64_t day, int32_t outcome)
{
    aftersale_time made = {(day * BOOKS_DAY + TEN_OCLOCK) * 1000000};
    if (of->made_count == MADE_MOST) { /* those a cap may count are kept */
        memmove(of->made, of->made + MADE_MOST / 2, MADE_MOST / 2 * sizeof of->made[0]);
        of->made_count = MADE_MOST / 2;
    }
    of->made[of->made_count++] = day;
    return books_done(c->at, aftersale_touch_done(c->at->book,
                                                  AFTERSALE_ARGS(touch_done, .touch = touch, .made = made,
                                                                 .outcome = outcome, .actor = "desk"),
                                                  NULL));
}

/* All calls are made at ten, so a call leaves the period at ten of its last day. */
static bool is_allowed(const client *of, int64_t day)
{
    for (size_t i = 0; i < sizeof caps / sizeof caps[0]; i++) {
        int count = 0;
        if (caps[i].channel != NULL && strcmp(caps[i].channel, of->channel) != 0)
            continue;
        for (int k = 0; k < of->made_count; k++)
            count += of->made[k] + caps[i].days > day;
        if (count >= caps[i].most)
            return false;
    }
    return true;
}

static bool call_earlier(campaign *c, client *of, const call *one)
{
    aftersale_id touch, none = {{0}};
    c->earlier++;
    if (memcmp(&of->before, &none, sizeof none) == 0 && !begin_run(c, of, "earlier", &of->before))
        return false;
    c->at->now = one->day * BOOKS_DAY + TEN_OCLOCK;
    return open_call(c, of->before, &touch) && make_call(c, of, touch, one->day, AFTERSALE_OUTCOME_NO_ANSWER);
}

static bool call_now(campaign *c, client *of, const call *one)
{
    aftersale_id touch;
    bool is_last = one->number == of->calls;
    c->asked++;
    if (one->number == 1 && !begin_run(c, of, "deposit", &of->now))
        return false;
    c->at->now = one->day * BOOKS_DAY + TEN_OCLOCK;
    if (!open_call(c, of->now, &touch))
        return false;
    aftersale_status status = aftersale_touch_claim(
        c->at->book, AFTERSALE_ARGS(touch_claim, .touch = touch, .actor = "desk"), NULL);
    c->wrong += (status == AFTERSALE_OK) != is_allowed(of, one->day);
    c->held += status != AFTERSALE_OK;
    c->yes_held += status != AFTERSALE_OK && is_last && of->said_yes;
    if (status != AFTERSALE_OK)
        return true;
    c->yes_made += is_last && of->said_yes;
    return make_call(c, of, touch, one->day,
                     is_last && of->said_yes ? AFTERSALE_OUTCOME_DELIGHTED : AFTERSALE_OUTCOME_NO_ANSWER);
}

/* What the book knows at last: every call is an event. */
static bool read_events(campaign *c)
{
    aftersale_cursor *list = NULL;
    const aftersale_event *event;
    long made = 0, delighted = 0;
    if (!books_done(c->at, aftersale_event_list(c->at->book, 0, &list)))
        return false;
    while (aftersale_event_next(list, &event) == AFTERSALE_ROW) {
        made += aftersale_event_outcome(event) != 0;
        delighted += aftersale_event_outcome(event) == AFTERSALE_OUTCOME_DELIGHTED;
    }
    aftersale_cursor_free(list);
    printf("events of calls %ld\nevents of calls that were agreed to %ld\n", made, delighted);
    return made == c->asked - c->held + c->earlier && delighted == c->yes_made;
}

bool books_campaign(clocked_book *at, const char *path)
{
    campaign c = {.at = at};
    bool is_well = read_clients(&c, path) && set_up(&c);
    if (is_well)
        qsort(c.calls, c.call_count, sizeof *c.calls, by_day);
    for (size_t i = 0; is_well && i < c.call_count; i++) {
        client *of = &c.clients[c.calls[i].client];
        at->now = c.calls[i].day * BOOKS_DAY + TEN_OCLOCK - 3600;
        is_well = c.calls[i].number == 0 ? call_earlier(&c, of, &c.calls[i]) : call_now(&c, of, &c.calls[i]);
    }
    printf("customers %zu\ncalls asked for %ld\nearlier calls %ld\nheld by a cap %ld\ndecided otherwise %ld\n"
           "agreed %ld\nagreed in a call that was held %ld\n",
           c.client_count, c.asked, c.earlier, c.held, c.wrong, c.yes_made + c.yes_held, c.yes_held);
    is_well = is_well && c.wrong == 0 && c.held != 0 && read_events(&c);
    free(c.clients);
    free(c.calls);
    return is_well;
}
