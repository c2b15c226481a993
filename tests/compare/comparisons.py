"""What the tests of `collegium compare` share: calls, tables, simulated networks."""
import csv
import json
import os
import random
import subprocess

PROGRAM = os.environ.get("COLLEGIUM", "collegium")
ORACLES = os.environ.get("SHARED_FOLDER", "../shared") + "/oracles/trajectories"


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def write(path, header, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
    return path


def run(*arguments):
    """Exit code, what is printed, and messages."""
    done = subprocess.run([PROGRAM, *map(str, arguments)], text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return done.returncode, done.stdout, done.stderr


def compare(panel, out, *arguments):
    """compare.json and the summary; fails if the comparison does."""
    code, text, messages = run("compare", panel, "-o", out, "--force", *arguments)
    assert code == 0, messages
    return load(f"{out}/compare.json"), text


def number(text):
    return float(text) if text != "" else float("nan")


def estimates(path, schools=60, seed=1, spread=0.0, outliers=(), size=True):
    """Estimates of schools that depend on their size, se known; outliers: (school,
    by how much)."""
    dice, rows, off = random.Random(seed), [], dict(outliers)
    for s in range(schools):
        people = dice.randint(10, 120)
        se = 0.1 + 2 / people
        mean = 3 - 0.4 * people ** 0.25 if size else 3
        rows.append([f"s{s:03d}", people,
                     f"{mean + dice.gauss(0, se) + dice.gauss(0, spread) + off.get(s, 0):.6f}",
                     f"{se:.6f}"])
    return write(path, ["school", "n", "estimate", "se"], rows)


def series(path, schools=100, windows=24, seed=1, effect=None):
    """Normal values by school and window; effect(school, window) is added."""
    dice, rows = random.Random(seed), []
    for s in range(schools):
        for w in range(windows):
            shift = effect(s, w) if effect else 0.0
            rows.append([f"s{s:03d}", f"{2023 + w // 12}-{w % 12 + 1:02d}-01",
                         f"{dice.gauss(10, 1) + shift:.6f}", 1])
    return write(path, ["school", "window", "estimate", "se"], rows)
