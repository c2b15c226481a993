#include "simulate/plan.h"

#include "simulate/dice.h"
#include "simulate/sheet.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const zones[] = {"America/New_York", "America/Los_Angeles",
                                    "Europe/Berlin",    "America/Chicago",
                                    "Europe/London",    "America/Denver"};

static const char *const departments[CLG_DEPARTMENT_LIMIT] = {
    "mathematics", "science", "languages", "humanities", "arts",    "sports",
    "technology",  "support", "primary",   "library",    "careers", "music"};

static const char *const places[] = {
    "Alder Street", "Birchwood",     "Cedar Hill",    "Dunmore",       "Eastgate",
    "Fairview",     "Gr\303\274nau", "Hazel Grove",   "Ironbridge",    "Juniper",
    "Kestrel",      "Lakeside",      "Ma\303\261ana", "Northfield",    "Oakham",
    "Pine Ridge",   "Quarry Bank",   "Riverside",     "St. Brendan's", "Thornton"};

static const char *const families[] = {"Abara",
                                       "Adeyemi",
                                       "Bauer",
                                       "Becker",
                                       "Castillo",
                                       "Chen",
                                       "Diallo",
                                       "D'Souza",
                                       "Evans",
                                       "Fischer",
                                       "Garc\303\255a",
                                       "Haddad",
                                       "Ito",
                                       "Jansen",
                                       "Kaya",
                                       "Kowalski",
                                       "Larsson",
                                       "Li",
                                       "Moreau",
                                       "M\303\274ller",
                                       "Nguyen",
                                       "Nowak",
                                       "O'Brien",
                                       "Okafor",
                                       "Patel",
                                       "Pereira",
                                       "Quinn",
                                       "Rossi",
                                       "Sato",
                                       "Schmidt",
                                       "S\303\270rensen",
                                       "Tan",
                                       "Tran",
                                       "Ueda",
                                       "Vargas",
                                       "Virtanen",
                                       "Weber",
                                       "Xu",
                                       "Yilmaz",
                                       "\305\273ak"};

static const char *const given_names[] = {
    "Ada",    "Ben",    "Chlo\303\251", "Dara",  "Elif",       "Finn", "Grace",
    "Hugo",   "Ines",   "Jonas",        "Kira",  "Leo",        "Maya", "Noor",
    "Ola",    "Pia",    "Quentin",      "Rosa",  "Samir",      "Tess", "Uma",
    "Viktor", "Wren",   "Xenia",        "Yusuf", "Zo\303\253", "Amir", "Bj\303\266rn",
    "Clara",  "Dmitri", "Esra",         "Fay"};

#define COUNT_OF(array) ((uint32_t)(sizeof(array) / sizeof(array)[0]))

const char *clg_department_name(uint32_t department)
{
    return departments[department];
}

bool clg_is_silo(const clg_plan *plan, uint32_t department)
{
    return (plan->silos >> department & 1u) != 0;
}

static uint32_t number_of_slots(clg_dice *dice, uint32_t people)
{
    const double sigma = 0.45;
    double size = people * exp(sigma * clg_dice_normal(dice));
    double largest = 4.0 * people;

    if (size > largest)
        size = largest;
    return size < CLG_COORDINATORS ? CLG_COORDINATORS : (uint32_t)(size + 0.5);
}

static uint32_t number_of_departments(uint32_t slots)
{
    uint32_t count = (slots + 3) / 7;

    if (count < 1)
        return 1;
    return count < CLG_DEPARTMENT_LIMIT ? count : CLG_DEPARTMENT_LIMIT;
}

/* Department 0 is never a silo: the first coordinator is in it. */
static uint32_t draw_silos(clg_dice *dice, uint32_t department_count)
{
    uint32_t silos = 0;

    for (uint32_t d = 1; d < department_count; d++)
        if (clg_dice_chance(dice, 0.2))
            silos |= 1u << d;
    return department_count < 3 ? 0 : silos;
}

