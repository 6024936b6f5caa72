/* SPDX-License-Identifier: MIT */
/* vCards (RFC 6350; RFC 2426 is read too) as what they say of a customer or of somebody at one (S71). */
#ifndef AS_EXCHANGE_VCARD_CARD_H
#define AS_EXCHANGE_VCARD_CARD_H
#include "aftersale/customer.h"
#include "base/problems.h"

#define AS__CARD_ITEMS 64 /* contacts, tags or roles of one card */

/* NULL and count 0: the card does not say. */
typedef struct as__card {
    int32_t line; /* of its BEGIN, from 1 */
    int32_t type; /* AFTERSALE_CUSTOMER_…; 0: it does not say */
    const char *uid, *name, *language, *zone;
    const char *organisation; /* name of it */
    const char *customer;     /* ref of the organisation they are at; NULL: a customer of its own */
    aftersale_contact contacts[AS__CARD_ITEMS];
    const char *tags[AS__CARD_ITEMS], *roles[AS__CARD_ITEMS];
    size_t contact_count, tag_count, role_count;
} as__card;

/* A text of cards, read from front to back. */
typedef struct as__cards {
    const char *at, *end;
    int32_t line; /* of `at`, from 1 */
} as__cards;
void as__cards_begin(as__cards *from, const char *text, size_t size);
/* The next card; its texts lie in the arena. What is wrong with it stands in `problems`, each with its line and the
 * name of the property; the reading goes on behind it. @return ROW, DONE, NO_MEMORY */
aftersale_status as__cards_next(as__cards *from, as__arena *arena, as__problems *problems, as__card *out);

/* Writes a card of version 4. Texts may be "". */
void as__card_write(const as__card *card, as__buffer *out);

/* The words both directions share. */
#define AS__CARD_CUSTOMER "X-AFTERSALE-CUSTOMER"
#define AS__CARD_CONTACT "X-AFTERSALE-CONTACT"
#endif
