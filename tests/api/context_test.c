/* SPDX-License-Identifier: MIT */
/* What the library takes from its surroundings, and that it takes nothing else (S1, S2, S69). */
#include "support/failing_memory.h"
#include "support/refusal.h"
#include <time.h>

static aftersale_error failure;
static int32_t calls;

static aftersale_context *context_of(const aftersale_context_new_args *args)
{
    aftersale_context *context = NULL;
    cr_assert_eq(aftersale_context_new(args, &context, &failure), AFTERSALE_OK, "%s", failure.text);
    return context;
}

/* A book in memory on a context of the test's own; the store keeps the context, the book the store. */
static aftersale_book *book_on(aftersale_context *context, aftersale_status expected)
{
    aftersale_store *store = NULL;
    aftersale_book *opened = NULL;
    cr_assert_eq(aftersale_memory_open(context, &store, &failure), AFTERSALE_OK);
    aftersale_context_free(context);
    cr_assert_eq(aftersale_book_open(store,
                                     AFTERSALE_ARGS(book_open, .name = "b", .flags = AFTERSALE_BOOK_CREATE),
                                     &opened, &failure),
                 expected, "%s", failure.text);
    aftersale_store_free(store);
    return opened;
}

static aftersale_status put(const char *ref, aftersale_id *out)
{
    return aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = ref), out);
}

/* Struct sizes: too small, larger with nothing in it, larger with something in it. */
Test(context, struct_sizes)
{
    struct {
        aftersale_context_new_args args;
        uint64_t newer;
    } larger = {{.struct_size = sizeof larger}, 0};
    aftersale_context *context = NULL;
    aftersale_context_new_args small = {.struct_size = offsetof(aftersale_context_new_args, seed)};
    cr_assert_eq(aftersale_context_new(&small, &context, &failure), AFTERSALE_ABI);
    cr_assert_null(context);
    cr_assert_eq(failure.status, AFTERSALE_ABI);
    small.struct_size = 0;
    cr_assert_eq(aftersale_context_new(&small, &context, NULL), AFTERSALE_ABI);
    cr_assert_eq(aftersale_context_new(&larger.args, &context, &failure), AFTERSALE_OK);
    aftersale_context_free(context);
    larger.newer = 1;
    cr_assert_eq(aftersale_context_new(&larger.args, &context, &failure), AFTERSALE_ABI);
    larger.args.struct_size = SIZE_MAX;
    cr_assert_eq(aftersale_context_new(&larger.args, &context, &failure), AFTERSALE_ABI);
    cr_assert_eq(aftersale_context_new(NULL, NULL, &failure), AFTERSALE_INVALID);
}

TRIAL(context, struct_sizes_of_commands_and_queries)
{
    struct {
        aftersale_customer_put_args args;
        uint64_t newer;
    } put_args = {{.struct_size = sizeof put_args, .ref = "C-1"}, 0};
    struct {
        aftersale_book_open_args args;
        uint64_t newer;
    } open_args = {{.struct_size = sizeof open_args, .name = "acme"}, 0};
    struct {
        aftersale_consent_check_args args;
        uint64_t newer;
    } check = {{.struct_size = sizeof check, .customer.ref = "C-1", .channel = "phone", .purpose = 1}, 0};
    aftersale_book *opened = NULL;
    char too_small[256], unknown[256];
    int32_t answer;
    MUST(aftersale_customer_put(book, &put_args.args, NULL));
    put_args.newer = 1;
    MUST_BE(AFTERSALE_ABI, aftersale_customer_put(book, &put_args.args, NULL));
    strcpy(unknown, aftersale_book_error(book)->text);
    put_args.args.struct_size = offsetof(aftersale_customer_put_args, at);
    MUST_BE(AFTERSALE_ABI, aftersale_customer_put(book, &put_args.args, NULL));
    strcpy(too_small, aftersale_book_error(book)->text);
    cr_assert_str_neq(too_small, unknown, "the two are told apart: %s", unknown);
    put_args.args.struct_size = 0;
    MUST_BE(AFTERSALE_ABI, aftersale_customer_put(book, &put_args.args, NULL));
    MUST_BE(AFTERSALE_INVALID, aftersale_customer_put(book, NULL, NULL));

    cr_assert_eq(aftersale_book_open(on_trial.store, &open_args.args, &opened, &failure), AFTERSALE_OK);
    aftersale_book_free(opened);
    open_args.newer = 1;
    cr_assert_eq(aftersale_book_open(on_trial.store, &open_args.args, &opened, &failure), AFTERSALE_ABI);
    cr_assert_null(opened);
    open_args.args.struct_size = 8;
    cr_assert_eq(aftersale_book_open(on_trial.store, &open_args.args, &opened, &failure), AFTERSALE_ABI);

    MUST(aftersale_consent_check(book, &check.args, &answer, NULL));
    check.newer = 1;
    MUST_BE(AFTERSALE_ABI, aftersale_consent_check(book, &check.args, &answer, NULL));
    check.args.struct_size = 8;
    MUST_BE(AFTERSALE_ABI, aftersale_consent_check(book, &check.args, &answer, NULL));
}

