/* SPDX-License-Identifier: MIT */
#include "csv_file.h"
#include "walk.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HOLIDAYS_MOST 1000

static const struct {
    const char *zone, *region;
} places[] = {
    {"Europe/London", "GB-ENG"},
    {"America/New_York", "US"},
    {"America/Los_Angeles", "US"},
    {"Asia/Kolkata", ""},
};
#define PLACES (sizeof places / sizeof places[0])

const char *walk_zone(size_t customer)
{
    return places[customer % PLACES].zone;
}

const char *walk_region(size_t customer)
{
    return places[customer % PLACES].region;
}

/* Two plans, so that touches of one customer meet: one of every sale, one of large ones. Every way off a day off, every
 * sort of anchor that a sale gives, steps that repeat, a last moment, hours, and branches. */
static const char first_plan[] =
    "{'plan':'every-sale','priority':8,"
    "'windows':{'phone':['mon-fri 09:00-12:00','mon-fri 14:00-17:30'],'email':['mon-sat 07:00-20:00']},"
    "'steps':["
    "{'key':'thanks','kind':'thank-you','anchor':'sale','after':'P1D','channels':['email','post']},"
    "{'key':'warm','kind':'follow-up','anchor':'delivery','after':'P1W','channels':['phone','email'],"
    "'on_holiday':'back','not_after':'P3W','outcomes':{'problem':{'do':'open_case','then':'hold'},"
    "'lukewarm':{'do':'escalate','after':'P1D'},'delighted':{'do':'ask_referral','after':'P3D'}}},"
    "{'key':'letter','kind':'notice','anchor':'sale','after':'P1M','channels':['post'],"
    "'repeat':{'every':'P1M','count':9}},"
    "{'key':'talk','kind':'check-up','anchor':'delivery','after':'P2M','channels':['phone','email'],"
    "'on_holiday':'nearest','not_after':'P2W','repeat':{'every':'P2M'}},"
    "{'key':'review','kind':'review','anchor':'previous_done','after':'P10B','channels':['phone'],"
    "'on_holiday':'forward','not_after':'P2M'},"
    "{'key':'service','kind':'service','anchor':'delivery','after':'P6M','lead':'-P2W','channels':['phone'],"
    "'on_holiday':'forward','not_after':'P6W'}]}";
/* The same after half a year: a step less, one more, one moved, one that comes less often. */
static const char edited_plan[] =
    "{'plan':'every-sale','priority':8,"
    "'windows':{'phone':['mon-fri 09:00-12:00','mon-fri 14:00-17:30'],'email':['mon-sat 07:00-20:00']},"
    "'steps':["
    "{'key':'thanks','kind':'thank-you','anchor':'sale','after':'P1D','channels':['email','post']},"
    "{'key':'warm','kind':'follow-up','anchor':'delivery','after':'P10D','channels':['phone','email'],"
    "'on_holiday':'back','not_after':'P3W','outcomes':{'problem':{'do':'open_case','then':'hold'},"
    "'lukewarm':{'do':'escalate','after':'P1D'},'delighted':{'do':'ask_referral','after':'P3D'}}},"
    "{'key':'letter','kind':'notice','anchor':'sale','after':'P1M','channels':['post'],"
    "'repeat':{'every':'P1M','count':9}},"
    "{'key':'talk','kind':'check-up','anchor':'delivery','after':'P3M','channels':['phone','email'],"
    "'on_holiday':'nearest','not_after':'P2W','repeat':{'every':'P3M'}},"
    "{'key':'coffee','kind':'courtesy','purpose':'service','anchor':'sale','after':'P8M','channels':['email']"
    ","
    "'on_holiday':'forward'},"
    "{'key':'service','kind':'service','anchor':'delivery','after':'P6M','lead':'-P2W','channels':['phone'],"
    "'on_holiday':'forward','not_after':'P6W'}]}";
