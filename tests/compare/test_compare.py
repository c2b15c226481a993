#!/usr/bin/python3
"""`collegium compare`: what other software gives, what a stable network raises, planted
schools and effects, results of a run, the same bytes for any --jobs, bad input."""
import filecmp
import math
import os
import random
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from comparisons import ORACLES, compare, estimates, load, number, read, run, series, write

HERE = os.path.isdir(ORACLES)


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def at(self, name):
        return os.path.join(self.folder.name, name)

    def near(self, actual, expected, tolerance):
        self.assertLessEqual(abs(float(actual) - expected),
                             tolerance * max(1.0, abs(expected)))

    def table(self, name):
        return read(self.at(f"out/{name}.csv"))

    def compare(self, panel, *arguments):
        return compare(panel, self.at("out"), *arguments)


@unittest.skipUnless(HERE, "the reference sets are absent")
class References(Case):
    def test_trials_of_bcg(self):
        rows = [[r["trial"], r["yi"], math.sqrt(float(r["vi"]))]
                for r in read(f"{ORACLES}/eb/bcg.csv")]
        panel = write(self.at("p.csv"), ["school", "estimate", "se"], rows)
        for rule, expected in load(f"{ORACLES}/eb/eb2_bcg.json").items():
            tolerance = 3e-5 if rule == "PM" else 1e-8
            self.compare(panel, "--tau2", rule.lower())
            measure, = self.table("measures")
            self.near(measure["tau2"], expected["tau2"], tolerance)
            self.near(measure["mean"], expected["mu"], tolerance)
            self.near(measure["mean_se"], expected["se"], tolerance)
            self.near(measure["i2"], expected["I2"], 100 * tolerance)
            for row, blup, se in zip(self.table("comparison"), expected["blup"],
                                     expected["blup_se"]):
                self.near(row["shrunk"], blup, tolerance)
                self.near(row["hi"], blup + 1.959963984540054 * se, 10 * tolerance)

    def test_events(self):
        expected = load(f"{ORACLES}/eb/eb3_gp.json")
        self.compare(f"{ORACLES}/eb/gp.csv")
        measure, = self.table("measures")
        self.assertEqual(measure["family"], "gamma-poisson")
        self.near(measure["prior_a"], expected["a"], 1e-6)
        self.near(measure["prior_b"], expected["b"], 1e-6)
        for row, mean, low, high in zip(self.table("comparison"), expected["post_mean"],
                                        expected["post_lo"], expected["post_hi"]):
            self.near(row["shrunk"], mean, 1e-6)
            self.near(row["lo"], low, 1e-6)
            self.near(row["hi"], high, 1e-6)

    def test_funnel_of_shares(self):
        expected = load(f"{ORACLES}/spc/spc4_funnel.json")["PR_SHMI"]
        rows = [[r["group"], r["numerator"], r["denominator"]]
                for r in read(f"{ORACLES}/spc/funnel_prop.csv")]
        self.compare(write(self.at("p.csv"), ["school", "successes", "trials"], rows),
                     "--limits", "winsorised")
        measure, = self.table("measures")
        self.near(measure["phi"], expected["phi_winsor"], 1e-9)
        self.near(measure["funnel_tau2"], expected["tau2_winsor"], 1e-9)
        for row, z, s in zip(self.table("comparison"), expected["z"], expected["s"]):
            adjusted = z / math.sqrt(1 + expected["tau2_winsor"] / s ** 2)
            self.near(row["funnel_z"], adjusted, 1e-9)
            self.assertEqual(row["flag"], "within" if number(row["p"]) >= 0.002 else
                             "high" if adjusted > 0 else "low")
            if abs(adjusted) < 2.5:
                self.assertEqual(row["flag"], "within")

    def test_run_charts(self):
        sets = load(f"{ORACLES}/spc/spc3_runs.json")
        rows = [[name, f"{t:02d}", y, ""] for name in sets
                for t, y in enumerate(sets[name]["y"])]
        self.compare(write(self.at("p.csv"), ["school", "window", "estimate", "se"], rows))
        for row in self.table("charts"):
            expected = sets[row["school"]]
            self.near(row["centre"], expected["median"], 1e-12)
            self.assertEqual(row["signal"], str(expected["res"]["runs.signal"]).lower())
            if expected["res"]["n.useful"]:
                self.assertEqual(int(row["longest_run"]), expected["res"]["longest.run"])
                self.assertEqual(int(row["crossings"]), expected["res"]["n.crossings"])
        self.assertEqual({row["status"] for row in self.table("measures")}, {"no_error"})


