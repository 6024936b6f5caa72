/* SPDX-License-Identifier: MIT */
/** @file schema.h  What kinds and fields there are, at run time; and any field of any record, for bindings. */
#ifndef AFTERSALE_SCHEMA_H
#define AFTERSALE_SCHEMA_H
#include "value.h"
AFTERSALE_BEGIN
/** A kind of record. Numbers are permanent. */
typedef int32_t aftersale_kind;
enum {
    AFTERSALE_KIND_CUSTOMER = 1,      /**< a customer */
    AFTERSALE_KIND_PRODUCT = 2,       /**< a product */
    AFTERSALE_KIND_SALE = 3,          /**< a sale */
    AFTERSALE_KIND_PLAN = 4,          /**< one version of a plan template */
    AFTERSALE_KIND_ENROLMENT = 5,     /**< one customer's run through a plan */
    AFTERSALE_KIND_TOUCH = 6,         /**< a touch; computed, not kept */
    AFTERSALE_KIND_CONSENT = 7,       /**< an answer */
    AFTERSALE_KIND_EVENT = 8,         /**< an event */
    AFTERSALE_KIND_WORK = 9,          /**< a line of a worklist; computed, not kept */
    AFTERSALE_KIND_SHEET = 10,        /**< a share of a written plan */
    AFTERSALE_KIND_SETTINGS = 11,     /**< the settings of a book */
    AFTERSALE_KIND_PERSON = 12,       /**< somebody at an organisation */
    AFTERSALE_KIND_ACTOR = 13,        /**< somebody on the seller's side */
    AFTERSALE_KIND_GOAL = 14,         /**< a goal */
    AFTERSALE_KIND_RETURN = 15,       /**< goods that came back */
    AFTERSALE_KIND_WORDS = 16,        /**< the words of a language */
    AFTERSALE_KIND_ADDRESS = 17,      /**< an address that somebody refused contact by */
    AFTERSALE_KIND_FEED = 18,         /**< where a book's feed stands */
    AFTERSALE_KIND_NOTE = 19,         /**< what was said in a touch */
    AFTERSALE_KIND_COUNTER = 20,      /**< a number that commits move within bounds */
    AFTERSALE_KIND_ROOT = 21,         /**< not a record: names a root in an EXPECT */
    AFTERSALE_KIND_PENDING = 22,      /**< an event that is not in the feed yet */
    AFTERSALE_KIND_CATALOGUE = 23,    /**< what was put of a product for a day */
    AFTERSALE_KIND_CALENDAR = 24,     /**< one version of a calendar */
    AFTERSALE_KIND_MIGRATION = 25,    /**< what becomes of a touch in another version; computed, not kept */
    AFTERSALE_KIND_IMPACT = 26,       /**< what becomes of a run in another version; computed, not kept */
    AFTERSALE_KIND_PROJECTION = 30,   /**< one build of the table of what is planned */
    AFTERSALE_KIND_PROJECTED = 31,    /**< a row of it: a touch that is planned */
    AFTERSALE_KIND_WORKLOAD = 32,     /**< work of an owner in a week; computed, not kept */
    /* Kinds of list items. */
    AFTERSALE_KIND_CONTACT = 101,     /**< a way to reach somebody */
    AFTERSALE_KIND_SALE_LINE = 102,   /**< a line of a sale or return */
    AFTERSALE_KIND_ABSENCE = 103,     /**< days away */
    AFTERSALE_KIND_RULE = 104,        /**< an enrolment rule */
    AFTERSALE_KIND_ANSWER = 105,      /**< the answer that holds, as its customer keeps it */
    AFTERSALE_KIND_PLAN_HEAD = 106,   /**< the newest version of a plan, as its book keeps it */
    AFTERSALE_KIND_STEP_NUMBER = 107, /**< the number of a step key */
    AFTERSALE_KIND_STEP_STATE = 108,  /**< what happened to a step */
    AFTERSALE_KIND_AGENDA = 109,      /**< when a run may come up next */
    AFTERSALE_KIND_PROMISE = 110,     /**< an instant that a shared sheet promised */
    AFTERSALE_KIND_OPEN_PLAN = 111,   /**< a plan that runs, as its sale keeps it */
    AFTERSALE_KIND_FED = 112,         /**< an event's place in the feed */
    AFTERSALE_KIND_REFUSAL = 113,     /**< who refused contact by an address */
    AFTERSALE_KIND_WEEKEND = 114,     /**< a weekend, from a day on */
    AFTERSALE_KIND_HOLIDAY = 115,     /**< a holiday */
    AFTERSALE_KIND_CALENDAR_HEAD = 116, /**< the newest version of a calendar, as its book keeps it */
    AFTERSALE_KIND_CAP = 117,         /**< most contacts in a time */
    AFTERSALE_KIND_RECENT = 118,      /**< a contact that caps count, as its customer's last event keeps it */
    AFTERSALE_KIND_TWIN = 119,        /**< a customer that is merged into another, as that one keeps it */
    AFTERSALE_KIND_PAUSE = 120,       /**< a pause of a plan, now over */
    AFTERSALE_KIND_SHARE = 126,       /**< a written plan handed over once more, in the same version */
    AFTERSALE_KIND_HANDED = 127       /**< whose work in a run is whose now */
};
/** Type of a field's value. */
typedef int32_t aftersale_type;
enum {
    AFTERSALE_TYPE_ID = 1,       /**< identity of a record: the record's own, or another's */
    AFTERSALE_TYPE_TEXT = 2,     /**< UTF-8 without NUL */
    AFTERSALE_TYPE_INT = 3,      /**< whole number; an enumeration where the field has choices */
    AFTERSALE_TYPE_DATE = 4,     /**< a civil day */
    AFTERSALE_TYPE_TIME = 5,     /**< an instant */
    AFTERSALE_TYPE_MONEY = 6,    /**< an amount */
    AFTERSALE_TYPE_PRICE = 7,    /**< a unit price */
    AFTERSALE_TYPE_QUANTITY = 8, /**< a count or measure */
    AFTERSALE_TYPE_DAYTIME = 9,  /**< a wall-clock time */
    AFTERSALE_TYPE_LINK = 10,    /**< in arguments only: an id or a ref */
    AFTERSALE_TYPE_TEXTS = 11,   /**< several texts */
    AFTERSALE_TYPE_LIST = 12,    /**< items of a kind of their own */
    AFTERSALE_TYPE_BYTES = 13,   /**< a digest or a packed list */
    AFTERSALE_TYPE_FIELDS = 14   /**< in arguments only: field tags */
};
/** What is true of a field. */
enum {
    AFTERSALE_FLAG_REQUIRED = 1u,  /**< never missing */
    AFTERSALE_FLAG_IMMUTABLE = 2u, /**< set once */
    AFTERSALE_FLAG_PERSONAL = 4u,  /**< about a person; in no event, error or log */
    AFTERSALE_FLAG_INDEXED = 8u,   /**< part of an index */
    AFTERSALE_FLAG_INLINE = 16u,   /**< a list kept inside its record's row, packed */
    AFTERSALE_FLAG_DERIVED = 32u,  /**< worked out by the library; no command takes it */
    AFTERSALE_FLAG_MASK = 64u,     /**< a number whose bits are the choices */
    AFTERSALE_FLAG_COVERED = 128u  /**< worth keeping beside the entries of the index over the kind's list */
};
/** One field, in table order. Static. */
typedef struct aftersale_field {
    size_t struct_size;    /**< sizeof of this struct, as the library knows it */
    int32_t tag;           /**< permanent */
    aftersale_type type;   /**< AFTERSALE_TYPE_… */
    aftersale_kind target; /**< kind an id or link names, or kind of a list's items */
    uint32_t flags;        /**< AFTERSALE_FLAG_… */
    int32_t max;           /**< longest text in bytes, most items; 0: the type's own limit */
    int32_t since;         /**< schema version that brought it */
    const char *name;      /**< as in JSON, SQL, Python and Lua */
    const char *doc;       /**< one line */
    const char *choices;   /**< names of an enumeration: "person=1 organisation=2"; NULL: none */
} aftersale_field;
/** One index of a kind, in table order. Static. */
typedef struct aftersale_index {
    size_t struct_size;   /**< sizeof of this struct, as the library knows it */
    int32_t number;       /**< permanent, from 1 within its kind */
    int32_t is_unique;    /**< not 0: two equal entries are EXISTS */
    int32_t is_sparse;    /**< not 0: where the first column is not given there is no entry */
    int32_t list;         /**< tag of the list whose items are indexed, or 0: the record itself */
    int32_t column_count; /**< how many columns follow */
    const int32_t *columns; /**< tags of the record, or of the list's items */
    const char *name;     /**< as in SQL */
} aftersale_index;

