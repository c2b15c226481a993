#!/usr/bin/python3
"""Studies that are unlike any plain school year, with values worked by hand: clocks that
change during a meeting, meetings across midnight, people who join and leave, who are
invited, not members or not on the roster, schools of one person or without a row, and
windows that overlap or lie within one another.

The environment names the program (COLLEGIUM).
"""
import csv
import os
import subprocess
import sys
import tempfile
import unittest

SCHOOLS = """school,time_zone
be,Europe/Berlin
none,America/New_York
ny,America/New_York
solo,America/New_York
"""
PEOPLE = """school,person,joined,left,member
ny,ann,,,yes
ny,bob,2026-03-15,,yes
ny,cyd,,2026-03-10,yes
ny,dan,,,no
ny,eve,,,yes
be,fay,,,yes
be,gus,,,yes
be,hal,,,yes
solo,one,,,yes
none,nil,,,yes
none,nul,,,yes
"""
# m1 goes across midnight, and cyd is there twice, in overlapping stays; during m2 the
# clocks of New York skip an hour; m3 has invitations; x is a meeting of the network
ATTENDANCE = """school,meeting,person,start,minutes,joined,left,status,length,network
ny,m1,ann,2026-03-07T23:30,,2026-03-07T23:30,2026-03-08T00:30,,,
ny,m1,cyd,2026-03-07T23:30,,2026-03-07T23:30,2026-03-08T00:00,,,
ny,m1,cyd,2026-03-07T23:30,,2026-03-07T23:45,2026-03-08T00:10,,,
ny,m1,off,2026-03-07T23:30,45,,,,,
ny,m2,ann,2026-03-08T01:30,,2026-03-08T01:30,2026-03-08T03:30,,,
ny,m2,eve,2026-03-08T01:30,,2026-03-08T01:30,2026-03-08T03:05,,,
ny,m3,ann,2026-03-31T23:30,30,,,present,30,
ny,m3,bob,2026-03-31T23:30,,,,invited,30,
ny,m3,dan,2026-03-31T23:30,30,,,present,30,
ny,m3,eve,2026-03-31T23:30,30,,,present,30,
ny,m4,cyd,2026-03-20T10:00,20,,,,,
ny,m4,ann,2026-03-20T10:00,20,,,,,
be,m5,fay,2026-03-31T23:30,50,,,,,
be,m5,gus,2026-03-31T23:30,50,,,,,
be,x,fay,2026-04-02T10:00,50,,,,,n1
be,x,gus,2026-04-02T10:00,50,,,,,n1
ny,x,ann,2026-04-02T04:00,50,,,,,n1
solo,x,one,2026-04-02T04:00,50,,,,,n1
"""
EXCHANGES = """school,from,to,time,to_school
be,hal,fay,2026-04-10T10:00,
be,hal,ann,2026-04-10T11:00,ny
solo,one,zed,2026-04-11T11:00,
"""
CALENDAR = """start,end,school
2026-04-01,2026-04-30,ny
"""
SPRING = {"schools.csv": SCHOOLS, "people.csv": PEOPLE, "attendance.csv": ATTENDANCE,
          "exchanges.csv": EXCHANGES, "calendar.csv": CALENDAR}

# a year of three meetings; r comes in May only
PLAIN = {"attendance.csv": """school,meeting,person,start,minutes
a,m1,p,2026-01-10T10:00Z,30
a,m1,q,2026-01-10T10:00Z,30
a,m2,p,2026-01-17T10:00Z,30
a,m3,p,2026-05-10T10:00Z,30
a,m3,r,2026-05-10T10:00Z,30
"""}


def run(files, *options):
    """{table: {key: row}} of what the program makes of the study."""
    keys = {"school": 1, "person": 2, "school_window": 2, "person_window": 3}
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            with open(f"{folder}/{name}", "w", encoding="utf-8") as file:
                file.write(text)
        subprocess.run([os.environ["COLLEGIUM"], "run", folder, "-o", f"{folder}/out",
                        "--quiet", *options], check=True)
        tables = {}
        for name, count in keys.items():
            with open(f"{folder}/out/tables/{name}.csv", encoding="utf-8",
                      newline="") as file:
                columns = ("school", "window", "person")
                rows = list(csv.DictReader(file))
            tables[name] = {tuple(r[c] for c in columns if c in r)[:count]: r
                            for r in rows}
        return tables


