/* SPDX-License-Identifier: MIT */
/* Two customers turn out to be one, and two again (S13). Now is 20 November 2026, 10:00, a Friday. */
#include "support/refusal.h"

#define CALL(key) STEP(key, "'anchor':'sale','channels':['phone'],'purpose':'service'")

static aftersale_status try_merge(const char *customer, const char *into)
{
    return aftersale_customer_merge(
        book, AFTERSALE_ARGS(customer_merge, .customer.ref = customer, .into.ref = into), NULL);
}

static void merge(const char *customer, const char *into)
{
    MUST(try_merge(customer, into));
}

static aftersale_status try_part(const char *customer)
{
    return aftersale_customer_part(book, AFTERSALE_ARGS(customer_part, .customer.ref = customer), NULL);
}

static void part(const char *customer)
{
    MUST(try_part(customer));
}

static void later(void)
{
    on_trial.now.us += 60000000;
}

static const aftersale_customer *find(const char *ref)
{
    const aftersale_customer *customer;
    MUST(aftersale_customer_find(book, ref, &customer));
    return hold(customer);
}

/* Refs of rows, divided by blanks. */
typedef struct refs {
    char text[1024];
    size_t size;
} refs;

static void note(refs *to, const char *ref)
{
    to->size += (size_t)snprintf(to->text + to->size, sizeof to->text - to->size, "%s%s",
                                 to->size != 0 ? " " : "", ref);
    cr_assert_lt(to->size, sizeof to->text);
}

