#!/usr/bin/python3
"""`collegium fit --parity` gives what other software gives: the reference sets, and a
plain forward algorithm where cells are missing."""
import os
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from fits import ORACLES, fit, load, loglik, read, save, simulated, write

HMM, CT = f"{ORACLES}/hmm", f"{ORACLES}/ct"
HERE = os.path.isdir(ORACLES)


class Parity(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def at(self, name):
        return os.path.join(self.folder.name, name)

    def near(self, actual, expected, tolerance):
        """Numbers or lists of them, relative to 1."""
        if isinstance(expected, list):
            self.assertEqual(len(actual), len(expected))
            for a, e in zip(actual, expected):
                self.near(a, e, tolerance)
        else:
            self.assertLessEqual(abs(actual - expected),
                                 tolerance * max(1.0, abs(expected)))

    def parity(self, panel, start, iterations, *arguments):
        return fit(panel, self.at("out"), "--parity", "--start",
                   save(self.at("start.json"), start), "--max-iterations", iterations,
                   *arguments)

    @unittest.skipUnless(HERE, "the reference sets are absent")
    def test_history_of_200_steps_and_paths(self):
        expected = load(f"{HMM}/o2_em.json")
        model = self.parity(f"{HMM}/o2_data.csv", expected["init"], 200)
        self.near(model["history"], expected["hist"], 1e-9)
        self.near(model["A"], expected["A"], 1e-9)
        for d, emission in enumerate(model["emissions"]):
            self.near(emission["mean"], [row[d] for row in expected["mu"]], 1e-9)
            self.near(emission["variance"], [row[d] for row in expected["var"]], 1e-9)
        self.assertEqual(model["parameters"], expected["free_params"])
        self.near(model["AIC"], expected["aic"], 1e-9)
        self.near(model["BIC_windows"], expected["bic_windows"], 1e-9)
        self.near(model["BIC_schools"], expected["bic_schools"], 1e-9)
        paths = {}
        for row in read(self.at("out/trajectory.csv")):
            paths.setdefault(int(row["school"]), []).append(int(row["stage"]) - 1)
        self.assertEqual([paths[s] for s in sorted(paths)], expected["viterbi"])

    @unittest.skipUnless(HERE, "the reference sets are absent")
    def test_four_families_with_missing_cells_by_enumeration(self):
        expected = load(f"{HMM}/o1_enum.json")
        rows = [["a", t, *("" if x is None else x for x in row)]
                for t, row in enumerate(expected["X"])]
        panel = write(self.at("p.csv"), ["school", "window", "w", "x", "y", "z"], rows)
        model = self.parity(panel, expected, 0)
        self.near(model["loglik"], expected["loglik"], 1e-12)
        for row, gamma in zip(read(self.at("out/trajectory.csv")), expected["gamma"]):
            self.near([float(row[f"p_{k}"]) for k in (1, 2, 3)], gamma, 1e-12)

    @unittest.skipUnless(HERE, "the reference sets are absent")
    def test_earthquakes(self):
        counts = [row["count"] for row in read(f"{HMM}/earthquakes.csv")]
        panel = write(self.at("p.csv"), ["school", "window", "count"],
                      [["a", t, x] for t, x in enumerate(counts)])
        for states, lam in (("1", [20]), ("2", [15, 25]), ("3", [15, 20, 26])):
            expected, n = load(f"{HMM}/o4_earthquakes.json")[states], int(states)
            stay = [[1.0 if n == 1 else 0.9 if i == j else 0.1 / (n - 1)
                     for j in range(n)] for i in range(n)]
            model = self.parity(panel, {"pi": [1 / n] * n, "A": stay, "lam": lam}, 3000)
            self.near(-model["loglik"], expected["mllk"], 1e-8)
            self.near(model["emissions"][0]["rate"], expected["lam"], 1e-4)
            self.near(model["AIC"], expected["aic"], 1e-8)
            self.near(model["BIC_windows"], expected["bic"], 1e-8)

    def test_missing_cells_as_a_plain_forward_pass_has_them(self):
        panel = self.at("p.csv")
        simulated(panel, schools=30, missing=0.3, seed=4)
        with open(panel, "a", encoding="utf-8") as file:
            file.write("nothing,03,,\nnothing,04,,\n")
        start = {"pi": [0.8, 0.2, 0.0], "A": [[0.8, 0.2, 0], [0, 0.7, 0.3], [0, 0, 1]],
                 "mu": [[0, 0], [2, -1], [4, -2]], "var": [[1, 1], [1, 2], [2, 1]]}
        model = self.parity(panel, start, 1)
        rows = sorted(read(panel), key=lambda row: (row["school"], row["window"]))
        self.near(model["history"][0], loglik(rows, start), 1e-12)
        after = {"pi": model["pi"], "A": model["A"],
                 "mu": [list(m) for m in zip(*(e["mean"] for e in model["emissions"]))],
                 "var": [list(v) for v in zip(*(e["variance"]
                                                for e in model["emissions"]))]}
        self.near(model["loglik"], loglik(rows, after), 1e-12)
        school = [row for row in read(self.at("out/schools.csv"))
                  if row["school"] == "nothing"][0]
        self.assertEqual(school["status"], "no_data")
        last = [row for row in read(self.at("out/trajectory.csv"))
                if row["school"] == "nothing"][-1]
        step = [sum(model["pi"][i] * model["A"][i][j] for i in range(3))
                for j in range(3)]
        self.near([float(last[f"p_{k}"]) for k in (1, 2, 3)], step, 1e-12)

    @unittest.skipUnless(HERE, "the reference sets are absent")
    def test_continuous_time_with_exact_deaths(self):
        rows = [[row["PTNUM"], row["years"], row["state"], int(row["state"] == "4")]
                for row in read(f"{CT}/cav.csv")]
        panel = write(self.at("p.csv"), ["school", "window", "state", "death"], rows)
        expected = load(f"{CT}/ct1_msm.json")["m1"]
        start = {"pi": [1, 0, 0, 0], "Q": expected["qinit"], "emissions": [
            {"family": "categorical",
             "probabilities": [[float(i == j) for j in range(4)] for i in range(4)]}]}
        wanted = ["--continuous", "--indicators", "state", "--event", "death"]
        self.near(-2 * self.parity(panel, start, 0, *wanted)["loglik"],
                  expected["minus2ll_fixed"], 1e-9)
        model = self.parity(panel, start, 5000, *wanted)
        self.near(-2 * model["loglik"], expected["minus2ll"], 1e-6)
        for i in range(3):
            self.near(model["Q"][i], expected["Q"][i], 2e-3)

    @unittest.skipUnless(HERE, "the reference sets are absent")
    def test_hidden_states_at_irregular_times(self):
        expected, data = load(f"{CT}/ct2_hmm.json"), read(f"{CT}/ct2.csv")
        panel = write(self.at("p.csv"), ["school", "window", "y"],
                      [[f"{int(r['school']):03d}", r["t"], r["y"]] for r in data])
        start = {"pi": expected["init"], "Q": expected["q"], "emissions": [
            {"mean": expected["mean"], "var": [sd * sd for sd in expected["sd"]]}]}
        model = self.parity(panel, start, 0, "--continuous")
        self.near(model["loglik"], expected["loglik"], 1e-10)
        rows = read(self.at("out/trajectory.csv"))
        self.assertEqual([int(row["stage"]) for row in rows], expected["viterbi"])
        for row, p in zip(rows, expected["pstate"]):
            self.near([float(row[f"p_{k}"]) for k in (1, 2, 3)], p, 1e-9)


if __name__ == "__main__":
    unittest.main()