static void name_school(clg_dice *dice, clg_plan *plan)
{
    static const char *const levels[] = {"primary", "middle", "secondary"};
    const char *place = places[clg_dice_below(dice, COUNT_OF(places))];
    char name[80];

    plan->level = levels[clg_dice_below(dice, COUNT_OF(levels))];
    switch (clg_dice_below(dice, 4)) {
    case 0: snprintf(name, sizeof name, "%s School", place); break;
    case 1: snprintf(name, sizeof name, "%s Academy", place); break;
    case 2: snprintf(name, sizeof name, "%s School, %s", place, plan->level); break;
    default: snprintf(name, sizeof name, "The \"%s\" School", place); break;
    }
    clg_csv_field(name, plan->name, sizeof plan->name);
}

static void draw_habits(clg_dice *dice, clg_plan *plan)
{
    plan->vitality = exp(0.2 * clg_dice_normal(dice));
    plan->style = (clg_log_style)clg_dice_below(dice, CLG_LOG_STYLE_COUNT);
    plan->is_messy = clg_dice_chance(dice, 1.0 / 3.0);
    plan->has_hub = clg_dice_chance(dice, 0.2);
    plan->names_people = clg_dice_chance(dice, 0.4);
    plan->says_present = clg_dice_chance(dice, 0.7);
    plan->weighs_exchanges = clg_dice_chance(dice, 0.4);
    plan->separator = clg_dice_chance(dice, 0.8) ? 'T' : ' ';
    plan->name_offset = clg_dice_below(dice, COUNT_OF(families));
}

static void draw_closed_day(clg_dice *dice, clg_plan *plan)
{
    static const unsigned months[] = {2, 5, 11};

    plan->closed_month = months[clg_dice_below(dice, COUNT_OF(months))];
    plan->closed_day = clg_dice_between(dice, 5, 24);
}

clg_plan clg_plan_of(uint64_t seed, uint32_t number, uint32_t people)
{
    clg_plan plan = {.number = number};
    uint32_t network = number / CLG_NETWORK_SIZE;
    clg_dice dice;

    snprintf(plan.id, sizeof plan.id, "s%05u", number + 1);
    snprintf(plan.network, sizeof plan.network, "n%04u", network + 1);
    plan.zone = zones[network % COUNT_OF(zones)];
    dice = clg_dice_of(seed, plan.id, 0, CLG_DICE_PLAN);
    plan.slots = number_of_slots(&dice, people);
    plan.departments = number_of_departments(plan.slots);
    plan.silos = draw_silos(&dice, plan.departments);
    plan.founded = clg_dice_between(&dice, 1890, 2015);
    name_school(&dice, &plan);
    draw_habits(&dice, &plan);
    draw_closed_day(&dice, &plan);
    return plan;
}

/* 40 families and 32 given names: with 40 and 5 the steps below meet each of the
 * 1280 pairs once before the first comes again and gets a numeral. */
static size_t person_name_field(const clg_plan *plan, uint32_t index, char *field)
{
    uint32_t round = index / (COUNT_OF(families) * COUNT_OF(given_names));
    const char *family = families[(index + plan->name_offset) % COUNT_OF(families)];
    uint32_t step = index / COUNT_OF(families) + 5 * index;
    const char *given = given_names[step % COUNT_OF(given_names)];
    char name[CLG_ID_SIZE / 2];
    int length;

    if (index % 13 == 5)
        length = snprintf(name, sizeof name, "%s, %s \"%.2s\"", family, given, given);
    else
        length = snprintf(name, sizeof name, "%s, %s", family, given);
    if (round > 0)
        snprintf(name + length, sizeof name - (size_t)length, " %u", round + 1);
    return clg_csv_field(name, field, CLG_ID_SIZE);
}

size_t clg_person_field(const clg_plan *plan, uint32_t index, char field[CLG_ID_SIZE])
{
    if (plan->names_people)
        return person_name_field(plan, index, field);
    return (size_t)snprintf(field, CLG_ID_SIZE, "t%03u", index + 1);
}
