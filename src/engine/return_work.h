/* SPDX-License-Identifier: MIT */
/* A return under way: the sales that may take it back, and the pieces its lines fall into (S12). */
#ifndef AS_ENGINE_RETURN_WORK_H
#define AS_ENGINE_RETURN_WORK_H
#include "aftersale/sale.h"
#include "engine/command.h"
#include "engine/sale_lines.h"

/* A sale that may take something back: a copy whose lines can be written on. */
typedef struct as__open_sale {
    const aftersale_sale *before;
    aftersale_sale draft;
    aftersale_sale_line *lines;
    bool is_touched;
} as__open_sale;

typedef struct as__return_work {
    as__command *command;
    const aftersale_customer *customer;
    const aftersale_sale *named; /* the sale the paper names, or NULL */
    as__open_sale *sales;            /* latest first */
    size_t sale_count;
    aftersale_return draft;
    aftersale_sale_line *pieces; /* of the return's lines, one for each sale they were set against */
    size_t piece_count, piece_room;
    aftersale_event event;
} as__return_work;

/* Makes of a sale a copy to write on. */
aftersale_status as__return_open(as__return_work *work, const aftersale_sale *sale, as__open_sale *out);
/* The customer's sales up to the return, the latest first. */
aftersale_status as__return_find_sales(as__return_work *work);
/* Sets what came back against sales; what none holds is kept without one. */
aftersale_status as__return_take_lines(as__return_work *work, const aftersale_sale_return_args *args);
#endif
