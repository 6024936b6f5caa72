/* SPDX-License-Identifier: MIT */
/* Enrolments: their life, who chooses the plan, entering it again, and what sales and returns do to them
 * (S11, S12, S20, S26). */
#include "support/trial.h"

/* Two steps from delivery, one from the sale. */
#define CARE                                                                                                 \
    PLAN("care",                                                                                             \
         STEP("thanks", "'anchor':'sale','after':'P1D'") "," STEP(                                           \
             "fit", "'anchor':'delivery','after':'P7D'") "," STEP("year",                                    \
                                                                  "'anchor':'delivery','after':'P1Y'"))

static aftersale_status try_enrol(const char *customer, const char *plan, int32_t state, aftersale_id *out)
{
    return aftersale_enrol(
        book, AFTERSALE_ARGS(enrol, .plan = plan, .customer.ref = customer, .state = state), out);
}

static aftersale_id enrol(const char *customer, const char *plan, int32_t state)
{
    aftersale_id id;
    MUST(try_enrol(customer, plan, state, &id));
    return id;
}

static aftersale_status try_move(aftersale_id id, int32_t state)
{
    return aftersale_plan_move(
        book, AFTERSALE_ARGS(plan_move, .enrolment.id = id, .state = state, .reason = "because"), NULL);
}

static int32_t state_of(aftersale_id id)
{
    const aftersale_enrolment *found;
    MUST(aftersale_enrolment_get(book, id, &found));
    hold(found);
    return aftersale_enrolment_state(found);
}

static aftersale_id enrolled_in(const char *customer, int32_t state)
{
    put_customer(customer);
    bool is_start = state <= AFTERSALE_ENROLMENT_ACTIVE;
    aftersale_id id = enrol(customer, "care",
                            is_start                                 ? state
                            : state == AFTERSALE_ENROLMENT_CANCELLED ? AFTERSALE_ENROLMENT_DRAFT
                                                                     : AFTERSALE_ENROLMENT_ACTIVE);
    if (!is_start)
        MUST(try_move(id, state));
    cr_assert_eq(state_of(id), state);
    return id;
}

/* S20 */
TRIAL(enrolment, every_move_is_legal_or_refused)
{
    enum {
        DRAFT = 1 << AFTERSALE_ENROLMENT_DRAFT,
        PROMISED = 1 << AFTERSALE_ENROLMENT_PROMISED,
        ACTIVE = 1 << AFTERSALE_ENROLMENT_ACTIVE,
        PAUSED = 1 << AFTERSALE_ENROLMENT_PAUSED,
        ENDED = 1 << AFTERSALE_ENROLMENT_ENDED,
        COMPLETED = 1 << AFTERSALE_ENROLMENT_COMPLETED,
        CANCELLED = 1 << AFTERSALE_ENROLMENT_CANCELLED
    };
    static const int32_t legal[] = {
        [AFTERSALE_ENROLMENT_DRAFT] = PROMISED | ACTIVE | CANCELLED,
        [AFTERSALE_ENROLMENT_PROMISED] = ACTIVE | CANCELLED,
        [AFTERSALE_ENROLMENT_ACTIVE] = PAUSED | ENDED | COMPLETED,
        [AFTERSALE_ENROLMENT_PAUSED] = ACTIVE | ENDED,
        [AFTERSALE_ENROLMENT_ENDED] = 0,
        [AFTERSALE_ENROLMENT_COMPLETED] = 0,
        [AFTERSALE_ENROLMENT_CANCELLED] = 0,
    };
    publish(CARE);
    for (int32_t from = AFTERSALE_ENROLMENT_DRAFT; from <= AFTERSALE_ENROLMENT_CANCELLED; from++) {
        for (int32_t to = AFTERSALE_ENROLMENT_DRAFT; to <= AFTERSALE_ENROLMENT_CANCELLED; to++) {
            char customer[16];
            snprintf(customer, sizeof customer, "C%d%d", (int)from, (int)to);
            aftersale_id id = enrolled_in(customer, from);
            bool is_legal = (legal[from] >> to & 1) != 0;
            aftersale_status status = try_move(id, to);
            cr_assert_eq(status, is_legal ? AFTERSALE_OK : AFTERSALE_STATE, "from %d to %d: %s", (int)from,
                         (int)to, aftersale_status_name(status));
            cr_assert_eq(aftersale_book_did(book), is_legal ? AFTERSALE_DID_CHANGE : AFTERSALE_DID_NOTHING);
            cr_assert_eq(state_of(id), is_legal ? to : from);
        }
    }
}

