/* SPDX-License-Identifier: MIT */
/** @file sheet.h  The written plan, for the customer's hand (S28). Only steps with a `promise` are in it, and only
 *  those words: objectives, gifts and internal steps never are. */
#ifndef AFTERSALE_SHEET_H
#define AFTERSALE_SHEET_H
#include "cursor.h"
AFTERSALE_BEGIN
/** Forms of a sheet. */
enum {
    AFTERSALE_FORMAT_TEXT = 1,     /**< plain text */
    AFTERSALE_FORMAT_MARKDOWN = 2, /**< CommonMark */
    AFTERSALE_FORMAT_HTML = 3      /**< a page that stands alone */
};
/** Arguments of aftersale_words_put(). */
typedef struct aftersale_words_put_args {
    size_t struct_size;      /**< filled in by AFTERSALE_ARGS */
    const char *language;    /**< required: BCP 47 */
    const char *json;        /**< required: a JSON object of labels and patterns, docs/sheet.md; what is left out stays
                              *   as it ships */
    aftersale_time at;       /**< default now */
    const char *idempotency; /**< your key of this very call */
} aftersale_words_put_args;
/** Gives the words of a language; en, de, fr and es ship. @param[out] out id, may be NULL @return OK, INVALID */
AFTERSALE_API aftersale_status aftersale_words_put(aftersale_book *book, const aftersale_words_put_args *args,
                                                   aftersale_id *out);
/** What to write. */
typedef struct aftersale_sheet_make_args {
    size_t struct_size;     /**< filled in by AFTERSALE_ARGS */
    aftersale_id enrolment; /**< required */
    int32_t format;         /**< AFTERSALE_FORMAT_…; default AFTERSALE_FORMAT_TEXT */
    const char *language;   /**< default: the customer's */
} aftersale_sheet_make_args;
/** Writes the plan as it stands now, without storing anything. @param[out] out owned @return OK, NOT_FOUND, INVALID */
AFTERSALE_API aftersale_status aftersale_sheet_make(aftersale_book *book, const aftersale_sheet_make_args *args,
                                                    const aftersale_sheet **out);
/** The document. @param[out] size may be NULL @return borrowed from the sheet */
AFTERSALE_API const char *aftersale_sheet_text(const aftersale_sheet *sheet, size_t *size);
/** Its version: that of the last share while it promises the same, else one more. */
AFTERSALE_API int32_t aftersale_sheet_version(const aftersale_sheet *sheet);
/** Whether nothing was shared yet that promises the same: this version is to be shared. */
AFTERSALE_API int32_t aftersale_sheet_is_new(const aftersale_sheet *sheet);
/** Whether what was shared last promises something else: it is outdated, and this version replaces it. */
AFTERSALE_API int32_t aftersale_sheet_is_outdated(const aftersale_sheet *sheet);
/** When it was made; of what a share promises already, when that was shared. */
AFTERSALE_API aftersale_time aftersale_sheet_made(const aftersale_sheet *sheet);
/** IANA zone of its days: the customer's, or the book's. @return borrowed from the sheet */
AFTERSALE_API const char *aftersale_sheet_zone(const aftersale_sheet *sheet);
/** Whom to call, "Sam Baker, 020 7946 0123"; "": nobody is named. @return borrowed from the sheet */
AFTERSALE_API const char *aftersale_sheet_call(const aftersale_sheet *sheet);
/** A promise that has an instant, as calendars keep it (S71). */
typedef struct aftersale_sheet_entry {
    size_t struct_size;   /**< sizeof of this struct, as the library knows it */
    aftersale_id touch;   /**< which touch */
    const char *promise;  /**< the words for the customer, in the sheet's language */
    const char *who;      /**< name of who makes it; "": not known */
    aftersale_time due;   /**< when; of what is gone, when it was shared for */
    int32_t state;        /**< AFTERSALE_TOUCH_STATE_PLANNED, _DONE, or _CANCELLED: shared once and promised no more */
    int32_t sequence;     /**< how often its instant has changed, from share to share and up to this sheet */
    const char *place;    /**< where, as agreed with the customer; "": nowhere was named; personal */
} aftersale_sheet_entry;
/** How many promises have an instant, gone ones included. */
AFTERSALE_API size_t aftersale_sheet_entry_count(const aftersale_sheet *sheet);
/** One of them, in the order in which they were promised first. @return NULL past the end; borrowed from the sheet */
AFTERSALE_API const aftersale_sheet_entry *aftersale_sheet_entry_at(const aftersale_sheet *sheet, size_t i);
/** One time that the plan was handed over, whatever its version (S28). */
typedef struct aftersale_sheet_shared {
    size_t struct_size;          /**< sizeof of this struct, as the library knows it */
    int32_t version;             /**< which version, 1, 2, 3 … */
    const char *with;            /**< with whom; "": not noted. Personal */
    const char *language;        /**< language it was shared in, BCP 47 */
    aftersale_time shared;       /**< when */
    aftersale_time acknowledged; /**< when the customer said they have seen this version; 0: not */
} aftersale_sheet_shared;
/** How often the plan was shared, all versions together. */
AFTERSALE_API size_t aftersale_sheet_shared_count(const aftersale_sheet *sheet);
/** One of these times, by version, then in the order they were noted.
 *  @return NULL past the end; borrowed from the sheet */
AFTERSALE_API const aftersale_sheet_shared *aftersale_sheet_shared_at(const aftersale_sheet *sheet, size_t i);
/** Lets go of it. NULL is fine. Any thread. */
AFTERSALE_API void aftersale_sheet_free(const aftersale_sheet *sheet);
/** Arguments of aftersale_sheet_share(). */
typedef struct aftersale_sheet_share_args {
    size_t struct_size;       /**< filled in by AFTERSALE_ARGS */
    aftersale_link enrolment; /**< required, by id */
    const char *with;         /**< with whom; personal */
    const char *language;     /**< default: the customer's */
    aftersale_time at;        /**< default now */
    const char *idempotency;  /**< your key of this very call */
} aftersale_sheet_share_args;
/** Notes that the plan as it stands was handed over; the instants it promised are kept. While it promises the same as
 *  the last share it stays that version: who was given it is added, up to 100 times.
 *  @param[out] out id of the version, may be NULL @return OK, NOT_FOUND, LIMIT */
AFTERSALE_API aftersale_status aftersale_sheet_share(aftersale_book *book, const aftersale_sheet_share_args *args,
                                                     aftersale_id *out);
/** Arguments of aftersale_sheet_acknowledge(). */
typedef struct aftersale_sheet_acknowledge_args {
    size_t struct_size;       /**< filled in by AFTERSALE_ARGS */
    aftersale_link enrolment; /**< required, by id */
    int32_t version;          /**< default: the last shared */
    aftersale_time at;        /**< default now */
    const char *idempotency;  /**< your key of this very call */
} aftersale_sheet_acknowledge_args;
/** Notes that the customer has seen a version. @param[out] out id of the share, may be NULL
 *  @return OK, NOT_FOUND (never shared) */
AFTERSALE_API aftersale_status aftersale_sheet_acknowledge(aftersale_book *book,
                                                           const aftersale_sheet_acknowledge_args *args,
                                                           aftersale_id *out);
AFTERSALE_END
#endif
