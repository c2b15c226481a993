/* A count is set only once there is room for its structs: what is freed after a
 * failure is then always what was made. */
#include "store/study_records.h"

#include <stdio.h>
#include <string.h>

enum { NAME_SIZE = 64 };

void clg_visit_spans(clg_archive *a, const char *table, clg_break **spans,
                     size_t *span_count, size_t *span_room)
{
    size_t count = *span_count;
    char name[NAME_SIZE];

    snprintf(name, sizeof name, "%s.count", table);
    clg_archive_size(a, name, &count);
    clg_archive_room(a, spans, count, sizeof **spans);
    if (a->status != CLG_OK || count == 0)
        return;
    *span_count = count;
    if (a->is_reading)
        *span_room = count;
    snprintf(name, sizeof name, "%s.first_day", table);
    clg_archive_field(a, name, CLG_CELLS_I64, &(*spans)->first_day, sizeof **spans,
                      count);
    snprintf(name, sizeof name, "%s.end_day", table);
    clg_archive_field(a, name, CLG_CELLS_I64, &(*spans)->end_day, sizeof **spans,
                      count);
    snprintf(name, sizeof name, "%s.school", table);
    clg_archive_text_field(a, name, &(*spans)->school, sizeof **spans, count);
    snprintf(name, sizeof name, "%s.label", table);
    clg_archive_text_field(a, name, &(*spans)->label, sizeof **spans, count);
}

static void visit_counts_of(clg_archive *a, clg_source *first, size_t count)
{
    const struct {
        const char *name;
        uint64_t *field;
    } counts[] = {{"sources.bytes", &first->bytes},
                  {"sources.rows", &first->rows},
                  {"sources.used", &first->used},
                  {"sources.duplicates", &first->duplicates},
                  {"sources.set_aside", &first->set_aside},
                  {"sources.bad", &first->bad}};

    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++)
        clg_archive_field(a, counts[i].name, CLG_CELLS_U64, counts[i].field,
                          sizeof *first, count);
}

static void visit_digests(clg_archive *a, clg_source *sources, size_t count)
{
    clg_texts digests = CLG_TEXTS_INIT;

    for (size_t i = 0; !a->is_reading && a->status == CLG_OK && i < count; i++)
        a->status = clg_texts_append(&digests, sources[i].sha256,
                                     strlen(sources[i].sha256), a->err);
    clg_archive_texts(a, "sources.sha256", &digests);
    if (a->is_reading && a->status == CLG_OK && digests.count != count)
        clg_archive_damaged(a, "sources.sha256 has %zu texts, expected %zu",
                            digests.count, count);
    for (size_t i = 0; a->is_reading && a->status == CLG_OK && i < count; i++)
        snprintf(sources[i].sha256, sizeof sources[i].sha256, "%s",
                 clg_texts_at(&digests, i));
    clg_texts_clear(&digests);
}

static void visit_sources(clg_archive *a, clg_reading *reading)
{
    size_t count = reading->source_count;
    clg_source *first = NULL;

    clg_archive_size(a, "sources.count", &count);
    clg_archive_room(a, &reading->sources, count, sizeof *reading->sources);
    if (a->status != CLG_OK || count == 0)
        return;
    reading->source_count = count;
    if (a->is_reading)
        reading->source_room = count;
    first = reading->sources;
    _Static_assert(sizeof first->kind == sizeof(uint32_t), "kept as 32 bits");
    clg_archive_field(a, "sources.kind", CLG_CELLS_U32, &first->kind, sizeof *first,
                      count);
    clg_archive_text_field(a, "sources.path", &first->path, sizeof *first, count);
    visit_digests(a, first, count);
    visit_counts_of(a, first, count);
}

static void visit_rejects(clg_archive *a, clg_reading *reading)
{
    size_t count = reading->reject_count, stride = sizeof *reading->rejects;
    clg_reject *first = NULL;

    clg_archive_size(a, "rejects.count", &count);
    clg_archive_room(a, &reading->rejects, count, stride);
    if (a->status != CLG_OK || count == 0)
        return;
    reading->reject_count = count;
    if (a->is_reading)
        reading->reject_room = count;
    first = reading->rejects;
    clg_archive_field(a, "rejects.source", CLG_CELLS_U32, &first->source, stride,
                      count);
    clg_archive_field(a, "rejects.line", CLG_CELLS_U64, &first->line, stride, count);
    clg_archive_field(a, "rejects.column", CLG_CELLS_U64, &first->column, stride,
                      count);
    clg_archive_field(a, "rejects.reason", CLG_CELLS_U64, &first->reason, stride,
                      count);
    clg_archive_field(a, "rejects.is_bad", CLG_CELLS_U8, &first->is_bad, stride, count);
    clg_archive_field(a, "rejects.row", CLG_CELLS_U64, &first->row, stride, count);
}

void clg_visit_reading(clg_archive *a, clg_reading *reading)
{
    visit_sources(a, reading);
    visit_rejects(a, reading);
    clg_archive_texts(a, "rejects.reasons", &reading->reasons);
    clg_archive_texts(a, "rejects.rows", &reading->rows);
    clg_archive_texts(a, "notes", &reading->notes);
}
