#!/usr/bin/env python3
"""EM of a hidden Markov model in NumPy: what a careful user of Python writes.

All schools at once, scaled forward-backward, densities and sums as products of matrices,
one thread. The peer of bench_trajectory, which hands over data and start values:

    em_numpy.py FOLDER SCHOOLS WINDOWS INDICATORS STATES ITERATIONS

FOLDER/values: doubles [school][window][indicator]; FOLDER/start: initial [k],
transition [i][j], mean [k][d], variance [k][d]. Prints the seconds of each iteration
and the log-likelihood that the last one found: one line of each.
"""
import os
import sys
import time

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np  # noqa: E402


def read(folder, schools, windows, indicators, states):
    values = np.fromfile(f"{folder}/values").reshape(schools, windows, indicators)
    start = np.fromfile(f"{folder}/start")
    shapes = [(states,), (states, states), (states, indicators), (states, indicators)]
    ends = np.cumsum([np.prod(shape) for shape in shapes])[:-1]
    parameters = [p.reshape(s) for p, s in zip(np.split(start, ends), shapes)]
    return np.ascontiguousarray(values.transpose(1, 0, 2)), parameters


class Em:
    """Arrays are [window][school][state], so that a step in time is one slice."""

    def __init__(self, values, parameters):
        self.initial, self.transition, self.mean, self.variance = parameters
        self.windows, self.schools, indicators = values.shape
        shape = (self.windows, self.schools, len(self.initial))
        self.values = values.reshape(-1, indicators)
        self.squares = self.values**2
        self.density, self.alpha, self.gamma = (np.empty(shape) for _ in range(3))
        self.scale = np.empty(shape[:2])

    def find_densities(self):
        precision = 1.0 / self.variance
        constant = -0.5 * (
            np.log(2.0 * np.pi * self.variance) + self.mean**2 * precision
        ).sum(axis=1)
        log_density = self.values @ (self.mean * precision).T
        log_density -= self.squares @ (0.5 * precision).T
        log_density += constant
        log_density = log_density.reshape(self.density.shape)
        most = log_density.max(axis=2)
        log_density -= most[:, :, None]
        np.exp(log_density, out=self.density)
        return most.sum()

    def forward(self):
        for t in range(self.windows):
            row = self.alpha[t - 1] @ self.transition if t > 0 else self.initial
            row = row * self.density[t]
            row.sum(axis=1, out=self.scale[t])
            np.divide(row, self.scale[t][:, None], out=self.alpha[t])
        return np.log(self.scale).sum()

    def backward(self):
        beta = np.ones_like(self.alpha[0])
        moves = np.zeros_like(self.transition)
        self.gamma[-1] = self.alpha[-1]
        for t in range(self.windows - 2, -1, -1):
            rest = self.density[t + 1] * beta
            rest /= self.scale[t + 1][:, None]
            moves += self.alpha[t].T @ rest
            beta = rest @ self.transition.T
            np.multiply(self.alpha[t], beta, out=self.gamma[t])
        return moves * self.transition

    def maximise(self, moves):
        gamma = self.gamma.reshape(len(self.values), -1)
        count = gamma.sum(axis=0)[:, None]
        self.initial = self.gamma[0].sum(axis=0) / self.schools
        self.transition = moves / moves.sum(axis=1, keepdims=True)
        self.mean = gamma.T @ self.values / count
        self.variance = gamma.T @ self.squares / count - self.mean**2

    def iterate(self):
        loglik = self.find_densities()
        loglik += self.forward()
        self.maximise(self.backward())
        return loglik


def main():
    folder, sizes = sys.argv[1], [int(a) for a in sys.argv[2:6]]
    em = Em(*read(folder, *sizes))
    seconds = []
    for _ in range(int(sys.argv[6])):
        begin = time.perf_counter()
        loglik = em.iterate()
        seconds.append(time.perf_counter() - begin)
    print(" ".join(f"{s:.6f}" for s in seconds))
    print(f"{loglik:.17g}")


if __name__ == "__main__":
    main()
