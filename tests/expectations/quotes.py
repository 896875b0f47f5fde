"""Quotations."""
from .text import ALL, Text, some
from .wire import CORRIDORS

QUOTES = [
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
]
