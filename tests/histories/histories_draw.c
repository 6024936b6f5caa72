/* SPDX-License-Identifier: MIT */
#include "histories.h"
#include <stdio.h>
#include <string.h>

uint32_t draw(history *h, uint32_t below)
{
    h->drawn ^= h->drawn << 13;
    h->drawn ^= h->drawn >> 7;
    h->drawn ^= h->drawn << 17;
    return (uint32_t)(h->drawn >> 33) % below;
}

bool draw_one_in(history *h, uint32_t n)
{
    return draw(h, n) == 0;
}

static const char *pick(history *h, const char *const *words, size_t count)
{
    return words[draw(h, (uint32_t)count)];
}
#define PICK(h, ...)                                                                                         \
    pick(h, (const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

/* JSON is written with ' for ". */
static void add(char json[JSON_MOST], const char *text)
{
    size_t at = strlen(json);
    while (*text != 0 && at + 1 < JSON_MOST) {
        json[at++] = (char)(*text == '\'' ? '"' : *text);
        text++;
    }
    json[at] = 0;
}

static void add_hours(history *h, plain_plan *plan, char json[JSON_MOST], const char *channel)
{
    static const struct {
        const char *days;
        uint32_t weekdays;
    } weeks[] = {
        {"mon-fri", 0x1f}, {"tue,thu", 0x0a}, {"mon-sat", 0x3f}, {"wed-sun", 0x7c}, {"mon-sun", 0x7f}};
    uint32_t week = draw(h, 5);
    int from = (int)draw(h, 16), until = from + 2 + (int)draw(h, (uint32_t)(23 - from));
    char text[64];
    snprintf(text, sizeof text, "'%s':['%s %02d:30-%02d:00']", channel, weeks[week].days, from, until);
    add(json, text);
    plan->hours[plan->hours_count++] =
        (plain_hours){channel, weeks[week].weekdays, from * 60 + 30, until * 60};
}

static void add_plain(plain_plan *plan, const char *key, const char *behind, bool is_off_on_holidays,
                      bool is_case)
{
    plain_step *step = &plan->steps[plan->step_count++];
    *step = (plain_step){.is_off_on_holidays = is_off_on_holidays, .is_case = is_case};
    snprintf(step->key, sizeof step->key, "%s%s", key, behind);
}

static void add_anchor(history *h, char json[JSON_MOST], size_t step)
{
    add(json, ",'anchor':");
    if (step != 0 && draw_one_in(h, 3))
        add(json, PICK(h, "'previous_done'", "'previous_planned'"));
    else
        add(json, PICK(h, "'sale'", "'delivery'", "'enrolment'", "'sale'", "{'date':'2026-04-03'}"));
    add(json,
        PICK(h, ",'after':'P1D'", ",'after':'P3D'", ",'after':'P2W'", ",'after':'P4B'", ",'after':'P1M'"));
    if (step == 0 || draw_one_in(h, 3))
        add(json, PICK(h, "", ",'repeat':{'every':'P1W'}", ",'repeat':{'every':'P10D','count':4}",
                       ",'repeat':{'every':'P2W','from':'done'}", ",'repeat':{'every':'P1M'}"));
}

static void add_step(history *h, plain_plan *plan, char json[JSON_MOST], size_t step)
{
    static const char *const ways[] = {"stay", "forward", "back", "nearest", "skip"};
    char key[32], text[160];
    uint32_t way = draw(h, 5);
    bool opens_case = draw_one_in(h, 4), escalates = draw_one_in(h, 4), asks = draw_one_in(h, 4);
    snprintf(key, sizeof key, "s%zu", step);
    snprintf(text, sizeof text, "%s{'key':'%s','kind':'%s','on_holiday':'%s'", step == 0 ? "" : ",", key,
             PICK(h, "follow-up", "check-up", "offer", "ask", "notice"), ways[way]);
    add(json, text);
    add_plain(plan, key, "", way != 0, false);
    add_anchor(h, json, step);
    add(json, PICK(h, ",'channels':['phone']", ",'channels':['phone','email']",
                   ",'channels':['email','post']", ",'channels':['email','phone','post']"));
    add(json, PICK(h, "", ",'not_after':'P1W'", ",'not_after':'P1M'"));
    add(json, PICK(h, "", "", ",'on_closed':'abandon'"));
    add(json, PICK(h, ",'owner':'customer'", ",'owner':'seller'", ",'owner':{'user':'o1'}"));
    add(json, ",'outcomes':{'no_answer':{'do':'retry','times':2,'after':'P2D'}");
    if (opens_case) {
        add(json, ",'problem':{'do':'open_case','then':'hold'}");
        add_plain(plan, key, ".case", false, true);
    }
    if (escalates) {
        add(json, ",'lukewarm':{'do':'escalate','after':'P1D'}");
        add_plain(plan, key, ".escalation", false, false);
    }
    if (asks) {
        add(json, ",'delighted':{'do':'ask_referral','after':'P2D'}");
        add_plain(plan, key, ".referral", false, false);
    }
    add(json, draw_one_in(h, 6) ? ",'refused':{'do':'end'}}}" : "}}");
}

void draw_plan(history *h, const char *key, plain_plan *plan, char json[JSON_MOST])
{
    char head[96];
    size_t count = 1 + draw(h, 4);
    memset(plan, 0, sizeof *plan);
    json[0] = 0;
    snprintf(plan->key, sizeof plan->key, "%s", key);
    snprintf(head, sizeof head, "{'plan':'%s','priority':%u,'windows':{", key, 1 + draw(h, 16));
    add(json, head);
    add_hours(h, plan, json, "phone");
    if (draw_one_in(h, 2)) {
        add(json, ",");
        add_hours(h, plan, json, "email");
    }
    add(json, "},'steps':[");
    for (size_t i = 0; i < count; i++)
        add_step(h, plan, json, i);
    add(json, "]}");
}

void draw_settings(history *h, aftersale_settings_put_args *settings, aftersale_cap caps[4],
                   char texts[8][32])
{
    static const char *const channels[] = {NULL, "phone", "email"};
    static const uint32_t presumed[] = {AFTERSALE_PURPOSE_NONE, AFTERSALE_PURPOSE_RELATIONSHIP,
                                        AFTERSALE_PURPOSE_RELATIONSHIP | AFTERSALE_PURPOSE_SELLING};
    h->rules.cap_count = draw(h, 4);
    for (size_t i = 0; i < h->rules.cap_count; i++) {
        plain_cap *cap = &h->rules.caps[i];
        *cap =
            (plain_cap){1 + (int)draw(h, 3), 2 + (int)draw(h, 20), channels[draw(h, 3)], (int32_t)draw(h, 4)};
        snprintf(texts[i], sizeof texts[i], "P%dD", cap->days);
        caps[i] = (aftersale_cap){cap->most, texts[i], cap->channel, cap->of_class};
    }
    if (h->rules.cap_count != 0)
        settings->caps = (aftersale_caps){caps, h->rules.cap_count, sizeof caps[0]};
    h->rules.gap_days = (int)draw(h, 4);
    snprintf(texts[4], sizeof texts[4], "P%dD", h->rules.gap_days);
    if (h->rules.gap_days != 0)
        settings->min_gap = texts[4];
    if (draw_one_in(h, 2))
        settings->overlap = draw_one_in(h, 2) ? "P2D" : "P1W";
    settings->presume = presumed[draw(h, 3)];
    h->rules.presumed = settings->presume;
    if (draw_one_in(h, 2)) {
        h->rules.quiet_from = 1140 + 60 * (int)draw(h, 4);
        h->rules.quiet_until = 60 * (int)draw(h, 8);
        snprintf(texts[5], sizeof texts[5], "%02d:00-24:00", h->rules.quiet_from / 60);
        snprintf(texts[6], sizeof texts[6], "00:00-%02d:00", h->rules.quiet_until / 60);
    }
}

static int by_day(const aftersale_date *a, const aftersale_date *b)
{
    return (a->month - b->month) * 32 + a->day - b->day;
}

bool draw_region(history *h, const char *key, plain_region *region)
{
    static const uint32_t weekends[] = {0x60, 0x30,
                                        0x40}; /* Saturday and Sunday, Friday and Saturday, Sunday */
    memset(region, 0, sizeof *region);
    snprintf(region->key, sizeof region->key, "%s", key);
    region->weekend = weekends[draw(h, 3)];
    for (uint32_t i = draw(h, 12); i > 0; i--) {
        aftersale_date day = {2026, (uint8_t)(3 + draw(h, 4)), (uint8_t)(1 + draw(h, 30))};
        bool is_known = false;
        for (size_t k = 0; k < region->holiday_count; k++)
            is_known = is_known || by_day(&region->holidays[k], &day) == 0;
        if (!is_known && !plain_note_holiday(region, day))
            return false;
    }
    for (size_t i = 1; i < region->holiday_count; i++) {
        aftersale_date day = region->holidays[i];
        size_t k = i;
        for (; k > 0 && by_day(&region->holidays[k - 1], &day) > 0; k--)
            region->holidays[k] = region->holidays[k - 1];
        region->holidays[k] = day;
    }
    return true;
}
