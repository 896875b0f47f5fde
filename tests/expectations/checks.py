"""Are the lines what they say they are, and is anything copied that none of them names?"""
import collections
import difflib
import itertools

from .words import CORPUS, STOP, WORD, normal

RUN_WORDS = 8  # a run of this many equal words is a copy that a line must name
EDGE = 20  # code points by which a run may stick out of the lines that name it


def named_spans(all_lines):
    """For every ordered pair of documents, the spans that some line names on both sides, EDGE wider."""
    named = collections.defaultdict(list)
    for line in all_lines:
        if line["expect"] in ("found", "optional", "boilerplate", "formula", "never", "paraphrase"):
            # A name or a stock phrase that is the edge of something longer is a copy after all.
            edge = 0 if line["expect"] == "never" else EDGE
            left, right = [(s["start"] - edge, s["end"] + edge) for s in (line["left"], line["right"])]
            named[line["left"]["doc"], line["right"]["doc"]].append((*left, *right))
            named[line["right"]["doc"], line["left"]["doc"]].append((*right, *left))
    return named


def is_named(named, left, right, l0, l1, r0, r1, slack):
    """Do the spans of the lines together hold both sides but for the share `slack`?"""

    def holds(spans, start, end):
        bare, edge = 0, start
        for s, e in sorted(spans):
            bare += max(0, min(s, end) - edge)
            edge = max(edge, e)
        return bare + max(0, end - edge) <= slack * (end - start)

    spans = named.get((left, right), [])
    return holds([s[:2] for s in spans], l0, l1) and holds([s[2:] for s in spans], r0, r1)


def pairs_of_documents(documents):
    for left, right in itertools.combinations(sorted(documents), 2):
        if documents[left].outlet != documents[right].outlet:
            yield documents[left], documents[right]


def equal_runs(left, right, size):
    """Every maximal run of at least `size` equal words: (first word left, first word right, words)."""
    places = collections.defaultdict(list)
    for k in range(len(left.words) - size + 1):
        places[tuple(left.words[k : k + size])].append(k)
    for l in range(len(right.words) - size + 1):
        for k in places.get(tuple(right.words[l : l + size]), ()):
            if k and l and left.words[k - 1] == right.words[l - 1]:
                continue
            n = size
            while k + n < len(left.words) and l + n < len(right.words) and left.words[k + n] == right.words[l + n]:
                n += 1
            yield k, l, n


def aligned(left, right, reach=40):
    """Local alignments around every run of 4 equal words with 8 matched words, 2 of them no stop words, at identity .6 and more."""
    seen = set()
    for k, l, n in equal_runs(left, right, 4):
        a0, b0 = max(0, k - reach), max(0, l - reach)
        a, b = left.words[a0 : k + n + reach], right.words[b0 : l + n + reach]
        score = [[0.0] * (len(b) + 1) for _ in range(len(a) + 1)]
        best = (0.0, 0, 0)
        for i, x in enumerate(a, 1):
            for j, y in enumerate(b, 1):
                gain = (0.5 if x in STOP else 1.5) if x == y else -1.0
                score[i][j] = max(0.0, score[i - 1][j - 1] + gain, score[i - 1][j] - 1.0, score[i][j - 1] - 1.0)
                best = max(best, (score[i][j], i, j))
        _, i, j = best
        end_i, end_j, matched, columns, content = i, j, 0, 0, 0
        while i and j and score[i][j] > 0:
            gain = (0.5 if a[i - 1] in STOP else 1.5) if a[i - 1] == b[j - 1] else -1.0
            columns += 1
            if score[i][j] == score[i - 1][j - 1] + gain:
                i, j = i - 1, j - 1
                matched += gain > 0
                content += gain > 1
            elif score[i][j] == score[i - 1][j] - 1.0:
                i -= 1
            else:
                j -= 1
        place = (a0 + i, a0 + end_i, b0 + j, b0 + end_j)
        if matched >= RUN_WORDS and content >= 2 and matched >= 0.6 * columns and place not in seen:
            seen.add(place)
            yield place


def unnamed(documents, all_lines, size=RUN_WORDS, loose=True):
    """Texts in documents of two outlets that no line names: runs of equal words, and looser alignments."""
    named = named_spans(all_lines)
    for left, right in pairs_of_documents(documents):
        places = [(k, k + n, l, l + n, 0.0) for k, l, n in equal_runs(left, right, size)]
        # A loose alignment may bridge what one of the two inserted.
        places += [(*place, 0.2) for place in aligned(left, right)] if loose else []
        for a, b, c, d, slack in places:
            l0, l1, r0, r1 = left.spans[a][0], left.spans[b - 1][1], right.spans[c][0], right.spans[d - 1][1]
            if not is_named(named, left.file, right.file, l0, l1, r0, r1, slack):
                yield f"{left.file} ~ {right.file}: {' '.join(left.text[l0:l1].split())!r} / {' '.join(right.text[r0:r1].split())!r}"


def unsound(documents, all_lines):
    """Lines that cannot be what they say they are."""
    words = lambda side: [normal(m.group()) for m in WORD.finditer(side["text"])]
    for line in all_lines:
        for side in (line, line.get("left", {}), line.get("right", {})):
            if "start" in side and documents[side["doc"]].text[side["start"] : side["end"]] != side["text"]:
                yield f"{line['name']}: the span does not hold its text"
        if not line.get("left", {}).get("text"):
            continue
        left, right = words(line["left"]), words(line["right"])
        blocks = difflib.SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
        matched, longest = sum(b.size for b in blocks), max(b.size for b in blocks)
        least, most = sorted((len(left), len(right)))
        in_order = line["expect"] in ("found", "boilerplate", "repeat", "formula") and "rewritten" not in line
        if in_order and (matched < RUN_WORDS or matched < 0.6 * most):
            yield f"{line['name']}: only {matched} of {most} words are the same"
        if line["expect"] == "formula" and line["left"]["text"] == line["right"]["text"]:
            yield f"{line['name']}: filled with the same numbers"
        if line["expect"] == "paraphrase" and longest > 4:
            yield f"{line['name']}: {longest} words running are the same: a copy"
        if line["expect"] == "repeat" and left != right:
            yield f"{line['name']}: not the same text"
        if line["expect"] == "part_of" and not (len(left) < len(right) and matched >= 0.8 * least):
            yield f"{line['name']}: the left text is not in the right one"
    names = collections.Counter(l["name"] for l in all_lines if l["expect"] in ("found", "optional", "never", "formula", "boilerplate"))
    yield from (f"{name}: two lines of that name" for name, n in names.items() if n > 1)
    files = {p.name for p in CORPUS.iterdir() if p.suffix in (".txt", ".md") and p.name != "README.md"}
    yield from (f"{f}: in the folder or in metadata.csv, not in both" for f in sorted(files ^ set(documents)))
