/* SPDX-License-Identifier: MIT */
/** @file vcard.h  vCards in and out (S71): who somebody is and how to reach them, as address books pass it on. What a
 *  card cannot hold (owner, tier, consent, your own fields …) stays as it is: JSON Lines carry all of it (exchange.h).
 *  Which property is which field: docs/vcard.md. */
#ifndef AFTERSALE_VCARD_H
#define AFTERSALE_VCARD_H
#include "exchange.h"
AFTERSALE_BEGIN
/** How to import cards; all optional. */
typedef struct aftersale_vcard_import_args {
    size_t struct_size;             /**< filled in by AFTERSALE_ARGS */
    aftersale_bad_line_fn bad_card; /**< told the line on which the card begins; default: bad cards are counted only */
    void *bad_card_user;            /**< handed to bad_card */
} aftersale_vcard_import_args;
/** What came of an import of cards. */
typedef struct aftersale_vcard_counts {
    size_t struct_size; /**< sizeof of this struct, set by whoever makes it */
    uint64_t cards;     /**< cards read */
    uint64_t made;      /**< customers and people made */
    uint64_t changed;   /**< customers and people changed */
    uint64_t same;      /**< cards that changed nothing */
    uint64_t bad;       /**< cards that did not go in */
} aftersale_vcard_counts;
/** Puts every card of a text as a customer, by its UID as the ref: an organisation where KIND is org, else a person; or
 *  as somebody at an organisation that stands in the book or before it. vCard 4 and 3 (RFC 6350, RFC 2426). What a card
 *  does not say stays; contact points, once it has any, replace all. Properties that we do not keep are passed over. A
 *  bad card changes nothing, and the others go in, in hundreds.
 *  @param args NULL: defaults @param text UTF-8, need not end with a NUL; a property of ours has at most 64 KiB, any other
 *  any size @param[out] counts may be NULL @return OK, INVALID, CANCELLED (by bad_card), STATE (in a group), STORE */
AFTERSALE_API aftersale_status aftersale_vcard_import(aftersale_book *book, const aftersale_vcard_import_args *args,
                                                      const char *text, size_t size, aftersale_vcard_counts *counts);
/** Which cards. */
typedef struct aftersale_vcard_export_args {
    size_t struct_size;      /**< filled in by AFTERSALE_ARGS */
    aftersale_link customer; /**< this one, and the people there; default: all */
} aftersale_vcard_export_args;
/** Writes customers, then people, each as a vCard 4 that imports again. Personal.
 *  @param args NULL: all @param write called once a card; must not call that book @param user handed to write
 *  @return OK, NOT_FOUND, CANCELLED (by write), STORE */
AFTERSALE_API aftersale_status aftersale_vcard_export(aftersale_book *book, const aftersale_vcard_export_args *args,
                                                      aftersale_write_fn write, void *user);
AFTERSALE_END
#endif