/* S20: the refusal names the moves that are legal. */
TRIAL(enrolment, a_refused_move_names_the_legal_ones)
{
    publish(CARE);
    aftersale_id id = enrolled_in("C", AFTERSALE_ENROLMENT_PROMISED);
    MUST_BE(AFTERSALE_STATE, try_move(id, AFTERSALE_ENROLMENT_PAUSED));
    cr_assert_not_null(strstr(aftersale_book_error(book)->text, "active cancelled"), "%s",
                       aftersale_book_error(book)->text);
}

/* S20 */
TRIAL(enrolment, a_move_needs_what_its_state_asks_for)
{
    publish(CARE);
    aftersale_id active = enrolled_in("A", AFTERSALE_ENROLMENT_ACTIVE);
    aftersale_id draft = enrolled_in("D", AFTERSALE_ENROLMENT_DRAFT);
    aftersale_plan_move_args move = {.struct_size = sizeof move, .enrolment.id = active};
    MUST_BE(AFTERSALE_INVALID, aftersale_plan_move(book, &move, NULL));
    move.state = AFTERSALE_ENROLMENT_ENDED;
    MUST_BE(AFTERSALE_INVALID, aftersale_plan_move(book, &move, NULL));
    move.state = 8;
    MUST_BE(AFTERSALE_INVALID, aftersale_plan_move(book, &move, NULL));
    move.state = AFTERSALE_ENROLMENT_COMPLETED;
    move.resume = day("2026-12-01");
    MUST_BE(AFTERSALE_INVALID, aftersale_plan_move(book, &move, NULL));
    move = (aftersale_plan_move_args){.struct_size = sizeof move, .enrolment.id = draft};
    move.state = AFTERSALE_ENROLMENT_CANCELLED;
    MUST_BE(AFTERSALE_INVALID, aftersale_plan_move(book, &move, NULL));
    move.enrolment.id = aftersale_customer_id(NULL);
    MUST_BE(AFTERSALE_INVALID, aftersale_plan_move(book, &move, NULL));
    cr_assert_eq(state_of(active), AFTERSALE_ENROLMENT_ACTIVE);
    cr_assert_eq(state_of(draft), AFTERSALE_ENROLMENT_DRAFT);
}

/* S20: removed, left and finished are told apart. */
TRIAL(enrolment, how_it_came_to_its_end_is_kept)
{
    publish(CARE);
    put_customer("L");
    now_is("2026-11-21T10:00:00Z");
    aftersale_id left = enrol("L", "care", 0);
    MUST(aftersale_plan_move(book,
                             AFTERSALE_ARGS(plan_move, .enrolment.id = left,
                                            .state = AFTERSALE_ENROLMENT_ENDED, .left = AFTERSALE_LEFT_LEFT,
                                            .reason = "moved away"),
                             NULL));
    const aftersale_enrolment *one = enrolment("L", 0);
    cr_assert_eq(aftersale_enrolment_left(one), AFTERSALE_LEFT_LEFT);
    cr_assert_str_eq(aftersale_enrolment_reason(one), "moved away");
    cr_assert_str_eq(text_of(aftersale_enrolment_ended(one)), "2026-11-21T10:00:00Z");
    (void)enrolled_in("R", AFTERSALE_ENROLMENT_ENDED);
    cr_assert_eq(aftersale_enrolment_left(enrolment("R", 0)), AFTERSALE_LEFT_REMOVED);
    (void)enrolled_in("F", AFTERSALE_ENROLMENT_COMPLETED);
    cr_assert_eq(aftersale_enrolment_left(enrolment("F", 0)), AFTERSALE_LEFT_FINISHED);
}

/* S20: the last step that is settled completes the plan. */
TRIAL(enrolment, it_is_completed_when_its_last_step_is_settled)
{
    publish(CARE);
    put_customer("C");
    put_sale("S", "C", "care", "2025-01-01", "2025-01-02");
    done("C", "thanks", AFTERSALE_OUTCOME_REACHED);
    aftersale_id next = done("C", "fit", AFTERSALE_OUTCOME_REACHED);
    cr_assert(same_id(next, touch_id("C", "year")));
    next = done("C", "year", AFTERSALE_OUTCOME_REACHED);
    cr_assert_not(id_is_given(next));
    cr_assert_eq(enrolment_state("C", 0), AFTERSALE_ENROLMENT_COMPLETED);
    cr_assert_eq(aftersale_enrolment_left(enrolment("C", 0)), AFTERSALE_LEFT_FINISHED);
    cr_assert_str_eq(work_of(NULL), "");
}

