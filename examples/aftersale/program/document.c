/* SPDX-License-Identifier: MIT */
#include "program/document.h"
#include "program/complaint.h"
#include <unistd.h>

int document_begin(program *all, const char *path, document *out)
{
    *out = (document){.all = all, .path = path, .file = path == NULL ? stdout : fopen(path, "wb")};
    if (out->file == NULL)
        return complain_of_file(all, path);
    progress_begin(all, &out->bar, "bytes written", 0);
    if (path == NULL && isatty(STDOUT_FILENO)) /* among the lines themselves it would help nobody */
        progress_hide(&out->bar);
    return ENDED_WELL;
}

int document_write(void *user, const char *text, size_t size)
{
    document *out = user;
    out->written += size;
    return fwrite(text, 1, size, out->file) != size || !progress_at(&out->bar, out->written);
}

int document_end(document *out, aftersale_status status)
{
    (void)progress_end(&out->bar);
    bool is_written = !ferror(out->file);
    if (out->file != stdout)
        is_written = fclose(out->file) == 0 && is_written;
    if (!is_written)
        return complain_of_file(out->all, out->path == NULL ? "standard output" : out->path);
    return status == AFTERSALE_OK ? ENDED_WELL : complain_of_book(out->all);
}

int document_of(program *all, const char *path, const char *text, size_t size)
{
    document out;
    int ended = document_begin(all, path, &out);
    if (ended != ENDED_WELL)
        return ended;
    (void)document_write(&out, text, size);
    return document_end(&out, AFTERSALE_OK);
}
