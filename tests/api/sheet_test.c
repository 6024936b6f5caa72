/* SPDX-License-Identifier: MIT */
/* The written plan: promises only, in the customer's language, versioned by what was shared (S28). */
#include "support/trial.h"

/* Whatever is internal carries a mark. */
#define CARE                                                                                                 \
    "{'plan':'care','name':'MARK name','title':{'en':'After your purchase','de':'Nach dem Kauf'},'steps':["  \
    "{'key':'fit','kind':'follow-up','anchor':'delivery','after':'P7D','objective':'MARK objective',"        \
    "'review':['MARK review'],'guide':'MARK guide','materials':['MARK material'],'text':{'en':'MARK text'}," \
    "'promise':{'en':'We ask whether it <fits>.','de':'Wir fragen, ob es passt.'}},"                         \
    "{'key':'MARK','kind':'gift','anchor':'delivery','objective':'MARK gift','cost':'25.00 GBP',"            \
    "'promise':{'en':'MARK surprise'}},"                                                                     \
    "{'key':'thanks','kind':'thank-you','anchor':'sale','after':'P1D','promise':{'en':'You get a card.'}},"  \
    "{'key':'rescue','kind':'recovery','only':'by_branch','promise':{'en':'MARK branch'}},"                  \
    "{'key':'year','kind':'check-up','anchor':'acceptance','after':'P1Y','owner':{'user':'tina'},"           \
    "'promise':{'en':'We look after it.'}}]}"

static void stage(void)
{
    char *json = real_json(CARE), *mark = strstr(json, "\"MARK\"");
    memcpy(mark, "\"gift\"", 6); /* a key is a word */
    MUST(aftersale_plan_publish(book, AFTERSALE_ARGS(plan_publish, .json = json), NULL));
    free(json);
    put_customer("C");
    MUST(aftersale_actor_put(
        book, AFTERSALE_ARGS(actor_put, .ref = "sam", .name = "Sam Baker", .phone = "020 7946 0123"), NULL));
    put_sale("S", "C", "care", "2026-11-18", "2026-11-19");
}

static const aftersale_sheet *make(int32_t format, const char *language)
{
    static const aftersale_sheet *made;
    aftersale_sheet_free(made);
    made = NULL;
    MUST(aftersale_sheet_make(
        book,
        AFTERSALE_ARGS(sheet_make, .enrolment = enrolment_id("C", 0), .format = format, .language = language),
        &made));
    return made;
}

static const char *text_in(int32_t format, const char *language)
{
    size_t size;
    const char *text = aftersale_sheet_text(make(format, language), &size);
    cr_assert_eq(size, strlen(text));
    return text;
}

static aftersale_id share(void)
{
    aftersale_id id;
    MUST(aftersale_sheet_share(
        book, AFTERSALE_ARGS(sheet_share, .enrolment.id = enrolment_id("C", 0), .with = "Ada Byron"), &id));
    return id;
}

static void expect_version(int32_t version, bool is_new)
{
    const aftersale_sheet *sheet = make(0, NULL);
    cr_assert_eq(aftersale_sheet_version(sheet), version);
    cr_assert_eq(aftersale_sheet_is_new(sheet), is_new ? 1 : 0);
}

TRIAL(sheet, is_written_as_text)
{
    stage();
    done("C", "thanks", AFTERSALE_OUTCOME_REACHED);
    cr_assert_str_eq(text_in(0, NULL), "After your purchase\n"
                                       "===================\n"
                                       "\n"
                                       "For: Ada Byron\n"
                                       "Your purchase: B24\n"
                                       "\n"
                                       "19 November 2026\n"
                                       "    You get a card.\n"
                                       "    Who: Sam Baker\n"
                                       "    Done\n"
                                       "\n"
                                       "26 November 2026\n"
                                       "    We ask whether it <fits>.\n"
                                       "    Who: Sam Baker\n"
                                       "\n"
                                       "After your acceptance\n"
                                       "    We look after it.\n"
                                       "\n"
                                       "Your contact: Sam Baker, 020 7946 0123\n"
                                       "acme\n"
                                       "Version 1, written on 20 November 2026\n");
}

