"""Expectations with their spans, a line each."""
import itertools

from .credits import CREDITS, NO_CREDITS, NO_CREDITS_AT
from .dates import DATES, UNDATED
from .order import FIRST, NO_SOURCES, SOURCES, SPEAKERS, UNDETERMINED
from .quotes import QUOTES
from .rewritten import REWRITTEN
from .standing import FOOTERS, REPEATS, STANDING
from .text import ALL, some
from .wire import NEAR_DUPLICATES, WIRE
from .words import jaccard


def slug(file):
    return file.rsplit(".", 1)[0]


def span(documents, file, anchor, occurrence=None):
    start, end = documents[file].find(anchor, occurrence)
    return {"doc": file, "start": start, "end": end, "text": documents[file].text[start:end]}


def runs_of_parts(left, right, breaks):
    """The maximal runs of part numbers that follow one another in both carriers, with no break between them."""
    both, runs = sorted(set(left) & set(right)), []
    for number in both:
        joined = runs and not any(runs[-1][-1] < k < number for k in (*left, *right)) and runs[-1][-1] not in breaks
        if joined:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def lines_of_text(documents, text):
    found = {}
    for file, chosen in text.carriers.items():
        chosen = some(*range(len(text.parts))) if chosen is ALL else chosen
        found[file] = {n: documents[file].find(own or text.parts[n]) for n, own in chosen.items()}
        order = [found[file][n] for n in sorted(found[file])]
        if order != sorted(order):
            raise SystemExit(f"{text.name}: the parts are out of order in {file}")

    def side(file, run):
        start, end = found[file][run[0]][0], found[file][run[-1]][1]
        return {"doc": file, "start": start, "end": end, "text": documents[file].text[start:end]}

    for left, right in itertools.combinations(sorted(found), 2):
        same_outlet = documents[left].outlet == documents[right].outlet
        if same_outlet or {left, right} == text.within or (text.only and not text.only & {left, right}):
            continue
        breaks = text.breaks.get(left, set()) | text.breaks.get(right, set())
        runs = runs_of_parts(found[left], found[right], breaks)
        for run in runs:
            name = f"{text.name}: {slug(left)} ~ {slug(right)}"
            if len(runs) > 1:
                name += f" ({run[0] + 1}-{run[-1] + 1})" if len(run) > 1 else f" ({run[0] + 1})"
            line = {"name": name, "expect": text.expect, "left": side(left, run), "right": side(right, run)}
            # One or two paragraphs of a dispatch may be taken for wire or for a passage: the kind is left open.
            if text.kind and not (text.kind == "wire" and len(run) < 3 and len(text.parts) > 1):
                line["kind"] = text.kind
            if text.rewritten:
                line["rewritten"] = True
            yield line | {"note": text.note}
    if text.part_of:
        whole = range(len(text.parts))
        for inner, outer in itertools.product(sorted(found), sorted(found)):
            if len(found[inner]) < len(whole) == len(found[outer]) and documents[inner].outlet != documents[outer].outlet:
                yield {
                    "name": f"{text.name}: {slug(inner)} in {slug(outer)}", "expect": "part_of",
                    "left": side(inner, sorted(found[inner])), "right": side(outer, list(whole)),
                    "note": "the cluster of the left span is part of the cluster of the right one",
                }


def lines(documents):
    """All expectations in order, with their spans."""
    for text in (*QUOTES, *WIRE, *REWRITTEN, *STANDING):
        yield from lines_of_text(documents, text)
    for prefix, anchor in FOOTERS:
        files = [f for f in documents if f.startswith(prefix)]
        for left, right in itertools.combinations(sorted(files), 2):
            yield {
                "name": f"footer: {slug(left)} ~ {slug(right)}", "expect": "boilerplate",
                "left": span(documents, left, anchor), "right": span(documents, right, anchor),
                "note": "an outlet's own footer; met only where reuse inside one outlet is looked for",
            }
    for name, file, anchor in REPEATS:
        yield {
            "name": name, "expect": "repeat", "left": span(documents, file, anchor, 1), "right": span(documents, file, anchor, 2),
            "note": "picture caption set twice in one page",
        }
    for left, right in NEAR_DUPLICATES:
        left, right = sorted((left, right))
        share = jaccard(documents[left], documents[right])
        yield {
            "name": f"near duplicate: {slug(left)} ~ {slug(right)}", "expect": "near_duplicate", "left": {"doc": left}, "right": {"doc": right},
            "note": f"Jaccard index of their sets of 3 words {share:.2f}",
        }
    for file, word, day, note in DATES:
        yield {"name": f"date: {slug(file)}", "expect": "date", "doc": file, word: day, "note": note}
    for file in UNDATED:
        yield {"name": f"undated: {slug(file)}", "expect": "undated", "doc": file, "note": "nothing in metadata, text or URL tells the date"}
    for file, words, source, scope in CREDITS:
        yield {"name": f"credit: {slug(file)}", "expect": "credit", **span(documents, file, words), "source": source, "scope": scope}
    for file, words, note in NO_CREDITS:
        yield {"name": f"no credit: {slug(file)}", "expect": "no-credit", **span(documents, file, words), "note": note}
    for file, words, occurrence, note in NO_CREDITS_AT:
        yield {"name": f"no credit: {slug(file)}", "expect": "no-credit", **span(documents, file, words, occurrence), "note": note}
    for name, file, anchor, first, note in FIRST:
        yield {"name": f"first: {name}", "expect": "first", **span(documents, file, anchor), "first": first, "note": note}
    for name, file, anchor, note in UNDETERMINED:
        yield {"name": f"undetermined: {name}", "expect": "undetermined", **span(documents, file, anchor), "note": note}
    for name, file, anchor, source, note in SOURCES:
        yield {"name": f"source: {name}", "expect": "source", **span(documents, file, anchor), "source": source, "note": note}
    for name, file, anchor, note in NO_SOURCES:
        yield {"name": f"no source: {name}", "expect": "no-source", **span(documents, file, anchor), "note": note}
    for name, file, anchor, speaker in SPEAKERS:
        yield {"name": f"speaker: {name}", "expect": "speaker", **span(documents, file, anchor), "speaker": speaker}