/* REFS(noun, customer): the list of a customer, stepped a row at a time from bookmark to bookmark. */
#define REFS(noun, of, field)                                                                                \
    static const char *noun##s_of(const char *customer)                                                      \
    {                                                                                                        \
        static refs found;                                                                                   \
        char bookmark[1024] = "";                                                                            \
        const aftersale_##noun *row;                                                                         \
        aftersale_status status;                                                                             \
        found = (refs){"", 0};                                                                               \
        do {                                                                                                 \
            aftersale_cursor *list;                                                                          \
            MUST(aftersale_##noun##_list(                                                                    \
                book, AFTERSALE_ARGS(noun##_list, .customer.ref = customer, .bookmark = bookmark), &list));  \
            status = aftersale_##noun##_next(list, &row);                                                    \
            if (status == AFTERSALE_ROW)                                                                     \
                note(&found, field(row));                                                                    \
            (void)aftersale_cursor_bookmark(list, bookmark, sizeof bookmark);                                \
            aftersale_cursor_free(list);                                                                     \
        } while (status == AFTERSALE_ROW);                                                                   \
        MUST_BE(AFTERSALE_DONE, status);                                                                     \
        return found.text;                                                                                   \
    }
REFS(sale, customer, aftersale_sale_ref)
REFS(goal, customer, aftersale_goal_ref)
REFS(person, customer, aftersale_person_ref)
REFS(consent, customer, aftersale_consent_source)
REFS(enrolment, customer, aftersale_enrolment_plan)

static const char *customers(const aftersale_customer_list_args *args)
{
    static refs found;
    aftersale_cursor *list;
    const aftersale_customer *row;
    found = (refs){"", 0};
    MUST(aftersale_customer_list(book, args, &list));
    while (aftersale_customer_next(list, &row) == AFTERSALE_ROW)
        note(&found, aftersale_customer_ref(row));
    aftersale_cursor_free(list);
    return found.text;
}

static void put_mail(const char *ref, const char *owner, const char *address)
{
    MUST(aftersale_customer_put(
        book,
        AFTERSALE_ARGS(customer_put, .ref = ref, .owner = owner,
                       .contacts = AFTERSALE_LIST(contact, {.channel = "email", .address = address})),
        NULL));
}

static void answer(const char *customer, const char *channel, uint32_t purposes, int32_t what,
                   const char *source)
{
    later();
    MUST(aftersale_consent_set(book,
                               AFTERSALE_ARGS(consent_set, .customer.ref = customer, .channel = channel,
                                              .purposes = purposes, .answer = what, .source = source),
                               NULL));
}

static bool may(const char *customer, const char *channel, uint32_t purpose)
{
    int32_t said, allowed;
    MUST(aftersale_consent_check(
        book, AFTERSALE_ARGS(consent_check, .customer.ref = customer, .channel = channel, .purpose = purpose),
        &said, &allowed));
    return allowed == 1;
}

static void put_goal(const char *ref, const char *customer)
{
    MUST(aftersale_goal_put(
        book, AFTERSALE_ARGS(goal_put, .ref = ref, .customer.ref = customer, .words = "quiet"), NULL));
}

static void verify_all(void)
{
    MUST(aftersale_event_verify(book, NULL));
}

/* A call each, of A and of B, that is due. */
static void sell_to_both(void)
{
    publish(PLAN("p", CALL("a")));
    put_customer("A");
    put_customer("B");
    put_sale("S1", "A", "p", "2026-11-01", NULL);
    put_sale("S2", "B", "p", "2026-11-01", NULL);
}

/* S13: either name answers as the one; what the one does not say, the other says. */
TRIAL(merge, either_name_answers_as_the_one)
{
    const aftersale_customer *one;
    aftersale_id id;
    MUST(aftersale_customer_put(
        book,
        AFTERSALE_ARGS(customer_put, .ref = "A", .name = "E. Marlow", .zone = "Europe/Paris", .tier = "gold",
                       .region = "FR-75", .owner = "eve",
                       .contacts = AFTERSALE_LIST(contact, {.channel = "email", .address = "a@x.example"},
                                                  {.channel = "phone", .address = "1"})),
        &id));
    MUST(aftersale_customer_put(
        book,
        AFTERSALE_ARGS(customer_put, .ref = "B", .name = "Edith Marlow", .country = "GB",
                       .contacts = AFTERSALE_LIST(contact, {.channel = "phone", .address = "1"})),
        NULL));
    cr_assert_str_eq(customers(NULL), "B A");
    merge("A", "B");
    cr_assert_str_eq(customers(NULL), "B");
    cr_assert_str_eq(customers(AFTERSALE_ARGS(customer_list, .owner = "eve")), "B");
    cr_assert_str_eq(customers(AFTERSALE_ARGS(customer_list, .tier = "gold")), "B");
    one = find("A");
    cr_assert_str_eq(aftersale_customer_ref(one), "B");
    cr_assert_str_eq(aftersale_customer_name(one), "Edith Marlow");
    cr_assert_str_eq(aftersale_customer_zone(one), "Europe/Paris");
    cr_assert_str_eq(aftersale_customer_tier(one), "gold");
    cr_assert_str_eq(aftersale_customer_owner(one), "eve");
    cr_assert_str_eq(aftersale_customer_region(one), "", "a region goes with its country");
    cr_assert_eq(aftersale_customer_contact_count(one), 2, "the same number once");
    cr_assert_eq(aftersale_customer_twin_count(one), 1);
    cr_assert(same_id(aftersale_customer_twin_at(one, 0), id));
    cr_assert(!id_is_given(aftersale_customer_twin_at(one, 1)));
    MUST(aftersale_customer_get(book, id, &one));
    cr_assert_str_eq(aftersale_customer_ref(hold(one)), "B");
    MUST(aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "B", .owner = "sam"), NULL));
    cr_assert_str_eq(customers(AFTERSALE_ARGS(customer_list, .owner = "eve")), "");
    part("A");
    cr_assert_str_eq(customers(NULL), "A B");
    one = find("A");
    cr_assert_str_eq(aftersale_customer_ref(one), "A");
    cr_assert(!id_is_given(aftersale_customer_merged_into(one)));
    cr_assert_eq(aftersale_customer_merged(one).us, 0);
    cr_assert_eq(aftersale_customer_contact_count(find("B")), 1);
    verify_all();
}

