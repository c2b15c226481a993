#!/usr/bin/python3
"""Published networks through `measure --edges`, held to the oracle file at its
tolerances and, in everything else, to igraph.

The environment names the program (COLLEGIUM) and the folder of data (SHARED_FOLDER).
"""
import csv
import json
import math
import os
import subprocess
import sys
import tempfile
import unittest
from collections import Counter

try:
    import igraph
except ImportError:  # another python3 may stand before the one that has it
    if sys.executable != "/usr/bin/python3" and os.path.exists("/usr/bin/python3"):
        os.execv("/usr/bin/python3", ["/usr/bin/python3", *sys.argv])
    print("python3-igraph is not installed")
    sys.exit(77)

SHARED = os.environ.get("SHARED_FOLDER", "../shared")
DATA, ORACLES = f"{SHARED}/data", f"{SHARED}/oracles/measures"
KARATE = f"{DATA}/karate/karate_edges.csv"
KARATE_ROWS = f"{DATA}/karate/karate_weight_edges.csv"  # a row for every context
KARATE_WEIGHTS = f"{ORACLES}/data/karate.csv"
FLORENTINE = f"{DATA}/florentine/flo_marriage_edges.csv"
HIGHTECH = f"{DATA}/krackhardt_hightech/ht_"

# The oracle file lists vertices in these orders; Pucci, without ties, is not in it.
NUMBERS = [str(i) for i in range(1, 35)]
FAMILIES = """Acciaiuoli Medici Castellani Peruzzi Strozzi Barbadori Ridolfi Tornabuoni
    Albizzi Salviati Pazzi Bischeri Guadagni Ginori Lamberteschi""".split()

GRAPH_LEVEL = {
    "degeneracy": "degeneracy", "fragmentation_F": "fragmentation",
    "n_isolates": "isolates", "n_components": "components",
    "largest_component_share": "largest_component_share",
    "transitivity": "transitivity", "transitivity_weak": "transitivity",
    "centralization_degree": "degree_centralization", "density": "density",
    "reciprocity_edgewise": "reciprocity",
    "centralization_indegree": "indegree_centralization",
    "centralization_outdegree": "outdegree_centralization"}
VERTEX_LEVEL = {
    "core_number": "coreness", "core_number_all": "coreness",
    "core_number_in": "coreness_in", "core_number_out": "coreness_out",
    "burt_constraint": "constraint", "burt_constraint_directed": "constraint",
    "harmonic_norm": "harmonic", "betweenness_norm": "betweenness"}
MIXING = {"ei_index": "ei_index", "ei_expected": "ei_expected",
          "assortativity_nominal": "assortativity"}


def value_of(cell):
    """None where the status says that there is no value."""
    assert (cell["value"] is None) == (cell["status"] != "OK"), cell
    return cell["value"]


class Network:
    """What the program says of one edge list: {measure: value}, {id: {...}}."""

    def __init__(self, edges, *options):
        command = [os.environ["COLLEGIUM"], "measure", "--edges", edges, "--json"]
        done = subprocess.run(command + list(options), check=True,
                              stdout=subprocess.PIPE)
        answer = json.loads(done.stdout)
        self.rows = answer["rows"]
        self.graph = {k: value_of(v) for k, v in answer["graph"].items()}
        self.vertices = {
            v["id"]: {k: value_of(c) for k, c in v.items() if k not in ("id", "group")}
            for v in answer["vertices"]}

    def column(self, measure, order=None):
        return [self.vertices[v][measure] for v in order or self.vertices]


def read_rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def with_ones(path, folder):
    """A copy of the edge list in which every row weighs 1."""
    copy = f"{folder}/weighted.csv"
    with open(copy, "w", encoding="utf-8") as file:
        file.write("from,to,weight\n")
        file.writelines(f"{r['from']},{r['to']},1\n" for r in read_rows(path))
    return copy


