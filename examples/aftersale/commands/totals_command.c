/* SPDX-License-Identifier: MIT */
/* totals: how much there is of everything, summed exactly. */
#include "basics/exact_number.h"
#include "basics/text_buffer.h"
#include "commands/commands.h"
#include "program/complaint.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define YEAR_US (INT64_C(366) * 24 * 3600 * 1000000)
#define STATES 8

/* Sums of one currency. */
typedef struct money_sums {
    char currency[4];
    exact_sum exact, amounts; /* quantity times price of each line; amounts of the lines */
} money_sums;

typedef struct sums {
    int64_t count, lines, unmatched;
    money_sums *money;
    size_t money_count;
} sums;

static money_sums *sums_in(sums *all, const char *currency)
{
    for (size_t i = 0; i < all->money_count; i++) {
        if (strcmp(all->money[i].currency, currency) == 0)
            return &all->money[i];
    }
    all->money = need_room(all->money, all->money_count, sizeof *all->money);
    money_sums *made = &all->money[all->money_count++];
    *made = (money_sums){.currency = ""};
    snprintf(made->currency, sizeof made->currency, "%s", currency);
    return made;
}

static void add_line(sums *all, const aftersale_sale_line *line)
{
    static const aftersale_id none;
    exact_number price = {line->price.units, line->price.decimals}, product;
    exact_number quantity = {line->quantity.units, (int)line->quantity.decimals};
    all->lines++;
    if (line->against.ref == NULL && memcmp(&line->against.id, &none, sizeof none) == 0)
        all->unmatched++;
    if (line->price.currency[0] != '\0') {
        money_sums *money = sums_in(all, line->price.currency);
        if (exact_multiply(quantity, price, &product))
            exact_add(&money->exact, product);
        else
            money->exact.is_over = true;
    }
    if (line->amount.currency[0] != '\0')
        exact_add(&sums_in(all, line->amount.currency)->amounts,
                  (exact_number){line->amount.minor, currency_decimals(line->amount.currency)});
}

static bool sum_sales(program *all, sums *out)
{
    aftersale_cursor *cursor = NULL;
    const aftersale_sale *sale;
    aftersale_status status = aftersale_sale_list(all->book, NULL, &cursor);
    while (status >= 0 && (status = aftersale_sale_next(cursor, &sale)) == AFTERSALE_ROW) {
        out->count++;
        for (size_t i = 0; i < aftersale_sale_line_count(sale); i++)
            add_line(out, aftersale_sale_line_at(sale, i));
    }
    aftersale_cursor_free(cursor);
    return status == AFTERSALE_DONE;
}

static bool sum_returns(program *all, sums *out)
{
    aftersale_cursor *cursor = NULL;
    const aftersale_return *back;
    aftersale_status status = aftersale_return_list(all->book, NULL, &cursor);
    while (status >= 0 && (status = aftersale_return_next(cursor, &back)) == AFTERSALE_ROW) {
        out->count++;
        for (size_t i = 0; i < aftersale_return_line_count(back); i++)
            add_line(out, aftersale_return_line_at(back, i));
    }
    aftersale_cursor_free(cursor);
    return status == AFTERSALE_DONE;
}

static bool count_customers(program *all, int64_t *count)
{
    aftersale_cursor *cursor = NULL;
    const aftersale_customer *customer;
    aftersale_status status = aftersale_customer_list(all->book, NULL, &cursor);
    while (status >= 0 && (status = aftersale_customer_next(cursor, &customer)) == AFTERSALE_ROW)
        ++*count;
    aftersale_cursor_free(cursor);
    return status == AFTERSALE_DONE;
}

