#define _POSIX_C_SOURCE 200809L
#include "cli/progress.h"

#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { BAR_WIDTH = 24, PLAIN_PAUSE = 5 };

static volatile sig_atomic_t interrupted;

static void note_interrupt(int signal_number)
{
    (void)signal_number;
    interrupted = 1;
}

static bool is_interrupted(void *payload)
{
    (void)payload;
    return interrupted != 0;
}

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static bool terminal_can_redraw(void)
{
    const char *terminal = getenv("TERM");

    return isatty(STDERR_FILENO) && terminal != NULL && strcmp(terminal, "dumb") != 0;
}

bool progress_choose(const char *name, struct progress *progress)
{
    *progress = (struct progress){.percent = -1};
    if (strcmp(name, "auto") == 0)
        progress->style = terminal_can_redraw() ? PROGRESS_BAR : PROGRESS_NONE;
    else if (strcmp(name, "plain") == 0)
        progress->style = PROGRESS_PLAIN;
    else if (strcmp(name, "json") == 0)
        progress->style = PROGRESS_JSON;
    else if (strcmp(name, "none") == 0)
        progress->style = PROGRESS_NONE;
    else
        return false;
    return true;
}

/* What is counted in a stage. */
static const char *unit_of(const char *stage)
{
    if (strcmp(stage, "measure") == 0 || strcmp(stage, "simulate") == 0)
        return "schools";
    if (strcmp(stage, "compare") == 0 || strcmp(stage, "effects") == 0)
        return "comparisons";
    return strcmp(stage, "write") == 0 ? "files" : "MB";
}

static double scale_of(const char *stage)
{
    return strcmp(unit_of(stage), "MB") == 0 ? 1e-6 : 1.0;
}

static void print_figures(const char *stage, uint64_t done, uint64_t total,
                          double seconds)
{
    double rate = seconds > 0.0 ? (double)done / seconds : 0.0;
    double left = rate > 0.0 ? (double)(total - done) / rate : 0.0;
    double scale = scale_of(stage);

    fprintf(stderr, "%.0f of %.0f %s", (double)done * scale, (double)total * scale,
            unit_of(stage));
    if (done > 0 && seconds > 0.2)
        fprintf(stderr, ", %.*f a second, %.0f s left", rate * scale < 10.0 ? 1 : 0,
                rate * scale, left);
}

static void draw_bar(struct progress *progress, uint64_t done, uint64_t total,
                     double seconds)
{
    int percent = total > 0 ? (int)(100.0 * (double)done / (double)total) : 100;
    int filled = percent * BAR_WIDTH / 100;

    if (percent == progress->percent)
        return;
    progress->percent = percent;
    fprintf(stderr, "\r%-8s [%.*s%.*s] %3d %%  ", progress->stage, filled,
            "########################", BAR_WIDTH - filled, "                        ",
            percent);
    print_figures(progress->stage, done, total, seconds);
    fputs("\033[K", stderr);
    fflush(stderr);
    progress->is_drawn = true;
}

static void print_plain(struct progress *progress, uint64_t done, uint64_t total)
{
    double time = now();

    if (time - progress->last < PLAIN_PAUSE && done < total)
        return;
    progress->last = time;
    fprintf(stderr, "collegium: %s: ", progress->stage);
    print_figures(progress->stage, done, total, time - progress->began);
    fputc('\n', stderr);
}

static void print_json(struct progress *progress, uint64_t done, uint64_t total)
{
    double time = now();

    if (time - progress->last < 0.5 && done < total)
        return;
    progress->last = time;
    fprintf(stderr,
            "{\"stage\":\"%s\",\"done\":%" PRIu64 ",\"total\":%" PRIu64
            ",\"seconds\":%.3f}\n",
            progress->stage, done, total, time - progress->began);
}

static void report(void *payload, const char *stage, uint64_t done, uint64_t total)
{
    struct progress *progress = payload;

    if (progress->style == PROGRESS_NONE)
        return;
    if (progress->stage == NULL || strcmp(progress->stage, stage) != 0) {
        progress->stage = stage;
        progress->began = now();
        progress->last = 0.0;
        progress->percent = -1;
    } else if (done == total && progress->percent == 101) {
        return; /* its end was reported */
    }
    if (progress->style == PROGRESS_BAR)
        draw_bar(progress, done, total, now() - progress->began);
    else if (progress->style == PROGRESS_PLAIN)
        print_plain(progress, done, total);
    else
        print_json(progress, done, total);
    if (done == total)
        progress->percent = 101;
}

clg_monitor progress_monitor(struct progress *progress)
{
    struct sigaction action = {0};

    action.sa_handler = note_interrupt;
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    return (clg_monitor){report, is_interrupted, progress};
}

void progress_finish(struct progress *progress)
{
    if (progress->is_drawn)
        fputs("\r\033[K", stderr); /* leave no trace above the results */
    progress->is_drawn = false;
}
