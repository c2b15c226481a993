#include "measures/content/vocabulary.h"

#include <string.h>

static char small(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static int begins_with(const char *word, size_t length, const char *beginning)
{
    size_t end = strlen(beginning);

    if (length < end)
        return 0;
    for (size_t i = 0; i < end; i++)
        if (small(word[i]) != beginning[i])
            return 0;
    return 1;
}

typedef struct entry {
    const char *begins;
    clg_kind_meaning meaning;
} entry;

static const entry kinds[] = {
    {"problem", {CLG_FORM_PROBLEM_SOLVING, CLG_EVIDENCE_WORK}},
    {"solv", {CLG_FORM_PROBLEM_SOLVING, CLG_EVIDENCE_WORK}},
    {"troubleshoot", {CLG_FORM_PROBLEM_SOLVING, CLG_EVIDENCE_WORK}},
    {"help", {CLG_FORM_REQUESTS, CLG_EVIDENCE_AID}},
    {"ask", {CLG_FORM_REQUESTS, CLG_EVIDENCE_AID}},
    {"question", {CLG_FORM_REQUESTS, CLG_EVIDENCE_AID}},
    {"request", {CLG_FORM_REQUESTS, CLG_EVIDENCE_AID}},
    {"advice", {CLG_FORM_REQUESTS, CLG_EVIDENCE_AID}},
    {"answer", {CLG_FORM_REQUESTS, CLG_EVIDENCE_AID}},
    {"experience", {CLG_FORM_EXPERIENCE, CLG_EVIDENCE_AID}},
    {"mentor", {CLG_FORM_EXPERIENCE, CLG_EVIDENCE_AID}},
    {"coach", {CLG_FORM_EXPERIENCE, CLG_EVIDENCE_AID}},
    {"material", {CLG_FORM_REUSE, CLG_EVIDENCE_ASSETS}},
    {"resource", {CLG_FORM_REUSE, CLG_EVIDENCE_ASSETS}},
    {"share", {CLG_FORM_REUSE, CLG_EVIDENCE_ASSETS}},
    {"reus", {CLG_FORM_REUSE, CLG_EVIDENCE_ASSETS}},
    {"document", {CLG_FORM_REUSE, CLG_EVIDENCE_ASSETS}},
    {"coordinat", {CLG_FORM_COORDINATION, CLG_EVIDENCE_WORK}},
    {"plan", {CLG_FORM_COORDINATION, CLG_EVIDENCE_WORK}},
    {"teach", {CLG_FORM_COORDINATION, CLG_EVIDENCE_WORK}},
    {"strateg", {CLG_FORM_COORDINATION, CLG_EVIDENCE_WORK}},
    {"logistic", {CLG_FORM_COORDINATION, CLG_EVIDENCE_TALK}},
    {"argument", {CLG_FORM_ARGUMENT, CLG_EVIDENCE_WORK}},
    {"proposal", {CLG_FORM_ARGUMENT, CLG_EVIDENCE_WORK}},
    {"case", {CLG_FORM_ARGUMENT, CLG_EVIDENCE_WORK}},
    {"confiden", {CLG_FORM_CONFIDENCE, CLG_EVIDENCE_AID}},
    {"feedback", {CLG_FORM_CONFIDENCE, CLG_EVIDENCE_AID}},
    {"encourag", {CLG_FORM_CONFIDENCE, CLG_EVIDENCE_AID}},
    {"discuss", {CLG_FORM_DISCUSSION, CLG_EVIDENCE_TALK}},
    {"chat", {CLG_FORM_DISCUSSION, CLG_EVIDENCE_TALK}},
    {"talk", {CLG_FORM_DISCUSSION, CLG_EVIDENCE_TALK}},
    {"news", {CLG_FORM_DISCUSSION, CLG_EVIDENCE_TALK}},
    {"map", {CLG_FORM_MAPPING, CLG_EVIDENCE_WORK}},
    {"gap", {CLG_FORM_MAPPING, CLG_EVIDENCE_WORK}},
    {"visit", {CLG_FORM_MAPPING, CLG_EVIDENCE_WORK}},
    {"observ", {CLG_FORM_MAPPING, CLG_EVIDENCE_WORK}},
};

clg_kind_meaning clg_kind_meaning_of(const char *word, size_t length)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (begins_with(word, length, kinds[i].begins))
            return kinds[i].meaning;
    return (clg_kind_meaning){CLG_FORM_UNKNOWN, CLG_EVIDENCE_TALK};
}

typedef struct step_word {
    const char *begins;
    int step;
} step_word;

static const step_word pdsa[] = {{"plan", 0}, {"do", 1}, {"study", 2}, {"act", 3}};
static const step_word five[] = {{"analy", 0},  {"goal", 1},  {"set goal", 1},
                                 {"set", 1},    {"learn", 2}, {"implement", 3},
                                 {"monitor", 4}};

int clg_cycle_step(clg_cycle_kind cycle, const char *word, size_t length)
{
    const step_word *steps = cycle == CLG_CYCLE_PDSA ? pdsa : five;
    size_t count = cycle == CLG_CYCLE_PDSA ? sizeof pdsa / sizeof *pdsa
                                           : sizeof five / sizeof *five;

    for (size_t i = 0; i < count; i++)
        if (begins_with(word, length, steps[i].begins))
            return steps[i].step;
    return -1;
}

int clg_cycle_steps(clg_cycle_kind cycle)
{
    return cycle == CLG_CYCLE_PDSA ? 4 : 5;
}

static const char *const step_names[CLG_CYCLES][5] = {
    {"plan", "do", "study", "act", NULL},
    {"analyse", "set goals", "learn", "implement", "monitor"}};

const char *clg_cycle_name(clg_cycle_kind cycle)
{
    return cycle == CLG_CYCLE_PDSA ? "pdsa" : "five_steps";
}

const char *clg_cycle_step_name(clg_cycle_kind cycle, int step)
{
    return step >= 0 && step < clg_cycle_steps(cycle) ? step_names[cycle][step] : NULL;
}

static bool is_word(const char *word, size_t length, const char *name)
{
    return length == strlen(name) && begins_with(word, length, name);
}

static bool find_step(const char *word, size_t length, clg_cycle_label *found)
{
    static const char american[] = "analyze";

    for (int c = 0; c < CLG_CYCLES; c++)
        for (int s = 0; s < clg_cycle_steps((clg_cycle_kind)c); s++)
            if (is_word(word, length, step_names[c][s])) {
                found->cycle = (clg_cycle_kind)c;
                found->step = s;
                return true;
            }
    found->cycle = CLG_CYCLE_FIVE_STEPS;
    found->step = 0;
    return is_word(word, length, american);
}

bool clg_cycle_label_of(const char *label, size_t length, clg_cycle_label *found)
{
    size_t begin = length, end;

    while (begin > 0 && label[begin - 1] != ':')
        begin--;
    found->name_length = begin > 0 ? begin - 1 : 0;
    for (end = length; end > begin && label[end - 1] == ' ';)
        end--;
    while (begin < end && label[begin] == ' ')
        begin++;
    return find_step(label + begin, end - begin, found);
}