/* S20: nothing is made of a plan that is not active. */
TRIAL(enrolment, only_active_plans_bring_work)
{
    publish(PLAN("p", STEP("a", "'anchor':'enrolment'")));
    put_customer("C");
    aftersale_id id = enrol("C", "p", AFTERSALE_ENROLMENT_DRAFT);
    cr_assert_str_eq(work_of(NULL), "");
    MUST_BE(AFTERSALE_STATE,
            aftersale_touch_claim(
                book, AFTERSALE_ARGS(touch_claim, .touch = touch_id("C", "a"), .actor = "sam"), NULL));
    MUST(try_move(id, AFTERSALE_ENROLMENT_PROMISED));
    cr_assert_str_eq(work_of(NULL), "");
    MUST(try_move(id, AFTERSALE_ENROLMENT_ACTIVE));
    cr_assert_str_eq(work_of(NULL), "C:a");
    MUST(try_move(id, AFTERSALE_ENROLMENT_PAUSED));
    cr_assert_str_eq(work_of(NULL), "");
    cr_assert_eq(touch_state("C", "a"), AFTERSALE_TOUCH_STATE_BLOCKED);
    MUST_BE(AFTERSALE_BLOCKED,
            aftersale_touch_claim(
                book, AFTERSALE_ARGS(touch_claim, .touch = touch_id("C", "a"), .actor = "sam"), NULL));
    MUST(try_move(id, AFTERSALE_ENROLMENT_ACTIVE));
    cr_assert_str_eq(work_of(NULL), "C:a");
    MUST(try_move(id, AFTERSALE_ENROLMENT_ENDED));
    cr_assert_str_eq(work_of(NULL), "");
    cr_assert_eq(touch_state("C", "a"), AFTERSALE_TOUCH_STATE_CANCELLED);
}

/* S20: a pause with a day on which it ends needs nobody to end it. */
TRIAL(enrolment, a_pause_ends_by_itself_on_its_day)
{
    publish(PLAN("p", STEP("a", "'anchor':'enrolment'")));
    put_customer("C");
    aftersale_id id = enrol("C", "p", 0);
    MUST(aftersale_plan_move(book,
                             AFTERSALE_ARGS(plan_move, .enrolment.id = id,
                                            .state = AFTERSALE_ENROLMENT_PAUSED, .resume = {2026, 12, 1}),
                             NULL));
    now_is("2026-12-01T08:59:59Z");
    cr_assert_str_eq(work_of(NULL), "");
    cr_assert_eq(touch_state("C", "a"), AFTERSALE_TOUCH_STATE_BLOCKED);
    now_is("2026-12-01T09:00:00Z");
    cr_assert_eq(touch_state("C", "a"), AFTERSALE_TOUCH_STATE_PLANNED);
    cr_assert_str_eq(work_of(NULL), "C:a");
    MUST(aftersale_touch_claim(book, AFTERSALE_ARGS(touch_claim, .touch = touch_id("C", "a"), .actor = "sam"),
                               NULL));
    done("C", "a", AFTERSALE_OUTCOME_REACHED);
    cr_assert_eq(enrolment_state("C", 0), AFTERSALE_ENROLMENT_COMPLETED);
}

/* Who chooses the plan. */

static void put_product(const char *ref, const char *category, const char *plan)
{
    MUST(aftersale_product_put(
        book, AFTERSALE_ARGS(product_put, .ref = ref, .category = category, .plan = plan), NULL));
}

static void publish_one_step(const char *key)
{
    char json[128];
    snprintf(json, sizeof json, PLAN("%s", STEP("a", "'anchor':'sale','after':'P1Y'")), key);
    publish(json);
}

