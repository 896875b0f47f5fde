"""Wire copy, credited reprints, and passages taken over without credit."""
from .text import ALL, Text, some

CORRIDORS = "meridian-corridors-plan.txt brackwater-corridors.txt unquietmap-corridors-repost.txt sextant-corridors.txt tollgate-corridors.txt".split()

WIRE = [
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
]

NEAR_DUPLICATES = [
    ("meridian-corridors-plan.txt", "brackwater-corridors.txt"),
    ("meridian-corridors-plan.txt", "unquietmap-corridors-repost.txt"),
    ("brackwater-corridors.txt", "unquietmap-corridors-repost.txt"),
    ("salt-lame-duck.md", "unquietmap-last-caller.txt"),
    ("tollgate-opinion-calendar.txt", "brackwater-column-calendar.txt"),
]
