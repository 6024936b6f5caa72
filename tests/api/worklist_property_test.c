/* SPDX-License-Identifier: MIT */
/* Histories drawn from a seed: whatever happened, the worklist is what looking at every touch one by one gives, in
 * pages of any size (S29), with plans that look at one another, too (S27); and the preview is what then happens (S23). */
#include "support/drawn.h"

#define HISTORIES 200
#define PLANS 4
#define CUSTOMERS 6
#define ROWS 512

/* Plans. `plain`: without branches and last moments, so that it goes as it is planned. */

static void add_step(text *to, size_t step, size_t count, bool plain)
{
    char key[160];
    snprintf(key, sizeof key, "%s{'key':'s%zu','kind':'%s',", step != 0 ? "," : "", step,
             PICK("follow-up", "service", "check-up", "offer"));
    add(to, key);
    if (!plain && step != 0 && draw(6) == 0) {
        snprintf(key, sizeof key, "'anchor':{'outcome':'%s','of':'s%u'}",
                 PICK("reached", "lukewarm", "no_answer"), draw((uint32_t)step));
        add(to, key);
    } else if (step != 0 && draw(3) == 0) {
        add(to, PICK("'anchor':'previous_done'", "'anchor':'previous_planned'"));
    } else {
        add(to, PICK("'anchor':'sale'", "'anchor':'delivery'", "'anchor':'enrolment'",
                     "'anchor':{'date':'2026-12-03'}"));
    }
    add(to,
        PICK("", ",'after':'P1D'", ",'after':'P3D'", ",'after':'P2W'", ",'after':'P1M'", ",'after':'P4B'"));
    add(to,
        PICK("", ",'channels':['phone']", ",'channels':['phone','email']", ",'channels':['email','post']"));
    add(to, PICK("", "", ",'owner':'customer'", ",'owner':{'role':'office'}", ",'owner':{'user':'tina'}"));
    if (!plain && draw(4) == 0)
        add(to, PICK(",'not_after':'P2D'", ",'not_after':'P3W'"));
    if (!plain && draw(4) == 0)
        add(to, ",'on_closed':'abandon'");
    if (!plain && draw(2) == 0) {
        add(to, ",'outcomes':{");
        add(to, PICK("'no_answer':{'do':'retry','times':1,'after':'PT3H','then':'next_channel'}",
                     "'problem':{'do':'open_case','owner':'office','then':'hold'}", "'refused':{'do':'end'}",
                     "'problem':{'do':'open_case'}", "'lukewarm':{'do':'escalate','after':'P1D'}",
                     "'delighted':{'do':'ask_referral'}"));
        if (step + 1 < count && draw(2) == 0) {
            snprintf(key, sizeof key, ",'reached':{'do':'jump','to':'s%zu'}", count - 1);
            add(to, key);
        }
        add(to, "}");
    }
    add(to, "}");
}

static void publish_drawn(size_t plan, bool plain)
{
    text json = {.count = 0};
    char head[96];
    size_t count = 1 + draw(5);
    snprintf(head, sizeof head, "{'plan':'p%zu','priority':%u,'again':'%s',", plan, 1 + draw(3),
             PICK("per_sale", "after_end"));
    add(&json, head);
    if (draw(2) == 0)
        add(&json, "'windows':{'phone':['mon-fri 10:00-12:00'],'email':['mon-sat 07:00-20:00']},");
    add(&json, "'steps':[");
    for (size_t i = 0; i < count; i++)
        add_step(&json, i, count, plain);
    add(&json, "]}");
    MUST(try_publish(json.items, NULL));
}

/* What happens. Commands may be refused: that is part of it. */

static const char *customer_of(size_t i)
{
    static const char *const refs[CUSTOMERS] = {"C0", "C1", "C2", "C3", "C4", "C5"};
    return refs[i];
}

