/* SPDX-License-Identifier: MIT */
/* Prints the vCards of a small book, for readers that are not ours; reads cards from the file it is given first
 * (S71). Ends with 0 when all went well. */
#include "readers/reader.h"
#include <aftersale/vcard.h>

static void stage(aftersale_book *book)
{
    must(
        aftersale_customer_put(
            book,
            AFTERSALE_ARGS(
                customer_put, .ref = "C,1", .name = "Ada Byron; Countess \\ \"of\" Lovelace",
                .language = "en", .zone = "Europe/London", .tags = AFTERSALE_TEXTS("vip", "gas, oil"),
                .contacts = AFTERSALE_LIST(
                    contact, {.channel = "phone", .address = "+44 20 7946 0018", .label = "at home: \"Ida\""},
                    {.channel = "email", .address = "ada@example.org"},
                    {.channel = "post", .address = "1 High St, London; UK"})),
            NULL),
        book, "customer");
    must(aftersale_customer_put(
             book,
             AFTERSALE_ARGS(customer_put, .ref = "O", .type = AFTERSALE_CUSTOMER_ORGANISATION,
                            .name = "Grüße & Söhne, äöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöü"),
             NULL),
         book, "organisation");
    must(aftersale_person_put(book,
                              AFTERSALE_ARGS(person_put, .ref = "P", .customer.ref = "O", .name = "Grace",
                                             .roles = AFTERSALE_TEXTS("buyer", "user, too")),
                              NULL),
         book, "person");
}

static int tell(void *user, uint64_t line, const aftersale_error *error)
{
    (void)user;
    fprintf(stderr, "line %d: %s\n", (int)line, error->text);
    return 0;
}

static void import(aftersale_book *book, const char *path)
{
    static char text[65536];
    aftersale_vcard_counts counts;
    FILE *file = fopen(path, "rb");
    size_t size = file != NULL ? fread(text, 1, sizeof text, file) : 0;
    if (file != NULL)
        fclose(file);
    must(aftersale_vcard_import(book, AFTERSALE_ARGS(vcard_import, .bad_card = tell), text, size, &counts),
         book, path);
    if (counts.cards == 0 || counts.bad != 0)
        exit(EXIT_FAILURE);
}

static int print(void *user, const char *text, size_t size)
{
    return fwrite(text, 1, size, user) == size ? 0 : 1;
}

int main(int argc, char **argv)
{
    clocked_book at;
    if (argc > 2 || !clocked_book_open(&at, false, 7))
        return EXIT_FAILURE;
    if (argc == 2)
        import(at.book, argv[1]);
    else
        stage(at.book);
    must(aftersale_vcard_export(at.book, NULL, print, stdout), at.book, "export");
    clocked_book_close(&at);
    return EXIT_SUCCESS;
}
