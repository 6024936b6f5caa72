/* SPDX-License-Identifier: MIT */
/* A script of commands over one book. A command is a letter, its operands are the bytes behind it, digits as
 * a rule; blanks between commands mean nothing. There are few refs, so that commands meet on the same
 * records:
 *
 *     c ref look            customer_put    k l customer touch actor  claim, release
 *     h ref customer        person_put      d z customer touch how    done, snooze
 *     p ref look            product_put     v enrolment how           sheet_share, sheet_acknowledge
 *     s ref customer look   sale_record     w look                    the worklist
 *     u ref look            sale_put        f                         the feed
 *     r ref of look         sale_return     t steps                   the clock goes on, or back a little
 *     n customer look       consent_set     i key                     the next command has this key
 *     a ref look            actor_put       b                         the other handle on the book
 *     g ref customer state  goal_put        ( how                     begins a group
 *     P which               plan_publish    )                         commits it
 *     S look                settings_put    x                         drops it
 *     R count               rules_put
 *     e plan of look        enrol
 *     m enrolment state     plan_move
 *     M enrolment version   plan_migrate
 *     A customer touch when look  touch_agree
 *     H customer from to    work_hand_over
 *
 * Whatever the script: no call ends in INTERNAL or CORRUPT, the chains of the events hold (S67), and what the
 * book exports goes into an empty one (S70). */
#include "base/message.h"
#include "fuzz/fuzz_book.h"
#include <stdbool.h>

#define COMMANDS_MAX 400
#define TOUCHES_MAX 8
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

typedef struct script {
    const uint8_t *next, *end;
    fuzz_book at;
    aftersale_book *handles[2];
    aftersale_book *book; /* the handle in use */
    const char *key;      /* idempotency key of the next command */
} script;

static const char *const refs[] = {"A", "B", "C", "D"};
static const char *const keys[] = {"k1", "k2", "k3"};
static const char *const actors[] = {"anna", "ben", "cleo"};
static const char *const channels[] = {"phone", "email", "sms", "post"};
static const char *const plans[] = {"one-off-sale", "short", "branched", "-"};
static const char *const documents[] = {
    "{\"plan\":\"short\",\"steps\":[{\"key\":\"a\",\"kind\":\"follow-up\",\"anchor\":\"sale\",\"after\":"
    "\"P1D\"}]}",
    "{\"plan\":\"short\",\"steps\":[{\"key\":\"a\",\"kind\":\"follow-up\",\"anchor\":\"sale\",\"after\":"
    "\"P2D\"},"
    "{\"key\":\"b\",\"kind\":\"follow-up\",\"anchor\":\"previous_done\",\"after\":\"P1D\"}]}",
    "{\"plan\":\"branched\",\"steps\":[{\"key\":\"a\",\"kind\":\"follow-up\",\"anchor\":\"enrolment\","
    "\"channels\":[\"phone\",\"email\"],\"outcomes\":{\"problem\":{\"do\":\"open_case\"},"
    "\"refused\":{\"do\":\"end\"},\"no_answer\":{\"do\":\"retry\",\"times\":2,\"after\":\"P1D\"}}},"
    "{\"key\":\"b\",\"kind\":\"follow-up\",\"anchor\":\"delivery\",\"after\":\"P1W\",\"not_after\":\"P2W\"}]"
    "}",
    "{\"plan\":\"branched\",\"steps\":[]}",
};

static uint8_t take(script *at)
{
    return at->next < at->end ? *at->next++ : 0;
}

/* An operand below `count`; of digits their own value. */
static size_t pick(script *at, size_t count)
{
    return (size_t)(take(at) - (unsigned)'0') % 256 % count;
}

#define PICK(at, texts) ((texts)[pick((at), COUNT(texts))])

static void check(aftersale_book *book, aftersale_status status)
{
    ALWAYS(status <= 0);
    ALWAYS(status != AFTERSALE_INTERNAL && status != AFTERSALE_CORRUPT && status != AFTERSALE_ABI);
    ALWAYS(aftersale_book_error(book)->status == status);
    /* What clashes is found by the command, not by the store. */
    ALWAYS(status != AFTERSALE_EXISTS || aftersale_book_error(book)->number != AS__MESSAGE_STORE);
}

static aftersale_date day(size_t i)
{
    static const aftersale_date days[] = {
        {2026, 2, 28}, {2026, 3, 2}, {2026, 3, 29}, {2026, 4, 30}, {0, 0, 0}};
    return days[i % COUNT(days)];
}

static aftersale_time soon(const script *at, size_t days)
{
    return aftersale_time_from_seconds(at->at.now + (int64_t)days * 86400);
}

