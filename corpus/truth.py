#!/usr/bin/env python3
"""Write and check truth.jsonl, what a scan of this corpus must and must not find.

  python3 corpus/truth.py              write truth.jsonl beside this file
  python3 corpus/truth.py --check      is it up to date, are its lines sound, is anything copied that no line names?
  python3 corpus/truth.py --plain      print only the lines whose kinds a plain gold file knows (found, repeat,
                                       paraphrase, never, optional, date, credit, first)
  python3 corpus/truth.py --runs 6     list the runs of 6 or more equal words between outlets that no line names

The expectations stand in tests/expectations, a file a kind, as text, not as offsets: an anchor is the words of a span, or its first
words, " ... ", and its last words. Anchors are looked up by words in their normal form (case folded,
quotation marks, brackets, emphasis, hyphens and apostrophes left out, U.S. = US), so that one anchor
fits every carrier of a text whatever its typography. Where a carrier's own words differ at the edge
of a span it has an anchor of its own. An anchor that is missing, or that stands twice, is an error.

Spans count Unicode code points of the decoded text: byte order mark removed, line ends as read, end
exclusive, so that text[start:end] is the span. Only the standard library is needed.
"""
import argparse
import collections
import json
import pathlib
import sys

# The corpus is a folder that people scan: what the script is made of lies outside of it.
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests"))

from expectations.checks import RUN_WORDS, unnamed, unsound
from expectations.lines import lines
from expectations.words import CORPUS, PLAIN_WORD, load

TRUTH = CORPUS / "truth.jsonl"
PLAIN = {"found", "repeat", "paraphrase", "never", "optional", "date", "credit", "first"}


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--check", action="store_true")
    p.add_argument("--plain", action="store_true")
    p.add_argument("--runs", type=int, metavar="N")
    a = p.parse_args()
    documents = load()
    all_lines = list(lines(documents))
    written = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in all_lines)
    if a.plain:
        sys.stdout.write("".join(json.dumps(l, ensure_ascii=False) + "\n" for l in all_lines if l["expect"] in PLAIN))
        return 0
    if a.runs:
        for text in unnamed(documents, all_lines, a.runs, loose=False):
            print(text)
        return 0
    if not a.check:
        TRUTH.write_text(written, encoding="utf-8", newline="")
        counts = collections.Counter(l["expect"] for l in all_lines)
        print(f"{len(documents)} documents, {len(all_lines)} lines: " + ", ".join(f"{n} {k}" for k, n in sorted(counts.items())))
        return 0
    problems = [f"unsound: {x}" for x in unsound(documents, all_lines)]
    problems += [f"unnamed: {x}" for x in unnamed(documents, all_lines)]
    problems += [f"unnamed, in plain words: {x}" for x in unnamed(load(PLAIN_WORD), all_lines, loose=False)]
    if not TRUTH.exists() or TRUTH.read_bytes() != written.encode("utf-8"):
        problems.append(f"truth.jsonl is not up to date: run python3 {pathlib.Path(__file__).name}")
    print("\n".join(problems) if problems else f"{len(all_lines)} lines hold together; every shared run of {RUN_WORDS} words is named")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
