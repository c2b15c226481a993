/* The page around the sections: head, style, contents. */
#include "report/report.h"

#include "base/fail.h"
#include "report/page/page.h"
#include "report/script.h"

#include <string.h>

static const struct {
    const char *id;
    clg_word title;
    clg_page_part *draw;
} parts[] = {
    {"about", CLG_WORD_ABOUT, clg_page_about},
    {"coverage", CLG_WORD_COVERAGE, clg_page_coverage},
    {"network", CLG_WORD_NETWORK, clg_page_network},
    {"flow", CLG_WORD_FLOW, clg_page_flow},
    {"paths", CLG_WORD_RIBBONS, clg_page_ribbons},
    {"time", CLG_WORD_TIME, clg_page_time},
    {"compared", CLG_WORD_COMPARE, clg_page_compare},
    {"participation", CLG_WORD_PARTICIPATION, clg_page_participation},
    {"structure", CLG_WORD_STRUCTURE, clg_page_structure},
    {"signs", CLG_WORD_SIGNS, clg_page_signs},
    {"levels", CLG_WORD_LADDER, clg_page_ladder},
    {"asked", CLG_WORD_ASKED, clg_page_asked},
    {"ties", CLG_WORD_TIES, clg_page_ties},
    {"chosen", CLG_WORD_CHOSEN, clg_page_chosen},
    {"methods", CLG_WORD_METHODS, clg_page_methods},
    {"provenance", CLG_WORD_PROVENANCE, clg_page_provenance},
};

enum { PART_COUNT = sizeof parts / sizeof parts[0], COLUMN_MOST = 12 };

static const char style[] =
    ":root{color-scheme:light}"
    "*{box-sizing:border-box}"
    "body{margin:0;font:1rem/1.55 Helvetica,Arial,'Liberation Sans',sans-serif;"
    "color:#1f1f1f;background:#fff}"
    "header,main,footer{max-width:72rem;margin:0 auto;padding:0 1.25rem}"
    "header{padding-top:2.2rem}"
    ".kind{margin:0;color:#08519c;font-weight:bold;letter-spacing:.04em}"
    "h1{margin:.1em 0 .5em;font-size:2.1rem;line-height:1.2;overflow-wrap:anywhere}"
    "h2{margin:0 0 .6em;font-size:1.45rem;line-height:1.25}"
    "h3{margin:1.6em 0 .4em;font-size:1.1rem}h4{margin:1.4em 0 .3em;font-size:1rem}"
    "#chosen h3{font-size:1.25rem;border-bottom:1px solid #08519c}"
    "p,ul,dl{max-width:46rem}"
    "section{padding:1.6rem 0 1rem;border-top:3px solid #08519c;margin-top:1.2rem}"
    ".skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.5rem;"
    "background:#fff;padding:.4rem}"
    "nav ol{columns:2;column-gap:2rem;padding-left:1.4rem;margin:.3em 0 0;"
    "max-width:46rem}"
    "a{color:#08519c}a:focus-visible,summary:focus-visible,.frame:focus-visible,"
    ".picture:focus-visible"
    "{outline:3px solid #d55e00;outline-offset:2px}"
    "figure{margin:1rem 0}.picture{overflow-x:auto}"
    ".picture>svg{display:block;max-width:100%;min-width:36rem;height:auto}"
    "figcaption{max-width:46rem;color:#3d3d3d;font-size:.94rem;margin-top:.4rem}"
    ".many{display:grid;grid-template-columns:repeat(auto-fill,minmax(13.5rem,1fr));"
    "gap:.9rem .9rem}.many svg{display:block;width:100%;height:auto}"
    ".pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(16rem,1fr));"
    "gap:1rem;max-width:48rem}.pair "
    "svg{display:block;width:100%;height:auto}.wide{grid-template-columns:1fr;"
    "overflow-x:auto}.wide svg{min-width:34rem}"
    ".legend{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;"
    "font-size:.94rem}.legend svg{vertical-align:-4px}"
    ".look{border-left:4px solid #d55e00;padding:.2rem 1rem;margin:1rem 0;"
    "background:#fdf4ee;max-width:46rem}"
    ".look h3{margin-top:.6em}.look ol{padding-left:1.4rem;margin:.4em 0}"
    ".look ol+p,.look h3+p{margin-top:.6em}.look li{margin:.3em 0}"
    "details{margin:.6rem 0}summary{cursor:pointer;color:#08519c;padding:.2rem 0}"
    ".frame{overflow-x:auto;margin:.8rem 0}"
    "table{border-collapse:collapse;font-size:.875rem;line-height:1.35}"
    "caption{text-align:left;font-weight:bold;padding:.2rem 0 .4rem;"
    "min-width:min(24rem,80vw)}"
    "th,td{text-align:left;vertical-align:top;padding:.28rem .7rem .28rem 0;"
    "border-bottom:1px solid #dcdcdc}"
    "thead th{border-bottom:2px solid #5a5a5a;vertical-align:bottom}"
    "tbody th{font-weight:normal;unicode-bidi:isolate}"
    "td{font-variant-numeric:tabular-nums;white-space:nowrap}"
    "td:last-child{white-space:normal}tbody th{min-width:4rem;max-width:16rem;"
    "overflow-wrap:break-word}#schools td:last-child{min-width:15rem}"
    "#schools tbody th{min-width:9rem}"
    "#asked-indicators tbody th{min-width:9rem}"
    "#definitions td:last-child{min-width:22rem}h2,h3,p,caption{overflow-wrap:anywhere}"
    ".code{font-family:'Liberation Mono',monospace;overflow-wrap:anywhere;"
    "font-size:.8rem}"
    ".defs{width:0;height:0;position:absolute}"
    "footer{color:#5a5a5a;font-size:.875rem;padding-bottom:2rem}"
    "@media(max-width:40rem){html{font-size:15px}h1{font-size:1.6rem}"
    "nav ol{columns:1}.many{grid-template-columns:repeat(auto-fill,"
    "minmax(11.5rem,1fr))}}"
    "@media print{@page{margin:16mm}html{font-size:10pt}header,main,footer"
    "{max-width:none;padding:0}"
    ".skip{display:none}.frame,.picture{overflow:visible}"
    ".picture>svg{min-width:0}"
    ".many{grid-template-columns:repeat(3,1fr)}"
    ".pair{grid-template-columns:1fr 1fr;max-width:32rem}"
    ".many svg,figure>.picture,.pair,tr,.look,#ties table{break-inside:avoid}"
    ".picture,.pair{break-after:avoid}"
    "h2,h3,caption,.legend,summary{break-after:avoid}thead{display:table-header-group}"
    "a{color:inherit;text-decoration:none}"
    "summary{list-style:none}details::details-content{content-visibility:visible;"
    "display:block}table{font-size:8pt}"
    "th,td{padding-right:.5rem}#schools td:last-child,#schools tbody th,"
    "#definitions td:last-child{min-width:0}}";

