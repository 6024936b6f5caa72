/* SPDX-License-Identifier: MIT */
/* Who buys music again, and who falls silent: every purchase begins a plan that asks after ninety days, and ends the one
 * of the purchase before. What is due at the end of a month are the silent ones, by name. */
#include "books.h"
#include "csv_file.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define YEARS_ON 30 /* the file begins in 1997, and a clock of the library in 2020 */
#define SILENT_DAYS 90
#define MONTHS 18
#define NINE_OCLOCK 32400

enum { MASTER, CUSTOMER, DATE, UNITS, AMOUNT };

typedef struct buyer {
    char ref[16];
    int64_t last; /* day of the last purchase up to now */
    aftersale_id run;
} buyer;

typedef struct purchase {
    size_t buyer;
    int64_t day;
    int64_t cents, units;
    char ref[16];
} purchase;

typedef struct shop {
    clocked_book *at;
    buyer *buyers;
    purchase *purchases;
    size_t buyer_count, purchase_count, room;
} shop;

static int64_t day_of(const char *text)
{
    int date = atoi(text);
    return books_midnight(date / 10000 + YEARS_ON, date / 100 % 100, date % 100) / BOOKS_DAY;
}

static int64_t cents_of(const char *text)
{
    const char *point = strchr(text, '.');
    return strtoll(text, NULL, 10) * 100 + (point != NULL ? strtoll(point + 1, NULL, 10) : 0);
}

static bool take_row(shop *s, const csv_file *file)
{
    const char *const *row = file->fields;
    if (s->purchase_count == s->room) {
        size_t room = s->room == 0 ? 4096 : s->room * 2;
        buyer *buyers = realloc(s->buyers, room * sizeof *buyers);
        if (buyers != NULL)
            s->buyers = buyers;
        purchase *purchases = realloc(s->purchases, room * sizeof *purchases);
        if (purchases != NULL)
            s->purchases = purchases;
        if (buyers == NULL || purchases == NULL)
            return false;
        s->room = room;
    }
    /* the rows of a customer follow one another */
    if (s->buyer_count == 0 || strcmp(s->buyers[s->buyer_count - 1].ref, row[CUSTOMER]) != 0) {
        buyer *added = &s->buyers[s->buyer_count++];
        memset(added, 0, sizeof *added);
        snprintf(added->ref, sizeof added->ref, "%s", row[CUSTOMER]);
    }
    purchase *added = &s->purchases[s->purchase_count];
    *added = (purchase){s->buyer_count - 1, day_of(row[DATE]), cents_of(row[AMOUNT]), atoll(row[UNITS]), ""};
    snprintf(added->ref, sizeof added->ref, "P%zu", s->purchase_count++);
    return true;
}

static bool read_purchases(shop *s, const char *path)
{
    csv_file file;
    if (!csv_open(&file, path))
        return false;
    bool is_read =
        csv_row(&file) && csv_row_is(&file, "master_id,customer_id,date,number_of_cds,dollar_value");
    while (is_read && csv_row(&file))
        is_read = take_row(s, &file);
    is_read = is_read && !file.failed && s->purchase_count != 0;
    csv_close(&file);
    return is_read;
}

static int by_day(const void *a, const void *b)
{
    const purchase *one = a, *other = b;
    if (one->day != other->day)
        return one->day < other->day ? -1 : 1;
    return one->buyer < other->buyer ? -1 : one->buyer > other->buyer;
}

/* The purchase before asks no more: they have been heard of. */
static bool end_run(shop *s, const buyer *of)
{
    aftersale_id none = {{0}};
    if (memcmp(&of->run, &none, sizeof none) == 0)
        return true;
    return books_done(s->at, aftersale_plan_move(s->at->book,
                                                 AFTERSALE_ARGS(plan_move, .enrolment.id = of->run,
                                                                .state = AFTERSALE_ENROLMENT_ENDED,
                                                                .reason = "bought again"),
                                                 NULL));
}

