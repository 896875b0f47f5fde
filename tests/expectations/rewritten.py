"""Rewritten copy, paraphrases that may be found, and the same words in another translation, which is no copy."""
from .text import ALL, Text

REWRITTEN = [
    Text(
        "council-retold", "found",
        ["whole"],
        {
            "meridian-council-emergency.txt": {0: "The Security Council met in emergency session ... by the count of UN agencies"},
            "sextant-council.txt": {0: "At the request of France ... have fled from their homes"},
        },
        kind="rewritten", rewritten=True, note="the whole dispatch with most of its words, each sentence turned around",
    ),
    Text(
        "thorsgaard-retold", "optional",
        ["whole"],
        {
            "sextant-council.txt": {0: "From the Turkish side she coordinates ... boil weeds again for her supper"},
            "tollgate-transition.txt": {0: "I have forty lorries ... boil weeds for supper again"},
            "brackwater-surgeon.txt": {0: "I have forty lorries ... for eleven nights"},
            "salt-counting-corridors.md": {0: "Give me one road ... boil weeds for supper again"},
        },
        only={"sextant-council.txt"}, rewritten=True, note="a quotation told without quotation marks",
    ),
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
]
