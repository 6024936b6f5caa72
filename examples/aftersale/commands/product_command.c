/* SPDX-License-Identifier: MIT */
/* product: one entry of the catalogue, as it stands on a day, and its versions. */
#include "basics/exact_number.h"
#include "commands/commands.h"
#include "commands/touch_output.h"
#include "program/complaint.h"
#include <stdio.h>

static const char *price_text(aftersale_price price, char out[EXACT_TEXT + 8])
{
    char number[EXACT_TEXT];
    exact_sum sum = {{0}, false};
    out[0] = '\0';
    if (price.currency[0] == '\0')
        return out;
    exact_add(&sum, (exact_number){price.units, price.decimals});
    exact_sum_text(&sum, currency_decimals(price.currency), number);
    snprintf(out, EXACT_TEXT + 8, "%s %s", number, price.currency);
    return out;
}

static bool show_versions(program *all, output *shown, aftersale_id id)
{
    static const char *const columns[] = {"from", "until", "name", "category", "price", "plan", NULL};
    aftersale_cursor *cursor = NULL;
    const aftersale_product *version;
    aftersale_status status;
    if (aftersale_product_version_list(all->book, id, &cursor) != AFTERSALE_OK)
        return false;
    output_table(shown, "versions", columns);
    while ((status = aftersale_product_next(cursor, &version)) == AFTERSALE_ROW) {
        char from[16], until[16], price[EXACT_TEXT + 8];
        output_text(shown, date_text(aftersale_product_from(version), from));
        output_text(shown, date_text(aftersale_product_until(version), until));
        output_text(shown, aftersale_product_name(version));
        output_text(shown, aftersale_product_category(version));
        output_text(shown, price_text(aftersale_product_price(version), price));
        output_text(shown, aftersale_product_plan(version));
    }
    aftersale_cursor_free(cursor);
    return status == AFTERSALE_DONE;
}

/* As it stands today, or on a day that is given. @return how it ended */
static int find_product(program *all, const command_line *line, const aftersale_product **out)
{
    const char *day = option_of(line, "on");
    aftersale_date on = {0};
    if (day != NULL && !program_read_date(all, day, &on))
        return ENDED_MISUSED;
    if (aftersale_product_find(all->book, word_of(line, 0), out) != AFTERSALE_OK)
        return complain_of_book(all);
    if (day == NULL)
        return ENDED_WELL;
    aftersale_id id = aftersale_product_id(*out);
    aftersale_product_free(*out);
    return aftersale_product_on(all->book, id, on, out) == AFTERSALE_OK ? ENDED_WELL : complain_of_book(all);
}

int command_product(program *all, const command_line *line)
{
    const aftersale_product *product = NULL;
    output shown;
    int ended = find_product(all, line, &product);
    if (ended != ENDED_WELL)
        return ended;
    aftersale_id id = aftersale_product_id(product);
    program_answer(all, &shown);
    output_record_json(&shown, "product", (const aftersale_record *)product);
    aftersale_product_free(product);
    bool is_whole = show_versions(all, &shown, id);
    output_end(&shown);
    return is_whole ? ENDED_WELL : complain_of_book(all);
}