TRIAL(sheet, only_promises_are_in_it)
{
    static const int32_t formats[] = {AFTERSALE_FORMAT_TEXT, AFTERSALE_FORMAT_MARKDOWN,
                                      AFTERSALE_FORMAT_HTML};
    stage();
    for (size_t i = 0; i < COUNT(formats); i++) {
        const char *text = text_in(formats[i], NULL);
        cr_assert_null(strstr(text, "MARK"), "%s", text);
        cr_assert_null(strstr(text, "gift"), "%s", text);
        cr_assert_null(strstr(text, "25.00"), "%s", text);
        cr_assert_not_null(strstr(text, "You get a card"), "%s", text);
    }
    cr_assert_not_null(strstr(text_in(AFTERSALE_FORMAT_HTML, NULL), "whether it &lt;fits&gt;."));
    cr_assert_null(strstr(text_in(AFTERSALE_FORMAT_MARKDOWN, NULL), "it <fits>"));
    const aftersale_sheet *none = NULL;
    MUST_BE(AFTERSALE_INVALID,
            aftersale_sheet_make(
                book, AFTERSALE_ARGS(sheet_make, .enrolment = enrolment_id("C", 0), .format = 4), &none));
    cr_assert_null(none);
    MUST_BE(AFTERSALE_INVALID, aftersale_sheet_make(book, AFTERSALE_ARGS(sheet_make, .format = 1), &none));
}

TRIAL(sheet, is_in_the_customers_language)
{
    stage();
    cr_assert_not_null(strstr(text_in(0, "de-AT"), "Wir fragen, ob es passt."));
    MUST(aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "C", .language = "de"), NULL));
    const char *text = text_in(0, NULL);
    cr_assert_not_null(strstr(text, "Nach dem Kauf"), "%s", text);
    cr_assert_not_null(strstr(text, "26. November 2026"), "%s", text);
    cr_assert_not_null(strstr(text_in(0, "en"), "After your purchase"));
    cr_assert_not_null(strstr(text_in(AFTERSALE_FORMAT_HTML, NULL), "lang=\"de\""));
}

TRIAL(sheet, the_host_gives_the_words)
{
    aftersale_id first, again;
    const char *italian =
        "{\"for\":\"Per\",\"date\":\"{day}/{month}/{year}\","
        "\"months\":[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\",\"10\",\"11\",\"12\"]}";
    stage();
    MUST(aftersale_words_put(book, AFTERSALE_ARGS(words_put, .language = "it", .json = italian), &first));
    cr_assert_eq(aftersale_book_did(book), AFTERSALE_DID_MAKE);
    MUST(aftersale_words_put(book, AFTERSALE_ARGS(words_put, .language = "it", .json = italian), &again));
    cr_assert_eq(aftersale_book_did(book), AFTERSALE_DID_NOTHING);
    cr_assert(same_id(first, again));
    const char *text = text_in(0, "it");
    cr_assert_not_null(strstr(text, "Per: Ada Byron"), "%s", text);
    cr_assert_not_null(strstr(text, "26/11/2026"), "%s", text);
    cr_assert_not_null(strstr(text_in(0, "it-CH"), "Per: Ada Byron"));
    cr_assert_not_null(strstr(text_in(0, "en"), "For: Ada Byron"));
    MUST_BE(AFTERSALE_INVALID,
            aftersale_words_put(book,
                                AFTERSALE_ARGS(words_put, .language = "it",
                                               .json = "{\"colour\":\"x\",\n\"months\":[\"gennaio\"]}"),
                                NULL));
    cr_assert_eq(aftersale_book_error(book)->problem_count, 2);
    cr_assert_not_null(strstr(text_in(0, "it"), "Per: Ada Byron"));
}

/* Its version is that of the last share while it promises the same, else one more. */
TRIAL(sheet, its_version_stands_while_it_promises_the_same)
{
    stage();
    expect_version(1, true);
    cr_assert_eq(aftersale_enrolment_share(enrolment("C", 0)), 0);
    share();
    cr_assert_eq(aftersale_book_did(book), AFTERSALE_DID_MAKE);
    cr_assert_eq(aftersale_enrolment_share(enrolment("C", 0)), 1);
    expect_version(1, false);
    now_is("2026-11-21T10:00:00Z");
    expect_version(1, false);
    done("C", "thanks", AFTERSALE_OUTCOME_REACHED); /* what was kept is still what was promised */
    expect_version(1, false);
    done("C", "gift", AFTERSALE_OUTCOME_REACHED);
    expect_version(1, false);
}

TRIAL(sheet, sharing_the_same_again_is_the_same_version)
{
    stage();
    aftersale_id first = share();
    aftersale_id again = share();
    cr_assert_eq(aftersale_book_did(book), AFTERSALE_DID_CHANGE);
    cr_assert(same_id(first, again));
    expect_version(1, false);
    cr_assert_eq(aftersale_enrolment_share(enrolment("C", 0)), 1);
}

