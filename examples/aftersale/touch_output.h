/* SPDX-License-Identifier: MIT */
/* Touches and their customers, as cells. */
#ifndef TOUCH_OUTPUT_H
#define TOUCH_OUTPUT_H
#include "program.h"

#define DUE_TEXT 32

/* "2026-11-23 09:00", as the customer's clock shows it; "" while the touch waits. */
const char *due_text(const aftersale_touch *touch, char out[DUE_TEXT]);
const char *date_text(aftersale_date date, char out[16]);
/* The name, or the ref where the name is not held here. */
const char *customer_label(const aftersale_customer *customer);
/* Prints what the cursor gives. False: it broke off. */
bool print_touches(program *program, aftersale_cursor *cursor);
#endif