static void put_drawn_customer(size_t i)
{
    static const char *const phones[] = {"+44 1", "+44 2", "+44 3"};
    static const char *const mails[] = {"a@example.org", "b@example.org"};
    MUST(aftersale_customer_put(
        book,
        AFTERSALE_ARGS(customer_put, .ref = customer_of(i), .owner = PICK("sam", "tina", "uma"),
                       .zone = PICK("Europe/London", "Asia/Tokyo", "America/New_York", "UTC"),
                       .contacts = AFTERSALE_LIST(contact, {.channel = "phone", .address = phones[draw(3)]},
                                                  {.channel = "email", .address = mails[draw(2)]})),
        NULL));
}

static aftersale_date drawn_day(void)
{
    return (aftersale_date){2026, (uint8_t)(11 + draw(2)), (uint8_t)(1 + draw(30))};
}

static void record_drawn_sale(size_t number)
{
    char ref[16], plan[8];
    snprintf(ref, sizeof ref, "S%zu", number);
    snprintf(plan, sizeof plan, "p%u", draw(PLANS));
    aftersale_sale_record_args args = {.struct_size = sizeof args, .ref = ref, .plan = plan};
    args.customer.ref = customer_of(draw(CUSTOMERS));
    args.lines = (aftersale_sale_lines)AFTERSALE_LIST(sale_line, {.product.ref = "B24"});
    if (draw(4) != 0)
        args.sold = drawn_day();
    if (draw(2) != 0)
        args.delivered = drawn_day();
    (void)aftersale_sale_record(book, &args, NULL);
}

typedef struct drawn_touch {
    aftersale_id id, enrolment;
    aftersale_time due;
    int32_t state, priority;
    char owner[16];
} drawn_touch;

/* A plan that is only shown brings no work, whatever its dates. */
static bool is_begun(aftersale_id id)
{
    const aftersale_enrolment *found;
    MUST(aftersale_enrolment_get(book, id, &found));
    int32_t stands = aftersale_enrolment_state(found);
    aftersale_enrolment_free(found);
    return stands != AFTERSALE_ENROLMENT_DRAFT && stands != AFTERSALE_ENROLMENT_PROMISED;
}

/* Every touch of the book as it stands by itself. */
static size_t look_at_all(drawn_touch *out)
{
    size_t count = 0;
    for (size_t i = 0; i < CUSTOMERS; i++) {
        aftersale_cursor *list = NULL;
        const aftersale_touch *row, *one;
        MUST(aftersale_touch_list(book, AFTERSALE_ARGS(touch_list, .customer.ref = customer_of(i)), &list));
        while (aftersale_touch_next(list, &row) == AFTERSALE_ROW) {
            cr_assert_lt(count, (size_t)ROWS);
            MUST(aftersale_touch_get(book, aftersale_touch_id(row), &one));
            drawn_touch *touched = &out[count++];
            touched->id = aftersale_touch_id(one);
            touched->enrolment = aftersale_touch_enrolment(one);
            touched->due = aftersale_touch_due(one);
            touched->state =
                is_begun(touched->enrolment) ? aftersale_touch_state(one) : AFTERSALE_TOUCH_STATE_WAITING;
            touched->priority = aftersale_touch_priority(one);
            snprintf(touched->owner, sizeof touched->owner, "%s", aftersale_touch_owner(one));
            aftersale_touch_free(one);
        }
        aftersale_cursor_free(list);
    }
    return count;
}

static aftersale_id drawn_id(void)
{
    static drawn_touch all[ROWS];
    aftersale_id none = {{0}};
    size_t count = look_at_all(all);
    return count != 0 ? all[draw((uint32_t)count)].id : none;
}

static aftersale_time from_now(int64_t hours)
{
    return (aftersale_time){on_trial.now.us + hours * INT64_C(3600000000)};
}

static void move_drawn_plan(void)
{
    static drawn_touch all[ROWS];
    size_t count = look_at_all(all);
    if (count == 0)
        return;
    aftersale_plan_move_args args = {.struct_size = sizeof args};
    args.enrolment.id = all[draw((uint32_t)count)].enrolment;
    args.state = AFTERSALE_ENROLMENT_ACTIVE + (int32_t)draw(3);
    args.reason = "drawn";
    if (args.state == AFTERSALE_ENROLMENT_PAUSED && draw(2) == 0)
        args.resume = (aftersale_date){2026, 12, (uint8_t)(1 + draw(28))};
    (void)aftersale_plan_move(book, &args, NULL);
}

