#!/usr/bin/python3
"""What the readers give of datasets/network is what the CSV tables say, cell by cell:
notebooks/collegium_read.py here, and notebooks/collegium_read.R, which writes what it
read and is skipped, saying so, where rhdf5 is not installed.

The environment names the program (COLLEGIUM) and the project (SOURCE_FOLDER).
"""
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PYTHON = "/usr/bin/python3"
try:
    import h5py
    import numpy as np
    import pandas as pd
except ImportError as missing:
    if os.path.exists(PYTHON) and os.path.realpath(PYTHON) != os.path.realpath(sys.executable):
        os.execv(PYTHON, [PYTHON, *sys.argv])
    print(f"not run: {missing}")
    sys.exit(77)

SOURCE = Path(os.environ["SOURCE_FOLDER"])
PROGRAM = os.environ["COLLEGIUM"]
sys.path.insert(0, str(SOURCE / "notebooks"))
from collegium_read import read_results

READER_OF_R = SOURCE / "notebooks" / "collegium_read.R"
COMPARED = {"comparison": "comparison", "comparison_measure": "measures",
            "comparison_chart": "charts", "comparison_signal": "signals"}
FITTED = {"trajectory": "trajectory", "trajectory_school": "schools", "forecast": "forecast",
          "trajectory_indicator": "indicators", "trajectory_transition": "transitions",
          "trajectory_curve": "curve"}


def collegium(*arguments):
    subprocess.run([PROGRAM, *map(str, arguments), "--quiet"], check=True)


def cells(column):
    """A column as the CSV writes it; numbers stay numbers."""
    if isinstance(column.dtype, pd.DatetimeTZDtype):
        return column.dt.strftime("%Y-%m-%dT%H:%M:%SZ").fillna("")
    if column.dtype.kind == "M":
        return column.dt.strftime("%Y-%m-%d")
    if column.dtype == bool:
        return column.map({True: "true", False: "false"})
    if column.dtype.kind in "if":
        return column
    return column.astype(object).where(column.notna(), "")