/* The i-th of the enrolments of the book, or zero. */
static aftersale_id enrolment(script *at)
{
    size_t left = pick(at, 4);
    aftersale_cursor *cursor = NULL;
    const aftersale_enrolment *found;
    aftersale_id id = {{0}};
    if (aftersale_enrolment_list(at->book, NULL, &cursor) == AFTERSALE_OK) {
        while (aftersale_enrolment_next(cursor, &found) == AFTERSALE_ROW) {
            id = aftersale_enrolment_id(found);
            if (left-- == 0)
                break;
        }
    }
    aftersale_cursor_free(cursor);
    return id;
}

/* The i-th touch of a customer, or zero. */
static aftersale_id touch(script *at)
{
    aftersale_link customer = {.ref = PICK(at, refs)};
    size_t left = pick(at, TOUCHES_MAX);
    aftersale_cursor *cursor = NULL;
    const aftersale_touch *found;
    aftersale_id id = {{0}};
    if (aftersale_touch_list(at->book, AFTERSALE_ARGS(touch_list, .customer = customer), &cursor) ==
        AFTERSALE_OK) {
        while (aftersale_touch_next(cursor, &found) == AFTERSALE_ROW) {
            id = aftersale_touch_id(found);
            if (left-- == 0)
                break;
        }
    }
    aftersale_cursor_free(cursor);
    return id;
}

static aftersale_status put_customer(script *at)
{
    const char *ref = PICK(at, refs);
    size_t look = pick(at, 8);
    aftersale_contacts contacts = AFTERSALE_LIST(contact, {.channel = "phone", .address = "+44 1"},
                                                 {.channel = "email",
                                                  .address = "a@example.com",
                                                  .consent = look & 2 ? AFTERSALE_PURPOSE_SELLING : 0,
                                                  .consent_source = look & 2 ? "form" : NULL});
    contacts.count = look & 1 ? contacts.count : 0;
    return aftersale_customer_put(
        at->book,
        AFTERSALE_ARGS(
            customer_put, .ref = ref, .idempotency = at->key, .contacts = contacts,
            .type = look == 6 ? AFTERSALE_CUSTOMER_ORGANISATION : 0,
            .owner = look & 4 ? actors[look & 1] : NULL, .zone = look == 5 ? "America/New_York" : NULL,
            .referred_by = {.ref = look == 3 ? refs[0] : NULL}, .flags = look == 7 ? AFTERSALE_PUT_NEW : 0),
        NULL);
}

static aftersale_status put_person(script *at)
{
    const char *ref = PICK(at, refs), *customer = PICK(at, refs);
    return aftersale_person_put(at->book,
                                AFTERSALE_ARGS(person_put, .ref = ref, .idempotency = at->key, .name = "Q",
                                               .customer = {.ref = customer},
                                               .roles = AFTERSALE_TEXTS("user")),
                                NULL);
}

static aftersale_status put_product(script *at)
{
    const char *ref = PICK(at, refs);
    size_t look = pick(at, 8);
    return aftersale_product_put(
        at->book,
        AFTERSALE_ARGS(product_put, .ref = ref, .idempotency = at->key, .category = look & 1 ? "gas" : NULL,
                       .price = {(int64_t)look * 1005, "GBP", 3}, .plan = look & 2 ? plans[look / 4] : NULL,
                       .use_up = look & 4 ? "P3M" : NULL),
        NULL);
}

static aftersale_status record_sale(script *at)
{
    const char *ref = PICK(at, refs), *customer = PICK(at, refs);
    size_t look = pick(at, 8);
    aftersale_sale_lines lines = AFTERSALE_LIST(
        sale_line, {.product.ref = refs[look % 4], .quantity = {(int64_t)look, 0}, .price = {1999, "GBP", 2}},
        {.product.ref = "Z", .quantity = {15, 1}, .price = {1, "GBP", 3}});
    return aftersale_sale_record(at->book,
                                 AFTERSALE_ARGS(sale_record, .ref = ref, .idempotency = at->key,
                                                .customer = {.ref = customer}, .lines = lines,
                                                .sold = day(look), .delivered = day(look + 3),
                                                .plan = look < 4 ? plans[look] : NULL),
                                 NULL);
}

