#!/usr/bin/python3
"""What a simulated study has planted is found again: core people, isolates, silos.

Precision: how much of what was found had been planted. Recall: how much of what had been
planted was found. Both are printed and must not fall below what README says.
"""
import csv
import os
import re
import subprocess
import sys
import tempfile
import unittest

PROGRAM = os.environ.get("COLLEGIUM", "collegium")
SOURCE = os.environ.get("SOURCE_FOLDER", ".")


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def names(text):
    return set(filter(None, text.split(";")))


def score(found, planted):
    hits = len(found & planted)
    return hits / max(1, len(found)), hits / max(1, len(planted))


class Planted(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        study, out = f"{cls.folder.name}/study", f"{cls.folder.name}/out"
        subprocess.run([PROGRAM, "simulate", "-o", study, "--schools", "40", "--months",
                        "24", "--seed", "11", "--progress", "none"], check=True,
                       stdout=subprocess.DEVNULL)
        subprocess.run([PROGRAM, "run", study, "-o", out, "-q", "--resample", "0"],
                       check=True)
        cls.truth = read(f"{study}/truth.csv")
        cls.person = read(f"{out}/tables/person.csv")
        cls.person_window = read(f"{out}/tables/person_window.csv")
        cls.attribute_window = read(f"{out}/tables/attribute_window.csv")

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def report(self, what, found, planted, least):
        precision, recall = score(found, planted)
        print(f"{what}: precision {precision:.2f}, recall {recall:.2f} "
              f"({len(planted)} planted, {len(found)} found)")
        self.assertGreaterEqual(precision, least[0])
        self.assertGreaterEqual(recall, least[1])

    def test_core_people(self):
        months, core = {}, {}
        for row in self.truth:
            months[row["school"]] = months.get(row["school"], 0) + 1
            for person in names(row["core"]):
                key = (row["school"], person)
                core[key] = core.get(key, 0) + 1
        planted = {k for k, n in core.items() if 2 * n >= months[k[0]]}
        found = {(r["school"], r["person"]) for r in self.person if r["level"] == "1"}
        self.report("core people", found, planted, LEAST["core"])

    def test_isolates(self):
        """All people without a contact are found: also those whom a quiet month left so."""
        open_windows = {(r["school"], r["window"]) for r in self.person_window}
        planted = {(r["school"], r["month"], p) for r in self.truth
                   for p in names(r["isolates"])
                   if (r["school"], r["month"]) in open_windows}
        found = {(r["school"], r["window"], r["person"]) for r in self.person_window
                 if r["cut_off"] == "1"}
        self.report("isolates in a month", found, planted, LEAST["isolates"])

    def test_silos(self):
        planted = {(r["school"], r["month"]) for r in self.truth if r["silos"]}
        rows = [r for r in self.attribute_window if r["attribute"] == "department"
                and r["ei_index"] and r["exchange_ei_index"]]
        # meetings stay inside departments more than sizes give, and exchanges far more
        found = {(r["school"], r["window"]) for r in rows
                 if float(r["ei_expected"]) - float(r["ei_index"]) > 0.3
                 and float(r["ei_expected"]) - float(r["exchange_ei_index"]) > 0.6}
        seen = {(r["school"], r["window"]) for r in rows}
        self.report("silos in a month", found, planted & seen, LEAST["silos"])


LEAST = {"core": (0.7, 0.6), "isolates": (0.6, 0.99), "silos": (0.8, 0.8)}

if __name__ == "__main__":
    unittest.main()
