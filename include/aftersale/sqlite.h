/* SPDX-License-Identifier: MIT */
/** @file sqlite.h  Component aftersale-sqlite: books in one SQLite file, readable with any SQL tool. Not part of
 *  aftersale.h. */
#ifndef AFTERSALE_SQLITE_H
#define AFTERSALE_SQLITE_H
#include "book.h"
AFTERSALE_BEGIN
/** Flags of aftersale_sqlite_open(). */
enum {
    AFTERSALE_SQLITE_NORMAL = 1u, /**< synchronous=NORMAL: power loss may lose the last commits; default: none */
    AFTERSALE_SQLITE_OFF = 2u     /**< synchronous=OFF: for loads that can be run again */
};
/** Opens or makes `path`; several processes may have it open at once. New files can be read by their user only.
 *  @param context may be NULL @param[out] out owned @param[out] error may be NULL
 *  @return OK, STORE, CORRUPT, NEEDS_MIGRATION, UNSUPPORTED (written by a newer major format; untouched) */
AFTERSALE_API aftersale_status aftersale_sqlite_open(aftersale_context *context, const char *path, uint32_t flags,
                                                     aftersale_store **out, aftersale_error *error);
AFTERSALE_END
#endif
