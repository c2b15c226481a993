"""Reads a results file as its users do, and holds it against the CSV tables.

    check_h5.py results.h5 /school=school.csv /measure/person=person.csv ...

Exit 77 where h5py, anndata or pandas is not installed.
"""
import sys

try:
    import h5py
    import numpy as np
    import pandas as pd
    from anndata.experimental import read_elem
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)


def as_text(column, dataset):
    """A column as the CSV writes it, cell by cell; NaN becomes an empty text."""
    units = dataset.attrs.get("units", "")
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column.astype(object).where(column.notna(), "")
    if units.startswith("seconds since"):
        moments = pd.to_datetime(column, unit="s", utc=True)
        return moments.dt.strftime("%Y-%m-%dT%H:%M:%SZ").fillna("")
    if units.startswith("days since"):
        return pd.to_datetime(column, unit="D").dt.strftime("%Y-%m-%d")
    if column.dtype == bool:
        return column.map({True: "true", False: "false"})
    return column


def check_column(name, column, cells, dataset):
    assert dataset.attrs["description"], name
    assert "units" in dataset.attrs, name
    if column.dtype.kind == "f" and not dataset.attrs["units"].startswith("seconds"):
        numbers = [float(cell) if cell else np.nan for cell in cells]
        np.testing.assert_array_equal(numbers, column.to_numpy(), err_msg=name)
        return
    expected = as_text(column, dataset).astype(str).tolist()
    assert expected == cells.tolist(), f"{name}: {expected[:5]} and {cells[:5].tolist()}"


def check_table(store, where, path):
    group = store[where]
    frame = read_elem(group)
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    assert group.attrs["encoding-type"] == "dataframe"
    assert len(frame) == len(table), where
    columns = [group.attrs["_index"]] if group.attrs["_index"] != "row" else []
    columns += list(group.attrs["column-order"])
    # The index stands apart in HDF5; person.csv begins with the school.
    assert sorted(columns) == sorted(table.columns), f"{columns} and {list(table.columns)}"
    assert columns[1:] == [c for c in table.columns if c != columns[0]]
    for name in columns:
        column = frame.index.to_series() if name == group.attrs["_index"] else frame[name]
        if name == "person" and column.dtype.kind == "i":
            continue  # a row number here, the identifier in the CSV
        check_column(name, column.reset_index(drop=True), table[name], group[name])
        status = f"{name}_status"
        if status in frame:
            missing = (frame[status] != "OK").to_numpy()
            assert (frame[name].isna().to_numpy() == missing).all(), status


def check_filters(name, item):
    if not isinstance(item, h5py.Dataset) or item.shape == (0,):
        return
    assert item.compression == "gzip" and item.compression_opts == 4, name
    if item.dtype.kind != "O":
        assert item.shuffle and item.fletcher32, name


def main():
    with h5py.File(sys.argv[1], "r") as store:
        assert store.attrs["encoding-type"] == "collegium"
        store.visititems(check_filters)
        for argument in sys.argv[2:]:
            check_table(store, *argument.split("=", 1))


main()
