#!/usr/bin/env python3
"""Write and check truth.jsonl, what a scan of this corpus must and must not find.

  python3 corpus/truth.py              write truth.jsonl beside this file
  python3 corpus/truth.py --check      is it up to date, are its lines sound, is anything copied that no line names?
  python3 corpus/truth.py --plain      print only the lines whose kinds a plain gold file knows (found, repeat,
                                       paraphrase, never, optional, date, credit, first)
  python3 corpus/truth.py --runs 6     list the runs of 6 or more equal words between outlets that no line names

The expectations stand below as text, not as offsets: an anchor is the words of a span, or its first
words, " ... ", and its last words. Anchors are looked up by words in their normal form (case folded,
quotation marks, brackets, emphasis, hyphens and apostrophes left out, U.S. = US), so that one anchor
fits every carrier of a text whatever its typography. Where a carrier's own words differ at the edge
of a span it has an anchor of its own. An anchor that is missing, or that stands twice, is an error.

Spans count Unicode code points of the decoded text: byte order mark removed, line ends as read, end
exclusive, so that text[start:end] is the span. Only the standard library is needed.
"""
import argparse
import collections
import csv
import difflib
import itertools
import json
import pathlib
import re
import sys
import unicodedata

HERE = pathlib.Path(__file__).resolve().parent
TRUTH = HERE / "truth.jsonl"
PLAIN = {"found", "repeat", "paraphrase", "never", "optional", "date", "credit", "first"}
RUN_WORDS = 8  # a run of this many equal words is a copy that a line must name
EDGE = 20  # code points by which a run may stick out of the lines that name it

# ---------------------------------------------------------------------------------------------
# Texts and words
# ---------------------------------------------------------------------------------------------

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
        with open(HERE / file, encoding="utf-8-sig", newline="") as f:
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
    with open(HERE / "metadata.csv", encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(f))
    return {r["file"]: Document(r["file"], r["outlet"], pattern) for r in rows}


# ---------------------------------------------------------------------------------------------
# Texts that stand in more than one document
# ---------------------------------------------------------------------------------------------
# A text has parts in order. A carrier has all of them, or those that are listed for it, under the text's
# own anchors or others. Two carriers of different outlets give one line for every run of parts that both have.


class Text:
    def __init__(self, name, expect, parts, carriers, kind=None, note="", only=None, part_of=False, rewritten=False, breaks=None, within=()):
        self.name, self.expect, self.kind, self.note = name, expect, kind, note
        self.parts = parts  # anchors, in order
        self.carriers = carriers  # file -> ALL, or {part number: anchor or None for the text's own}
        self.breaks = breaks or {}  # file -> numbers of the parts after which it inserts words of its own
        self.within = set(within)  # two files that share a longer text around this one: no line of their own
        self.only = only  # pairs are listed only where one side is among these files
        self.part_of, self.rewritten = part_of, rewritten


ALL = "all parts, under the text's own anchors"


def some(*numbers, **own):
    """The parts with these numbers; `p3="anchor"` gives part 3 an anchor of the carrier's own."""
    chosen = {n: None for n in numbers}
    chosen.update({int(k[1:]): v for k, v in own.items()})
    return chosen


CORRIDORS = "meridian-corridors-plan.txt brackwater-corridors.txt unquietmap-corridors-repost.txt sextant-corridors.txt tollgate-corridors.txt".split()

