/* SPDX-License-Identifier: MIT */
/* K: one schedule decision, the eight dates of a plan, with zone, hours, weekends and holidays. It takes no allocator,
 * so it cannot allocate. */
#include "aftersale/book.h"
#include "aftersale/enrolment.h"
#include "bench/measures.h"
#include "rules/schedule.h"
#include "value/zone.h"
#include <string.h>

enum { DECISIONS = 5000 };

#define STEP(key, after)                                                                                     \
    "{\"key\":\"" key "\",\"kind\":\"follow-up\",\"anchor\":\"sale\",\"after\":\"" after                     \
    "\",\"channels\":[\"phone\"]}"
static const char document[] =
    "{\"plan\":\"p\",\"on_holiday\":\"forward\",\"windows\":{\"phone\":[\"mon-fri 09:00-12:00\",\"mon-fri "
    "14:00-17:30\"]},\"steps\":[" STEP("s1", "P1D") "," STEP("s2", "P7D") "," STEP("s3", "P30D") "," STEP(
        "s4", "P90D") "," STEP("s5", "P180D") "," STEP("s6",
                                                       "P270D") "," STEP("s7",
                                                                         "P365D") "," STEP("s8",
                                                                                           "P455D") "]}";

/* Of England, 2026 and 2027. */
static const as__holiday holidays[] = {
    {20454, "New Year"}, {20546, "Good Friday"}, {20549, "Easter Monday"}, {20577, "May"},
    {20598, "Spring"},   {20696, "Summer"},      {20812, "Christmas"},     {20815, "Boxing Day"},
    {20819, "New Year"}, {20903, "Good Friday"}, {20906, "Easter Monday"}, {20941, "May"},
    {20969, "Spring"},   {21060, "Summer"},      {21179, "Christmas"},     {21180, "Boxing Day"},
};

static double decide(as__facts *facts, aftersale_enrolment *run, uint64_t *sum)
{
    as__planned planned[WORKLOAD_STEPS];
    double start = seconds_worked();
    for (int i = 0; i < DECISIONS; i++) {
        run->sold = (aftersale_date){2026, (uint8_t)(i % 12 + 1), (uint8_t)(i % 28 + 1)};
        as__schedule_plan(facts, planned);
        for (int step = 0; step < WORKLOAD_STEPS; step++)
            *sum += (uint64_t)planned[step].due.us;
    }
    return (seconds_worked() - start) * 1e9 / DECISIONS;
}

void measure_schedule(bench *b)
{
    as__problems problems;
    as__template *plan = NULL;
    as__zones *zones = NULL;
    as__arena arena;
    as__calendar england, rows = as__plain_week;
    as__calendars calendars = {.customer = &england};
    as__step_number numbers[WORKLOAD_STEPS];
    aftersale_contact contact = {.channel = "phone", .address = "+44 20 7946 0018"};
    aftersale_customer customer = {.contacts = {&contact, 1}};
    aftersale_enrolment run = {.state = AFTERSALE_ENROLMENT_ACTIVE};
    as__facts facts = {.run = &run,
                       .customer = &customer,
                       .day_start = {1, 9, 0, 0},
                       .presume = AFTERSALE_PURPOSE_SERVICE,
                       .calendars = &calendars,
                       .now = {workload_noon(WORKLOAD_TODAY)}};
    double nanos[ROUNDS];
    if (!sides_asked(b, 'K'))
        return;
    as__problems_init(&problems, &as__memory_system);
    must_work("read the plan", as__template_read(&as__memory_system, NULL, document, strlen(document),
                                                 &problems, &plan) == AFTERSALE_OK);
    must_work("number its steps",
              as__template_number(plan, 1, numbers, as__template_numbers(plan, NULL, 0, numbers)) ==
                  AFTERSALE_OK);
    must_work("zones",
              as__zones_new(&as__memory_system, NULL, NULL, "/usr/share/zoneinfo", &zones) == AFTERSALE_OK &&
                  as__zones_find(zones, "Europe/London", &facts.zone) == AFTERSALE_OK);
    as__arena_init(&arena, &as__memory_system);
    rows.holidays = holidays;
    rows.holiday_count = sizeof holidays / sizeof *holidays;
    rows.from = WORKLOAD_FIRST_DAY;
    rows.until = WORKLOAD_FIRST_DAY + 2 * WORKLOAD_DAYS;
    must_work("holidays", as__calendar_make(&rows, &arena, &england) == AFTERSALE_OK);
    facts.plan = plan;
    for (int round = 0; round < ROUNDS; round++)
        nanos[round] = decide(&facts, &run, &b->sum);
    measure_table_line(&b->table, "K eight dates of a plan", "", "ns", nanos, NULL, ROUNDS,
                       (target){OURS_AT_MOST, 250, 100});
    as__template_free(plan);
    as__zones_free(zones);
    as__arena_free(&arena);
    as__problems_free(&problems);
}