class Network(Case):
    def test_a_stable_network_raises_what_it_should(self):
        panel = series(self.at("p.csv"), schools=300)
        for rules in ("anhoej", "nhs", "ihi"):
            account, text = self.compare(panel, "--rules", rules, "--draws", 0)
            found, chance = account["signals"]["found"], account["signals"]["by_chance"]
            self.assertEqual(account["signals"]["charts"], 300)
            self.assertLess(abs(found - chance), 4 * math.sqrt(chance))
            self.assertIn(f"{chance:.1f} would have one by chance", text)
            charts = self.table("charts")
            self.assertEqual(sum(row["signal"] == "true" for row in charts), found)
            self.assertEqual(len({row["school"] for row in self.table("signals")
                                  if row["rule"] != "astronomical"}), found)

    def test_schools_that_do_not_differ_are_not_told_apart(self):
        flags = chance = 0
        for seed in range(8):
            panel = estimates(self.at("p.csv"), schools=200, seed=seed)
            account, _ = self.compare(panel, "--draws", 0)
            comparison, = account["comparisons"]
            flags += comparison["flags"]
            chance += comparison["flags_by_chance"]
        self.assertAlmostEqual(chance, 0.002 * 8 * 200)
        self.assertLess(flags, chance + 4 * math.sqrt(chance))

    def test_schools_that_differ_ordinarily_are_not_flagged(self):
        flags = chance = 0
        for seed in range(8):
            panel = estimates(self.at("p.csv"), schools=200, seed=seed, spread=0.3)
            comparison, = self.compare(panel, "--draws", 0)[0]["comparisons"]
            self.assertGreater(comparison["i2"], 50)
            flags += comparison["flags"]
            chance += comparison["flags_by_chance"]
        self.assertLess(flags, chance + 4 * math.sqrt(chance))

    def test_few_events_are_no_surprise(self):
        """The normal tails of a funnel's scale would find some of these schools."""
        dice, found = random.Random(4), 0
        for _ in range(8):
            rows = []
            for s in range(300):
                trials = dice.randint(8, 60)
                rows.append([s, sum(dice.random() < 0.3 for _ in range(trials)), trials])
            panel = write(self.at("p.csv"), ["school", "successes", "trials"], rows)
            comparison, = self.compare(panel, "--draws", 0)[0]["comparisons"]
            self.assertLess(comparison["flags"], 0.6 + 4 * math.sqrt(0.6))
            found += comparison["discoveries"] > 0
        self.assertLessEqual(found, 2)

    def test_a_planted_school_is_found_and_no_other(self):
        panel = estimates(self.at("p.csv"), spread=0.1, outliers=[(7, -1.5)])
        account, text = self.compare(panel)
        self.assertEqual(account["comparisons"][0]["sizes"]["use"], "adjusted")
        rows = self.table("comparison")
        self.assertEqual([r["school"] for r in rows if number(r["q"]) <= 0.05], ["s007"])
        self.assertEqual(rows[7]["flag"], "low")
        self.assertIn("low s007", text)
        self.assertLess(number(rows[7]["rank_hi"]), 10)
        for row in rows:
            self.assertLessEqual(number(row["lo"]), number(row["gh_lo"]))
            self.assertLessEqual(number(row["rank_lo"]), number(row["expected_rank"]))
        self.compare(panel, "--unadjusted")
        self.assertEqual(self.table("measures")[0]["size_use"], "declined")

    def test_effects_of_a_change_are_found(self):
        """Half of 60 schools, one after the other, rise by 2."""
        start = lambda s: 8 + s % 8 if s < 30 else 99
        panel = series(self.at("p.csv"), schools=60, windows=24, seed=3,
                       effect=lambda s, w: 2.0 if w >= start(s) else 0.0)
        events = write(self.at("e.csv"), ["school", "time", "label"],
                       [[f"s{s:03d}", f"{2023 + start(s) // 12}-{start(s) % 12 + 1:02d}-01",
                         "reform"] for s in range(30)])
        self.compare(panel, "--events", events)
        effects = {(r["part"], r["lead"]): r for r in self.table("effects")}
        for key in (("level", "0"), ("overall", "0")):
            row = effects[key]
            self.assertLess(abs(number(row["estimate"]) - 2.0), 4 * number(row["se"]))
            self.assertLess(number(row["p"]), 1e-6)
            self.assertEqual(row["treated"], "30")
        self.assertGreater(number(effects["slope", "0"]["p"]), 0.001)
        before = effects["lead", "-3"]
        self.assertLess(abs(number(before["estimate"])), 4 * number(before["se"]))
        schools = self.table("school_effects")
        self.assertEqual(len(schools), 30)
        self.assertEqual(schools[1]["start"], "2023-10-01")
        self.assertEqual((schools[1]["before"], schools[1]["after"]), ("9", "15"))

    def test_the_same_bytes_for_any_number_of_jobs(self):
        panel = series(self.at("p.csv"), schools=30, windows=12)
        events = write(self.at("e.csv"), ["school", "time", "label"],
                       [["s001", "2023-06-15", "a"], ["s002", "2023-08-01", "a"]])
        for jobs in (1, 3):
            compare(panel, self.at(f"j{jobs}"), "--window", "all", "--events", events,
                    "--jobs", jobs)
        names = sorted(os.listdir(self.at("j1")))
        self.assertIn("effects.csv", names)
        same, other, lost = filecmp.cmpfiles(self.at("j1"), self.at("j3"), names, False)
        self.assertEqual((sorted(same), other, lost), (names, [], []))

    def test_windows(self):
        panel = series(self.at("p.csv"), schools=20, windows=6)
        self.compare(panel)
        self.assertEqual({r["window"] for r in self.table("comparison")}, {"2023-06-01"})
        self.compare(panel, "--window", "2023-02-01")
        self.assertEqual({r["window"] for r in self.table("comparison")}, {"2023-02-01"})
        self.compare(panel, "--window", "all")
        self.assertEqual(len(self.table("comparison")), 120)
        code, _, message = run("compare", panel, "-o", self.at("x"), "--window",
                               "2023-02-10")
        self.assertEqual(code, 2)
        self.assertIn("did you mean '2023-02-01'?", message)