/* Numbers stand to the right. */
static void put_number_columns(FILE *stream)
{
    for (int i = 1; i <= COLUMN_MOST; i++)
        fprintf(stream, "%s.n%d th:nth-child(%d),.n%d td:nth-child(%d)",
                i > 1 ? "," : "", i, i, i, i);
    fputs("{text-align:right}", stream);
}

static const char *title_of(const clg_report_data *data)
{
    return data->title != NULL && data->title[0] != '\0' ? data->title
                                                         : clg_words(CLG_WORD_REPORT);
}

static void put_head(FILE *stream, const clg_report_data *data)
{
    bool has_script = clg_report_script[0] != '\0';

    fprintf(stream,
            "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
            "'none'; style-src 'unsafe-inline'; img-src data:%s%s%s\">\n"
            "<meta name=\"viewport\" content=\"width=device-width, "
            "initial-scale=1\">\n"
            "<meta name=\"referrer\" content=\"no-referrer\">\n"
            "<link rel=\"icon\" href=\"data:,\">\n<title>",
            clg_words(CLG_WORD_LANGUAGE), has_script ? "; script-src '" : "",
            clg_report_script_hash, has_script ? "'" : "");
    clg_html_text(stream, title_of(data));
    fputs("</title>\n<style>", stream);
    fputs(style, stream);
    put_number_columns(stream);
    fputs("</style>\n</head>\n", stream);
}

/* Where nobody was asked, nothing is said of it, and no school alone unless wanted. */
static bool is_there(const clg_page *page, int part)
{
    if (parts[part].draw == clg_page_chosen)
        return page->data->chosen_count > 0;
    return parts[part].draw != clg_page_asked || clg_page_has(&page->data->asked);
}