static void answer_drawn(void)
{
    aftersale_consent_set_args args = {.struct_size = sizeof args, .source = "drawn"};
    args.customer.ref = customer_of(draw(CUSTOMERS));
    args.purposes = 1u << draw(4);
    args.answer = draw(2) == 0 ? AFTERSALE_CONSENT_YES : AFTERSALE_CONSENT_NO;
    if (draw(3) != 0)
        args.channel = PICK("phone", "email", "post");
    if (draw(3) == 0)
        args.until = from_now(1 + draw(400));
    (void)aftersale_consent_set(book, &args, NULL);
}

static void change_drawn_sale(size_t sales)
{
    char ref[16], back[24];
    snprintf(ref, sizeof ref, "S%u", draw((uint32_t)sales));
    snprintf(back, sizeof back, "R-%s", ref);
    aftersale_sale_put_args args = {.struct_size = sizeof args, .ref = ref};
    if (draw(5) == 0) {
        (void)aftersale_sale_return(book, AFTERSALE_ARGS(sale_return, .ref = back, .sale.ref = ref), NULL);
        return;
    }
    if (draw(2) == 0)
        args.sold = drawn_day();
    else
        args.delivered = drawn_day();
    (void)aftersale_sale_put(book, &args, NULL);
}

static void work_drawn(void)
{
    aftersale_touch_done_args args = {.struct_size = sizeof args, .touch = drawn_id()};
    args.outcome = 1 + (int32_t)draw(10);
    if (args.outcome == AFTERSALE_OUTCOME_CONTACT_LATER)
        args.later = drawn_day();
    (void)aftersale_touch_done(book, &args, NULL);
}

static void agree_drawn(void)
{
    static const int32_t ends[] = {AFTERSALE_FIELD_TOUCH_AGREED};
    aftersale_touch_agree_args args = {.struct_size = sizeof args, .touch = drawn_id()};
    if (draw(4) == 0)
        args.clear = (aftersale_fields){ends, 1};
    else
        args.agreed = from_now((int64_t)draw(200) - 20);
    (void)aftersale_touch_agree(book, &args, NULL);
}

static void hand_over_drawn(void)
{
    char plan[8];
    snprintf(plan, sizeof plan, "p%u", draw(PLANS));
    (void)aftersale_work_hand_over(
        book,
        AFTERSALE_ARGS(work_hand_over, .customer.ref = customer_of(draw(CUSTOMERS)),
                       .from = PICK("sam", "tina", "uma", "role:office"), .to = PICK("sam", "tina", "uma"),
                       .plan = draw(2) == 0 ? plan : NULL),
        NULL);
}

static void happen(size_t *sales)
{
    on_trial.now = from_now(draw(30));
    switch (draw(12)) {
    case 0:
        put_drawn_customer(draw(CUSTOMERS));
        return;
    case 1:
    case 2:
        record_drawn_sale((*sales)++);
        return;
    case 3:
        change_drawn_sale(*sales);
        return;
    case 4:
        answer_drawn();
        return;
    case 5:
        move_drawn_plan();
        return;
    case 6:
        (void)aftersale_touch_claim(
            book, AFTERSALE_ARGS(touch_claim, .touch = drawn_id(), .actor = "somebody", .lease = "PT9H"),
            NULL);
        return;
    case 7:
        (void)aftersale_touch_snooze(
            book, AFTERSALE_ARGS(touch_snooze, .touch = drawn_id(), .until = from_now(1 + draw(100))), NULL);
        return;
    case 8:
        agree_drawn();
        return;
    case 9:
        hand_over_drawn();
        return;
    default:
        work_drawn();
    }
}

/* What must hold. */

static int32_t order_of_rows;

