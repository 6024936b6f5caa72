/* SPDX-License-Identifier: MIT */
/* S31: the zones of a context */
#include "support/failing_memory.h"
#include "value/zone.h"
#include <criterion/criterion.h>
#include <stdio.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Version 1, no transitions, one type: five hours east. */
static const uint8_t east_5[44 + 6 + 4] = {
    'T', 'Z', 'i', 'f', [39] = 1, [43] = 4, [46] = 0x46, [47] = 0x50, [50] = 'A', 'A', 'A',
};

typedef struct provider {
    int calls;
    aftersale_status status;
    size_t size;
} provider;

static aftersale_status provide(void *user, const char *zone, const void **data, size_t *size)
{
    provider *from = user;
    from->calls++;
    if (strcmp(zone, "Our/Zone") != 0)
        return AFTERSALE_NOT_FOUND;
    *data = east_5;
    *size = from->size;
    return from->status;
}

static as__zones *zones_of(provider *from)
{
    as__zones *zones = NULL;
    cr_assert_eq(as__zones_new(&as__memory_system, from == NULL ? NULL : provide, from, NULL, &zones),
                 AFTERSALE_OK);
    return zones;
}

Test(value_zones, same_zone_is_read_once)
{
    provider from = {.size = sizeof east_5};
    as__zones *zones = zones_of(&from);
    const as__zone *first, *second;
    cr_assert_eq(as__zones_find(zones, "Our/Zone", &first), AFTERSALE_OK);
    cr_assert_eq(as__zones_find(zones, "Our/Zone", &second), AFTERSALE_OK);
    cr_assert_eq(first, second);
    cr_assert_eq(from.calls, 1);
    cr_assert_eq(as__zone_offset(first, 0), 18000);
    as__zones_free(zones);
}

Test(value_zones, provider_may_fail)
{
    provider from = {.size = sizeof east_5, .status = AFTERSALE_STORE};
    as__zones *zones = zones_of(&from);
    const as__zone *zone = NULL;
    cr_assert_eq(as__zones_find(zones, "Our/Zone", &zone), AFTERSALE_CALLBACK);
    from.status = AFTERSALE_NOT_FOUND;
    cr_assert_eq(as__zones_find(zones, "Our/Zone", &zone), AFTERSALE_NOT_FOUND);
    cr_assert_eq(as__zones_find(zones, "Other", &zone), AFTERSALE_NOT_FOUND);
    from = (provider){.size = 10};
    cr_assert_eq(as__zones_find(zones, "Our/Zone", &zone), AFTERSALE_CORRUPT);
    from.size = sizeof east_5;
    cr_assert_eq(as__zones_find(zones, "Our/Zone", &zone), AFTERSALE_OK);
    as__zones_free(zones);
}

Test(value_zones, names_that_are_no_zone_names_ask_nobody)
{
    static const char *const bad[] = {
        "",
        "/",
        "/etc/passwd",
        "..",
        "../secret",
        "Europe/../Europe/London",
        "./UTC",
        "Europe//London",
        "Europe/",
        "Europe/London\n",
        "Europe London",
        "Europe\\London",
        "caf\xc3\xa9",
        "zone.tab",
        "~root",
        "C:",
    };
    provider from = {.size = sizeof east_5};
    as__zones *zones = zones_of(&from);
    const as__zone *zone = NULL;
    for (size_t i = 0; i < COUNT(bad); i++)
        cr_assert_eq(as__zones_find(zones, bad[i], &zone), AFTERSALE_NOT_FOUND, "%s", bad[i]);
    char name[300];
    memset(name, 'a', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    cr_assert_eq(as__zones_find(zones, name, &zone), AFTERSALE_NOT_FOUND);
    cr_assert_eq(as__zones_find(zones, NULL, &zone), AFTERSALE_NOT_FOUND);
    cr_assert_eq(from.calls, 0);
    name[255] = '\0';
    cr_assert_eq(as__zones_find(zones, name, &zone), AFTERSALE_NOT_FOUND);
    cr_assert_eq(from.calls, 1);
    as__zones_free(zones);
}

static void write_file(const char *folder, const char *name, const void *data, size_t size)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    cr_assert_not_null(file);
    cr_assert_eq(fwrite(data, 1, size, file), size);
    fclose(file);
}