static void expect_shared(size_t i, int32_t version, const char *with, const char *language,
                          const char *shared, const char *acknowledged)
{
    const aftersale_sheet_shared *at = aftersale_sheet_shared_at(make(0, NULL), i);
    cr_assert_not_null(at);
    cr_assert_eq(at->struct_size, sizeof *at);
    cr_assert_eq(at->version, version);
    cr_assert_str_eq(at->with, with);
    cr_assert_str_eq(at->language, language);
    cr_assert_str_eq(text_of(at->shared), shared);
    cr_assert_str_eq(text_of(at->acknowledged), acknowledged);
}

TRIAL(sheet, says_when_and_with_whom_it_was_shared)
{
    stage();
    cr_assert_eq(aftersale_sheet_shared_count(make(0, NULL)), 0);
    cr_assert_null(aftersale_sheet_shared_at(make(0, NULL), 0));
    share();
    now_is("2026-11-22T10:00:00Z");
    MUST(aftersale_sheet_share(
        book, AFTERSALE_ARGS(sheet_share, .enrolment.id = enrolment_id("C", 0), .language = "de"), NULL));
    now_is("2026-11-23T10:00:00Z");
    MUST(aftersale_sheet_acknowledge(
        book, AFTERSALE_ARGS(sheet_acknowledge, .enrolment.id = enrolment_id("C", 0)), NULL));
    cr_assert_eq(aftersale_sheet_shared_count(make(0, NULL)), 2);
    expect_shared(0, 1, "Ada Byron", "en", "2026-11-20T10:00:00Z", "2026-11-23T10:00:00Z");
    expect_shared(1, 1, "", "de", "2026-11-22T10:00:00Z", "2026-11-23T10:00:00Z");
    cr_assert_not_null(strstr(text_in(0, NULL), "Version 1, written on 23 November 2026\n"
                                                "Handed to Ada Byron on 20 November 2026\n"
                                                "Handed over on 22 November 2026\n"
                                                "Acknowledged on 23 November 2026\n"));
    cr_assert_not(aftersale_sheet_is_outdated(make(0, NULL)));

    MUST(aftersale_sale_put(book, AFTERSALE_ARGS(sale_put, .ref = "S", .delivered = {2026, 11, 21}), NULL));
    cr_assert(aftersale_sheet_is_outdated(make(0, NULL)));
    cr_assert_not_null(strstr(text_in(0, NULL), "Version 2, written on 23 November 2026\n"
                                                "It replaces version 1 of 20 November 2026.\n"));
    cr_assert_null(strstr(text_in(0, NULL), "Handed"));
    share();
    expect_shared(2, 2, "Ada Byron", "en", "2026-11-23T10:00:00Z", "");
    cr_assert_null(strstr(text_in(0, NULL), "replaces"));
}

static int count_sheets(void *user, const char *text, size_t size)
{
    static const char part[] = "\"kind\":\"sheet\"";
    for (size_t at = 0; at + sizeof part - 1 <= size; at++)
        if (memcmp(text + at, part, sizeof part - 1) == 0)
            ++*(int *)user;
    return 0;
}

/* S70: a version stands once in what is a customer's, however often it was shared. */
TRIAL(sheet, a_version_is_one_line_of_an_export)
{
    int sheets = 0;
    stage();
    share();
    share();
    MUST(aftersale_sale_put(book, AFTERSALE_ARGS(sale_put, .ref = "S", .delivered = {2026, 11, 21}), NULL));
    share();
    MUST(aftersale_export(book, AFTERSALE_ARGS(export, .customer.ref = "C"), count_sheets, &sheets));
    cr_assert_eq(sheets, 2);
}

TRIAL(sheet, the_same_version_is_shared_a_hundred_times_more)
{
    aftersale_sheet_share_args args = {.struct_size = sizeof args};
    stage();
    args.enrolment.id = enrolment_id("C", 0);
    for (int i = 0; i <= 100; i++)
        MUST(aftersale_sheet_share(book, &args, NULL));
    MUST_BE(AFTERSALE_LIMIT, aftersale_sheet_share(book, &args, NULL));
    cr_assert_eq(aftersale_sheet_shared_count(make(0, NULL)), 101);
}

