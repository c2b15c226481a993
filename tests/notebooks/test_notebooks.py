#!/usr/bin/python3
"""The notebooks run from top to bottom, draw their pictures, and are committed without
outputs. Numbers that their words rest on are compared, not bytes; where the data is
simulated, what was planted is found.

The environment names the program (COLLEGIUM), the project (SOURCE_FOLDER) and the folder
of data (SHARED_FOLDER). What lacks Jupyter, R or its data is skipped, saying so.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

PYTHON = "/usr/bin/python3" if os.path.exists("/usr/bin/python3") else sys.executable
SOURCE = Path(os.environ["SOURCE_FOLDER"])
PROGRAM = os.environ["COLLEGIUM"]
DATA = Path(os.environ["SHARED_FOLDER"]) / "data"

# Notebook: its folder of data (None: in datasets/), pictures, and words of its outputs.
GUIDES = {
    "1_first_steps": (None, 3, [
        r"13 of attendance\.csv: expected a time", r"attendance\.csv +27389 +27259 +117 +0 +13",
        r"UNDEFINED +1\b", r"planted: 710 people and months, found: 710\b",
        r"-rw------- .*tables/person\.csv", r"-rw-r--r-- .*report\.html"]),
    "2_one_school": (None, 7, [
        r"department +ei_index +0\.183 +0\.62\d+ +-1\d\.", r"seniority +ei_index +0\.302 +0\.3\d+ +-0\.",
        r"most turned inward: arts", r"made a silo in the simulation: arts\b",
        r"now maturing \(9\d%\) since 2026-03-01",
        r"signals in 1\d of 4\d charts; by chance alone in 1\.\d", r"of the three drawn: fragmentation, tie_persistence\n"]),
    "3_comparing_schools": (None, 6, [
        r"no_model +\d+", r"rank correlation with size: raw -0\.8\d, adjusted -0\.[23]\d",
        r"s00023: 15 people, made isolates: 2\b", r"beyond the outer limits: s00023; by chance 0\.05",
        r"raw +typical error 0\.08\d, .* 0\.58", r"shrunk +typical error 0\.03\d, .* 0\.62",
        r"truth 98%, rank intervals 97%; schools flagged 0\b",
        r"signal in activity: 12, of these truly moved 12\b", r"new head of school +6 +23 +0\.06\d+ +0\.0"]),
    "4_stages": (None, 5, [
        r"right in 7\d% of 552 months, at most one stage off in 98\.\d%",
        r"at least 95% sure: right in 8\d%", r"stage 1 +stage 2 +coach +3\.2\d\d +1\.9"]),
    "5_reading_from_R": (None, 4, [
        r"UNDEFINED +0 +1\b", r"break +0 +24\b", r"s00004 2026-06-01 0 +NaN +UNDEFINED",
        r"maturing +0\.97\d+ +2026-03-01 stewardship", r"tau 0\.7\d over 24 schools",
        r"s00023 +15 +0\.66 +0\.67 +1 +1 +0\.00\d+", r"827 pairs met"]),
}
STORIES = {
    "davis": (None, 3, [r"density 0\.9085", r"core_fit +NaN +0\.360 +0\.4\d+"]),
    "krackhardt_hightech": ("krackhardt_hightech", 3, [
        r"ties +20\.000 +190\.000 +102\.000", r"hierarchy +1\.000 +0\.000 +0\.182",
        r"department with 52%"]),
    "school_leaders": ("school_leaders_daly", 5, [
        r"year 3 +1304\.0", r"3 year 1 +74\.0", r"collaboration, from 3 on +74 +0\.45"]),
    "mooc_ed": ("mooc_ed_dlt", 4, [
        r"dlt1: of 445 people 3 are in no reply", r"dlt2: of 492 people 66 are in no reply",
        r"without 2 facilitators +443\.0"]),
}


def skip(reason):
    print(reason)
    sys.exit(77)


def execute(name, folder):
    """nbconvert's result: its exit code and what it said. No debugger, no browser."""
    environment = dict(os.environ, STORY_DATA=str(DATA), STORY_OUT=folder,
                       PYDEVD_DISABLE_FILE_VALIDATION="1", HOME=folder,
                       MPLCONFIGDIR=folder, IPYTHONDIR=folder, JUPYTER_RUNTIME_DIR=folder,
                       JUPYTER_PATH=str(Path(folder) / "jupyter"))
    return subprocess.run(
        [PYTHON, "-m", "nbconvert", "--to", "notebook", "--execute",
         "--ExecutePreprocessor.timeout=300", "--output-dir", folder,
         str(SOURCE / "notebooks" / f"{name}.ipynb")],
        env=environment, capture_output=True, text=True)


