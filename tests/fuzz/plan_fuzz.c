/* SPDX-License-Identifier: MIT */
/* Plan templates (S16, S17, S19): a document that is let in can be scheduled in every state of a run (S31 to
 * S35), and each of its steps takes every outcome. */
#include "aftersale/book.h"
#include "aftersale/consent.h"
#include "aftersale/enrolment.h"
#include "fuzz/fuzz.h"
#include "rules/outcome.h"
#include "rules/schedule.h"

#define DOCUMENT_MAX 131072
#define STEPS_ALONE 12 /* looked at one by one: each costs as much as all that stand before it */
#define DAY INT64_C(86400000000)
#define START (INT64_C(1772442000) * 1000000) /* 2026-03-02T09:00:00Z */

typedef struct stage {
    as__template *plan;
    aftersale_enrolment run;
    aftersale_customer customer;
    as__facts facts;
    as__step_state past[AS__STEPS_MAX];
    as__planned planned[AS__STEPS_MAX];
} stage;

static const as__zone *london(void)
{
    static as__zones *zones;
    const as__zone *zone = NULL;
    if (zones == NULL)
        ALWAYS(as__zones_new(&as__memory_system, NULL, NULL, "/usr/share/zoneinfo", &zones) == AFTERSALE_OK);
    ALWAYS(as__zones_find(zones, "Europe/London", &zone) == AFTERSALE_OK);
    return zone;
}

static void check_planned(const stage *at, const as__planned *planned)
{
    const as__step *step = &at->plan->steps[planned->step];
    ALWAYS(planned->state >= AFTERSALE_TOUCH_STATE_PLANNED &&
           planned->state <= AFTERSALE_TOUCH_STATE_CANCELLED);
    ALWAYS(planned->channel <= step->channel_count);
    if (planned->state == AFTERSALE_TOUCH_STATE_WAITING) {
        ALWAYS(planned->due.us == 0);
        ALWAYS(planned->waiting_for != NULL);
    }
    ALWAYS(as__step_owner(&at->facts, step) != NULL);
}

static void check_reasons(const as__reasons *reasons)
{
    ALWAYS(reasons->count > 0 && reasons->count <= AS__REASONS_MAX);
    for (size_t i = 0; i < reasons->count; i++)
        ALWAYS(memchr(reasons->items[i].text, '\0', sizeof reasons->items[i].text) != NULL);
}

/* All steps at once, and some of them alone, which comes to the same. */
static void schedule(stage *at)
{
    size_t count = at->plan->step_count;
    as__schedule_plan(&at->facts, at->planned);
    for (size_t i = 0; i < count; i++)
        check_planned(at, &at->planned[i]);
    for (size_t i = 0; i < count && i < STEPS_ALONE; i++) {
        as__planned alone;
        as__reasons reasons = {.count = 0};
        as__schedule_step(&at->facts, i, &alone, &reasons);
        ALWAYS(alone.state == at->planned[i].state && alone.due.us == at->planned[i].due.us);
        check_reasons(&reasons);
    }
    (void)as__plan_is_through(at->plan, at->planned);
}

static int by_number(const void *a, const void *b)
{
    const as__step_state *left = a, *right = b;
    return (left->step > right->step) - (left->step < right->step);
}

/* One step after the other comes to every state a step can be in, beginning with `first`. */
static void make_past(stage *at, int32_t first)
{
    size_t count = at->plan->step_count;
    for (size_t i = 0; i < count; i++) {
        int32_t state = (int32_t)(((size_t)first + i) % AS__STEP_CANCELLED) + 1;
        int64_t made = START + (int64_t)i * DAY;
        at->past[i] = (as__step_state){.step = at->plan->steps[i].number,
                                       .occurrence = 1,
                                       .state = state,
                                       .outcome = state == AS__STEP_DONE ? AFTERSALE_OUTCOME_REACHED : 0,
                                       .planned = {made},
                                       .made = {made},
                                       .not_before = {state == AS__STEP_SNOOZED ? made + DAY : 0},
                                       .lease = {state == AS__STEP_CLAIMED ? made + DAY : 0},
                                       .actor = "anna"};
    }
    qsort(at->past, count, sizeof at->past[0], by_number);
    at->run.steps = (as__list){at->past, count};
}