static bool is_outdated(void)
{
    const aftersale_effect *const *effects;
    size_t count;
    MUST(aftersale_book_effects(book, &effects, &count));
    for (size_t i = 0; i < count; i++)
        if (effects[i]->what == AFTERSALE_EFFECT_OUTDATED)
            return true;
    return false;
}

TRIAL(sheet, a_moved_date_outdates_it)
{
    stage();
    MUST(aftersale_sale_put(book, AFTERSALE_ARGS(sale_put, .ref = "S", .delivered = {2026, 11, 20}), NULL));
    cr_assert_not(is_outdated()); /* nobody was told yet */
    share();
    MUST(aftersale_sale_put(book, AFTERSALE_ARGS(sale_put, .ref = "S", .delivered = {2026, 11, 21}), NULL));
    cr_assert(is_outdated());
    expect_version(2, true);
    /* Back again, it promises what was shared. */
    MUST(aftersale_sale_put(book, AFTERSALE_ARGS(sale_put, .ref = "S", .delivered = {2026, 11, 20}), NULL));
    expect_version(1, false);
    MUST(aftersale_sale_put(book, AFTERSALE_ARGS(sale_put, .ref = "S", .accepted = {2026, 11, 20}), NULL));
    expect_version(2, true);
    share();
    expect_version(2, false);
}

TRIAL(sheet, a_plan_that_ended_outdates_it)
{
    stage();
    share();
    MUST(aftersale_sale_return(book, AFTERSALE_ARGS(sale_return, .ref = "R", .sale.ref = "S"), NULL));
    expect_version(2, true);
    cr_assert_not_null(strstr(text_in(0, NULL), "Nothing is planned yet."));
}

TRIAL(sheet, it_is_acknowledged)
{
    aftersale_id seen;
    stage();
    aftersale_sheet_acknowledge_args args = {.struct_size = sizeof args,
                                             .enrolment.id = enrolment_id("C", 0)};
    MUST_BE(AFTERSALE_NOT_FOUND, aftersale_sheet_acknowledge(book, &args, NULL));
    aftersale_id shared = share();
    MUST(aftersale_sheet_acknowledge(book, &args, &seen));
    cr_assert_eq(aftersale_book_did(book), AFTERSALE_DID_CHANGE);
    cr_assert(same_id(shared, seen));
    MUST(aftersale_sheet_acknowledge(book, &args, &seen));
    cr_assert_eq(aftersale_book_did(book), AFTERSALE_DID_NOTHING);
    args.version = 2;
    MUST_BE(AFTERSALE_NOT_FOUND, aftersale_sheet_acknowledge(book, &args, NULL));
    MUST(aftersale_sale_put(book, AFTERSALE_ARGS(sale_put, .ref = "S", .delivered = {2026, 11, 21}), NULL));
    aftersale_id second = share();
    cr_assert_not(same_id(shared, second));
    MUST(aftersale_sheet_acknowledge(book, &args, &seen));
    cr_assert(same_id(second, seen));
    args.version = 1;
    MUST(aftersale_sheet_acknowledge(book, &args, &seen));
    cr_assert(same_id(shared, seen));
}

TRIAL(sheet, a_plan_without_a_sale_is_written_too)
{
    publish(PLAN("p", STEP("a", "'anchor':'enrolment','promise':{'en':'We call.'}")));
    put_customer("C");
    MUST(aftersale_enrol(book, AFTERSALE_ARGS(enrol, .plan = "p", .customer.ref = "C"), NULL));
    const char *text = text_in(0, NULL);
    cr_assert_not_null(strstr(text, "What we do for you"), "%s", text);
    cr_assert_not_null(strstr(text, "20 November 2026\n    We call."), "%s", text);
    cr_assert_null(strstr(text, "Your purchase"), "%s", text);
    cr_assert_null(strstr(text, "sam"), "%s", text); /* a ref is no name */
}

/* A line shows a time of day only when it was agreed with the customer. */
TRIAL(sheet, days_are_those_of_the_customer)
{
    publish(PLAN("p", STEP("a", "'anchor':'sale','promise':{'en':'We call.'}")));
    put_customer("C");
    MUST(aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "C", .zone = "Pacific/Auckland"),
                                NULL));
    put_sale("S", "C", "p", "2026-11-30", NULL);
    cr_assert_not_null(strstr(text_in(0, NULL), "30 November 2026\n    We call."));
    now_is("2026-11-30T12:00:00Z");
    cr_assert_not_null(strstr(text_in(0, NULL), "written on 1 December 2026"));
}
