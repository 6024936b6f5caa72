/* SPDX-License-Identifier: MIT */
/* Lines of a sale: priced, summed and matched with the catalogue. */
#ifndef AS_ENGINE_SALE_LINES_H
#define AS_ENGINE_SALE_LINES_H
#include "engine/command.h"

typedef struct as__priced {
    aftersale_sale_line *lines;         /* in the unit's arena; products named by ref */
    const aftersale_product **products; /* of each line, as it stood on the day; NULL: in no catalogue */
    size_t count;
    aftersale_money total;
} as__priced;

/* Checks and copies the lines of a paper of `day`: every product has its ref, every quantity is given.
 * @return OK, INVALID, … noted */
aftersale_status as__lines_take(as__command *command, aftersale_sale_lines given, aftersale_date day,
                                as__priced *out);
/* The same, and fills in what they leave out. `total` is what the caller says, or not given. */
aftersale_status as__lines_price(as__command *command, aftersale_sale_lines given, aftersale_date day,
                                 aftersale_money total, as__priced *out);
/* Price of the catalogue, and amount, where a line has none. */
aftersale_status as__line_price(as__command *command, size_t i, const aftersale_product *product,
                                aftersale_sale_line *line);
/* Sum of the lines as they stand, which `total`, when given, must agree with. */
aftersale_status as__lines_sum(as__command *command, aftersale_money total, as__priced *priced);
/* What is left of a line when what came back is taken off, and whether nothing is left of any. */
aftersale_quantity as__line_left(const aftersale_sale_line *line);
bool as__lines_are_back(const as__list *lines);
/* A quantity in millionths, for sharing an amount out. */
int64_t as__quantity_weight(aftersale_quantity quantity);
#endif