def prepare(folder):
    """What the notebooks share: a run of datasets/network, and the kernel of R."""
    subprocess.run([PROGRAM, "run", SOURCE / "datasets" / "network", "-o",
                    Path(folder) / "network", "--quiet"], check=True)
    kernel = Path(folder) / "jupyter" / "kernels" / "ir"
    kernel.mkdir(parents=True)
    (kernel / "kernel.json").write_text(json.dumps({
        "argv": ["R", "--slave", "-e", "IRkernel::main()", "--args", "{connection_file}"],
        "display_name": "R", "language": "R"}))


def r_is_there():
    return shutil.which("Rscript") and subprocess.run(
        ["Rscript", "-e", "library(IRkernel); library(rhdf5)"], capture_output=True).returncode == 0


def outputs(notebook):
    return [output for cell in notebook["cells"] for output in cell.get("outputs", [])]


def text_of(output):
    return "".join(output.get("text") or output.get("data", {}).get("text/plain", ""))


class Notebooks(unittest.TestCase):
    def test_all_are_listed_and_committed_without_outputs(self):
        files = {path.stem: path for path in (SOURCE / "notebooks").glob("*.ipynb")}
        self.assertEqual(set(files), {*GUIDES, *STORIES})
        for path in files.values():
            notebook = json.loads(path.read_text(encoding="utf-8"))
            self.assertEqual(outputs(notebook), [], path)
            self.assertTrue(all(cell.get("execution_count") is None
                                for cell in notebook["cells"]), path)

    def test_guides_ask_and_say_what_they_cannot(self):
        for name in GUIDES:
            notebook = json.loads((SOURCE / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8"))
            texts = ["".join(cell["source"]) for cell in notebook["cells"]
                     if cell["cell_type"] == "markdown"]
            with self.subTest(notebook=name):
                self.assertRegex(texts[0], rf"# {name[0]}\. [^?]*\*\*[^*]+\?\*\*")
                self.assertIn("**What this data can't tell.**", texts[-1])

    def test_all_run_and_say_what_they_said(self):
        present = {name: story for name, story in {**GUIDES, **STORIES}.items()
                   if story[0] is None or (DATA / story[0]).is_dir()}
        if not r_is_there():
            del present["5_reading_from_R"]
        for name in (GUIDES.keys() | STORIES.keys()) - present.keys():
            print(f"not run, R or its data is absent: {name}")
        with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as pool:
            prepare(folder)
            done = dict(zip(present, pool.map(lambda name: execute(name, folder), present)))
            for name, (_, pictures, words) in present.items():
                with self.subTest(notebook=name):
                    self.assertEqual(done[name].returncode, 0, done[name].stderr[-3000:])
                    path = Path(folder) / f"{name}.ipynb"
                    self.check(json.loads(path.read_text(encoding="utf-8")), pictures, words)

    def check(self, notebook, pictures, words):
        said = "\n".join(map(text_of, outputs(notebook)))
        drawn = [o for o in outputs(notebook) if "image/png" in o.get("data", {})]
        self.assertEqual(len(drawn), pictures)
        warned = [text_of(o) for o in outputs(notebook) if o.get("name") == "stderr"]
        self.assertEqual(warned, [])
        for word in words:
            self.assertTrue(re.search(word, said), f"{word}: not in\n{said}")


if __name__ == "__main__":
    needed = "import nbconvert, ipykernel, matplotlib, pandas, h5py, anndata"
    if subprocess.run([PYTHON, "-c", needed], capture_output=True).returncode != 0:
        skip("not run: needs jupyter-nbconvert python3-ipykernel python3-matplotlib python3-pandas "
             "python3-h5py python3-anndata")
    unittest.main()
