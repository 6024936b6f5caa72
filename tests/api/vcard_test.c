/* SPDX-License-Identifier: MIT */
/* vCards in and out (S71). */
#include "support/trial.h"
#include "support/written_text.h"
#include <aftersale/vcard.h>

#define CARD(rest) "BEGIN:VCARD\r\nVERSION:4.0\r\n" rest "END:VCARD\r\n"

/* What was told of bad cards, a line each. */
static char told[4096];

static int tell(void *user, uint64_t line, const aftersale_error *error)
{
    (void)user;
    snprintf(told + strlen(told), sizeof told - strlen(told), "%d: ", (int)line);
    for (int32_t i = 0; i < error->problem_count; i++)
        snprintf(told + strlen(told), sizeof told - strlen(told), "%s%d %s %s", i > 0 ? "; " : "",
                 error->problems[i]->line, error->problems[i]->path, error->problems[i]->text);
    if (error->problem_count == 0)
        strcat(told, error->text);
    strcat(told, "\n");
    return 0;
}

static aftersale_vcard_counts import_into(aftersale_book *into, const char *text, size_t size)
{
    aftersale_vcard_counts counts;
    told[0] = '\0';
    aftersale_status status =
        aftersale_vcard_import(into, AFTERSALE_ARGS(vcard_import, .bad_card = tell), text, size, &counts);
    cr_assert_eq(status, AFTERSALE_OK, "%s", aftersale_book_error(into)->text);
    cr_assert_eq(counts.made + counts.changed + counts.same + counts.bad, counts.cards);
    return counts;
}

static aftersale_vcard_counts import(const char *text)
{
    return import_into(book, text, strlen(text));
}

/* To be freed by the caller. */
static written_text cards_of(aftersale_book *from, const char *ref)
{
    written_text cards = {NULL, 0, 0};
    aftersale_status status = aftersale_vcard_export(from, AFTERSALE_ARGS(vcard_export, .customer.ref = ref),
                                                     written_text_add, &cards);
    cr_assert_eq(status, AFTERSALE_OK, "%s", aftersale_book_error(from)->text);
    return cards;
}

static const aftersale_customer *customer(const char *ref)
{
    const aftersale_customer *found = NULL;
    MUST(aftersale_customer_find(book, ref, &found));
    return hold(found);
}

static void expect_contact(const aftersale_customer *of, size_t i, const char *channel, const char *address,
                           const char *label)
{
    const aftersale_contact *contact = aftersale_customer_contact_at(of, i);
    cr_assert_not_null(contact, "no contact %zu", i);
    cr_assert_str_eq(contact->channel, channel);
    cr_assert_str_eq(contact->address, address);
    cr_assert_str_eq(contact->label != NULL ? contact->label : "", label);
}

/* S71 */
TRIAL(vcard, a_card_becomes_a_customer)
{
    aftersale_vcard_counts counts =
        import(CARD("UID:urn:uuid:4fbe8971\r\n"
                    "KIND:individual\r\n"
                    "FN:Ada Byron\\, Countess\r\n"
                    "N:Byron;Ada;;;\r\n"
                    "item1.TEL;VALUE=uri;TYPE=\"voice,home\";PREF=1:tel:+44-20-7946-0018\r\n"
                    "TEL;TYPE=fax:1\r\n"
                    "TEL;TYPE=text:+44 7700 900001\r\n"
                    "EMAIL;TYPE=work:ada@exam\r\n"
                    " ple.org\r\n"
                    "ADR;LABEL=\"1 High St^nLondon\":;;1 High St;London;;;\r\n"
                    "ADR:;;1\\, High St;London;;W1;UK\r\n"
                    "LANG:de-AT\r\n"
                    "TZ:-0500\r\n"
                    "TZ:Europe/London\r\n"
                    "CATEGORIES:vip,gas\\,oil\r\n"
                    "X-NOBODY-KNOWS;X=\"a:b\":1\r\n"
                    "NOTE:nothing of ours\r\n"));
    cr_assert_eq(counts.made, 1, "%s", told);
    const aftersale_customer *ada = customer("urn:uuid:4fbe8971");
    cr_assert_eq(aftersale_customer_type(ada), AFTERSALE_CUSTOMER_PERSON);
    cr_assert_str_eq(aftersale_customer_name(ada), "Ada Byron, Countess");
    cr_assert_str_eq(aftersale_customer_language(ada), "de-AT");
    cr_assert_str_eq(aftersale_customer_zone(ada), "Europe/London");
    cr_assert_eq(aftersale_customer_contact_count(ada), 5);
    expect_contact(ada, 0, "phone", "+44-20-7946-0018", "home");
    expect_contact(ada, 1, "sms", "+44 7700 900001", "");
    expect_contact(ada, 2, "email", "ada@example.org", "work");
    expect_contact(ada, 3, "post", "1 High St\nLondon", "");
    expect_contact(ada, 4, "post", "1, High St, London, W1, UK", "");
    cr_assert_eq(aftersale_customer_tag_count(ada), 2);
    cr_assert_str_eq(aftersale_customer_tag_at(ada, 1), "gas,oil");
}

