#!/usr/bin/python3
"""`collegium report` from end to end: well-formed HTML that asks for nothing, within its
budget, without a person in it, the same bytes again; files that are refused. What it does
in a browser is in test_browser.py."""
import base64
import csv
import hashlib
import html.parser
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

try:
    import h5py
except ImportError:  # another python3 may stand before the one that has it
    if sys.executable != "/usr/bin/python3" and os.path.exists("/usr/bin/python3"):
        os.execv("/usr/bin/python3", ["/usr/bin/python3", *sys.argv])
    print("python3-h5py is not installed")
    sys.exit(77)

COLLEGIUM = os.environ["COLLEGIUM"]
SOURCE = os.environ["SOURCE_FOLDER"]
NETWORK = os.path.join(SOURCE, "datasets", "network")
BUDGET = 700_000
SECTIONS = ["about", "coverage", "network", "flow", "paths", "time", "compared",
            "participation", "structure", "signs", "levels", "ties", "methods", "provenance"]
VOID = {"meta", "link", "br", "hr", "img", "input", "col"}


def collegium(*arguments):
    return subprocess.run([COLLEGIUM, *arguments], capture_output=True, text=True)


class Page(html.parser.HTMLParser):
    """What is open, ids, links, headings; anything unbalanced fails."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.ids, self.references, self.levels, self.tags = [], [], [], [], []
        self.words, self.wrong = [], []

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.tags.append((tag, given))
        self.ids += [given["id"]] if "id" in given else []
        self.references += [(k, v) for k, v in attributes if k in ("href", "src")]
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append((tag, self.getpos()))

    def handle_data(self, data):
        self.words.append(data)


class Report(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        for arguments in [("run", NETWORK, "-o", cls.at("out"), "-q", "--resample", "99"),
                          ("compare", cls.at("out/results.h5"), "-o", cls.at("compared"),
                           "-q", "--draws", "100")]:
            done = collegium(*arguments)
            assert done.returncode == 0, done.stderr
        done = cls.report("report.html")
        assert done.returncode == 0, done.stderr
        with open(cls.at("report.html"), encoding="utf-8") as file:
            cls.text = file.read()
        cls.page = Page()
        cls.page.feed(cls.text)
        cls.page.close()

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    @classmethod
    def at(cls, name):
        return os.path.join(cls.folder.name, name)

    @classmethod
    def report(cls, out, *further):
        return collegium("report", cls.at("out/results.h5"), "--comparison",
                         cls.at("compared/results.h5"), "-o", cls.at(out), *further)

    def test_is_well_formed(self):
        self.assertEqual((self.page.wrong, self.page.open), ([], []))
        self.assertEqual(len(self.page.ids), len(set(self.page.ids)))
        inside = {v[1:] for _, v in self.page.references if v.startswith("#")}
        self.assertLessEqual(inside | set(SECTIONS), set(self.page.ids))
        self.assertEqual([i for i in self.page.ids if i in SECTIONS], SECTIONS)

    def test_asks_for_nothing_and_runs_nothing_else(self):
        self.assertEqual([v for _, v in self.page.references
                          if not v.startswith("#") and v != "data:,"], [])
        policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
        scripts = re.findall(r"<script([^>]*)>(.*?)</script>", self.text, re.S)
        if os.environ["REPORT_SCRIPT"] == "1":
            (kind, words), (plain, script) = scripts
            self.assertEqual((kind, plain), (' type="application/json" id="words"', ""))
            self.assertIn("Find schools", json.loads(words).values())
            digest = base64.b64encode(hashlib.sha256(script.encode()).digest())
            policy += f"; script-src 'sha256-{digest.decode()}'"
        else:
            self.assertEqual(scripts, [])
        self.assertIn(f'content="{policy}"', self.text)
        still = re.sub(r"<script.*?</script>", "", self.text, flags=re.S)
        self.assertNotRegex(still, r"\son[a-z]+=|@import|javascript:")
        self.assertEqual(set(re.findall(r"url\(([^)]*)\)", still)),
                         set(re.findall(r"url\((#all-stage-[1-8])\)", still)))

    def test_can_be_read_aloud(self):
        levels = self.page.levels
        self.assertEqual(levels[0], 1)
        self.assertEqual(levels.count(1), 1)
        self.assertTrue(all(b <= a + 1 for a, b in zip(levels, levels[1:])))
        tags = self.page.tags
        for tag, given in tags:
            if tag == "html":
                self.assertEqual(given["lang"], "en")
            if tag == "th":
                self.assertIn(given.get("scope"), ("row", "col"))
            if tag == "svg":
                self.assertTrue(given.get("role") == "img" or "aria-hidden" in given)
        names = [tag for tag, _ in tags]
        self.assertEqual(names.count("table"), names.count("caption"))
        self.assertEqual(sum(given.get("role") == "img" for _, given in tags),
                         names.count("desc"))

    def test_keeps_to_its_budget(self):
        self.assertLess(len(self.text.encode()), BUDGET)

    def test_names_nobody(self):
        words = " ".join(self.page.words)
        with open(os.path.join(NETWORK, "people.csv"), encoding="utf-8") as file:
            people = {row["person"] for row in csv.DictReader(file)}
        self.assertGreater(len(people), 100)
        self.assertEqual([p for p in people if p in words], [])

    def test_shows_what_was_found(self):
        words = " ".join(self.page.words)
        for part in ["24 schools worked together", "Differs beyond chance in",
                     "would have one by chance", "Nested levels", "rejects.csv"]:
            self.assertIn(part, words)
        with open(self.at("out/tables/trajectory_school.csv"), encoding="utf-8") as file:
            for row in csv.DictReader(file):
                self.assertRegex(self.text, rf'<td>{row["school"]}</td>(<td>[^<]*</td>){{3}}'
                                            rf'<td>{row["stage"]} {row["stage_name"]}<')

    def test_defines_all_that_it_charts(self):
        def names(table):
            rows = re.search(rf'<table id="{table}".*?</table>', self.text, re.S)[0]
            return set(re.findall(r'<th scope="row"[^>]*>(.*?)</th>', rows))
        self.assertGreater(len(names("time-table")), 20)
        self.assertEqual(names("time-table") - names("definitions"), set())

    def test_gives_the_same_bytes(self):
        self.assertEqual(self.report("again.html").returncode, 0)
        with open(self.at("again.html"), encoding="utf-8") as file:
            self.assertEqual(file.read(), self.text)

    def bare(self):
        """The results as of a version that did not compare."""
        path = self.at("bare.h5")
        shutil.copyfile(self.at("out/results.h5"), path)
        with h5py.File(path, "a") as file:
            del file["comparison"]
        return path

    def test_does_without_a_comparison(self):
        done = collegium("report", self.bare(), "-o", self.at("bare.html"))
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        with open(self.at("bare.html"), encoding="utf-8") as file:
            self.assertIn("Schools were not compared", file.read())

    def test_is_that_of_the_run(self):
        """Without --comparison the one of the run is shown."""
        done = collegium("report", self.at("out/results.h5"), "-o", self.at("plain.html"))
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        with open(self.at("plain.html"), encoding="utf-8") as file:
            plain = file.read()
        with open(self.at("out/report.html"), encoding="utf-8") as file:
            self.assertEqual(file.read(), plain)
        self.assertNotIn("Schools were not compared", plain)

    def test_shows_names_as_they_are(self):
        names = ['A <b>bold</b> & "C"', "\u05d1\u05d9\u05ea \u05e1\u05e4\u05e8"]
        os.makedirs(self.at("named"))
        with open(self.at("named/attendance.csv"), "w", encoding="utf-8",
                  newline="") as file:
            rows = csv.writer(file)
            rows.writerow(["school", "meeting", "person", "start"])
            rows.writerows([name, f"m{m}", f"p{p}", f"2026-0{1 + m // 2}-1{m}T15:00"]
                           for name in names for m in range(8) for p in range(6))
        for arguments in [("run", self.at("named"), "-o", self.at("named-out"), "-q"),
                          ("report", self.at("named-out/results.h5"), "-o",
                           self.at("named.html"))]:
            self.assertEqual(collegium(*arguments).returncode, 0)
        page = Page()
        with open(self.at("named.html"), encoding="utf-8") as file:
            page.feed(file.read())
        self.assertEqual((page.wrong, page.open), ([], []))
        self.assertIn(names[0], page.words)
        self.assertIn(f"\u2068{names[1]}\u2069", page.words)

    def refused(self, code, message, *arguments):
        done = collegium("report", *arguments)
        self.assertEqual((done.returncode, done.stdout), (code, ""))
        self.assertIn(message, done.stderr)
        self.assertFalse(os.path.exists(self.at("no.html")))

    def test_refuses_what_is_no_results_file(self):
        text, damaged = self.at("text.h5"), self.at("damaged.h5")
        with open(text, "w", encoding="utf-8") as file:
            file.write("school,n\n")
        with open(self.at("out/results.h5"), "rb") as source, \
                open(damaged, "wb") as file:
            file.write(source.read(100_000))
        out = ("-o", self.at("no.html"))
        self.refused(3, "text.h5", text, *out)
        self.refused(3, "damaged.h5", damaged, *out)
        self.refused(4, "no such file", self.at("absent.h5"), *out)
        self.refused(3, "there is no table /school in it",
                     self.at("compared/results.h5"), *out)
        self.refused(3, "there is no table /comparison/school in it",
                     self.at("out/results.h5"), "--comparison", self.bare(), *out)

    def test_refuses_a_comparison_of_other_schools(self):
        with open(self.at("other.csv"), "w", encoding="utf-8") as file:
            file.write("school,estimate,se\n" +
                       "".join(f"elsewhere{i},0.{i},0.1\n" for i in range(9)))
        done = collegium("compare", self.at("other.csv"), "-o", self.at("other"), "-q")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.refused(3, "school 'elsewhere0' is compared, but not in the results",
                     self.at("out/results.h5"), "-o", self.at("no.html"),
                     "--comparison", self.at("other/results.h5"))

    def test_refuses_small_groups_and_files_in_the_way(self):
        results = self.at("out/results.h5")
        for number in ["4", "0", "004"]:
            self.refused(5, "the floor is 5", results, "-o", self.at("no.html"),
                         f"--min-group={number}")
        for number in ["-5", "5x", "1001", "99999", ""]:
            self.refused(2, "expected 5 to 1000", results, "-o", self.at("no.html"),
                         f"--min-group={number}")
        self.refused(2, "where to?", results)
        done = self.report("report.html")
        self.assertEqual(done.returncode, 4)
        self.assertIn("exists already", done.stderr)
        self.assertEqual(self.report("report.html", "--force").returncode, 0)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