/* S13: lists of the one take what both have, each in its usual order. */
TRIAL(merge, lists_take_both)
{
    publish(PLAN("p", CALL("a")));
    publish(PLAN("q", CALL("b")));
    for (int i = 0; i < 2; i++)
        MUST(aftersale_customer_put(
            book,
            AFTERSALE_ARGS(customer_put, .ref = i == 0 ? "A" : "B", .type = AFTERSALE_CUSTOMER_ORGANISATION),
            NULL));
    put_sale("S1", "A", "p", "2026-11-18", NULL);
    later();
    put_sale("S2", "B", "q", "2026-11-18", NULL);
    later();
    put_sale("S3", "A", "q", "2026-11-18", NULL);
    put_goal("G2", "A");
    put_goal("G1", "B");
    put_goal("G3", "B");
    answer("B", "phone", AFTERSALE_PURPOSE_SERVICE, AFTERSALE_CONSENT_YES, "first");
    answer("A", "phone", AFTERSALE_PURPOSE_SERVICE, AFTERSALE_CONSENT_YES, "second");
    MUST(aftersale_person_put(book, AFTERSALE_ARGS(person_put, .ref = "P2", .customer.ref = "B"), NULL));
    MUST(aftersale_person_put(book, AFTERSALE_ARGS(person_put, .ref = "P1", .customer.ref = "A"), NULL));
    merge("A", "B");
    for (int i = 0; i < 2; i++) {
        const char *name = i == 0 ? "A" : "B";
        cr_assert_str_eq(sales_of(name), "S1 S2 S3");
        cr_assert_str_eq(enrolments_of(name), "p q q");
        cr_assert_str_eq(goals_of(name), "G1 G2 G3");
        cr_assert_str_eq(consents_of(name), "first second");
        cr_assert_str_eq(persons_of(name), "P1 P2");
    }
    cr_assert_eq(aftersale_customer_goals(find("B")), 3);
    cr_assert_str_eq(work_of(NULL), "B:a B:b B:b");
    MUST(aftersale_person_put(
        book, AFTERSALE_ARGS(person_put, .ref = "P1", .customer.ref = "B", .name = "Ada"), NULL));
    MUST(aftersale_goal_put(
        book, AFTERSALE_ARGS(goal_put, .ref = "G2", .customer.ref = "B", .sale.ref = "S2"), NULL));
    part("A");
    cr_assert_str_eq(sales_of("A"), "S1 S3");
    cr_assert_str_eq(sales_of("B"), "S2");
    cr_assert_str_eq(enrolments_of("A"), "p q");
    cr_assert_str_eq(goals_of("A"), "G2");
    cr_assert_str_eq(consents_of("A"), "second");
    cr_assert_str_eq(persons_of("B"), "P2");
    verify_all();
}

/* S13: what is recorded since stays with the one; what belongs to a row that is there stays with that row. */
TRIAL(merge, what_is_recorded_since_stays_with_the_one)
{
    publish(
        PLAN("p", CALL("a") "," STEP("b", "'anchor':'delivery','channels':['phone'],'purpose':'service'")));
    publish(PLAN("q", CALL("c")));
    put_customer("A");
    put_customer("B");
    put_sale("S1", "A", "p", "2026-11-18", NULL);
    merge("A", "B");
    put_sale("S2", "A", "q", "2026-11-18", NULL);
    put_goal("G", "A");
    done("A", "a", AFTERSALE_OUTCOME_REACHED);
    MUST(aftersale_sale_put(
        book, AFTERSALE_ARGS(sale_put, .ref = "S1", .customer.ref = "B", .delivered = {2026, 11, 19}), NULL));
    cr_assert_str_eq(touch_due("B", "b"), "2026-11-19T09:00:00Z");
    MUST(aftersale_enrol(book, AFTERSALE_ARGS(enrol, .sale.ref = "S1", .plan = "q"), NULL));
    cr_assert_str_eq(enrolments_of("B"), "p q q");
    part("A");
    cr_assert_str_eq(sales_of("A"), "S1");
    cr_assert_str_eq(sales_of("B"), "S2");
    cr_assert_str_eq(enrolments_of("A"), "p q");
    cr_assert_str_eq(enrolments_of("B"), "q");
    cr_assert_str_eq(goals_of("B"), "G");
    cr_assert_eq(touch_state("A", "a"), AFTERSALE_TOUCH_STATE_DONE, "no touch is done twice");
    done("A", "b", AFTERSALE_OUTCOME_REACHED);
    done("B", "c", AFTERSALE_OUTCOME_REACHED);
    verify_all();
}