/* S71: old cards, as telephones write them. */
TRIAL(vcard, version_3_is_read)
{
    import("begin:vcard\nversion:3.0\nuid:1\nfn:Bob\ntel;type=CELL;type=VOICE:1\ntel;WORK:2\n"
           "adr;type=work:;;Street;Town;;;\nend:vcard\n\n\n"
           "BEGIN:VCARD\nVERSION:3.0\nUID:2\nORG:Acme\\; Sons;Pumps\nEND:VCARD");
    const aftersale_customer *bob = customer("1");
    expect_contact(bob, 0, "phone", "1", "");
    expect_contact(bob, 1, "phone", "2", "work");
    expect_contact(bob, 2, "post", "Street, Town", "work");
    cr_assert_str_eq(aftersale_customer_name(customer("2")), "Acme; Sons");
}

/* S4, S71: what a card does not say stays. */
TRIAL(vcard, the_same_card_changes_nothing)
{
    put_customer("C");
    cr_assert_eq(import(CARD("UID:C\r\nFN:Ada Byron\r\n")).same, 1);
    aftersale_vcard_counts counts = import(CARD("UID:C\r\nFN:Ada Lovelace\r\n"));
    cr_assert_eq(counts.changed, 1);
    cr_assert_eq(aftersale_book_did(book), AFTERSALE_DID_CHANGE);
    cr_assert_str_eq(aftersale_customer_name(customer("C")), "Ada Lovelace");
    cr_assert_str_eq(aftersale_customer_owner(customer("C")), "sam");
    cr_assert_eq(aftersale_customer_contact_count(customer("C")), 1);
    cr_assert_eq(import(CARD("UID:C\r\nFN:Ada Lovelace\r\n")).same, 1);
    cr_assert_eq(aftersale_book_did(book), AFTERSALE_DID_NOTHING);
}

/* S71, S9: people find their organisation, also one that comes with them. */
TRIAL(vcard, organisations_have_people)
{
    const aftersale_person *found = NULL;
    aftersale_vcard_counts counts = import(
        CARD("UID:P\r\nFN:Grace\r\nORG:Acme\r\nX-AFTERSALE-CUSTOMER:O\r\nROLE:buyer\r\nROLE:user\\, too\r\n"
             "EMAIL:grace@example.org\r\n") CARD("UID:O\r\nKIND:org\r\nFN:Acme\r\n"));
    cr_assert_eq(counts.made, 2, "%s", told);
    cr_assert_eq(aftersale_customer_type(customer("O")), AFTERSALE_CUSTOMER_ORGANISATION);
    MUST(aftersale_person_find(book, "P", &found));
    hold(found);
    cr_assert(same_id(aftersale_person_customer(found), aftersale_customer_id(customer("O"))));
    cr_assert_eq(aftersale_person_role_count(found), 2);
    cr_assert_str_eq(aftersale_person_role_at(found, 1), "user, too");
}

/* S70, S71: bad cards are told with line, field and reason; the others go in. */
TRIAL(vcard, bad_cards_are_told)
{
    aftersale_vcard_counts counts =
        import(CARD("UID:1\r\nFN:One\r\n") "BEGIN:VCARD\r\nVERSION:2.1\r\nKIND:group\r\nEND:VCARD\r\n"
                                           "stray\r\nlines\r\n" CARD(
                                               "UID:2\r\nnothing here\r\nTEL;ENCODING=QUOTED-PRINTABLE:1\r\n")
                                               CARD("UID:3\r\nEMAIL;X-FROM=yesterday:a@b.c\r\n")
                                                   CARD("FN:No ref\r\n") CARD("UID:4\r\nTZ:Mars/"
                                                                              "Base\r\nX-AFTERSALE-CONTACT;X-"
                                                                              "CHANNEL=pigeon:Coop 7\r\n")
                                                       CARD("UID:5\r\nX-AFTERSALE-CONTACT:where\r\n")
                                                           CARD("UID:6\r\nFN:Six\r\n")
                                                               CARD("UID:7\r\nX-AFTERSALE-CUSTOMER:"
                                                                    "nobody\r\n") "BEGIN:VCARD\r\nVERSION:4."
                                                                                  "0\r\nUID:8\r\n");
    cr_assert_eq(counts.cards, 11);
    cr_assert_eq(counts.made, 2, "%s", told);
    cr_assert_eq(counts.bad, 9);
    cr_assert_str_eq(
        told,
        "6: 7 VERSION is neither 4.0 nor 3.0; 8 KIND is neither individual nor org; 6 UID must be given\n"
        "10: 10 BEGIN a card begins with BEGIN:VCARD\n"
        "12: 15 line is no property with a value; 16 TEL is encoded; only plain text is taken\n"
        "18: 21 EMAIL is not a date from 0001-01-01 to 9999-12-31\n"
        "23: 23 UID must be given\n"
        "27: 0 zone is not a known time zone\n"
        "33: 36 X-AFTERSALE-CONTACT X-CHANNEL must be given\n"
        "43: 0 customer names nothing in this book\n"
        "48: 51 END a card ends with END:VCARD\n");
    cr_assert_eq(aftersale_book_error(book)->status, AFTERSALE_OK);
}