Test(value_zones, folder)
{
    char folder[] = "zones-XXXXXX", path[64];
    uint8_t *large = calloc(1, 300000);
    cr_assert_not_null(mkdtemp(folder));
    write_file(folder, "Good", east_5, sizeof east_5);
    write_file(folder, "Empty", "", 0);
    write_file(folder, "Text", "hello", 5);
    write_file(folder, "Large", large, 300000);
    snprintf(path, sizeof path, "%s/Folder", folder);
    cr_assert_eq(mkdir(path, 0700), 0);
    snprintf(path, sizeof path, "%s/Pipe", folder);
    cr_assert_eq(mkfifo(path, 0600), 0);

    as__zones *zones;
    const as__zone *zone = NULL;
    cr_assert_eq(as__zones_new(&as__memory_system, NULL, NULL, folder, &zones), AFTERSALE_OK);
    cr_assert_eq(as__zones_find(zones, "Good", &zone), AFTERSALE_OK);
    cr_assert_eq(as__zone_offset(zone, 0), 18000);
    cr_assert_eq(as__zones_find(zones, "Empty", &zone), AFTERSALE_CORRUPT);
    cr_assert_eq(as__zones_find(zones, "Text", &zone), AFTERSALE_CORRUPT);
    cr_assert_eq(as__zones_find(zones, "Large", &zone), AFTERSALE_CORRUPT);
    cr_assert_eq(as__zones_find(zones, "Folder", &zone), AFTERSALE_NOT_FOUND);
    cr_assert_eq(as__zones_find(zones, "Pipe", &zone), AFTERSALE_NOT_FOUND);
    cr_assert_eq(as__zones_find(zones, "Missing", &zone), AFTERSALE_NOT_FOUND);
    cr_assert_eq(as__zones_find(zones, "Good/Missing", &zone), AFTERSALE_NOT_FOUND);
    as__zones_free(zones);

    static const char *const names[] = {"Good", "Empty", "Text", "Large", "Pipe"};
    for (size_t i = 0; i < COUNT(names); i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
    snprintf(path, sizeof path, "%s/Folder", folder);
    rmdir(path);
    rmdir(folder);
    free(large);
}

Test(value_zones, survives_every_failed_allocation)
{
    bool reached = true;
    for (size_t n = 1; reached; n++) {
        failing_memory host = {.fail_at = n};
        as__memory memory = {failing_memory_resize, &host};
        as__zones *zones = NULL;
        const as__zone *zone = NULL;
        aftersale_status status = as__zones_new(&memory, NULL, NULL, NULL, &zones);
        if (status == AFTERSALE_OK)
            status = as__zones_find(zones, "Europe/London", &zone);
        reached = host.calls >= n;
        cr_assert_eq(status, reached ? AFTERSALE_NO_MEMORY : AFTERSALE_OK, "call %zu", n);
        if (zones != NULL) {
            cr_assert_eq(as__zones_find(zones, "Europe/London", &zone), AFTERSALE_OK);
            cr_assert_eq(as__zone_offset(zone, 1783000000), 3600);
        }
        as__zones_free(zones);
        cr_assert_eq(host.held, 0);
        cr_assert_eq(host.faults, 0);
    }
    as__zones_free(NULL);
}

static void *find_many(void *user)
{
    static const char *const names[] = {"Europe/London", "Europe/Paris", "Asia/Tokyo",   "America/New_York",
                                        "UTC",           "Pacific/Apia", "Africa/Cairo", "Asia/Kathmandu"};
    for (size_t i = 0; i < 400; i++) {
        const as__zone *zone = NULL;
        if (as__zones_find(user, names[i % COUNT(names)], &zone) != AFTERSALE_OK)
            return user;
        as__zone_offset(zone, (int64_t)i * 10000000);
    }
    return NULL;
}

Test(value_zones, safe_from_every_thread)
{
    as__zones *zones = zones_of(NULL);
    pthread_t threads[4];
    for (size_t i = 0; i < COUNT(threads); i++)
        cr_assert_eq(pthread_create(&threads[i], NULL, find_many, zones), 0);
    for (size_t i = 0; i < COUNT(threads); i++) {
        void *failed = NULL;
        pthread_join(threads[i], &failed);
        cr_assert_null(failed);
    }
    as__zones_free(zones);
}
