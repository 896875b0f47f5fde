//! Notes of a page about its own text that no "this" and no label before the date makes such.

use super::*;

#[test]
fn a_verb_behind_the_day_makes_a_note_of_the_page_and_of_nothing_else() {
    for note in [
        "Dieser Artikel wurde am 3. Mai 2018 aktualisiert.",
        "Dieser Beitrag wurde zuletzt am 3. Mai 2018 um 12:30 Uhr aktualisiert",
        "Dieser Artikel wurde am 3. Mai 2018 aktualisiert, um einen Namen zu ergänzen.",
        "Dieser Artikel wurde am 1. Mai 2018 veröffentlicht und am 3. Mai 2018 überarbeitet.",
        "(Diese Meldung wurde am 03.05.2018 korrigiert.)",
        "Dieser Artikel wurde am 3. Mai 2018 zuletzt aktualisiert.",
        "Dieser Artikel wurde am 3. Mai 2018 um 10:15 Uhr nachträglich geändert.",
        "Jane Doe hat mitgearbeitet. Dieser Artikel wurde am 3. Mai 2018 aktualisiert.",
        "Wurde am 3. Mai 2018 aktualisiert",
        "Zuletzt am 3. Mai 2018 aktualisiert.",
        "Am 3. Mai 2018 um 10 Uhr aktualisiert",
        "Artikel zuletzt am 3. Mai 2018 aktualisiert",
        "Veröffentlicht am 1. Mai 2018, am 3. Mai 2018 aktualisiert",
    ] {
        assert_eq!(sense_of_paragraph(note), "bound: Update", "{note}");
    }
    for sentence in [
        "Der Plan wurde am 3. Mai 2018 aktualisiert.",
        "Der Artikel der Zeitung wurde am 3. Mai 2018 aktualisiert.",
        "Der Artikel wurde am 3. Mai 2018 aktualisiert.",
        "Diese wurde am 3. Mai 2018 aktualisiert.",
        "Die Stadt hat einen Plan. Dieser wurde am 3. Mai 2018 aktualisiert.",
        "Dieser Plan wurde am 3. Mai 2018 aktualisiert.",
        "Am 3. Mai 2018 aktualisiert der Rat seinen Plan.",
        "Am 3. Mai 2018 aktualisiert, gilt der Plan noch immer.",
        "Am 3. Mai 2018 wurde der Plan aktualisiert.",
        "Die Frist wurde am 3. Mai 2018 geändert.",
        "Und wurde am 3. Mai 2018 aktualisiert.",
        "Der Plan, den die Stadt vor einem Jahr gezeichnet hatte,\nwurde am 3. Mai 2018 aktualisiert.",
        "Am 3. Mai 2018 aktualisiert\nder Rat seinen Plan.",
        "Dieser Artikel des Gesetzes wurde am 3. Mai 2018 geändert.",
        "Artikel 5 wurde am 3. Mai 2018 geändert.",
        "Artikel 5 wurde zuletzt am 3. Mai 2018 geändert.",
    ] {
        assert_eq!(sense_of_paragraph(sentence), "Prose", "{sentence}");
    }
    assert_eq!(
        chosen("Eine Schlagzeile aus fünf Wörtern\n\nVeröffentlicht am 1. Mai 2018, am 3. Mai 2018 aktualisiert\n\nText."),
        "labelled date line: 1. Mai 2018"
    );
}

/// How long a text can have been there at last.
fn not_after(text: &str) -> Option<String> {
    publication(&document(text)).not_after.map(|at| at.to_string())
}

