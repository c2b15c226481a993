#!/usr/bin/python3
"""The circles of a simulated network of schools, worked out a second time from its CSV
files: who came to what, how regularly, with whom, and which circles overlap.

The environment names the program (COLLEGIUM).
"""
import collections
import csv
import itertools
import math
import os
import subprocess
import sys
import tempfile
import unittest

import recompute

SPAN = 30 * 86400
FACTS = ("people", "meetings", "size", "recurrence", "familiarity", "regulars",
         "extent", "department", "between", "learning")


def rows_of(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def mean(values):
    values = list(values)
    return sum(values) / len(values) if values else math.nan


class Meeting:
    def __init__(self, start, people, row):
        self.start, self.people = start, set(people)
        self.kind, self.network = row["kind"], row["network"]
        self.about = row["phase"] or row["focus"]
        self.learning = bool(row["phase"]) or row["focus"].startswith("learning")


def meetings_of_schools(folder):
    """{school: [meeting]} in order of start and identifier."""
    rows = {(r["school"], r["meeting"]): r for r in rows_of(f"{folder}/attendance.csv")}
    return {id: [Meeting(start, school.present[meeting], rows[id, meeting])
                 for meeting, start in sorted(school.meetings.items(),
                                              key=lambda item: (item[1], item[0]))]
            for id, school in recompute.read_study(folder).items()}


def jaccard(a, b):
    return len(a & b) / len(a | b) if a | b else 0.0


def spans(meetings, origin):
    return len({(m.start - origin) // SPAN for m in meetings})


def largest(people, department):
    known = [department[p] for p in people if department.get(p)]
    return max(collections.Counter(known).values()) / len(known) if known else math.nan


def facts_of(circle, every, department):
    came = collections.Counter(itertools.chain.from_iterable(m.people for m in circle))
    shares = [largest(m.people, department) for m in circle]
    return (
        len(came), len(circle), mean(len(m.people) for m in circle),
        spans(circle, every[0].start) / spans(every, every[0].start),
        mean(max(jaccard(m.people, b.people) for b in circle[max(0, i - 16):i])
             for i, m in enumerate(circle) if i > 0),
        mean(2 * times >= len(circle) for times in came.values()),
        (circle[-1].start - circle[0].start) / (every[-1].start - every[0].start),
        mean(s for s in shares if not math.isnan(s)),
        mean(bool(m.network) for m in circle),
        mean(m.learning for m in circle if m.about))


class LadderTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as folder:
            program = os.environ["COLLEGIUM"]
            subprocess.run([program, "simulate", "-o", f"{folder}/study", "--schools",
                            "8", "--months", "12", "--quiet"], check=True)
            subprocess.run([program, "run", f"{folder}/study", "-o", f"{folder}/out",
                            "--quiet", "--measures", "density,community", "--resample",
                            "0"], check=True)
            cls.ladder = rows_of(f"{folder}/out/tables/ladder.csv")
            cls.overlap = rows_of(f"{folder}/out/tables/ladder_overlap.csv")
            cls.meetings = meetings_of_schools(f"{folder}/study")
            cls.department = {(r["school"], r["person"]): r["department"]
                              for r in rows_of(f"{folder}/study/people.csv")}

    def check(self, row, circle):
        school = row["school"]
        department = {p: d for (s, p), d in self.department.items() if s == school}
        expected = facts_of(circle, self.meetings[school], department)
        for name, value in zip(FACTS, expected):
            where = (school, row["circle"], name)
            if math.isnan(value):
                self.assertEqual(row[name], "", where)
            else:
                self.assertAlmostEqual(float(row[name]), value, 9, where)

    def test_kinds(self):
        rows = {(r["school"], r["circle"]): r for r in self.ladder if r["by"] == "kind"}
        circles = collections.defaultdict(list)
        for school, meetings in self.meetings.items():
            for meeting in meetings:
                circles[school, meeting.kind].append(meeting)
        self.assertEqual(rows.keys(), circles.keys())
        for key, circle in circles.items():
            self.check(rows[key], circle)

    def test_departments_are_found(self):
        places = {r["place"] for r in self.ladder
                  if r["by"] == "kind" and r["circle"] == "department"}
        self.assertEqual(places, {"department or grade level"})

    def test_groups_are_placed(self):
        groups = [r for r in self.ladder if r["by"] == "group"]
        self.assertGreater(len(groups), len(self.meetings))
        for row in groups:
            self.assertGreaterEqual(float(row["people"]), float(row["size"]))
            self.assertNotEqual(row["rule"], "")

    def test_overlap(self):
        for row in self.overlap:
            people, other, shared = (int(row[name]) for name in (
                "people", "other_people", "shared_people"))
            circles = collections.defaultdict(set)
            places = {r["circle"]: r["place"] for r in self.ladder
                      if r["school"] == row["school"] and r["by"] == "kind"}
            for meeting in self.meetings[row["school"]]:
                circles[places[meeting.kind]] |= meeting.people
            one, two = circles[row["place"]], circles[row["other"]]
            self.assertEqual((people, other, shared),
                             (len(one), len(two), len(one & two)))
            self.assertAlmostEqual(float(row["overlap"]), shared / min(people, other))
        self.assertGreater(len(self.overlap), len(self.meetings))


if __name__ == "__main__":
    if "COLLEGIUM" not in os.environ:
        sys.exit("COLLEGIUM: the program")
    unittest.main()
