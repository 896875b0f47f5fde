"""Texts of the corpus, their words in normal form, and where those stand."""
import csv
import pathlib
import re
import unicodedata

CORPUS = pathlib.Path(__file__).resolve().parents[2] / "corpus"

WORD = re.compile(r"(?:[^\W\d_]\.){2,}|\d+(?:[.,:]\d+)*|[^\W_]+(?:['’\-‐][^\W_]+)*")
PLAIN_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")  # compounds cut at their hyphens: so-called is two
STOP = set(
    "a an the of and or but nor so in on at to for with by from as into up is was are were be been has have had it its his her "
    "their that this those these he she they them who which what not no we our us you i me my one if than then there when while "
    "would could will can may said says".split()
)


def normal(word):
    """A word in its normal form: compatibility characters, case and inner marks folded away."""
    return "".join(c for c in unicodedata.normalize("NFKC", word).casefold() if c.isalnum())


class Document:
    """A text with its words in normal form and the span of each."""

    def __init__(self, file, outlet, pattern=WORD):
        self.file, self.outlet = file, outlet
        with open(CORPUS / file, encoding="utf-8-sig", newline="") as f:
            self.text = f.read()
        found = list(pattern.finditer(self.text))
        self.words = [normal(m.group()) for m in found]
        self.spans = [m.span() for m in found]

    def places(self, words, after=0):
        n = len(words)
        return [k for k in range(after, len(self.words) - n + 1) if self.words[k : k + n] == words]

    def find(self, anchor, occurrence=None):
        """The (start, end) of an anchor in code points; `occurrence` counts from 1 where it stands more than once."""
        first, dots, last = anchor.partition(" ... ")
        first, last = [[normal(m.group()) for m in WORD.finditer(part)] for part in (first, last)]
        starts = self.places(first)
        if not starts or (occurrence is None and len(starts) > 1):
            raise SystemExit(f"{self.file}: anchor stands {len(starts)} times: {anchor!r}")
        start = starts[(occurrence or 1) - 1]
        end = start + len(first)
        if dots:
            ends = self.places(last, end)
            if not ends:
                raise SystemExit(f"{self.file}: no such end: {anchor!r}")
            end = ends[0] + len(last)
        return self.spans[start][0], self.spans[end - 1][1]


def load(pattern=WORD):
    with open(CORPUS / "metadata.csv", encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(f))
    return {r["file"]: Document(r["file"], r["outlet"], pattern) for r in rows}


def jaccard(left, right, size=3):
    a, b = [{tuple(d.words[k : k + size]) for k in range(len(d.words) - size + 1)} for d in (left, right)]
    return len(a & b) / len(a | b)