/* S13, S65: the newest answer of either holds; of two of one instant the no. */
TRIAL(merge, the_strictest_consent_wins_unless_a_newer_yes_stands)
{
    enum { SELLING = AFTERSALE_PURPOSE_SELLING, YES = AFTERSALE_CONSENT_YES, NO = AFTERSALE_CONSENT_NO };
    put_mail("A", NULL, "a@x.example");
    put_mail("B", NULL, "b@x.example");
    answer("B", NULL, SELLING, YES, "form");
    answer("A", NULL, SELLING, NO, "call");
    cr_assert(may("B", "email", SELLING));
    merge("A", "B");
    cr_assert(!may("B", "email", SELLING));
    answer("A", "email", SELLING, YES, "form again");
    cr_assert(may("B", "email", SELLING));
    cr_assert(!may("A", "phone", SELLING));
    part("A");
    cr_assert(!may("A", "email", SELLING), "the yes was said to the one");
    cr_assert(may("B", "email", SELLING));
}

/* S13, S65: what was refused while they were one is refused by both. */
TRIAL(merge, a_refusal_since_holds_for_both_when_parted)
{
    enum { SERVICE = AFTERSALE_PURPOSE_SERVICE, YES = AFTERSALE_CONSENT_YES, NO = AFTERSALE_CONSENT_NO };
    publish(PLAN("p", STEP("a", "'anchor':'sale','channels':['email'],'purpose':'service'")));
    put_mail("A", "sam", "a@x.example");
    put_mail("B", "sam", "b@x.example");
    put_sale("S1", "A", "p", "2026-11-18", NULL);
    put_sale("S2", "B", "p", "2026-11-18", NULL);
    merge("A", "B");
    cr_assert_str_eq(work_of(NULL), "B:a B:a");
    answer("A", "email", SERVICE, NO, "call");
    cr_assert_str_eq(work_of(NULL), "");
    put_mail("C", "sam", "A@x.example");
    cr_assert(!may("C", "email", SERVICE), "the address is refused, whoever uses it");
    part("A");
    cr_assert_str_eq(work_of(NULL), "");
    cr_assert(!may("A", "email", SERVICE));
    cr_assert(!may("B", "email", SERVICE));
    answer("A", "email", SERVICE, YES, "call");
    cr_assert_str_eq(work_of(NULL), "A:a");
    cr_assert(may("C", "email", SERVICE), "who refused it took it back");
    cr_assert(!may("B", "email", SERVICE));
    verify_all();
}

/* S36: contacts of both count, and of two claims at once one is refused. */
TRIAL(merge, caps_count_the_contacts_of_both)
{
    sell_to_both();
    MUST(aftersale_settings_put(
        book,
        AFTERSALE_ARGS(settings_put,
                       .caps = AFTERSALE_LIST(cap, {.most = 1, .per = "P30D", .channel = "phone"})),
        NULL));
    aftersale_id first = touch_id("A", "a"), second = touch_id("B", "a");
    merge("A", "B");
    aftersale_book *rival = open_book("acme");
    MUST(aftersale_touch_claim(book, AFTERSALE_ARGS(touch_claim, .touch = first, .actor = "sam"), NULL));
    cr_assert_eq(
        aftersale_touch_claim(rival, AFTERSALE_ARGS(touch_claim, .touch = second, .actor = "eve"), NULL),
        AFTERSALE_STATE);
    MUST(aftersale_touch_done(
        book, AFTERSALE_ARGS(touch_done, .touch = first, .outcome = AFTERSALE_OUTCOME_REACHED), NULL));
    cr_assert_str_eq(work_of(NULL), "");
    now_is("2026-12-20T10:00:00Z");
    cr_assert_str_eq(work_of(NULL), "B:a");
    aftersale_cursor *list;
    const aftersale_work *work;
    MUST(aftersale_worklist(book, NULL, &list));
    cr_assert_eq(aftersale_work_next(list, &work), AFTERSALE_ROW);
    cr_assert_str_eq(text_of(aftersale_work_last_contact(work)), "2026-11-20T10:00:00Z");
    aftersale_cursor_free(list);
    aftersale_book_free(rival);
}

