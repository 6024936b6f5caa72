/* SPDX-License-Identifier: MIT */
#include "shell/completion.h"
#include "arguments/word_cutter.h"
#include <ctype.h>
#include <string.h>

static const option_spec no_options[] = {{NULL, NULL, NULL, false}};

/* The command that the words belong to, and how many of its words there are. */
static const command *command_of(const word_list *words, int *count)
{
    int first = words->count;
    while (first > 0 && strcmp(words->words[first - 1], "then") != 0)
        first--;
    *count = words->count - first;
    return *count == 0 ? NULL : command_named(words->words[first]);
}

/* The value that the last word waits for; NULL: none. */
static const char *value_asked(const command *own, const char *last)
{
    if (strncmp(last, "--", 2) != 0)
        return NULL;
    const option_spec *option = option_named(own->options, last + 2, strlen(last + 2));
    return option == NULL ? NULL : option->value;
}

static bool begin(completion *out, const word_list *words, bool is_option)
{
    int count;
    const command *own = command_of(words, &count);
    const char *last = words->count > 0 ? words->words[words->count - 1] : "";
    if (count == 0 || (own != NULL && own->run == command_help && count == 1 && !is_option)) {
        out->commands = command_table;
        return true;
    }
    if (own == NULL)
        return false;
    const char *value = value_asked(own, last);
    if (value != NULL) {
        out->choices = strchr(value, '|') != NULL ? value : NULL;
        return out->choices != NULL;
    }
    if (!is_option) {
        out->choices = count == 1 && islower((unsigned char)own->words[0]) ? own->words : NULL;
        return out->choices != NULL;
    }
    out->options[0] = own->options;
    out->options[1] = common_options;
    return true;
}

bool completion_begin(completion *out, const char *line, size_t start)
{
    text_buffer before = {0};
    word_list words;
    text_free(&out->offer);
    *out = (completion){.options = {no_options, no_options}};
    text_add_bytes(&before, line, start);
    bool is_known = words_cut(text_of(&before), &words) == NULL && begin(out, &words, line[start] == '-');
    words_free(&words);
    text_free(&before);
    return is_known;
}

static bool next_choice(completion *all)
{
    size_t size = all->choices == NULL ? 0 : strcspn(all->choices, "| ");
    if (size == 0)
        return false;
    text_add_bytes(&all->offer, all->choices, size);
    all->choices += size;
    all->choices += *all->choices == '|';
    return true;
}

/* Writes the next offer, whatever it begins with. */
static bool next(completion *all)
{
    text_clear(&all->offer);
    if (all->commands != NULL && all->commands->name != NULL) {
        text_add(&all->offer, all->commands++->name);
        return true;
    }
    for (int i = 0; i < 2; i++) {
        if (all->options[i]->name != NULL) {
            text_add(&all->offer, "--");
            text_add(&all->offer, all->options[i]++->name);
            return true;
        }
    }
    return next_choice(all);
}

const char *completion_next(completion *all, const char *text)
{
    while (next(all)) {
        if (strncmp(all->offer.data, text, strlen(text)) == 0)
            return all->offer.data;
    }
    return NULL;
}
