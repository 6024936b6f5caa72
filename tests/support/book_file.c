/* SPDX-License-Identifier: MIT */
#include "support/book_file.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool book_file_make(book_file *file)
{
    strcpy(file->folder, "books.XXXXXX");
    if (mkdtemp(file->folder) == NULL) {
        file->folder[0] = '\0';
        return false;
    }
    snprintf(file->path, sizeof file->path, "%s/db", file->folder);
    return true;
}

void book_file_remove(book_file *file)
{
    static const char *const suffixes[] = {"", "-wal", "-shm", "-journal"};
    char name[48];
    if (file->folder[0] == '\0')
        return;
    for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
        snprintf(name, sizeof name, "%s%s", file->path, suffixes[i]);
        (void)unlink(name);
    }
    (void)rmdir(file->folder);
    file->folder[0] = '\0';
}