/* S71: a photograph is passed over, whatever its size; what is ours has a limit. */
TRIAL(vcard, long_lines)
{
    static char text[400000];
    int head =
        snprintf(text, sizeof text, "BEGIN:VCARD\r\nVERSION:4.0\r\nUID:1\r\nFN:One\r\nPHOTO;ENCODING=b:");
    for (size_t at = (size_t)head; at < 300000; at += 76)
        snprintf(text + at, 80, "%s",
                 "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\n ");
    strcat(text, "\r\nEND:VCARD\r\n");
    cr_assert_eq(import(text).made, 1, "%s", told);
    memcpy(strstr(text, "PHOTO;ENCODING=b"), "ROLE;XXXXXXXXX=b", 16);
    cr_assert_eq(import(text).bad, 1);
    cr_assert_str_eq(told, "1: 5 ROLE is longer than 64 KiB\n");
    cr_assert_eq(import_into(book, "BEGIN:VCARD\nVERSION:4.0\nUID:\0\nEND:VCARD\n", 40).bad, 1);
    cr_assert_eq(import_into(book, "\xEF\xBB\xBF" CARD("UID:9\r\n"), strlen(CARD("UID:9\r\n")) + 3).made, 1);
    cr_assert_eq(import_into(book, NULL, 0).cards, 0);
}

static void stage_all(void)
{
    MUST(aftersale_settings_put(book, AFTERSALE_ARGS(settings_put, .channels = AFTERSALE_TEXTS("pigeon")),
                                NULL));
    MUST(aftersale_customer_put(
        book,
        AFTERSALE_ARGS(
            customer_put, .ref = "C;1,\\x", .name = "Ada \\ \"B\"; C, D", .zone = "Europe/Berlin",
            .language = "de", .tags = AFTERSALE_TEXTS("a,b", "c;d"), .owner = "sam",
            .contacts = AFTERSALE_LIST(
                contact, {.channel = "phone", .address = "+44 20", .label = "mother, \"Ida\"^n"},
                {.channel = "sms", .address = "+44 77", .label = "work"},
                {.channel = "email", .address = "a@b.c", .from = {2026, 1, 2}, .until = {2027, 1, 2}},
                {.channel = "post", .address = "1 High St; 2nd floor, London", .region = "GB-ENG"},
                {.channel = "visit", .address = "at home"}, {.channel = "pigeon", .address = "Coop 7"})),
        NULL));
    MUST(aftersale_customer_put(book,
                                AFTERSALE_ARGS(customer_put, .ref = "O",
                                               .type = AFTERSALE_CUSTOMER_ORGANISATION,
                                               .name = "Müller & Söhne"),
                                NULL));
    MUST(aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "nameless"), NULL));
    MUST(aftersale_person_put(
        book,
        AFTERSALE_ARGS(person_put, .ref = "P", .customer.ref = "O",
                       .name = "ÄÖÜÄÖÜÄÖÜÄÖÜÄÖÜÄÖÜÄÖÜÄÖÜÄÖÜÄÖÜÄÖÜÄÖÜÄÖÜÄÖÜÄÖÜÄÖÜÄÖÜÄÖÜÄÖÜ", .language = "en",
                       .roles = AFTERSALE_TEXTS("user", "buyer, too"),
                       .contacts = AFTERSALE_LIST(contact, {.channel = "email", .address = "p@o.example"})),
        NULL));
}

/* S71: out, in and out again is equal, into a book that has none of it. */
TRIAL(vcard, what_is_written_is_read_again)
{
    stage_all();
    written_text first = cards_of(book, NULL);
    cr_assert_eq(import(first.data).same, 4, "%s", told);
    aftersale_book *other = open_book("other");
    MUST(aftersale_settings_put(other, AFTERSALE_ARGS(settings_put, .channels = AFTERSALE_TEXTS("pigeon")),
                                NULL));
    cr_assert_eq(import_into(other, first.data, first.size).made, 4, "%s", told);
    MUST(aftersale_customer_put(other, AFTERSALE_ARGS(customer_put, .ref = "C;1,\\x", .owner = "sam"), NULL));
    written_text second = cards_of(other, NULL);
    cr_assert_str_eq(second.data, first.data);
    aftersale_book_free(other);
    for (const char *line = first.data; *line != '\0'; line = strstr(line, "\r\n") + 2)
        cr_assert_leq(strcspn(line, "\r\n"), 75, "%s", line);
    written_text_free(&first);
    written_text_free(&second);
}