/* S1: recorded is the injected clock's, at is the caller's. */
TRIAL(context, the_clock_is_the_hosts)
{
    const aftersale_customer *found;
    now_is("2031-02-03T04:05:06.000007Z");
    MUST(aftersale_customer_put(
        book, AFTERSALE_ARGS(customer_put, .ref = "C-1", .at = instant("2020-01-01T00:00:00Z")), NULL));
    MUST(aftersale_customer_find(book, "C-1", &found));
    cr_assert_str_eq(text_of(aftersale_customer_created(hold(found))), "2031-02-03T04:05:06.000007Z");
}

TRIAL(context, a_clock_out_of_range_is_refused)
{
    const char *const bad[] = {"2019-12-31T23:59:59Z", "1970-01-01T00:00:01Z", "2100-01-01T00:00:00Z",
                               "9999-12-31T23:59:59Z"};
    const char *const good[] = {"2020-01-01T00:00:00Z", "2088-12-31T23:59:59Z"};
    for (size_t i = 0; i < COUNT(bad); i++) {
        now_is(bad[i]);
        MUST_BE(AFTERSALE_LIMIT, put("C-1", NULL));
        cr_assert_neq(aftersale_book_error(book)->text[0], 0);
    }
    for (size_t i = 0; i < COUNT(good); i++) {
        now_is(good[i]);
        MUST(put(good[i], NULL));
    }
}

static aftersale_status broken_clock(void *user, aftersale_time *out)
{
    *out = instant("2026-11-20T10:00:00Z");
    return *(const aftersale_status *)user;
}

static aftersale_status broken_random(void *user, void *out, size_t size)
{
    memset(out, 7, size);
    calls++;
    return *(const aftersale_status *)user;
}

Test(context, failing_callbacks_fail_the_command)
{
    aftersale_status clock = AFTERSALE_OK, chance = AFTERSALE_OK;
    book = book_on(context_of(AFTERSALE_ARGS(context_new, .clock = broken_clock, .clock_user = &clock,
                                             .random = broken_random, .random_user = &chance)),
                   AFTERSALE_OK);
    MUST(put("C-1", NULL));
    clock = AFTERSALE_STORE;
    MUST_BE(AFTERSALE_CALLBACK, put("C-2", NULL));
    clock = AFTERSALE_OK;
    chance = AFTERSALE_NOT_FOUND;
    MUST_BE(AFTERSALE_CALLBACK, put("C-2", NULL));
    cr_assert_eq(aftersale_book_error(book)->status, AFTERSALE_CALLBACK);
    chance = AFTERSALE_OK;
    MUST_DO(AFTERSALE_DID_MAKE, put("C-2", NULL));
    cr_assert_gt(calls, 0);
    aftersale_book_free(book);
}

Test(context, failing_callbacks_make_no_book)
{
    aftersale_status chance = AFTERSALE_STORE;
    cr_assert_null(
        book_on(context_of(AFTERSALE_ARGS(context_new, .random = broken_random, .random_user = &chance)),
                AFTERSALE_CALLBACK));
}

/* All memory comes from the host's allocator and goes back to it with the right sizes. */
Test(context, memory_is_the_hosts)
{
    failing_memory memory = {0, 0, 0, 0};
    book = book_on(
        context_of(AFTERSALE_ARGS(context_new, .memory = failing_memory_resize, .memory_user = &memory)),
        AFTERSALE_OK);
    put_customer("C-1");
    put_sale("A", "C-1", "one-off-sale", "2026-11-01", NULL);
    cr_assert_gt(memory.held, 0);
    aftersale_book_free(book);
    cr_assert_eq(memory.held, 0, "%zu bytes are left", memory.held);
    cr_assert_eq(memory.faults, 0);
}

