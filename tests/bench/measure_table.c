/* SPDX-License-Identifier: MIT */
#include "bench/measure_table.h"
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROUNDS_MAX 64
#define CELL 32

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

void sort_values(double *values, size_t count)
{
    qsort(values, count, sizeof *values, by_size);
}

double median_of(const double *values, size_t count)
{
    double sorted[ROUNDS_MAX];
    if (count == 0 || count > ROUNDS_MAX)
        return 0;
    memcpy(sorted, values, count * sizeof *sorted);
    sort_values(sorted, count);
    return count % 2 == 1 ? sorted[count / 2] : (sorted[count / 2 - 1] + sorted[count / 2]) / 2;
}

/* Three digits are all that such a machine can say. */
static const char *number_text(double value, char out[CELL])
{
    int decimals = value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
    snprintf(out, CELL, "%.*f", decimals, value);
    return out;
}

void measure_table_head(void)
{
    printf("| %-30s | %-6s | %9s | %9s | %-9s | %6s | %-13s | %5s | %7s | %s\n", "what", "store", "ours",
           "reference", "unit", "ratio", "least-most", "must", "stretch", "");
    printf("|--------------------------------|--------|----------:|----------:|-----------|-------:|---------"
           "------|"
           "------:|--------:|---\n");
}

static bool reaches(target wanted, double value, double bound)
{
    bool at_least = wanted.kind == RATIO_AT_LEAST || wanted.kind == OURS_AT_LEAST;
    return at_least ? value >= bound : value <= bound;
}

static const char *verdict(measure_table *table, target wanted, double value, char out[CELL])
{
    double far = value > wanted.must ? value / wanted.must : wanted.must / value;
    if (wanted.kind == NO_TARGET)
        return "";
    if (reaches(wanted, value, wanted.must)) {
        table->met++;
        return wanted.stretch > 0 && reaches(wanted, value, wanted.stretch) ? "met, stretch too" : "met";
    }
    table->missed++;
    if (wanted.must <= 0 || value <= 0)
        return "missed";
    snprintf(out, CELL, "missed by %.2fx", far);
    return out;
}

void measure_table_line(measure_table *table, const char *what, const char *store, const char *unit,
                        const double *ours, const double *theirs, size_t rounds, target wanted)
{
    char cells[7][CELL] = {"", "", "", "", "", "", ""};
    double ratios[ROUNDS_MAX], value = median_of(ours, rounds);
    bool of_ratio = wanted.kind == RATIO_AT_LEAST || wanted.kind == RATIO_AT_MOST;
    number_text(value, cells[0]);
    if (theirs != NULL) {
        char least[CELL], most[CELL];
        for (size_t i = 0; i < rounds && i < ROUNDS_MAX; i++)
            ratios[i] = ours[i] / theirs[i];
        sort_values(ratios, rounds);
        number_text(median_of(theirs, rounds), cells[1]);
        number_text(median_of(ratios, rounds), cells[2]);
        if (rounds > 1)
            snprintf(cells[3], CELL, "%.12s-%.12s", number_text(ratios[0], least),
                     number_text(ratios[rounds - 1], most));
        value = of_ratio ? median_of(ratios, rounds) : value;
    }
    if (wanted.kind != NO_TARGET)
        number_text(wanted.must, cells[4]);
    if (wanted.stretch > 0)
        number_text(wanted.stretch, cells[5]);
    printf("| %-30s | %-6s | %9s | %9s | %-9s | %6s | %-13s | %5s | %7s | %s\n", what, store, cells[0],
           cells[1], unit, cells[2], cells[3], cells[4], cells[5], verdict(table, wanted, value, cells[6]));
    fflush(stdout);
}

void measure_table_count(measure_table *table, const char *what, const char *store, const char *unit,
                         double ours, const double *theirs, target wanted)
{
    measure_table_line(table, what, store, unit, &ours, theirs, 1, wanted);
}

void measure_table_foot(const measure_table *table)
{
    printf("%d musts met, %d missed\n", table->met, table->missed);
}
