/* SPDX-License-Identifier: MIT */
/* Books drawn from a seed: the plans of two customers who were merged are played as those of one customer, giving way to
 * one another, and after they were parted as those of two (S13, S27). */
#include "support/drawn_book.h"

#define BOOKS 200
#define PLANS 3
#define DAYS_AHEAD 120
#define LINES_MOST 1024

/* How the same sales are told. */
typedef enum telling { OF_ONE, OF_TWO, OF_MERGED, OF_PARTED } telling;

typedef struct lines {
    char items[LINES_MOST][96];
    size_t count;
} lines;

/* Both have the same addresses, owner and zone. */
static void put_customers(void)
{
    uint64_t before = drawn_state;
    put_drawn_customer("C");
    drawn_state = before;
    put_drawn_customer("D");
}

static void merge(void)
{
    MUST(aftersale_customer_merge(book, AFTERSALE_ARGS(customer_merge, .customer.ref = "D", .into.ref = "C"),
                                  NULL));
}

static void tell(uint64_t seed, telling how)
{
    draw_from(seed);
    put_drawn_settings();
    load_drawn_calendar();
    for (size_t i = 0; i < PLANS; i++)
        publish_drawn_plan(i);
    put_customers();
    bool is_merged_first = how == OF_MERGED && draw(2) == 0;
    draw_from(seed + 1000000);
    if (is_merged_first)
        merge();
    for (size_t i = 0, sales = 2 + draw(4); i < sales; i++)
        record_drawn_sale(i, how != OF_ONE && i % 2 == 1 ? "D" : "C", PLANS);
    if (how >= OF_MERGED && !is_merged_first)
        merge();
    if (how == OF_PARTED)
        MUST(aftersale_customer_part(book, AFTERSALE_ARGS(customer_part, .customer.ref = "D"), NULL));
}

/* In which order two of one moment come hangs on their ids. */
static int by_text(const void *a, const void *b)
{
    return strcmp(a, b);
}

static void foretell(const char *customer, lines *out)
{
    aftersale_cursor *list = NULL;
    const aftersale_touch *row;
    aftersale_status status;
    MUST(aftersale_preview(
        book, AFTERSALE_ARGS(preview, .customer.ref = customer, .until = hours_from_now(DAYS_AHEAD * 24)),
        &list));
    while ((status = aftersale_touch_next(list, &row)) == AFTERSALE_ROW) {
        cr_assert_lt(out->count, (size_t)LINES_MOST);
        char *to = out->items[out->count++];
        int size = snprintf(to, sizeof *out->items, "%s ", text_of(aftersale_touch_made(row)));
        snprintf(to + size, sizeof *out->items - (size_t)size, "%s %s/%s %d %s %s",
                 text_of(aftersale_touch_due(row)), aftersale_touch_plan(row), aftersale_touch_step(row),
                 (int)aftersale_touch_occurrence(row), aftersale_touch_channel(row),
                 aftersale_touch_owner(row));
    }
    MUST_BE(AFTERSALE_DONE, status);
    aftersale_cursor_free(list);
    qsort(out->items, out->count, sizeof *out->items, by_text);
}

static void must_be_alike(uint64_t seed, const lines *a, const lines *b)
{
    for (size_t i = 0; i < a->count && i < b->count; i++)
        cr_assert_str_eq(a->items[i], b->items[i], "book %llu: %s is %s", (unsigned long long)seed,
                         a->items[i], b->items[i]);
    cr_assert_eq(a->count, b->count, "book %llu", (unsigned long long)seed);
}

static void foretell_book(bool in_sqlite, uint64_t seed, telling how, lines *of_c, lines *of_d)
{
    of_c->count = of_d->count = 0;
    trial_begin(in_sqlite);
    tell(seed, how);
    foretell("C", of_c);
    foretell("D", of_d);
    trial_end();
}

/* @return touches that give way to one another because two customers are one */
static size_t compare_books(bool in_sqlite, uint64_t first, uint64_t count)
{
    static lines c[OF_PARTED + 1], d[OF_PARTED + 1];
    size_t fewer = 0;
    for (uint64_t seed = first; seed < first + count; seed++) {
        for (telling how = OF_ONE; how <= OF_PARTED; how++)
            foretell_book(in_sqlite, seed, how, &c[how], &d[how]);
        must_be_alike(seed, &c[OF_ONE], &c[OF_MERGED]);
        must_be_alike(seed, &c[OF_MERGED], &d[OF_MERGED]);
        must_be_alike(seed, &c[OF_TWO], &c[OF_PARTED]);
        must_be_alike(seed, &d[OF_TWO], &d[OF_PARTED]);
        if (c[OF_MERGED].count < c[OF_TWO].count + d[OF_TWO].count)
            fewer += c[OF_TWO].count + d[OF_TWO].count - c[OF_MERGED].count;
    }
    return fewer;
}

/* S13, S27, S36 */
Test(merge_property, plans_of_merged_customers_are_those_of_one_in_memory)
{
    size_t fewer = compare_books(false, 1, BOOKS);
    cr_assert_gt(fewer, (size_t)BOOKS, "only %zu", fewer);
}

Test(merge_property, plans_of_merged_customers_are_those_of_one_in_sqlite)
{
    (void)compare_books(true, 1001, BOOKS / 20);
}
