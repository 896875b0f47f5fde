"""Boilerplate, formulas, names and stock phrases, and what one document or one outlet prints twice."""
from .text import ALL, Text

STANDING = [
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
            for f in "sextant-commons-airdrop.txt sextant-council.txt sextant-corridors.txt sextant-phone-calls.txt sextant-veto.txt "
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
