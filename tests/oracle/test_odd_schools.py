#!/usr/bin/python3
"""One study of schools that are hard to measure: without people, of one person, of two,
without a meeting, where all come to everything and are of one group, where nobody has an
attribute, and without exchanges. Every measure is asked for, with nulls and strata.

The environment names the program (COLLEGIUM).
"""
import csv
import glob
import math
import os
import subprocess
import sys
import tempfile
import unittest

SIZES = {"nobody": 0, "one": 1, "pair": 2, "silent": 8, "alike": 9, "plain": 12,
         "unknown": 4}


def people():
    yield "school,person,gender,team,years"
    for school, size in SIZES.items():
        for i in range(size):
            gender, team, years = "fm"[i % 2], "xyz"[i % 3], i % 5
            if school == "alike":
                gender, team, years = "f", "x", 3
            if school == "unknown":
                gender = team = years = ""
            yield f"{school},{school[0]}{i},{gender},{team},{years}"


def meetings():
    """(school, meeting, day of the year, the numbers of those who came)"""
    yield "one", "a", 3, [0]
    yield "pair", "b", 4, [0, 1]
    yield "unknown", "e", 2, [0]
    for k in range(5):
        yield "alike", f"c{k}", 10 * k, range(9)
    for k in range(40):
        yield "plain", f"d{k}", 3 * k, [i for i in range(12) if (k * k + 5 * i) % 7 < 3]


def attendance():
    yield "school,meeting,person,start,minutes,kind"
    for school, meeting, day, came in meetings():
        for i in came:
            yield (f"{school},{meeting},{school[0]}{i},"
                   f"2026-{1 + day // 28:02}-{1 + day % 28:02}T15:00,60,plc")


def exchanges():
    yield "school,from,to,time,kind"
    yield "one,o0,o0,2026-01-04T10:00,advice"
    for k in range(60):
        yield (f"plain,p{k * 5 % 12},p{(k * k + 1) % 12},"
               f"2026-0{1 + k % 5}-{1 + k % 28:02}T10:00,{('reply', 'request')[k % 2]}")


FILES = {"schools.csv": ["school", *SIZES], "people.csv": people(),
         "attendance.csv": attendance(), "exchanges.csv": exchanges()}


def rows_of(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class OddSchoolsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as folder:
            for name, lines in FILES.items():
                with open(f"{folder}/{name}", "w", encoding="utf-8") as file:
                    file.writelines(line + "\n" for line in lines)
            subprocess.run(
                [os.environ["COLLEGIUM"], "run", folder, "-o", f"{folder}/out",
                 "--quiet", "--measures", "all", "--resample", "20", "--strata",
                 "gender,team,years", "--max-bad", "20%", "--time-zone", "UTC"],
                check=True)
            cls.tables = {os.path.basename(path)[:-4]: rows_of(path)
                          for path in glob.glob(f"{folder}/out/tables/*.csv")}

    def school(self, name):
        return next(r for r in self.tables["school"] if r["school"] == name)

    def check(self, school, **expected):
        row = self.school(school)
        for measure, value in expected.items():
            if isinstance(value, str):
                self.assertEqual((row[measure], row[f"{measure}_status"]), ("", value),
                                 (school, measure))
            else:
                self.assertAlmostEqual(float(row[measure]), value, 9, (school, measure))

    def test_a_value_is_a_number_or_has_a_reason(self):
        seen = 0
        for name, rows in self.tables.items():
            for row in rows:
                for column in row:
                    if f"{column}_status" not in row or row[column].isalpha():
                        continue
                    status = row[f"{column}_status"]
                    seen += 1
                    if row[column] == "":
                        self.assertNotEqual(status, "OK", (name, column, row))
                    else:
                        self.assertTrue(math.isfinite(float(row[column])), (name, column))
        self.assertGreater(seen, 10000)

    def test_every_school_has_a_row(self):
        self.assertEqual([r["school"] for r in self.tables["school"]], sorted(SIZES))

    def test_nobody(self):
        self.check("nobody", people=0, isolates=0, density="UNDEFINED",
                   attendance_rate="UNDEFINED", core_fit="UNDEFINED",
                   level_core_share="UNDEFINED", component_entropy="UNDEFINED")

    def test_one_person(self):
        self.check("one", people=1, isolates=1, isolate_share=1, density="UNDEFINED",
                   attendance_rate=1, attendance_gini=0, exchanges=0,
                   fragmentation="UNDEFINED", core_fit="UNDEFINED")

    def test_a_pair(self):
        self.check("pair", isolates=0, density=1, pendants=2, bridges=1, components=1,
                   mean_strength=1, transitivity="UNDEFINED", core_fit="UNDEFINED")

    def test_without_a_meeting(self):
        self.check("silent", isolates=8, isolate_share=1, density=0, components=8,
                   fragmentation=1, component_entropy=math.log(8), level_absent_share=1,
                   attendance_rate="UNDEFINED", attendance_gini="UNDEFINED",
                   transitivity="UNDEFINED", chronic_isolates="UNDEFINED")

    def test_all_alike(self):
        # nobody is irregular, or isolated, in months in which the school did not meet
        self.check("alike", density=1, attendance_rate=1, mean_strength=5,
                   attendance_gini=0, level_active_share=1, core_fit="UNDEFINED",
                   degree_centralization=0, isolates=0, chronic_isolates="UNDEFINED")

    def test_one_group_or_none(self):
        for row in self.tables["attribute"]:
            if row["school"] in ("alike", "unknown"):
                self.assertEqual((row["assortativity"], row["assortativity_status"]),
                                 ("", "UNDEFINED"), row)
            if row["school"] == "unknown":
                self.assertEqual((row["people"], row["missing"]), ("0", "4"))

    def test_the_missing_are_a_stratum(self):
        found = {(r["attribute"], r["stratum"], r["people"])
                 for r in self.tables["stratum"] if r["school"] == "unknown"}
        self.assertEqual(found, {(a, "missing", "4") for a in ("gender", "team", "years")})


if __name__ == "__main__":
    if "COLLEGIUM" not in os.environ:
        sys.exit("COLLEGIUM: the program")
    unittest.main()
