/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L
#include "value/zone.h"
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DEFAULT_FOLDER "/usr/share/zoneinfo"
#define NAME_MAX_SIZE ((size_t)255)
#define FILE_MAX_SIZE ((size_t)262144)
#define SHELVES 64

typedef struct entry entry;
struct entry {
    entry *next;
    as__zone *zone;
    size_t size; /* of this allocation */
    char name[];
};

struct as__zones {
    const as__memory *memory;
    aftersale_zone_fn provider;
    void *user;
    char *folder;
    size_t folder_size; /* with its NUL */
    pthread_mutex_t mutex;
    entry *shelves[SHELVES];
};

aftersale_status as__zones_new(const as__memory *memory, aftersale_zone_fn provider, void *user,
                               const char *folder, as__zones **out)
{
    if (folder == NULL)
        folder = DEFAULT_FOLDER;
    as__zones *zones = as__memory_take(memory, sizeof *zones);
    if (zones == NULL)
        return AFTERSALE_NO_MEMORY;
    zones->memory = memory;
    zones->provider = provider;
    zones->user = user;
    zones->folder_size = strlen(folder) + 1;
    zones->folder = as__memory_take(memory, zones->folder_size);
    if (zones->folder == NULL || pthread_mutex_init(&zones->mutex, NULL) != 0) {
        as__memory_give(memory, zones->folder, zones->folder_size);
        as__memory_give(memory, zones, sizeof *zones);
        return AFTERSALE_NO_MEMORY;
    }
    memcpy(zones->folder, folder, zones->folder_size);
    *out = zones;
    return AFTERSALE_OK;
}

void as__zones_free(as__zones *zones)
{
    if (zones == NULL)
        return;
    const as__memory *memory = zones->memory;
    for (size_t i = 0; i < SHELVES; i++) {
        entry *next;
        for (entry *old = zones->shelves[i]; old != NULL; old = next) {
            next = old->next;
            as__zone_free(memory, old->zone);
            as__memory_give(memory, old, old->size);
        }
    }
    pthread_mutex_destroy(&zones->mutex);
    as__memory_give(memory, zones->folder, zones->folder_size);
    as__memory_give(memory, zones, sizeof *zones);
}

