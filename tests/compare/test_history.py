#!/usr/bin/python3
"""What happened in schools: events and improvement cycles of a run, worked by hand, in
its tables and as `collegium compare` takes them."""
import filecmp
import os
import shutil
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

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from comparisons import load, read, run, write

MONTHS = [f"{2024 + m // 12}-{m % 12 + 1:02d}" for m in range(24)]
BREAK = "2024-07"
EVENTS = [
    ["a", "2023-05-01", "founded", ""],            # before the first window
    ["a", "2024-07-10", "building works", ""],     # in a break
    ["a", "2025-03-05T08:00", "coach", ""],        # from April on
    ["b", "2025-06-01", "coach", "2025-08-01"],    # from June on
    ["c", "2024-01-02", "coach", ""],              # from February on
    ["c", "2026-05-01", "closing", ""],            # after the last window
    ["b", "2024-05-01", "new head", ""],           # in one school only
    ["d", "2024-04-01", "opened", ""],             # of a school without rows
    ["a", "2025-01-10", "Plan", ""],
    ["a", "2025-02-10", "do", ""],
    ["a", "2025-04-10", "ACT", ""],
    ["a", "2025-05-01", "plan", "2025-05-20"],
    ["b", "2025-02-03", "reading circle: plan", ""],
    ["b", "2025-03-03", "reading circle: study", ""],
    ["b", "2025-02-10", "mentors: set goals", ""],
    ["b", "2025-08-10", "mentors: monitor", "2025-08-31"],
    ["b", "2025-09-10", "planning day", ""],       # no step
]


