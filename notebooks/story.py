"""What the notebooks share: calling collegium, reading what it made, drawing networks.

The environment may name the program (COLLEGIUM), the folder of the published data
(STORY_DATA) and that of results (STORY_OUT); by default they are the release build,
../shared/data beside the project, and out/, as `./bootstrap.sh run` makes it.
"""
import csv
import json
import math
import os
import pathlib
import subprocess
import tempfile

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

PROJECT = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = os.environ.get("COLLEGIUM", str(PROJECT / "build-release" / "collegium"))
DATA = pathlib.Path(os.environ.get("STORY_DATA", PROJECT.parent / "shared" / "data"))
DATASETS = PROJECT / "datasets"
OUT = pathlib.Path(os.environ.get("STORY_OUT", PROJECT / "out"))

# Okabe and Ito's colours, which people with colour-blind eyes can tell apart.
BLUE, ORANGE, GREEN, RED, SKY, GREY = (
    "#0072B2", "#E69F00", "#009E73", "#D55E00", "#56B4E9", "#999999")

plt.rcParams.update({
    "figure.dpi": 100, "font.size": 10, "axes.spines.top": False,
    "axes.spines.right": False, "axes.titlelocation": "left", "axes.titleweight": "bold",
    "figure.constrained_layout.use": True})


def collegium(*arguments):
    """What the program prints; its error message is the exception's."""
    done = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(done.stderr.strip())
    return done.stdout


# ---- a whole study ----

def network():
    """results.h5 of datasets/network, which `./bootstrap.sh run` makes; made here if it
    is absent."""
    folder = OUT / "network"
    if not (folder / "results.h5").exists():
        OUT.mkdir(exist_ok=True)
        collegium("run", DATASETS / "network", "-o", folder, "--quiet")
    return folder / "results.h5"

class Results:
    """The tables of one run. Cells whose status is not OK are missing, not 0."""

    def __init__(self, study, *options):
        self._folder = tempfile.TemporaryDirectory(prefix="collegium-")
        self.out = pathlib.Path(self._folder.name) / "out"
        collegium("run", study, "-o", self.out, "--quiet", *options)

    def table(self, name):
        return pd.read_csv(self.out / "tables" / f"{name}.csv", dtype={"person": str})


# ---- one plain network ----

class Network:
    """What `collegium measure` says of one edge list or one table of attendance."""

    def __init__(self, *arguments):
        said = json.loads(collegium("measure", *arguments, "--json"))
        self.graph = pd.Series({name: cell["value"] for name, cell in said["graph"].items()},
                               dtype=float)
        self.vertices = _frame(said["vertices"], "id")
        self.groups = _frame(said.get("groups") or [], "group")


def _frame(rows, key):
    plain = [{name: cell["value"] if isinstance(cell, dict) else cell
              for name, cell in row.items()} for row in rows]
    return pd.DataFrame(plain).set_index(key) if plain else pd.DataFrame()


def write_csv(path, header, rows):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
    return path


# ---- pictures ----

def spring_layout(ids, ties, rounds=300, seed=1):
    """Fruchterman and Reingold's forces; those without ties end up on the rim."""
    ids = list(ids)
    index = {v: i for i, v in enumerate(ids)}
    n = len(ids)
    adjacent = np.zeros((n, n))
    for a, b in ties:
        adjacent[index[a], index[b]] = adjacent[index[b], index[a]] = 1
    place = np.random.default_rng(seed).normal(size=(n, 2))
    ideal = 1 / math.sqrt(n)
    for step in range(rounds):
        apart = place[:, None] - place[None]
        distance = np.maximum(np.hypot(*np.moveaxis(apart, 2, 0)), 1e-3)
        pull = adjacent * distance / ideal - ideal**2 / distance**2
        move = -(apart * pull[:, :, None]).sum(axis=1) - place * 0.3
        length = np.maximum(np.hypot(*move.T), 1e-9)[:, None]
        place += move / length * np.minimum(length, 0.1 * (1 - step / rounds))
    place -= place.mean(axis=0)
    return dict(zip(ids, place / np.abs(place).max()))


def draw_network(ax, place, ties, colour, size=None, labels=None, directed=False):
    """People as dots at their places; an arrow or a line for each tie."""
    for a, b in ties:
        ax.annotate("", place[b], place[a], arrowprops={
            "arrowstyle": "-|>" if directed else "-", "mutation_scale": 5,
            "color": GREY, "alpha": 0.5, "lw": 0.6, "shrinkA": 4, "shrinkB": 6})
    for v, (x, y) in place.items():
        ax.scatter(x, y, s=size[v] if size is not None else 60, color=colour[v],
                   edgecolor="white", zorder=2)
        if labels is not None:
            ax.annotate(labels[v], (x, y), xytext=(0, 6), textcoords="offset points",
                        ha="center", fontsize=8, zorder=3)
    ax.set(xticks=[], yticks=[])
    ax.margins(0.12)
    for side in ax.spines.values():
        side.set_visible(False)


def month_ticks(ax, windows, step=4):
    """Names some of the months along the axis, on which they are numbered from 0."""
    ax.set_xticks(range(0, len(windows), step), [window[:7] for window in windows[::step]])


def stage_colours(names):
    return dict(zip(names, [BLUE, SKY, GREEN, ORANGE, RED]))


def draw_ribbon(ax, stages, colours, begin=0):
    """How probable each stage is, a bar a row: one colour fills it where there is no doubt."""
    at, below = np.arange(begin, begin + len(stages)), np.zeros(len(stages))
    for stage, colour in colours.items():
        ax.bar(at, stages[stage], width=1, bottom=below, color=colour, label=stage)
        below += stages[stage].to_numpy()
    ax.set(ylim=(0, 1), yticks=[0, 1])


def draw_estimates(ax, rows, zero=None):
    """A dot and its interval for each row of (label, value, low, high)."""
    for height, (label, value, low, high) in enumerate(reversed(rows)):
        ax.plot([low, high], [height, height], color=BLUE, lw=2)
        ax.plot(value, height, "o", color=BLUE)
    ax.set_yticks(range(len(rows)), [row[0] for row in reversed(rows)])
    if zero is not None:
        ax.axvline(zero, color=GREY, lw=0.8)
