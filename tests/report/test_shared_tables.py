#!/usr/bin/python3
"""The tables that a report shares: the same cells as on the page, complete or not at all,
and an attacker who knows all of them, and how they belong together, finds no number of
people from 1 to 4."""
import csv
import html.parser
import itertools
import json
import os
import re
import subprocess
import tempfile
import unittest

COLLEGIUM = os.environ["COLLEGIUM"]
LEVELS = ["core", "active", "occasional", "peripheral", "absent"]
GROUP = 5
STUDIES = [("8", "21"), ("14", "22"), ("25", "23")]  # people, seed


def collegium(*arguments):
    return subprocess.run([COLLEGIUM, *arguments], capture_output=True, text=True)


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_bytes(path):
    with open(path, "rb") as file:
        return file.read()


def go_by_identifiers(path):
    """Schools without names, so that rows of the report can be told by identifier."""
    rows = read(path)
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [c for c in rows[0] if c != "name"],
                                extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


class Tables(html.parser.HTMLParser):
    """Cells of all tables of a page, row by row, by id."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.tables, self.rows, self.cell = {}, None, None

    def handle_starttag(self, tag, attributes):
        if tag == "table":
            self.rows = self.tables[dict(attributes)["id"]] = []
        elif tag == "tr" and self.rows is not None:
            self.rows.append([])
        elif tag in ("th", "td"):
            self.cell = ""

    def handle_endtag(self, tag):
        if tag in ("th", "td"):
            self.rows[-1].append(self.cell.replace("\u2068", "").replace("\u2069", ""))
            self.cell = None
        elif tag == "table":
            self.rows = None

    def handle_data(self, data):
        if self.cell is not None:
            self.cell += data


def as_text(cell):
    """A cell of the page as it stands in the CSV, if it is a number there."""
    number = cell.replace(",", "").replace("\u2212", "-")
    if re.fullmatch(r"-?\d+(\.\d+)?", number):
        return float(number)
    if re.fullmatch(r"-?\d+ %", number):
        return float(number[:-2]) / 100
    return None


class SharedTables(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        for people, seed in STUDIES:
            study, out = cls.at(f"study{seed}"), cls.at(f"out{seed}")
            for arguments in [
                    ("simulate", "-o", study, "--schools", "40", "--months", "9",
                     "--people", people, "--seed", seed, "-q"),
                    ("run", study, "-o", out, "-q", "--resample", "0"),
                    ("report", f"{out}/results.h5", "-o", cls.at(f"{seed}.html"),
                     "--data", cls.at(f"data{seed}"), "-q")]:
                done = collegium(*arguments)
                assert done.returncode == 0, done.stderr
                if arguments[0] == "simulate":
                    go_by_identifiers(f"{study}/schools.csv")

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    @classmethod
    def at(cls, name):
        return os.path.join(cls.folder.name, name)

    # ---- the same cells ----

    def test_has_every_table_of_the_page_and_no_other(self):
        for _, seed in STUDIES:
            page = Tables()
            with open(self.at(f"{seed}.html"), encoding="utf-8") as file:
                page.feed(file.read())
            with open(self.at(f"data{seed}/report.json"), encoding="utf-8") as file:
                report = json.load(file)
            self.assertEqual(report["min_group"], 5)
            self.assertEqual([t["id"] for t in report["tables"]], list(page.tables))
            with open(self.at(f"data{seed}/datapackage.json"), encoding="utf-8") as file:
                package = json.load(file)
            self.assertEqual([r["path"] for r in package["resources"]],
                             [t["file"] for t in report["tables"]])
            self.assertEqual(set(os.listdir(self.at(f"data{seed}"))),
                             {t["file"] for t in report["tables"]}
                             | {"report.json", "datapackage.json"})
            for table in report["tables"]:
                self.check_cells(page.tables[table["id"]], seed, table)

    def check_cells(self, rows, seed, table):
        given = read(self.at(f"data{seed}/{table['file']}"))
        self.assertEqual(len(given), table["rows"])
        self.assertEqual(len(given), len(rows) - 1)
        held_back = 0
        for shown, shared in zip(rows[1:], given):
            names = [n for n in table["columns"] if not n.endswith("_note")]
            self.assertEqual(len(names), len(rows[0]))
            for name, cell in itertools.zip_longest(names, shown, fillvalue=""):
                held_back += cell in ("hidden", f"under {GROUP}")
                said = shared[name] or shared.get(f"{name}_note", "")
                if said != cell:
                    self.assertAlmostEqual(float(said), as_text(cell), places=9)
        self.assertEqual(held_back, table["held_back"])

    # ---- complete or not at all ----

    def test_is_not_put_where_something_is(self):
        results = self.at(f"out{STUDIES[0][1]}/results.h5")
        data, page = self.at("there"), self.at("there.html")
        os.mkdir(data)
        with open(f"{data}/mine", "w", encoding="utf-8"):
            pass
        for force in ([], ["--force"]):
            done = collegium("report", results, "-o", page, "--data", data, *force)
            self.assertEqual((done.returncode, os.path.exists(page)), (4, False))
            self.assertIn("exists already", done.stderr)
            self.assertEqual(os.listdir(data), ["mine"])
        done = collegium("report", self.at("missing.h5"), "-o", page, "--data",
                         self.at("new"))
        self.assertNotEqual(done.returncode, 0)
        self.assertFalse(os.path.exists(self.at("new")) or os.path.exists(page))

    def test_replaces_its_own_and_is_the_same_again(self):
        seed = STUDIES[0][1]
        before = {n: read_bytes(self.at(f"data{seed}/{n}"))
                  for n in os.listdir(self.at(f"data{seed}"))}
        arguments = ("report", self.at(f"out{seed}/results.h5"), "-o",
                     self.at(f"{seed}.html"), "--data", self.at(f"data{seed}"))
        self.assertEqual(collegium(*arguments).returncode, 4)
        self.assertEqual(collegium(*arguments, "--force").returncode, 0)
        after = {n: read_bytes(self.at(f"data{seed}/{n}"))
                 for n in os.listdir(self.at(f"data{seed}"))}
        self.assertEqual(before, after)

    # ---- the attacker ----

    def test_gives_no_small_number_of_people_away(self):
        for _, seed in STUDIES:
            told = Told(self.at(f"data{seed}"))
            for row in read(self.at(f"out{seed}/tables/school.csv")):
                self.attack(told, row)

    def attack(self, told, row):
        school, people = row["school"], int(float(row["people"]))
        if people < GROUP:
            self.assertEqual(told.schools[school]["people"], "")
            self.assertEqual(told.numbers_of(school), [])
            return
        true = [round(float(row[f"level_{k}_share"]) * people) for k in LEVELS]
        isolates = int(float(row["isolates"]))
        self.assertLessEqual(true[4], isolates)  # what the attacker relies on
        vectors = [v for v in compositions(people) if told.allows(school, people, v)]
        self.assertIn(tuple(true), vectors)
        for count in range(1, 5):
            for some in itertools.combinations(range(5), count):
                number = sum(true[k] for k in some)
                if 0 < number < GROUP:
                    self.assertGreaterEqual(
                        max(sum(v[k] for k in some) for v in vectors), GROUP,
                        f"{school}: {[LEVELS[k] for k in some]} of {true}")
        # who is absent met nobody; others may have sat in a meeting alone
        worlds = {(v[4], i) for v in vectors for i in told.isolates(school, people)
                  if v[4] <= i}
        self.assertIn((true[4], isolates), worlds)
        for of, number in [(lambda a, i: a, true[4]), (lambda a, i: i, isolates),
                           (lambda a, i: i - a, isolates - true[4]),
                           (lambda a, i: people - i, people - isolates)]:
            if 0 < number < GROUP:
                self.assertGreater(len({of(*w) for w in worlds}), 1,
                                   f"{school}: absent {true[4]}, isolates {isolates}")

    def test_says_no_spread_that_one_school_can_be_told_from(self):
        """Of a distribution over schools in which some are hidden."""
        for _, seed in STUDIES:
            told = Told(self.at(f"data{seed}"))
            true = read(self.at(f"out{seed}/tables/school.csv"))
            for row in read(self.at(f"data{seed}/participation-spread.csv")):
                level = row["what_is_measured"].split()[-1]
                shown = [s for s in told.levels if told.share(s, level) is not None]
                large = [r for r in true if float(r["people"]) >= GROUP]
                used = int(row["schools"])
                self.assertIn(used, (len(shown), len(large)))
                if used > len(shown):
                    self.assertGreaterEqual(used - len(shown), 2 * GROUP)


class Told:
    """What the tables say of each school."""

    def __init__(self, folder):
        self.folder = folder
        self.schools = {r["school"]: r for r in read(f"{folder}/schools.csv")}
        self.levels = {r["school"]: r
                       for r in read(f"{folder}/participation-schools.csv")}
        self.structure = {r["school"]: r
                          for r in read(f"{folder}/structure-schools.csv")}
        with open(f"{folder}/report.json", encoding="utf-8") as file:
            self.tables = json.load(file)["tables"]
        self.groups = {}  # people in levels that a picture of ties draws together
        for table in self.tables:
            if table["id"].startswith("ties-table-"):
                self.take_groups(table)

    def take_groups(self, table):
        school = table["title"].split(":")[0]
        for row in read(f"{self.folder}/{table['file']}"):
            ends = row["group"].split(" to ")
            if all(e in LEVELS for e in ends) and row["people"]:
                first, last = LEVELS.index(ends[0]), LEVELS.index(ends[-1])
                self.groups.setdefault(school, []).append(
                    (first, last, int(float(row["people"]))))

    def share(self, school, level):
        cell = self.levels[school][f"share_of_people_at_the_level_{level}"]
        return float(cell) if cell else None

    def allows(self, school, people, vector):
        for level, count in zip(LEVELS, vector):
            share = self.share(school, level)
            if share is not None and abs(count / people - share) > 0.00501:
                return False
        return all(sum(vector[first:last + 1]) == number
                   for first, last, number in self.groups.get(school, []))

    def isolates(self, school, people):
        row = self.structure[school]
        if row["people_who_met_nobody"]:
            return [int(float(row["people_who_met_nobody"]))]
        if row["people_who_met_nobody_note"].startswith("under"):
            return range(1, GROUP)
        return range(people + 1)

    def numbers_of(self, school):
        """Every number in a row of that school, in any table."""
        return [(table["id"], name, cell) for table in self.tables
                for row in read(f"{self.folder}/{table['file']}")
                if row.get("school") == school
                for name, cell in row.items()
                if name != "school" and re.fullmatch(r"-?[\d.]+", cell or "")]


def compositions(total):
    """All ways in which people may stand at the five levels."""
    for cuts in itertools.combinations(range(total + 4), 4):
        edges = (-1, *cuts, total + 4)
        yield tuple(b - a - 1 for a, b in zip(edges, edges[1:]))


if __name__ == "__main__":
    unittest.main()