TEXTS = [
    # --- quotes -----------------------------------------------------------------------------
    Text(
        "ushakov", "found",
        ["What we see now is ... without precedent", "I cannot recall a month ... about a single subject Syria"],
        {"orlan-ushakov-phone-diplomacy.txt": ALL, "unquietmap-ghosts-in-geneva.txt": ALL, "sextant-phone-calls.txt": ALL},
        kind="quote",
        note="one translation in three outlets; [frankly] left out and the quote interrupted by the speaker in the Sextant; curly and straight marks",
    ),
    Text(
        "rogin", "found",
        ["Officials concede that ... he bargains from weakness", "While a Clinton victory ... that card has left his hand"],
        {
            "tollgate-kerry-last-push.txt": ALL,
            "unquietmap-ghosts-in-geneva.txt": ALL,
            "brackwater-kerry-weak-hand.txt": ALL,
            "salt-lame-duck.md": some(1),
            "unquietmap-last-caller.txt": some(1),
        },
        within=("salt-lame-duck.md", "unquietmap-last-caller.txt"),
        kind="quote", part_of=True,
        note="two sentences of the columnist; interrupted in the Ledger, lines re-wrapped in the Gazette; the second sentence alone in the essay and its reprint",
    ),
    Text(
        "thorsgaard", "found",
        ["I have forty lorries ... for eleven nights", "and permits that contradict one another", "Give me one road ... boil weeds for supper again"],
        {
            "meridian-council-emergency.txt": ALL,
            "tollgate-transition.txt": ALL,
            "brackwater-surgeon.txt": some(0),
            "salt-counting-corridors.md": some(2),
            "ferryman-two-envoys.txt": some(2),
        },
        kind="quote", part_of=True,
        note="the whole quote in two documents, its beginning in one, its end in two",
    ),
    Text(
        "lavrov-geneva", "found",
        ["Our officers and diplomats are ready ... how ordinary life begins there again"],
        {"orlan-lavrov-geneva-experts.txt": ALL, "tollgate-moscow-briefing.txt": ALL, "unquietmap-calendar-with-boxes.txt": ALL},
        kind="quote", note="US and U.S., [latest], and bold type in the blog",
    ),
    Text(
        "lavrov-meeting", "found",
        ["A meeting arranged for the sake ... of no use to us", "What we need is a calendar with a date in every box"],
        {"orlan-lavrov-geneva-experts.txt": ALL, "tollgate-moscow-briefing.txt": ALL, "unquietmap-calendar-with-boxes.txt": ALL},
        kind="quote", note="interrupted by the speaker in two, in one piece in the third",
    ),
    Text(
        "lavrov-pause", "found",
        ["a pause that only helps ... of the eastern side"],
        {"tollgate-moscow-briefing.txt": ALL, "unquietmap-calendar-with-boxes.txt": ALL},
        kind="quote", note="unliberated and un-liberated",
    ),
    Text(
        "open-ward", "found",
        ["Our surgeons have carried ... tell them day from night"],
        {"tollgate-kerry-last-push.txt": ALL, "sextant-commons-airdrop.txt": ALL},
        kind="quote", note="one statement sent to both",
    ),
    Text(
        "letter-box", "found",
        ["you cannot feed a city ... of a locked house"],
        {"sextant-commons-airdrop.txt": ALL, "salt-lame-duck.md": ALL, "unquietmap-last-caller.txt": ALL},
        kind="quote", only={"sextant-commons-airdrop.txt"}, note="13 words said in the Commons; in bold type in the essay",
    ),
    Text(
        "on-a-map", "found",
        ["These corridors exist on a map and nowhere on the ground"],
        {"salt-counting-corridors.md": ALL, **{f: ALL for f in CORRIDORS}},
        kind="quote", only={"salt-counting-corridors.md"}, note="11 words of the dispatch, quoted alone in a blog",
    ),
    Text(
        "inherits", "found",
        ["Nobody inherits a ceasefire you inherit the bill for one"],
        {"tollgate-transition.txt": ALL, "unquietmap-weekly-digest.txt": ALL},
        kind="quote", note="10 words; cease-fire and ceasefire",
    ),
    Text(
        "curtain", "found",
        ["Those who called this session ... they have chosen to draw"],
        {"orlan-churkin-mosul.txt": ALL, "ferryman-two-envoys.txt": ALL},
        kind="quote", note="neither document has a date",
    ),
    Text(
        "riedel", "found",
        ["Wer jetzt noch auf den nächsten ... nicht mehr erleben sagte der Abgeordnete Hanno Riedel"],
        {"quellinger-aleppo-winter.txt": ALL, "ferryman-presseschau.txt": ALL},
        kind="quote", note="German",
    ),
    Text(
        "striche", "found",
        ["Korridore über die kein Bus fährt ... schon verbrannt sein kann"],
        {"quellinger-aleppo-winter.txt": ALL, "ferryman-presseschau.txt": ALL},
        kind="quote", note="German; the paper's own comment in one, a quotation in the other",
    ),
    Text(
        "ushakov-russian", "found",
        ["Такого ... не бывало не припомню ... об одном о Сирии"],
        {
            "polden-ushakov-zvonki.txt": {0: "Такого ещё не бывало не припомню ... об одном о Сирии"},
            "ferryman-ushakov-original.txt": {0: "Такого еще не бывало не припомню ... об одном о Сирии"},
        },
        kind="quote", note="Russian; ещё and еще",
    ),
    # --- wire copy, credited reprints, passages ------------------------------------------------
    Text(
        "corridors-dispatch", "found",
        [
            "By Lucas Ferrand",
            "GENEVA ... Meridian Wire",
            "The United Nations said on Friday ... their consent on paper",
            "275,000 people are ... at once at more than 400",
            "These corridors exist ... never driven a bus",
            "Russia proposed the routes ... which troops have held since July",
            "Diplomats who attended ... took the room by surprise",
            "Rebel commanders fear ... than the besieger does the counting",
            "Residents reached by telephone ... whose direction they did not know",
            "Ekvall said 80 ... forecast for the weekend",
        ],
        {
            "meridian-corridors-plan.txt": some(0, 1, 2, 3, 4, 5, 6, 7, 9, p8="In the east of the city itself ... they did not know"),
            "brackwater-corridors.txt": some(0, 1, 2, 3, 4, 5, 6, 7, 9, p8="In the east of the city itself ... they did not know"),
            "unquietmap-corridors-repost.txt": some(1, 2, 3, 4, 5, 6, 7, 9, p8="In the east of the city itself ... they did not know"),
            "sextant-corridors.txt": some(3, 4, 5, 6, p8="itself the debate seemed remote Residents ... they did not know"),
            "tollgate-corridors.txt": some(2, 3, 4, 5, 9),
        },
        breaks={"unquietmap-corridors-repost.txt": {5}},
        kind="wire", note="one dispatch: whole in the Gazette (CRLF) and the blog (an editor's remark inserted), cut in the Sextant and the Ledger; light edits",
    ),
    Text(
        "veto-dispatch", "found",
        [
            "Russia and China on Monday vetoed ... on the last rebel streets",
            "Eleven members voted ... on Syria since 2011",
            "Russian Ambassador Vitaly Churkin complained ... on the table for a day",
            "Officers from both powers ... made the paper superfluous",
            "The deputy US envoy ... had been reached",
            "A week is what it takes ... We did not ask for the moon",
            "Under the draft all parties ... stayed permitted throughout",
        ],
        {
            "meridian-veto.txt": ALL,
            "sextant-veto.txt": some(
                1, 3, 5, 6,
                p0="Russia and China last night vetoed ... on the last rebel streets",
                p2="Russia's ambassador Vitaly Churkin complained ... on the table for a day",
            ),
            "brackwater-veto.txt": some(0, 1, 2, 4),
        },
        kind="wire", note="one dispatch: by-line credit in the Sextant, none in the Gazette, which cuts it after four paragraphs",
    ),
    Text(
        "lame-duck", "found",
        ["A lame duck does not limp ... to a man who collects houses"],
        {"salt-lame-duck.md": ALL, "unquietmap-last-caller.txt": ALL},
        kind="wire", note="credited reprint under another headline; emphasis marks gone, this week / last week",
    ),
    Text(
        "calendar-column", "found",
        ["Every negotiation has a silent partner ... on the stretchers will not"],
        {"tollgate-opinion-calendar.txt": ALL, "brackwater-column-calendar.txt": ALL},
        kind="wire", note="credited reprint under another headline, without a date",
    ),
    Text(
        "calendar-byline", "optional",
        ["By Winslow Adair"],
        {"tollgate-opinion-calendar.txt": ALL, "brackwater-column-calendar.txt": ALL},
        note="the by-line before it",
    ),
    Text(
        "northeastern-districts", "found",
        ["Government troops and their allies overran ... had held in the city"],
        {"meridian-ushakov-contacts.txt": ALL, "tollgate-kerry-last-push.txt": ALL},
        kind="passage", note="a sentence of reporting taken over without credit; at the weekend / over the weekend",
    ),
    Text(
        "side-room", "found",
        ["talked for a little under an hour ... no cameras after the handshake"],
        {"meridian-rome-talks.txt": ALL, "tollgate-moscow-briefing.txt": ALL},
        kind="passage", note="a sentence of reporting taken over without credit",
    ),
    # --- rewritten copy --------------------------------------------------------------------------
    Text(
        "rome-rewritten", "optional",
        ["whole"],
        {
            "meridian-rome-talks.txt": {0: "U.S. Secretary of State John Kerry gave ... beside a checkpoint"},
            "orlan-rome-two-pages.txt": {0: "Viewers in Damascus ... in the coming days"},
        },
        rewritten=True, note="the whole dispatch told again: words replaced, sentences in another order",
    ),
    Text(
        "council-rewritten", "optional",
        ["whole"],
        {
            "meridian-council-emergency.txt": {0: "The Security Council met in emergency session ... guns for ten days"},
            "unquietmap-weekly-digest.txt": {0: "Paris got its urgent session ... there was no ballot"},
        },
        rewritten=True, note="a paragraph that tells the dispatch again in other words",
    ),
    # --- the same words in another translation: no copy ------------------------------------------
    Text(
        "ushakov-retranslated", "paraphrase",
        ["What we see now is ... about a single subject Syria"],
        {
            "meridian-ushakov-contacts.txt": {0: "Never before were there contacts ... theme on the agenda"},
            "ferryman-ushakov-original.txt": {0: "There has been nothing like it ... the one Syrian matter"},
            "orlan-ushakov-phone-diplomacy.txt": ALL,
            "unquietmap-ghosts-in-geneva.txt": ALL,
            "sextant-phone-calls.txt": ALL,
        },
        only={"meridian-ushakov-contacts.txt", "ferryman-ushakov-original.txt"},
        note="another translation of the same statement",
    ),
    # --- boilerplate and formulas ---------------------------------------------------------------
    Text(
        "licence", "boilerplate",
        ["Texts on this site ... first publication is kept"],
        {
            f: ALL
            for f in "unquietmap-ghosts-in-geneva.txt unquietmap-corridors-repost.txt unquietmap-last-caller.txt "
            "unquietmap-calendar-with-boxes.txt unquietmap-weekly-digest.txt ferryman-ushakov-original.txt "
            "ferryman-presseschau.txt ferryman-two-envoys.txt".split()
        },
        note="licensing notice of one outlet in all its pages, and in another's",
    ),
    Text(
        "bulletin", "formula",
        ["In the past 24 hours ... in its evening bulletin"],
        {
            f: ALL
            for f in "orlan-ushakov-phone-diplomacy.txt orlan-churkin-mosul.txt orlan-lavrov-geneva-experts.txt orlan-sappers.txt "
            "unquietmap-weekly-digest.txt salt-counting-corridors.md".split()
        },
        note="one sentence filled with other numbers each day; printed by two others too",
    ),
    Text(
        "prices", "formula",
        ["Brent crude for February delivery ... at the close of trading in London"],
        {
            f: ALL
            for f in "sextant-commons-airdrop.txt sextant-corridors.txt sextant-phone-calls.txt sextant-veto.txt "
            "brackwater-surgeon.txt brackwater-kerry-weak-hand.txt".split()
        },
        note="market line filled with other numbers, in two papers",
    ),
    # --- names, offices, stock phrases ------------------------------------------------------------
    Text(
        "lavrov-title", "never",
        ["Russian Foreign Minister Sergei Lavrov"],
        {f: ALL for f in "meridian-rome-talks.txt orlan-lavrov-geneva-experts.txt tollgate-moscow-briefing.txt".split()},
        note="a name and an office",
    ),
    Text(
        "moderate-opposition", "never",
        ["separate the so-called moderate opposition from"],
        {
            f: ALL
            for f in "meridian-rome-talks.txt orlan-ushakov-phone-diplomacy.txt sextant-phone-calls.txt "
            "tollgate-moscow-briefing.txt unquietmap-calendar-with-boxes.txt".split()
        },
        note="stock phrase of the months before",
    ),
    Text(
        "de-mistura-title", "never",
        ["Staffan de Mistura, the United Nations Special Envoy for Syria"],
        {f: ALL for f in "meridian-council-emergency.txt sextant-commons-airdrop.txt".split()},
        note="a name and an office of 10 words",
    ),
    Text(
        "churkin-title", "never",
        ["Russian Ambassador Vitaly Churkin"],
        {"meridian-council-emergency.txt": ALL, "brackwater-veto.txt": ALL},
        note="a name and an office",
    ),
]