static const char second_plan[] =
    "{'plan':'large-sale','priority':4,"
    "'windows':{'phone':['mon-thu 10:00-16:00'],'email':['09:00-18:00']},"
    "'steps':["
    "{'key':'manager','kind':'management-call','anchor':'sale','after':'P5B','channels':['phone'],"
    "'on_holiday':'forward','not_after':'P1M'},"
    "{'key':'offer','kind':'offer','anchor':'sale','after':'P45D','channels':['email'],'on_holiday':'skip',"
    "'not_after':'P2M'},"
    "{'key':'ask','kind':'ask','anchor':'delivery','after':'P100D','channels':['email','phone'],"
    "'on_holiday':'forward','not_after':'P2M'}]}";

/* The same, as the plain rules have it. */
#define WORKDAYS 0x1fu
static const plain_book rules_of_shop = {
    .plans = {{.key = "every-sale",
               .steps = {{"thanks", false, false},
                         {"warm", true, false},
                         {"letter", false, false},
                         {"talk", true, false},
                         {"review", true, false},
                         {"coffee", true, false},
                         {"service", true, false},
                         {"warm.case", false, true},
                         {"warm.escalation", false, false},
                         {"warm.referral", false, false}},
               .step_count = 10,
               .hours = {{"phone", WORKDAYS, 540, 720},
                         {"phone", WORKDAYS, 840, 1050},
                         {"email", 0x3f, 420, 1200}},
               .hours_count = 3},
              {.key = "large-sale",
               .steps = {{"manager", true, false}, {"offer", true, false}, {"ask", true, false}},
               .step_count = 3,
               .hours = {{"phone", 0xf, 600, 960}, {"email", 0x7f, 540, 1080}},
               .hours_count = 2}},
    .plan_count = 2,
    .caps = {{2, 14, "phone", 0}, {1, 30, NULL, AFTERSALE_CLASS_SELLING}, {5, 60, NULL, 0}},
    .cap_count = 3,
    .gap_days = 2,
    .quiet_from = 1260,
    .quiet_until = 420,
    .regions = {{.key = "GB-ENG", .weekend = PLAIN_WEEKENDS_FREE},
                {.key = "US", .weekend = PLAIN_WEEKENDS_FREE}},
    .region_count = 2,
};

static aftersale_status clock_of_shop(void *user, aftersale_time *out)
{
    const walk_shop *shop = user;
    out->us = shop->now * INT64_C(1000000);
    return AFTERSALE_OK;
}

static bool is_done(const walk_shop *shop, aftersale_status status)
{
    if (status != AFTERSALE_OK)
        fprintf(stderr, "walk: %s\n", aftersale_book_error(shop->book)->text);
    return status == AFTERSALE_OK;
}

static bool publish(walk_shop *shop, const char *quoted)
{
    char json[4096];
    size_t size = strlen(quoted) + 1;
    if (size > sizeof json)
        return false;
    for (size_t i = 0; i < size; i++)
        json[i] = (char)(quoted[i] == '\'' ? '"' : quoted[i]);
    return is_done(shop,
                   aftersale_plan_publish(shop->book, AFTERSALE_ARGS(plan_publish, .json = json), NULL));
}

/* One calendar of the file, under the region that customers name. */
static bool load_calendar(walk_shop *shop, const char *path, const char *calendar, plain_region *region)
{
    csv_file file;
    aftersale_holiday *days = calloc(HOLIDAYS_MOST, sizeof *days);
    size_t count = 0;
    bool is_read = days != NULL && csv_open(&file, path);
    if (!is_read) {
        free(days);
        return false;
    }
    while (is_read && csv_row(&file)) {
        if (strcmp(file.fields[0], calendar) != 0)
            continue;
        is_read = count < HOLIDAYS_MOST &&
                  aftersale_date_parse(file.fields[1], &days[count].day) == AFTERSALE_OK &&
                  plain_note_holiday(region, days[count].day);
        count++;
    }
    is_read = is_read && !file.failed && count != 0;
    csv_close(&file);
    if (is_read) {
        aftersale_calendar_load_args args = {.struct_size = sizeof args, .key = region->key};
        args.holidays = (aftersale_holidays){days, count, sizeof *days};
        is_read = is_done(shop, aftersale_calendar_load(shop->book, &args, NULL));
    }
    free(days);
    return is_read;
}