Test(context, without_memory_there_is_no_context)
{
    aftersale_context *context = NULL;
    for (size_t n = 1; n < 20; n++) {
        failing_memory memory = {0, n, 0, 0};
        aftersale_status status = aftersale_context_new(
            AFTERSALE_ARGS(context_new, .memory = failing_memory_resize, .memory_user = &memory), &context,
            &failure);
        if (status == AFTERSALE_OK) {
            cr_assert_gt(n, 1);
            aftersale_context_free(context);
            return;
        }
        cr_assert_eq(status, AFTERSALE_NO_MEMORY);
        cr_assert_null(context);
        cr_assert_eq(memory.held, 0);
    }
    cr_assert_fail("it never succeeds");
}

/* A zone of the host's own making (RFC 9636): always an hour ahead. */
static size_t zone_file(char *out)
{
    static const char body[] = {0, 0, 0x0e, 0x10, 0, 0, 'A', 'B', 'C', 0};
    size_t at = 0;
    for (int block = 0; block < 2; block++) {
        memset(out + at, 0, 44);
        memcpy(out + at, "TZif2", 5);
        out[at + 39] = 1; /* types */
        out[at + 43] = 4; /* letters of their names */
        memcpy(out + at + 44, body, sizeof body);
        at += 44 + sizeof body;
    }
    memcpy(out + at, "\nABC-1\n", 7);
    return at + 7;
}

static aftersale_status one_zone(void *user, const char *zone, const void **data, size_t *size)
{
    static char file[256];
    if (strcmp(zone, "Own/Zone") != 0 && strcmp(zone, "UTC") != 0)
        return strcmp(zone, "Own/Broken") == 0 ? *(const aftersale_status *)user : AFTERSALE_NOT_FOUND;
    *size = zone_file(file);
    *data = file;
    return AFTERSALE_OK;
}

Test(context, zones_are_the_hosts)
{
    aftersale_status status = AFTERSALE_STORE;
    const aftersale_goal *goal;
    book = book_on(context_of(AFTERSALE_ARGS(context_new, .zone = one_zone, .zone_user = &status)),
                   AFTERSALE_OK);
    MUST(aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "C-1", .zone = "Own/Zone"), NULL));
    MUST(
        aftersale_goal_put(book,
                           AFTERSALE_ARGS(goal_put, .ref = "G-1", .customer.ref = "C-1",
                                          .state = AFTERSALE_GOAL_MET, .at = instant("2026-11-20T23:30:00Z")),
                           NULL));
    MUST(aftersale_goal_find(book, "G-1", &goal));
    cr_assert_eq(aftersale_goal_decided(goal).day, 21, "an hour ahead it is the next day");
    aftersale_goal_free(goal);
    MUST_NAME(AFTERSALE_INVALID, "zone",
              aftersale_customer_put(
                  book, AFTERSALE_ARGS(customer_put, .ref = "C-1", .zone = "Europe/London"), NULL));
    cr_assert_neq(
        aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "C-1", .zone = "Own/Broken"), NULL),
        AFTERSALE_OK);
    aftersale_book_free(book);
}

static void decide_goal_in_utc(void)
{
    const aftersale_goal *goal;
    MUST(aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "C-1"), NULL));
    MUST(
        aftersale_goal_put(book,
                           AFTERSALE_ARGS(goal_put, .ref = "G-1", .customer.ref = "C-1",
                                          .state = AFTERSALE_GOAL_MET, .at = instant("2026-11-20T23:59:59Z")),
                           NULL));
    MUST(aftersale_goal_find(book, "G-1", &goal));
    cr_assert_eq(aftersale_goal_decided(goal).day, 20);
    aftersale_goal_free(goal);
}

/* UTC is there whatever the source (S31), and is all that a book needs. */
Test(context, a_folder_of_zones_that_is_not_there)
{
    book = book_on(context_of(AFTERSALE_ARGS(context_new, .zone_folder = "/nowhere")), AFTERSALE_OK);
    decide_goal_in_utc();
    MUST_NAME(AFTERSALE_INVALID, "zone",
              aftersale_customer_put(
                  book, AFTERSALE_ARGS(customer_put, .ref = "C-2", .zone = "Europe/London"), NULL));
    aftersale_book_free(book);
}

