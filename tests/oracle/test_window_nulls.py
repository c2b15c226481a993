#!/usr/bin/python3
"""`--resample R,W`: what chance would give in every window, on the simulated network.

The environment names the program (COLLEGIUM) and the project (SOURCE_FOLDER).
"""
import csv
import os
import subprocess
import tempfile
import unittest

PROGRAM = os.environ["COLLEGIUM"]
STUDY = os.path.join(os.environ["SOURCE_FOLDER"], "datasets", "network")
COPIES = 39


def tables(resample):
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "out")
        subprocess.run(
            [PROGRAM, "run", STUDY, "-o", out, "-q", "--resample", resample, "--interval",
             "none", "--measures",
             "people,meetings,density,exchange_reciprocity,ei_index,ei_expected"],
            check=True)
        read = {}
        for name in ["school_window", "attribute_window"]:
            with open(f"{out}/tables/{name}.csv", newline="") as file:
                read[name] = list(csv.DictReader(file))
        return read


class WindowNulls(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tables = tables(f"0,{COPIES}")

    def test_without_copies_of_windows_there_are_no_columns(self):
        for rows in tables("0").values():
            self.assertFalse([name for name in rows[0] if name.endswith(("_z", "_p"))])

    def test_p_is_a_share_of_the_copies(self):
        seen = 0
        for rows, measure in [(self.tables["school_window"], "density"),
                              (self.tables["school_window"], "exchange_reciprocity"),
                              (self.tables["attribute_window"], "ei_index")]:
            for row in rows:
                if row[f"{measure}_p_status"] != "OK":
                    self.assertEqual(row[f"{measure}_p"], "")
                    continue
                seen += 1
                self.assertGreaterEqual(float(row[f"{measure}_p"]), 2 / (COPIES + 1) - 1e-12)
                self.assertLessEqual(float(row[f"{measure}_p"]), 1)
        self.assertGreater(seen, 500)

    def test_few_people_or_meetings_are_too_small(self):
        for row in self.tables["school_window"]:
            if row["density_status"] == "OK":
                small = int(row["people"]) < 10 or int(row["meetings"]) < 10
                self.assertEqual(row["density_z_status"] == "TOO_SMALL", small, row)

    def test_breaks_are_missing(self):
        breaks = [row for row in self.tables["school_window"] if row["status"] != "ok"]
        self.assertTrue(breaks)
        self.assertEqual({row["density_z_status"] for row in breaks}, {"break"})

    def test_shuffled_labels_lie_around_the_expected_index(self):
        agree = seen = 0
        for row in self.tables["attribute_window"]:
            if row["ei_index_z_status"] == "OK" and abs(float(row["ei_index_z"])) > 1:
                above = float(row["ei_index"]) > float(row["ei_expected"])
                agree += above == (float(row["ei_index_z"]) > 0)
                seen += 1
        self.assertGreater(seen, 100)
        self.assertGreater(agree / seen, 0.97)


if __name__ == "__main__":
    unittest.main()
