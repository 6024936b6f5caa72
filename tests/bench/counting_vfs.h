/* SPDX-License-Identifier: MIT */
/* Counts what SQLite asks of the disk, for whoever uses SQLite in this process: pages written to a write-ahead log,
 * and syncs, each of which is one fdatasync. Not for threads. */
#ifndef TESTS_BENCH_COUNTING_VFS_H
#define TESTS_BENCH_COUNTING_VFS_H
#include <stdbool.h>
#include <stdint.h>

typedef struct disk_counts {
    int64_t log_pages, log_syncs;
    int64_t file_pages, file_syncs; /* of the database itself: what checkpoints do */
} disk_counts;

/* Files opened from now on are counted. False: SQLite would not have it. */
bool counting_vfs_install(void);
/* Since it was installed. */
disk_counts counting_vfs_read(void);
#endif