class Readers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.out = Path(cls.folder.name)
        collegium("run", SOURCE / "datasets" / "network", "-o", cls.out / "run", "--resample", 9)
        measures = "isolates,density,attendance_rate"
        collegium("compare", cls.out / "run" / "results.h5", "-o", cls.out / "compare",
                  "--measures", measures)
        collegium("fit", cls.out / "run" / "results.h5", "-o", cls.out / "fit",
                  "--stages", 2, "--indicators", "activity_rate")
        cls.write_more()
        cls.results = read_results(cls.out / "run" / "results.h5")

    @classmethod
    def write_more(cls):
        """Results with a table that the readers have never heard of."""
        (cls.out / "more").mkdir()
        path = shutil.copy(cls.out / "fit" / "results.h5", cls.out / "more")
        with h5py.File(path, "r+") as file:
            file.create_group("survey").attrs["encoding-type"] = "dict"
            file.copy("trajectory/transition", "survey/answer")

    @classmethod
    def tearDownClass(cls):
        cls.results.file.close()
        cls.folder.cleanup()

    def check(self, frame, path):
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
        self.assertEqual(sorted(frame.columns), sorted(table.columns), path)
        self.assertEqual(len(frame), len(table), path)
        for name in table.columns:
            found = cells(frame[name])
            with self.subTest(table=path.name, column=name):
                if found.dtype.kind in "if":
                    numbers = [float(cell or "nan") for cell in table[name]]
                    np.testing.assert_array_equal(found.to_numpy(dtype=float), numbers)
                else:
                    self.assertEqual(found.tolist(), table[name].tolist())

    # ---- Python ----

    def test_all_tables_of_a_run_are_as_their_csv(self):
        tables = {path.stem: path for path in (self.out / "run" / "tables").glob("*.csv")}
        self.assertEqual(set(tables) - set(self.results.names()), set())
        for name, path in tables.items():
            self.check(self.results.table(name, statuses=True), path)

    def test_tables_of_compare_and_fit_are_as_their_csv(self):
        for folder, files in ("compare", COMPARED), ("fit", FITTED):
            with read_results(self.out / folder / "results.h5") as results:
                for name, stem in files.items():
                    self.check(results.table(name, statuses=True),
                               self.out / folder / f"{stem}.csv")

    def test_tables_to_come_are_found_by_their_place(self):
        with read_results(self.out / "more" / "results.h5") as results:
            self.assertIn("survey_answer", results.names())
            pd.testing.assert_frame_equal(results.table("survey_answer"),
                                          results.table("trajectory_transition"))

    def test_ties_name_people(self):
        ties = self.results.table("tie_period")
        people = self.results.table("person")[["school", "person"]].astype(str)
        known = set(people.itertuples(index=False, name=None))
        for end in "from", "to":
            self.assertLessEqual(set(zip(ties.school.astype(str), ties[end])), known)

    def test_ties_of_a_school_give_its_density(self):
        schools = self.results.schools()
        density = self.results.windows("density")
        for school in "s00003", "s00007":
            pairs = schools.people[school] * (schools.people[school] - 1) / 2
            ties = self.results.ties(school)
            self.assertEqual(list(ties), ["from", "to", "weight", "n", "minutes"])
            self.assertEqual(len(ties) / pairs, schools.density[school])
            rows = self.results.table("school_window").query(
                "school == @school and window == '2025-03-01'")
            people = rows.people.item()
            month = self.results.ties(school, "2025-03-01")
            self.assertEqual(len(month) / (people * (people - 1) / 2),
                             density.loc["2025-03-01", school])
        turned = self.results.ties("s00007", kind="exchange_tie")
        self.assertEqual(turned.n.sum(), self.results.table("exchange_tie").query(
            "school == 's00007'").n.sum())
        with self.assertRaisesRegex(KeyError, "there is no school s00099"):
            self.results.ties("s00099")

    def test_statuses_are_kept_or_left_out(self):
        kept = self.results.table("school_window", statuses=True)
        plain = self.results.table("school_window")
        self.assertIn("status", plain)
        self.assertEqual([c for c in plain if c.endswith("_status")], [])
        self.assertEqual(list(plain), [c for c in kept if not c.endswith("_status")])
        missing = kept.density_status != "OK"
        self.assertTrue(missing.any())
        self.assertTrue((plain.density.isna() == missing).all())

    def test_stages_are_probabilities_by_name(self):
        stages = self.results.stages()
        self.assertEqual(list(stages), ["potential", "coalescing", "maturing", "stewardship",
                                        "transformation"])
        np.testing.assert_allclose(stages.sum(axis=1), 1, atol=1e-12)
        rows = self.results.table("trajectory").set_index(["school", "window"])
        self.assertTrue((stages.maturing == rows.p_3).all())
        ahead = self.results.stages("forecast")
        self.assertEqual(ahead.index.names, ["school", "ahead"])

    def test_schools_have_measures_and_stage(self):
        schools = self.results.schools()
        self.assertEqual(len(schools), 24)
        for column in "density", "status", "stage_name", "status_trajectory":
            self.assertIn(column, schools)
        with read_results(self.out / "fit" / "results.h5") as fitted:
            self.assertEqual(fitted.schools().stage.tolist(),
                             fitted.table("trajectory_school").stage.tolist())

    def test_windows_are_rows(self):
        density = self.results.windows("density")
        self.assertEqual(density.shape, (23, 24))
        rows = self.results.table("school_window")
        one = rows[(rows.school == "s00007") & (rows.window == "2025-03-01")]
        self.assertEqual(density.loc["2025-03-01", "s00007"], one.density.item())
        status = self.results.windows("density_status")
        self.assertTrue(((status == "OK") == density.notna()).all(axis=None))
        self.assertEqual(set(status.loc["2025-07-01"]), {"break"})
        with self.assertRaisesRegex(KeyError, "table school_window has no column dense"):
            self.results.windows("dense")

    def test_comparison_is_of_one_measure_and_window(self):
        with read_results(self.out / "compare" / "results.h5") as compared:
            rows = compared.comparison("density")
            self.assertEqual(rows.index.nunique(), len(rows))
            sound = rows.dropna(subset=["shrunk"])
            self.assertTrue((sound.lo <= sound.shrunk).all() and (sound.shrunk <= sound.hi).all())
            with self.assertRaisesRegex(KeyError, "degree was not compared in window period"):
                compared.comparison("degree")

    def test_files_say_what_they_are(self):
        self.assertEqual(self.results.about("study"), "network")
        self.assertEqual(self.results.about("settings")["window"], "month")
        columns = self.results.columns("school_window")
        self.assertEqual(columns.unit["density"], "1")
        self.assertIn("a tie joins members", columns.description["density"])

    def foreign_files(self):
        """Files that are none of ours or not of now, and what is said of them."""
        text, plain = self.out / "results.csv", self.out / "plain.h5"
        text.write_text("school,density\n")
        with h5py.File(plain, "w"):
            pass
        yield text, "results.csv: no HDF5 file, so no results of collegium"
        yield plain, "plain.h5: no results of collegium, but a file of kind unknown"
        for name, kind, version, words in [
                ("cells.h5", "anndata", "0.1.0", "no results of collegium, but a file of kind anndata"),
                ("study.h5", "collegium-study", "2", "but a file of kind collegium-study"),
                ("old.h5", "collegium", "0.9", "results of version 0.9, this reads version 1"),
                ("new.h5", "collegium", "2.0", "results of version 2.0, this reads version 1"),
                ("torn.h5", "collegium", None, "results of version unknown, this reads version 1")]:
            with h5py.File(self.out / name, "w") as file:
                file.attrs["encoding-type"] = kind
                if version:
                    file.attrs["encoding-version"] = version
            yield self.out / name, f"{name}: .*{words}"

    def test_what_is_no_results_file_is_refused(self):
        for path, words in self.foreign_files():
            with self.subTest(file=path.name), self.assertRaisesRegex(ValueError, words):
                read_results(path)
        with self.assertRaises(FileNotFoundError):
            read_results(self.out / "nowhere.h5")
        with self.assertRaisesRegex(KeyError, "no table sites; there are .*school_window"):
            self.results.table("sites")
        with self.assertRaisesRegex(KeyError, "says nothing of weather, but of .*settings"):
            self.results.about("weather")

    # ---- R ----

    def r(self, *arguments):
        """What a script of R prints."""
        rscript = shutil.which("Rscript")
        there = rscript and subprocess.run(
            [rscript, "-e", "library(rhdf5)"], capture_output=True).returncode == 0
        if not there:
            self.skipTest("needs r-base-core and r-bioc-rhdf5")
        done = subprocess.run([rscript, "--vanilla", *arguments], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def test_r_reads_the_same(self):
        script = SOURCE / "tests" / "notebooks" / "read_all.R"
        for folder in "run", "compare", "fit", "more":
            written = self.out / f"r-{folder}"
            written.mkdir()
            self.r(script, READER_OF_R, self.out / folder / "results.h5", written)
            with read_results(self.out / folder / "results.h5") as results:
                self.assertEqual({path.stem for path in written.glob("*.csv")},
                                 set(results.names()))
                for path in written.glob("*.csv"):
                    self.check(results.table(path.stem, statuses=True), path)

    def test_r_refuses_the_same(self):
        expected = list(self.foreign_files())
        said = self.r("-e", f"source('{READER_OF_R}')", "-e",
                      "for (path in commandArgs(trailingOnly = TRUE)) cat(tryCatch("
                      "{ read_results(path); 'was read' }, error = conditionMessage), sep = '\\n')",
                      *[path for path, _ in expected], self.out / "nowhere.h5")
        lines = said.strip().split("\n")
        self.assertEqual(len(lines), len(expected) + 1, said)
        for line, (_, words) in zip(lines, expected):
            self.assertRegex(line, words)
        self.assertIn("nowhere.h5: there is no such file", lines[-1])


if __name__ == "__main__":
    unittest.main()
