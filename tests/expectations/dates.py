"""When a document was published, and days that are not the one."""

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
