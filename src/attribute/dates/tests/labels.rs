use super::chosen;

#[test]
fn only_a_label_of_publication_makes_a_date_the_publications() {
    for label in [
        "Court date",
        "Expiration date",
        "Due date",
        "Release date",
        "Hearing Date",
        "Date of birth",
        "Film released",
        "Deadline",
        "Born",
        "Date de naissance",
        "Date limite",
        "Date de sortie",
        "Fecha de vencimiento",
        "Geburtsdatum",
        "Gerichtstermin",
    ] {
        for text in [
            format!("A headline of five words\n\n{label}: May 3, 2018\n\nText."),
            format!("A headline of five words\n\n{label}: 2018-05-03\n\nText."),
            format!("A headline of five words\n\n{label}\nMay 3, 2018\n\nText.").replace("Deadline\n", "Deadline:\n"),
        ] {
            // Nobody knows whether a word alone on a line is the label of the next one.
            let is_own_line = text.contains(&format!("{label}\n")) || text.contains(&format!("{label}:\n"));
            if !is_own_line || label.to_lowercase().contains("date ") || label.to_lowercase().ends_with(" date") {
                assert_eq!(chosen(&text), "none", "{text}");
            }
        }
    }
}

#[test]
fn labels_of_publication_count_whatever_their_words() {
    for label in [
        "Date",
        "Published",
        "Posted on",
        "Publication date",
        "Publish Date",
        "Posting date",
        "Date published",
        "Date of publication",
        "Article date",
        "Issue date",
        "Date of issue",
        "First released",
        "Press release date",
        "The Harbour Post | Date",
        "Datum",
        "Veröffentlicht am",
        "Date de publication",
        "Date de parution",
        "Fecha de publicación",
        "Fecha",
    ] {
        let text = format!("A headline of five words\n\n{label}: May 3, 2018\n\nText.");
        assert_eq!(chosen(&text), "labelled date line: May 3, 2018", "{text}");
    }
}

#[test]
fn a_line_with_a_word_for_its_making_is_one_of_publication() {
    for label in ["Created", "Uploaded", "Erscheinungsdatum"] {
        let text = format!("A headline of five words\n\n{label}: May 3, 2018\n\nText.");
        assert_eq!(chosen(&text), "date line: May 3, 2018", "{text}");
    }
}