class Results(Case):
    def test_results_of_a_run(self):
        for arguments in (("simulate", "-o", self.at("study"), "--schools", 24,
                           "--months", 8), ("run", self.at("study"), "-o", self.at("run"))):
            code, _, message = run(*arguments, "--quiet")
            self.assertEqual(code, 0, message)
        panel = self.at("run/results.h5")
        account, text = self.compare(panel)
        measures = {r["measure"]: r for r in self.table("measures")}
        self.assertEqual(measures["bridges"]["status"], "no_model")
        self.assertEqual(measures["people"]["status"], "no_model")
        self.assertEqual(measures["density"]["varies"], "interval")
        self.assertEqual(measures["density"]["size_use"], "adjusted")
        self.assertEqual(measures["isolates"]["family"], "beta-binomial")
        self.assertEqual(measures["distance_fragmentation"]["varies"], "z")
        rows = self.table("comparison")
        ranked = {r["measure"] for r in rows if r["expected_rank"] != ""}
        self.assertIn("density", ranked)
        self.assertNotIn("bridges", {r["measure"] for r in rows})
        self.assertEqual({r["window"] for r in rows}, {"period"})
        schools = {r["school"]: r for r in read(self.at("run/tables/school.csv"))}
        for row in rows:
            school = schools[row["school"]]
            if row["measure"] == "isolates":
                self.near(row["raw"], number(school["isolates"]) / number(school["people"]),
                          1e-12)
            if row["measure"] == "density":
                self.near(row["raw"], number(school["density"]), 1e-12)
        self.assertIn("no model of chance", text)
        self.assertGreater(account["signals"]["charts"], 0)
        self.compare(panel, "--measures", "isolate_share,density", "--window", "all")
        statuses = {(r["measure"], r["window"]): r["status"]
                    for r in self.table("measures")}
        self.assertEqual(statuses["density", "2024-09-01"], "no_error")
        self.assertIn(statuses["isolate_share", "2024-09-01"],
                      ("compared", "homogeneous", "no_events"))
        code, _, message = run("compare", panel, "-o", self.at("x"), "--measures",
                               "isolate")
        self.assertEqual(code, 2)
        self.assertIn("did you mean 'isolates'?", message)


