/* SPDX-License-Identifier: MIT */
/* Touches, their customers and reasons in an answer. */
#ifndef TOUCH_OUTPUT_H
#define TOUCH_OUTPUT_H
#include "program/program.h"

#define DUE_TEXT 32

/* "2026-11-23 09:00", as the customer's clock shows it; "" while the touch waits. */
const char *due_text(const aftersale_touch *touch, char out[DUE_TEXT]);
const char *date_text(aftersale_date date, char out[16]);
/* The name, or the ref where the name is not held here. */
const char *customer_label(const aftersale_customer *customer);
/* Shows what the cursor gives. False: it broke off. */
bool show_touches(program *program, aftersale_cursor *cursor);
/* Shows one touch as it stands now. @return how it ended */
int show_touch(program *program, aftersale_id touch);
/* Shows an explanation, reason by reason. */
void show_reasons(program *program, const aftersale_explanation *why);
/* Shows a record of the book as it is. */
void output_record_json(output *out, const char *name, const aftersale_record *record);
/* Adds a cell with an instant; "" where it is not given. */
void output_time(output *out, aftersale_time time);
/* Adds a field with an id. */
void output_field_id(output *out, const char *name, aftersale_id id);
#endif
