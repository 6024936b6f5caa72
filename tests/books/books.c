/* SPDX-License-Identifier: MIT */
/* books campaign FILE, books purchases FILE */
#include "books.h"
#include <stdio.h>
#include <string.h>

bool books_done(const clocked_book *at, aftersale_status status)
{
    if (status != AFTERSALE_OK)
        fprintf(stderr, "books: %s\n", aftersale_book_error(at->book)->text);
    return status == AFTERSALE_OK;
}

bool books_publish(const clocked_book *at, const char *quoted)
{
    char json[1024];
    size_t size = strlen(quoted) + 1;
    if (size > sizeof json)
        return false;
    for (size_t i = 0; i < size; i++)
        json[i] = (char)(quoted[i] == '\'' ? '"' : quoted[i]);
    return books_done(at, aftersale_plan_publish(at->book, AFTERSALE_ARGS(plan_publish, .json = json), NULL));
}

int64_t books_midnight(int year, int month, int day)
{
    char text[48];
    aftersale_time time = {0};
    snprintf(text, sizeof text, "%04d-%02d-%02dT00:00:00Z", year, month, day);
    (void)aftersale_time_parse(text, &time);
    return time.us / 1000000;
}

int main(int argc, char **argv)
{
    clocked_book at;
    bool is_well = argc == 3 && clocked_book_open(&at, false, 11);
    if (!is_well) {
        fprintf(stderr, "usage: books campaign|purchases FILE\n");
        return 2;
    }
    is_well = strcmp(argv[1], "campaign") == 0 ? books_campaign(&at, argv[2]) : books_purchases(&at, argv[2]);
    clocked_book_close(&at);
    return is_well ? 0 : 1;
}
