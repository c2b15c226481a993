#!/usr/bin/python3
"""The fourteen indicators of communities of practice through the whole program: each a
scale of its own, three of them beside what logs can show, recomputed here; the results
of other questionnaires stay what they are; the same bytes for any jobs.

The environment names the program (COLLEGIUM).
"""
import csv
import filecmp
import os
import random
import re
import tempfile
import unittest
from statistics import fmean, median

import test_assessment as plain
from test_assessment import benjamini_hochberg, number, spearman, t_tail, table

ID = "indicators"
PROXIES = {"lasting relationships": "tie_persistence",
           "shared ways of doing things together": "little_joint_work",
           "news and new ideas that spread fast": "temporal_efficiency"}
TABLES = ["assessment.csv", "assessment_reliability.csv", "assessment_change.csv",
          "assessment_log.csv"]


def make_study(folder, schools=9):
    """The network of the other test; in its first wave the indicators were asked too."""
    people, _ = plain.make_study(folder, schools=schools)
    draw = random.Random(14)
    answers = {}
    for school, person in people:
        level = int(school[1:]) / 4
        for item in range(1, 15):
            if draw.random() < 0.95:
                score = round(3 + 0.3 * level + draw.gauss(0, 1))
                answers[school, person, item] = min(5, max(1, score))
    with open(f"{folder}/assessments.csv", "a", newline="") as file:
        csv.writer(file).writerows((school, person, "2025-10-03", ID, item, score)
                                   for (school, person, item), score in answers.items())
    with open(f"{folder}/study.yaml", "a") as file:
        file.write("    indicators: {scale: [1, 5]}\n")
    return answers