# An outlet's own footer, in all its documents: no reuse between outlets, and boilerplate where reuse inside one is looked for.
FOOTERS = [
    ("meridian-", "Meridian Wire serves newsrooms ... the slug above"),
    ("orlan-", "Orlan Six Television Follow our ... appear below an article"),
    ("brackwater-", "The Brackwater Gazette printed on the quay ... until noon on Thursdays"),
]

# Set twice in one page, and nowhere else.
REPEATS = [
    ("hanano-caption", "orlan-lavrov-geneva-experts.txt", "Soldiers of the Syrian army rest ... Timur Vedenin"),
    ("sukkari-caption", "tollgate-kerry-last-push.txt", "Plastic sheeting covers ... AP Photo L Marek"),
]

NEAR_DUPLICATES = [
    ("meridian-corridors-plan.txt", "brackwater-corridors.txt"),
    ("meridian-corridors-plan.txt", "unquietmap-corridors-repost.txt"),
    ("brackwater-corridors.txt", "unquietmap-corridors-repost.txt"),
    ("salt-lame-duck.md", "unquietmap-last-caller.txt"),
    ("tollgate-opinion-calendar.txt", "brackwater-column-calendar.txt"),
]

# ---------------------------------------------------------------------------------------------
# Dates
# ---------------------------------------------------------------------------------------------

