#!/usr/bin/python3
"""`--strata seniority`: tenure in thirds across schools, by hand.

The environment names the program (COLLEGIUM).
"""
import csv
import os
import subprocess
import tempfile
import unittest

PROGRAM = os.environ["COLLEGIUM"]
# Tenures end with the last event, on 2026-03-30, or where people left.
PEOPLE = """school,person,joined,left
a,a1,2010-01-01,
a,a2,2012-01-01,
a,a3,2024-01-01,
a,a4,,
b,b1,2020-01-01,
b,b2,2020-01-01,
b,b3,2020-01-01,
b,b4,2000-01-01,2001-01-01
b,b5,2026-01-01,
"""
# Nine tenures less one unknown: 16, 14, 2, 6, 6, 6, 1 and 0 years; the third shortest
# is 2, the sixth 6.
EXPECTED = {"a1": "long", "a2": "long", "a3": "new", "a4": "", "b1": "middle",
            "b2": "middle", "b3": "middle", "b4": "new", "b5": "new"}


class Seniority(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        os.chdir(self.folder.name)
        os.mkdir("study")
        with open("study/people.csv", "w") as file:
            file.write(PEOPLE)
        with open("study/attendance.csv", "w") as file:
            file.write("school,meeting,person,start\n")
            for school, people in [("a", "a1 a2 a3 a4"), ("b", "b1 b2 b3 b5")]:
                for month in (2, 3):
                    for person in people.split():
                        file.write(f"{school},{school}{month},{person},2026-{month:02d}-"
                                   f"{28 + 2 * (month - 2)}T10:00\n")

    def run_program(self, *arguments):
        return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True)

    def seniority(self, out):
        with open(f"{out}/tables/person.csv", newline="") as file:
            return {row["person"]: row["seniority"] for row in csv.DictReader(file)}

    def test_thirds_are_of_all_schools(self):
        done = self.run_program("run", "study", "-o", "out", "-q", "--strata", "seniority")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.seniority("out"), EXPECTED)
        with open("out/tables/attribute.csv", newline="") as file:
            rows = {row["school"]: row for row in csv.DictReader(file)}
        self.assertEqual((rows["a"]["people"], rows["a"]["missing"]), ("3", "1"))

    def test_a_study_file_has_it_too(self):
        self.assertEqual(self.run_program("ingest", "study", "-o", "s.h5", "-q").returncode, 0)
        done = self.run_program("measure", "s.h5", "-o", "out", "-q", "--strata", "seniority")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.seniority("out"), EXPECTED)

    def test_without_dates_there_is_none(self):
        with open("study/people.csv", "w") as file:
            file.write("school,person\na,a1\n")
        done = self.run_program("run", "study", "-o", "out", "-q", "--strata", "seniority")
        self.assertEqual(done.returncode, 3)
        self.assertIn("no column 'seniority', which defines strata", done.stderr)

    def test_a_column_of_that_name_wins(self):
        with open("study/people.csv", "w") as file:
            file.write("school,person,joined,seniority\na,a1,2010-01-01,early\n")
        self.run_program("run", "study", "-o", "out", "-q", "--strata", "seniority")
        self.assertEqual(self.seniority("out")["a1"], "early")


if __name__ == "__main__":
    unittest.main()
