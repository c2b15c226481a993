#!/usr/bin/python3
"""The notebooks run from top to bottom on the published data, draw their pictures, and
are committed without outputs. Numbers that their words rest on are compared, not bytes.

The environment names the program (COLLEGIUM), the project (SOURCE_FOLDER) and the folder
of data (SHARED_FOLDER). Skipped, saying so, where Jupyter or the data are absent.
"""
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

PYTHON = "/usr/bin/python3" if os.path.exists("/usr/bin/python3") else sys.executable
SOURCE = Path(os.environ["SOURCE_FOLDER"])
DATA = Path(os.environ["SHARED_FOLDER"]) / "data"

# Notebook: its folder of data (None: in datasets/), pictures, and words of its outputs.
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
    "stages": (None, 5, [
        r"right in 7\d% of 552 months, at most one stage off in 98\.\d%",
        r"at least 95% sure: right in 8\d%", r"stage 1 +stage 2 +coach +3\.2\d\d +1\.9"]),
}


def skip(reason):
    print(reason)
    sys.exit(77)


def execute(name, folder):
    """nbconvert's result: its exit code and what it said. No debugger, no browser."""
    environment = dict(os.environ, STORY_DATA=str(DATA),
                       PYDEVD_DISABLE_FILE_VALIDATION="1", HOME=folder,
                       MPLCONFIGDIR=folder, IPYTHONDIR=folder, JUPYTER_RUNTIME_DIR=folder)
    return subprocess.run(
        [PYTHON, "-m", "nbconvert", "--to", "notebook", "--execute",
         "--ExecutePreprocessor.timeout=300", "--output-dir", folder,
         str(SOURCE / "notebooks" / f"{name}.ipynb")],
        env=environment, capture_output=True, text=True)


def outputs(notebook):
    return [output for cell in notebook["cells"] for output in cell.get("outputs", [])]


def text_of(output):
    return "".join(output.get("text") or output.get("data", {}).get("text/plain", ""))


class Notebooks(unittest.TestCase):
    def test_all_are_listed_and_committed_without_outputs(self):
        files = {path.stem: path for path in (SOURCE / "notebooks").glob("*.ipynb")}
        self.assertEqual(set(files), set(STORIES))
        for path in files.values():
            notebook = json.loads(path.read_text(encoding="utf-8"))
            self.assertEqual(outputs(notebook), [], path)
            self.assertTrue(all(cell.get("execution_count") is None
                                for cell in notebook["cells"]), path)

    def test_stories_run_and_say_what_they_said(self):
        present = {name: story for name, story in STORIES.items()
                   if story[0] is None or (DATA / story[0]).is_dir()}
        for name in STORIES.keys() - present.keys():
            print(f"not run, its data is absent: {name}")
        with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as pool:
            done = dict(zip(present, pool.map(lambda name: execute(name, folder), present)))
            for name, (_, pictures, words) in present.items():
                with self.subTest(notebook=name):
                    self.assertEqual(done[name].returncode, 0, done[name].stderr[-3000:])
                    path = Path(folder) / f"{name}.ipynb"
                    self.check(json.loads(path.read_text()), pictures, words)

    def check(self, notebook, pictures, words):
        said = "\n".join(map(text_of, outputs(notebook)))
        drawn = [o for o in outputs(notebook) if "image/png" in o.get("data", {})]
        self.assertEqual(len(drawn), pictures)
        warned = [text_of(o) for o in outputs(notebook) if o.get("name") == "stderr"]
        self.assertEqual(warned, [])
        for word in words:
            self.assertTrue(re.search(word, said), f"{word}: not in\n{said}")


if __name__ == "__main__":
    needed = "import nbconvert, ipykernel, matplotlib, pandas, h5py"
    if subprocess.run([PYTHON, "-c", needed], capture_output=True).returncode != 0:
        skip("not run: needs jupyter-nbconvert python3-ipykernel python3-matplotlib python3-pandas "
             "python3-h5py")
    unittest.main()