/** How many kinds are kept in stores; walk them with aftersale_kind_at(). Any thread. */
AFTERSALE_API size_t aftersale_kind_count(void);
/** The i-th kind that stores keep. Any thread. @return 0 past the end */
AFTERSALE_API aftersale_kind aftersale_kind_at(size_t i);
/** Name of a kind as in JSON and SQL. Any thread. @return static text, "" for no kind */
AFTERSALE_API const char *aftersale_kind_name(aftersale_kind kind);
/** Whether records of a kind lie under a root: their key's root is field 1 and its id is field 2; else root is 0 and
 *  id is field 1. Any thread. */
AFTERSALE_API int32_t aftersale_kind_has_root(aftersale_kind kind);
/** How many fields a kind has. Any thread. */
AFTERSALE_API size_t aftersale_field_count(aftersale_kind kind);
/** The i-th field of a kind. Any thread. @return static, NULL past the end */
AFTERSALE_API const aftersale_field *aftersale_field_at(aftersale_kind kind, size_t i);
/** How many indexes a kind has. Any thread. */
AFTERSALE_API size_t aftersale_index_count(aftersale_kind kind);
/** The i-th index of a kind. Any thread. @return static, NULL past the end */
AFTERSALE_API const aftersale_index *aftersale_index_at(aftersale_kind kind, size_t i);
/** Name of a command, "sale_record"; numbers are AFTERSALE_DO_… of book.h. Any thread. @return "" for no command */
AFTERSALE_API const char *aftersale_command_name(int32_t command);
/** The i-th argument of a command: what a binding needs to fill the struct. Any thread.
 *  @param command AFTERSALE_DO_… @param[out] offset bytes from the start of the struct; may be NULL
 *  @return static, NULL past the end */