static aftersale_status put_sale(script *at)
{
    const char *ref = PICK(at, refs);
    size_t look = pick(at, 10);
    aftersale_sale_lines lines = AFTERSALE_LIST(
        sale_line,
        {.product.ref = refs[look % 4], .quantity = {(int64_t)look, 0}, .price = {1999, "GBP", 2}});
    lines.count = look & 1;
    return aftersale_sale_put(at->book,
                              AFTERSALE_ARGS(sale_put, .ref = ref, .idempotency = at->key, .lines = lines,
                                             .customer = {.ref = look & 2 ? refs[look % 4] : NULL},
                                             .sold = look & 4 ? day(look) : day(4),
                                             .delivered = day(look + 1),
                                             .accepted = look == 8 ? day(3) : day(4),
                                             .stage = look == 9 ? AFTERSALE_STAGE_AFTER : 0),
                              NULL);
}

static aftersale_status return_sale(script *at)
{
    const char *ref = PICK(at, refs), *of = PICK(at, refs);
    size_t look = pick(at, 6);
    aftersale_sale_lines lines =
        AFTERSALE_LIST(sale_line, {.product.ref = refs[look % 4], .quantity = {(int64_t)look + 1, 0}});
    lines.count = look & 1;
    return aftersale_sale_return(at->book,
                                 AFTERSALE_ARGS(sale_return, .ref = ref, .idempotency = at->key,
                                                .lines = lines, .sale = {.ref = look < 3 ? of : NULL},
                                                .customer = {.ref = look < 3 ? NULL : of}),
                                 NULL);
}

static aftersale_status set_consent(script *at)
{
    const char *customer = PICK(at, refs);
    size_t look = pick(at, 10);
    return aftersale_consent_set(
        at->book,
        AFTERSALE_ARGS(consent_set, .customer = {.ref = customer}, .idempotency = at->key, .source = "call",
                       .person = {.ref = look == 9 ? refs[1] : NULL},
                       .channel = look & 2 ? channels[look % 4] : NULL, .purposes = 1u << (look % 5),
                       .answer = look & 1 ? AFTERSALE_CONSENT_YES : AFTERSALE_CONSENT_NO),
        NULL);
}

static aftersale_status enrol(script *at)
{
    const char *plan = PICK(at, plans), *of = PICK(at, refs);
    size_t look = pick(at, 6);
    return aftersale_enrol(at->book,
                           AFTERSALE_ARGS(enrol, .plan = plan, .idempotency = at->key,
                                          .sale = {.ref = look & 1 ? NULL : of},
                                          .customer = {.ref = look & 1 ? of : NULL},
                                          .state = (int32_t)look / 2, .owner = actors[look / 2]),
                           NULL);
}

static aftersale_status move_plan(script *at)
{
    aftersale_link of = {.id = enrolment(at)};
    int32_t state = (int32_t)pick(at, 8);
    return aftersale_plan_move(at->book,
                               AFTERSALE_ARGS(plan_move, .enrolment = of, .idempotency = at->key,
                                              .state = state, .reason = "so",
                                              .resume = state == 4 ? day(3) : day(4)),
                               NULL);
}

static aftersale_status migrate(script *at)
{
    aftersale_link of = {.id = enrolment(at)};
    int32_t version = (int32_t)pick(at, 4);
    return aftersale_plan_migrate(
        at->book, AFTERSALE_ARGS(plan_migrate, .enrolment = of, .idempotency = at->key, .version = version),
        NULL);
}

static aftersale_status claim(script *at)
{
    aftersale_id id = touch(at);
    const char *actor = PICK(at, actors);
    return aftersale_touch_claim(
        at->book, AFTERSALE_ARGS(touch_claim, .touch = id, .actor = actor, .idempotency = at->key), NULL);
}

static aftersale_status done(script *at)
{
    aftersale_id id = touch(at);
    int32_t outcome = (int32_t)pick(at, 10) + 1;
    return aftersale_touch_done(
        at->book,
        AFTERSALE_ARGS(touch_done, .touch = id, .outcome = outcome, .idempotency = at->key,
                       .actor = outcome & 1 ? "anna" : NULL, .note = outcome & 2 ? "said" : NULL,
                       .later = outcome == AFTERSALE_OUTCOME_CONTACT_LATER ? day(3) : day(4)),
        NULL);
}

static aftersale_status snooze(script *at)
{
    aftersale_id id = touch(at);
    aftersale_time until = soon(at, pick(at, 10));
    return aftersale_touch_snooze(
        at->book, AFTERSALE_ARGS(touch_snooze, .touch = id, .until = until, .idempotency = at->key), NULL);
}

static aftersale_status release(script *at)
{
    aftersale_id id = touch(at);
    const char *actor = PICK(at, actors);
    return aftersale_touch_release(
        at->book, AFTERSALE_ARGS(touch_release, .touch = id, .actor = actor, .idempotency = at->key), NULL);
}