static int by_order(const void *a, const void *b)
{
    const drawn_touch *x = a, *y = b;
    if (order_of_rows == AFTERSALE_ORDER_PRIORITY && x->priority != y->priority)
        return x->priority - y->priority;
    if (x->due.us != y->due.us)
        return x->due.us < y->due.us ? -1 : 1;
    return x->priority != y->priority ? x->priority - y->priority : memcmp(&x->id, &y->id, sizeof x->id);
}

static size_t expect_rows(const drawn_touch *all, size_t count, const char *owner, drawn_touch *out)
{
    size_t rows = 0;
    for (size_t i = 0; i < count; i++)
        if (all[i].state == AFTERSALE_TOUCH_STATE_PLANNED && all[i].due.us <= on_trial.now.us &&
            (owner == NULL || strcmp(all[i].owner, owner) == 0))
            out[rows++] = all[i];
    qsort(out, rows, sizeof *out, by_order);
    return rows;
}

static void check_worklist(const drawn_touch *all, size_t count, const char *owner, int32_t order,
                           size_t page)
{
    static drawn_touch rows[ROWS];
    char bookmark[256];
    aftersale_status status = AFTERSALE_ROW;
    size_t at = 0;
    order_of_rows = order;
    size_t expected = expect_rows(all, count, owner, rows);
    aftersale_worklist_args args = {.struct_size = sizeof args, .owner = owner, .order = order};
    while (status == AFTERSALE_ROW) {
        aftersale_cursor *list = NULL;
        const aftersale_work *work;
        MUST(aftersale_worklist(book, &args, &list));
        for (size_t i = 0; i < page && status == AFTERSALE_ROW; i++) {
            status = aftersale_work_next(list, &work);
            if (status != AFTERSALE_ROW)
                break;
            cr_assert_lt(at, expected, "history %llu: a row too many: %s",
                         (unsigned long long)drawn_seed,
                         aftersale_touch_step(aftersale_work_touch(work)));
            cr_assert(same_id(aftersale_touch_id(aftersale_work_touch(work)), rows[at].id),
                      "history %llu: row %zu is %s due %s, not the one due %s",
                      (unsigned long long)drawn_seed, at,
                      aftersale_touch_step(aftersale_work_touch(work)),
                      text_of(aftersale_touch_due(aftersale_work_touch(work))), text_of(rows[at].due));
            at++;
        }
        (void)aftersale_cursor_bookmark(list, bookmark, sizeof bookmark);
        args.bookmark = bookmark;
        aftersale_cursor_free(list);
    }
    cr_assert_eq(status, AFTERSALE_DONE);
    cr_assert_eq(at, expected, "history %llu: %zu rows of %zu, the next due %s",
                 (unsigned long long)drawn_seed, at, expected, text_of(rows[at].due));
}

static void check_next_due(const drawn_touch *all, size_t count)
{
    aftersale_time next;
    MUST(aftersale_book_next_due(book, &next));
    for (size_t i = 0; i < count; i++)
        if (all[i].state == AFTERSALE_TOUCH_STATE_PLANNED || all[i].state == AFTERSALE_TOUCH_STATE_SNOOZED)
            cr_assert(next.us != 0 && (next.us <= all[i].due.us || next.us <= on_trial.now.us),
                      "history %llu: next due %s, a touch is due %s", (unsigned long long)drawn_seed,
                      text_of(next), text_of(all[i].due));
}

static void check_all(void)
{
    static drawn_touch all[ROWS];
    size_t count = look_at_all(all);
    check_worklist(all, count, NULL, AFTERSALE_ORDER_DUE, 1 + draw(9));
    check_worklist(all, count, NULL, AFTERSALE_ORDER_PRIORITY, 1 + draw(9));
    check_worklist(all, count, PICK("sam", "tina", "uma", "role:office"), AFTERSALE_ORDER_DUE, 1 + draw(9));
    check_next_due(all, count);
}

