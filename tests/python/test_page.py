"""The numbers on the report page, against the tables as DuckDB reads them and against run.json."""
import base64
import json
import pathlib
import re
import tempfile
import unittest
import zlib

import duckdb

from support import run, wirecopy

KINDS = ("wire", "passage", "quote", "rewritten", "paraphrase", "boilerplate", "formula")
APART = "('boilerplate', 'formula')"


def ask(query):
    """Rows of a query in which {name} stands for a table of the run."""
    return duckdb.sql(re.sub(r"\{(\w+)\}", lambda m: f"'{run()}/{m[1]}.parquet'", query)).fetchall()


class Page:
    """A report page as its script reads it: what is known at once, and the compressed blocks."""

    def __init__(self, path):
        text = path.read_text(encoding="utf-8")
        self.known = json.loads(re.search(r'<script type="application/json" id="page">(.*?)</script>', text, re.S)[1])
        self.blocks = dict(re.findall(r'<script type="text/plain" id="b-([^"]+)">([^<]*)</script>', text))

    def bytes(self, name):
        return zlib.decompress(base64.b64decode(self.blocks[name]))

    def column(self, name):
        rows, places, ascending = self.known["directory"][name]
        data = self.bytes(name)
        values = [sum(data[place * rows + i] << 8 * place for place in range(places)) for i in range(rows)]
        if ascending:
            before = 0
            for i, code in enumerate(values):
                before = values[i] = before + (code >> 1 ^ -(code & 1))
        return values

    def strings(self, name):
        text, out, at = self.bytes(name).decode("utf-8").encode("utf-16-le"), [], 0
        for length in self.column(name + ".lengths"):
            out.append(text[2 * at : 2 * (at + length)].decode("utf-16-le"))
            at += length
        return out


