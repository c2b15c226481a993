#!/usr/bin/python3
"""The stages in which simulated schools are, found again from their logs alone.

Exact: the share of windows with the true stage. Adjacent: with the true one or one
beside it in the order of stages (transformation is not beside potential). Windows that
lie in breaks, and those in which nothing was logged, do not count. Both are printed;
adjacent must be above .9 for schools of every size.
"""
import csv
import filecmp
import os
import subprocess
import tempfile
import unittest

PROGRAM = os.environ.get("COLLEGIUM", "collegium")
SANITIZED = bool(os.environ.get("SANITIZE"))
STAGES = ["potential", "coalescing", "maturing", "stewardship", "transformation"]
# What the model of stages reads; the other measures would only take time.
FITTED = "people,active,exchanges,activity_rate,largest_meeting_share,outside_share,returned_share"


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def run(*arguments):
    subprocess.run([PROGRAM, *arguments, "--quiet"], check=True,
                   stdout=subprocess.DEVNULL)


class Stages(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()

    def tearDown(self):
        self.folder.cleanup()

    def measure(self, simulation, *options):
        study, out = f"{self.folder.name}/study", f"{self.folder.name}/out"
        run("simulate", "-o", study, *simulation)
        run("run", study, "-o", out, "--resample", "0", *options)
        self.truth = {(row["school"], row["month"]): STAGES.index(row["stage"]) + 1
                      for row in read(f"{study}/truth.csv")}
        return out

    def compare(self, what, path, least_exact):
        pairs = [(self.truth[row["school"], row["window"]], int(row["stage"]))
                 for row in read(path) if int(row["observed"]) > 0]
        exact = sum(true == found for true, found in pairs) / len(pairs)
        adjacent = sum(abs(true - found) <= 1 for true, found in pairs) / len(pairs)
        print(f"{what}: {len(pairs):,} windows, exact {exact:.3f}, adjacent {adjacent:.3f}")
        for stage, name in enumerate(STAGES, 1):
            found = [f for true, f in pairs if true == stage]
            print(f"  {name:15}", *(f"{found.count(s):6}" for s in range(1, 6)))
        self.assertGreater(adjacent, 0.9)
        self.assertGreater(exact, least_exact)

    def test_a_network_of_the_usual_size(self):
        """All of it: every measure of the default set, stages fitted by the run itself."""
        out = self.measure(["--seed", "1"])
        self.compare("24 schools, 24 months", f"{out}/tables/trajectory.csv", 0.9)
        run("fit", f"{out}/results.h5", "-o", f"{out}/fit")
        self.assertTrue(filecmp.cmp(f"{out}/fit/trajectory.csv",
                                    f"{out}/tables/trajectory.csv", shallow=False))

    @unittest.skipIf(SANITIZED, "says nothing more, and takes a minute, when sanitized")
    def test_many_schools(self):
        out = self.measure(["--schools", "100", "--months", "36", "--seed", "4"],
                           "--measures", FITTED)
        self.compare("100 schools, 36 months", f"{out}/tables/trajectory.csv", 0.9)

    @unittest.skipIf(SANITIZED, "says nothing more, and takes a minute, when sanitized")
    def test_small_schools(self):
        """Few people, few exchanges: maturing and stewardship look much alike."""
        out = self.measure(["--schools", "100", "--months", "36", "--people", "15",
                            "--seed", "2"], "--measures", FITTED)
        self.compare("100 schools of 15 people, 36 months",
                     f"{out}/tables/trajectory.csv", 0.6)


if __name__ == "__main__":
    unittest.main()
