/* SPDX-License-Identifier: MIT */
/* What is planned, as a table: a copy that names its time and rules, and never counts as state (S73). */
#include "support/watched_book.h"

#define CUSTOMERS 70 /* more than two pages of a build */
#define SOON STEP("soon", "'anchor':'sale','after':'P1D','channels':['phone']")
#define GIFT STEP("gift", "'anchor':'sale','after':'P3D','owner':{'user':'gus'}")
#define MONTH STEP("month", "'anchor':'sale','after':'P4D','channels':['phone'],'repeat':{'every':'P1M'}")
#define YEAR STEP("year", "'anchor':'sale','after':'P1Y'")
#define WAIT STEP("wait", "'anchor':'acceptance'")
#define CARE PLAN("care", SOON "," GIFT "," MONTH "," YEAR "," WAIT)

static const char *name_of(const char *letter, int i)
{
    static char names[4][8];
    static size_t next;
    char *name = names[next++ % COUNT(names)];
    snprintf(name, sizeof names[0], "%s%d", letter, i);
    return name;
}

/* Every tenth is merged into the one before. */
static bool is_merged(int i)
{
    return i % 10 == 9;
}

/* Customers at several places of the same plan, some of them in another one too. */
static void stage(void)
{
    MUST(aftersale_settings_put(
        book,
        AFTERSALE_ARGS(settings_put, .overlap = "P3D",
                       .caps = AFTERSALE_LIST(cap, {.channel = "phone", .most = 1, .per = "P2D"})),
        NULL));
    publish(CARE);
    publish("{'plan':'first','priority':1,'steps':[" STEP(
        "call", "'anchor':'sale','after':'P2D','channels':['phone']") "]}");
    for (int i = 0; i < CUSTOMERS; i++) {
        const char *customer = name_of("C", i);
        put_customer(customer);
        if (i % 5 != 4)
            put_sale(name_of("S", i), customer, "care", i % 2 == 0 ? "2026-11-18" : "2026-11-20", NULL);
        if (i % 10 == 1)
            done(customer, "soon", AFTERSALE_OUTCOME_REACHED);
        if (i % 10 == 2)
            MUST(aftersale_touch_claim(
                book, AFTERSALE_ARGS(touch_claim, .touch = touch_id(customer, "soon"), .actor = "sam"),
                NULL));
        if (i % 10 == 3)
            MUST(aftersale_plan_move(book,
                                     AFTERSALE_ARGS(plan_move, .enrolment.id = enrolment_id(customer, 0),
                                                    .state = AFTERSALE_ENROLMENT_ENDED, .reason = "moved"),
                                     NULL));
        if (i % 4 == 0)
            put_sale(name_of("T", i), customer, "first", i % 3 == 0 ? "2026-11-18" : "2026-11-20", NULL);
        if (i % 10 == 6)
            MUST(aftersale_touch_snooze(book,
                                        AFTERSALE_ARGS(touch_snooze, .touch = touch_id(customer, "gift"),
                                                       .until = instant("2026-11-30T09:00:00Z")),
                                        NULL));
        if (is_merged(i))
            MUST(aftersale_customer_merge(
                book,
                AFTERSALE_ARGS(customer_merge, .customer.ref = customer, .into.ref = name_of("C", i - 1)),
                NULL));
    }
}