/* A sale of a boiler and a filter, together 1,299.00 and 20.00. */
static void sell(const char *ref, const char *customer, const char *plan)
{
    MUST(aftersale_sale_record(
        book,
        AFTERSALE_ARGS(sale_record, .ref = ref, .customer.ref = customer, .plan = plan, .sold = {2026, 11, 1},
                       .lines = AFTERSALE_LIST(sale_line, {.product.ref = "B24", .price = {129900, "GBP", 2}},
                                               {.product.ref = "F1", .price = {2000, "GBP", 2}},
                                               {.product.ref = "pipe", .price = {100, "GBP", 2}})),
        NULL));
}

static void expect_plan(const char *customer, size_t i, const char *plan, const char *rule, int32_t line)
{
    const aftersale_enrolment *found = enrolment(customer, i);
    cr_assert_not_null(found, "%s has no enrolment %zu", customer, i);
    cr_assert_str_eq(aftersale_enrolment_plan(found), plan);
    cr_assert_str_eq(aftersale_enrolment_rule(found), rule);
    cr_assert_eq(aftersale_enrolment_line(found), line);
}

static void expect_reason(const char *customer, size_t i, int32_t number, const char *text)
{
    const aftersale_explanation *why;
    MUST(aftersale_explain_enrolment(book, enrolment_id(customer, i), &why));
    cr_assert_eq(aftersale_explanation_count(why), 1);
    cr_assert_eq(aftersale_explanation_reason(why, 0)->rule, AFTERSALE_RULE_ENROLMENT);
    cr_assert_eq(aftersale_explanation_reason(why, 0)->verdict, AFTERSALE_VERDICT_PASSED);
    cr_assert_eq(aftersale_explanation_reason(why, 0)->number, number);
    cr_assert_str_eq(aftersale_explanation_reason(why, 0)->text, text);
    cr_assert_null(aftersale_explanation_reason(why, 1));
    aftersale_explanation_free(why);
}

static void stage_choice(void)
{
    static const char *const plans[] = {"named", "dear", "gold", "boiler", "filter"};
    for (size_t i = 0; i < COUNT(plans); i++)
        publish_one_step(plans[i]);
    put_product("B24", "heating", "boiler");
    put_product("F1", "spares", "filter");
    put_customer("C");
    put_customer("G");
    MUST(aftersale_customer_put(
        book, AFTERSALE_ARGS(customer_put, .ref = "G", .tier = "gold", .tags = AFTERSALE_TEXTS("vip")),
        NULL));
}

/* S20 */
TRIAL(enrolment, without_rules_each_line_starts_the_plan_of_its_product)
{
    stage_choice();
    sell("S1", "C", NULL);
    cr_assert_eq(enrolment_count("C"), 2);
    expect_plan("C", 0, "boiler", "product", 1);
    expect_plan("C", 1, "filter", "product", 2);
    expect_reason("C", 1, 126, "plan filter is that of the article in line 2");
}

/* S20 */
TRIAL(enrolment, the_first_rule_that_fits_comes_before_the_products)
{
    stage_choice();
    MUST(aftersale_rules_put(
        book,
        AFTERSALE_ARGS(rules_put, .rules = AFTERSALE_LIST(
                                      rule, {.key = "big", .plan = "dear", .at_least = {500000, "GBP"}},
                                      {.key = "vips", .plan = "gold", .tier = "gold", .tag = "vip"},
                                      {.key = "not-pipes", .plan = "-", .product = "hose"},
                                      {.key = "heat", .plan = "dear", .category = "heating"})),
        NULL));
    sell("S1", "C", NULL);
    cr_assert_eq(enrolment_count("C"), 1);
    expect_plan("C", 0, "dear", "heat", 0);
    expect_reason("C", 0, 127, "rule heat chose plan dear");
    sell("S2", "G", NULL);
    cr_assert_eq(enrolment_count("G"), 1);
    expect_plan("G", 0, "gold", "vips", 0);
}

/* S20 */
TRIAL(enrolment, the_command_comes_before_the_rules)
{
    stage_choice();
    MUST(aftersale_rules_put(
        book, AFTERSALE_ARGS(rules_put, .rules = AFTERSALE_LIST(rule, {.key = "all", .plan = "dear"})),
        NULL));
    sell("S1", "C", "named");
    cr_assert_eq(enrolment_count("C"), 1);
    expect_plan("C", 0, "named", "command", 0);
    expect_reason("C", 0, 125, "plan named was named by the command");
    sell("S2", "G", "-");
    cr_assert_eq(enrolment_count("G"), 0);
}