static aftersale_status agree(script *at)
{
    static const int32_t fields[] = {AFTERSALE_FIELD_TOUCH_AGREED, AFTERSALE_FIELD_TOUCH_PLACE,
                                     AFTERSALE_FIELD_TOUCH_PEOPLE};
    aftersale_id id = touch(at);
    aftersale_time agreed = soon(at, pick(at, 10));
    size_t look = pick(at, 16);
    return aftersale_touch_agree(at->book,
                                 AFTERSALE_ARGS(touch_agree, .touch = id, .idempotency = at->key,
                                                .agreed = look & 1 ? agreed : (aftersale_time){0},
                                                .place = look & 2 ? "mill" : NULL,
                                                .people = {(const char *const[]){"Ada", "Ben"}, look / 4 % 3},
                                                .clear = {&fields[look % 3], look / 8}),
                                 NULL);
}

static aftersale_status hand_over(script *at)
{
    const char *customer = PICK(at, refs), *from = PICK(at, actors), *to = PICK(at, actors);
    return aftersale_work_hand_over(at->book,
                                    AFTERSALE_ARGS(work_hand_over, .customer.ref = customer, .from = from,
                                                   .to = to, .idempotency = at->key),
                                    NULL);
}

static aftersale_status put_actor(script *at)
{
    const char *ref = PICK(at, actors);
    size_t look = pick(at, 8);
    aftersale_absences absences = AFTERSALE_LIST(absence, {.from = day(1), .until = day(2)});
    absences.count = look & 1;
    return aftersale_actor_put(
        at->book,
        AFTERSALE_ARGS(actor_put, .ref = ref, .idempotency = at->key, .name = "N", .absences = absences,
                       .fallback = look & 2 ? actors[look / 4] : NULL, .roles = AFTERSALE_TEXTS("office")),
        NULL);
}

static aftersale_status put_goal(script *at)
{
    const char *ref = PICK(at, refs), *customer = PICK(at, refs);
    int32_t state = (int32_t)pick(at, 5);
    return aftersale_goal_put(at->book,
                              AFTERSALE_ARGS(goal_put, .ref = ref, .idempotency = at->key, .words = "warm",
                                             .customer = {.ref = customer}, .state = state, .target = day(3)),
                              NULL);
}

static aftersale_status publish(script *at)
{
    const char *json = PICK(at, documents);
    return aftersale_plan_publish(at->book,
                                  AFTERSALE_ARGS(plan_publish, .json = json, .idempotency = at->key), NULL);
}

static aftersale_status put_settings(script *at)
{
    size_t look = pick(at, 8);
    return aftersale_settings_put(at->book,
                                  AFTERSALE_ARGS(settings_put, .idempotency = at->key,
                                                 .presume = look & 1 ? AFTERSALE_PURPOSE_NONE : 31,
                                                 .zone = look & 2 ? "Australia/Lord_Howe" : NULL,
                                                 .day_start = {look & 4 ? 1 : 0, 0, 0, 0}),
                                  NULL);
}

static aftersale_status put_rules(script *at)
{
    size_t look = pick(at, 3);
    aftersale_rules rules = AFTERSALE_LIST(rule, {.key = "gas", .plan = "one-off-sale", .category = "gas"},
                                           {.key = "all", .plan = plans[look]});
    rules.count = look;
    return aftersale_rules_put(at->book, AFTERSALE_ARGS(rules_put, .rules = rules, .idempotency = at->key),
                               NULL);
}

static aftersale_status share(script *at)
{
    aftersale_link of = {.id = enrolment(at)};
    if (pick(at, 2) == 0)
        return aftersale_sheet_share(
            at->book, AFTERSALE_ARGS(sheet_share, .enrolment = of, .idempotency = at->key), NULL);
    return aftersale_sheet_acknowledge(
        at->book, AFTERSALE_ARGS(sheet_acknowledge, .enrolment = of, .idempotency = at->key), NULL);
}

static const struct command {
    char letter;
    aftersale_status (*run)(script *at);
} commands[] = {
    {'c', put_customer}, {'h', put_person},  {'p', put_product},  {'s', record_sale}, {'u', put_sale},
    {'r', return_sale},  {'n', set_consent}, {'e', enrol},        {'m', move_plan},   {'M', migrate},
    {'k', claim},        {'d', done},        {'z', snooze},       {'l', release},     {'a', put_actor},
    {'g', put_goal},     {'P', publish},     {'S', put_settings}, {'R', put_rules},   {'v', share},
    {'A', agree},        {'H', hand_over},
};

