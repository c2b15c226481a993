#!/usr/bin/python3
"""assessments.csv through the whole program, recomputed here by textbook formulas; the
same tables for any jobs and by single steps; nothing where nobody was asked.

The environment names the program (COLLEGIUM).
"""
import csv
import filecmp
import json
import math
import os
import random
import stat
import subprocess
import tempfile
import unittest
from statistics import fmean, stdev, variance

PROGRAM = os.environ["COLLEGIUM"]
ITEMS = ["q1", "q2", "q3", "q4"]
WAVES = ["2025-10-01", "2026-05-04"]
SETTINGS = """resample: 0
interval: none
trajectory: none
assessments:
  instruments:
    plc:
      scale: [1, 5]
      reversed: [q3]
      scales: {whole: [q1, q2, q3, q4], part: [q2, q3]}
"""
SCALES = {"whole": ITEMS, "part": ["q2", "q3"]}


def write(name, header, rows):
    with open(name, "w", newline="") as file:
        csv.writer(file).writerows([header, *rows])


def make_study(folder, seed=3, schools=9, letter="s"):
    """A network with answers; some are missing, some given twice, some off the roster."""
    draw = random.Random(seed)
    os.mkdir(folder)
    people, meetings, answers = [], [], []
    for s in range(schools):
        school, size = f"{letter}{s}", draw.randrange(4, 16)
        level = draw.gauss(0, 1)
        for p in range(size):
            people.append((school, f"p{p}"))
            trait = level + draw.gauss(0, 1)
            for m in range(12):
                if draw.random() < 0.2 + 0.06 * s:
                    meetings.append((school, f"m{m}", f"p{p}",
                                     f"2026-0{1 + m // 3}-{1 + 7 * (m % 3):02d}T15:00"))
            for wave, day in enumerate(WAVES):
                if draw.random() < 0.15:
                    continue
                time = f"{day[:8]}{int(day[8:]) + (p + s) % 5:02d}"
                for item in ITEMS:
                    if draw.random() < 0.1:
                        continue
                    score = min(5, max(1, round(3 + 0.2 * wave + trait
                                                + draw.gauss(0, 0.8))))
                    if item == "q3":
                        score = 6 - score
                    if draw.random() < 0.05:
                        answers.append((school, f"p{p}", time, "plc", item, 6 - score))
                    answers.append((school, f"p{p}", time + "T12:00", "plc", item, score))
        answers.append((school, "stranger", WAVES[0], "plc", "q1", 5))
    write(f"{folder}/people.csv", ["school", "person"], people)
    write(f"{folder}/attendance.csv", ["school", "meeting", "person", "start"], meetings)
    write(f"{folder}/assessments.csv",
          ["school", "person", "time", "instrument", "item", "score"], answers)
    with open(f"{folder}/study.yaml", "w") as file:
        file.write(SETTINGS)
    return people, answers


def table(out, name):
    with open(f"{out}/tables/{name}", newline="") as file:
        return list(csv.DictReader(file))


def number(row, name):
    return float(row[name]) if row[name] != "" else math.nan


# ---- textbook formulas ----

def read_scores(people, answers):
    """(wave, school, person) -> item -> score, turned over; the last answer counts."""
    members, scores = set(people), {}
    for school, person, time, _, item, score in answers:
        if (school, person) in members:
            wave = WAVES[0] if time < "2026" else WAVES[1]
            turned = 6 - score if item == "q3" else score
            scores.setdefault((wave, school, person), {})[item] = turned
    return scores


def person_score(answered, items):
    known = [answered[item] for item in items if item in answered]
    return fmean(known) if 2 * len(known) >= len(items) and known else math.nan


def t_tail(t, df):
    """P(|T| > t), by Simpson's rule in the angle."""
    steps, top = 2000, math.atan(abs(t) / math.sqrt(df))
    density = [math.cos(top * i / steps) ** (df - 1) for i in range(steps + 1)]
    area = top / steps / 3 * (density[0] + density[-1] + 4 * sum(density[1:-1:2])
                              + 2 * sum(density[2:-1:2]))
    whole = math.sqrt(math.pi) * math.gamma(df / 2) / math.gamma((df + 1) / 2)
    return 1 - 2 * area / whole