static aftersale_projection build(const char *until, int32_t customers)
{
    aftersale_projection built = {0};
    MUST(aftersale_projection_build(
        book, AFTERSALE_ARGS(projection_build, .until = instant(until), .customers = customers), &built));
    cr_assert_eq(built.struct_size, sizeof built);
    return built;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

typedef struct lines {
    char *items[1000];
    size_t count;
} lines;

static void add(lines *to, const char *text)
{
    cr_assert_lt(to->count, COUNT(to->items));
    to->items[to->count] = strdup(text);
    cr_assert_not_null(to->items[to->count++]);
}

static void drop(lines *all)
{
    for (size_t i = 0; i < all->count; i++)
        free(all->items[i]);
    all->count = 0;
}

static int64_t number_of(const aftersale_record *row, int32_t tag)
{
    aftersale_value value;
    MUST(aftersale_record_value(row, tag, &value));
    return value.type == AFTERSALE_TYPE_TIME ? value.as.time.us : value.as.number;
}

static const char *word_of(const aftersale_record *row, int32_t tag)
{
    aftersale_value value;
    MUST(aftersale_record_value(row, tag, &value));
    return value.type == AFTERSALE_TYPE_TEXT ? value.as.text : "";
}

/* Tags of `projected`, as docs/fields.md has them. */
enum { BUILD = 2, TOUCH = 3, STEP_KEY = 9, OCCURRENCE = 11, STATE = 12, DUE = 13, OWNER = 17, CHANNEL = 18 };

static void read_rows(lines *out, int64_t build_number)
{
    aftersale_cursor *list = NULL;
    const aftersale_record *row;
    MUST(aftersale_projection_list(book, &list));
    while (aftersale_cursor_next(list, &row) == AFTERSALE_ROW) {
        char text[300];
        cr_assert_eq(number_of(row, BUILD), build_number);
        snprintf(text, sizeof text, "%s %s %lld %lld %lld %s %s", word_of(row, TOUCH), word_of(row, STEP_KEY),
                 (long long)number_of(row, OCCURRENCE), (long long)number_of(row, STATE),
                 (long long)number_of(row, DUE), word_of(row, OWNER), word_of(row, CHANNEL));
        add(out, text);
    }
    aftersale_cursor_free(list);
    qsort(out->items, out->count, sizeof *out->items, by_text);
}

/* Where it stands as of the projection: what is put off is planned again when it comes up. */
static int32_t state_now(const aftersale_touch *row)
{
    const aftersale_touch *found = NULL;
    int32_t state = AFTERSALE_TOUCH_STATE_PLANNED;
    if (aftersale_touch_get(book, aftersale_touch_id(row), &found) == AFTERSALE_OK &&
        aftersale_touch_state(found) == AFTERSALE_TOUCH_STATE_SNOOZED)
        state = AFTERSALE_TOUCH_STATE_SNOOZED;
    aftersale_touch_free(found);
    return state == AFTERSALE_TOUCH_STATE_PLANNED ? aftersale_touch_state(row) : state;
}

/* The same from previews, customer by customer. */
static void read_previews(lines *out, const char *until)
{
    for (int i = 0; i < CUSTOMERS; i++) {
        aftersale_cursor *list = NULL;
        const aftersale_touch *row;
        if (is_merged(i))
            continue;
        MUST(aftersale_preview(
            book, AFTERSALE_ARGS(preview, .customer.ref = name_of("C", i), .until = instant(until)), &list));
        while (aftersale_touch_next(list, &row) == AFTERSALE_ROW) {
            char text[300], id[AFTERSALE_ID_TEXT];
            aftersale_id_text(aftersale_touch_id(row), id);
            snprintf(text, sizeof text, "%s %s %d %d %lld %s %s", id, aftersale_touch_step(row),
                     (int)aftersale_touch_occurrence(row), (int)state_now(row),
                     (long long)aftersale_touch_due(row).us, aftersale_touch_owner(row),
                     aftersale_touch_channel(row));
            add(out, text);
        }
        aftersale_cursor_free(list);
    }
    qsort(out->items, out->count, sizeof *out->items, by_text);
}

static void must_be_what_is_foretold(const aftersale_projection *built, const char *until)
{
    lines rows = {.count = 0}, touches = {.count = 0};
    read_rows(&rows, built->build);
    read_previews(&touches, until);
    cr_assert_eq(built->rows, (int64_t)rows.count);
    cr_assert_eq(rows.count, touches.count);
    for (size_t i = 0; i < rows.count; i++)
        cr_assert_str_eq(rows.items[i], touches.items[i]);
    drop(&rows);
    drop(&touches);
}

/* S23, S73, and of a step that repeats all that lie ahead (S18) */
TRIAL(projection, has_a_row_for_each_touch_ahead)
{
    stage();
    aftersale_projection built = build("2026-12-31T00:00:00Z", 0), found = {0};
    cr_assert_eq(built.build, 1);
    cr_assert_eq(built.customers, CUSTOMERS);
    cr_assert_gt(built.rows, CUSTOMERS);
    cr_assert_str_eq(text_of(built.at), "2026-11-20T10:00:00Z");
    cr_assert_str_eq(text_of(built.until), "2026-12-31T00:00:00Z");
    cr_assert_str_eq(text_of(built.finished), "2026-11-20T10:00:00Z");
    cr_assert_eq((uint32_t)built.library, aftersale_version());
    must_be_what_is_foretold(&built, "2026-12-31T00:00:00Z");
    MUST(aftersale_projection_get(book, &found));
    cr_assert_eq(memcmp(&built, &found, sizeof built), 0);

    aftersale_projection longer = build("2028-01-01T00:00:00Z", 0);
    cr_assert_gt(longer.rows, built.rows);
    must_be_what_is_foretold(&longer, "2028-01-01T00:00:00Z");
}

/* Until the next one is finished the one before can be read. */
TRIAL(projection, is_built_in_small_steps)
{
    aftersale_projection none = {0}, step = {0};
    aftersale_cursor *list = NULL;
    stage();
    for (int i = 1; i <= CUSTOMERS / 7; i++) {
        now_is(i == 1 ? "2026-11-20T10:00:00Z" : "2026-11-20T11:00:00Z");
        step = build("2026-12-31T00:00:00Z", 7);
        cr_assert_eq(step.customers, 7 * i);
        cr_assert_eq(step.build, 1);
        cr_assert_eq(step.finished.us, 0);
        MUST_BE(AFTERSALE_NOT_FOUND, aftersale_projection_get(book, &none));
        MUST_BE(AFTERSALE_NOT_FOUND, aftersale_projection_list(book, &list));
    }
    step = build("2026-12-31T00:00:00Z", 7);
    cr_assert_str_eq(text_of(step.at), "2026-11-20T10:00:00Z");
    cr_assert_str_eq(text_of(step.finished), "2026-11-20T11:00:00Z");
    now_is("2026-11-20T10:00:00Z"); /* as of when it is */
    must_be_what_is_foretold(&step, "2026-12-31T00:00:00Z");

    done("C5", "soon", AFTERSALE_OUTCOME_REACHED);
    aftersale_projection next = build("2026-12-31T00:00:00Z", 7), found = {0};
    cr_assert_eq(next.build, 2);
    MUST(aftersale_projection_get(book, &found));
    cr_assert_eq(found.build, 1);
    lines old = {.count = 0};
    read_rows(&old, 1);
    cr_assert_eq((int64_t)old.count, step.rows);
    drop(&old);
    next = build("2026-12-31T00:00:00Z", 0);
    cr_assert_eq(next.build, 2);
    cr_assert_eq(next.rows, step.rows - 1);
    must_be_what_is_foretold(&next, "2026-12-31T00:00:00Z");
}

/* It names its rules: when they change it is begun anew. */
TRIAL(projection, is_begun_anew_under_other_rules)
{
    stage();
    aftersale_projection first = build("2026-12-31T00:00:00Z", 7);
    aftersale_projection other = build("2027-12-31T00:00:00Z", 7);
    cr_assert_eq(other.build, 2);
    cr_assert_eq(other.rules, first.rules);
    MUST(aftersale_settings_put(book, AFTERSALE_ARGS(settings_put, .language = "de"), NULL));
    aftersale_projection ruled = build("2027-12-31T00:00:00Z", 7);
    cr_assert_eq(ruled.build, 3);
    cr_assert_gt(ruled.rules, first.rules);
    publish(PLAN("other", STEP("a", "'anchor':'sale'")));
    ruled = build("2027-12-31T00:00:00Z", 0);
    cr_assert_eq(ruled.build, 4);
    must_be_what_is_foretold(&ruled, "2027-12-31T00:00:00Z");
}

/* Of one customer the first 10,000. */
TRIAL(projection, ends_where_nothing_more_is_foretold)
{
    publish(PLAN("daily", STEP("day", "'anchor':'sale','repeat':{'every':'P1D'}")));
    put_customer("D");
    put_sale("S", "D", "daily", "2026-11-20", NULL);
    put_customer("E");
    put_sale("T", "E", "daily", "2026-11-20", NULL);
    aftersale_projection built = build("2027-11-20T00:00:00Z", 0);
    cr_assert_eq(built.rows, 2 * 365);
    built = build("2060-01-01T00:00:00Z", 0);
    cr_assert_neq(built.finished.us, 0);
    cr_assert_eq(built.customers, 2);
    cr_assert_eq(built.rows, 2 * 10000);
}

/* No line of an export, no event, no revision. */
TRIAL(projection, is_no_state)
{
    stage();
    const aftersale_export_args *args = AFTERSALE_ARGS(export, .flags = AFTERSALE_EXPORT_EVENTS);
    written_text before = exported(book, args);
    (void)build("2026-12-31T00:00:00Z", 0);
    (void)build("2027-12-31T00:00:00Z", 3);
    written_text after = exported(book, args);
    cr_assert_str_eq(before.data, after.data);
    written_text_free(&before);
    written_text_free(&after);
    MUST(aftersale_event_verify(book, NULL));
}

TRIAL(projection, refuses_what_it_cannot_do)
{
    aftersale_projection_build_args args = {.struct_size = sizeof args};
    MUST_BE(AFTERSALE_INVALID, aftersale_projection_build(book, NULL, NULL));
    MUST_BE(AFTERSALE_INVALID, aftersale_projection_build(book, &args, NULL));
    args.until = instant("2026-12-31T00:00:00Z");
    args.customers = -1;
    MUST_BE(AFTERSALE_INVALID, aftersale_projection_build(book, &args, NULL));
    args.customers = 0;
    MUST(aftersale_group_begin(book, 0));
    MUST_BE(AFTERSALE_STATE, aftersale_projection_build(book, &args, NULL));
    MUST(aftersale_group_drop(book));
    MUST(aftersale_projection_build(book, &args, NULL)); /* of an empty book */
    aftersale_projection found = {0};
    MUST(aftersale_projection_get(book, &found));
    cr_assert_eq(found.rows, 0);
    aftersale_book_free(book);
    cr_assert_eq(
        aftersale_book_open(on_trial.store,
                            AFTERSALE_ARGS(book_open, .name = "acme", .flags = AFTERSALE_BOOK_READ_ONLY),
                            &book, NULL),
        AFTERSALE_OK);
    MUST_BE(AFTERSALE_STATE, aftersale_projection_build(book, &args, NULL));
    MUST(aftersale_projection_get(book, &found));
}

static const char *rival_until;

static void strike(void)
{
    aftersale_projection built = {0};
    aftersale_status status = aftersale_projection_build(
        rival, AFTERSALE_ARGS(projection_build, .until = instant(rival_until), .customers = 40), &built);
    cr_assert_eq(status, AFTERSALE_OK);
}

/* Somebody else who builds strikes before each call to the store in turn: the same build is finished together, of two that
 * differ one gives way, and the rows are always those of one of them. */
TRIAL(projection, two_who_build_do_not_mix)
{
    static const char *const untils[] = {"2026-12-31T00:00:00Z", "2028-01-01T00:00:00Z"};
    stage();
    watch_book_and_rival();
    for (size_t i = 0; i < COUNT(untils); i++) {
        rival_until = untils[i];
        for (size_t n = 1, is_struck = 1; is_struck != 0; n++) {
            aftersale_projection built = {0};
            watched_store_set(&watched, strike, n);
            aftersale_status status = aftersale_projection_build(
                book, AFTERSALE_ARGS(projection_build, .until = instant(untils[0])), &built);
            is_struck = watched.calls >= n;
            watched_store_set(&watched, NULL, 0);
            if (i == 0 || !is_struck || status != AFTERSALE_CONFLICT)
                cr_assert_eq(status, AFTERSALE_OK, "before call %zu: %d", n, (int)status);
            else
                built = build(untils[0], 0);
            if (built.finished.us != 0 && aftersale_projection_get(book, &built) == AFTERSALE_OK)
                must_be_what_is_foretold(&built, text_of(built.until));
        }
    }
    aftersale_book_free(rival);
}
