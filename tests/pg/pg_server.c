/* SPDX-License-Identifier: MIT */
#include "pg_server.h"
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SKIP_CODE 77
#define START_SECONDS 60
#define FOLDER_LONGEST 80 /* the socket's path must fit into some hundred bytes */
#define ARGUMENTS_MAX 32

static struct {
    pid_t starter; /* only this process ends the server, its children do not */
    pid_t process; /* 0: not running */
    pid_t guard;   /* removes the folder in the end */
    int presence;  /* closed, or lost with us: we are gone */
    char programs[128];
    char folder[FOLDER_LONGEST];
    char address[FOLDER_LONGEST + 64];
} server;

static void give_up(int code, const char *why)
{
    printf("%s: %s\n", code == SKIP_CODE ? "SKIPPED" : "FAILED", why);
    fflush(stdout);
    exit(code);
}

/* Its programs are not on the path everywhere. AFTERSALE_PG_BIN names their folder. */
static void find_programs(void)
{
    static const char *const places[] = {"/usr/lib/postgresql/[1-9][0-9]/bin/initdb", "/usr/bin/initdb"};
    const char *given = getenv("AFTERSALE_PG_BIN");
    if (given != NULL) {
        snprintf(server.programs, sizeof server.programs, "%s", given);
        return;
    }
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        glob_t found;
        if (glob(places[i], 0, NULL, &found) == 0) {
            const char *newest = found.gl_pathv[found.gl_pathc - 1];
            int length = (int)(strrchr(newest, '/') - newest);
            snprintf(server.programs, sizeof server.programs, "%.*s", length, newest);
            globfree(&found);
            return;
        }
    }
    give_up(SKIP_CODE,
            "PostgreSQL is not installed; set AFTERSALE_PG_BIN to the folder of initdb and postgres");
}

/* The server refuses to run as root. */
static const char *account(void)
{
    return geteuid() == 0 ? "postgres" : NULL;
}

static void make_folder(void)
{
    const char *parent = getenv("TMPDIR");
    const struct passwd *owner;
    if (parent == NULL || parent[0] == 0 || strlen(parent) > FOLDER_LONGEST - sizeof "/aftersale-pg-XXXXXX")
        parent = "/tmp";
    snprintf(server.folder, sizeof server.folder, "%s/aftersale-pg-XXXXXX", parent);
    if (mkdtemp(server.folder) == NULL)
        give_up(1, "no temporary folder");
    if (account() == NULL)
        return;
    owner = getpwnam(account());
    if (owner == NULL || chown(server.folder, owner->pw_uid, owner->pw_gid) != 0) {
        rmdir(server.folder);
        give_up(SKIP_CODE, "run as root, but there is no account named postgres");
    }
}

/* Starts a program under the server's account, its words in the file log. It is told to end when we end,
 * however that happens: SIGQUIT is what PostgreSQL takes for an immediate stop. */
static pid_t start(const char *program, ...)
{
    char path[192], log[FOLDER_LONGEST + 8];
    const char *arguments[ARGUMENTS_MAX] = {"setpriv", "--pdeathsig=QUIT"};
    size_t count = 2;
    va_list more;
    pid_t child;
    snprintf(path, sizeof path, "%s/%s", server.programs, program);
    snprintf(log, sizeof log, "%s/log", server.folder);
    if (account() != NULL) {
        arguments[count++] = "--reuid=postgres";
        arguments[count++] = "--regid=postgres";
        arguments[count++] = "--init-groups";
    }
    arguments[count++] = path;
    va_start(more, program);
    do
        arguments[count] = va_arg(more, const char *);
    while (arguments[count] != NULL && ++count < ARGUMENTS_MAX - 1);
    va_end(more);
    arguments[count] = NULL;
    child = fork();
    if (child == 0) {
        int words = open(log, O_WRONLY | O_CREAT | O_APPEND, 0644);
        if (words >= 0 && chdir(server.folder) == 0 && dup2(words, 1) >= 0 && dup2(words, 2) >= 0)
            execvp(arguments[0], (char *const *)(uintptr_t)arguments);
        _exit(127);
    }
    return child;
}

static int result_of(pid_t child)
{
    int status = -1;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    return status;
}

static void show_log(void)
{
    char path[FOLDER_LONGEST + 8], line[512];
    FILE *log;
    snprintf(path, sizeof path, "%s/log", server.folder);
    log = fopen(path, "r");
    while (log != NULL && fgets(line, sizeof line, log) != NULL)
        fputs(line, stdout);
    if (log != NULL)
        fclose(log);
}

/* Removes the folder when nobody is left who could use it, however they ended: each of them, and the server
 * too, holds the other end of a pipe. */
static void guard_folder(void)
{
    int ends[2];
    char byte;
    if (pipe(ends) != 0)
        give_up(1, "no pipe");
    server.guard = fork();
    if (server.guard == 0) {
        setsid(); /* what is sent to our group does not end it */
        close(ends[1]);
        while (read(ends[0], &byte, 1) < 0 && errno == EINTR)
            ;
        execlp("rm", "rm", "-rf", server.folder, (char *)NULL);
        _exit(127);
    }
    close(ends[0]);
    server.presence = ends[1];
}

static void stop(void)
{
    if (getpid() != server.starter)
        return;
    if (server.process > 0) {
        kill(server.process, SIGQUIT);
        (void)result_of(server.process);
    }
    close(server.presence);
    (void)result_of(server.guard);
}

static void wait_until_ready(void)
{
    struct timespec pause = {.tv_nsec = 50000000};
    for (int tries = START_SECONDS * 20; tries != 0; tries--) {
        if (PQping(server.address) == PQPING_OK)
            return;
        if (waitpid(server.process, NULL, WNOHANG) != 0) {
            server.process = 0;
            break;
        }
        nanosleep(&pause, NULL);
    }
    show_log();
    give_up(1, "the PostgreSQL server does not start");
}

void pg_server_start(void)
{
    char data[FOLDER_LONGEST + 8];
    find_programs();
    make_folder();
    guard_folder();
    server.starter = getpid();
    atexit(stop);
    snprintf(data, sizeof data, "%s/data", server.folder);
    snprintf(server.address, sizeof server.address,
             "host=%s dbname=postgres user=postgres connect_timeout=10", server.folder);
    if (result_of(start("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale",
                        "--no-sync", (char *)NULL)) != 0) {
        show_log();
        give_up(1, "initdb");
    }
    /* Nothing here outlives the program: what keeps data through a loss of power would only cost time. */
    server.process = start("postgres", "-D", data, "-k", server.folder, "-c", "listen_addresses=", "-c",
                           "fsync=off", "-c", "full_page_writes=off", "-c", "shared_buffers=32MB", "-c",
                           "max_connections=64", "-c", "log_min_messages=fatal", (char *)NULL);
    wait_until_ready();
}

const char *pg_server_address(void)
{
    return server.address;
}
