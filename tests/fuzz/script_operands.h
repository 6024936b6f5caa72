/* SPDX-License-Identifier: MIT */
/* What a script of commands works on, and its operands. */
#ifndef TESTS_FUZZ_SCRIPT_OPERANDS_H
#define TESTS_FUZZ_SCRIPT_OPERANDS_H
#include "base/message.h"
#include "fuzz/fuzz_book.h"
#include <stdbool.h>

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
static const char *const plans[] = {"one-off-sale", "short", "branched", "-", "series", "twin"};
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
    "{\"plan\":\"series\",\"steps\":[{\"key\":\"a\",\"kind\":\"check-up\",\"anchor\":\"sale\",\"after\":\"P2D\","
    "\"repeat\":{\"every\":\"P4D\"},\"not_after\":\"P3D\",\"missed\":\"spread\"},"
    "{\"key\":\"b\",\"kind\":\"service\",\"anchor\":\"sale\",\"after\":\"P1M\",\"missed\":\"skip\"}]}",
    "{\"plan\":\"series\",\"steps\":[{\"key\":\"a\",\"kind\":\"check-up\",\"anchor\":\"sale\",\"after\":\"P3D\","
    "\"repeat\":{\"every\":\"P1W\",\"count\":4,\"from\":\"done\"}}]}",
    "{\"plan\":\"twin\",\"priority\":2,\"again\":\"never\",\"steps\":[{\"key\":\"a\",\"kind\":\"follow-up\","
    "\"anchor\":\"enrolment\",\"after\":\"P2D\",\"owner\":\"customer\",\"on_holiday\":\"forward\"},"
    "{\"key\":\"b\",\"kind\":\"offer\",\"anchor\":\"previous_planned\",\"after\":\"P5B\",\"on_closed\":\"abandon\"}]}",
};

static inline uint8_t take(script *at)
{
    return at->next < at->end ? *at->next++ : 0;
}

/* An operand below `count`; of digits their own value. */
static inline size_t pick(script *at, size_t count)
{
    return (size_t)(take(at) - (unsigned)'0') % 256 % count;
}

#define PICK(at, texts) ((texts)[pick((at), COUNT(texts))])

static inline void check(aftersale_book *book, aftersale_status status)
{
    ALWAYS(status <= 0);
    ALWAYS(status != AFTERSALE_INTERNAL && status != AFTERSALE_CORRUPT && status != AFTERSALE_ABI);
    ALWAYS(aftersale_book_error(book)->status == status);
    /* What clashes is found by the command, not by the store. */
    ALWAYS(status != AFTERSALE_EXISTS || aftersale_book_error(book)->number != AS__MESSAGE_STORE);
}

static inline aftersale_date day(size_t i)
{
    static const aftersale_date days[] = {
        {2026, 2, 28}, {2026, 3, 2}, {2026, 3, 29}, {2026, 4, 30}, {0, 0, 0}};
    return days[i % COUNT(days)];
}

static inline aftersale_time soon(const script *at, size_t days)
{
    return aftersale_time_from_seconds(at->at.now + (int64_t)days * 86400);
}

/* The i-th of the enrolments of the book, or zero. */
static inline aftersale_id enrolment(script *at)
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
static inline aftersale_id touch(script *at)
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
#endif