DATES = [  # file, "on" or "not", day, note
    ("meridian-ushakov-contacts.txt", "on", "2016-11-28", "metadata, clock time with zone"),
    ("orlan-sappers.txt", "on", "2016-12-04", "metadata, plain date"),
    ("unquietmap-corridors-repost.txt", "on", "2016-12-05", "metadata, not the dateline of the dispatch that it reposts"),
    ("meridian-veto.txt", "on", "2016-12-05", "only in a date line of the text, clock time in GMT"),
    ("tollgate-opinion-calendar.txt", "on", "2016-12-01", "only in the text (Published)"),
    ("tollgate-opinion-calendar.txt", "not", "2017-01-12", "the day on which the page was printed"),
    ("tollgate-opinion-calendar.txt", "not", "2017-01-20", "a day that the headline speaks of"),
    ("brackwater-surgeon.txt", "on", "2016-12-04", "only in a date line of the text"),
    ("brackwater-surgeon.txt", "not", "2017-01-09", "the day on which the page was retrieved"),
    ("unquietmap-last-caller.txt", "on", "2016-12-05", "only in the text (Posted on)"),
    ("unquietmap-calendar-with-boxes.txt", "on", "2016-12-06", "only in the URL"),
    ("unquietmap-weekly-digest.txt", "on", "2016-12-07", "only in the URL"),
    ("quellinger-aleppo-winter.txt", "on", "2016-12-01", "only in a German date line"),
    ("polden-ushakov-zvonki.txt", "on", "2016-11-28", "only in a Russian date line, clock time without zone"),
    ("ferryman-ushakov-original.txt", "on", "2016-11-30", "metadata, though the text says Last updated"),
    ("ferryman-ushakov-original.txt", "not", "2017-02-03", "the day on which the page was updated"),
    ("orlan-churkin-mosul.txt", "not", "2017-03-14", "page clock at the time of retrieval; there is no other date"),
    ("brackwater-column-calendar.txt", "not", "2017-01-20", "no date; a day that the text speaks of"),
    ("ferryman-two-envoys.txt", "not", "2016-09-09", "no date; a day that the text speaks of"),
]
UNDATED = ["orlan-churkin-mosul.txt", "brackwater-column-calendar.txt", "ferryman-two-envoys.txt"]