/* S20: a rule can say that there is no plan; and no rule leaves it to the products. */
TRIAL(enrolment, a_rule_may_choose_no_plan)
{
    stage_choice();
    MUST(aftersale_rules_put(
        book,
        AFTERSALE_ARGS(rules_put,
                       .rules = AFTERSALE_LIST(rule, {.key = "none", .plan = "-", .tier = "gold"})),
        NULL));
    sell("S1", "G", NULL);
    cr_assert_eq(enrolment_count("G"), 0);
    sell("S2", "C", NULL);
    cr_assert_eq(enrolment_count("C"), 2);
    MUST_BE(AFTERSALE_INVALID,
            aftersale_rules_put(
                book,
                AFTERSALE_ARGS(rules_put, .rules = AFTERSALE_LIST(rule, {.key = "x", .plan = "nowhere"})),
                NULL));
    MUST_BE(
        AFTERSALE_NOT_FOUND,
        aftersale_sale_record(
            book, AFTERSALE_ARGS(sale_record, .ref = "S3", .customer.ref = "C", .plan = "nowhere"), NULL));
}

/* S20: by hand. */
TRIAL(enrolment, enrol_takes_a_sale_or_a_customer)
{
    aftersale_id id;
    stage_choice();
    sell("S1", "C", "-");
    MUST(aftersale_enrol(book, AFTERSALE_ARGS(enrol, .plan = "named", .sale.ref = "S1", .line = 2), &id));
    expect_plan("C", 0, "named", "command", 2);
    cr_assert(same_id(id, enrolment_id("C", 0)));
    cr_assert_str_eq(touch_due("C", "a"), "2027-11-01T09:00:00Z");
    MUST_BE(AFTERSALE_INVALID, aftersale_enrol(book, AFTERSALE_ARGS(enrol, .plan = "named"), NULL));
    MUST_BE(AFTERSALE_INVALID,
            aftersale_enrol(book, AFTERSALE_ARGS(enrol, .plan = "dear", .sale.ref = "S1", .line = 4), NULL));
    MUST_BE(AFTERSALE_INVALID,
            aftersale_enrol(
                book, AFTERSALE_ARGS(enrol, .plan = "dear", .sale.ref = "S1", .customer.ref = "G"), NULL));
    MUST_BE(AFTERSALE_INVALID, try_enrol("C", "dear", AFTERSALE_ENROLMENT_PAUSED, NULL));
    MUST_BE(AFTERSALE_NOT_FOUND, try_enrol("nobody", "dear", 0, NULL));
    MUST_BE(AFTERSALE_NOT_FOUND, try_enrol("C", "nowhere", 0, NULL));
    cr_assert_eq(enrolment_count("C"), 1);
}

/* S20: owner of the command, else of the sale, else of the customer. */
TRIAL(enrolment, the_owner_is_the_nearest)
{
    publish_one_step("p");
    put_customer("C");
    MUST(aftersale_sale_record(
        book, AFTERSALE_ARGS(sale_record, .ref = "S", .customer.ref = "C", .owner = "tina", .plan = "-"),
        NULL));
    MUST(aftersale_enrol(book, AFTERSALE_ARGS(enrol, .plan = "p", .customer.ref = "C"), NULL));
    MUST(aftersale_enrol(book, AFTERSALE_ARGS(enrol, .plan = "p", .sale.ref = "S"), NULL));
    put_customer("D");
    MUST(
        aftersale_enrol(book, AFTERSALE_ARGS(enrol, .plan = "p", .customer.ref = "D", .owner = "uma"), NULL));
    cr_assert_str_eq(aftersale_enrolment_owner(enrolment("C", 0)), "sam");
    cr_assert_str_eq(aftersale_enrolment_owner(enrolment("C", 1)), "tina");
    cr_assert_str_eq(aftersale_enrolment_owner(enrolment("D", 0)), "uma");
}

/* Entering a plan again (S26). */

static void publish_again(const char *again)
{
    char json[256];
    snprintf(json, sizeof json,
             "{'plan':'p','again':%s,'steps':[" STEP("a", "'anchor':'enrolment','after':'P1D'") "]}", again);
    publish(json);
    put_customer("C");
}

