/* SPDX-License-Identifier: MIT */
/** @file settings.h  Settings of a book, and its enrolment rules as they stand. */
#ifndef AFTERSALE_SETTINGS_H
#define AFTERSALE_SETTINGS_H
#include "rule.h"
AFTERSALE_BEGIN
/** At most so many contacts with a customer in any such time (S36). It holds the touches that it counts, so service
 *  does not count against a cap of selling. */
typedef struct aftersale_cap {
    int32_t most;        /**< so many, up to 64; 0: none at all */
    const char *per;     /**< required: in any such time, ISO 8601: "P30D" */
    const char *channel; /**< contacts of this channel; NULL: of all */
    int32_t of_class;    /**< AFTERSALE_CLASS_…; 0: contacts of all classes */
} aftersale_cap;
/** Classes of contacts, by the purpose of their step. */
enum {
    AFTERSALE_CLASS_SERVICE = 1,      /**< service */
    AFTERSALE_CLASS_RELATIONSHIP = 2, /**< relationship */
    AFTERSALE_CLASS_SELLING = 3       /**< selling, asking and partner offers */
};
/** Several of them; write it with AFTERSALE_LIST(cap, …). */
typedef struct aftersale_caps {
    const aftersale_cap *items; /**< NULL with count 0: not given */
    size_t count;               /**< how many */
    size_t item_size;           /**< sizeof(aftersale_cap), so that items may grow */
} aftersale_caps;
/** Arguments of aftersale_settings_put(). */
typedef struct aftersale_settings_put_args {
    size_t struct_size;          /**< filled in by AFTERSALE_ARGS */
    const char *zone;            /**< IANA zone of customers who have none */
    const char *language;        /**< BCP 47 language of customers who have none */
    const char *currency;        /**< ISO 4217 currency that the host works in; prices name their own */
    uint32_t presume;            /**< purposes for which unknown consent counts as yes; AFTERSALE_PURPOSE_NONE: none */
    aftersale_daytime day_start; /**< when a day without a time begins for a customer; default 09:00 (S31) */
    aftersale_texts channels;    /**< your own channels beside phone, email, sms, post and visit */
    aftersale_caps caps;         /**< most contacts with a customer in all plans together, up to 16; given, they replace
                                  *   all. No cap is no limit */
    const char *min_gap;         /**< least time since the last contact with a customer, ISO 8601 */
    aftersale_texts quiet;       /**< hours in which no channel is used: "20:00-24:00", "sun 00:00-24:00"; given, they
                                  *   replace all (S33) */
    const char *overlap;         /**< several plans on one customer: within so many days one touch of a kind is enough,
                                  *   "P1D" to "P366D" or in weeks; default: plans do not look at one another (S27) */
    aftersale_fields clear;      /**< fields to empty: AFTERSALE_FIELD_SETTINGS_CURRENCY, _CHANNELS, _CAPS and so on */
    uint64_t expect;             /**< revision you read; 0: any */
    aftersale_time at;           /**< default now */
    const char *idempotency;     /**< your key of this very call */
} aftersale_settings_put_args;
/** Changes settings. They bind the gate at once; no touch is rewritten. @param[out] out the book's id, may be NULL
 *  @return OK, CONFLICT, INVALID */
AFTERSALE_API aftersale_status aftersale_settings_put(aftersale_book *book, const aftersale_settings_put_args *args,
                                                      aftersale_id *out);