def t_quantile(df):
    low, high = 0.0, 100.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if t_tail(middle, df) > 0.05 else (low, middle)
    return low


def rwg(rows, items):
    m = fmean(variance([r[i] for r in rows if i in r]) for i in items
              if sum(i in r for r in rows) > 1) / 2.0
    agreed = len(items) * max(1 - m, 0)
    return agreed / (agreed + m)


def alpha(rows, items):
    whole = [r for r in rows if all(i in r for i in items)]
    parts = sum(variance([r[i] for r in whole]) for i in items)
    k = len(items)
    return k / (k - 1) * (1 - parts / variance([sum(r[i] for i in items) for r in whole]))


def intraclass(groups):
    groups = [g for g in groups if g]
    total, grand = sum(map(len, groups)), fmean([x for g in groups for x in g])
    between = sum(len(g) * (fmean(g) - grand) ** 2 for g in groups) / (len(groups) - 1)
    within = (sum((x - fmean(g)) ** 2 for g in groups for x in g)
              / (total - len(groups)))
    k = (total - sum(len(g) ** 2 for g in groups) / total) / (len(groups) - 1)
    return ((between - within) / (between + (k - 1) * within),
            (between - within) / between)


def ranks(values):
    return [(sum(v < x for v in values) + sum(v <= x for v in values) + 1) / 2
            for x in values]


def spearman(x, y):
    x, y = ranks(x), ranks(y)
    mx, my = fmean(x), fmean(y)
    return (sum((a - mx) * (b - my) for a, b in zip(x, y))
            / math.sqrt(sum((a - mx) ** 2 for a in x) * sum((b - my) ** 2 for b in y)))


def benjamini_hochberg(p):
    order = sorted(range(len(p)), key=lambda i: -p[i])
    q, least = [0.0] * len(p), 1.0
    for place, i in enumerate(order):
        least = min(least, p[i] * len(p) / (len(p) - place))
        q[i] = least
    return q