class NumbersOnThePage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.page = Page(run() / "report.html")
        cls.totals = cls.page.known["totals"]

    def test_totals_are_those_of_the_tables(self):
        documents, outlets, words, reused, reusing, undated = ask(
            "select count(*), count(distinct outlet), sum(words), sum(reused_words), count(*) filter (reused_words > 0),"
            " count(*) filter (published_from is null) from {documents}"
        )[0]
        names = ("documents", "outlets", "words", "reused_words", "reusing_documents", "undated_documents")
        self.assertEqual([self.totals[name] for name in names], [documents, outlets, words, reused, reusing, undated])
        for table in ("clusters", "passages", "pairs", "repeats", "credits"):
            self.assertEqual(self.totals[table], ask(f"select count(*) from {{{table}}}")[0][0], table)

    def test_totals_are_those_of_run_json(self):
        record = json.loads((run() / "run.json").read_text(encoding="utf-8"))
        counts = next(stage["counts"] for stage in record["stages"] if stage["stage"] == "report")
        counts = dict(counts) if not isinstance(counts, dict) else counts
        for name in ("documents", "pairs", "passages", "clusters", "repeats", "credits"):
            self.assertEqual(self.totals[name], counts[name], name)
        self.assertEqual(self.page.known["corpus"], record["corpus"])

    def test_kinds_grades_and_identities_are_counted_right(self):
        for kind, told in zip(KINDS, self.totals["kinds"], strict=True):
            counts = [ask(f"select count(*) from {{{table}}} where kind = '{kind}'")[0][0] for table in ("clusters", "pairs")]
            passages = ask(f"select count(*) from {{passages}} join {{clusters}} using (cluster) where kind = '{kind}'")[0][0]
            self.assertEqual(told, [counts[0], passages, counts[1]], kind)
        grades = dict(ask(f"select grade, count(*) from {{passages}} join {{clusters}} c using (cluster) where c.kind not in {APART} group by grade"))
        self.assertEqual(self.totals["grades"], [grades.get(g, 0) for g in ("credited", "dated", "inferred", "undetermined")])
        copies = "select count(*) from {pairs} where kind in ('quote', 'wire', 'passage')"
        self.assertEqual(self.totals["identity"][-1], ask(f"{copies} and identity = 1")[0][0])
        self.assertEqual(sum(self.totals["identity"]), ask(copies)[0][0])

    def test_outlets_are_counted_right(self):
        told = {o["name"]: (o["documents"], o["words"], o["reused"]) for o in self.page.known["outlets"]}
        self.assertEqual(told, {name: tuple(rest) for name, *rest in ask("select outlet, count(*), sum(words), sum(reused_words) from {documents} group by outlet")})
        source = (
            "from {passages} p join {clusters} c using (cluster) join {documents} s on s.doc = p.source_doc"
            f" where c.kind not in {APART} and grade <> 'undetermined' and s.outlet <> p.outlet"
        )
        took, supplied = (dict(ask(f"select {side}.outlet, count(*) {source} group by 1")) for side in "ps")
        for outlet in self.page.known["outlets"]:
            self.assertEqual((outlet["took"], outlet["supplied"]), (took.get(outlet["name"], 0), supplied.get(outlet["name"], 0)), outlet["name"])
        matrix = self.page.known["matrix"]
        names = [self.page.known["outlets"][o]["name"] for o in matrix["outlets"]]
        flows = {(to, of): n for to, of, n in ask(f"select p.outlet, s.outlet, count(*) {source} group by 1, 2")}
        for i, to in enumerate(names):
            for j, of in enumerate(names):
                self.assertEqual(matrix["taken"][i * matrix["size"] + j], flows.get((to, of), 0), (to, of))

    def test_every_pair_on_the_page_is_the_row_of_the_table(self):
        ids = self.page.strings("documents.id")
        self.assertEqual(ids, [row[0] for row in ask("select doc from {documents} order by doc")])
        column = lambda name: self.page.column(f"pairs.{name}")  # noqa: E731
        zigzag = lambda code: code >> 1 ^ -(code & 1)  # noqa: E731
        left, right, words = column("left"), column("right"), column("words")
        lengths = column("left_length")
        rows = list(zip(left, right, column("left_start"), lengths, column("right_start"), column("right_length"), words, column("kind"), column("score")))
        told = sorted(
            (ids[l], ls, ls + ll, ids[l + r], rs, rs + ll + zigzag(rl), w, KINDS[k & 7], s / self.page.known["scale"])
            for l, r, ls, ll, rs, rl, w, k, s in rows  # noqa: E741
        )
        table = ask("select left_doc, left_start, left_end, right_doc, right_start, right_end, words, kind, round(score, 3) from {pairs}")
        self.assertEqual([row[:8] for row in told], [row[:8] for row in sorted(table)])
        for one, other in zip(told, sorted(table)):
            self.assertAlmostEqual(one[8], other[8], places=2)

    def test_clusters_carry_their_ids_and_counts(self):
        page = {c: counts for c, *counts in zip(self.page.strings("clusters.id"), *(self.page.column(f"clusters.{n}") for n in ("documents", "outlets", "words", "passages")))}
        self.assertEqual(page, {c: counts for c, *counts in ask("select cluster, documents, outlets, words, passages from {clusters}")})

    def test_credits_are_those_of_the_table(self):
        ids, names = self.page.strings("documents.id"), self.page.strings("credits.name")
        told = {(ids[d], names[s]) for d, s in zip(self.page.column("credits.doc"), self.page.column("credits.source"))}
        self.assertEqual(told, set(ask("select distinct doc, source from {credits} where source <> ''")))

    def test_the_same_tables_give_the_same_page(self):
        with tempfile.TemporaryDirectory() as folder:
            pages = [f"{folder}/{n}.html" for n in "ab"]
            for page in pages:
                wirecopy("report", run(), "--html", page, "--quiet")
            one, other = (pathlib.Path(page).read_bytes() for page in pages)
            self.assertEqual(one, other)

    def test_exported_verdicts_are_gold_for_eval(self):
        pairs = ask("select left_doc, left_start, left_end, right_doc, right_start, right_end from {pairs} order by score desc limit 6")
        names = ("left_doc", "left_start", "left_end", "right_doc", "right_start", "right_end")
        with tempfile.TemporaryDirectory() as folder:
            with open(f"{folder}/verdicts.jsonl", "w", encoding="utf-8") as file:
                for n, pair in enumerate(pairs):
                    record = {"item": "pair", **dict(zip(names, pair)), "verdict": "confirm" if n < 5 else "reject", "note": ""}
                    file.write(json.dumps(record) + "\n")
            done = wirecopy("eval", run(), "--gold", f"{folder}/verdicts.jsonl", "--json")
        figures = next(row for row in json.loads(done.stdout)["rows"] if row["by"] == "all")
        self.assertEqual((figures["gold"], figures["recall"]), (5, 1))
        self.assertLess(figures["precision"], 1, "the rejected pair is a false alarm")


if __name__ == "__main__":
    unittest.main()
