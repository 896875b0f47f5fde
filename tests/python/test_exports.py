"""What other programs read: passim's lines, graphs, annotations."""
import collections
import json
import unittest

import networkx
import pandas

from support import run


def table(name):
    return pandas.read_json(run() / f"{name}.jsonl", lines=True, dtype=False)


def passages():
    rows = table("passages").merge(table("clusters")[["cluster", "kind"]], on="cluster")
    return rows[rows.kind.isin(["quote", "wire", "passage"])]


class Graphs(unittest.TestCase):
    def read(self, name):
        gexf = networkx.read_gexf(run() / f"{name}.gexf")
        graphml = networkx.read_graphml(run() / f"{name}.graphml")
        for graph in (gexf, graphml):
            self.assertFalse(graph.is_multigraph())
        self.assertEqual(sorted(gexf.nodes), sorted(graphml.nodes))
        self.assertEqual(sorted(map(sorted, gexf.edges)), sorted(map(sorted, graphml.edges)))
        for one, other, facts in gexf.edges(data=True):
            self.assertEqual(facts["weight"], graphml.edges[one, other]["weight"])
        return gexf, graphml

    def test_networkx_reads_who_has_text_from_whom(self):
        for graph in self.read("outlets"):
            self.assertTrue(graph.is_directed())
            self.assertEqual(set(graph.nodes), set(table("documents").outlet))
        outlet_of = dict(table("documents")[["doc", "outlet"]].itertuples(index=False))
        taken = passages().dropna(subset=["source_doc"])
        expected = collections.defaultdict(set)
        for row in taken.itertuples():
            if outlet_of[row.source_doc] != row.outlet:
                expected[outlet_of[row.source_doc], row.outlet].add(row.cluster)
        weights = {(one, other): facts["weight"] for one, other, facts in graph.edges(data=True)}
        self.assertEqual(weights, {edge: len(clusters) for edge, clusters in expected.items()})

    def test_networkx_reads_who_shares_text_without_a_known_source(self):
        for graph in self.read("outlets-ties"):
            self.assertFalse(graph.is_directed())
            self.assertGreater(graph.number_of_edges(), 0)

    def test_edges_carry_the_days_on_which_text_was_taken(self):
        graph = networkx.read_graphml(run() / "outlets.graphml")
        dated = [facts for _, _, facts in graph.edges(data=True) if "from" in facts]
        self.assertTrue(dated)
        for facts in dated:
            self.assertRegex(facts["from"], r"^\d{4}-\d\d-\d\d$")
            self.assertLessEqual(facts["from"], facts["to"])


class Passim(unittest.TestCase):
    def test_pandas_reads_passims_lines(self):
        lines = pandas.read_json(run() / "passim.jsonl", lines=True, dtype=False)
        kinds = table("clusters").set_index("cluster").kind
        expected = table("passages").cluster.map(kinds)
        self.assertEqual(len(lines), (expected != "formula").sum(), "what counts nowhere and cannot be told is left out")
        self.assertTrue((lines.pboiler == (lines.kind == "boilerplate")).all())
        texts = dict(table("texts").itertuples(index=False))
        for row in lines.itertuples():
            self.assertEqual(texts[row.id][row.begin : row.end], row.text)
        sizes = lines.groupby("cluster").agg(size=("size", "first"), lines=("id", "count"))
        self.assertTrue((sizes["size"] == sizes.lines).all())
        self.assertEqual(lines.groupby("id").uid.nunique().max(), 1, "one number a document")


class Annotations(unittest.TestCase):
    def test_each_annotation_selects_its_passage_twice(self):
        with open(run() / "annotations.jsonld", encoding="utf-8") as file:
            collection = json.load(file)
        items = collection["first"]["items"]
        self.assertEqual(collection["type"], "AnnotationCollection")
        self.assertEqual(collection["total"], len(items))
        kinds = table("clusters").set_index("cluster").kind
        expected = table("passages")
        expected = expected[expected.cluster.map(kinds).isin(["quote", "wire", "passage"])]
        self.assertEqual(len(items), len(expected))
        texts = dict(table("texts").itertuples(index=False))
        for item, row in zip(items, expected.itertuples()):
            selectors = {s["type"]: s for s in item["target"]["selector"]}
            place, quote = selectors["TextPositionSelector"], selectors["TextQuoteSelector"]
            text = texts[row.doc]
            self.assertEqual(text[place["start"] : place["end"]], quote["exact"])
            self.assertTrue(text[: place["start"]].endswith(quote["prefix"]))
            self.assertTrue(text[place["end"] :].startswith(quote["suffix"]))


if __name__ == "__main__":
    unittest.main()