class Assessment(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        os.chdir(cls.folder.name)
        cls.people, cls.answers = make_study("study")
        done = cls.run_program("run", "study", "-o", "out", "--jobs", "1")
        assert done.returncode == 0, done.stderr
        cls.said = done.stdout
        cls.scores = read_scores(cls.people, cls.answers)

    @classmethod
    def tearDownClass(cls):
        os.chdir("/")
        cls.folder.cleanup()

    @staticmethod
    def run_program(*arguments):
        return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True)

    def rows_of(self, wave, school=None):
        return {(s, p): a for (w, s, p), a in self.scores.items()
                if w == wave and school in (None, s)}

    def near(self, row, name, expected, tolerance=1e-9):
        if math.isnan(expected):
            self.assertEqual(row[name], "", (row, name))
        else:
            self.assertAlmostEqual(number(row, name), expected, delta=tolerance,
                                   msg=f"{name} of {row}")

    def test_scales(self):
        seen = {True: 0, False: 0}
        found = table("out", "assessment.csv")
        self.assertEqual(len(found), 9 * 2 * 2)
        for row in found:
            items = SCALES[row["scale"]]
            rows = self.rows_of(row["wave"], row["school"])
            score = {k: person_score(a, items) for k, a in rows.items()}
            known = {k: x for k, x in score.items() if not math.isnan(x)}
            partial = sum(any(i in rows[k] for i in items) for k in score
                          if k not in known)
            members = sum(s == row["school"] for s, _ in self.people)
            self.assertEqual((int(row["members"]), int(row["people"]),
                              int(row["partial"])), (members, len(known), partial))
            self.assertEqual(int(row["others"]), int(row["wave"] == WAVES[0]))
            self.near(row, "response_rate", (len(known) + partial) / members)
            seen[len(known) >= 5] += 1
            if len(known) < 5:
                for name in ("mean", "sd", "se", "low", "high", "rwg"):
                    self.assertEqual((row[name], row[name + "_status"]),
                                     ("", "TOO_SMALL"))
                continue
            mean, sd = fmean(known.values()), stdev(known.values())
            reach = t_quantile(len(known) - 1) * sd / math.sqrt(len(known))
            self.near(row, "mean", mean)
            self.near(row, "sd", sd)
            self.near(row, "low", mean - reach, 1e-6)
            self.near(row, "high", mean + reach, 1e-6)
            self.near(row, "rwg", rwg([rows[k] for k in known], items))
        self.assertTrue(min(seen.values()) > 0, seen)

    def test_reliability(self):
        for row in table("out", "assessment_reliability.csv"):
            items, rows = SCALES[row["scale"]], self.rows_of(row["wave"])
            self.near(row, "alpha", alpha(list(rows.values()), items))
            groups = {}
            for (school, _), answered in sorted(rows.items()):
                score = person_score(answered, items)
                if not math.isnan(score):
                    groups.setdefault(school, []).append(score)
            icc1, icc2 = intraclass(list(groups.values()))
            self.near(row, "icc1", icc1)
            self.near(row, "icc2", icc2)
            self.assertEqual(row["omega_status"],
                             "OK" if row["scale"] == "whole" else "TOO_SMALL")
            self.assertEqual(row["negative_loadings"], "0")

    def test_change(self):
        found = table("out", "assessment_change.csv")
        self.assertEqual(len(found), 9 * 2)
        tested = {}
        for row in found:
            items = SCALES[row["scale"]]
            self.assertEqual((row["wave"], row["next_wave"]), tuple(WAVES))
            before = self.rows_of(WAVES[0], row["school"])
            after = self.rows_of(WAVES[1], row["school"])
            pairs = [(person_score(before[k], items), person_score(after[k], items))
                     for k in before if k in after]
            apart = [b - a for a, b in pairs if not math.isnan(a + b)]
            self.assertEqual(int(row["pairs"]), len(apart))
            if len(apart) < 5:
                self.assertEqual(row["change_status"], "TOO_SMALL")
                continue
            se = stdev(apart) / math.sqrt(len(apart))
            p = t_tail(fmean(apart) / se, len(apart) - 1)
            self.near(row, "change", fmean(apart))
            self.near(row, "se", se)
            self.near(row, "p", p, 1e-6)
            tested.setdefault(row["scale"], []).append((p, number(row, "q")))
        for scale, values in tested.items():
            self.assertGreater(len(values), 2, scale)
            for (_, q), expected in zip(values,
                                        benjamini_hochberg([p for p, _ in values])):
                self.assertAlmostEqual(q, expected, delta=1e-6)

    def test_beside_the_logs(self):
        school = {row["school"]: row for row in table("out", "school.csv")}
        found = table("out", "assessment_log.csv")
        measures = {row["measure"] for row in found}
        self.assertIn("attendance_rate", measures)
        family = {}
        for row in found:
            pairs = [(number(s, "mean"), number(school[s["school"]], row["measure"]))
                     for s in table("out", "assessment.csv")
                     if (s["wave"], s["scale"]) == (row["wave"], row["scale"])]
            pairs = [pair for pair in pairs if not math.isnan(sum(pair))]
            self.assertEqual(int(row["schools"]), len(pairs))
            if len(pairs) < 5:
                self.assertEqual(row["r_status"], "TOO_SMALL")
                continue
            if row["r_status"] != "OK":
                self.assertEqual(len({b for _, b in pairs}), 1)
                continue
            r, n = spearman(*zip(*pairs)), len(pairs)
            self.near(row, "r", r)
            reach = 1.959963984540054 * math.sqrt((1 + r * r / 2) / (n - 3))
            if abs(r) < 1:
                self.near(row, "low", math.tanh(math.atanh(r) - reach))
            if n > 7:
                self.near(row, "p", t_tail(r * math.sqrt((n - 2) / (1 - r * r)), n - 2),
                          1e-6)
            family.setdefault(row["wave"], []).append((number(row, "p"),
                                                       number(row, "q")))
        for values in family.values():
            for (_, q), expected in zip(values,
                                        benjamini_hochberg([p for p, _ in values])):
                self.assertAlmostEqual(q, expected, delta=1e-9)

    def test_any_jobs_and_single_steps_give_the_same_bytes(self):
        names = ["assessment.csv", "assessment_reliability.csv", "assessment_change.csv",
                 "assessment_log.csv", "datapackage.json"]
        self.assertEqual(self.run_program("run", "study", "-o", "three", "--jobs",
                                          "3").returncode, 0)
        self.assertEqual(self.run_program("ingest", "study", "-o", "s.h5").returncode, 0)
        self.assertEqual(self.run_program("measure", "s.h5", "-o", "steps").returncode, 0)
        for other in ("three", "steps"):
            same = filecmp.cmpfiles("out/tables", f"{other}/tables", names, False)
            self.assertEqual(same, (names, [], []))
            self.assertTrue(filecmp.cmp("out/results.h5", f"{other}/results.h5", False))

    def test_scores_of_people_stay_inside(self):
        for name in ("assessment.csv", "assessment_change.csv"):
            self.assertEqual(stat.S_IMODE(os.stat(f"out/tables/{name}").st_mode), 0o600)
        with open("out/tables/datapackage.json") as file:
            package = {r["name"]: r for r in json.load(file)["resources"]}
        for name in ("assessment", "assessment_reliability", "assessment_change",
                     "assessment_log"):
            fields = package[name]["schema"]["fields"]
            self.assertNotIn("person", [field["name"] for field in fields])
            for field in fields:
                self.assertTrue(field["description"], (name, field))

    def test_the_summary_counts(self):
        asked = 2 * len(self.people)
        answered = len(self.scores)
        self.assertIn(f"assessments: 1 instrument, 2 waves; {answered} of {asked} members "
                      f"answered ({100 * answered / asked:.0f} %)", self.said)
        self.assertIn("9 times somebody answered who is no member of the school then",
                      self.said)
        self.assertIn("  tables/assessment.csv      what people say", self.said)
        with open("out/run.json") as file:
            account = json.load(file)["assessments"]
        self.assertEqual((account["answered"], account["asked"]), (answered, asked))

    def test_nobody_asked_is_nothing_said(self):
        make_study("silent", schools=2)
        os.remove("silent/assessments.csv")
        done = self.run_program("run", "silent", "-o", "silence")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertNotIn("assessments", done.stdout)
        self.assertEqual([n for n in os.listdir("silence/tables") if "assess" in n], [])
        with open("silence/report.html") as file:
            self.assertNotIn("What people say", file.read())
        with open("out/report.html") as file:
            self.assertIn("What people say, beside what the logs show", file.read())

    def test_under_code_names_waves_keep_their_dates(self):
        make_study("numbers", letter="0")  # school 05 is in 2026-05-04
        done = self.run_program("run", "numbers", "-o", "numbered", "--no-report")
        self.assertEqual(done.returncode, 0, done.stderr)
        done = self.run_program("report", "numbered/results.h5", "--blind", "-o",
                                "blind.html")
        self.assertEqual(done.returncode, 0, done.stderr)
        with open("blind.html") as file:
            page = file.read()
        self.assertIn(f"asked from {WAVES[1]}", page)
        section = page[page.index('<section id="asked"'):].split("</section>")[0]
        self.assertEqual(section.count(">School 05</th>"), 1)
        self.assertEqual(section.count(">05</th>"), 0)

    def test_without_a_roster_rates_are_not_known(self):
        make_study("open", schools=2)
        os.remove("open/people.csv")
        done = self.run_program("run", "open", "-o", "opened")
        self.assertEqual(done.returncode, 0, done.stderr)
        rows = table("opened", "assessment.csv")
        self.assertEqual({row["response_rate_status"] for row in rows}, {"no_log"})
        self.assertTrue(any(row["mean_status"] == "OK" for row in rows))


if __name__ == "__main__":
    unittest.main()