static void run_history(uint64_t seed)
{
    size_t sales = 0;
    draw_from(seed);
    aftersale_settings_put_args settings = {.struct_size = sizeof settings};
    settings.presume = AFTERSALE_PURPOSE_SERVICE;
    if (draw(2) != 0)
        settings.presume = AFTERSALE_PURPOSE_RELATIONSHIP | AFTERSALE_PURPOSE_SELLING;
    settings.overlap = PICK(NULL, NULL, "P2D", "P1W");
    MUST(aftersale_settings_put(book, &settings, NULL));
    for (size_t i = 0; i < PLANS; i++)
        publish_drawn(i, false);
    for (size_t i = 0; i < CUSTOMERS; i++)
        put_drawn_customer(i);
    for (int i = 0; i < 6; i++)
        record_drawn_sale(sales++);
    for (int i = 0; i < 48; i++) {
        happen(&sales);
        if (draw(6) == 0)
            MUST(aftersale_book_advance(
                book, AFTERSALE_ARGS(book_advance, .most = 1 + (int32_t)draw(20)), NULL));
        if (i % 8 == 7)
            check_all();
    }
}

/* S29 */
static void run_histories(bool in_sqlite, uint64_t count)
{
    for (uint64_t seed = 1; seed <= count; seed++) {
        trial_begin(in_sqlite);
        run_history(seed);
        trial_end();
    }
}

Test(worklist_property, is_what_looking_at_every_touch_gives_in_memory)
{
    run_histories(false, HISTORIES);
}

Test(worklist_property, is_what_looking_at_every_touch_gives_in_sqlite)
{
    run_histories(true, HISTORIES / 4);
}

/* S23: made when due, each touch is due when it was said to be. */
static void follow_preview(uint64_t seed)
{
    static struct {
        aftersale_id id;
        aftersale_time due;
    } seen[ROWS];
    size_t count = 0;
    aftersale_cursor *list = NULL;
    const aftersale_touch *row;
    draw_from(seed);
    MUST(aftersale_settings_put(
        book,
        AFTERSALE_ARGS(settings_put, .presume = AFTERSALE_PURPOSE_RELATIONSHIP | AFTERSALE_PURPOSE_SELLING),
        NULL));
    publish_drawn(0, true);
    put_drawn_customer(0);
    put_sale("S", "C0", "p0", "2026-11-20", "2026-11-25");
    MUST(aftersale_touch_list(book, AFTERSALE_ARGS(touch_list, .customer.ref = "C0"), &list));
    while (aftersale_touch_next(list, &row) == AFTERSALE_ROW) {
        seen[count].id = aftersale_touch_id(row);
        seen[count++].due = aftersale_touch_due(row);
    }
    aftersale_cursor_free(list);
    for (size_t i = 0; i < count; i++) {
        const aftersale_touch *one;
        if (on_trial.now.us < seen[i].due.us)
            on_trial.now = seen[i].due;
        MUST(aftersale_touch_get(book, seen[i].id, &one));
        cr_assert_eq(aftersale_touch_state(one), AFTERSALE_TOUCH_STATE_PLANNED);
        /* What was due before the plan began is made at its beginning, and what counts from it moves along. */
        if (seen[0].due.us >= instant("2026-11-20T10:00:00Z").us)
            cr_assert_eq(aftersale_touch_due(one).us, seen[i].due.us,
                         "history %llu: %s was to be due %s, is due %s", (unsigned long long)seed,
                         aftersale_touch_step(one), text_of(seen[i].due), text_of(aftersale_touch_due(one)));
        aftersale_touch_free(one);
        MUST(aftersale_touch_done(
            book, AFTERSALE_ARGS(touch_done, .touch = seen[i].id, .outcome = AFTERSALE_OUTCOME_REACHED),
            NULL));
    }
    cr_assert_eq(enrolment_state("C0", 0), AFTERSALE_ENROLMENT_COMPLETED);
}

Test(worklist_property, a_preview_is_what_happens)
{
    for (uint64_t seed = 1; seed <= HISTORIES; seed++) {
        trial_begin(false);
        follow_preview(seed);
        trial_end();
    }
}