# ---------------------------------------------------------------------------------------------
# Credits: every one in the corpus, and what looks like one
# ---------------------------------------------------------------------------------------------

CREDITS = [  # file, words, source, scope
    ("meridian-ushakov-contacts.txt", "a column in the Washington Post which described", "Washington Post", "passage"),
    ("orlan-ushakov-phone-diplomacy.txt", "A Washington Post column has linked", "Washington Post", "passage"),
    ("orlan-churkin-mosul.txt", "Reuters reported", "Reuters", "passage"),
    ("orlan-sappers.txt", "as cited by TASS", "TASS", "passage"),
    ("polden-ushakov-zvonki.txt", "написала газета Washington Post", "Washington Post", "passage"),
    ("polden-ushakov-zvonki.txt", "сообщает ТАСС", "TASS", "passage"),
    ("tollgate-kerry-last-push.txt", "set out in The Washington Post", "Washington Post", "passage"),
    ("sextant-corridors.txt", "GENEVA Meridian Wire", "Meridian Wire", "document"),
    ("sextant-phone-calls.txt", "told Meridian", "Meridian Wire", "passage"),
    ("sextant-veto.txt", "By MERIDIAN WIRE", "Meridian Wire", "document"),
    ("brackwater-corridors.txt", "GENEVA Meridian Wire", "Meridian Wire", "document"),
    ("brackwater-column-calendar.txt", "This column is republished from The Tollgate Ledger", "Tollgate Ledger", "document"),
    ("brackwater-kerry-weak-hand.txt", "as cited by The Tollgate Ledger", "Tollgate Ledger", "passage"),
    ("unquietmap-ghosts-in-geneva.txt", "A report in the Washington Post", "Washington Post", "passage"),
    ("unquietmap-ghosts-in-geneva.txt", "According to Orlan Six", "Orlan Six", "passage"),
    ("unquietmap-corridors-repost.txt", "Republished from Meridian Wire", "Meridian Wire", "document"),
    ("unquietmap-corridors-repost.txt", "GENEVA Dec 2 Meridian Wire", "Meridian Wire", "document"),
    ("unquietmap-last-caller.txt", "The original source of this article is Salt and Signal", "Salt and Signal", "document"),
    ("unquietmap-calendar-with-boxes.txt", "as quoted by Orlan Six", "Orlan Six", "passage"),
    ("unquietmap-calendar-with-boxes.txt", "as quoted by RIA news agency", "RIA", "passage"),
    ("ferryman-ushakov-original.txt", "as quoted by Polden Info", "Полдень-Инфо", "passage"),
    ("ferryman-presseschau.txt", "wie das Quellinger Abendblatt berichtete", "Quellinger Abendblatt", "passage"),
    ("quellinger-aleppo-winter.txt", "wie die Nachrichtenagentur Reuters meldete", "Reuters", "passage"),
    ("quellinger-aleppo-winter.txt", "Laut TASS", "TASS", "passage"),
]