static bool put_customers(walk_shop *shop)
{
    bool is_put = true;
    for (size_t i = 0; is_put && i < shop->customer_count; i++) {
        plain_customer *customer = &shop->customers[i];
        char owner[8], phone[32], mail[48], post[48];
        snprintf(owner, sizeof owner, "o%zu", i % WALK_OWNERS);
        snprintf(phone, sizeof phone, "+44 %s", customer->ref);
        snprintf(mail, sizeof mail, "%s@example.org", customer->ref);
        snprintf(post, sizeof post, "%s High Street", customer->ref);
        is_put = is_done(
            shop,
            aftersale_customer_put(
                shop->book,
                AFTERSALE_ARGS(customer_put, .ref = customer->ref, .owner = owner, .zone = customer->zone,
                               .region = customer->region[0] != 0 ? customer->region : NULL,
                               .contacts = AFTERSALE_LIST(contact, {.channel = "phone", .address = phone},
                                                          {.channel = "email", .address = mail},
                                                          {.channel = "post", .address = post})),
                NULL));
    }
    return is_put;
}

bool walk_edit_plan(walk_shop *shop)
{
    return publish(shop, edited_plan);
}

bool walk_open(walk_shop *shop, const char *holidays)
{
    aftersale_error error = {.struct_size = sizeof error};
    if (aftersale_context_new(
            AFTERSALE_ARGS(context_new, .clock = clock_of_shop, .clock_user = shop, .seed = 4),
            &shop->context, &error) != AFTERSALE_OK ||
        aftersale_memory_open(shop->context, &shop->store, &error) != AFTERSALE_OK ||
        aftersale_book_open(shop->store,
                            AFTERSALE_ARGS(book_open, .name = "shop", .flags = AFTERSALE_BOOK_CREATE,
                                           .zone = "Europe/London"),
                            &shop->book, &error) != AFTERSALE_OK) {
        fprintf(stderr, "walk: %s\n", error.text);
        return false;
    }
    shop->rules = rules_of_shop;
    const char *const quiet[] = {"21:00-24:00", "00:00-07:00"};
    aftersale_settings_put_args settings = {
        .struct_size = sizeof settings,
        .min_gap = "P2D",
        .caps = AFTERSALE_LIST(cap, {.most = 2, .per = "P14D", .channel = "phone"},
                               {.most = 1, .per = "P30D", .of_class = AFTERSALE_CLASS_SELLING},
                               {.most = 5, .per = "P60D"}),
        .quiet = {quiet, 2},
    };
    aftersale_rules_put_args rules = {
        .struct_size = sizeof rules,
        .rules = AFTERSALE_LIST(rule, {.key = "all", .plan = "every-sale"}),
    };
    return is_done(shop, aftersale_settings_put(shop->book, &settings, NULL)) && publish(shop, first_plan) &&
           publish(shop, second_plan) && is_done(shop, aftersale_rules_put(shop->book, &rules, NULL)) &&
           load_calendar(shop, holidays, "GB_ENG", &shop->rules.regions[0]) &&
           load_calendar(shop, holidays, "US_COMMON", &shop->rules.regions[1]) && put_customers(shop);
}

void walk_close(walk_shop *shop)
{
    aftersale_book_free(shop->book);
    aftersale_store_free(shop->store);
    aftersale_context_free(shop->context);
    plain_free(&shop->rules, shop->customers, shop->customer_count);
    free(shop->customers);
    free(shop->sales);
}
