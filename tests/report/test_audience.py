#!/usr/bin/python3
"""For whom a report is: code names that leave no trace of schools, sections on named
schools, people's names for their own school alone; what is refused, with which code."""
import csv
import os
import re
import stat
import subprocess
import sys
import tempfile
import unittest

COLLEGIUM = os.environ["COLLEGIUM"]
NETWORK = os.path.join(os.environ["SOURCE_FOLDER"], "datasets", "network")
PEOPLE = {"Birch & Ash": 26, "Alder <b>": 22, "\u05d1\u05d9\u05ea": 30, "Elm": 9,
          "Zelkova": 24, "Fir, north": 21}


def collegium(*arguments):
    return subprocess.run([COLLEGIUM, *arguments], capture_output=True, text=True)


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def write_study(folder):
    """Schools with telling names, events and kinds; a few people of each never come."""
    os.makedirs(folder)

    def table(name, header, rows):
        with open(os.path.join(folder, name), "w", encoding="utf-8", newline="") as file:
            out = csv.writer(file)
            out.writerow(header)
            out.writerows(rows)

    people = [(school, f"{school[0]}-teacher-{p:02}")
              for school, count in PEOPLE.items() for p in range(count)]
    table("people.csv", ["school", "person"], people)
    table("attendance.csv", ["school", "meeting", "person", "start", "kind"],
          [(school, f"m{m}", f"{school[0]}-teacher-{p:02}",
            f"2026-{1 + m // 4:02}-{1 + 6 * (m % 4):02}T15:00",
            "at Elm" if m % 3 == 0 else "staff")
           for school, count in PEOPLE.items() for m in range(24)
           for p in range(count - 2) if (p * 7 + m * 3) % 5 < 2 or p == m % 4])
    table("events.csv", ["school", "time", "label"],
          [("Zelkova", "2026-03-01", "Zelkova High gets a new head")])
    with open(os.path.join(folder, "study.yaml"), "w", encoding="utf-8") as file:
        file.write("title: Elm and her sisters\n")