class Refusals(Case):
    def refused(self, code, words, header, rows, *arguments):
        panel = write(self.at("p.csv"), header, rows)
        found, _, message = run("compare", panel, "-o", self.at("x"), *arguments)
        self.assertEqual(found, code, message)
        self.assertIn(words, message)
        self.assertLessEqual(len(message.splitlines()), 2)
        self.assertFalse(os.path.exists(self.at("x")))

    def test_what_is_wrong_is_said_in_a_line(self):
        normal, shares = ["school", "estimate", "se"], ["school", "successes", "trials"]
        self.refused(3, "p.csv:3: expected a se of 0 or more, found -1", normal,
                     [["a", 1, 1], ["b", 1, -1]])
        self.refused(3, "p.csv:3:3: expected a number or an empty cell, found 'x'", normal,
                     [["a", 1, 1], ["b", "x", 1]])
        self.refused(3, "p.csv:3: school 'a' has another row", normal,
                     [["a", 1, 1], ["a", 1, 1]])
        self.refused(3, "expected no more successes than trials, found 3", shares,
                     [["a", 3, 2]])
        self.refused(3, "expected events of 0 or more, found -1",
                     ["school", "events", "exposure"], [["a", -1, 2]])
        self.refused(3, "expected no events without exposure",
                     ["school", "events", "exposure"], [["a", 1, 0]])
        self.refused(3, "expected the columns estimate and se, events and exposure",
                     ["school", "score"], [["a", 1]])
        self.refused(2, "its columns fit several families: give --family",
                     normal + shares[1:], [["a", 1, 1, 1, 2]])
        self.refused(2, "--rules: expected anhoej, nhs or ihi, found 'x'", normal,
                     [["a", 1, 1]], "--rules", "x")
        self.refused(2, "--measures: there is no measure 'size' in the file",
                     normal + ["measure"], [["a", 1, 1, "sizes"]], "--measures", "size")
        events = write(self.at("e.csv"), ["school", "time", "label"],
                       [["c", "2024-01-01", "x"]])
        self.refused(3, "there is no school 'c' among those compared",
                     normal + ["window"], [["a", 1, 1, "2024-01-01"]], "--events", events)

    def statuses(self, header, rows, *arguments):
        self.compare(write(self.at("p.csv"), header, rows), *arguments)
        return [r["status"] for r in self.table("comparison")], \
            self.table("measures")[0]["status"]

    def test_what_cannot_be_compared_has_a_status(self):
        normal = ["school", "estimate", "se"]
        self.assertEqual(self.statuses(normal, [["a", 1, 1]]), (["not_pooled"], "single"))
        _, text = self.compare(self.at("p.csv"))
        self.assertIn("schools are not compared: there is one, and nobody to "
                      "compare it with", text)
        self.assertEqual(self.statuses(normal, [[s, 5, 1] for s in "abc"]),
                         (["ok"] * 3, "homogeneous"))
        self.assertEqual(self.statuses(normal, [["a", 1, 0], ["b", "", 1], ["c", 2, ""],
                                                ["d", 9, 1], ["e", 1, 1]])[0],
                         ["no_error", "missing", "no_error", "ok", "ok"])
        self.assertEqual(self.statuses(normal, [["a", 1, "1e-300"], ["b", 2, "1e300"],
                                                ["c", 1, 1], ["d", 2, 1]])[0],
                         ["no_error", "no_error", "ok", "ok"])
        self.assertEqual(self.statuses(["school", "events", "exposure"],
                                       [["a", 0, 3], ["b", 0, 4]]),
                         (["not_pooled"] * 2, "no_events"))
        self.compare(estimates(self.at("p.csv"), schools=8))
        self.assertEqual(self.table("measures")[0]["size_use"], "too_few_schools")

    def test_an_earlier_result_is_replaced_only_with_force(self):
        panel = estimates(self.at("p.csv"), schools=8)
        for arguments, expected in (((), 0), ((), 4), (("--force",), 0)):
            code, text, _ = run("compare", panel, "-o", self.at("x"), "--quiet",
                                *arguments)
            self.assertEqual((code, text), (expected, ""))


if __name__ == "__main__":
    unittest.main()
