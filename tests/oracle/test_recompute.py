#!/usr/bin/python3
"""The recomputation itself: values worked by hand, and differences that it must see."""
import copy
import csv
import os
import tempfile
import unittest

import recompute

STUDY = {
    "schools.csv": """school,name,network,time_zone
s1,One,n1,America/New_York
s2,Two,n1,Europe/Berlin
""",
    "calendar.csv": """start,end,school,label
2026-09-01,2026-09-30,s2,holidays
""",
    "people.csv": """school,person,role,department,joined,left,member,consent
s1,ann,,,,,yes,yes
s1,bob,,,2020-09-12,,yes,yes
s1,cyd,,,,,yes,yes
s1,dan,,,,2026-09-12,yes,yes
s1,eve,,,2026-10-10,,yes,yes
s2,ann,,,,,yes,yes
""",
    # bob stands there twice, cyd in two parts, dan for 4 minutes, eve at no time;
    # m2 is in September in New York and in October in UTC
    "attendance.csv": """school,meeting,person,start,minutes,joined,left,status,length
s1,m1,ann,2026-09-01T15:30,60,,,present,60
s1,m1,bob,2026-09-01T15:30,,,,present,60
s1,m1,bob,2026-09-01T15:30,,,,present,60
s1,m1,cyd,2026-09-01T15:30,,2026-09-01T15:30,2026-09-01T16:00,present,60
s1,m1,cyd,2026-09-01T15:30,,2026-09-01T15:50,2026-09-01T16:20,present,60
s1,m1,dan,2026-09-01T15:30,4,,,present,60
s1,m1,eve,soon,60,,,present,60
s1,m2,ann,2026-09-30 23:30,20,,,,30
s1,m2,ann,2026-09-30 23:30,15,,,,30
s1,m2,bob,2026-09-30 23:30,30,,,,30
""",
    # the last one reaches Berlin on 1 October
    "exchanges.csv": """school,from,to,time,kind,weight,to_school
s1,ann,bob,2026-09-02T09:00,request,1,
s1,ann,bob,2026-09-02T09:00,request,1,
s1,bob,ann,2026-09-02T10:00,request,1,
s1,ann,cyd,2026-09-03T10:00,request,1,
s1,cyd,cyd,2026-09-03T11:00,request,1,
s1,ann,ann,2026-09-30T20:00,request,1,s2
""",
}

SEPTEMBER_OF_S1 = {
    "people": 4, "active": 3, "meetings": 2, "attendances": 5, "exchanges": 4,
    "attendance_rate": 5 / 7, "mean_meeting_size": 2.5, "density": 0.5,
    "mean_strength": 1.25, "isolates": 1, "isolate_share": 0.25, "components": 2,
    "largest_component_share": 0.75, "fragmentation": 0.5, "transitivity": 1.0,
    "exchange_density": 0.25, "exchange_reciprocity": 2 / 3, "attendance_gini": 0.35,
    "degree_centralization": 1 / 3, "degeneracy": 2}

OCTOBER_OF_S1 = {
    "people": 4, "active": 0, "meetings": 0, "attendances": 0, "exchanges": 0,
    "attendance_rate": None, "mean_meeting_size": None, "density": 0.0,
    "mean_strength": 0.0, "isolates": 4, "isolate_share": 1.0, "components": 4,
    "largest_component_share": 0.25, "fragmentation": 1.0, "transitivity": None,
    "exchange_density": 0.0, "exchange_reciprocity": None, "attendance_gini": None,
    "degree_centralization": 0.0, "degeneracy": 0}

OCTOBER_OF_S2 = {
    "people": 1, "active": 1, "meetings": 0, "attendances": 0, "exchanges": 0,
    "attendance_rate": None, "mean_meeting_size": None, "density": None,
    "mean_strength": None, "isolates": 1, "isolate_share": 1.0, "components": 1,
    "largest_component_share": 1.0, "fragmentation": None, "transitivity": None,
    "exchange_density": None, "exchange_reciprocity": None, "attendance_gini": None,
    "degree_centralization": None, "degeneracy": 0}

# ties ann-bob 1/2 + 1, ann-cyd and bob-cyd 1/2; p_ab = 3/4, p_ac = 1/4, p_cb = 1/2
ANN_IN_SEPTEMBER = {
    "attended": 2, "eligible": 2, "attendance_rate": 1.0, "minutes": 90.0, "sent": 3,
    "received": 1, "degree": 2, "strength": 2.0, "coreness": 2, "harmonic": 2 / 3,
    "constraint": (3 / 4 + 1 / 8) ** 2 + (1 / 4 + 3 / 16) ** 2, "betweenness": 0.0,
    "isolated": 0}

DAN_IN_SEPTEMBER = {
    "attended": 0, "eligible": 1, "attendance_rate": 0.0, "minutes": 0.0, "sent": 0,
    "received": 0, "degree": 0, "strength": 0.0, "coreness": 0, "harmonic": 0.0,
    "constraint": None, "betweenness": 0.0, "isolated": 1}


def tables_of_study():
    with tempfile.TemporaryDirectory() as folder:
        for name, text in STUDY.items():
            with open(f"{folder}/{name}", "w", encoding="utf-8") as file:
                file.write(text)
        return recompute.expected_tables(recompute.read_study(folder))


