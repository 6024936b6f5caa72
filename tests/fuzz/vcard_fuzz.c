/* SPDX-License-Identifier: MIT */
/* vCards (S71): whatever comes in, every card is counted once, and what is written then imports as it stands. */
#include "fuzz/fuzz_book.h"

typedef struct written {
    char *text;
    size_t size;
} written;

static int append(void *user, const char *text, size_t size)
{
    written *to = user;
    char *grown = realloc(to->text, to->size + size);
    ALWAYS(grown != NULL);
    memcpy(grown + to->size, text, size);
    to->text = grown;
    to->size += size;
    return 0;
}

static int check_error(void *user, uint64_t line, const aftersale_error *error)
{
    (void)user;
    ALWAYS(line > 0);
    ALWAYS(error->status < 0);
    ALWAYS(error->status != AFTERSALE_INTERNAL && error->status != AFTERSALE_CORRUPT);
    ALWAYS(error->text[0] != '\0' && strlen(error->text) < sizeof error->text);
    return 0;
}

static aftersale_vcard_counts import(aftersale_book *book, const char *text, size_t size)
{
    aftersale_vcard_counts counts;
    ALWAYS(aftersale_vcard_import(book, AFTERSALE_ARGS(vcard_import, .bad_card = check_error), text, size,
                                  &counts) == AFTERSALE_OK);
    ALWAYS(counts.made + counts.changed + counts.same + counts.bad == counts.cards);
    return counts;
}

static written export(aftersale_book *book)
{
    written out = {NULL, 0};
    ALWAYS(aftersale_vcard_export(book, NULL, append, &out) == AFTERSALE_OK);
    return out;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = fuzz_text(data, size);
    fuzz_book at, other;
    fuzz_book_open(&at);
    import(at.book, text, size);
    written first = export(at.book);
    aftersale_vcard_counts again = import(at.book, first.text, first.size);
    ALWAYS(again.same == again.cards);
    fuzz_book_open(&other);
    aftersale_vcard_counts made = import(other.book, first.text, first.size);
    ALWAYS(made.made == made.cards && made.cards == again.cards);
    written second = export(other.book);
    ALWAYS(first.size == second.size &&
           (first.size == 0 || memcmp(first.text, second.text, first.size) == 0));
    fuzz_book_verify(&at);
    fuzz_book_close(&other);
    fuzz_book_close(&at);
    free(second.text);
    free(first.text);
    free(text);
    return 0;
}
