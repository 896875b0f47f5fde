"""Who was first, who has it from whom, who said it."""

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
