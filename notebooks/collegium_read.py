"""Reads results.h5 of collegium: its tables as data frames of pandas.

    from collegium_read import read_results

    results = read_results("results/results.h5")
    results.names()                   # school, school_window, trajectory, ...
    results.table("school_window")    # as tables/school_window.csv
    results.windows("density")        # a row a window, a column a school
    results.windows("density_status") # OK, or why there is no value
    results.stages()                  # how probable each stage is, window by window
    results.ties("s00007")            # who is tied to whom: private

Needs h5py and pandas, no collegium. The files of `collegium run`, `fit` and `compare`
are read alike. What has no value is NaN, never 0; why it has none stands in the column
NAME_status, kept with statuses=True.
"""
import json
import os

import h5py
import numpy as np
import pandas as pd

# Tables are named as their CSV files; what is not here is named by its place, / as _.
NAMES = {"measure/school": "school_window", "measure/person": "person_window",
         "measure/attribute": "attribute_window", "measure/stratum": "stratum_window",
         "trajectory/window": "trajectory", "trajectory/forecast": "forecast",
         "comparison/school": "comparison"}


def read_results(path):
    """The results in a file, open for reading."""
    return Results(path)


class Results:
    """One results.h5. Tables are read when asked for; `with` closes the file."""

    def __init__(self, path):
        self.file = _opened(path)
        self._places = {NAMES.get(place, place.replace("/", "_")): place
                        for place in _frames(self.file)}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()

    def names(self):
        """The tables there are."""
        return list(self._places)

    def table(self, name, statuses=False, columns=None):
        """A table, or the columns of it that are named; with statuses also why cells
        have no value, as columns NAME_status."""
        group = self._group(name)
        if columns is None:
            columns = [column for column in _columns(group)
                       if statuses or not _is_status(column, group)]
        for column in columns:
            if column not in group:
                raise KeyError(f"table {name} has no column {column}")
        return pd.DataFrame({column: self._column(group[column]) for column in columns})

    def columns(self, name):
        """What a table's columns are: unit and description."""
        group = self._group(name)
        rows = [(column, _text(group[column].attrs.get("units", "")),
                 _text(group[column].attrs.get("description", "")))
                for column in _columns(group)]
        return pd.DataFrame(rows, columns=["column", "unit", "description"]).set_index("column")

    def about(self, name):
        """What the file says of itself: settings, trajectory_model, comparison, seed, ..."""
        if name not in self.file.attrs:
            raise KeyError(f"the file says nothing of {name}, but of {', '.join(self.file.attrs)}")
        value = self.file.attrs[name]
        text = _text(value) if isinstance(value, (str, bytes)) else value
        return json.loads(text) if isinstance(text, str) and text[:1] in "{[" else text

    # ---- what is asked for most ----

    def schools(self):
        """A row a school: its measures over the whole period, its stage, what comes next.
        Columns that both tables have are those of the trajectory with _trajectory."""
        parts = [self.table(name).set_index("school")
                 for name in ("school", "trajectory_school") if name in self._places]
        if not parts:
            raise KeyError("the file has no table of schools")
        return parts[0] if len(parts) == 1 else parts[0].join(parts[1], rsuffix="_trajectory")

    def windows(self, measure):
        """A measure of schools, or its status: a row a window and a column a school."""
        rows = self.table("school_window", columns=["school", "window", measure])
        return rows.pivot(index="window", columns="school", values=measure).rename(str, axis=1)

    def stage_names(self):
        return self.about("trajectory_model")["stages"]

    def stages(self, name="trajectory"):
        """How probable each stage is: a row a school and window, a column a stage. The
        same of "forecast": a row a school and window ahead."""
        rows = self.table(name)
        index = ["school", "ahead" if "ahead" in rows else "window"]
        stages = self.stage_names()
        rows = rows.set_index(index)[[f"p_{k + 1}" for k in range(len(stages))]]
        return rows.set_axis(stages, axis=1)

    def comparison(self, measure, window="period"):
        """How schools differ in a measure, from `collegium compare`: a row a school, with
        its value drawn towards its peers and the interval (shrunk, lo, hi)."""
        rows = self.table("comparison")
        chosen = rows[(rows.measure == measure) & (rows.window == window)]
        if chosen.empty:
            raise KeyError(f"{measure} was not compared in window {window}")
        return chosen.drop(columns=["measure", "window"]).set_index("school")

    def ties(self, school, window=None, kind="tie"):
        """Who is tied to whom in a school, over the whole period or in a window. Of kind
        "tie" each pair has one row; of "exchange_tie" it is who turns to whom."""
        rows = self.table(kind if window else f"{kind}_period")
        chosen = rows.school == school
        if not chosen.any() and school not in self._texts_of("school", "school"):
            raise KeyError(f"there is no school {school}")
        if window:
            chosen &= rows.window == window
        return rows[chosen].drop(columns=["school", "window"], errors="ignore").reset_index(drop=True)

    # ---- one column ----

    def _group(self, name):
        if name not in self._places:
            raise KeyError(f"no table {name}; there are {', '.join(self._places)}")
        return self.file[self._places[name]]

    def _column(self, item):
        kind = _text(item.attrs["encoding-type"])
        if kind == "categorical":
            return pd.Categorical.from_codes(item["codes"][:], _texts(item["categories"]),
                                             ordered=bool(item.attrs["ordered"]))
        if kind == "string-array":
            return _texts(item)
        if kind != "array":
            raise ValueError(f"{item.name}: a column of kind {kind} is unknown")
        units = _text(item.attrs.get("units", ""))
        if units == "row of person":
            return self._texts_of("person", "person")[item[:]]
        if units.startswith("days since"):
            return pd.to_datetime(item[:], unit="D")
        if units.startswith("seconds since"):
            return pd.to_datetime(item[:], unit="s", utc=True)
        return item[:]

    def _texts_of(self, name, column):
        return _texts(self._group(name)[column])


def _opened(path):
    """The file, if it is one that this module reads."""
    if os.access(path, os.R_OK) and not h5py.is_hdf5(path):
        raise ValueError(f"{path}: no HDF5 file, so no results of collegium")
    file = h5py.File(path, "r")
    kind = _text(file.attrs.get("encoding-type", "unknown"))
    version = _text(file.attrs.get("encoding-version", "unknown"))
    if kind == "collegium" and version.split(".")[0] == "1":
        return file
    file.close()
    if kind == "collegium":
        raise ValueError(f"{path}: results of version {version}, this reads version 1")
    raise ValueError(f"{path}: no results of collegium, but a file of kind {kind}")


def _frames(group):
    """The places of all tables below a group."""
    for name, item in group.items():
        kind = _text(item.attrs.get("encoding-type"))
        if kind == "dataframe":
            yield item.name.strip("/")
        elif kind == "dict":
            yield from _frames(item)


def _columns(group):
    """In order; row numbers, which say nothing, are left out."""
    index = _text(group.attrs["_index"])
    return [name for name in [index, *map(_text, group.attrs["column-order"])] if name != "row"]


def _is_status(name, group):
    """NAME_status of a column NAME; `status` of a row is none."""
    return name.endswith("_status") and name[:-len("_status")] in group


def _text(value):
    return value.decode() if isinstance(value, bytes) else str(value)


def _texts(item):
    return np.asarray(item.asstr()[:], dtype=object)