/* Two handles, each with a group of its own, decide by all of a customer: one of them has to begin again. */
TRIAL(merge, commands_of_twins_have_one_order)
{
    sell_to_both();
    aftersale_id first = touch_id("A", "a"), second = touch_id("B", "a");
    merge("A", "B");
    aftersale_book *rival = open_book("acme");
    MUST(aftersale_group_begin(book, 0));
    cr_assert_eq(aftersale_group_begin(rival, 0), AFTERSALE_OK);
    MUST(aftersale_touch_claim(book, AFTERSALE_ARGS(touch_claim, .touch = first, .actor = "sam"), NULL));
    cr_assert_eq(
        aftersale_touch_claim(rival, AFTERSALE_ARGS(touch_claim, .touch = second, .actor = "eve"), NULL),
        AFTERSALE_OK);
    MUST(aftersale_group_commit(book));
    cr_assert_eq(aftersale_group_commit(rival), AFTERSALE_CONFLICT);
    /* and so for two who merge the same one */
    put_customer("C");
    put_customer("D");
    MUST(aftersale_group_begin(book, 0));
    cr_assert_eq(aftersale_group_begin(rival, 0), AFTERSALE_OK);
    merge("C", "B");
    cr_assert_eq(aftersale_customer_merge(
                     rival, AFTERSALE_ARGS(customer_merge, .customer.ref = "C", .into.ref = "D"), NULL),
                 AFTERSALE_OK);
    MUST(aftersale_group_commit(book));
    cr_assert_eq(aftersale_group_commit(rival), AFTERSALE_CONFLICT);
    cr_assert_str_eq(aftersale_customer_ref(find("C")), "B");
    aftersale_book_free(rival);
    verify_all();
}

/* S26: a plan that one customer cannot be in twice goes on once; parted, both are in it again. */
TRIAL(merge, of_two_runs_that_could_not_be_together_the_later_ends)
{
    publish("{'plan':'once','again':'never','steps':[" CALL("a") "," CALL("b") "]}");
    put_customer("A");
    put_customer("B");
    put_sale("S1", "B", "once", "2026-11-01", NULL);
    later();
    put_sale("S2", "A", "once", "2026-11-01", NULL);
    done("A", "a", AFTERSALE_OUTCOME_REACHED);
    merge("A", "B");
    cr_assert_str_eq(work_of(NULL), "B:a B:b");
    cr_assert_eq(enrolment_state("B", 0), AFTERSALE_ENROLMENT_ACTIVE);
    cr_assert_eq(enrolment_state("B", 1), AFTERSALE_ENROLMENT_ENDED);
    cr_assert_str_eq(aftersale_enrolment_reason(enrolment("B", 1)), "merged");
    MUST_BE(AFTERSALE_STATE,
            aftersale_enrol(book, AFTERSALE_ARGS(enrol, .customer.ref = "A", .plan = "once"), NULL));
    part("A");
    cr_assert_eq(enrolment_state("A", 0), AFTERSALE_ENROLMENT_ACTIVE);
    cr_assert_eq(touch_state("A", "a"), AFTERSALE_TOUCH_STATE_DONE);
    cr_assert_str_eq(work_of(NULL), "B:a B:b A:b");
    verify_all();
}

