#!/usr/bin/python3
"""Recomputes the tables of a run from the CSV files of its study, and compares.

Usage: recompute.py STUDY OUT

STUDY is a folder with the canonical CSV files as `collegium simulate` writes them
(a roster, a zone for every school, months as windows, the default thresholds), OUT
what `collegium run STUDY -o OUT` made of it. Every cell of OUT/tables/school_window.csv,
person_window.csv, school.csv and person.csv that this script knows is compared to
1e-9, and so are the rows that exist. Differences are printed; exit 1 if there are any.

It is slow and plain on purpose and shares nothing with the library: every formula
stands here as the specification has it (spec/measures.md), on sets and dictionaries.
"""
import csv
import sys
from collections import defaultdict
from datetime import date, datetime, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

TOLERANCE = 1e-9
PRESENCE_MINUTES, PRESENCE_SHARE = 5.0, 0.2
UNDEFINED = None  # a value that does not exist; never 0

SCHOOL_MEASURES = """people active meetings attendances exchanges attendance_rate
    mean_meeting_size density mean_strength isolates isolate_share components
    largest_component_share fragmentation transitivity exchange_density
    exchange_reciprocity attendance_gini degree_centralization degeneracy""".split()
PERSON_MEASURES = """attended eligible attendance_rate minutes sent received degree
    strength coreness harmonic constraint betweenness isolated""".split()


# ---- reading ----