class Indicators(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        os.chdir(cls.folder.name)
        plain.make_study("without")
        cls.answers = make_study("study")
        for study, out in (("without", "other"), ("study", "out")):
            done = cls.run_program("run", study, "-o", out, "--jobs", "1")
            assert done.returncode == 0, done.stderr
        cls.scales = [row for row in table("out", "assessment.csv")
                      if row["instrument"] == ID]
        cls.log = [row for row in table("out", "assessment_log.csv")
                   if row["instrument"] == ID]

    @classmethod
    def tearDownClass(cls):
        os.chdir("/")
        cls.folder.cleanup()

    run_program = staticmethod(plain.Assessment.run_program)

    def test_every_item_is_a_scale(self):
        names = list(dict.fromkeys(row["scale"] for row in self.scales))
        self.assertEqual(names[:4], ["all", *PROXIES])
        self.assertEqual(len(names), 15)
        shown = 0
        for item, name in enumerate(names[1:], 1):
            for row in (row for row in self.scales if row["scale"] == name):
                scores = [score for (school, _, i), score in self.answers.items()
                          if (school, i) == (row["school"], item)]
                self.assertEqual(int(row["people"]), len(scores))
                if len(scores) < 5:
                    self.assertEqual(row["mean_status"], "TOO_SMALL")
                    continue
                self.assertAlmostEqual(number(row, "mean"), fmean(scores))
                shown += 1
        self.assertGreater(shown, 50)

    def test_three_stand_beside_the_logs(self):
        school = {row["school"]: row for row in table("out", "school.csv")}
        pairs = [row for row in self.log if row["shown_by_logs"] == "true"]
        self.assertEqual({row["scale"]: row["measure"] for row in pairs}, PROXIES)
        self.assertEqual(len(pairs), 3)
        for row in pairs:
            both = [(number(s, "mean"), number(school[s["school"]], row["measure"]))
                    for s in self.scales if s["scale"] == row["scale"]
                    and s["mean"] and school[s["school"]][row["measure"]]]
            r, n = spearman(*zip(*both)), len(both)
            self.assertEqual(int(row["schools"]), n)
            self.assertGreaterEqual(n, 5)
            self.assertAlmostEqual(number(row, "r"), r)
            if n > 7:
                self.assertAlmostEqual(number(row, "p"), t_tail(
                    r * ((n - 2) / (1 - r * r)) ** 0.5, n - 2), delta=1e-6)

    def test_pairs_named_beforehand_are_held_against_one_another(self):
        for shown, least in (("true", 3), ("false", 60)):
            rows = [row for row in self.log
                    if row["shown_by_logs"] == shown and row["p"]]
            self.assertGreaterEqual(len(rows), least)
            expected = benjamini_hochberg([number(row, "p") for row in rows])
            for row, q in zip(rows, expected):
                self.assertAlmostEqual(number(row, "q"), q)
        beside = {}
        for row in self.log:
            if row["shown_by_logs"] == "false":
                beside.setdefault(row["scale"], []).append(row["measure"])
        self.assertEqual(len(beside), 15)
        self.assertEqual(len(set(map(tuple, beside.values()))), 1)

    def test_other_questionnaires_stay_as_they_are(self):
        for name in TABLES:
            rows = [row for row in table("out", name) if row["instrument"] != ID]
            self.assertEqual(rows, table("other", name), name)
            self.assertGreater(len(rows), 3)
            self.assertNotIn("true", [row.get("shown_by_logs") for row in rows])

    def test_any_jobs_and_single_steps_give_the_same_bytes(self):
        for command in (("run", "study", "-o", "three", "--jobs", "3"),
                        ("ingest", "study", "-o", "s.h5"),
                        ("measure", "s.h5", "-o", "steps")):
            self.assertEqual(self.run_program(*command).returncode, 0)
        for other in ("three", "steps"):
            same = filecmp.cmpfiles("out/tables", f"{other}/tables", TABLES, False)
            self.assertEqual(same, (TABLES, [], []))
            self.assertTrue(filecmp.cmp("out/results.h5", f"{other}/results.h5", False))
        self.assertTrue(filecmp.cmp("out/report.html", "three/report.html", False))

    def rows_of_report(self, least):
        """The table of indicators, as texts."""
        done = self.run_program("report", "out/results.h5", "--min-group", str(least),
                                "-o", f"{least}.html")
        self.assertEqual(done.returncode, 0, done.stderr)
        with open(f"{least}.html") as file:
            text = file.read().split('id="asked-indicators"')[1].split("</table>")[0]
        return {cells[0]: cells[1:] for cells in
                (re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", row)
                 for row in text.split("<tbody>")[1].split("</tr>")) if cells}

    def test_the_report_shows_means_over_schools(self):
        school = {row["school"]: row for row in table("out", "school.csv")}
        names = list(dict.fromkeys(row["scale"] for row in self.scales))[1:]
        seen = set()
        for least in (5, 6, 7, 8):
            shown = self.rows_of_report(least)
            whole = {row["school"] for row in self.scales
                     if row["scale"] == "all" and int(row["people"]) >= least}
            self.assertEqual(len(shown), 14)
            for item, name in enumerate(names, 1):
                of = {row["school"]: number(row, "mean") for row in self.scales
                      if row["scale"] == name and int(row["people"]) >= least
                      and row["school"] in whole}
                cells = shown[f"{item} {name}"]
                many = len(of) >= least
                seen.add((many, len(of) < 9))
                self.assertEqual(cells[0], str(len(of)))
                self.assertEqual(cells[1], f"{fmean(of.values()):.2f}" if many
                                 else "hidden")
                if name not in PROXIES:
                    self.assertEqual(cells[2:], ["logs can&#39;t show this"] + 4 * [""])
                    continue
                values = [number(school[s], PROXIES[name]) for s in of]
                self.assertEqual(cells[3], f"{median(values):.3f}" if many else "")
                self.assertEqual(cells[4], "{:.2f}".format(
                    next(number(row, "r") for row in self.log
                         if row["shown_by_logs"] == "true" and row["scale"] == name)))
        self.assertEqual(seen, {(True, False), (True, True), (False, True)})

    def test_what_was_not_measured_is_not_compared(self):
        done = self.run_program("run", "study", "-o", "part", "--measures",
                                "density,tie_persistence")
        self.assertEqual(done.returncode, 0, done.stderr)
        pairs = {row["measure"]: row for row in table("part", "assessment_log.csv")
                 if row["shown_by_logs"] == "true"}
        self.assertEqual(set(pairs), set(PROXIES.values()))
        for measure, row in pairs.items():
            there = measure == "tie_persistence"
            self.assertEqual(row["r_status"], "OK" if there else "TOO_SMALL")
            self.assertEqual(int(row["schools"]) > 0, there)
        with open("part/report.html") as file:
            page = file.read()
        self.assertIn("speed of news: not measured in this run", page)
        self.assertNotIn("ties that last: not measured", page)


if __name__ == "__main__":
    unittest.main()
