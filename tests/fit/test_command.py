#!/usr/bin/python3
"""`collegium fit` as users meet it: what it writes, the same bytes for any number of
threads, resuming, what it refuses and in which words."""
import filecmp
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import xml.etree.ElementTree

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from fits import PROGRAM, call, fit, load, read, save, simulated, write

FILES = ["trajectory.csv", "schools.csv", "forecast.csv", "indicators.csv",
         "transitions.csv", "curve.csv", "model.json", "results.h5", "datapackage.json"]


class Command(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.panel = f"{cls.folder.name}/panel.csv"
        cls.truth = simulated(cls.panel, schools=60, windows=20, missing=0.1)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def at(self, name):
        return f"{self.folder.name}/{name}"

    def refused(self, code, words, rows, *arguments, header="school,window,x,n"):
        path = write(self.at("bad.csv"), header.split(","), rows)
        found, messages = call(path, "-o", self.at("refused"), *arguments)
        self.assertEqual(found, code, messages)
        self.assertIn(words, messages.replace(path, "bad.csv"))
        self.assertFalse(os.path.exists(self.at("refused")))

    # ---- what it writes ----

    def test_stages_are_found_and_every_file_is_there(self):
        fit(self.panel, self.at("out"), "--stages", 3)
        for name in FILES:
            self.assertTrue(os.path.getsize(self.at(f"out/{name}")) > 0, name)
        rows = read(self.at("out/trajectory.csv"))
        right = sum(self.truth[r["school"], r["window"]] == int(r["stage"])
                    for r in rows)
        self.assertGreater(right / len(rows), 0.9)
        for row in rows:
            self.assertAlmostEqual(sum(float(row[f"p_{k}"]) for k in (1, 2, 3)), 1, 9)
            self.assertEqual(row["stage_name"], "stage " + row["stage"])

    def test_nothing_that_is_written_is_nan_or_infinite(self):
        fit(self.panel, self.at("plain"), "--stages", 5, "--starts", 3)
        for name in FILES[:7]:
            with open(self.at(f"plain/{name}"), encoding="utf-8") as file:
                text = file.read().lower()
            for word in (",nan", ",inf", ",-inf", ": nan", ": inf"):
                self.assertNotIn(word, text, name)

    def test_everything_that_can_be_asked_for(self):
        model = fit(self.panel, self.at("all"), "--stages", 3, "--starts", 4,
                    "--select-stages", "2:3", "--classes", 2, "--durations", "negbin",
                    "--groups", 2, "--bootstrap", 5, "--anchor", "x", "--horizon", 3)
        for name in ("selection", "durations", "groups"):
            self.assertTrue(read(self.at(f"all/{name}.csv")), name)
        chosen = [r for r in read(self.at("all/selection.csv"))
                  if r["by_one_error"] == "true"]
        self.assertEqual([r["stages"] for r in chosen], ["3"])
        self.assertEqual(len(model["classes"]["list"]), 2)
        self.assertEqual(model["uncertainty"]["method"], "school bootstrap")
        self.assertIn("class", read(self.at("all/schools.csv"))[0])
        self.assertEqual(len(read(self.at("all/forecast.csv"))), 3 * 60)

    def test_what_goes_with_moving_on(self):
        dice, rows = random.Random(2), []
        for school in range(150):
            stage = 0
            for window in range(20):
                coach = int(window >= 8 and school % 2 == 0)
                rows.append([f"{school:03d}", f"{window:02d}",
                             f"{dice.gauss(3 * stage, 1):.5f}", coach])
                stage |= dice.random() < (0.3 if coach else 0.05)
        panel = write(self.at("coached.csv"), ["school", "window", "x", "coach"], rows)
        fit(panel, self.at("coached"), "--stages", 2, "--covariates", "coach")
        effect, = read(self.at("coached/effects.csv"))
        odds = (0.3 / 0.7) / (0.05 / 0.95)
        self.assertEqual(effect["status"], "ok")
        self.assertLess(float(effect["unit_low"]), odds)
        self.assertGreater(float(effect["unit_high"]), odds)
        self.assertLess(float(effect["p"]), 1e-6)

    def test_what_is_known_of_schools_may_go_with_moving_on(self):
        study, out = self.at("study"), self.at("run")
        for command in (["simulate", "-o", study, "--schools", "12", "--months", "12"],
                        ["run", study, "-o", out, "--resample", "0", "--measures",
                         "people,active,exchanges,activity_rate"]):
            if command[0] == "run":
                rows = read(f"{study}/schools.csv")
                write(f"{study}/schools.csv", [*rows[0], "pupils", "place", "region"],
                      [[*row.values(), 100 + 17 * i, "town" if i % 3 else "country",
                        "abcd"[i % 4]] for i, row in enumerate(rows)])
            subprocess.run([PROGRAM, *command, "--quiet"], check=True)
        results, wanted = f"{out}/results.h5", ["--stages", "3", "--indicators",
                                                "activity_rate"]
        model = fit(results, self.at("known"), *wanted, "--covariates", "pupils,place")
        effects = read(self.at("known/effects.csv"))
        self.assertEqual({row["covariate"] for row in effects}, {"pupils", "place"})
        self.assertEqual(model["data"]["two_valued"],
                         [{"column": "place", "zero": "country", "one": "town"}])
        code, messages = call(results, "-o", self.at("no"), *wanted, "--covariates",
                              "region")
        self.assertEqual(code, 3)
        self.assertIn("'region' of /school is neither a number nor one of two values",
                      messages)

    def test_counts_with_exposure_and_shares_with_trials(self):
        dice, rows = random.Random(5), []
        for school in range(30):
            stage = 0
            for window in range(15):
                days, asked = dice.randint(10, 22), dice.randint(5, 30)
                visits = sum(dice.random() < (0.1, 0.4)[stage] for _ in range(3 * days))
                came = sum(dice.random() < (0.3, 0.7)[stage] for _ in range(asked))
                rows.append([school, window, visits, came, days, asked])
                stage |= dice.random() < 0.12
        panel = write(self.at("counts.csv"), ["school", "window", "visits", "came",
                                              "days", "asked"], rows)
        model = fit(panel, self.at("counts"), "--stages", 2, "--emission",
                    "visits=negbin", "came=betabinomial", "--exposure", "visits=days",
                    "came=asked")
        visits, came = model["emissions"]
        self.assertEqual((visits["exposure"], came["exposure"]), ("days", "asked"))
        for found, true in zip(visits["mean"], (0.3, 1.2)):
            self.assertAlmostEqual(found, true, delta=0.1)
        for a, b, true in zip(came["alpha"], came["beta"], (0.3, 0.7)):
            self.assertAlmostEqual(a / (a + b), true, delta=0.05)

    def test_a_hurdle_for_windows_without_anything(self):
        dice, rows = random.Random(8), []
        for school in range(40):
            stage = 0
            for window in range(16):
                quiet = dice.random() < (0.7, 0.1)[stage]
                count = 0 if quiet else 1 + sum(dice.random() < 0.4 for _ in range(9))
                rows.append([school, window, count, count * 1.25])
                stage |= dice.random() < 0.12
        panel = write(self.at("quiet.csv"), ["school", "window", "count", "hours"], rows)
        model = fit(panel, self.at("quiet"), "--stages", 2, "--emission",
                    "count=hurdle", "--indicators", "count")
        self.assertEqual(model["emissions"][0]["family"], "hurdle-negbin")
        for found, true in zip(model["emissions"][0]["zero"], (0.7, 0.1)):
            self.assertAlmostEqual(found, true, delta=0.08)
        model = fit(panel, self.at("quiet"), "--stages", 2, "--emission",
                    "hours=hurdle", "--indicators", "hours")
        self.assertEqual(model["emissions"][0]["family"], "hurdle-gamma")

    def test_the_diagram_is_drawn(self):
        fit(self.panel, self.at("drawn"), "--stages", 3, "--plot", self.at("d.svg"),
            "--plot-schools", "s0001,s0002")
        root = xml.etree.ElementTree.parse(self.at("d.svg")).getroot()
        self.assertIn("s0002", "".join(root.itertext()))

    def test_a_model_can_be_started_from_again(self):
        fit(self.panel, self.at("first"), "--stages", 3)
        model = fit(self.panel, self.at("again"), "--parity", "--start",
                    self.at("first/model.json"), "--max-iterations", 0)
        self.assertAlmostEqual(model["loglik"], load(self.at("first/model.json"))
                               ["loglik"], delta=1e-6)

    def test_results_read_in_h5py_and_pandas(self):
        try:
            import h5py
            from anndata.experimental import read_elem
        except ImportError as missing:
            self.skipTest(str(missing))
        fit(self.panel, self.at("h5"), "--stages", 3)
        with h5py.File(self.at("h5/results.h5")) as file:
            windows = read_elem(file["trajectory/window"])
            schools = read_elem(file["trajectory/school"])
            self.assertIn("loglik", file.attrs["trajectory_model"])
        self.assertEqual(len(windows), len(read(self.at("h5/trajectory.csv"))))
        self.assertEqual(list(schools.index[:2]), ["s0000", "s0001"])

    # ---- the same bytes ----

    def same(self, a, b):
        for name in FILES:
            self.assertTrue(filecmp.cmp(f"{a}/{name}", f"{b}/{name}", False), name)

    def test_any_number_of_threads_gives_the_same_bytes(self):
        for jobs in (1, 2, 5):
            fit(self.panel, self.at(f"jobs{jobs}"), "--stages", 4, "--starts", 5,
                "--jobs", jobs)
        self.same(self.at("jobs1"), self.at("jobs2"))
        self.same(self.at("jobs1"), self.at("jobs5"))

    def test_the_order_of_rows_changes_nothing(self):
        rows = read(self.panel)
        random.Random(1).shuffle(rows)
        shuffled = write(self.at("shuffled.csv"), rows[0].keys(),
                         [r.values() for r in rows])
        fit(self.panel, self.at("sorted"), "--stages", 3)
        fit(shuffled, self.at("mixed"), "--stages", 3)
        self.same(self.at("sorted"), self.at("mixed"))

    def test_interrupted_and_resumed_equals_uninterrupted(self):
        big, wanted = self.at("big.csv"), ["--stages", "5", "--starts", "10", "--quiet"]
        simulated(big, schools=800, windows=30, means=(0, 1, 2, 3, 2))
        fit(big, self.at("whole"), *wanted)
        command = [PROGRAM, "fit", big, "-o", self.at("part"), *wanted, "--checkpoint",
                   self.at("state")]
        codes = []
        for seconds in (0.4, 0.6, 0.8, 1.0, 60):
            run = subprocess.Popen(command, stderr=subprocess.DEVNULL)
            try:
                run.wait(seconds)
            except subprocess.TimeoutExpired:
                run.send_signal(signal.SIGINT)
            codes.append(run.wait())
            if codes[-1] == 0:
                break
            self.assertFalse(os.path.exists(self.at("part")))
        self.assertEqual(set(codes[:-1]) - {130}, set())
        self.assertEqual(codes[-1], 0)
        self.same(self.at("whole"), self.at("part"))
        self.assertFalse(os.path.exists(self.at("state")))

    # ---- odd input ----

    def test_odd_schools_get_a_status(self):
        with open(self.panel, encoding="utf-8") as file:
            text = file.read()
        odd = self.at("odd.csv")
        with open(odd, "w", encoding="utf-8") as file:
            file.write(text + "one,05,1.5,0.2\nsilent,01,,\nsilent,02,,\n")
        fit(odd, self.at("odd"), "--stages", 3)
        schools = {r["school"]: r for r in read(self.at("odd/schools.csv"))}
        self.assertEqual((schools["one"]["status"], schools["one"]["windows"]),
                         ("ok", "1"))
        self.assertEqual(schools["silent"]["status"], "no_data")
        self.assertEqual(schools["silent"]["observed_windows"], "0")

    def test_a_constant_indicator_is_dropped_and_said(self):
        rows = [[*r.values(), 7] for r in read(self.panel)]
        panel = write(self.at("constant.csv"), ["school", "window", "x", "y", "seven"],
                      rows)
        model = fit(panel, self.at("constant"), "--stages", 3)
        self.assertEqual(model["data"]["constant_indicator"], ["seven"])
        self.assertEqual(model["data"]["indicators"], ["x", "y"])

    def test_more_stages_than_there_are_give_flags_and_sound_rows(self):
        model = fit(self.panel, self.at("eight"), "--stages", 8, "--starts", 2)
        for row in model["A"]:
            self.assertAlmostEqual(sum(row), 1, 9)
        self.assertTrue(model["flags"])

    def test_bad_input_is_refused_in_one_line(self):
        good = [[s, t, (s * 7 + t * 3) % 5 + 0.5, (s + t) % 4] for s in range(12)
                for t in range(10)]
        with_row = lambda *row: good[:3] + [list(row)] + good[4:]
        two = ["--stages", "2"]
        self.refused(3, "bad.csv:5:5: expected a number or an empty cell, found 'NaN'",
                     with_row(0, 3, "NaN", 1), *two)
        self.refused(3, "has window '2' twice, first in line 4",
                     with_row(0, 2, 1.0, 1), *two)
        self.refused(3, "n: expected a count (0, 1, 2, ...), found -1",
                     with_row(0, 3, 1.0, -1), *two, "--emission", "n=poisson")
        self.refused(3, "n: expected a count (0, 1, 2, ...), found 1.5",
                     with_row(0, 3, 1.0, 1.5), *two, "--emission", "n=poisson")
        self.refused(2, "too many for 20 windows with data", good[:20])
        self.refused(2, "found '9'", good, "--stages", "9")
        self.refused(2, "found 'poison'", good, "--emission", "n=poison")
        self.refused(2, "'m' is not an indicator", good, "--emission", "m=poisson")
        self.refused(2, "needs the number of trials", good, "--emission", "n=binomial")
        self.refused(2, "--parity begins with given values", good, "--parity")
        self.refused(2, "there is no school 'zz'", good, *two, "--plot",
                     self.at("no.svg"), "--plot-schools", "zz")
        self.refused(3, "no column 'school'", good, header="id,window,x,n")
        self.refused(4, "no such file", good, "--start", self.at("none.json"))
        save(self.at("s.json"), {"pi": [0.5, 0.6], "A": [[1, 0], [0, 1]]})
        self.refused(3, "'pi': expected probabilities that sum to 1", good, "--start",
                     self.at("s.json"))


if __name__ == "__main__":
    unittest.main()
