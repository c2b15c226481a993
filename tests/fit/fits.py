"""What the tests of `collegium fit` share: panels, calls, and a plain forward algorithm
to hold log-likelihoods against."""
import csv
import json
import math
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


def save(path, value):
    with open(path, "w", encoding="utf-8") as file:
        json.dump(value, file)
    return path


def write(path, header, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
    return path


def call(*arguments):
    """Exit code and messages."""
    done = subprocess.run([PROGRAM, "fit", *map(str, arguments)], text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return done.returncode, done.stderr


def fit(panel, out, *arguments):
    """The model; fails if the fit does."""
    code, messages = call(panel, "-o", out, "--force", "--quiet", *arguments)
    assert code == 0, messages
    return load(f"{out}/model.json")


def simulated(path, schools=40, windows=18, seed=1, missing=0.0, means=(0, 2, 4)):
    """Schools that go on through stages; returns the true stages, from 1."""
    dice, rows, truth = random.Random(seed), [], {}
    for school in range(schools):
        stage = 0
        for window in range(windows):
            cells = ["" if dice.random() < missing else
                     f"{dice.gauss(means[stage] * (1 if d == 0 else -0.5), 1):.6f}"
                     for d in range(2)]
            rows.append([f"s{school:04d}", f"{window:02d}", *cells])
            truth[rows[-1][0], rows[-1][1]] = stage + 1
            if stage + 1 < len(means) and dice.random() < 0.18:
                stage += 1
    write(path, ["school", "window", "x", "y"], rows)
    return truth


def normal(x, mean, variance):
    return -0.5 * (math.log(2 * math.pi * variance) + (x - mean) ** 2 / variance)


def loglik(rows, start):
    """Log-likelihood by the forward algorithm in logs; empty cells are passed over."""
    log = lambda p: math.log(p) if p > 0 else -math.inf
    states, total, alpha, before = range(len(start["pi"])), 0.0, None, None

    def add(terms):
        most = max(terms)
        return most + math.log(sum(math.exp(t - most) for t in terms)) \
            if most > -math.inf else most

    for row in rows + [None]:
        if row is None or row["school"] != before:
            total += add(alpha) if alpha is not None else 0.0
            alpha = None
            if row is None:
                break
            before = row["school"]
        cells = [row[name] for name in row if name not in ("school", "window")]
        density = [sum(normal(float(x), start["mu"][k][d], start["var"][k][d])
                       for d, x in enumerate(cells) if x != "") for k in states]
        if alpha is None:
            alpha = [log(start["pi"][k]) + density[k] for k in states]
        else:
            alpha = [add([alpha[i] + log(start["A"][i][j]) for i in states]) + density[j]
                     for j in states]
    return total