NO_CREDITS = [  # file, words, why not
    ("meridian-ushakov-contacts.txt", "told reporters on a conference line", "told reporters"),
    ("orlan-ushakov-phone-diplomacy.txt", "told journalists in Moscow", "told journalists"),
    ("tollgate-kerry-last-push.txt", "a spokeswoman told reporters", "told reporters"),
    ("tollgate-transition.txt", "told reporters at a farewell reception", "told reporters"),
    ("tollgate-transition.txt", "a Meridian Wire Corvane poll", "a poll named after its sponsors"),
    ("tollgate-opinion-calendar.txt", "a columnist for The Tollgate Ledger", "the outlet itself"),
    ("tollgate-opinion-calendar.txt", "Printed from tollgateledger.example", "the outlet itself"),
    ("meridian-corridors-plan.txt", "GENEVA Dec 2 Meridian Wire", "the outlet itself"),
    ("meridian-rome-talks.txt", "ROME Dec 2 Meridian Wire", "the outlet itself"),
    ("meridian-ushakov-contacts.txt", "MOSCOW Nov 28 Meridian Wire", "the outlet itself"),
    ("meridian-council-emergency.txt", "UNITED NATIONS Nov 30 Meridian Wire", "the outlet itself"),
    ("meridian-veto.txt", "UNITED NATIONS Dec 5 Meridian Wire", "the outlet itself"),
    ("orlan-ushakov-phone-diplomacy.txt", "Orlan Six Timur Vedenin", "a picture credit of the outlet itself"),
    ("quellinger-aleppo-winter.txt", "Quellinger Abendblatt", "the outlet itself"),
    ("salt-counting-corridors.md", "Salt and Signal is one woman", "the outlet itself"),
    ("sextant-commons-airdrop.txt", "told the Commons", "a house, no outlet"),
    ("unquietmap-calendar-with-boxes.txt", "the American papers printed", "no outlet is named"),
]
NO_CREDITS_AT = [("tollgate-kerry-last-push.txt", "AP Photo L Marek", n, "a picture credit") for n in (1, 2)]

# ---------------------------------------------------------------------------------------------
# Order, sources, speakers
# ---------------------------------------------------------------------------------------------