/** The settings as they stand. @param[out] out owned @return OK, STORE */
AFTERSALE_API aftersale_status aftersale_settings_get(aftersale_book *book, const aftersale_settings **out);
/** Lets go of them. NULL is fine. Any thread. */
AFTERSALE_API void aftersale_settings_free(const aftersale_settings *settings);
/** Tags of the fields, permanent; each is described at the function that reads it and in docs/fields.md. */
enum {
    AFTERSALE_FIELD_SETTINGS_ID = 1, AFTERSALE_FIELD_SETTINGS_NAME = 2, AFTERSALE_FIELD_SETTINGS_ZONE = 3,
    AFTERSALE_FIELD_SETTINGS_LANGUAGE = 4, AFTERSALE_FIELD_SETTINGS_CURRENCY = 5,
    AFTERSALE_FIELD_SETTINGS_PRESUME = 6, AFTERSALE_FIELD_SETTINGS_DAY_START = 7,
    AFTERSALE_FIELD_SETTINGS_CHANNELS = 8, AFTERSALE_FIELD_SETTINGS_RULES = 9,
    AFTERSALE_FIELD_SETTINGS_PLANS = 10, AFTERSALE_FIELD_SETTINGS_SECRET = 11,
    AFTERSALE_FIELD_SETTINGS_CREATED = 12, AFTERSALE_FIELD_SETTINGS_CALENDARS = 13,
    AFTERSALE_FIELD_SETTINGS_CAPS = 14, AFTERSALE_FIELD_SETTINGS_MIN_GAP = 15, AFTERSALE_FIELD_SETTINGS_QUIET = 16,
    AFTERSALE_FIELD_SETTINGS_OVERLAP = 17,
    AFTERSALE_FIELD_SETTINGS_REBOUND = 18
};
/** @name Fields
 *  Text is borrowed from the record, never NULL, "" when not given. Any thread.
 *  @{ */
/** Identity of the book. */
AFTERSALE_API aftersale_id aftersale_settings_id(const aftersale_settings *settings);
/** Grows with every change. */
AFTERSALE_API uint64_t aftersale_settings_revision(const aftersale_settings *settings);
/** Your name of the tenant. */
AFTERSALE_API const char *aftersale_settings_name(const aftersale_settings *settings);
/** IANA zone of customers who have none. */
AFTERSALE_API const char *aftersale_settings_zone(const aftersale_settings *settings);
/** BCP 47 language of customers who have none. */
AFTERSALE_API const char *aftersale_settings_language(const aftersale_settings *settings);
/** ISO 4217 currency that the host works in; prices name their own. */
AFTERSALE_API const char *aftersale_settings_currency(const aftersale_settings *settings);
/** Purposes for which unknown consent counts as yes. */
AFTERSALE_API int32_t aftersale_settings_presume(const aftersale_settings *settings);
/** When a day without a time begins, in the customer's zone. */
AFTERSALE_API aftersale_daytime aftersale_settings_day_start(const aftersale_settings *settings);
/** Your own channels beside phone, email, sms, post and visit: how many. */
AFTERSALE_API size_t aftersale_settings_channel_count(const aftersale_settings *settings);
/** One of them, or NULL past the end. */
AFTERSALE_API const char *aftersale_settings_channel_at(const aftersale_settings *settings, size_t i);
/** Enrolment rules, first match wins: how many. */
AFTERSALE_API size_t aftersale_settings_rule_count(const aftersale_settings *settings);
/** One of them, or NULL past the end. */
AFTERSALE_API const aftersale_rule *aftersale_settings_rule_at(const aftersale_settings *settings, size_t i);
/** Most contacts with a customer in a time, in all plans together: how many such caps. */
AFTERSALE_API size_t aftersale_settings_cap_count(const aftersale_settings *settings);
/** One of them, or NULL past the end. */
AFTERSALE_API const aftersale_cap *aftersale_settings_cap_at(const aftersale_settings *settings, size_t i);
/** Least time since the last contact with a customer, ISO 8601. */
AFTERSALE_API const char *aftersale_settings_min_gap(const aftersale_settings *settings);
/** Hours in which no channel is used: how many. */
AFTERSALE_API size_t aftersale_settings_quiet_count(const aftersale_settings *settings);
/** One of them, or NULL past the end. */
AFTERSALE_API const char *aftersale_settings_quiet_at(const aftersale_settings *settings, size_t i);
/** Days within which one touch of a kind is enough in all plans of a customer, ISO 8601. */
AFTERSALE_API const char *aftersale_settings_overlap(const aftersale_settings *settings);
/** Number of the book's event since which agendas wait to be worked out anew; 0: none do. Worklists look at what is
 *  parked until then (S36). */
AFTERSALE_API int64_t aftersale_settings_rebound(const aftersale_settings *settings);
/** When the book was made. */
AFTERSALE_API aftersale_time aftersale_settings_created(const aftersale_settings *settings);
/** @} */
AFTERSALE_END
#endif
