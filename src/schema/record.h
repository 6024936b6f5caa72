/* SPDX-License-Identifier: MIT */
/* Records: plain structs made from the tables, sealed into one allocation, counted, never changed. */
#ifndef AS_SCHEMA_RECORD_H
#define AS_SCHEMA_RECORD_H
#include "aftersale/actor.h"
#include "aftersale/customer.h"
#include "aftersale/holidays.h"
#include "aftersale/sale.h"
#include "aftersale/schema.h"
#include "aftersale/settings.h"
#include "base/owner.h"
#include "base/prefetch.h"
#include <stdatomic.h>

/* What every record begins with. */
typedef struct as__head {
    atomic_uint *refs;      /* outside, so that copying a record to write on reads nothing that others change */
    int16_t kind;
    bool partial;           /* holds only the fields a range wanted */
    uint64_t book;
    uint64_t revision;
    as__owner *owner;       /* whose memory */
    size_t size;            /* of the allocation */
    aftersale_bytes unknown; /* fields of a newer library, packed */
} as__head;
struct aftersale_record { as__head head; };
/* Asks for its fields, and some of its texts. */
static inline void as__record_prefetch(const aftersale_record *record)
{
    enum { LINE = 64, LINES = 5 };
    for (size_t i = 0; record != NULL && i < LINES; i++)
        as__prefetch((const char *)record + i * LINE);
}
/* A row of a worklist holds other records; it lets go of them when it ends. */
typedef struct as__view {
    as__head head;
    void (*release)(const aftersale_record *record);
} as__view;

typedef struct as__hash { uint8_t bytes[16]; } as__hash; /* all zero: not given */
typedef struct as__list { const void *items; size_t count; } as__list;

/* Storage of each type word of the tables. An id is its 63 local bits. */
#define AS__C_ID uint64_t
#define AS__C_TOUCH_ID aftersale_id
#define AS__C_TEXT const char *
#define AS__C_INT int32_t
#define AS__C_LONG int64_t
#define AS__C_DATE aftersale_date
#define AS__C_TIME aftersale_time
#define AS__C_DAYTIME aftersale_daytime
#define AS__C_MONEY aftersale_money
#define AS__C_PRICE aftersale_price
#define AS__C_QUANTITY aftersale_quantity
#define AS__C_LINK aftersale_link
#define AS__C_TEXTS aftersale_texts
#define AS__C_LIST as__list
#define AS__C_HASH as__hash

#define INDEX(number, name, flags, list, columns)
#define FIELD(tag, name, NAME, TYPE, flags, max, target, since, choices, doc) AS__C_##TYPE name;
typedef struct as__answer {
#include "schema/answer.def"
} as__answer;
typedef struct as__plan_head {
#include "schema/plan_head.def"
} as__plan_head;
typedef struct as__calendar_head {
#include "schema/calendar_head.def"
} as__calendar_head;
typedef struct as__step_number {
#include "schema/step_number.def"
} as__step_number;
typedef struct as__step_state {
#include "schema/step_state.def"
} as__step_state;
typedef struct as__plan_pause {
#include "schema/pause.def"
} as__plan_pause;
typedef struct as__agenda {
#include "schema/agenda.def"
} as__agenda;
typedef struct as__handed {
#include "schema/handed.def"
} as__handed;
typedef struct as__promise {
#include "schema/promise.def"
} as__promise;
typedef struct as__share {
#include "schema/share.def"
} as__share;
typedef struct as__open_plan {
#include "schema/open_plan.def"
} as__open_plan;
typedef struct as__fed {
#include "schema/fed.def"
} as__fed;
typedef struct as__recent {
#include "schema/recent.def"
} as__recent;
typedef struct as__refusal {
#include "schema/refusal.def"
} as__refusal;
typedef struct as__twin {
#include "schema/twin.def"
} as__twin;

struct aftersale_customer { as__head head;
#include "schema/customer.def"
};
struct aftersale_person { as__head head;
#include "schema/person.def"
};
struct aftersale_product { as__head head;
#include "schema/product.def"
};
struct aftersale_actor { as__head head;
#include "schema/actor.def"
};
struct aftersale_sale { as__head head;
#include "schema/sale.def"
};
struct aftersale_return { as__head head;
#include "schema/return.def"
};
struct aftersale_goal { as__head head;
#include "schema/goal.def"
};
struct aftersale_consent { as__head head;
#include "schema/consent.def"
};
struct aftersale_plan { as__head head;
#include "schema/plan.def"
};
struct aftersale_calendar { as__head head;
#include "schema/calendar.def"
};
struct aftersale_settings { as__head head;
#include "schema/settings.def"
};
struct aftersale_enrolment { as__head head;
#include "schema/enrolment.def"
};
struct aftersale_event { as__head head;
#include "schema/event.def"
};
struct aftersale_touch { as__head head;
#include "schema/touch.def"
};
struct aftersale_migration { as__head head;
#include "schema/migration.def"
};
struct aftersale_impact { as__head head;
#include "schema/impact.def"
};
struct aftersale_workload { as__head head;
#include "schema/workload.def"
};
typedef struct as__catalogue { as__head head;
#include "schema/catalogue.def"
} as__catalogue;
typedef struct as__address { as__head head;
#include "schema/address.def"
} as__address;
typedef struct as__words { as__head head;
#include "schema/words.def"
} as__words;
typedef struct as__shared_sheet { as__head head;
#include "schema/sheet.def"
} as__shared_sheet;
typedef struct as__note { as__head head;
#include "schema/note.def"
} as__note;
typedef struct as__feed { as__head head;
#include "schema/feed.def"
} as__feed;
typedef struct as__pending { as__head head;
#include "schema/pending.def"
} as__pending;
typedef struct as__projection { as__head head;
#include "schema/projection.def"
} as__projection;
typedef struct as__projected { as__head head;
#include "schema/projected.def"
} as__projected;
typedef struct as__counter { as__head head;
#include "schema/counter.def"
} as__counter;
#undef FIELD
#undef INDEX

/* Makes a record of a draft: a struct of the kind with whatever its pointers point to; all of it is copied.
 * The draft's head needs only `book`, `revision`, `unknown` and `partial`. @return OK, NO_MEMORY */
aftersale_status as__record_seal(as__owner *owner, aftersale_kind kind, const void *draft,
                                 const aftersale_record **out);
/* Items of a list field of item type T, from a const record or draft. */
#define AS__ITEMS(T, list) ((const T *)(list).items)
#endif