/* S26 */
TRIAL(enrolment, never_again)
{
    publish_again("'never'");
    MUST(try_move(enrol("C", "p", 0), AFTERSALE_ENROLMENT_ENDED));
    now_is("2036-11-20T10:00:00Z");
    MUST_BE(AFTERSALE_STATE, try_enrol("C", "p", 0, NULL));
    cr_assert_eq(enrolment_count("C"), 1);
    put_customer("D");
    MUST(try_enrol("D", "p", 0, NULL));
}

/* S26: a plan that was cancelled never began. */
TRIAL(enrolment, a_cancelled_one_does_not_count)
{
    publish_again("'never'");
    MUST(try_move(enrol("C", "p", AFTERSALE_ENROLMENT_DRAFT), AFTERSALE_ENROLMENT_CANCELLED));
    MUST(try_enrol("C", "p", 0, NULL));
    cr_assert_eq(aftersale_enrolment_run(enrolment("C", 1)), 2);
}

/* S26: runs are numbered, and history is kept. */
TRIAL(enrolment, again_after_the_end)
{
    publish_again("'after_end'");
    for (int32_t run = 1; run <= 3; run++) {
        aftersale_id id = enrol("C", "p", 0);
        MUST_BE(AFTERSALE_STATE, try_enrol("C", "p", 0, NULL));
        MUST(try_move(id, AFTERSALE_ENROLMENT_ENDED));
    }
    cr_assert_eq(enrolment_count("C"), 3);
    for (int32_t run = 1; run <= 3; run++)
        cr_assert_eq(aftersale_enrolment_run(enrolment("C", (size_t)run - 1)), run);
}

/* S26 */
TRIAL(enrolment, again_after_some_days)
{
    publish_again("{'days':10}");
    now_is("2026-11-21T10:00:00Z");
    MUST(try_move(enrol("C", "p", 0), AFTERSALE_ENROLMENT_ENDED));
    now_is("2026-12-01T09:59:59Z");
    MUST_BE(AFTERSALE_STATE, try_enrol("C", "p", 0, NULL));
    now_is("2026-12-01T10:00:00Z");
    MUST(try_enrol("C", "p", 0, NULL));
}

/* S26 */
TRIAL(enrolment, once_for_each_sale)
{
    publish_again("'per_sale'");
    sell("S1", "C", "p");
    MUST_BE(AFTERSALE_STATE,
            aftersale_enrol(book, AFTERSALE_ARGS(enrol, .plan = "p", .sale.ref = "S1"), NULL));
    MUST(aftersale_enrol(book, AFTERSALE_ARGS(enrol, .plan = "p", .sale.ref = "S1", .line = 1), NULL));
    sell("S2", "C", "p");
    cr_assert_eq(enrolment_count("C"), 3);
    MUST(try_move(enrolment_id("C", 0), AFTERSALE_ENROLMENT_ENDED));
    MUST_BE(AFTERSALE_STATE,
            aftersale_enrol(book, AFTERSALE_ARGS(enrol, .plan = "p", .sale.ref = "S1"), NULL));
    cr_assert_eq(aftersale_enrolment_run(enrolment("C", 2)), 3);
}

/* S20: removed, left and finished have rules of their own. */
TRIAL(enrolment, each_way_out_has_its_rule)
{
    publish_again("{'removed':'after_end','left':'never','finished':{'days':30}}");
    MUST(try_move(enrol("C", "p", 0), AFTERSALE_ENROLMENT_ENDED));
    MUST(try_move(enrol("C", "p", 0), AFTERSALE_ENROLMENT_COMPLETED));
    now_is("2026-12-19T10:00:00Z");
    MUST_BE(AFTERSALE_STATE, try_enrol("C", "p", 0, NULL));
    now_is("2026-12-20T10:00:00Z");
    aftersale_id third = enrol("C", "p", 0);
    MUST(aftersale_plan_move(book,
                             AFTERSALE_ARGS(plan_move, .enrolment.id = third,
                                            .state = AFTERSALE_ENROLMENT_ENDED, .left = AFTERSALE_LEFT_LEFT,
                                            .reason = "enough"),
                             NULL));
    now_is("2030-12-20T10:00:00Z");
    MUST_BE(AFTERSALE_STATE, try_enrol("C", "p", 0, NULL));
}

/* Sales. */