static void put_contents(const clg_page *page)
{
    FILE *stream = page->stream;

    fputs("<nav aria-labelledby=\"contents\"><h2 id=\"contents\">", stream);
    clg_say(stream, CLG_WORD_CONTENTS, NULL);
    fputs("</h2><ol>", stream);
    for (int i = 0; i < PART_COUNT; i++) {
        if (!is_there(page, i))
            continue;
        fprintf(stream, "<li><a href=\"#%s\">", parts[i].id);
        clg_say(stream, parts[i].title, NULL);
        fputs("</a></li>", stream);
    }
    fputs("</ol></nav>\n", stream);
}

/* For whom the page is, before anything else. */
static void put_warnings(const clg_page *page)
{
    const clg_report_data *data = page->data;
    char names[CLG_PAGE_TEXT] = "";
    size_t used = 0;

    for (uint32_t i = 0; i < data->chosen_count && used < sizeof names - 1; i++)
        used += (size_t)snprintf(names + used, sizeof names - used, "%s%s",
                                 i > 0 ? ", " : "",
                                 clg_page_school(page, page->place[data->chosen[i]]));
    if (data->names_people) {
        fputs("<p class=\"look\"><strong>", page->stream);
        clg_say(page->stream, CLG_WORD_NAMES_PEOPLE, names, NULL);
        fputs("</strong></p>", page->stream);
    }
    if (data->is_blind)
        clg_page_say(page, CLG_WORD_BLIND);
}

static void put_top(const clg_page *page)
{
    FILE *stream = page->stream;

    fputs("<body>\n<a class=\"skip\" href=\"#contents\">", stream);
    clg_say(stream, CLG_WORD_SKIP, NULL);
    fputs("</a>\n<svg class=\"defs\" aria-hidden=\"true\">", stream);
    clg_stage_patterns(stream, "all", CLG_PALETTE_SIZE);
    fputs("</svg>\n<header><p class=\"kind\">", stream);
    clg_say(stream, CLG_WORD_REPORT, NULL);
    fputs("</p><h1>", stream);
    clg_html_text(stream, title_of(page->data));
    fputs("</h1>", stream);
    put_warnings(page);
    fputs("</header>\n<main>\n", stream);
}

static clg_status draw(const clg_page *page, clg_error *err)
{
    clg_status status = CLG_OK;

    put_head(page->stream, page->data);
    put_top(page);
    for (int i = 0; status == CLG_OK && i < PART_COUNT; i++) {
        if (!is_there(page, i))
            continue;
        clg_page_section(page, parts[i].id, parts[i].title);
        status = parts[i].draw(page, err);
        clg_page_section_end(page);
        if (i == 0)
            put_contents(page);
    }
    fputs("</main>\n", page->stream);
    clg_page_controls(page);
    fputs("</body>\n</html>\n", page->stream);
    return status;
}

void clg_report_tables(clg_report_data *data, clg_table *tables[CLG_REPORT_TABLES])
{
    clg_table *const all[CLG_REPORT_TABLES] = {
        &data->school,       &data->window,     &data->school_window,
        &data->trajectory,   &data->transition, &data->trajectory_school,
        &data->attribute,    &data->disease,    &data->ladder,
        &data->attention,    &data->provenance, &data->comparison,
        &data->compared,     &data->charts,     &data->person,
        &data->tie,          &data->asked,      &data->asked_reliability,
        &data->asked_change, &data->asked_log,  &data->event,
        &data->cycle_step,   &data->cycle,      &data->cycle_effect,
        &data->phase};

    memcpy(tables, all, sizeof all);
}

clg_status clg_report_draw(const clg_report_data *data, uint32_t min_group,
                           FILE *stream, clg_error *err)
{
    clg_page page = {.stream = stream, .data = data, .min_group = min_group};
    clg_status status;

    if (min_group < CLG_REPORT_LEAST_GROUP)
        return clg_fail(err, CLG_ERROR_PRIVACY,
                        "min_group is %u: a report that is shared shows no group below "
                        "%d, which is the floor",
                        min_group, CLG_REPORT_LEAST_GROUP);
    if (min_group > CLG_REPORT_MOST_GROUP)
        return clg_fail(err, CLG_ERROR_ARGUMENT, "min_group is %u, expected %d to %d",
                        min_group, CLG_REPORT_LEAST_GROUP, CLG_REPORT_MOST_GROUP);
    status = clg_page_open(&page, err);
    if (status == CLG_OK)
        status = draw(&page, err);
    clg_page_close(&page);
    return status;
}