def write_tables(folder, tables):
    os.mkdir(f"{folder}/tables")
    for name, rows in tables.items():
        keys = ["school", "window", "person"]
        keys = [k for k in keys if k in name.replace("_", " ").split() or k == "school"]
        measures = (recompute.PERSON_MEASURES if name.startswith("person")
                    else recompute.SCHOOL_MEASURES)
        with open(f"{folder}/tables/{name}.csv", "w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(keys + ["status"] + [c for m in measures
                                                 for c in (m, f"{m}_status")])
            for key, row in rows.items():
                cells = []
                for m in measures:
                    value = row and row[m]
                    cells += ["" if value is None else repr(value),
                              "UNDEFINED" if row and value is None else ""]
                writer.writerow(list(key) + ["ok" if row else "break"] + cells)


def differences(written, expected):
    with tempfile.TemporaryDirectory() as folder:
        write_tables(folder, written)
        return list(recompute.differences(folder, expected))


class Values(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tables = tables_of_study()

    def check(self, found, expected):
        self.assertEqual(found.keys(), expected.keys())
        for measure, value in expected.items():
            with self.subTest(measure):
                if value is None:
                    self.assertIsNone(found[measure])
                else:
                    self.assertAlmostEqual(found[measure], value, places=12)

    def test_schools_are_as_worked_by_hand(self):
        windows = self.tables["school_window"]
        self.check(windows["s1", "2026-09-01"], SEPTEMBER_OF_S1)
        self.check(windows["s1", "2026-10-01"], OCTOBER_OF_S1)
        self.check(windows["s2", "2026-10-01"], OCTOBER_OF_S2)
        self.assertIsNone(windows["s2", "2026-09-01"])
        self.assertEqual(len(windows), 4)

    def test_persons_are_as_worked_by_hand(self):
        persons = self.tables["person_window"]
        self.check(persons["s1", "2026-09-01", "ann"], ANN_IN_SEPTEMBER)
        self.check(persons["s1", "2026-09-01", "dan"], DAN_IN_SEPTEMBER)
        self.assertEqual(persons["s1", "2026-09-01", "bob"]["minutes"], 30)
        self.assertEqual(persons["s1", "2026-09-01", "cyd"]["minutes"], 50)
        self.assertEqual(persons["s2", "2026-10-01", "ann"]["received"], 1)
        self.assertEqual(sorted(persons), sorted(
            [("s1", "2026-09-01", p) for p in ("ann", "bob", "cyd", "dan")]
            + [("s1", "2026-10-01", p) for p in ("ann", "bob", "cyd", "eve")]
            + [("s2", "2026-10-01", "ann")]))

    def test_the_whole_period_has_everyone(self):
        self.assertEqual(self.tables["school"]["s1",]["people"], 5)
        self.assertEqual(len(self.tables["person"]), 6)

    def test_a_path_has_its_textbook_values(self):
        ties = {"a": {"b": 1.0}, "b": {"a": 1.0, "c": 1.0}, "c": {"b": 1.0}}
        reach = {p: recompute.distances_from(ties, p) for p in ties}
        self.assertEqual(recompute.betweenness_of(ties, reach), {"a": 0, "b": 1, "c": 0})
        self.assertEqual(recompute.constraint_of(ties, "b"), 0.5)
        self.assertEqual(recompute.constraint_of(ties, "a"), 1.0)
        self.assertEqual(recompute.coreness_of(ties), {"a": 1, "b": 1, "c": 1})


class Comparison(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tables = tables_of_study()

    def changed(self):
        return copy.deepcopy(self.tables)

    def test_equal_tables_do_not_differ(self):
        self.assertEqual(differences(self.tables, self.tables), [])

    def test_a_changed_value_is_seen(self):
        tables = self.changed()
        tables["person"]["s1", "bob"]["harmonic"] += 1e-8
        found = differences(tables, self.tables)
        self.assertEqual(len(found), 1)
        self.assertIn("person ('s1', 'bob'): harmonic", found[0])

    def test_zero_for_undefined_is_seen(self):
        tables = self.changed()
        tables["school_window"]["s1", "2026-10-01"]["transitivity"] = 0.0
        self.assertEqual(len(differences(tables, self.tables)), 1)

    def test_missing_and_superfluous_rows_are_seen(self):
        tables = self.changed()
        tables["person_window"]["s1", "2026-10-01", "dan"] = DAN_IN_SEPTEMBER
        del tables["person_window"]["s1", "2026-10-01", "eve"]
        self.assertEqual(differences(tables, self.tables), [
            "person_window ('s1', '2026-10-01', 'dan'): not expected",
            "person_window ('s1', '2026-10-01', 'eve'): missing"])

    def test_zeros_in_a_break_are_seen(self):
        tables = self.changed()
        tables["school_window"]["s2", "2026-09-01"] = OCTOBER_OF_S2
        self.assertIn("school_window ('s2', '2026-09-01'): status 'ok', expected 'break'",
                      differences(tables, self.tables))


if __name__ == "__main__":
    unittest.main()
