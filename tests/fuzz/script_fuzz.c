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
 *     H customer from to    work_hand_over  K actor owner   touch_claim_next
 *     j customer into       customer_merge  J customer      customer_part
 *     C look                calendar_load   W look          words_put
 *     V most                book_advance    y               what the worklist gives can be claimed
 *     q customer days       a preview, and a simulation of the book
 *     I document            impact of it    L enrolment version     what a migration would do
 *
 * Whatever the script: no call ends in INTERNAL or CORRUPT, the chains of the events hold (S67), a run to a time changes
 * no worklist of that time (S29), and what the book exports goes into an empty one, with the touches as they stand
 * (S70). */
#include "fuzz/script_commands.h"

#define COMMANDS_MAX 400
#define ROWS_MAX 64

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

static void look_ahead(script *at)
{
    aftersale_link customer = {.ref = PICK(at, refs)};
    aftersale_time until = soon(at, 30 * pick(at, 10));
    aftersale_cursor *cursor = NULL;
    aftersale_status status =
        aftersale_preview(at->book, AFTERSALE_ARGS(preview, .customer = customer, .until = until), &cursor);
    walk(at->book, status, cursor);
    cursor = NULL;
    status = aftersale_simulate(
        at->book, AFTERSALE_ARGS(simulate, .until = until, .by = AFTERSALE_SIMULATE_BY_PLAN), &cursor);
    walk(at->book, status, cursor);
}

static void look_at_impact(script *at)
{
    const char *json = PICK(at, documents);
    aftersale_cursor *cursor = NULL;
    aftersale_status status =
        aftersale_impact_list(at->book, AFTERSALE_ARGS(impact_list, .json = json), &cursor);
    walk(at->book, status, cursor);
}

static void look_at_migration(script *at)
{
    aftersale_link of = {.id = enrolment(at)};
    int32_t version = (int32_t)pick(at, 4);
    aftersale_cursor *cursor = NULL;
    aftersale_status status = aftersale_migration_list(
        at->book, AFTERSALE_ARGS(migration_list, .enrolment = of, .version = version), &cursor);
    walk(at->book, status, cursor);
}

static void claim_next(script *at)
{
    aftersale_id found[2];
    size_t count = 0;
    const char *actor = PICK(at, actors), *owner = PICK(at, actors);
    aftersale_status status = aftersale_touch_claim_next(
        at->book, AFTERSALE_ARGS(touch_claim_next, .actor = actor, .owner = owner), found, 2, &count);
    check(at->book, status);
    ALWAYS(count <= COUNT(found));
}

/* What the worklist gives now. */
static size_t take_work(aftersale_book *book, aftersale_id out[ROWS_MAX])
{
    aftersale_cursor *cursor = NULL;
    const aftersale_work *work;
    size_t count = 0;
    ALWAYS(aftersale_worklist(book, NULL, &cursor) == AFTERSALE_OK);
    while (count < ROWS_MAX && aftersale_work_next(cursor, &work) == AFTERSALE_ROW)
        out[count++] = aftersale_touch_id(aftersale_work_touch(work));
    aftersale_cursor_free(cursor);
    return count;
}

static bool has(const aftersale_id *ids, size_t count, aftersale_id id)
{
    for (size_t i = 0; i < count; i++)
        if (memcmp(&ids[i], &id, sizeof id) == 0)
            return true;
    return false;
}

/* It takes nothing from a worklist, and adds what a change of the book had made late (S36). */
static void advance(script *at)
{
    aftersale_id before[ROWS_MAX], after[ROWS_MAX];
    int32_t most = (int32_t)pick(at, 4);
    uint64_t rebound = 0;
    aftersale_advanced done = {.is_done = 0};
    aftersale_status status = AFTERSALE_OK;
    at->at.stands = 1;
    size_t count = take_work(at->book, before), then;
    do {
        status = aftersale_book_advance(at->book, AFTERSALE_ARGS(book_advance, .most = most), &done);
        rebound += done.rebound;
    } while (status == AFTERSALE_OK && most != 1 && !done.is_done);
    check(at->book, status);
    then = take_work(at->book, after);
    ALWAYS(then >= count && (then == count || rebound != 0));
    for (size_t i = 0; i < count && then < ROWS_MAX; i++)
        ALWAYS(has(after, then, before[i]));
    at->at.stands = 0;
}

/* In a group that is dropped. */
static void claim_all(script *at)
{
    aftersale_id found[ROWS_MAX];
    at->at.stands = 1;
    size_t count = take_work(at->book, found);
    for (size_t i = 0; i < count && aftersale_group_begin(at->book, 0) == AFTERSALE_OK; i++) {
        ALWAYS(aftersale_touch_claim(at->book,
                                     AFTERSALE_ARGS(touch_claim, .touch = found[i], .actor = "anna"),
                                     NULL) == AFTERSALE_OK);
        ALWAYS(aftersale_group_drop(at->book) == AFTERSALE_OK);
    }
    at->at.stands = 0;
}

static const struct look {
    char letter;
    void (*run)(script *at);
} looks[] = {
    {'w', look_at_worklist},  {'f', look_at_feed}, {'q', look_ahead}, {'I', look_at_impact},
    {'L', look_at_migration}, {'K', claim_next},   {'V', advance},    {'y', claim_all},
};

/* What is no command. */
static void control(script *at, char letter)
{
    for (size_t i = 0; i < COUNT(looks); i++)
        if (looks[i].letter == letter)
            looks[i].run(at);
    if (letter == 't')
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