/* S71 */
TRIAL(vcard, one_customer_is_written_with_their_people)
{
    stage_all();
    written_text cards = cards_of(book, "nameless");
    cr_assert_str_eq(cards.data, CARD("KIND:individual\r\nUID;VALUE=text:nameless\r\nFN:\r\n"));
    written_text_free(&cards);
    cards = cards_of(book, "O");
    const char *text = cards.data;
    cr_assert_eq(strncmp(text, CARD("KIND:org\r\nUID;VALUE=text:O\r\nFN:Müller & Söhne\r\n"), 80), 0, "%s",
                 text);
    cr_assert_not_null(strstr(text, "\r\nORG:Müller & Söhne\r\nX-AFTERSALE-CUSTOMER:O\r\nROLE:user\r\n"
                                    "ROLE:buyer\\, too\r\nEMAIL:p@o.example\r\nLANG:en\r\n"));
    cr_assert_null(strstr(text, "Ada"));
    written_text_free(&cards);
    MUST_BE(AFTERSALE_NOT_FOUND,
            aftersale_vcard_export(book, AFTERSALE_ARGS(vcard_export, .customer.ref = "X"), written_text_add,
                                   &cards));
    MUST_BE(AFTERSALE_INVALID, aftersale_vcard_export(book, NULL, NULL, NULL));
}

static int stop(void *user, const char *text, size_t size)
{
    (void)user;
    (void)text;
    (void)size;
    return 1;
}

static int stop_at_bad(void *user, uint64_t line, const aftersale_error *error)
{
    (void)line;
    (void)error;
    return *(const int *)user;
}

/* S71 */
TRIAL(vcard, the_host_may_stop)
{
    int one = 1;
    aftersale_vcard_counts counts;
    const char *text = CARD("UID:1\r\n") CARD("FN:2\r\n") CARD("UID:3\r\n");
    MUST_BE(AFTERSALE_CANCELLED,
            aftersale_vcard_import(
                book, AFTERSALE_ARGS(vcard_import, .bad_card = stop_at_bad, .bad_card_user = &one), text,
                strlen(text), &counts));
    cr_assert_eq(counts.made, 1);
    cr_assert_eq(counts.bad, 1);
    MUST_BE(AFTERSALE_CANCELLED, aftersale_vcard_export(book, NULL, stop, NULL));
    MUST(aftersale_group_begin(book, 0));
    MUST_BE(AFTERSALE_STATE, aftersale_vcard_import(book, NULL, text, strlen(text), NULL));
    MUST(aftersale_group_drop(book));
    MUST_BE(AFTERSALE_INVALID, aftersale_vcard_import(book, NULL, NULL, 3, NULL));
}

/* S71: more than a batch. */
TRIAL(vcard, many_cards)
{
    static char text[40000];
    text[0] = '\0';
    for (int i = 0; i < 250; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), CARD("UID:%d\r\nFN:Name %d\r\n"), i % 240,
                 i);
    aftersale_vcard_counts counts = import(text);
    cr_assert_eq(counts.made, 240);
    cr_assert_eq(counts.changed, 10);
}

/* S65, S71: what a card cannot say of a contact point stays with it. */
TRIAL(vcard, consent_and_region_of_a_contact_point_stay)
{
    aftersale_vcard_counts counts;
    const aftersale_contact *contact;
    MUST(aftersale_customer_put(
        book,
        AFTERSALE_ARGS(customer_put, .ref = "C", .name = "Ada Byron",
                       .contacts = AFTERSALE_LIST(contact, {.channel = "email",
                                                            .address = "ada@example.com",
                                                            .region = "GB-ENG",
                                                            .consent = AFTERSALE_PURPOSE_SELLING,
                                                            .consent_source = "fair, May 2026"})),
        NULL));
    written_text cards = cards_of(book, NULL);
    counts = import_into(book, cards.data, cards.size);
    cr_assert_eq(counts.same, counts.cards, "its own cards change nothing in a book");
    MUST(aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "C", .name = "Ada King"), NULL));
    counts = import_into(book, cards.data, cards.size);
    cr_assert_eq(counts.changed, 1);
    contact = aftersale_customer_contact_at(customer("C"), 0);
    cr_assert_eq(contact->consent, AFTERSALE_PURPOSE_SELLING);
    cr_assert_str_eq(contact->consent_source, "fair, May 2026");
    cr_assert_str_eq(contact->region, "GB-ENG");
    written_text_free(&cards);
}
