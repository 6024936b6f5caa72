/* SPDX-License-Identifier: MIT */
#include "bench/counting_vfs.h"
#include <sqlite3.h>
#include <stddef.h>

#define LEAST_PAGE 512 /* what is shorter is a header */

/* Files of a kind share a table of methods; ours is a copy of it with two of them counted. */
typedef struct counted_methods {
    const sqlite3_io_methods *original;
    sqlite3_io_methods counting;
} counted_methods;

static sqlite3_vfs counting;
static sqlite3_vfs *original;
static counted_methods of_log, of_file;
static disk_counts counts;

static int write_log(sqlite3_file *file, const void *data, int size, sqlite3_int64 offset)
{
    counts.log_pages += size >= LEAST_PAGE;
    return of_log.original->xWrite(file, data, size, offset);
}

static int sync_log(sqlite3_file *file, int flags)
{
    counts.log_syncs++;
    return of_log.original->xSync(file, flags);
}

static int write_file(sqlite3_file *file, const void *data, int size, sqlite3_int64 offset)
{
    counts.file_pages += size >= LEAST_PAGE;
    return of_file.original->xWrite(file, data, size, offset);
}

static int sync_file(sqlite3_file *file, int flags)
{
    counts.file_syncs++;
    return of_file.original->xSync(file, flags);
}

static void count(sqlite3_file *file, counted_methods *kind)
{
    if (kind->original == NULL) {
        kind->original = file->pMethods;
        kind->counting = *file->pMethods;
        kind->counting.xWrite = kind == &of_log ? write_log : write_file;
        kind->counting.xSync = kind == &of_log ? sync_log : sync_file;
    }
    if (file->pMethods == kind->original)
        file->pMethods = &kind->counting;
}

static int open_counted(sqlite3_vfs *self, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
    int code = original->xOpen(original, name, file, flags, out_flags);
    (void)self;
    if (code != SQLITE_OK || file->pMethods == NULL)
        return code;
    if ((flags & SQLITE_OPEN_WAL) != 0)
        count(file, &of_log);
    else if ((flags & SQLITE_OPEN_MAIN_DB) != 0)
        count(file, &of_file);
    return code;
}

bool counting_vfs_install(void)
{
    if (original != NULL)
        return true;
    if (sqlite3_initialize() != SQLITE_OK)
        return false;
    original = sqlite3_vfs_find(NULL);
    if (original == NULL)
        return false;
    counting = *original;
    counting.zName = "counting";
    counting.xOpen = open_counted;
    return sqlite3_vfs_register(&counting, 1) == SQLITE_OK;
}

disk_counts counting_vfs_read(void)
{
    return counts;
}