/* Told after what was written, and only then. */
static void note_commit(void *user, const char *name)
{
    cr_assert_str_eq(name, "b");
    ++*(int32_t *)user;
}

Test(context, committed_is_told_of_every_commit)
{
    int32_t told = 0;
    book = book_on(context_of(AFTERSALE_ARGS(context_new, .committed = note_commit, .committed_user = &told)),
                   AFTERSALE_OK);
    told = 0;
    MUST(put("C-1", NULL));
    cr_assert_eq(told, 1);
    MUST(put("C-1", NULL));
    MUST_BE(AFTERSALE_INVALID, put("", NULL));
    cr_assert_eq(told, 1, "nothing was written");
    MUST(aftersale_group_begin(book, 0));
    MUST(put("C-2", NULL));
    MUST(put("C-3", NULL));
    cr_assert_eq(told, 1);
    MUST(aftersale_group_commit(book));
    cr_assert_eq(told, 2);
    MUST(aftersale_group_begin(book, 0));
    MUST(aftersale_group_commit(book));
    cr_assert_eq(told, 2);
    aftersale_book_free(book);
}

/* S2: the same commands, the same seed: the same ids and the same chain, on every store. */
static void run_script(char *out, size_t size)
{
    const aftersale_event *event;
    aftersale_cursor *list;
    aftersale_value hash;
    size_t at = 0;
    put_customer("C-1");
    MUST(aftersale_person_put(book, AFTERSALE_ARGS(person_put, .ref = "P-1", .customer.ref = "C-1"), NULL));
    put_sale("A", "C-1", "one-off-sale", "2026-11-19", NULL);
    on_trial.now.us += 5000000;
    MUST(aftersale_sale_put(book, AFTERSALE_ARGS(sale_put, .ref = "A", .delivered = {2026, 11, 20}), NULL));
    MUST(aftersale_consent_set(book,
                               AFTERSALE_ARGS(consent_set, .customer.ref = "C-1", .purposes = 4,
                                              .answer = AFTERSALE_CONSENT_NO, .source = "call"),
                               NULL));
    MUST(aftersale_sale_return(book, AFTERSALE_ARGS(sale_return, .ref = "R", .sale.ref = "A"), NULL));
    MUST(aftersale_event_list(book, 0, &list));
    while (aftersale_event_next(list, &event) == AFTERSALE_ROW && at + 64 < size) {
        MUST(aftersale_record_value((const aftersale_record *)event, AFTERSALE_FIELD_EVENT_HASH, &hash));
        for (size_t i = 0; i < hash.as.bytes.size; i++)
            at += (size_t)snprintf(out + at, size - at, "%02x", hash.as.bytes.data[i]);
        at += (size_t)snprintf(out + at, size - at, "\n");
    }
    aftersale_cursor_free(list);
}

Test(context, one_seed_one_history)
{
    static char first[4096], again[4096], in_sqlite[4096];
    trial_begin(false);
    run_script(first, sizeof first);
    trial_end();
    trial_begin(false);
    run_script(again, sizeof again);
    trial_end();
    trial_begin(true);
    run_script(in_sqlite, sizeof in_sqlite);
    trial_end();
    cr_assert_gt(strlen(first), 6 * 32);
    cr_assert_str_eq(first, again);
    cr_assert_str_eq(first, in_sqlite);
}

Test(context, another_seed_other_ids)
{
    aftersale_id ids[2];
    for (uint64_t i = 0; i < 2; i++) {
        book = book_on(context_of(AFTERSALE_ARGS(context_new, .seed = i + 1)), AFTERSALE_OK);
        MUST(put("C-1", &ids[i]));
        aftersale_book_free(book);
    }
    cr_assert(!same_id(ids[0], ids[1]), "ids of refs are made with a key of the book's own");
}

/* The defaults: the system's clock, chance and memory. */
Test(context, nothing_needs_to_be_given)
{
    const aftersale_customer *found;
    aftersale_id id;
    book = book_on(NULL, AFTERSALE_OK);
    MUST(put("C-1", &id));
    MUST(aftersale_customer_find(book, "C-1", &found));
    int64_t off = aftersale_customer_created(found).us / 1000000 - (int64_t)time(NULL);
    cr_assert(off > -60 && off < 60);
    aftersale_customer_free(found);
    aftersale_book_free(book);
}
