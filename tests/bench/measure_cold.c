/* SPDX-License-Identifier: MIT */
/* G: open a store that is not in the page cache, and answer the first worklist. */
#include "bench/measures.h"
#include <fcntl.h>
#include <unistd.h>

enum { PAGE = 50 };

/* What is on its way to the disk cannot leave the cache. */
static void drop_from_cache(const char *path)
{
    int file = open(path, O_RDONLY);
    must_work("open a file to drop it", file >= 0);
    must_work("sync a file to drop it", fsync(file) == 0);
    must_work("drop a file", posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED) == 0);
    close(file);
}

static double cold_block(bench *b, side which, uint32_t round, void *user)
{
    double start, taken;
    uint64_t *rows = user;
    drop_from_cache(which == SIDE_REFERENCE ? b->reference_path : b->file_path);
    start = seconds_now();
    if (which == SIDE_REFERENCE) {
        b->ref = reference_open(b->reference_path, true);
        must_work("open the reference", b->ref != NULL);
    } else {
        subject_open(&b->ours[which], b->file_path, true);
    }
    rows[which] += side_worklist(b, which, round * 7 % WORKLOAD_OWNERS + 1, PAGE);
    taken = seconds_now() - start;
    if (which == SIDE_REFERENCE)
        reference_close(b->ref);
    else
        subject_close(&b->ours[which]);
    b->ref = NULL;
    return taken * 1e3;
}

void measure_cold(bench *b)
{
    uint64_t rows[SIDES] = {0, 0, 0};
    series of;
    if (!sides_asked(b, 'G'))
        return;
    sides_close_files(b);
    sides_run(b, FILES_ONLY, cold_block, rows, &of);
    must_equal("rows of the first worklist", rows[SIDE_FILE], rows[SIDE_REFERENCE]);
    sides_tell(b, &of, SIDE_FILE, "G cold open, first worklist", "ms", (target){RATIO_AT_MOST, 1.3, 0.8});
}
