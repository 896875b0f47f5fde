"""Every table, in every format, as DuckDB and pandas read it."""
import collections
import json
import math
import unittest

import duckdb
import pandas
import pyarrow.parquet

from support import CORPUS, FORMATS, KEYS, TABLES, run


def json_rows(table):
    """The rows as Python's own JSON reads them: what the other readers are held to."""
    with open(run() / f"{table}.jsonl", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def columns_of(table):
    return pyarrow.parquet.read_schema(run() / f"{table}.parquet").names


def plain(value):
    """One value for what is absent, whole numbers as such."""
    if value is None or value is pandas.NA or value is pandas.NaT or (isinstance(value, float) and math.isnan(value)):
        return None
    if hasattr(value, "item"):
        value = value.item()
    return int(value) if isinstance(value, float) and value.is_integer() else value


def rows_of(frame):
    columns = [list(map(plain, frame[name].astype(object))) for name in frame.columns]
    return [dict(zip(frame.columns, row)) for row in zip(*columns)]


PANDAS = {
    # Instants and dates stay as they are written: a reader that guesses types is told not to.
    "jsonl": lambda path: pandas.read_json(path, lines=True, dtype=False, precise_float=True),
    "csv": pandas.read_csv,
    "parquet": pandas.read_parquet,
}
TYPES = {"string": "VARCHAR", "int64": "BIGINT", "double": "DOUBLE", "bool": "BOOLEAN"}


def duckdb_source(path, form, types):
    """What stands behind FROM. Text formats name their columns' types, so that no guess decides."""
    columns = "{" + ", ".join(f"'{name}': '{kind}'" for name, kind in types.items()) + "}"
    return {
        "jsonl": f"read_json('{path}', format = 'newline_delimited', columns = {columns})",
        "csv": f"read_csv('{path}', header = true, columns = {columns})",
        "parquet": f"read_parquet('{path}')",
    }[form]


class TablesInEveryReader(unittest.TestCase):
    def assert_rows(self, found, table, how):
        expected = json_rows(table)
        self.assertEqual(len(found), len(expected), f"{how}: rows of {table}")
        for number, (one, other) in enumerate(zip(found, expected)):
            self.assertEqual({k: plain(v) for k, v in one.items()}, {k: plain(v) for k, v in other.items()}, f"{how}: row {number} of {table}")

    def test_pandas_reads_the_same_rows_from_every_format(self):
        for table in TABLES:
            for form in FORMATS:
                with self.subTest(table=table, format=form):
                    frame = PANDAS[form](run() / f"{table}.{form}")
                    self.assertEqual(list(frame.columns), columns_of(table))
                    self.assert_rows(rows_of(frame), table, f"pandas from {form}")

    def test_duckdb_reads_the_same_rows_from_every_format(self):
        for table in TABLES:
            types = {field.name: TYPES[str(field.type)] for field in pyarrow.parquet.read_schema(run() / f"{table}.parquet")}
            for form in FORMATS:
                with self.subTest(table=table, format=form):
                    found = duckdb.sql(f"SELECT * FROM {duckdb_source(run() / f'{table}.{form}', form, types)}")
                    self.assertEqual(found.columns, columns_of(table))
                    self.assertEqual([str(kind) for kind in found.types], list(types.values()))
                    self.assert_rows([dict(zip(found.columns, row)) for row in found.fetchall()], table, f"DuckDB from {form}")

    def test_duckdb_reads_every_format_without_being_told_anything(self):
        for table in TABLES:
            for form in FORMATS:
                with self.subTest(table=table, format=form):
                    found = duckdb.sql(f"SELECT * FROM '{run() / f'{table}.{form}'}'")
                    self.assertEqual(found.columns, columns_of(table))
                    # Instants come as TIMESTAMP WITH TIME ZONE, which Python's side needs pytz for: only counted here.
                    self.assertEqual(found.aggregate("count(*)").fetchall(), [(len(json_rows(table)),)])

    def test_rows_are_sorted_by_a_key_that_no_two_share(self):
        for table in TABLES:
            with self.subTest(table=table):
                keys = [tuple(row[name] for name in KEYS[table]) for row in json_rows(table)]
                self.assertEqual(keys, sorted(keys))
                self.assertEqual(len(keys), len(set(keys)))

    def test_no_table_is_empty_so_that_the_tests_above_say_something(self):
        for table in TABLES:
            self.assertGreater(len(json_rows(table)), 0, table)


class Offsets(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.texts = {row["doc"]: row["text"] for row in json_rows("texts")}

    def test_texts_are_the_files_as_python_decodes_them(self):
        for doc, text in self.texts.items():
            with open(CORPUS / doc, encoding="utf-8-sig", newline="") as file:
                self.assertEqual(text, file.read(), doc)

    def test_the_corpus_holds_what_offsets_go_wrong_on(self):
        raw = {doc: (CORPUS / doc).read_bytes() for doc in self.texts}
        self.assertTrue(any(b.startswith(b"\xef\xbb\xbf") for b in raw.values()), "a byte order mark")
        self.assertTrue(any(b"\r\n" in b for b in raw.values()), "CRLF")
        reused = {row["doc"] for row in json_rows("passages")}
        beyond = [doc for doc in reused if any(ord(c) > 0xFFFF for c in self.texts[doc])]
        self.assertTrue(beyond, "a character that takes two units of UTF-16")
        self.assertTrue(any("\u0600" <= c <= "\u06ff" for doc in beyond for c in self.texts[doc]), "letters written from right to left")

    def cut(self, doc, start, end):
        text = self.texts[doc]
        self.assertTrue(0 <= start < end <= len(text), f"{doc} {start} {end} of {len(text)}")
        return text[start:end]

    def cut_bytes(self, doc, start, end):
        return self.texts[doc].encode("utf-8")[start:end].decode("utf-8")

    def test_a_slice_of_the_text_is_the_passage(self):
        for row in json_rows("passages"):
            self.assertEqual(self.cut(row["doc"], row["start"], row["end"]), row["text"])
            self.assertEqual(self.cut_bytes(row["doc"], row["byte_start"], row["byte_end"]), row["text"])

    def test_a_slice_of_the_text_is_the_credit(self):
        for row in json_rows("credits"):
            self.assertEqual(self.cut(row["doc"], row["start"], row["end"]), row["text"])

    def test_both_offsets_of_a_pair_cut_the_same_words(self):
        for row in json_rows("pairs"):
            for side in ("left", "right"):
                doc = row[f"{side}_doc"]
                by_chars = self.cut(doc, row[f"{side}_start"], row[f"{side}_end"])
                self.assertEqual(by_chars, self.cut_bytes(doc, row[f"{side}_byte_start"], row[f"{side}_byte_end"]))
                self.assertEqual(by_chars, by_chars.strip())

    def test_the_two_places_of_a_repeat_hold_the_same_words(self):
        words = lambda text: [w for w in "".join(c.casefold() if c.isalnum() else " " for c in text).split()]
        for row in json_rows("repeats"):
            here = words(self.cut(row["doc"], row["start"], row["end"]))
            again = words(self.cut(row["doc"], row["again_start"], row["again_end"]))
            self.assertLessEqual(row["end"], row["again_start"])
            shared = collections.Counter(here) & collections.Counter(again)
            self.assertGreaterEqual(shared.total(), row["words"] * 0.8)

    def test_a_family_member_is_a_whole_paragraph_or_document(self):
        for row in json_rows("families"):
            text = self.cut(row["doc"], row["start"], row["end"])
            self.assertEqual("\n\n" in text.replace("\r\n", "\n") and row["unit"] == "paragraph", False, row)


class Consistency(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.rows = {table: json_rows(table) for table in TABLES}
        with open(run() / "run.json", encoding="utf-8") as file:
            cls.record = json.load(file)
        cls.counts = {stage["stage"]: dict(stage["counts"]) for stage in cls.record["stages"]}

    def test_counts_in_run_json_are_the_rows_of_the_tables(self):
        report = self.counts["report"]
        for table in ("documents", "pairs", "passages", "clusters", "repeats", "credits", "families"):
            self.assertEqual(report[table], len(self.rows[table]), table)
        self.assertEqual(self.counts["tokenize"]["words"], sum(row["words"] for row in self.rows["documents"]))
        left_out = report["pairs inside one outlet, left out"] + report["pairs of forms and notices without a row of equal words, not listed"]
        self.assertEqual(self.counts["align"]["pairs"] + self.counts["rewrite"]["pairs"], report["pairs"] + left_out)
        self.assertEqual(self.counts["cluster"]["clusters"], report["clusters"] + report["clusters inside one outlet, left out"])
        self.assertEqual(sum(file["documents"] for file in self.record["inputs"]), len(self.rows["documents"]))

    def test_a_cluster_counts_its_own_passages(self):
        passages = collections.defaultdict(list)
        for row in self.rows["passages"]:
            passages[row["cluster"]].append(row)
        self.assertEqual(set(passages), {row["cluster"] for row in self.rows["clusters"]})
        for row in self.rows["clusters"]:
            own = passages[row["cluster"]]
            self.assertEqual(row["passages"], len(own))
            self.assertEqual(row["documents"], len({p["doc"] for p in own}))
            self.assertEqual(row["outlets"], len({p["outlet"] for p in own}))
            self.assertIn(row["text"], [p["text"] for p in own], "the root is one of the passages")
            if row["first_doc"]:
                # Of one outlet several may be first; which of these came before the others nobody knows.
                first = [p for p in own if p["role"] == "first"]
                self.assertIn(row["first_doc"], {p["doc"] for p in first})
                self.assertEqual(len({p["outlet"] for p in first}), 1)

    def test_every_name_in_one_table_stands_in_the_table_it_points_to(self):
        docs = {row["doc"] for row in self.rows["documents"]}
        clusters = {row["cluster"] for row in self.rows["clusters"]}
        pointers = {
            "documents": {"near_duplicate_of": docs},
            "texts": {"doc": docs},
            "pairs": {"left_doc": docs, "right_doc": docs, "left_cluster": clusters, "right_cluster": clusters},
            "passages": {"doc": docs, "source_doc": docs, "cluster": clusters},
            "clusters": {"part_of": clusters, "first_doc": docs},
            "repeats": {"doc": docs},
            "credits": {"doc": docs},
            "families": {"doc": docs},
        }
        for table, columns in pointers.items():
            for column, known in columns.items():
                named = {row[column] for row in self.rows[table]} - {None}
                self.assertLessEqual(named, known, f"{table}.{column}")
        self.assertEqual(len(self.rows["texts"]), len(docs))

    def test_the_left_document_comes_before_the_right_one(self):
        for row in self.rows["pairs"]:
            self.assertLess(row["left_doc"], row["right_doc"])

    def test_a_document_holds_no_more_reused_words_than_words(self):
        for row in self.rows["documents"]:
            self.assertLessEqual(row["reused_words"], row["words"], row["doc"])


if __name__ == "__main__":
    unittest.main()
