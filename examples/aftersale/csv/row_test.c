/* SPDX-License-Identifier: MIT */
#include "csv/mapping.h"
#include <string.h>

static bool is_in(const cJSON *list, const char *value)
{
    const cJSON *item;
    cJSON_ArrayForEach(item, list)
    {
        if (cJSON_IsString(item) && strcmp(item->valuestring, value) == 0)
            return true;
    }
    return false;
}

static bool ends(const char *text, const char *end)
{
    size_t size = strlen(text), end_size = strlen(end);
    return size >= end_size && strcmp(text + size - end_size, end) == 0;
}

/* What is no number is neither equal nor above nor below. */
static bool number_holds(const row_condition *condition, const char *value)
{
    exact_number number;
    if (!exact_read(value, &condition->style, &number))
        return false;
    int order = exact_compare(number, condition->number);
    if (condition->test == TEST_NUMBER_IS)
        return order == 0;
    return condition->test == TEST_NUMBER_ABOVE ? order > 0 : order < 0;
}

static bool holds(const row_condition *condition, const char *value)
{
    switch (condition->test) {
    case TEST_EMPTY:
        return value[strspn(value, " \t")] == '\0';
    case TEST_GIVEN:
        return value[strspn(value, " \t")] != '\0';
    case TEST_IS:
        return strcmp(value, condition->text) == 0;
    case TEST_IS_NOT:
        return strcmp(value, condition->text) != 0;
    case TEST_IN:
        return is_in(condition->list, value);
    case TEST_STARTS:
        return strncmp(value, condition->text, strlen(condition->text)) == 0;
    case TEST_ENDS:
        return ends(value, condition->text);
    case TEST_CONTAINS:
        return strstr(value, condition->text) != NULL;
    case TEST_NUMBER_IS:
    case TEST_NUMBER_ABOVE:
    case TEST_NUMBER_BELOW:
        return number_holds(condition, value);
    }
    return false;
}

bool conditions_hold(const row_conditions *conditions, const csv_row *row)
{
    text_buffer value = {0};
    bool all = true;
    for (size_t i = 0; i < conditions->count && all; i++) {
        text_clear(&value);
        template_write(&conditions->items[i].value, row, &value);
        all = holds(&conditions->items[i], text_of(&value));
    }
    text_free(&value);
    return all;
}