class OddStudyTest(unittest.TestCase):
    def check(self, row, **expected):
        for measure, value in expected.items():
            if isinstance(value, str):
                self.assertEqual((row[measure], row[f"{measure}_status"]), ("", value),
                                 measure)
            else:
                self.assertAlmostEqual(float(row[measure]), value, 9, measure)

    def test_people_in_a_window(self):
        people = run(SPRING)["person_window"]
        march = {key[2]: row for key, row in people.items() if key[1] == "2026-03-01"}
        self.check(march["ann"], attended=4, eligible=4, minutes=60 + 60 + 30 + 20,
                   strength=4, degree=2, constraint=1 / 2, betweenness=1 / 3)
        self.check(march["bob"], attended=0, eligible=2, minutes=0,
                   constraint="UNDEFINED", isolated=1)
        self.check(march["cyd"], attended=2, eligible=3, minutes=40 + 20, strength=2)
        self.check(march["eve"], attended=2, eligible=4, minutes=35 + 30, strength=2)
        self.check(march["dan"], attended=1, minutes=30, eligible="non_member",
                   degree="non_member")
        self.check(march["off"], attended=1, minutes=45, eligible="off_roster")
        self.check(march["fay"], attended=1, strength=1, harmonic=1 / 2)
        self.assertNotIn(("ny", "2026-04-01", "ann"), people)

    def test_schools_in_a_window(self):
        schools = run(SPRING)["school_window"]
        self.check(schools["ny", "2026-03-01"], people=4, active=3, meetings=4,
                   attendances=8, attendance_rate=8 / 13, mean_meeting_size=2,
                   density=1 / 3, mean_strength=2, isolates=1, fragmentation=1 / 2,
                   transitivity=0, attendance_gini=3 / 8, degree_centralization=2 / 3)
        self.check(schools["ny", "2026-04-01"], people="break", meetings="break")
        self.check(schools["be", "2026-04-01"], people=3, active=3, meetings=1,
                   exchanges=2, exchange_density=1 / 6, exchange_reciprocity=0)
        self.check(schools["none", "2026-03-01"], people=2, active=0, meetings=0,
                   attendance_rate="UNDEFINED", density=0, mean_strength=0,
                   fragmentation=1, degree_centralization="UNDEFINED")
        self.check(schools["solo", "2026-04-01"], people=1, active=1, meetings=1,
                   attendance_rate=1, exchanges=1, density="UNDEFINED",
                   mean_strength="UNDEFINED", fragmentation="UNDEFINED", isolates=1)

    def test_the_whole_period(self):
        tables = run(SPRING)
        self.check(tables["school"]["ny",], meetings=5, attendances=9)
        self.check(tables["person"]["ny", "ann"], attended=5, received=1, minutes=220)
        self.check(tables["person"]["be", "hal"], sent=2, attendance_rate=0)

    def windows(self, *options):
        rows = run(PLAIN, "--time-zone", "UTC", *options)["school_window"]
        return {key[1]: row["meetings"] for key, row in rows.items()}

    def test_windows(self):
        self.assertEqual(self.windows("--window", "quarter"),
                         {"2026-01-01": "2", "2026-04-01": "1"})
        weeks = self.windows("--window", "week")
        self.assertEqual(len(weeks), 18)
        self.assertEqual(weeks["2026-01-05"] + weeks["2026-01-12"], "11")
        self.assertEqual((weeks["2026-01-19"], weeks["2026-05-04"]), ("", "1"))
        days = self.windows("--window", "10d", "--step", "5d")
        self.assertEqual([days[f"2026-01-{day}"] for day in (10, 15, 20)],
                         ["2", "1", ""])

    def test_a_term_may_hold_another(self):
        terms = {"terms.csv": "start,end,label\n2026-01-01,2026-06-30,year\n"
                              "2026-01-05,2026-02-28,winter\n"}
        tables = run({**PLAIN, **terms}, "--window", "terms", "--time-zone", "UTC")
        self.check(tables["school_window"]["a", "2026-01-01"], meetings=3, people=3)
        self.check(tables["school_window"]["a", "2026-01-05"], meetings=2)
        self.check(tables["school"]["a",], meetings=3, active=3, density=2 / 3)
        self.check(tables["person"]["a", "r"], attended=1, eligible=3)


if __name__ == "__main__":
    if "COLLEGIUM" not in os.environ:
        sys.exit("COLLEGIUM: the program")
    unittest.main()