FIRST = [  # name, file, anchor, first, note
    ("ushakov", "orlan-ushakov-phone-diplomacy.txt", "What we see now is ... subject Syria", "orlan-ushakov-phone-diplomacy.txt", "28 November before 1 and 2 December"),
    ("rogin", "tollgate-kerry-last-push.txt", "Officials concede ... left his hand", "tollgate-kerry-last-push.txt", "28 November before 1 December, dates without zone"),
    ("thorsgaard", "meridian-council-emergency.txt", "I have forty lorries ... supper again", "meridian-council-emergency.txt", "30 November before 6 December"),
    ("lavrov-geneva", "orlan-lavrov-geneva-experts.txt", "Our officers and diplomats ... there again", "orlan-lavrov-geneva-experts.txt", "15:20 in Moscow is before 09:40 in Washington"),
    ("lavrov-meeting", "orlan-lavrov-geneva-experts.txt", "A meeting arranged ... in every box", "orlan-lavrov-geneva-experts.txt", "15:20 in Moscow is before 09:40 in Washington"),
    ("letter-box", "salt-lame-duck.md", "you cannot feed a city ... locked house", "sextant-commons-airdrop.txt", "29 November before 2 December; first to print it, though no source of the other"),
    ("on-a-map", "salt-counting-corridors.md", "These corridors exist ... on the ground", "meridian-corridors-plan.txt", "2 December with zone before all others"),
    ("striche", "ferryman-presseschau.txt", "Korridore über die kein Bus ... verbrannt sein kann", "quellinger-aleppo-winter.txt", "1 December before 4 December"),
    ("lavrov-pause", "tollgate-moscow-briefing.txt", "a pause that only helps ... eastern side", "tollgate-moscow-briefing.txt", "3 December with zone before 6 December"),
    ("corridors", "meridian-corridors-plan.txt", "The United Nations said on Friday ... have held since July", "meridian-corridors-plan.txt", "clock times with zones"),
    ("veto", "meridian-veto.txt", "Russia and China on Monday vetoed ... on the table for a day", "meridian-veto.txt", "22:41 GMT in the text before the mornings after"),
    ("lame-duck", "salt-lame-duck.md", "A lame duck does not limp ... collects houses", "salt-lame-duck.md", "2 December with zone before 5 December, and credited"),
    ("calendar-column", "tollgate-opinion-calendar.txt", "Every negotiation has ... stretchers will not", "tollgate-opinion-calendar.txt", "the reprint has no date and credits the Ledger"),
    ("side-room", "meridian-rome-talks.txt", "talked for a little under an hour ... after the handshake", "meridian-rome-talks.txt", "18:30Z the day before 14:40Z"),
    ("riedel", "quellinger-aleppo-winter.txt", "Wer jetzt noch auf ... nicht mehr erleben", "quellinger-aleppo-winter.txt", "1 December before 4 December, and credited"),
    ("ushakov-russian", "polden-ushakov-zvonki.txt", "Такого ещё не бывало ... о Сирии", "polden-ushakov-zvonki.txt", "28 November 17:42 before 30 November, and credited"),
]

UNDETERMINED = [  # name, file, anchor, note
    ("open-ward", "tollgate-kerry-last-push.txt", "Our surgeons have carried ... day from night", "28 and 29 November without zones overlap"),
    ("open-ward", "sextant-commons-airdrop.txt", "Our surgeons have carried ... day from night", "28 and 29 November without zones overlap"),
    ("inherits", "tollgate-transition.txt", "Nobody inherits a cease-fire ... bill for one", "6 and 7 December without zones overlap"),
    ("inherits", "unquietmap-weekly-digest.txt", "Nobody inherits a ceasefire ... bill for one", "6 and 7 December without zones overlap"),
    ("curtain", "orlan-churkin-mosul.txt", "Those who called this session ... chosen to draw", "neither document has a date"),
    ("curtain", "ferryman-two-envoys.txt", "Those who called this session ... chosen to draw", "neither document has a date"),
    ("northeastern-districts", "meridian-ushakov-contacts.txt", "Government troops and their allies overran ... held in the city", "28 November without zone holds the agency's evening"),
    ("northeastern-districts", "tollgate-kerry-last-push.txt", "Government troops and their allies overran ... held in the city", "28 November without zone holds the agency's evening"),
]

