/* SPDX-License-Identifier: MIT */
/* Consent as it stands: in the customer's or person's own record, and for the address itself (S65). */
#ifndef AS_ENGINE_ANSWERS_H
#define AS_ENGINE_ANSWERS_H
#include "engine/command.h"

typedef struct as__given_answer {
    uint64_t customer, person; /* person 0: the customer as a whole */
    const char *channel;       /* NULL: every channel */
    int32_t purposes, answer;
    const char *source;
    aftersale_time given, until;
} as__given_answer;

/* Puts the answer as a record of its own, and into the list of a draft. @param[out] id local, may be NULL */
aftersale_status as__answer_put(as__command *command, const as__given_answer *given, as__list *answers,
                                uint64_t *id);
/* Whose contact points they are: a person's, or the customer's as a whole. */
typedef struct as__address_holder {
    uint64_t customer, person;        /* person 0: the customer */
    const as__list *contacts;
    const as__list *before;           /* contact points before they were put; NULL: none */
    const as__list *answers;          /* as they stand now */
    const aftersale_customer *whole;  /* with whoever is merged into them: what one takes back, all do; NULL: alone */
    const aftersale_customer *parted_from; /* who refused these addresses as theirs, and holds them no more; NULL: nobody */
} as__address_holder;
/* Brings the addresses of contact points in line with the answers after one was given; `given` NULL: after the contact
 * points were put. Every address has a record, so that a claim can hold it. */
aftersale_status as__addresses_put(as__command *command, const as__address_holder *holder,
                                   const as__given_answer *given);
/* Purposes refused for each contact point. `hold`: a commit of this unit fails if one changes meanwhile.
 * @param[out] out in the unit's arena */
aftersale_status as__addresses_refused(aftersale_book *book, as__unit *unit,
                                       const aftersale_customer *customer, bool hold, uint32_t **out);
/* Reads what is known of the addresses of many customers, in one call. */
aftersale_status as__addresses_fetch(aftersale_book *book, as__unit *unit, const aftersale_customer *const *customers,
                                     size_t count);
/* The same as as__addresses_refused(), of all of them. @param[out] out room for `count` */
aftersale_status as__addresses_refused_all(aftersale_book *book, as__unit *unit,
                                           const aftersale_customer *const *customers, size_t count, uint32_t **out);
/* The same for the contact points of anybody. */
aftersale_status as__contacts_refused(aftersale_book *book, as__unit *unit, const as__list *contacts,
                                      bool hold, uint32_t **out);
/* Contact points that are new or agree to something new, as answers; their channels are checked. `before` NULL: they
 * are of somebody new, and when that is the record of an export, their answers have lines of their own. */
aftersale_status as__contacts_take(as__command *command, uint64_t customer, uint64_t person,
                                   const as__list *contacts, const as__list *before, as__list *answers);
/* Whether a contact point brings no consent that it had not brought before. `before` NULL: none stood there. */
bool as__contact_agreed_before(const aftersale_contact *contact, const as__list *before);
/* Whether a channel is one of the usual or of the book's own. */
bool as__channel_is_known(const aftersale_settings *settings, const char *channel);
#endif