static bool in_zone_name(char sign)
{
    if ((sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z') || (sign >= '0' && sign <= '9'))
        return true;
    return sign == '_' || sign == '+' || sign == '-';
}

/* No dots and no empty parts: a name cannot leave the folder, and no zone can be had by two spellings of a
 * path. */
static bool is_zone_name(const char *name)
{
    char before = '/';
    size_t size = 0;
    for (; name[size] != '\0'; size++) {
        if (size == NAME_MAX_SIZE)
            return false;
        if (name[size] == '/' ? before == '/' : !in_zone_name(name[size]))
            return false;
        before = name[size];
    }
    return before != '/';
}

static entry **shelf_of(as__zones *zones, const char *name)
{
    uint32_t hash = 2166136261u;
    for (; *name != '\0'; name++)
        hash = (hash ^ (unsigned char)*name) * 16777619u;
    return &zones->shelves[hash % SHELVES];
}

static const as__zone *find_known(as__zones *zones, const char *name)
{
    for (const entry *known = *shelf_of(zones, name); known != NULL; known = known->next) {
        if (strcmp(known->name, name) == 0)
            return known->zone;
    }
    return NULL;
}

/* Never blocks on what is no file, and reads no folder. @return descriptor, or -1 with the status */
static int open_file(const char *path, size_t *size, aftersale_status *status)
{
    struct stat about;
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (file < 0) {
        bool is_short = errno == ENOMEM || errno == EMFILE || errno == ENFILE;
        *status = is_short ? AFTERSALE_NO_MEMORY : AFTERSALE_NOT_FOUND;
        return -1;
    }
    if (fstat(file, &about) != 0 || !S_ISREG(about.st_mode)) {
        close(file);
        *status = AFTERSALE_NOT_FOUND;
        return -1;
    }
    if (about.st_size < 1 || (uintmax_t)about.st_size > FILE_MAX_SIZE) {
        close(file);
        *status = AFTERSALE_CORRUPT;
        return -1;
    }
    *size = (size_t)about.st_size;
    return file;
}

static bool read_all(int file, uint8_t *data, size_t size)
{
    size_t done = 0;
    while (done < size) {
        ssize_t more = read(file, data + done, size - done);
        if (more < 0 && errno == EINTR)
            continue;
        if (more <= 0)
            return false;
        done += (size_t)more;
    }
    return true;
}

static aftersale_status read_file(const as__memory *memory, const char *path, as__zone **out)
{
    size_t size;
    aftersale_status status;
    int file = open_file(path, &size, &status);
    if (file < 0)
        return status;
    uint8_t *data = as__memory_take(memory, size);
    if (data == NULL)
        status = AFTERSALE_NO_MEMORY;
    else if (!read_all(file, data, size))
        status = AFTERSALE_CORRUPT;
    else
        status = as__zone_read(memory, data, size, out);
    close(file);
    as__memory_give(memory, data, size);
    return status;
}

static aftersale_status ask_source(as__zones *zones, const char *name, as__zone **out)
{
    if (zones->provider != NULL) {
        const void *data = NULL;
        size_t size = 0;
        aftersale_status status = zones->provider(zones->user, name, &data, &size);
        if (status == AFTERSALE_OK)
            return data == NULL ? AFTERSALE_CORRUPT : as__zone_read(zones->memory, data, size, out);
        return status == AFTERSALE_NOT_FOUND ? status : AFTERSALE_CALLBACK;
    }
    as__buffer path;
    as__buffer_init(&path, zones->memory);
    as__buffer_text(&path, zones->folder);
    as__buffer_byte(&path, '/');
    as__buffer_text(&path, name);
    const char *text = as__buffer_string(&path);
    aftersale_status status = text == NULL ? AFTERSALE_NO_MEMORY : read_file(zones->memory, text, out);
    as__buffer_free(&path);
    return status;
}

/* One type of local time, without an offset, and no transition (RFC 9636, version 1). */
static const uint8_t utc[54] = {'T', 'Z', 'i', 'f', [39] = 1, [43] = 4, [50] = 'U', 'T', 'C'};

/* UTC needs no source: a book without any can be made. */
static aftersale_status load_zone(as__zones *zones, const char *name, as__zone **out)
{
    aftersale_status status = ask_source(zones, name, out);
    if (status == AFTERSALE_NOT_FOUND && strcmp(name, "UTC") == 0)
        return as__zone_read(zones->memory, utc, sizeof utc, out);
    return status;
}

/* Only zones that exist are kept: made-up names would fill the memory. */
static aftersale_status add_zone(as__zones *zones, const char *name, const as__zone **out)
{
    size_t name_size = strlen(name) + 1;
    size_t size = sizeof(entry) + name_size;
    as__zone *zone;
    aftersale_status status = load_zone(zones, name, &zone);
    if (status != AFTERSALE_OK)
        return status;
    entry *added = as__memory_take(zones->memory, size);
    if (added == NULL) {
        as__zone_free(zones->memory, zone);
        return AFTERSALE_NO_MEMORY;
    }
    entry **shelf = shelf_of(zones, name);
    added->next = *shelf;
    added->zone = zone;
    added->size = size;
    memcpy(added->name, name, name_size);
    *shelf = added;
    *out = zone;
    return AFTERSALE_OK;
}

/* The provider's bytes are good until its next call, so it is called and read under the lock. */
aftersale_status as__zones_find(as__zones *zones, const char *name, const as__zone **out)
{
    if (name == NULL || !is_zone_name(name))
        return AFTERSALE_NOT_FOUND;
    pthread_mutex_lock(&zones->mutex);
    const as__zone *known = find_known(zones, name);
    aftersale_status status = AFTERSALE_OK;
    if (known != NULL)
        *out = known;
    else
        status = add_zone(zones, name, out);
    pthread_mutex_unlock(&zones->mutex);
    return status;
}
