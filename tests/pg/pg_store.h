/* SPDX-License-Identifier: MIT */
/* A store over PostgreSQL, as thin as the seam allows: a table of records and one of entries, both as the
 * bytes that the library gives. A read is one round trip, and so is a commit. */
#ifndef PG_STORE_H
#define PG_STORE_H
#include "aftersale/sys/store.h"

/* Opens the store that lies in a schema of a database, and makes it where it is not there yet. Not attached.
 * @param address as libpq takes it @return OK, NO_MEMORY, STORE */
aftersale_status pg_store_open(const char *address, const char *schema, aftersale_store **out);
#endif