SOURCES = [  # name, file, anchor, source, note
    ("ushakov-map", "unquietmap-ghosts-in-geneva.txt", "What we see now is ... subject Syria", "orlan-ushakov-phone-diplomacy.txt", "According to Orlan Six"),
    ("rogin-gazette", "brackwater-kerry-weak-hand.txt", "Officials concede ... left his hand", "tollgate-kerry-last-push.txt", "as cited by The Tollgate Ledger"),
    ("corridors-gazette", "brackwater-corridors.txt", "The United Nations said on Friday ... forecast for the weekend", "meridian-corridors-plan.txt", "agency in the dateline"),
    ("corridors-map", "unquietmap-corridors-repost.txt", "The United Nations said on Friday ... have held since July", "meridian-corridors-plan.txt", "Republished from"),
    ("corridors-sextant", "sextant-corridors.txt", "275,000 people are ... room by surprise", "meridian-corridors-plan.txt", "agency in the dateline"),
    ("veto-sextant", "sextant-veto.txt", "Russia and China last night vetoed ... on the table for a day", "meridian-veto.txt", "agency in the by-line"),
    ("lame-duck-map", "unquietmap-last-caller.txt", "A lame duck does not limp ... collects houses", "salt-lame-duck.md", "The original source of this article is"),
    ("calendar-gazette", "brackwater-column-calendar.txt", "Every negotiation has ... stretchers will not", "tollgate-opinion-calendar.txt", "republished from"),
    ("lavrov-map", "unquietmap-calendar-with-boxes.txt", "Our officers and diplomats ... there again", "orlan-lavrov-geneva-experts.txt", "as quoted by Orlan Six"),
    ("riedel-ferryman", "ferryman-presseschau.txt", "Wer jetzt noch auf ... nicht mehr erleben", "quellinger-aleppo-winter.txt", "wie das Quellinger Abendblatt berichtete"),
    ("ushakov-russian-ferryman", "ferryman-ushakov-original.txt", "Такого еще не бывало не припомню ... о Сирии", "polden-ushakov-zvonki.txt", "as quoted by Polden Info"),
]

NO_SOURCES = [  # name, file, anchor, note
    ("lavrov-geneva", "orlan-lavrov-geneva-experts.txt", "Our officers and diplomats ... there again", "both were at the news conference"),
    ("lavrov-geneva", "tollgate-moscow-briefing.txt", "Our officers and diplomats ... there again", "both were at the news conference"),
    ("letter-box", "sextant-commons-airdrop.txt", "You cannot feed a city ... locked house", "said in the Commons"),
    ("letter-box", "salt-lame-duck.md", "you cannot feed a city ... locked house", "said in the Commons, three days apart"),
]

SPEAKERS = [  # name, file, anchor, speaker
    ("ushakov", "orlan-ushakov-phone-diplomacy.txt", "What we see now is ... subject Syria", "Ushakov"),
    ("ushakov", "sextant-phone-calls.txt", "I cannot recall ... subject Syria", "Ushakov"),
    ("rogin", "tollgate-kerry-last-push.txt", "Officials concede ... left his hand", "Rogin"),
    ("lavrov-meeting", "tollgate-moscow-briefing.txt", "A meeting arranged for ... no use to us", "Lavrov"),
    ("inherits", "tollgate-transition.txt", "Nobody inherits a cease-fire ... bill for one", "Pell"),
    ("curtain", "orlan-churkin-mosul.txt", "Those who called this session ... chosen to draw", "Churkin"),
    ("riedel", "quellinger-aleppo-winter.txt", "Wer jetzt noch auf ... nicht mehr erleben", "Riedel"),
    ("on-a-map", "meridian-corridors-plan.txt", "These corridors exist ... on the ground", "Ekvall"),
]

# ---------------------------------------------------------------------------------------------
# Lines
# ---------------------------------------------------------------------------------------------


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
    for text in TEXTS:
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


# ---------------------------------------------------------------------------------------------
# Checks
# ---------------------------------------------------------------------------------------------


def jaccard(left, right, size=3):
    a, b = [{tuple(d.words[k : k + size]) for k in range(len(d.words) - size + 1)} for d in (left, right)]
    return len(a & b) / len(a | b)


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
        if line["expect"] in ("found", "boilerplate", "repeat", "formula") and (matched < RUN_WORDS or matched < 0.6 * most):
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
    files = {p.name for p in HERE.iterdir() if p.suffix in (".txt", ".md") and p.name != "README.md"}
    yield from (f"{f}: in the folder or in metadata.csv, not in both" for f in sorted(files ^ set(documents)))


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