#[test]
fn the_article_is_the_pages_own_where_no_other_is_told_of() {
    let text = "The council met.\n\nThe mayor left early.";
    let notes = [
        "The story was updated on May 3, 2018",
        "The article was last updated on May 3, 2018 at 10:15 a.m.",
        "The article was updated May 3, 2018 to add a name.",
        "The story was published on May 1, 2018 and updated on May 3, 2018.",
        "(The story was corrected on May 3, 2018.)",
        "L’article a été mis à jour le 3 mai 2018",
        "El artículo fue actualizado el 3 de mayo de 2018.",
        "Der Artikel wurde zuletzt am 3. Mai 2018 aktualisiert.",
    ];
    for note in notes {
        for text in [
            format!("A headline of five words\n\nBy Jane Doe\n\n{note}\n\n{text}"),
            format!("{note}\n\n{text}"),
            format!("A headline of five words\n\n{text}\n\n{note}\n"),
            format!("A headline of five words\n{text}\n{note}"),
        ] {
            assert!(not_after(&text).is_some(), "{text}");
        }
        // Elsewhere it may be of another one.
        for text in [
            format!("A headline of five words\n\nThe paper told of the mayor.\n\n{note}\n\n{text}"),
            format!("A headline of five words\n\n{text}\n\nThe paper that had told of the mayor took it all back\n{note}"),
            format!("A headline of five words\nThe paper that had told of the mayor took back all that it had said\n{note}\n{text}"),
        ] {
            assert_eq!(not_after(&text), None, "{text}");
        }
    }
    let note = "Editor’s note: The story was updated on May 3, 2018.";
    assert_eq!(sense_of_paragraph(note), "bound: Update", "{note}");
    for sentence in [
        "The plan was updated on May 3, 2018.",
        "The report was updated on May 3, 2018.",
        "The page was updated on May 3, 2018.",
        "The contract was amended on May 3, 2018.",
        "The story of the plan was updated on May 3, 2018.",
        "The article in the Times was updated on May 3, 2018.",
        "The article was updated on May 3, 2018, the paper said.",
        "The article was updated on May 3, 2018 after the mayor had called.",
        "The article, which was updated on May 3, 2018,",
        "A story was updated on May 3, 2018.",
        "Der Artikel 5 wurde am 3. Mai 2018 geändert.",
        "His article was updated on May 3, 2018.",
        "The council updated the article on May 3, 2018.",
        "The article was viewed on May 3, 2018.",
        "Data as of May 3, 2018",
    ] {
        for text in [
            format!("A headline of five words\n\n{sentence}\n\n{text}"),
            format!("A headline of five words\n\n{text}\n\n{sentence}\n"),
            format!("A headline of five words\n\n{text}\n\n{sentence}\n\n{text}"),
        ] {
            assert_eq!(not_after(&text), None, "{text}");
        }
    }
}

#[test]
fn the_day_on_which_a_page_was_printed_or_fetched_is_no_day_of_publication() {
    for note in [
        "Print date: May 3, 2018",
        "Print Date: May 3, 2018, 10:15 a.m.",
        "Printed: May 3, 2018",
        "Printed on May 3, 2018",
        "Date printed: May 3, 2018",
        "Printed date: May 3, 2018",
        "Access date: May 3, 2018",
        "Druckdatum: 3. Mai 2018",
        "Gedruckt am 3. Mai 2018 um 10:15 Uhr",
        "Abrufdatum: 3. Mai 2018",
        "Imprimé le 3 mai 2018",
        "Date d’impression : 3 mai 2018",
        "Fecha de impresión: 3 de mayo de 2018",
        "Дата печати: 3 мая 2018",
        "Print date\n\nMay 3, 2018",
    ] {
        assert_eq!(sense_of_paragraph(note), "bound: Retrieval", "{note}");
        let dated = format!("A headline of five words\n\nPublished: May 1, 2018\n\n{note}\n\nText.");
        assert_eq!(chosen(&dated), "labelled date line: May 1, 2018", "{note}");
    }
    for note in [
        "Last updated date: May 3, 2018",
        "Revised: May 3, 2018",
        "Last revised May 3, 2018",
        "Last Reviewed: May 3, 2018",
        "Last Modification: May 3, 2018",
        "Letzte Änderung: 3. Mai 2018",
        "Zuletzt geändert: 3. Mai 2018",
        "Date de modification : 3 mai 2018",
        "Dernière modification : 3 mai 2018",
        "Última modificación: 3 de mayo de 2018",
        "Дата изменения: 3 мая 2018",
    ] {
        assert_eq!(sense_of_paragraph(note), "bound: Update", "{note}");
    }
    for note in ["Date: May 3, 2018", "Publication date: May 3, 2018", "Date of publication | Date: May 3, 2018"] {
        assert_eq!(chosen(&format!("A headline of five words\n\n{note}\n\nText.")), "labelled date line: May 3, 2018", "{note}");
    }
    for sentence in [
        "The bills were printed on May 3, 2018.",
        "The plan was revised on May 3, 2018.",
        "Die Scheine wurden am 3. Mai 2018 gedruckt.",
        "Printed May 3, 2018 in Rome",
    ] {
        assert_eq!(sense_of_paragraph(sentence), "Prose", "{sentence}");
    }
}