/* A plan for each sale is for each of them. */
TRIAL(merge, runs_that_may_be_together_go_on)
{
    sell_to_both();
    merge("A", "B");
    cr_assert_eq(enrolment_state("B", 0), AFTERSALE_ENROLMENT_ACTIVE);
    cr_assert_eq(enrolment_state("B", 1), AFTERSALE_ENROLMENT_ACTIVE);
    put_sale("S3", "A", "p", "2026-11-01", NULL);
    cr_assert_eq(aftersale_enrolment_run(enrolment("B", 2)), 2, "numbered on from those of both");
}

TRIAL(merge, an_introduction_by_oneself_does_not_stand)
{
    put_customer("A");
    MUST(
        aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "B", .referred_by.ref = "A"), NULL));
    put_customer("C");
    merge("A", "B");
    cr_assert(!id_is_given(aftersale_customer_referred_by(find("B"))));
    MUST_NAME(
        AFTERSALE_INVALID, "referred_by",
        aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "B", .referred_by.ref = "A"), NULL));
    MUST_NAME(
        AFTERSALE_INVALID, "referred_by",
        aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "A", .referred_by.ref = "B"), NULL));
    MUST(
        aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "A", .referred_by.ref = "C"), NULL));
    cr_assert(same_id(aftersale_customer_referred_by(find("B")), aftersale_customer_id(find("C"))));
    part("A");
    cr_assert(same_id(aftersale_customer_referred_by(find("B")), aftersale_customer_id(find("A"))));
}

TRIAL(merge, refusals_name_the_field)
{
    put_customer("A");
    put_customer("B");
    put_customer("C");
    MUST(aftersale_customer_put(
        book, AFTERSALE_ARGS(customer_put, .ref = "O", .type = AFTERSALE_CUSTOMER_ORGANISATION), NULL));
    MUST_NAME(AFTERSALE_INVALID, "into", try_merge("A", "A"));
    MUST_NAME(AFTERSALE_INVALID, "into", try_merge("A", "O"));
    MUST_NAME(AFTERSALE_NOT_FOUND, "customer", try_merge("X", "A"));
    MUST_NAME(AFTERSALE_NOT_FOUND, "into", try_merge("A", "X"));
    MUST_NAME(AFTERSALE_STATE, "customer", try_part("A"));
    merge("A", "B");
    MUST_DO(AFTERSALE_DID_NOTHING, try_merge("A", "B"));
    MUST_NAME(AFTERSALE_STATE, "customer", try_merge("A", "C"));
    MUST_NAME(AFTERSALE_STATE, "into", try_merge("B", "A"));
    MUST_NAME(AFTERSALE_STATE, "customer", try_part("B"));
    merge("C", "A");
    for (int i = 0; i < 3; i++)
        MUST_NAME(
            AFTERSALE_INVALID, "type",
            aftersale_customer_put(book,
                                   AFTERSALE_ARGS(customer_put, .ref = (const char *[]){"A", "B", "C"}[i],
                                                  .type = AFTERSALE_CUSTOMER_ORGANISATION),
                                   NULL));
    cr_assert_str_eq(aftersale_customer_ref(find("C")), "B", "who is merged is none to merge into");
    cr_assert_eq(aftersale_customer_twin_count(find("B")), 2);
    verify_all();
}

/* One that has twins takes them along, and away again. */
TRIAL(merge, twins_of_twins)
{
    char ref[16];
    put_customer("A");
    put_customer("B");
    put_customer("C");
    put_sale("S1", "A", "-", "2026-11-01", NULL);
    merge("A", "B");
    later();
    merge("B", "C");
    cr_assert_str_eq(aftersale_customer_ref(find("A")), "C");
    cr_assert_str_eq(sales_of("C"), "S1");
    cr_assert_eq(aftersale_customer_twin_count(find("C")), 2);
    part("B");
    cr_assert_str_eq(aftersale_customer_ref(find("A")), "B");
    cr_assert_str_eq(sales_of("C"), "");
    cr_assert_str_eq(sales_of("B"), "S1");
    merge("B", "C");
    part("A");
    cr_assert_str_eq(aftersale_customer_ref(find("A")), "A");
    cr_assert_eq(aftersale_customer_twin_count(find("B")), 1);
    part("B");
    cr_assert_eq(aftersale_customer_twin_count(find("B")), 0);
    for (int i = 0; i < 33; i++) {
        snprintf(ref, sizeof ref, "N%d", i);
        put_customer(ref);
        MUST_BE(i < 32 ? AFTERSALE_OK : AFTERSALE_LIMIT, try_merge(ref, "C"));
    }
    verify_all();
}