class History(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        study = cls.at("study")
        os.makedirs(study)
        rows = []
        for s, school in enumerate("abc"):
            for m, month in enumerate(MONTHS):
                if month == BREAK:
                    continue
                # more people come to a school's meeting from April 2025 on
                for p in range(4 + (m + s) % 2 + 2 * (month >= "2025-04")):
                    phase = "study" if school == "c" and m == 5 else "staff"
                    rows.append([school, f"m{m}", f"p{p}", f"{month}-15T15:00", phase])
        write(f"{study}/attendance.csv", ["school", "meeting", "person", "start", "phase"],
              rows)
        write(f"{study}/events.csv", ["school", "time", "label", "end"], EVENTS)
        write(f"{study}/calendar.csv", ["start", "end", "label"],
              [["2024-07-01", "2024-07-31", "summer"]])
        code, cls.text, messages = run("run", study, "-o", cls.at("out"))
        assert code == 0, messages

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    @classmethod
    def at(cls, name):
        return os.path.join(cls.folder.name, name)

    def compare(self, name, *arguments):
        code, text, messages = run("compare", self.at("out/results.h5"), "-o",
                                   self.at(name), *arguments)
        self.assertEqual((code, messages), (0, ""))
        return text

    def test_events_have_the_window_of_their_day(self):
        rows = [(r["school"], r["event"], r["label"], r["window"], r["place"], r["day"])
                for r in read(self.at("out/tables/event.csv"))]
        self.assertEqual(len(rows), len(EVENTS))
        for row in [("a", "1", "founded", "", "before", "2023-05-01"),
                    ("a", "2", "building works", "2024-07-01", "break", "2024-07-10"),
                    ("a", "5", "coach", "2025-03-01", "window", "2025-03-05"),
                    ("c", "2", "closing", "", "after", "2026-05-01"),
                    ("d", "1", "opened", "2024-04-01", "window", "2024-04-01")]:
            self.assertIn(row, rows)
        ends = {r["label"]: r["end"] for r in read(self.at("out/tables/event.csv"))
                if r["school"] == "b"}
        self.assertEqual(ends["coach"], "2025-08-02T00:00:00Z")
        self.assertEqual(ends["new head"], "")
        self.assertIn("of 17 events 1 lies in breaks, 1 lies before the first window, 1 "
                      "lies after the last: all are kept", self.text)
        self.assertIn("nothing but events is known of d", self.text)

    def test_events_are_the_changes_by_default(self):
        changes = load(self.at("out/compare.json"))["changes"]
        self.assertEqual(changes, {"labels": ["coach"], "in_fewer_than_2_schools": 6,
                                   "too_many_to_estimate": 0})
        starts = {r["school"]: r["start"] for r in
                  read(self.at("out/tables/comparison_school_effect.csv"))}
        self.assertEqual(starts, {"a": "2025-04-01", "b": "2025-06-01",
                                  "c": "2024-02-01"})
        self.assertIn("what came after a change is no proof of the change", self.text)

    def test_the_command_finds_what_the_run_found(self):
        self.compare("same")
        for own, of_run in {"effects": "comparison_effect", "cycles": "comparison_cycle",
                            "school_effects": "comparison_school_effect",
                            "cycle_effects": "comparison_cycle_effect"}.items():
            self.assertTrue(filecmp.cmp(self.at(f"same/{own}.csv"),
                                        self.at(f"out/tables/{of_run}.csv"), False), own)
        self.assertEqual(load(self.at("same/compare.json")),
                         load(self.at("out/compare.json")))

    def test_events_can_be_left_out_or_replaced(self):
        text = self.compare("none", "--no-events")
        self.assertNotIn("what changed", text)
        self.assertNotIn("cycles", text)
        self.assertFalse(os.path.exists(self.at("none/effects.csv")))
        other = write(self.at("other.csv"), ["school", "time", "label"],
                      [["a", "2025-01-01", "reform"]])
        self.compare("other", "--events", other)
        self.assertEqual(load(self.at("other/compare.json"))["changes"]["labels"],
                         ["reform"])
        self.assertTrue(os.path.exists(self.at("other/cycles.csv")))

    def test_steps_make_cycles(self):
        found = [tuple(r.values()) for r in read(self.at("out/tables/comparison_cycle.csv"))]
        self.assertEqual(found, [
            ("a", "unnamed 1", "pdsa", "completed", "2025-01-10", "90", "plan, do, act"),
            # a length of 90 days, and 245 since then without an end
            ("a", "unnamed 2", "pdsa", "abandoned", "2025-05-01", "", "plan"),
            # nothing to compare its age with
            ("b", "reading circle", "pdsa", "running", "2025-02-03", "", "plan, study"),
            ("b", "mentors", "five_steps", "completed", "2025-02-10", "202",
             "set goals, monitor"),
            ("c", "unnamed 1", "pdsa", "running", "2024-06-15", "", "study")])
        steps = [tuple(r.values()) for r in read(self.at("out/tables/cycle_step.csv"))]
        self.assertIn(("a", "unnamed 2", "pdsa", "plan", "2025-05-01", "2025-05-20",
                       "events"), steps)
        self.assertIn(("c", "unnamed 1", "pdsa", "study", "2024-06-15", "2024-06-15",
                       "meetings"), steps)
        self.assertIn("improvement cycles in 3 schools: 2 completed, 2 running, 1 "
                      "abandoned", self.text)

    def test_what_came_after_is_held_against_the_time_before(self):
        """School a: 4, 5, 4, 5, ... people to April 2025, 6 and 7 since."""
        row, = [r for r in read(self.at("out/tables/comparison_cycle_effect.csv"))
                if r["cycle"] == "unnamed 2" and r["measure"] == "mean_meeting_size"]
        self.assertEqual((row["window"], row["before"], row["after"]),
                         ("2025-05-01", "15", "8"))
        series = [4 + m % 2 + 2 * (month >= "2025-04") for m, month in enumerate(MONTHS)
                  if month != BREAK]
        centre = sum(series[:15]) / 15
        self.assertAlmostEqual(float(row["centre"]), centre, 12)
        self.assertAlmostEqual(float(row["change"]), sum(series[15:]) / 8 - centre, 12)
        self.assertEqual((row["shift"], row["shift_at"]), ("up", "2025-05-01"))
        # 15 and 8 points: 7 or 8 in a row on one side of the old mean
        self.assertTrue(0.01 < float(row["by_chance"]) < 0.06, row["by_chance"])
        cycles = {r["cycle"] for r in read(self.at("out/tables/comparison_cycle_effect.csv"))
                  if r["school"] == "c"}
        self.assertEqual(cycles, set(), "5 months before are too few")

    def rebase(self, header, rows):
        return write(self.at("rebase.csv"), header, rows)

    def test_charts_begin_anew_where_asked(self):
        """School a: means of 4.5 to March 2025 and 6.5 from April on; Anhoej's signal is
        gone once the chart begins anew there."""
        self.compare("plain", "--rules", "nhs")
        table = self.rebase(["school", "window", "measure"],
                            [["a", "2025-04-01", "mean_meeting_size"],
                             ["b", "2024-12-01", "meetings"]])
        text = self.compare("rebased", "--rules", "nhs", "--rebase", table)
        self.assertIn("2 restarts of charts, as asked for", text)
        key = lambda r: (r["school"], r["measure"])
        plain, rebased = ({key(r): r for r in read(self.at(f"{name}/charts.csv"))}
                          for name in ("plain", "rebased"))
        one = rebased["a", "mean_meeting_size"]
        self.assertEqual((one["phases"], one["since"], one["points"]),
                         ("2", "2025-04-01", "9"))
        series = [4 + m % 2 + 2 * (month >= "2025-04") for m, month in enumerate(MONTHS)
                  if month != BREAK]
        self.assertAlmostEqual(float(one["centre"]), sum(series[14:]) / 9, 12)
        self.assertEqual((plain["a", "mean_meeting_size"]["signal"], one["signal"]),
                         ("true", "false"))
        for name, row in plain.items():
            self.assertEqual(row["phases"], "1")
            if name not in (("a", "mean_meeting_size"), ("b", "meetings")):
                self.assertEqual(row, rebased[name])
        first, second = [r for r in read(self.at("rebased/phases.csv")) if r["school"] == "a"]
        self.assertEqual((first["first"], first["last"], first["points"]),
                         ("2024-01-01", "2025-03-01", "14"))
        self.assertAlmostEqual(float(first["centre"]), sum(series[:14]) / 14, 12)
        self.assertEqual(second["centre"], one["centre"])
        self.assertEqual(load(self.at("rebased/compare.json"))["rebase"],
                         [{"school": "a", "window": "2025-04-01",
                           "measure": "mean_meeting_size"},
                          {"school": "b", "window": "2024-12-01", "measure": "meetings"}])
        # the cycle of May is held against the phase that it lies in: too short
        after = {r["cycle"] for r in read(self.at("rebased/cycle_effects.csv"))
                 if r["measure"] == "mean_meeting_size"}
        self.assertNotIn("unnamed 2", after)
        code, _, messages = run("report", self.at("out/results.h5"), "--comparison",
                                self.at("rebased/results.h5"), "-o", self.at("r.html"))
        self.assertEqual((code, messages), (0, ""))

    def test_all_measures_of_a_school_can_begin_anew(self):
        self.compare("all", "--rebase", self.rebase(["school", "window"],
                                                    [["b", "2025-01-01"]]))
        for row in read(self.at("all/charts.csv")):
            if row["school"] != "b":
                self.assertEqual(row["phases"], "1")
        self.assertEqual({r["school"] for r in read(self.at("all/phases.csv"))}, {"b"})
        self.assertGreater(len(read(self.at("all/phases.csv"))), 20)

    def test_restarts_of_what_is_not_there_are_refused(self):
        header = ["school", "window", "measure"]
        for row, message, hint in [
                (["A", "2025-01-01", "density"], "rebase.csv:2: there is no school 'A'",
                 None),
                (["a", "2025-01-02", "density"], "no window '2025-01-02'", "2025-01-01"),
                (["a", "period", "density"], "no window 'period'", None),
                (["a", "2025-01-01", "densty"], "no measure 'densty'", "density")]:
            code, text, messages = run("compare", self.at("out/results.h5"), "-o",
                                       self.at("no"), "--rebase",
                                       self.rebase(header, [row]))
            self.assertEqual((code, text), (3, ""))
            self.assertIn(message, messages)
            if hint:
                self.assertIn(hint, messages.split("\n")[1])
        code, _, messages = run("compare", self.at("out/results.h5"), "-o",
                                self.at("no"), "--rebase",
                                self.rebase(["school", "time"], [["a", "2025-01-01"]]))
        self.assertEqual(code, 3)
        self.assertIn("window", messages)

    def test_files_of_others_are_refused(self):
        other = self.at("other.h5")
        with open(self.at("out/results.h5"), "rb") as file:
            whole = file.read()
        for content, message in [(whole[:5000], "it may be cut short"),
                                 (b"\x89HDF\r\n\x1a\n" + bytes(3000), "damaged")]:
            with open(other, "wb") as file:
                file.write(content)
            code, text, messages = run("compare", other, "-o", self.at("no"))
            self.assertEqual((code, text, messages.count("\n")), (3, "", 2), messages)
            self.assertIn(message, messages)
            self.assertFalse(os.path.exists(self.at("no")))

    def altered(self, change):
        path = self.at("altered.h5")
        shutil.copyfile(self.at("out/results.h5"), path)
        with h5py.File(path, "a") as file:
            change(file)
        return path

    def test_files_of_other_versions_and_makers_are_refused(self):
        def other_version(file):
            file.attrs["encoding-version"] = "2.0"

        def other_maker(file):
            del file.attrs["encoding-type"]

        def other_steps(file):
            file["cycle_step/step/categories"][0] = "dance"

        for change, message in [(other_version, "a results file of version '2.0'"),
                                (other_maker, "an HDF5 file, but not results"),
                                (other_steps, "a step of a cycle that is not known")]:
            code, text, messages = run("compare", self.altered(change), "-o", self.at("no"))
            self.assertEqual((code, text), (3, ""), messages)
            self.assertIn(message, messages)
            self.assertFalse(os.path.exists(self.at("no")))

    def test_results_without_events_are_compared(self):
        """As those of a study in which nothing was noted."""
        def forget(file):
            for name in "event", "cycle_step", "comparison":
                del file[name]

        for command, out in ("compare", "bare"), ("report", "bare.html"):
            code, _, messages = run(command, self.altered(forget), "-o", self.at(out))
            self.assertEqual((code, messages), (0, ""))


if __name__ == "__main__":
    unittest.main()