/* S20, S10: shown before the close, active with it. */
TRIAL(enrolment, a_promised_plan_becomes_active_when_the_sale_closes)
{
    publish(CARE);
    put_customer("C");
    MUST(aftersale_sale_record(
        book, AFTERSALE_ARGS(sale_record, .ref = "S", .customer.ref = "C", .plan = "care"), NULL));
    cr_assert_eq(enrolment_state("C", 0), AFTERSALE_ENROLMENT_PROMISED);
    cr_assert_str_eq(aftersale_touch_waiting_for(touch("C", "thanks")), "sale");
    MUST(aftersale_sale_put(book, AFTERSALE_ARGS(sale_put, .ref = "S", .stage = AFTERSALE_STAGE_ACTION),
                            NULL));
    cr_assert_eq(enrolment_state("C", 0), AFTERSALE_ENROLMENT_PROMISED);
    MUST(aftersale_sale_put(book, AFTERSALE_ARGS(sale_put, .ref = "S", .sold = {2026, 11, 18}), NULL));
    cr_assert_eq(enrolment_count("C"), 1);
    cr_assert_eq(enrolment_state("C", 0), AFTERSALE_ENROLMENT_ACTIVE);
    cr_assert_str_eq(touch_due("C", "thanks"), "2026-11-19T09:00:00Z");
    cr_assert_str_eq(work_of("sam"), "C:thanks");
}

TRIAL(enrolment, a_drafted_plan_becomes_active_when_the_sale_closes)
{
    publish(CARE);
    put_customer("C");
    MUST(aftersale_sale_record(
        book, AFTERSALE_ARGS(sale_record, .ref = "S", .customer.ref = "C", .plan = "-"), NULL));
    MUST(aftersale_enrol(
        book, AFTERSALE_ARGS(enrol, .plan = "care", .sale.ref = "S", .state = AFTERSALE_ENROLMENT_DRAFT),
        NULL));
    MUST(aftersale_sale_put(
        book, AFTERSALE_ARGS(sale_put, .ref = "S", .sold = {2026, 11, 18}, .plan = "care"), NULL));
    cr_assert_eq(enrolment_count("C"), 1);
    cr_assert_eq(enrolment_state("C", 0), AFTERSALE_ENROLMENT_ACTIVE);
    cr_assert_str_eq(work_of("sam"), "C:thanks");
}

/* S10: a touch anchored on a missing date waits for it, and is listed so. */
TRIAL(enrolment, a_missing_date_is_waited_for)
{
    publish(CARE);
    put_customer("C");
    put_sale("S", "C", "care", "2026-11-01", NULL);
    cr_assert_eq(touch_state("C", "fit"), AFTERSALE_TOUCH_STATE_WAITING);
    cr_assert_str_eq(aftersale_touch_waiting_for(touch("C", "fit")), "delivery");
    cr_assert_eq(aftersale_touch_due(touch("C", "fit")).us, 0);
    cr_assert_str_eq(work_of(NULL), "C:thanks");
    MUST(aftersale_sale_put(book, AFTERSALE_ARGS(sale_put, .ref = "S", .delivered = {2026, 11, 2}), NULL));
    cr_assert_eq(touch_state("C", "fit"), AFTERSALE_TOUCH_STATE_PLANNED);
    cr_assert_str_eq(work_of(NULL), "C:thanks C:fit");
}

static const aftersale_effect *effect_on(aftersale_id subject)
{
    const aftersale_effect *const *effects;
    size_t count;
    MUST(aftersale_book_effects(book, &effects, &count));
    for (size_t i = 0; i < count; i++)
        if (same_id(effects[i]->subject, subject))
            return effects[i];
    return NULL;
}

/* S11 */
TRIAL(enrolment, moving_a_date_moves_only_what_is_open_and_anchored_on_it)
{
    publish(CARE);
    put_customer("C");
    put_sale("S", "C", "care", "2026-11-01", "2026-11-10");
    aftersale_id fit = touch_id("C", "fit"), year = touch_id("C", "year"), thanks = touch_id("C", "thanks");
    done("C", "fit", AFTERSALE_OUTCOME_REACHED);
    MUST(aftersale_sale_put(book, AFTERSALE_ARGS(sale_put, .ref = "S", .delivered = {2026, 11, 12}), NULL));
    const aftersale_effect *moved = effect_on(year);
    cr_assert_not_null(moved);
    cr_assert_eq(moved->what, AFTERSALE_EFFECT_MOVED);
    cr_assert_str_eq(text_of(moved->before), "2027-11-10T09:00:00Z");
    cr_assert_str_eq(text_of(moved->after), "2027-11-12T09:00:00Z");
    cr_assert_null(effect_on(fit));
    cr_assert_null(effect_on(thanks));
    const aftersale_effect *const *effects;
    size_t count;
    MUST(aftersale_book_effects(book, &effects, &count));
    cr_assert_eq(count, 1);
    cr_assert_str_eq(touch_due("C", "fit"), "2026-11-17T09:00:00Z");
    cr_assert_str_eq(touch_due("C", "thanks"), "2026-11-02T09:00:00Z");
    cr_assert_str_eq(touch_due("C", "year"), "2027-11-12T09:00:00Z");
    MUST(aftersale_sale_put(book, AFTERSALE_ARGS(sale_put, .ref = "S", .billing = "30 days"), NULL));
    MUST(aftersale_book_effects(book, &effects, &count));
    cr_assert_eq(count, 0);
}