/* S12: what was bought under one name comes back under the other, and ends that plan. */
TRIAL(merge, a_return_finds_the_sales_of_both)
{
    publish(PLAN("p", CALL("a")));
    put_customer("A");
    put_customer("B");
    put_sale("S1", "A", "p", "2026-11-01", NULL);
    merge("A", "B");
    MUST(aftersale_sale_return(book,
                               AFTERSALE_ARGS(sale_return, .ref = "R1", .customer.ref = "B",
                                              .lines = AFTERSALE_LIST(sale_line, {.product.ref = "B24"})),
                               NULL));
    cr_assert_eq(enrolment_state("A", 0), AFTERSALE_ENROLMENT_ENDED);
    MUST(
        aftersale_consent_set(book,
                              AFTERSALE_ARGS(consent_set, .customer.ref = "B", .answer = AFTERSALE_CONSENT_NO,
                                             .purposes = AFTERSALE_PURPOSE_SERVICE, .source = "call"),
                              NULL));
    part("A");
    cr_assert_eq(enrolment_state("A", 0), AFTERSALE_ENROLMENT_ENDED,
                 "what ended for a reason of its own has ended");
    verify_all();
}

/* S4, S67: one reply to one key; every root tells, and every chain holds. */
TRIAL(merge, keys_and_events)
{
    aftersale_id a, b, out;
    aftersale_cursor *feed;
    const aftersale_event *event;
    int merged = 0, parted = 0;
    put_customer("A");
    put_customer("B");
    a = aftersale_customer_id(find("A"));
    b = aftersale_customer_id(find("B"));
    for (int i = 0; i < 2; i++) {
        MUST_DO(i == 0 ? AFTERSALE_DID_CHANGE : AFTERSALE_DID_REPEAT,
                aftersale_customer_merge(
                    book,
                    AFTERSALE_ARGS(customer_merge, .customer.ref = "A", .into.ref = "B", .idempotency = "k"),
                    &out));
        cr_assert(same_id(out, b));
    }
    for (int i = 0; i < 2; i++) {
        MUST_DO(i == 0 ? AFTERSALE_DID_CHANGE : AFTERSALE_DID_REPEAT,
                aftersale_customer_part(
                    book, AFTERSALE_ARGS(customer_part, .customer.ref = "A", .idempotency = "l"), &out));
        cr_assert(same_id(out, a));
    }
    MUST_NAME(AFTERSALE_EXISTS, "idempotency",
              aftersale_customer_part(
                  book, AFTERSALE_ARGS(customer_part, .customer.ref = "B", .idempotency = "k"), NULL));
    MUST(aftersale_event_list(book, 0, &feed));
    while (aftersale_event_next(feed, &event) == AFTERSALE_ROW) {
        bool is_of_a = same_id(aftersale_event_root(event), a);
        if (strcmp(aftersale_event_name(event), "customer.merged") == 0)
            merged += is_of_a ? 1 : 10;
        else if (strcmp(aftersale_event_name(event), "customer.parted") == 0)
            parted += is_of_a ? 1 : 10;
        else
            continue;
        cr_assert(same_id(aftersale_event_subject(event), is_of_a ? b : a));
    }
    aftersale_cursor_free(feed);
    cr_assert_eq(merged, 11);
    cr_assert_eq(parted, 11);
    MUST(aftersale_event_verify_of(book, a, NULL));
    MUST(aftersale_event_verify_of(book, b, NULL));
    verify_all();
}
