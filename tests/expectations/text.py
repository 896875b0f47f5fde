"""A text that stands in more than one document.

A text has parts in order. A carrier has all of them, or those that are listed for it, under the text's
own anchors or others. Two carriers of different outlets give one line for every run of parts that both have.
"""


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
