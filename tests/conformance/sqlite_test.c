/* SPDX-License-Identifier: MIT */
#include "aftersale/sqlite.h"
#include "conformance/checked_store.h"
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct files {
    char folder[200];
    char path[256];
    unsigned made;
    uint32_t flags;
} files;

static void forget(const files *all)
{
    static const char *const tails[] = {"", "-wal", "-shm"};
    for (size_t i = 0; i < sizeof tails / sizeof tails[0]; i++) {
        char path[300];
        snprintf(path, sizeof path, "%s%s", all->path, tails[i]);
        unlink(path);
    }
}

static aftersale_status again(void *user, aftersale_store **out)
{
    const files *all = user;
    return aftersale_sqlite_open(NULL, all->path, all->flags, out, NULL);
}

static aftersale_status make(void *user, aftersale_store **out)
{
    files *all = user;
    forget(all);
    snprintf(all->path, sizeof all->path, "%s/%u.db", all->folder, all->made++);
    return again(user, out);
}

/* S3, S7 */
Test(conformance, S3_sqlite_store)
{
    const char *temporary = getenv("TMPDIR");
    files all = {.flags = AFTERSALE_SQLITE_OFF};
    snprintf(all.folder, sizeof all.folder, "%s/aftersale-conformance-XXXXXX",
             temporary ? temporary : "/tmp");
    cr_assert_not_null(mkdtemp(all.folder));
    checked_store_run(&(checked_store){.make = make, .reopen = again, .rival = again, .user = &all});
    forget(&all);
    rmdir(all.folder);
}