/* S11 */
TRIAL(enrolment, effects_tell_what_a_sale_planned)
{
    const aftersale_effect *const *effects;
    size_t count, planned = 0, enrolled = 0;
    publish(CARE);
    put_customer("C");
    put_sale("S", "C", "care", "2026-11-01", "2026-11-10");
    MUST(aftersale_book_effects(book, &effects, &count));
    for (size_t i = 0; i < count; i++) {
        planned += effects[i]->what == AFTERSALE_EFFECT_PLANNED;
        enrolled += effects[i]->what == AFTERSALE_EFFECT_ENROLLED;
    }
    cr_assert_eq(count, 4);
    cr_assert_eq(planned, 3);
    cr_assert_eq(enrolled, 1);
}

/* S12 */
TRIAL(enrolment, a_full_return_ends_the_plan_with_its_reason)
{
    publish(CARE);
    put_customer("C");
    put_sale("S", "C", "care", "2026-11-01", "2026-11-10");
    aftersale_id run = enrolment_id("C", 0);
    MUST(aftersale_sale_return(book, AFTERSALE_ARGS(sale_return, .ref = "R", .sale.ref = "S"), NULL));
    cr_assert_eq(effect_on(run)->what, AFTERSALE_EFFECT_ENDED);
    cr_assert_eq(enrolment_state("C", 0), AFTERSALE_ENROLMENT_ENDED);
    cr_assert_str_eq(aftersale_enrolment_reason(enrolment("C", 0)), "returned");
    cr_assert_eq(aftersale_enrolment_left(enrolment("C", 0)), AFTERSALE_LEFT_REMOVED);
    cr_assert_eq(touch_state("C", "thanks"), AFTERSALE_TOUCH_STATE_CANCELLED);
    cr_assert_str_eq(work_of(NULL), "");
    MUST_BE(AFTERSALE_STATE,
            aftersale_touch_claim(
                book, AFTERSALE_ARGS(touch_claim, .touch = touch_id("C", "thanks"), .actor = "sam"), NULL));
}

/* S12: the plan of a line that came back whole is over, the others go on. */
TRIAL(enrolment, a_partial_return_keeps_the_steps_for_what_is_left)
{
    stage_choice();
    sell("S", "C", NULL);
    MUST(aftersale_enrol(book, AFTERSALE_ARGS(enrol, .plan = "named", .sale.ref = "S"), NULL));
    MUST(aftersale_sale_return(book,
                               AFTERSALE_ARGS(sale_return, .ref = "R1", .sale.ref = "S",
                                              .lines = AFTERSALE_LIST(sale_line, {.product.ref = "F1"})),
                               NULL));
    cr_assert_eq(enrolment_state("C", 0), AFTERSALE_ENROLMENT_ACTIVE);
    cr_assert_eq(enrolment_state("C", 1), AFTERSALE_ENROLMENT_ENDED);
    cr_assert_str_eq(aftersale_enrolment_reason(enrolment("C", 1)), "returned");
    cr_assert_eq(enrolment_state("C", 2), AFTERSALE_ENROLMENT_ACTIVE);
    MUST(aftersale_sale_return(book, AFTERSALE_ARGS(sale_return, .ref = "R2", .sale.ref = "S"), NULL));
    cr_assert_eq(enrolment_state("C", 0), AFTERSALE_ENROLMENT_ENDED);
    cr_assert_eq(enrolment_state("C", 2), AFTERSALE_ENROLMENT_ENDED);
}