static void look_at_effects(aftersale_book *book)
{
    const aftersale_effect *const *effects = NULL;
    size_t count = 0;
    aftersale_status status = aftersale_book_effects(book, &effects, &count);
    ALWAYS(status != AFTERSALE_INTERNAL && status != AFTERSALE_CORRUPT);
}

static void walk(aftersale_book *book, aftersale_status opened, aftersale_cursor *cursor)
{
    const aftersale_record *row;
    aftersale_status status = opened;
    if (opened == AFTERSALE_OK)
        while ((status = aftersale_cursor_next(cursor, &row)) == AFTERSALE_ROW)
            ALWAYS(aftersale_record_revision(row) < UINT64_MAX);
    ALWAYS(status != AFTERSALE_INTERNAL && status != AFTERSALE_CORRUPT);
    ALWAYS(aftersale_book_error(book) != NULL);
    aftersale_cursor_free(cursor);
}

static void look_at_worklist(script *at)
{
    size_t look = pick(at, 8);
    aftersale_cursor *cursor = NULL;
    aftersale_status status =
        aftersale_worklist(at->book,
                           AFTERSALE_ARGS(worklist, .at = soon(at, look * 5), .order = look & 1 ? 2 : 1,
                                          .flags = look & 2 ? AFTERSALE_WORKLIST_WITH_BLOCKED : 0,
                                          .owner = look & 4 ? actors[0] : NULL),
                           &cursor);
    walk(at->book, status, cursor);
}

static void look_at_feed(script *at)
{
    aftersale_cursor *cursor = NULL;
    aftersale_status status = aftersale_event_list(at->book, 0, &cursor);
    walk(at->book, status, cursor);
}

/* What is no command. */
static void control(script *at, char letter)
{
    if (letter == 'w')
        look_at_worklist(at);
    else if (letter == 'f')
        look_at_feed(at);
    else if (letter == 't')
        at->at.now += ((int64_t)pick(at, 10) - 1) * 3 * 86400;
    else if (letter == 'i')
        at->key = PICK(at, keys);
    else if (letter == 'b')
        at->book = at->handles[at->book == at->handles[0]];
    else if (letter == '(')
        check(at->book, aftersale_group_begin(at->book, (uint32_t)pick(at, 2)));
    else if (letter == ')')
        check(at->book, aftersale_group_commit(at->book));
    else if (letter == 'x')
        check(at->book, aftersale_group_drop(at->book));
}

static void step(script *at)
{
    char letter = (char)take(at);
    for (size_t i = 0; i < COUNT(commands); i++) {
        if (commands[i].letter != letter)
            continue;
        check(at->book, commands[i].run(at));
        at->key = NULL;
        look_at_effects(at->book);
        return;
    }
    control(at, letter);
}

static int feed(void *user, const char *text, size_t size)
{
    return aftersale_import_feed(user, text, size) != AFTERSALE_OK;
}

/* S70: whatever a book holds, another takes in. */
static int check_bad_line(void *user, uint64_t line, const aftersale_error *error)
{
    (void)user;
    fprintf(stderr, "line %llu of the export: %s\n", (unsigned long long)line, error->text);
    ALWAYS(error == NULL);
    return 0;
}

/* Into an empty book. */
static void move_house(aftersale_book *book)
{
    fuzz_book other;
    aftersale_importer *importer;
    aftersale_import_counts counts = {.struct_size = sizeof counts};
    fuzz_book_open(&other);
    ALWAYS(aftersale_import_begin(other.book, AFTERSALE_ARGS(import, .bad_line = check_bad_line),
                                  &importer) == AFTERSALE_OK);
    ALWAYS(aftersale_export(book, NULL, feed, importer) == AFTERSALE_OK);
    ALWAYS(aftersale_import_end(importer, &counts) == AFTERSALE_OK);
    ALWAYS(counts.lines > 0);
    fuzz_book_verify(&other);
    fuzz_book_close(&other);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    script at = {.next = data, .end = data + size};
    fuzz_book_open(&at.at);
    at.book = at.handles[0] = at.at.book;
    at.handles[1] = fuzz_book_again(&at.at);
    for (int i = 0; i < COMMANDS_MAX && at.next < at.end; i++)
        step(&at);
    aftersale_book_free(at.handles[1]);
    if (aftersale_group_drop(at.handles[0]) == AFTERSALE_OK)
        ALWAYS(aftersale_group_drop(at.handles[0]) == AFTERSALE_STATE);
    fuzz_book_verify(&at.at);
    move_house(at.at.book);
    fuzz_book_close(&at.at);
    return 0;
}