class Audience(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        write_study(cls.at("study"))
        done = collegium("run", cls.at("study"), "-o", cls.at("out"), "-q",
                         "--resample", "99")
        assert done.returncode == 0, done.stderr

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    @classmethod
    def at(cls, name):
        return os.path.join(cls.folder.name, name)

    def report(self, name, *further):
        done = collegium("report", self.at("out/results.h5"), "-o", self.at(name), "-q",
                         "--force", *further)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return read(self.at(name))

    def refused(self, code, message, *further):
        done = collegium("report", self.at("out/results.h5"), "-o", self.at("no.html"),
                         *further)
        self.assertEqual((done.returncode, done.stdout), (code, ""), done.stderr)
        self.assertIn(message, done.stderr)
        self.assertFalse(os.path.exists(self.at("no.html")))

    def mode(self, name):
        return stat.S_IMODE(os.stat(self.at(name)).st_mode)

    def key(self, name):
        with open(self.at(name), encoding="utf-8", newline="") as file:
            return {row["code"]: row["school"] for row in csv.DictReader(file)}

    def test_code_names_leave_no_trace(self):
        text = self.report("blind.html", "--blind", "--blind-key", self.at("key.csv"))
        plain = re.sub(r"&[a-z]+;|<[^>]*>", " ", text)
        for word in ["Birch", "Alder", "Zelkova", "Elm", "Fir", "\u05d1\u05d9\u05ea",
                     "sisters", "gets", "teacher"]:
            self.assertIsNone(re.search(rf"\b{word}\b", text), word)
        key = self.key("key.csv")
        self.assertEqual(sorted(key), [f"School {i:02}" for i in range(1, 7)])
        self.assertEqual(set(key.values()), set(PEOPLE))
        self.assertNotEqual([key[c] for c in sorted(key)], sorted(PEOPLE))
        self.assertEqual(self.mode("key.csv"), 0o600)
        for code, school in key.items():
            self.assertRegex(text, rf"{code}</(a></)?th><td>{PEOPLE[school]}</td>")
        self.assertIn("<h1>Collaboration report</h1>", text)
        self.assertIn("under code names", plain)

    def test_code_names_are_the_same_again_and_differ_by_seed(self):
        first = self.report("first.html", "--blind", "--blind-key", self.at("one.csv"))
        self.assertEqual(first, self.report("again.html", "--blind"))
        orders = [[school for _, school in sorted(self.key("one.csv").items())]]
        for seed in "abc":
            self.report("other.html", "--blind", "--seed", seed, "--blind-key",
                        self.at("other.csv"))
            orders.append([s for _, s in sorted(self.key("other.csv").items())])
        self.assertGreater(len(set(map(tuple, orders))), 2)

    def test_a_key_in_the_way_is_kept(self):
        with open(self.at("kept.csv"), "w", encoding="utf-8") as file:
            file.write("mine")
        self.refused(4, "exists already", "--blind", "--blind-key", self.at("kept.csv"))
        self.assertEqual(read(self.at("kept.csv")), "mine")

    def section(self, text, school):
        """The part of the page that is on one school."""
        name = school.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        found = re.search(rf'<h3 id="school-\d+">[\u2068]?{re.escape(name)}.*?'
                          r'(?=<h3 id="school|</section>)', text, re.S)
        self.assertIsNotNone(found, school)
        return found.group(0)

    def test_schools_have_sections_of_their_own(self):
        text = self.report("sections.html", "--school", "Zelkova,Alder <b>",
                           "--school", "Fir, north", "--school", "\u05d1\u05d9\u05ea")
        for school in ["Zelkova", "Alder <b>", "Fir, north", "\u05d1\u05d9\u05ea"]:
            part = self.section(text, school)
            for title in ["Against its own past", "Participation", "Ties between people"]:
                self.assertIn(f"<h4>{title}</h4>", part)
            self.assertIn(f"{PEOPLE[school]} people, 24 meetings", part)
        for target in re.findall(r'href="#([^"]*)"', text):
            self.assertEqual(len(re.findall(rf'\bid="{target}"', text)), 1, target)
        ids = re.findall(r'\bid="([^"]*)"', text)
        self.assertEqual(len(ids), len(set(ids)))
        self.assertNotIn("teacher", text)
        self.assertEqual(self.mode("sections.html") & 0o044, 0o044)
        # two isolates of 24: under five everywhere, so not told
        self.assertIn("<td>hidden</td>", self.section(text, "Zelkova"))
        self.assertNotIn('id="chosen"', self.report("none.html"))

    def test_tables_under_code_names_are_as_the_page(self):
        self.report("tabled.html", "--blind", "--school", "Zelkova", "--data",
                    self.at("tabled"))
        for name in os.listdir(self.at("tabled")):
            text = read(os.path.join(self.at("tabled"), name))
            for word in ["Birch", "Alder", "Zelkova", "Elm", "Fir", "\u05d1\u05d9\u05ea",
                         "teacher"]:
                self.assertIsNone(re.search(rf"\b{word}\b", text), (name, word))

    def test_a_section_under_a_code_name(self):
        text = self.report("coded.html", "--blind", "--blind-key", self.at("coded.csv"),
                           "--school", "Zelkova")
        code = {v: k for k, v in self.key("coded.csv").items()}["Zelkova"]
        self.assertIn(">%s</h3>" % code, text)
        self.assertIn("24 people, 24 meetings", self.section(text, code))
        self.assertNotIn("Zelkova", text)

    def test_people_are_named_for_their_own_school_alone(self):
        text = self.report("named.html", "--school", "Elm", "--audience", "school")
        own = self.section(text, "Elm")
        self.assertEqual(self.mode("named.html"), 0o600)
        paragraphs = re.findall(r"<p[^>]*>(.*?)</p>", text, re.S)
        self.assertIn("This report names people. It was made for Elm", paragraphs[1])
        for p in range(PEOPLE["Elm"]):
            self.assertIn(f"<title>E-teacher-{p:02}</title>", own)
            self.assertIn(f">E-teacher-{p:02}</text>", own)
        self.assertEqual(set(re.findall(r"\w-teacher", text)), {"E-teacher"})
        self.assertNotIn("teacher", text.replace(own, ""))
        # nine people, two of whom never come: told here, and nowhere else
        self.assertRegex(own, r"absent</th><td>2</td><td>22 %</td>")
        self.assertNotIn(">hidden<", own)
        shared = self.report("shared.html", "--school", "Elm")
        rest = text.replace(own, "").split("</header>")[1]
        self.assertEqual(rest, shared.replace(self.section(shared, "Elm"), "")
                         .split("</header>")[1])
        self.assertNotIn("teacher", shared)

    def test_privacy_rules_end_with_a_code_of_their_own(self):
        self.refused(5, "give --school with the school that the report is for",
                     "--audience", "school")
        self.refused(5, "--blind hides even schools", "--audience", "school",
                     "--blind", "--school", "Elm")
        self.refused(5, "--data makes tables to share", "--audience", "school",
                     "--school", "Elm", "--data", self.at("tables"))
        self.assertFalse(os.path.exists(self.at("tables")))
        self.refused(5, "the floor is 5", "--min-group", "4")

    def test_what_can_not_be_understood_is_usage(self):
        self.refused(2, "expected shared or school", "--audience", "everybody")
        self.refused(2, "--blind-key needs --blind", "--blind-key", self.at("k.csv"))
        self.refused(2, "needs --blind", "--seed", "1")

    def test_unknown_schools_are_refused_with_the_nearest(self):
        self.refused(3, "there is no school 'Zelkowa' in it", "--school", "Zelkowa")
        self.refused(3, "did you mean 'Zelkova'?", "--school", "Elm,Zelkowa")
        self.refused(3, "there is no school '' in it", "--school", "Elm,")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