static void enter_outcomes(stage *at)
{
    for (size_t i = 0; i < at->plan->step_count && i < STEPS_ALONE; i++) {
        for (int32_t outcome = 1; outcome <= AS__OUTCOME_COUNT; outcome++) {
            as__arena arena;
            as__entered entered;
            as__entry entry = {.step = i,
                               .occurrence = 1,
                               .outcome = outcome,
                               .actor = "anna",
                               .made = {START + DAY},
                               .planned = {START},
                               .later = {START + 3 * DAY},
                               .event = 7};
            as__list before = at->run.steps;
            as__arena_init(&arena, &as__memory_system);
            ALWAYS(as__outcome_enter(&at->facts, &entry, &arena, &entered) == AFTERSALE_OK);
            at->run.steps = (as__list){entered.steps, entered.count};
            as__schedule_plan(&at->facts, at->planned);
            at->run.steps = before;
            as__arena_free(&arena);
        }
    }
}

/* With days off, limits of the book and contacts made, it comes to an end too. */
static void hem_in(stage *at)
{
    static const as__weekend weekend = {0, 1u << 6};
    static const as__holiday holidays[] = {{20520, "a"}, {20521, "b"}, {20522, "c"}, {20550, "d"}};
    static const as__hours noon = {12 * 3600, 13 * 3600, 0x7F};
    static const as__cap cap = {.most = 1, .per = {.business_days = 2}};
    static const as__recent recents[] = {{.at = {START + 30 * DAY}, .channel = "phone", .purpose = 1},
                                         {.at = {START - DAY}, .channel = "email", .purpose = 4}};
    const as__calendar rows = {.weekends = &weekend,
                               .weekend_count = 1,
                               .holidays = holidays,
                               .holiday_count = sizeof holidays / sizeof holidays[0],
                               .from = 20500,
                               .until = 20600};
    const as__limits limits = {.caps = {&cap, 1}, .min_gap = {.days = 1}, .quiet = {&noon, 1}};
    as__arena arena;
    as__calendar calendar;
    as__arena_init(&arena, &as__memory_system);
    ALWAYS(as__calendar_make(&rows, &arena, &calendar) == AFTERSALE_OK);
    const as__calendars calendars = {.customer = &calendar};
    at->facts.calendars = &calendars;
    at->facts.limits = &limits;
    at->facts.recents = (as__recents){recents, sizeof recents / sizeof recents[0]};
    at->facts.ends = (aftersale_time){START + 400 * DAY};
    schedule(at);
    at->facts.now.us += 100 * DAY;
    schedule(at);
    as__arena_free(&arena);
}

static void play(stage *at)
{
    static const aftersale_contact contacts[] = {{.channel = "phone", .address = "1"},
                                                 {.channel = "email", .address = "a@example.com"}};
    at->run.state = AFTERSALE_ENROLMENT_ACTIVE;
    at->run.begun = (aftersale_time){START};
    at->facts = (as__facts){.plan = at->plan,
                            .run = &at->run,
                            .customer = &at->customer,
                            .zone = london(),
                            .presume = AFTERSALE_PURPOSE_SERVICE,
                            .now = {START}};
    schedule(at);
    at->customer.contacts = (as__list){contacts, 2};
    at->run.sold = (aftersale_date){2026, 1, 31};
    at->run.delivered = (aftersale_date){2028, 2, 29};
    at->run.accepted = (aftersale_date){9999, 12, 31};
    at->run.sold_time = at->run.accepted_time = (aftersale_daytime){1, 23, 59, 59};
    at->facts.presume = 31;
    schedule(at);
    enter_outcomes(at);
    at->facts.assume = true;
    schedule(at);
    at->facts.assume = false;
    for (int32_t first = 0; first < AS__STEP_CANCELLED; first += 3) {
        make_past(at, first);
        at->facts.now.us += 10 * DAY;
        schedule(at);
    }
    enter_outcomes(at);
    hem_in(at);
}

static void number(as__template *plan)
{
    static as__step_number numbers[AS__STEPS_MAX * 2];
    ALWAYS(plan->step_count <= AS__STEPS_MAX);
    size_t count = as__template_numbers(plan, NULL, 0, numbers);
    ALWAYS(count >= plan->step_count && as__template_number(plan, 1, numbers, count) == AFTERSALE_OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    as__problems problems;
    as__template *plan = NULL;
    if (size > DOCUMENT_MAX)
        return 0;
    char *text = fuzz_text(data, size);
    as__problems_init(&problems, &as__memory_system);
    if (as__template_read(&as__memory_system, NULL, text, size, &problems, &plan) == AFTERSALE_OK) {
        stage *at = calloc(1, sizeof *at);
        if (at == NULL)
            exit(EXIT_FAILURE);
        at->plan = plan;
        number(plan);
        play(at);
        free(at);
        as__template_free(plan);
    } else {
        ALWAYS(problems.count > 0 && plan == NULL);
    }
    as__problems_free(&problems);
    free(text);
    return 0;
}
