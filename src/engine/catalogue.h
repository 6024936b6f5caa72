/* SPDX-License-Identifier: MIT */
/* Versions of products (S14). A row of kind catalogue holds what was put for a day; the version of a day is what all
 * rows up to it make, each field as it was set last. The product's own row is the version that held when the product
 * was last put, with the days between which that is so, and so answers for most days alone. */
#ifndef AS_ENGINE_CATALOGUE_H
#define AS_ENGINE_CATALOGUE_H
#include "engine/engine.h"

/* Number of a day in the key of its row, which orders as days do; and the day of a row. */
int64_t as__catalogue_number(aftersale_date day);
aftersale_date as__catalogue_day(const as__catalogue *row);
/* Field of a product that a field of a row sets. NULL: none. */
const as__field *as__catalogue_sets(const as__field *field);
/* Whether a field is empty from a row's day on. */
bool as__catalogue_clears(const as__catalogue *row, const as__field *field);
/* Does to a draft what a row says. */
void as__catalogue_apply(const as__catalogue *row, aftersale_product *draft);
/* Takes from a draft all that rows set: it stands before the first version. */
void as__catalogue_empty(aftersale_product *draft);
/* Carries a draft from the version it holds on to that of `day`, and to the first version at least. */
aftersale_status as__catalogue_go_on(as__unit *unit, aftersale_product *draft, aftersale_date day);

/* The version of a day; where that is before the first, the first. @param[out] out borrowed from the unit; often
 * `product` itself */
aftersale_status as__product_on(as__unit *unit, const aftersale_product *product, aftersale_date day,
                                const aftersale_product **out);
/* That of today. @return OK, or a failure that is noted */
aftersale_status as__product_today(aftersale_book *book, as__unit *unit, const aftersale_product *product,
                                   const aftersale_product **out);
/* A record of a version for the host. @param[out] out counted @return OK, NO_MEMORY (noted) */
aftersale_status as__product_give(aftersale_book *book, const aftersale_product *version,
                                  const aftersale_record **out);
/* What a run is about: the catalogue's name of what was sold, as on the day of the sale, else its code. NULL: it is for
 * no sale, or for none of its lines. Borrowed from the unit. */
const char *as__product_of_run(aftersale_book *book, as__unit *unit, const aftersale_enrolment *run);
/* Day of an instant in the book's zone. */
aftersale_status as__book_day(aftersale_book *book, const aftersale_settings *settings, aftersale_time time,
                              aftersale_date *out);
#endif
