/* SPDX-License-Identifier: MIT */
/* A PostgreSQL server of the test's own: on a unix socket in a folder of its own, gone when the program
 * ends. */
#ifndef PG_SERVER_H
#define PG_SERVER_H

/* Starts it, once a program. Ends the program with 77 where PostgreSQL is not installed, with 1 where it
 * does not start. */
void pg_server_start(void);
/* How libpq reaches it. */
const char *pg_server_address(void);
#endif
