/* SPDX-License-Identifier: MIT */
/* Lines of a sale: priced, summed and matched with the catalogue. */
#ifndef AS_ENGINE_SALE_LINES_H
#define AS_ENGINE_SALE_LINES_H
#include "engine/command.h"

typedef struct as__priced {
    aftersale_sale_line *lines;         /* in the unit's arena; products named by ref */
    const aftersale_product **products; /* of each line; NULL: in no catalogue */
    size_t count;
    aftersale_money total;
} as__priced;

/* Fills in what the lines leave out. `total` is what the caller says, or not given. @return OK, INVALID, … noted */
aftersale_status as__lines_price(as__command *command, aftersale_sale_lines given, aftersale_money total,
                                 as__priced *out);
#endif
