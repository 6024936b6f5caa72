/* SPDX-License-Identifier: MIT */
/* Lines of an import (S70): however they are cut, they do the same, and every line is counted once. */
#include "fuzz/fuzz_book.h"

static int check_error(void *user, uint64_t line, const aftersale_error *error)
{
    (void)user;
    ALWAYS(line > 0);
    ALWAYS(error->status < 0);
    ALWAYS(error->status != AFTERSALE_INTERNAL && error->status != AFTERSALE_CORRUPT);
    ALWAYS(error->text[0] != '\0' && strlen(error->text) < sizeof error->text);
    return 0;
}

/* Feeds the text in pieces of `piece` bytes. */
static aftersale_import_counts import(const char *text, size_t size, size_t piece)
{
    fuzz_book at;
    aftersale_importer *importer;
    aftersale_import_counts counts = {.struct_size = sizeof counts};
    fuzz_book_open(&at);
    ALWAYS(aftersale_import_begin(at.book, AFTERSALE_ARGS(import, .bad_line = check_error), &importer) ==
           AFTERSALE_OK);
    for (size_t from = 0; from < size; from += piece) {
        size_t bytes = size - from < piece ? size - from : piece;
        ALWAYS(aftersale_import_feed(importer, text + from, bytes) == AFTERSALE_OK);
    }
    ALWAYS(aftersale_import_end(importer, &counts) == AFTERSALE_OK);
    ALWAYS(counts.made + counts.changed + counts.same + counts.bad + counts.skipped == counts.lines);
    fuzz_book_verify(&at);
    fuzz_book_close(&at);
    return counts;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = fuzz_text(data, size);
    aftersale_import_counts whole = import(text, size, size + 1), cut = import(text, size, 7);
    ALWAYS(whole.lines == cut.lines && whole.bad == cut.bad && whole.made == cut.made &&
           whole.changed == cut.changed && whole.same == cut.same);
    free(text);
    return 0;
}
