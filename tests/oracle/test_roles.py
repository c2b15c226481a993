#!/usr/bin/python3
"""Roles of people in one school, by hand: who is said to have one, who is inferred to,
and what can't be told.

The environment names the program (COLLEGIUM).
"""
import csv
import os
import subprocess
import sys
import tempfile
import unittest

PEOPLE = """school,person,role,joined
s,ann,teacher,
s,bea,teacher,
s,cyd,teacher,
s,dan,teacher,
s,eva,teacher,
s,lea,leader,
s,late,teacher,
s,new,teacher,2026-05-01
s,pat,principal,
"""
DAYS = ["01-05", "01-19", "02-02", "02-16", "03-02", "03-16", "04-13", "04-27", "05-11",
        "06-08"]
# ann chairs eight meetings, bea two; cyd takes the minutes; dan only listens
EXCHANGES = [("bea", "ann", "request"), ("cyd", "ann", "request"),
             ("eva", "ann", "request"), ("eva", "ann", "request"),
             ("ann", "eva", "request"), ("bea", "eva", "reply"),
             ("lea", "bea", "coordination"), ("lea", "cyd", "coordination"),
             ("lea", "eva", "reply"), ("guest", "ann", "reply")]


def attendance(days=DAYS):
    yield "school,meeting,person,start,minutes,role"
    for i, day in enumerate(days):
        came = {"ann": "chair" if i < 8 else "", "bea": "chair" if i >= 8 else "",
                "cyd": "minutes", "dan": "", "eva": ""}
        came.update({"pat": ""} if i == 3 else {})
        came.update({"late": ""} if i in (4, 6, 8) else {})
        came.update({"new": ""} if i == 9 else {})
        for person, role in came.items():
            yield f"s,m{i},{person},2026-{day}T15:00Z,60,{role}"


def exchanges():
    yield "school,from,to,time,kind"
    for i, (sender, receiver, kind) in enumerate(EXCHANGES):
        yield f"s,{sender},{receiver},2026-02-{10 + i}T10:00Z,{kind}"


def roles(files, *options):
    """{role: {person: (value, status)}}"""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            with open(f"{folder}/{name}", "w", encoding="utf-8") as file:
                file.write(text)
        subprocess.run([os.environ["COLLEGIUM"], "run", folder, "-o", f"{folder}/out",
                        "--quiet", "--resample", "0", "--time-zone", "UTC", *options],
                       check=True)
        with open(f"{folder}/out/tables/person.csv", encoding="utf-8",
                  newline="") as file:
            rows = list(csv.DictReader(file))
    names = [c[5:] for c in rows[0] if c.startswith("role_") and
             not c.endswith("_status")]
    return {name: {r["person"]: (r[f"role_{name}"], r[f"role_{name}_status"])
                   for r in rows} for name in names}


FILES = {"people.csv": PEOPLE, "attendance.csv": "\n".join(attendance()) + "\n",
         "exchanges.csv": "\n".join(exchanges()) + "\n"}
INFERRED, SAID = ("1", "OK"), ("2", "OK")


class RolesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.found = roles(FILES)

    def check(self, role, **expected):
        marked = {person: value for person, value in self.found[role].items()
                  if value != ("0", "OK")}
        self.assertEqual(marked, expected, role)

    def test_roles_by_hand(self):
        self.check("coordinator", ann=INFERRED)
        self.assertEqual(self.found["leader"]["lea"], SAID)
        self.assertEqual(self.found["leader"]["ann"], ("0", "OK"))
        self.check("sponsor", pat=INFERRED)  # was at a meeting with ann
        self.check("expert", ann=INFERRED)   # three people asked; 4 of 5 requests
        # the period ends on 30 June; eyes on the last 168 days, since 14 January
        self.assertEqual(self.found["beginner"]["new"], SAID)
        self.assertEqual(self.found["beginner"]["late"], INFERRED)
        self.assertEqual(self.found["beginner"]["dan"], ("0", "OK"))
        self.assertEqual(self.found["lurker"]["dan"], INFERRED)
        for person in ("ann", "bea", "cyd", "eva"):
            self.assertEqual(self.found["lurker"][person], ("0", "OK"), person)
        self.check("support", cyd=SAID, lea=INFERRED)
        self.check("outsider", guest=SAID)
        self.check("client", guest=INFERRED)

    def test_the_roster_wins(self):
        found = roles({**FILES, "people.csv": PEOPLE.replace("bea,teacher",
                                                             "bea,coordinator")})
        self.assertEqual(found["coordinator"]["bea"], SAID)
        self.assertEqual(found["coordinator"]["ann"], ("0", "OK"))

    def test_a_shared_lead(self):
        text = FILES["attendance.csv"].replace("m0,ann,2026-01-05T15:00Z,60,chair",
                                               "m0,ann,2026-01-05T15:00Z,60,")
        for i in range(2, 8):
            text = text.replace(f"m{i},bea,2026-{DAYS[i]}T15:00Z,60,",
                                f"m{i},bea,2026-{DAYS[i]}T15:00Z,60,chair")
        found = roles({**FILES, "attendance.csv": text})  # seven and eight
        self.assertEqual((found["coordinator"]["ann"], found["coordinator"]["bea"]),
                         (INFERRED, INFERRED))

    def test_what_cannot_be_told(self):
        short = "\n".join(attendance(["06-01", "06-08", "06-15"])) + "\n"
        found = roles({"people.csv": PEOPLE, "attendance.csv": short})
        self.assertEqual(found["beginner"]["ann"], ("", "UNDEFINED"))
        self.assertEqual(found["beginner"]["new"], SAID)
        self.assertEqual(found["expert"]["ann"], ("", "no_log"))
        found = roles({"people.csv": PEOPLE, "exchanges.csv": FILES["exchanges.csv"]})
        self.assertEqual(found["lurker"]["dan"], ("", "no_log"))


if __name__ == "__main__":
    if "COLLEGIUM" not in os.environ:
        sys.exit("COLLEGIUM: the program")
    unittest.main()