AFTERSALE_API const aftersale_field *aftersale_argument_at(int32_t command, size_t i, size_t *offset);
/** Bytes of a command's argument struct in this library. Any thread. @return 0 for no command */
AFTERSALE_API size_t aftersale_argument_size(int32_t command);

/** Any field's value. Text and bytes are borrowed from the record. */
typedef struct aftersale_value {
    aftersale_type type; /**< 0: not given */
    int32_t reserved;    /**< 0 */
    union {
        aftersale_id id;             /**< ID */
        int64_t number;              /**< INT */
        aftersale_date date;         /**< DATE */
        aftersale_time time;         /**< TIME */
        aftersale_money money;       /**< MONEY */
        aftersale_price price;       /**< PRICE */
        aftersale_quantity quantity; /**< QUANTITY */
        aftersale_daytime daytime;   /**< DAYTIME */
        const char *text;            /**< TEXT */
        aftersale_bytes bytes;       /**< BYTES */
        size_t count;                /**< LIST and TEXTS: how many items */
    } as;                            /**< the member that the type names */
} aftersale_value;
/** Kind of a record. Any thread. */
AFTERSALE_API aftersale_kind aftersale_record_kind(const aftersale_record *record);
/** Number of changes the record has seen, from 1. Any thread. */
AFTERSALE_API uint64_t aftersale_record_revision(const aftersale_record *record);
/** Field `tag` of any record. Any thread. @return OK, NOT_FOUND (no such tag in its kind) */
AFTERSALE_API aftersale_status aftersale_record_value(const aftersale_record *record, int32_t tag,
                                                      aftersale_value *out);
/** The same inside a list: item `i` from 0, its field `item_tag`; for TEXTS item_tag is 0. Any thread.
 *  @return OK, NOT_FOUND (no such tag or item) */
AFTERSALE_API aftersale_status aftersale_record_item(const aftersale_record *record, int32_t tag, size_t i,
                                                     int32_t item_tag, aftersale_value *out);
/** The record as one line of JSON, as export writes it but for links, which stand as ids. Any thread.
 *  @param out may be NULL when size is 0 @return bytes needed, NUL included; 0: out of memory */
AFTERSALE_API size_t aftersale_record_json(const aftersale_record *record, char *out, size_t size);
AFTERSALE_END
#endif
