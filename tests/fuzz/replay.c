/* SPDX-License-Identifier: MIT */
/* Runs a target over every file of the folders given, where no fuzzer drives it. */
#include "fuzz/fuzz.h"
#include <dirent.h>
#include <sys/stat.h>

#define INPUT_MAX ((size_t)1 << 20)
#define PATH_TEXT 1024

static int replay_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    uint8_t *data = malloc(INPUT_MAX);
    if (file == NULL || data == NULL) {
        fprintf(stderr, "%s cannot be read\n", path);
        if (file != NULL)
            (void)fclose(file);
        free(data);
        return 1;
    }
    size_t size = fread(data, 1, INPUT_MAX, file);
    (void)fclose(file);
    /* Named first, for it may not come back. */
    printf("%s\n", path);
    (void)fflush(stdout);
    uint8_t *exact = (uint8_t *)fuzz_text(data, size);
    free(data);
    (void)LLVMFuzzerTestOneInput(exact, size);
    free(exact);
    return 0;
}

/* How many files were replayed; -1: the folder or one of them cannot be read. */
static int replay_folder(const char *folder)
{
    DIR *open_folder = opendir(folder);
    const struct dirent *entry;
    int count = 0;
    if (open_folder == NULL)
        return -1;
    while (count >= 0 && (entry = readdir(open_folder)) != NULL) {
        char path[PATH_TEXT];
        struct stat about;
        int length = snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (length < 0 || (size_t)length >= sizeof path || stat(path, &about) != 0)
            count = -1;
        else if (S_ISREG(about.st_mode))
            count = replay_file(path) == 0 ? count + 1 : -1;
    }
    (void)closedir(open_folder);
    return count;
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        int count = replay_folder(argv[i]);
        /* An empty corpus proves nothing. */
        if (count <= 0) {
            fprintf(stderr, "%s: no input was replayed\n", argv[i]);
            return EXIT_FAILURE;
        }
        printf("%d inputs\n", count);
    }
    return argc > 1 ? EXIT_SUCCESS : EXIT_FAILURE;
}