def igraph_of(network, path, ends, directed, weight):
    """The edge list as igraph's graph, parallel ties merged by adding."""
    place = {v: i for i, v in enumerate(network.vertices)}
    ties = Counter()
    for row in read_rows(path):
        pair = [place[row[end]] for end in ends]
        ties[tuple(pair if directed else sorted(pair))] += (
            float(row[weight]) if weight else 1.0)
    graph = igraph.Graph(len(place), list(ties), directed=directed)
    graph.es["weight"] = list(ties.values())
    return graph


def graph_level_of(graph):
    n, degrees = graph.vcount(), graph.degree()
    sizes = graph.connected_components(mode="weak").sizes()
    values = {
        "vertices": n, "ties": graph.ecount(), "density": graph.density(),
        "mean_degree": sum(degrees) / n,
        "mean_strength": sum(graph.strength(weights="weight")) / n,
        "isolates": degrees.count(0), "isolate_share": degrees.count(0) / n,
        "components": len(sizes), "largest_component_share": max(sizes) / n,
        "fragmentation": 1 - sum(c * (c - 1) for c in sizes) / (n * (n - 1)),
        "degeneracy": max(graph.coreness())}
    if graph.is_directed():  # igraph's transitivity takes no notice of directions
        values["reciprocity"] = graph.reciprocity()
        for way, measure in (("in", "indegree"), ("out", "outdegree")):
            found = graph.degree(mode=way)
            values[f"{measure}_centralization"] = (
                sum(max(found) - d for d in found) / (n - 1) ** 2)
    else:
        values["transitivity"] = graph.transitivity_undirected()
        values["degree_centralization"] = (
            sum(max(degrees) - d for d in degrees) / ((n - 1) * (n - 2)))
    return values


def vertex_level_of(graph):
    n, degrees, two_way = graph.vcount(), graph.degree(), graph
    pairs = (n - 1) * (n - 2) / (1 if graph.is_directed() else 2)
    if graph.is_directed():
        two_way = graph.as_undirected(mode="collapse", combine_edges="sum")
    values = {
        "degree": degrees, "strength": graph.strength(weights="weight"),
        "coreness": graph.coreness(),
        "harmonic": graph.harmonic_centrality(mode="out"),
        "constraint": [None if math.isnan(c) else c
                       for c in two_way.constraint(weights="weight")],
        "betweenness": [b / pairs for b in graph.betweenness()],
        "isolated": [int(d == 0) for d in degrees]}
    if graph.is_directed():
        values.update(
            indegree=graph.indegree(), outdegree=graph.outdegree(),
            coreness_in=graph.coreness(mode="in"),
            coreness_out=graph.coreness(mode="out"))
    return values


class NetworkTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with open(f"{ORACLES}/oracles.json", encoding="utf-8") as file:
            cls.oracles = json.load(file)

    def check(self, found, expected, tolerance, what):
        if found is None or expected is None:
            self.assertIs(found, expected, what)
        else:
            self.assertLessEqual(abs(found - expected), tolerance,
                                 f"{what}: {found!r}, expected {expected!r}")

    def check_all(self, found, expected, tolerance, what):
        self.assertEqual(len(found), len(expected), what)
        for i, (a, b) in enumerate(zip(found, expected)):
            self.check(a, b, tolerance, f"{what}, entry {i}")

    def check_oracles(self, network, dataset, order, count):
        """count: how many entries of the oracle file there are to meet."""
        met = 0
        for entry in self.oracles:
            metric = entry["metric"]
            if entry["dataset"] != dataset:
                continue
            what = f"{metric} of {dataset}"
            if metric in GRAPH_LEVEL:
                self.check(network.graph[GRAPH_LEVEL[metric]], entry["value"],
                           entry["tolerance"], what)
            elif metric in VERTEX_LEVEL:
                self.check_all(network.column(VERTEX_LEVEL[metric], order),
                               entry["value"], entry["tolerance"], what)
            else:
                continue
            met += 1
        self.assertEqual(met, count, f"oracles met by {dataset}")

    def check_mixing(self, network, dataset, group, count):
        met = 0
        for entry in self.oracles:
            metric = entry["metric"]
            if group and metric.endswith(group):
                metric = metric[:-len(group)]
            elif group:
                continue
            if entry["dataset"] == dataset and metric in MIXING:
                self.check(network.graph[MIXING[metric]], entry["value"],
                           entry["tolerance"], f"{entry['metric']} of {dataset}")
                met += 1
        self.assertEqual(met, count, f"oracles of mixing met by {dataset} {group}")

    def check_igraph(self, network, path, ends=("from", "to"), directed=False,
                     weight=None):
        graph = igraph_of(network, path, ends, directed, weight)
        expected = graph_level_of(graph)
        for measure, value in expected.items():
            self.check(network.graph[measure], value, 1e-9, f"{measure} of {path}")
        vertices = vertex_level_of(graph)
        for measure, values in vertices.items():
            self.check_all(network.column(measure), values, 1e-9,
                           f"{measure} of {path}")
        self.assertLessEqual(set(vertices), set(next(iter(network.vertices.values()))))

    def test_karate(self):
        network = Network(KARATE)
        self.check_oracles(network, "karate", NUMBERS, 11)
        self.check_igraph(network, KARATE)

    def test_karate_weighted(self):
        network = Network(KARATE_WEIGHTS, "--weight", "weight")
        self.check_oracles(network, "karate_weighted", NUMBERS, 1)
        self.check_igraph(network, KARATE_WEIGHTS, ("u", "v"), weight="weight")

    def test_weights_of_doubled_rows_add_up(self):
        with tempfile.TemporaryDirectory() as folder:
            path = with_ones(KARATE_ROWS, folder)
            network = Network(path, "--weight", "weight")
            self.check_igraph(network, path, weight="weight")
        self.check_oracles(network, "karate_weighted", NUMBERS, 1)
        self.assertEqual(network.rows["doubled"], len(read_rows(KARATE_ROWS)) - 78)

    def test_without_weights_doubled_rows_are_one_tie(self):
        network = Network(KARATE_ROWS)
        self.check_oracles(network, "karate", NUMBERS, 11)
        self.assertEqual(network.column("strength"), network.column("degree"))

    def test_clubs_of_karate(self):
        """The factions, known as those nearer to 1 or to 34 (Zachary 1977)."""
        first = {1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 17, 18, 20, 22}
        with tempfile.TemporaryDirectory() as folder:
            nodes = f"{folder}/nodes.csv"
            with open(nodes, "w", encoding="utf-8") as file:
                file.write("id,club\n")
                file.writelines(f"{v},{int(int(v) in first)}\n" for v in NUMBERS)
            network = Network(KARATE, "--nodes", nodes, "--group", "club")
        self.check_mixing(network, "karate_clubs", "", 1)

    def test_florentine(self):
        network = Network(FLORENTINE)
        self.check_oracles(network, "florentine", FAMILIES, 8)
        self.check_igraph(network, FLORENTINE)

    def test_florentine_with_the_isolate(self):
        nodes = f"{DATA}/florentine/flo_marriage_nodes.csv"
        network = Network(FLORENTINE, "--nodes", nodes)
        self.assertEqual(network.graph["isolates"], 1)
        self.assertIsNone(network.vertices["Pucci"]["constraint"])
        self.check_igraph(network, FLORENTINE)

    def test_advice_among_managers(self):
        path, nodes = f"{HIGHTECH}advice_edges.csv", f"{HIGHTECH}advice_nodes.csv"
        for group in ("level", "dept"):
            network = Network(path, "--directed", "--nodes", nodes, "--group", group)
            self.check_oracles(network, "ht_advice", NUMBERS[:21], 9)
            self.check_mixing(network, "ht_advice", f"_{group}", 3)
        self.check_igraph(Network(path, "--directed"), path, directed=True)

    def test_reports_among_managers(self):
        path = f"{HIGHTECH}reports_edges.csv"
        network = Network(path, "--directed")
        self.check_oracles(network, "ht_reports", NUMBERS[:21], 5)
        self.check_igraph(network, path, directed=True)


if __name__ == "__main__":
    if "COLLEGIUM" not in os.environ:
        sys.exit("COLLEGIUM: the program")
    if not os.path.exists(f"{ORACLES}/oracles.json") or not os.path.exists(KARATE):
        print(f"there are no data in {SHARED}")
        sys.exit(77)
    unittest.main()