static bool record(shop *s, const purchase *one)
{
    buyer *of = &s->buyers[one->buyer];
    int64_t midnight = one->day * BOOKS_DAY;
    char day[AFTERSALE_TIME_TEXT];
    aftersale_time time = {midnight * 1000000};
    aftersale_sale_record_args sale = {.struct_size = sizeof sale, .ref = one->ref, .plan = "-"};
    s->at->now = midnight + NINE_OCLOCK + 3600;
    aftersale_time_text(time, day);
    day[10] = 0; /* the date of it */
    (void)aftersale_date_parse(day, &sale.sold);
    sale.customer.ref = of->ref;
    sale.lines = (aftersale_sale_lines)AFTERSALE_LIST(
        sale_line, {.product.ref = "CD", .quantity = {one->units, 0}, .amount = {one->cents, "USD"}});
    bool is_new = of->last == 0;
    of->last = one->day;
    return (!is_new ||
            books_done(s->at, aftersale_customer_put(
                                  s->at->book, AFTERSALE_ARGS(customer_put, .ref = of->ref, .owner = "desk"),
                                  NULL))) &&
           end_run(s, of) && books_done(s->at, aftersale_sale_record(s->at->book, &sale, NULL)) &&
           books_done(s->at, aftersale_enrol(s->at->book,
                                             AFTERSALE_ARGS(enrol, .sale.ref = one->ref, .plan = "silence"),
                                             &of->run));
}

/* Those whose last purchase is ninety days ago or more, by the list and by the file: the same, one by one. */
static bool compare_silent(shop *s, int month, int64_t day)
{
    aftersale_cursor *list = NULL;
    const aftersale_work *work;
    long silent = 0, listed = 0, unexpected = 0;
    s->at->now = day * BOOKS_DAY + NINE_OCLOCK;
    for (size_t i = 0; i < s->buyer_count; i++)
        silent += s->buyers[i].last != 0 && s->buyers[i].last + SILENT_DAYS <= day;
    if (!books_done(s->at, aftersale_worklist(s->at->book, AFTERSALE_ARGS(worklist, .owner = "desk"), &list)))
        return false;
    while (aftersale_work_next(list, &work) == AFTERSALE_ROW) {
        size_t number = strtoul(aftersale_customer_ref(aftersale_work_customer(work)), NULL, 10);
        unexpected += s->buyers[number - 1].last + SILENT_DAYS > day;
        listed++;
    }
    aftersale_cursor_free(list);
    printf("silent after month %d %ld\n", month, listed);
    if (listed != silent || unexpected != 0)
        fprintf(stderr, "books: %ld are silent, %ld are listed, %ld of them wrongly\n", silent, listed,
                unexpected);
    return listed == silent && unexpected == 0;
}

/* Purchases on one day are one; those behind the first are repeats. Read back from the book. */
static bool count_repeats(shop *s)
{
    long repeats = 0, never_again = 0;
    int64_t cents = 0;
    for (size_t i = 0; i < s->buyer_count; i++) {
        aftersale_cursor *list = NULL;
        const aftersale_sale *sale;
        aftersale_date last = {0, 0, 0};
        long days = 0;
        if (!books_done(s->at,
                        aftersale_sale_list(
                            s->at->book, AFTERSALE_ARGS(sale_list, .customer.ref = s->buyers[i].ref), &list)))
            return false;
        while (aftersale_sale_next(list, &sale) == AFTERSALE_ROW) {
            aftersale_date sold = aftersale_sale_sold(sale);
            bool is_in = sold.year == 1997 + YEARS_ON && sold.month <= 9; /* the time of calibration */
            days += is_in && (sold.month != last.month || sold.day != last.day);
            last = sold;
            cents += aftersale_sale_total(sale).minor;
        }
        aftersale_cursor_free(list);
        repeats += days - 1;
        never_again += days == 1;
    }
    printf("customers %zu\npurchases %zu\nrepeats %ld\nnever again %ld\namount %lld\n", s->buyer_count,
           s->purchase_count, repeats, never_again, (long long)cents);
    return true;
}

bool books_purchases(clocked_book *at, const char *path)
{
    shop s = {.at = at};
    size_t next = 0;
    bool is_well =
        read_purchases(&s, path) &&
        books_publish(at, "{'plan':'silence','steps':[{'key':'ask','kind':'check-up','purpose':'service',"
                          "'anchor':'sale','after':'P90D','owner':'customer','channels':['phone']}]}");
    if (is_well)
        qsort(s.purchases, s.purchase_count, sizeof *s.purchases, by_day);
    for (int month = 0; is_well && month < MONTHS; month++) {
        int64_t end = books_midnight(1997 + YEARS_ON + (month + 1) / 12, (month + 1) % 12 + 1, 1) / BOOKS_DAY;
        while (is_well && next < s.purchase_count && s.purchases[next].day < end)
            is_well = record(&s, &s.purchases[next++]);
        is_well = is_well && compare_silent(&s, month + 1, end);
    }
    is_well = is_well && next == s.purchase_count && count_repeats(&s);
    free(s.buyers);
    free(s.purchases);
    return is_well;
}