def read_rows(folder, name):
    with open(f"{folder}/{name}", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def parse_time(text):
    """Local date-time, or None for what can't be read."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def distinct(rows):
    """The first of rows that are equal in every column."""
    return list({tuple(row.values()): row for row in reversed(rows)}.values())[::-1]


class School:
    def __init__(self, row):
        self.id = row["school"]
        self.zone = ZoneInfo(row["time_zone"])
        self.people = {}     # id: (joined, left), instants or None, half-open
        self.meetings = {}   # id: instant
        self.present = defaultdict(dict)  # meeting: {person: minutes or None}
        self.exchanges = []  # (instant, from, to), within the school
        self.sent = []       # (instant, person), to another school
        self.received = []   # (instant, person), from another school
        self.breaks = set()  # days

    def instant(self, local):
        return local.replace(tzinfo=self.zone).timestamp()

    def midnight(self, day):
        return self.instant(datetime(day.year, day.month, day.day))

    def local_day(self, instant):
        return datetime.fromtimestamp(instant, self.zone).date()

    def times(self):
        yield from self.meetings.values()
        for log in (self.exchanges, self.sent, self.received):
            for entry in log:
                yield entry[0]


def read_people(folder, schools):
    for row in read_rows(folder, "people.csv"):
        school = schools[row["school"]]
        joined = left = None
        if row["joined"]:
            joined = school.midnight(date.fromisoformat(row["joined"]))
        if row["left"]:  # the day belongs to the membership
            day = date.fromisoformat(row["left"])
            left = school.midnight(day + timedelta(days=1))
        assert row["member"] == "yes"
        school.people[row["person"]] = (joined, left)


def united_minutes(spans):
    """Length of the union of (joined, left)."""
    total, reached = 0.0, None
    for begin, end in sorted(spans):
        if reached is None or begin > reached:
            total += (end - begin) / 60.0
            reached = end
        elif end > reached:
            total += (end - reached) / 60.0
            reached = end
    return total


def minutes_of(school, rows, length):
    """How long one person was at one meeting, from all rows about it; None: unknown."""
    spans = [(school.instant(parse_time(r["joined"])),
              school.instant(parse_time(r["left"])))
             for r in rows if r["joined"] and r["left"]]
    if spans:
        return united_minutes(spans)
    known = [float(r["minutes"]) for r in rows if r["minutes"]]
    if not known:
        return None
    return sum(known) if length is None else min(sum(known), length)


def read_attendance(folder, schools):
    together = defaultdict(list)
    for row in distinct(read_rows(folder, "attendance.csv")):
        assert row["status"] in ("", "present")
        start = parse_time(row["start"])
        if start is None:
            continue  # set aside as bad
        school = schools[row["school"]]
        assert row["person"] in school.people
        school.meetings[row["meeting"]] = school.instant(start)
        together[school, row["meeting"], row["person"]].append(row)
    for (school, meeting, person), rows in together.items():
        length = float(rows[0]["length"]) if rows[0]["length"] else None
        minutes = minutes_of(school, rows, length)
        threshold = max(PRESENCE_MINUTES, PRESENCE_SHARE * (length or 0.0))
        if minutes is None or minutes >= threshold:
            school.present[meeting][person] = minutes


def read_exchanges(folder, schools):
    for row in distinct(read_rows(folder, "exchanges.csv")):
        school = schools[row["school"]]
        other = schools[row["to_school"] or row["school"]]
        time = parse_time(row["time"])
        if time is None or (school is other and row["from"] == row["to"]):
            continue  # unreadable, or to oneself
        assert row["from"] in school.people and row["to"] in other.people
        instant = school.instant(time)
        if school is other:
            school.exchanges.append((instant, row["from"], row["to"]))
        else:
            school.sent.append((instant, row["from"]))
            other.received.append((instant, row["to"]))


def read_breaks(folder, schools):
    for row in read_rows(folder, "calendar.csv"):
        day, last = date.fromisoformat(row["start"]), date.fromisoformat(row["end"])
        chosen = [schools[row["school"]]] if row["school"] else schools.values()
        while day <= last:
            for school in chosen:
                school.breaks.add(day)
            day += timedelta(days=1)


def read_study(folder):
    schools = {row["school"]: School(row) for row in read_rows(folder, "schools.csv")}
    read_people(folder, schools)
    read_attendance(folder, schools)
    read_exchanges(folder, schools)
    read_breaks(folder, schools)
    return schools


# ---- windows ----

def next_month(day):
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def months_of(schools):
    """First days of the months from the first to the last activity of all schools."""
    days = [s.local_day(t) for s in schools.values() for t in s.times()]
    month, last = min(days).replace(day=1), max(days)
    months = []
    while month <= last:
        months.append(month)
        month = next_month(month)
    return months


def is_active(school, month):
    begin, end = school.midnight(month), school.midnight(next_month(month))
    return any(begin <= t < end for t in school.times())


def is_break(school, month):
    day = month
    while day < next_month(month):
        if day not in school.breaks:
            return False
        day += timedelta(days=1)
    return True


# ---- networks ----

def ties_of(nodes, meetings):
    """Newman's projection: {person: {person: weight}}."""
    ties = {person: defaultdict(float) for person in nodes}
    for people in meetings:
        for a, b in combinations(sorted(people), 2):
            ties[a][b] += 1.0 / (len(people) - 1)
            ties[b][a] += 1.0 / (len(people) - 1)
    return ties


def distances_from(ties, source):
    """Steps to everyone who can be reached, and on how many shortest ways."""
    steps, ways, ring = {source: 0}, {source: 1}, [source]
    while ring:
        following = []
        for a in ring:
            for b in ties[a]:
                if b not in steps:
                    steps[b], ways[b] = steps[a] + 1, 0
                    following.append(b)
                if steps[b] == steps[a] + 1:
                    ways[b] += ways[a]
        ring = following
    return steps, ways


def betweenness_of(ties, reach):
    """By definition: the share of shortest ways between others that pass through."""
    score = dict.fromkeys(ties, 0.0)
    for s, t in combinations(ties, 2):
        steps, ways = reach[s]
        if t not in steps:
            continue
        from_t, ways_t = reach[t]
        for v in steps:
            if v not in (s, t) and steps[v] + from_t[v] == steps[t]:
                score[v] += ways[v] * ways_t[v] / ways[t]
    return score


def coreness_of(ties):
    """The largest k such that the person stays when all with degree < k are removed."""
    coreness, k = dict.fromkeys(ties, 0), 0
    left = {a: set(ties[a]) for a in ties}
    while left:
        k += 1
        while weak := [a for a in left if len(left[a]) < k]:
            for a in weak:
                for b in left.pop(a):
                    if b in left:
                        left[b].discard(a)
                coreness[a] = k - 1
    return coreness


def constraint_of(ties, i):
    """Burt 1992: sum over contacts j of (p_ij + sum over q of p_iq p_qj) squared."""
    if not ties[i]:
        return UNDEFINED

    def share(a, b):
        return ties[a].get(b, 0.0) / sum(ties[a].values())

    return sum((share(i, j) + sum(share(i, q) * share(q, j)
                                  for q in ties[i] if q != j)) ** 2
               for j in ties[i])


def components_of(ties):
    seen, sizes = set(), []
    for a in ties:
        if a not in seen:
            piece = distances_from(ties, a)[0]
            seen.update(piece)
            sizes.append(len(piece))
    return sizes


def transitivity_of(ties):
    triples = closed = 0
    for a in ties:
        for b, c in combinations(ties[a], 2):
            triples += 1
            closed += c in ties[b]
    return closed / triples if triples else UNDEFINED


def gini_of(values):
    n, total = len(values), sum(values)
    if total == 0:
        return UNDEFINED
    ranked = enumerate(sorted(values), start=1)
    return sum((2 * i - n - 1) * x for i, x in ranked) / (n * total)


def ratio(part, whole):
    return part / whole if whole else UNDEFINED


# ---- measures ----

class Scope:
    """One school from begin to end: what its logs say, before any measure."""

    def __init__(self, school, begin, end):
        def inside(instant):
            return begin <= instant < end

        self.nodes = sorted(
            p for p, (joined, left) in school.people.items()
            if (joined is None or joined < end) and (left is None or left > begin))
        self.meetings = [m for m, t in school.meetings.items()
                         if inside(t) and school.present.get(m)]
        self.present = [school.present[m] for m in self.meetings]
        self.exchanges = [x for x in school.exchanges if inside(x[0])]
        self.sent = [x for x in school.sent if inside(x[0])]
        self.received = [x for x in school.received if inside(x[0])]
        self.eligible = {p: 0 for p in self.nodes}
        for meeting in self.meetings:
            t = school.meetings[meeting]
            for p in self.nodes:
                joined, left = school.people[p]
                member = (joined is None or joined <= t) and (left is None or t < left)
                self.eligible[p] += member or p in school.present[meeting]
        self.ties = ties_of(self.nodes, self.present)
        self.reach = {p: distances_from(self.ties, p) for p in self.nodes}
        self.coreness = coreness_of(self.ties)

    def attended(self, person):
        return sum(person in people for people in self.present)

    def sent_by(self, person):
        return (sum(x[1] == person for x in self.exchanges)
                + sum(x[1] == person for x in self.sent))

    def received_by(self, person):
        return (sum(x[2] == person for x in self.exchanges)
                + sum(x[1] == person for x in self.received))

    def minutes(self, person):
        times = [people[person] for people in self.present if person in people]
        known = [t for t in times if t is not None]
        return sum(known) if known or not times else UNDEFINED


def person_measures(scope):
    n = len(scope.nodes)
    between = betweenness_of(scope.ties, scope.reach)
    pairs = (n - 1) * (n - 2) / 2
    rows = {}
    for p in scope.nodes:
        ties, steps = scope.ties[p], scope.reach[p][0]
        attended = scope.attended(p)
        rows[p] = {
            "attended": attended,
            "eligible": scope.eligible[p],
            "attendance_rate": ratio(attended, scope.eligible[p]),
            "minutes": scope.minutes(p),
            "sent": scope.sent_by(p),
            "received": scope.received_by(p),
            "degree": len(ties),
            "strength": sum(ties.values()),
            "coreness": scope.coreness[p],
            "harmonic": ratio(sum(1 / d for d in steps.values() if d), n - 1),
            "constraint": constraint_of(scope.ties, p),
            "betweenness": ratio(between[p], pairs) if n > 2 else UNDEFINED,
            "isolated": int(not ties),
        }
    return rows


def school_measures(scope):
    n = len(scope.nodes)
    pairs = n * (n - 1)
    attended = {p: scope.attended(p) for p in scope.nodes}
    degree = {p: len(scope.ties[p]) for p in scope.nodes}
    active = [p for p in scope.nodes
              if attended[p] or scope.sent_by(p) or scope.received_by(p)]
    sizes = components_of(scope.ties)
    arcs = {(a, b) for _, a, b in scope.exchanges}
    isolates = sum(d == 0 for d in degree.values())
    strength = sum(sum(t.values()) for t in scope.ties.values())
    highest = max(degree.values(), default=0)
    spread = sum(highest - d for d in degree.values())
    return {
        "people": n,
        "active": len(active),
        "meetings": len(scope.meetings),
        "attendances": sum(attended.values()),
        "exchanges": len(scope.exchanges) + len(scope.sent),
        "attendance_rate": ratio(sum(attended.values()), sum(scope.eligible.values())),
        "mean_meeting_size": ratio(sum(map(len, scope.present)), len(scope.meetings)),
        "density": ratio(sum(degree.values()), pairs),
        "mean_strength": strength / n if n > 1 else UNDEFINED,
        "isolates": isolates,
        "isolate_share": ratio(isolates, n),
        "components": len(sizes),
        "largest_component_share": ratio(max(sizes, default=0), n),
        "fragmentation": (1 - sum(c * (c - 1) for c in sizes) / pairs
                          if pairs else UNDEFINED),
        "transitivity": transitivity_of(scope.ties),
        "exchange_density": ratio(len(arcs), pairs),
        "exchange_reciprocity": ratio(sum((b, a) in arcs for a, b in arcs), len(arcs)),
        "attendance_gini": gini_of(list(attended.values())),
        "degree_centralization": (spread / ((n - 1) * (n - 2))
                                  if n > 2 else UNDEFINED),
        "degeneracy": max(scope.coreness.values(), default=0),
    }


def expected_tables(schools):
    """{table: {key: {measure: value}}}; None for the row of a break."""
    tables = {name: {} for name in
              ("school_window", "person_window", "school", "person")}
    months = months_of(schools)
    silent = {m for m in months if not any(is_active(s, m) for s in schools.values())}
    for school in schools.values():
        for month in months:
            key = (school.id, month.isoformat())
            if month in silent or is_break(school, month):
                tables["school_window"][key] = None
                continue
            scope = Scope(school, school.midnight(month),
                          school.midnight(next_month(month)))
            tables["school_window"][key] = school_measures(scope)
            for person, row in person_measures(scope).items():
                tables["person_window"][key + (person,)] = row
        scope = Scope(school, school.midnight(months[0]),
                      school.midnight(next_month(months[-1])))
        tables["school"][school.id,] = school_measures(scope)
        for person, row in person_measures(scope).items():
            tables["person"][school.id, person] = row
    return tables


# ---- comparing ----

def differs(cell, status, value):
    if value is UNDEFINED:
        return cell != "" or status != "UNDEFINED"
    if cell == "" or status not in ("", "OK"):
        return True
    return not abs(float(cell) - value) <= TOLERANCE * max(1.0, abs(value))


def differences_in_row(found, expected, measures):
    if expected is None:
        if found["status"] != "break":
            yield f"status {found['status']!r}, expected 'break'"
        for measure in measures:
            if found[measure] != "":
                yield f"{measure} {found[measure]!r} in a break"
        return
    if found.get("status") == "break":
        yield "is a break, expected values"
        return
    for measure in measures:
        status = found.get(f"{measure}_status", "")
        if differs(found[measure], status, expected[measure]):
            yield (f"{measure} {found[measure]!r} ({status or 'no status'}), "
                   f"expected {expected[measure]!r}")


def differences_in_table(folder, name, keys, measures, expected):
    found = {}
    for row in read_rows(f"{folder}/tables", f"{name}.csv"):
        key = tuple(row[k] for k in keys)
        if key in found:
            yield f"{name} {key}: stands there twice"
        found[key] = row
    if not found:
        yield f"{name}: has no rows"
        return
    lacking = [m for m in measures if m not in next(iter(found.values()))]
    if lacking:
        yield f"{name}: lacks the columns {', '.join(lacking)}"
        measures = [m for m in measures if m not in lacking]
    for key in sorted(found.keys() - expected.keys()):
        yield f"{name} {key}: not expected"
    for key in sorted(expected.keys() - found.keys()):
        yield f"{name} {key}: missing"
    for key in sorted(expected.keys() & found.keys()):
        for text in differences_in_row(found[key], expected[key], measures):
            yield f"{name} {key}: {text}"


def differences(folder, tables):
    for name, keys, measures in (
            ("school_window", ("school", "window"), SCHOOL_MEASURES),
            ("person_window", ("school", "window", "person"), PERSON_MEASURES),
            ("school", ("school",), SCHOOL_MEASURES),
            ("person", ("school", "person"), PERSON_MEASURES)):
        yield from differences_in_table(folder, name, keys, measures, tables[name])


def main(arguments):
    if len(arguments) != 2:
        print(__doc__.split("\n\n")[1], file=sys.stderr)
        return 2
    study, out = arguments
    tables = expected_tables(read_study(study))
    count = 0
    for text in differences(out, tables):
        count += 1
        if count <= 50:
            print(text)
    rows = ", ".join(f"{len(rows)} rows of {name}" for name, rows in tables.items())
    print(f"{count} differences in {rows}")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