static bool count_ahead(program *all, aftersale_id enrolment, int64_t *count)
{
    aftersale_cursor *cursor = NULL;
    const aftersale_touch *touch;
    aftersale_time until = {program_now(all).us + YEAR_US};
    uint32_t states = 1u << AFTERSALE_TOUCH_STATE_PLANNED | 1u << AFTERSALE_TOUCH_STATE_CLAIMED |
                      1u << AFTERSALE_TOUCH_STATE_SNOOZED;
    aftersale_status status = aftersale_touch_list(
        all->book, AFTERSALE_ARGS(touch_list, .enrolment.id = enrolment, .until = until, .states = states),
        &cursor);
    while (status >= 0 && (status = aftersale_touch_next(cursor, &touch)) == AFTERSALE_ROW)
        ++*count;
    aftersale_cursor_free(cursor);
    return status == AFTERSALE_DONE;
}

static bool count_enrolments(program *all, int64_t by_state[STATES], int64_t *ahead)
{
    aftersale_cursor *cursor = NULL;
    const aftersale_enrolment *run;
    bool is_well = true;
    aftersale_status status = aftersale_enrolment_list(all->book, NULL, &cursor);
    while (status >= 0 && is_well && (status = aftersale_enrolment_next(cursor, &run)) == AFTERSALE_ROW) {
        int32_t state = aftersale_enrolment_state(run);
        by_state[state > 0 && state < STATES ? state : 0]++;
        if (state == AFTERSALE_ENROLMENT_ACTIVE || state == AFTERSALE_ENROLMENT_PROMISED)
            is_well = count_ahead(all, aftersale_enrolment_id(run), ahead);
    }
    aftersale_cursor_free(cursor);
    return is_well && status == AFTERSALE_DONE;
}

static void add_count(output *shown, const char *name, int64_t count)
{
    output_text(shown, name);
    output_number(shown, count);
}

static void add_sum(output *shown, const char *what, const exact_sum *sum, const char *currency)
{
    char name[96], number[EXACT_TEXT], text[EXACT_TEXT + 8];
    exact_sum_text(sum, currency_decimals(currency), number);
    snprintf(name, sizeof name, "%s", what);
    snprintf(text, sizeof text, "%s %s", number, currency);
    output_text(shown, name);
    output_text(shown, text);
}

static void add_sums(output *shown, const char *exact, const char *amounts, const sums *all)
{
    for (size_t i = 0; i < all->money_count; i++) {
        add_sum(shown, exact, &all->money[i].exact, all->money[i].currency);
        add_sum(shown, amounts, &all->money[i].amounts, all->money[i].currency);
    }
}

int command_totals(program *all, const command_line *line)
{
    static const char *const columns[] = {"what", "how_much", NULL};
    sums sales = {.count = 0}, returns = {.count = 0};
    int64_t customers = 0, by_state[STATES] = {0}, ahead = 0;
    output shown;
    (void)line;
    bool is_well = count_customers(all, &customers) && sum_sales(all, &sales) && sum_returns(all, &returns) &&
                   count_enrolments(all, by_state, &ahead);
    program_answer(all, &shown);
    output_table(&shown, NULL, columns);
    add_count(&shown, "customers", customers);
    add_count(&shown, "sales", sales.count);
    add_count(&shown, "sale lines", sales.lines);
    add_sums(&shown, "quantity times price, exactly", "amounts of sale lines", &sales);
    add_count(&shown, "returns", returns.count);
    add_count(&shown, "pieces returned", returns.lines);
    add_count(&shown, "pieces returned without a sale", returns.unmatched);
    add_sums(&shown, "returned, quantity times price", "amounts of pieces returned", &returns);
    for (int32_t state = 1; state < STATES; state++) {
        char word[32], name[64];
        choice_word(AFTERSALE_KIND_ENROLMENT, AFTERSALE_FIELD_ENROLMENT_STATE, state, word);
        snprintf(name, sizeof name, "enrolments %s", word);
        if (by_state[state] > 0)
            add_count(&shown, name, by_state[state]);
    }
    add_count(&shown, "touches ahead, within a year", ahead);
    free(sales.money);
    free(returns.money);
    output_end(&shown);
    return is_well ? ENDED_WELL : complain_of_book(all);
}
