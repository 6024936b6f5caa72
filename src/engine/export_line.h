/* SPDX-License-Identifier: MIT */
/* Records as lines that import again. */
#ifndef AS_ENGINE_EXPORT_LINE_H
#define AS_ENGINE_EXPORT_LINE_H
#include "engine/engine.h"

typedef struct as__export as__export;
/* Writes the lines of a page of one kind. @return OK, CANCELLED, or a failure, noted */
typedef aftersale_status (*as__page_fn)(as__export *export, const aftersale_record *const *records, size_t count);
struct as__export {
    aftersale_book *book;
    as__unit *unit; /* of the page; what its records name is fetched with it */
    aftersale_write_fn write;
    void *user;
    as__buffer out; /* lines not given to the host yet */
};

/* Records as they are. */
aftersale_status as__export_page(as__export *export, const aftersale_record *const *records, size_t count);
/* Events: the touches that were made or tried, with what was said, as a restored book has to know them. */
aftersale_status as__export_touches(as__export *export, const aftersale_record *const *events, size_t count);
/* A record and what its line says beside. `beside` NULL: nothing. */
aftersale_status as__export_record(as__export *export, const aftersale_record *record, const char *beside);
/* The enrolment rules as a line of their own: they name plans, and come after them. */
aftersale_status as__export_rules(as__export *export, const aftersale_settings *settings);
/* Hands the host what is gathered. */
aftersale_status as__export_flush(as__export *export);
/* Notes a failure that has no words yet. */
aftersale_status as__export_fail(as__export *export, aftersale_status status);
#endif
