/* SPDX-License-Identifier: MIT */
/* Books made of real data, one a file. Each says what it counted, a figure a line, for who compares; false: it could not
 * be made, or the library decided otherwise than a plain model. */
#ifndef BOOKS_H
#define BOOKS_H
#include "support/clocked_book.h"

#define BOOKS_DAY INT64_C(86400)

/* Campaigns by telephone: caps over contacts that were made before and are made now (S36). */
bool books_campaign(clocked_book *at, const char *path);
/* Purchases: who buys again, and who falls silent (S20, S27, S29). */
bool books_purchases(clocked_book *at, const char *path);

/* Says what the book answered. */
bool books_done(const clocked_book *at, aftersale_status status);
/* Publishes a plan that is written with ' for ". */
bool books_publish(const clocked_book *at, const char *quoted);
/* Midnight of a day, in seconds since 1970. */
int64_t books_midnight(int year, int month, int day);
#endif
