#!/usr/bin/python3
"""`collegium compare --min-group`: a folder that may be handed on has no number of people
from 1 to 4, and none that follows from what is left."""
import csv
import itertools
import json
import os
import subprocess
import tempfile
import unittest

COLLEGIUM = os.environ["COLLEGIUM"]
GROUP = 5
# Numbers of people, or shares of them, that are compared; of some the others are as telling.
COUNTS = ["active", "isolates", "isolates_union", "near_isolates", "exchange_isolates",
          "chronic_isolates", "newcomers", "pendants", "level_core_share",
          "level_active_share", "level_occasional_share", "level_peripheral_share",
          "level_absent_share"]
SHARES = ["active_share", "isolate_share"] + [c for c in COUNTS if c.startswith("level_")]
MEASURES = ",".join(["people", "meetings", "exchanges", "mean_meeting_size",
                     "exchange_density", "outside_share", *COUNTS, *SHARES])
NESTED = ["isolates", "isolates_union", "near_isolates", "exchange_isolates", "active",
          "level_absent_share"]


def collegium(*arguments):
    return subprocess.run([COLLEGIUM, *arguments], capture_output=True, text=True)


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def is_few(count):
    return 0 < round(count) < GROUP


class HandedOn(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        for name, people in [("", "9"), ("large-", "70")]:
            study, out = cls.at(f"{name}study"), cls.at(f"{name}out")
            for arguments in [
                    ("simulate", "-o", study, "--schools", "40", "--months", "9",
                     "--people", people, "--seed", "31", "-q"),
                    ("run", study, "-o", out, "-q", "--resample", "0", "--measures",
                     MEASURES),
                    ("compare", f"{out}/results.h5", "-o", cls.at(f"{name}all"), "-q",
                     "--draws", "50"),
                    ("compare", f"{out}/results.h5", "-o", cls.at(f"{name}some"), "-q",
                     "--draws", "50", "--min-group", "5")]:
                done = collegium(*arguments)
                assert done.returncode == 0, done.stderr
        cls.use("")

    @classmethod
    def use(cls, name):
        cls.true = {r["school"]: r for r in read(cls.at(f"{name}out/tables/school.csv"))}
        cls.rows = read(cls.at(f"{name}some/comparison.csv"))
        cls.measures = {r["measure"]: r
                        for r in read(cls.at(f"{name}some/measures.csv"))}

    def tearDown(self):
        self.use("")

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    @classmethod
    def at(cls, name):
        return os.path.join(cls.folder.name, name)

    def people(self, school):
        return float(self.true[school]["people"])

    def count(self, school, measure):
        value = float(self.true[school][measure])
        return value * self.people(school) if measure in SHARES else value

    def shown(self):
        return {(r["school"], r["measure"]): r for r in self.rows
                if r["status"] != "suppressed"}

    def test_no_count_stands_for_few(self):
        seen = 0
        for school, measure in self.shown():
            if measure in COUNTS + SHARES:
                count = self.count(school, measure)
                self.assertFalse(is_few(count) or is_few(self.people(school) - count),
                                 (school, measure, count))
                seen += 1
        self.assertGreater(seen, 100)

    def test_no_difference_stands_for_few(self):
        shown, seen = self.shown(), 0
        for school in self.true:
            counts = {m: self.count(school, m) for m in NESTED if (school, m) in shown}
            if "active" in counts:
                counts["active"] = self.people(school) - counts["active"]
            for a, b in itertools.combinations(counts, 2):
                self.assertFalse(is_few(abs(counts[a] - counts[b])), (school, a, b))
                seen += 1
        self.assertGreater(seen, 20)

    def test_hidden_rows_have_no_numbers(self):
        names = {"school", "window", "measure", "flag", "status"}
        hidden = [r for r in self.rows if r["status"] == "suppressed"]
        self.assertGreater(len(hidden), 100)
        for row in hidden:
            kept = {k for k, v in row.items() if v and k not in names}
            self.assertLessEqual(kept, {"n"})
            self.assertEqual(row["flag"], "")
            if self.people(row["school"]) < GROUP:
                self.assertEqual(kept, set())

    def test_few_hidden_schools_hide_the_measure(self):
        self.use("large-")
        compared = {r["measure"]: r for r in read(self.at("large-all/measures.csv"))}
        with open(self.at("large-some/compare.json"), encoding="utf-8") as file:
            told = {c["measure"]: c for c in json.load(file)["comparisons"]}
        hidden = {m: sum(is_few(self.count(s, m)) or
                         is_few(self.people(s) - self.count(s, m)) or
                         is_few(self.people(s)) for s in self.true)
                  for m in COUNTS if not m.startswith("level_")
                  and compared[m]["status"] in ("compared", "homogeneous")}
        few = [m for m, n in hidden.items() if 0 < n < 2 * GROUP - 3]
        many = [m for m, n in hidden.items() if n >= 2 * GROUP]
        self.assertTrue(few and many, hidden)
        for measure in few:
            self.assertEqual(self.measures[measure]["status"], "suppressed")
            self.assertEqual(self.measures[measure]["mean"], "")
            self.assertNotIn("mean", told[measure])
            self.assertFalse([r for r in self.rows if r["measure"] == measure])
        for measure in many:
            self.assertNotEqual(self.measures[measure]["status"], "suppressed")

    def test_what_counts_nobody_is_as_it_was(self):
        all_rows = {(r["school"], r["measure"]): r
                    for r in read(self.at("all/comparison.csv"))}
        same = [r for r in self.rows if r["measure"] == "outside_share"
                and self.people(r["school"]) >= GROUP]
        self.assertGreater(len(same), 20)
        for row in same:
            self.assertEqual(row, all_rows[row["school"], row["measure"]])

    def test_phases_say_no_level_of_people(self):
        table = self.at("rebase.csv")
        with open(table, "w", encoding="utf-8") as file:
            file.write("school,window\n" + "".join(f"{s},2024-11-01\n" for s in self.true))
        done = collegium("compare", self.at("out/results.h5"), "-o", self.at("phases"), "-q",
                         "--draws", "2", "--min-group", "5", "--rebase", table)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        rows = read(self.at("phases/phases.csv"))
        small = {s for s in self.true if is_few(self.people(s))}
        self.assertTrue(small)
        self.assertFalse(small & {r["school"] for r in rows})
        self.assertTrue(all(r["centre"] == "" for r in rows if r["measure"] in COUNTS))
        self.assertTrue(any(r["centre"] for r in rows if r["measure"] == "outside_share"))

    def test_charts_say_no_level_of_people(self):
        charts = read(self.at("some/charts.csv"))
        small = {s for s in self.true if is_few(self.people(s))}
        self.assertTrue(small)
        self.assertFalse(small & {r["school"] for r in charts})
        self.assertFalse(small & {r["school"]
                                  for r in read(self.at("some/signals.csv"))})
        counted = [r for r in charts if r["measure"] in COUNTS + SHARES + ["people"]]
        self.assertGreater(len(counted), 100)
        self.assertEqual({r["centre"] + r["lower"] + r["upper"] for r in counted}, {""})
        self.assertTrue(all(r["centre"] for r in charts
                            if r["measure"] == "exchange_density"))

    def test_smaller_groups_and_foreign_tables_are_refused(self):
        results, out = self.at("out/results.h5"), self.at("no")
        for text, code, words in [("4", 5, "the floor is 5"), ("0", 5, "the floor is 5"),
                                  ("few", 2, "--min-group is 'few'")]:
            done = collegium("compare", results, "-o", out, "--min-group", text)
            self.assertEqual(done.returncode, code)
            self.assertIn(words, done.stderr)
        with open(self.at("visits.csv"), "w", encoding="utf-8") as file:
            file.write("school,successes,trials\na,1,20\nb,3,20\nc,5,20\n")
        done = collegium("compare", self.at("visits.csv"), "-o", out, "--min-group", "5")
        self.assertEqual(done.returncode, 2)
        self.assertIn("whom the numbers in a CSV count", done.stderr)
        self.assertFalse(os.path.exists(out))


if __name__ == "__main__":
    unittest.main()
