//! Dates of whole documents.

use super::*;
use crate::read::Page;

mod labels;
mod notes;

fn document(text: &str) -> Document {
    Document { id: "a".into(), text: text.into(), ..Document::default() }
}

/// Source and interval of the date that is chosen for a document of this text.
fn chosen(text: &str) -> String {
    let publication = publication(&document(text));
    publication.chosen().map_or("none".into(), |c| format!("{}: {}", c.source, c.value))
}

/// The verdict on the candidate whose value is `value`.
fn verdict(publication: &Publication, value: &str) -> Verdict {
    publication.candidates.iter().find(|c| c.value == value).expect("a candidate of this value").verdict
}

#[test]
fn the_field_outranks_mark_up_text_and_address_and_all_are_kept() {
    let mut article = document("A headline of five words\n\nPublished: 4 December 2016\n\nText.");
    article.date = Some(("published".into(), "2016-12-03T04:21:00Z".into()));
    article.url = Some("https://news.example/2016/12/05/a".into());
    article.page = Some(Box::new(Page { dates: vec![("json-ld datePublished".into(), "2016-12-02".into())], ..Page::default() }));
    let dates = publication(&article);
    let sources: Vec<String> = dates.candidates.iter().map(|c| format!("{} {:?}", c.source, c.verdict)).collect();
    assert_eq!(
        sources,
        [
            "metadata published Chosen",
            "json-ld datePublished Rejected(Outranked)",
            "labelled date line Rejected(Outranked)",
            "url Rejected(Outranked)"
        ]
    );
    assert_eq!(dates.interval().unwrap().to_string(), "2016-12-03T04:21:00Z");
}

#[test]
fn a_day_in_the_sentence_of_a_caption_is_no_dateline() {
    let caption =
        "A headline of five words\n\nU.S. Sen. Dick Durbin talks to journalists in Chicago on Jan. 12, 2018. The senator recently spoke.";
    assert_eq!(chosen(caption), "none");
    assert_eq!(chosen("RIO DE JANEIRO and LIMA, Dec. 2, 2016 (Reuters) - Talks went on."), "dateline: Dec. 2, 2016");
}

#[test]
fn lines_of_the_head_that_are_dates_of_publication() {
    for (text, expected) in [
        ("A headline of five words\n\nPublished: November 30, 2016, 7:13 am\n\nText", "labelled date line: November 30, 2016, 7:13 am"),
        ("0\nSaturday 3 December 2016 - 04:21\n\nA headline of five words", "date line: Saturday 3 December 2016 - 04:21"),
        ("Lavrov: Kerry has presented proposals, Dec 3, 2016\n\nText", "headline: Dec 3, 2016"),
        ("A headline of five words\n\nThe Duran, December 04, 2016\n", "date line: December 04, 2016"),
        ("A headline of five words\nOriginally posted on\nJuly 16, 2018, 11:14 GMT\n", "labelled date line: July 16, 2018, 11:14 GMT"),
        ("A headline of five words\nby Tyler Durden - Jul 15, 2018 2:39 pm\n", "date line: Jul 15, 2018 2:39 pm"),
        (
            "Print\n\nBy Ada Quill, Ilmar Brandt and Nils Orre -          Harbour Press -         Monday, July 16, 2018\n",
            "date line: Monday, July 16, 2018",
        ),
        ("A headline of five words\n\n(Getty Images)\n\nJuly 16, 2018\n", "date line: July 16, 2018"),
        (
            "A headline of five words\nThe Associated Press | Monday, July 16, 2018, 7:24 a.m.\n",
            "date line: Monday, July 16, 2018, 7:24 a.m.",
        ),
        ("Eine Schlagzeile aus fünf Wörtern\nVeröffentlicht am 3. Dezember 2016\n", "labelled date line: 3. Dezember 2016"),
        ("Un titre qui a six mots\nPublié le 3 décembre 2016 à 15h30\n", "labelled date line: 3 décembre 2016 à 15h30"),
        ("Titular de seis palabras o más\nPublicado: 3 de diciembre de 2016\n", "labelled date line: 3 de diciembre de 2016"),
        ("Заголовок из пяти русских слов\nОпубликовано 3 декабря 2016\n", "labelled date line: 3 декабря 2016"),
        ("GENEVA, Dec. 2, 2016 (Reuters) - Talks went on in the city.", "dateline: Dec. 2, 2016"),
        ("МОСКВА, 3 дек 2016 — РИА Новости. Переговоры продолжаются.", "dateline: 3 дек 2016"),
    ] {
        assert_eq!(chosen(text), expected, "{text}");
    }
}

#[test]
fn lines_of_the_head_that_are_not() {
    for (text, reason) in [
        ("A headline of five words\nUpdated: July 16, 2018\n", Sense::Update),
        ("A headline of five words\nRetrieved 16 July 2018\n", Sense::Retrieval),
        ("Sunday, Jul 15th 2018 5-Day Forecast\nA headline\n", Sense::Retrieval),
        ("07:58 GMT +330 March 2017\n    Fighters drive their pick-up in the village\n", Sense::PageClock),
        ("A headline of five words\nCopyright July 16, 2018 The Example\n", Sense::Copyright),
        ("A headline of five words\nKerry and Lavrov meet in Rome on Dec 2, 2016 (Borgia, Reuters)\n", Sense::Prose),
        ("A headline of five words\n(AP Photo/Jane Doe, July 15, 2018)\n", Sense::Caption),
        ("A headline of five words\nAda Quill Ilmar Brandt Nils Orre Ove Tarn Harbour Press July 15, 2018\n", Sense::Prose),
        ("A headline of five words\n— CNN (@CNN) July 16, 2018\n", Sense::Embed),
        ("A headline of five words\nThe report was published on July 3, 2018.\n", Sense::Prose),
        ("A headline of five words\n4:38 PM ET Fri, 13 July 2018 | 01:42\n", Sense::Embed),
        ("A headline of five words\nPublished: 13 mins ago\n", Sense::Relative),
    ] {
        let dates = publication(&document(text));
        assert_eq!(dates.chosen(), None, "{text}");
        let reasons: Vec<Verdict> = dates.candidates.iter().map(|c| c.verdict).collect();
        let expected = Reason::Sense(reason);
        assert!(matches!(reasons[..], [Verdict::Rejected(r) | Verdict::Bound(r)] if r == expected), "{text}: {reasons:?}");
    }
}

/// What the only date of a text with this paragraph between two others bounds.
fn sense_of_paragraph(paragraph: &str) -> String {
    let dates = publication(&document(&format!("A headline of five words\n\nThe first paragraph.\n\n{paragraph}\n\nThe last one.")));
    match dates.candidates.last().map(|candidate| candidate.verdict) {
        Some(Verdict::Bound(Reason::Sense(sense))) => format!("bound: {sense:?}"),
        Some(Verdict::Rejected(Reason::Sense(sense))) => format!("{sense:?}"),
        other => format!("{other:?}"),
    }
}

#[test]
fn a_sentence_about_something_that_was_changed_or_fetched_bounds_no_date() {
    for sentence in [
        "The contract took effect as of January 1, 2020.",
        "The hospital had treated 412 patients as of March 1, 2020.",
        "As of Jan. 1, 2020, the town had 3,412 residents.",
        "As of March 1, 2020, 412.",
        "As of Dec 31, 1986, there were 26,661,770 shares",
        "as of Friday, April 3 , 1986.",
        "The council updated its plan on March 1, 2020.",
        "The council updated it on March 1, 2020.",
        "The plan was updated on March 1, 2020.",
        "Berlin updated March 1, 2020",
        "Updated on March 1, 2020, the plan has 412 beds.",
        "The plan was published on March 1, 2020 and updated on March 3, 2020.",
        "He accessed the account on March 1, 2020, police said.",
        "Accessed on March 1, 2020, the account was empty.",
        "Divers retrieved the bell on March 3, 2020.",
        "Retrieved on March 3, 2020 from the sea, the bell rang.",
        "On March 3, 2020 the weather was mild.",
        "March 3, 2020, Weather Service Day",
        "Stand 1. März 2020 lebten hier 3412 Menschen.",
        "Sie stand am 1. März 2020 vor Gericht.",
        "Mis à jour le 1er mars 2020, le plan prévoit 412 lits.",
        "El plan fue actualizado el 1 de marzo de 2020.",
        "Published on March 1, 2020 and updated on March 3, 2020, the plan has 412 beds.",
        "The plan was published on March 1, 2020. It was updated on March 3, 2020.",
        "The town has a plan. This was updated on March 3, 2020.",
        "A report published on March 1, 2020 was updated on March 3, 2020.",
        "A report was updated on March 1, 2020.",
        "The law was amended on March 1, 2020.",
        "La mise à jour du plan du 1er mars 2020 prévoit 412 lits.",
        "At this time the page was updated on March 1, 2020.",
        "La ciudad fue actualizada el 1 de marzo de 2020.",
        "Updated on March 1, 2020 - the plan has 412 beds.",
        "Updated on March 1, 2020 with 412 beds, the hospital is ready.",
        "The data on the council's page are current as of March 1, 2020.",
        "As of July 1, 2020 | 3,412 | 4,100",
        "As of July 1, 2020 | Population 3,412",
        "AS OF March 1, 2020 - 412 people live in the town.",
        "RETRIEVED: March 1, 2020 - The bell is from the sea.",
        "CORRECTION: July 16, 2018 - An earlier version had the wrong name.",
        "Trump update 7/15/2018..Trump Arrives In Helsinki Ahead Of Putin Summit",
        // Set in lines of one width.
        "The contract between the two cities took effect in full\nas of January 1, 2020.",
        "The plan that the council had drawn up for the city was\nupdated on March 1, 2020.",
        "As of March 1, 2020\nthe town had 3,412 residents, as the council said.",
    ] {
        assert_eq!(sense_of_paragraph(sentence), "Prose", "{sentence}");
    }
    // The date that the document tells stands as it is.
    let mut article = document("A headline of five words\n\nThe council updated its plan on March 6, 2023.\n");
    article.date = Some(("date".into(), "2023-03-07".into()));
    assert_eq!((publication(&article).not_after, publication(&article).interval().unwrap().seconds()), (None, 50 * 3600));
}

#[test]
fn a_note_of_the_page_about_its_own_text_bounds_its_date() {
    for note in [
        "Updated: July 16, 2018",
        "Last updated: July 16, 2018 at 7:08 AM",
        "Page last modified on July 16, 2018.",
        "As of July 16, 2018",
        "(as of July 16, 2018)",
        "Stand: 1. März 2020",
        "Stand: 1. März 2020, 10 Uhr",
        "(Stand 1. März 2020)",
        "Zuletzt aktualisiert am 1. März 2020",
        "Mis à jour le 1er mars 2020 à 15h30",
        "Actualizado a las 10:30 h. del 3 de mayo de 2018",
        "Обновлено 3 мая 2018",
        "This article was updated on July 16, 2018 to add a name.",
        "Editor’s note: This story was last updated on July 16, 2018.",
        "Update, July 16, 2018: The hospital says that all are well.",
        "By S.A. Miller - The Washington Times - Updated: 7:32 a.m. on Monday, July 16, 2018",
        "Paul Brandus, Opinion contributor Published 12:15 a.m. MT July 15, 2018 | Updated 4:29 a.m. MT July 15, 2018",
        "Posted 5:57 am, July 16, 2018, by Associated Press , Updated at 06:00AM, July 16, 2018",
        "Updated less than 1 min ago7:20 a.m. ET, July 16, 2018",
        "Updated 0420 GMT (1220 HKT) July 15, 2018",
        "Edited by Jane Doe, July 16, 2018",
        "USA TODAY Updated 7:20 a.m. ET July 16, 2018",
        "UPDATE: July 16, 2018 - The hospital says all are well.",
        "UPDATED: July 16, 2018 – The hospital says all are well.",
        "Update July 16, 2018 — The hospital says all are well.",
        "Update July 16, 2018, 10:15 a.m.: The hospital says all are well.",
        "Updated July 16, 2018 (Reuters) - The hospital says all are well.",
        "UPDATED 10:15 a.m. July 16, 2018 with comments from police",
        "Published on 15 July 2018, updated on 16 July 2018",
        "First published on July 15, 2018. Last updated on July 16, 2018.",
        "Veröffentlicht am 15. Juli 2018, aktualisiert am 16. Juli 2018",
        "Veröffentlicht am 15. Juli 2018 um 10:15 Uhr, aktualisiert am 16. Juli 2018 um 12 Uhr",
        "Erstellt am 15.07.2018, zuletzt aktualisiert am 16.07.2018",
        "Artikel vom 15.07.2018, aktualisiert am 16.07.2018",
        "Publicado el 15 de julio de 2018, actualizado el 16 de julio de 2018",
        "Editor's Note: This article was originally published on July 15, 2018 and has been updated on July 16, 2018.",
        "Jane Doe helped to report. This story was updated on July 16, 2018.",
        "Last updated on July 16, 2018, 10:15 AM Share this",
        "Updated July 16, 2018 Share Tweet",
        "This article was amended on 17 July 2018 to correct the name of the minister.",
        "Letzte Aktualisierung: 16. Juli 2018",
        "Dernière mise à jour : 16/07/2018",
        "Última actualización: 16 de julio de 2018",
        "Stand: 16.07.2018, 12:30 Uhr | Lesezeit: 3 Minuten",
        "The information on this page is current as of July 16, 2018.",
        "Updated\n\nJuly 16, 2018 at 7:08 AM",
        "Last updated:\nJuly 16, 2018",
        "By Jane Doe\nupdated July 16, 2018",
    ] {
        assert_eq!(sense_of_paragraph(note), "bound: Update", "{note}");
    }
    for note in [
        "Retrieved 16 July 2018",
        "Accessed on July 16, 2018.",
        "https://news.example/a (accessed 16 July 2018)",
        "Retrieved July 16, 2018, from https://news.example/a?b=c",
        "Today is Sunday, July 15, 2018",
        "Sunday, Jul 15th 2018 5-Day Forecast",
        "Abgerufen am 1. März 2020 um 10:15 Uhr",
        "Archived from the original on July 16, 2018. Retrieved July 17, 2018.",
    ] {
        assert_eq!(sense_of_paragraph(note), "bound: Retrieval", "{note}");
    }
}

#[test]
fn a_day_of_a_change_is_no_dateline_however_long_its_line_is() {
    let long =
        "The hospital says that all of those who were hurt when the ferry hit the pier are well and have gone home to their families.";
    for label in ["UPDATE: ", "UPDATED: ", "UPDATE ", "UPDATED on ", "Updated ", "RETRIEVED ", "CORRECTION: "] {
        for behind in [" - ", " – ", " (Reuters) - "] {
            for text in ["The hospital says all are well.", long] {
                assert_eq!(chosen(&format!("A headline of five words\n\n{label}July 16, 2018{behind}{text}\n")), "none", "{label}{behind}");
            }
        }
    }
    for place in ["UPDATE 3-LONDON", "UPDATE 3-PARIS", "UPDATE 1 - LIMA", "UPDATE: LONDON"] {
        for text in ["The hospital says all are well.", long] {
            assert_eq!(
                chosen(&format!("A headline of five words\n\n{place}, July 16, 2018 - {text}\n")),
                "dateline: July 16, 2018",
                "{place}"
            );
        }
    }
}

#[test]
fn a_title_above_a_date_is_no_label() {
    assert_eq!(chosen("Prison plan updated\n\nJuly 15, 2018\n"), "date line: July 15, 2018");
    assert_eq!(chosen("Last updated\n\nJuly 15, 2018\n"), "none");
}

#[test]
fn a_list_of_dated_entries_tells_no_date_of_publication() {
    let entry = |hour: u8| format!("by Tyler - Jul 15, 2018 {hour}:37 pm\nThe good thing about fake news is that it is hard.\n");
    assert_eq!(chosen(&[entry(2), entry(3)].concat()), "date line: Jul 15, 2018 3:37 pm");
    assert_eq!(chosen(&[entry(2), entry(3), entry(4)].concat()), "none");
}

#[test]
fn a_time_of_retrieval_bounds_the_end_and_is_never_the_date() {
    let mut article = document("A headline of five words\nJuly 15, 2018\n");
    article.meta.insert("scrape_time".into(), "2018-07-15T07:54:28-04:00".into());
    let dates = publication(&article);
    assert_eq!(verdict(&dates, "2018-07-15T07:54:28-04:00"), Verdict::Bound(Reason::Sense(Sense::Retrieval)));
    assert_eq!(dates.interval().unwrap().to_string(), "2018-07-14T10:00:00Z to 2018-07-15T11:54:28Z");
    // What is no finer than a month is no time of retrieval.
    article.meta = [("fetch_time_ms".to_owned(), "1200".to_owned())].into();
    assert_eq!(publication(&article).not_after, None);
    article.text = "No date here".into();
    article.date = Some(("scrape_time".into(), "2018-07-15T07:54:28-04:00".into()));
    assert_eq!(publication(&article).interval(), None);
}

#[test]
fn a_bound_that_contradicts_the_date_is_left_out() {
    let mut article = document("Text");
    article.date = Some(("date".into(), "2018-07-15".into()));
    article.meta.insert("crawl_date".into(), "2017-01-01".into());
    assert_eq!(publication(&article).interval().unwrap().seconds(), 50 * 3600);
}

#[test]
fn a_bound_that_contradicts_the_date_leaves_the_others_in_force() {
    let mut article = document("Text");
    article.date = Some(("date".into(), "2018-07-15".into()));
    article.meta.insert("crawl_date".into(), "2017-01-01T10:00:00Z".into());
    article.meta.insert("scrapedAt".into(), "2018-07-15T10:00:00Z".into());
    article.meta.insert("updated_at".into(), "2018-07-20T10:00:00Z".into());
    let dates = publication(&article);
    assert_eq!(dates.interval().unwrap().to_string(), "2018-07-14T10:00:00Z to 2018-07-15T10:00:00Z");
    assert_eq!(dates.not_after.unwrap().to_string(), "2017-01-01T10:00:00Z");
}

#[test]
fn the_zero_of_a_clock_bounds_nothing_and_is_told_as_a_date() {
    let mut article = document("Text");
    article.date = Some(("date".into(), "0001-01-01T00:00:00Z".into()));
    article.meta.insert("updated_at".into(), "0001-01-01T00:00:00Z".into());
    let dates = publication(&article);
    assert_eq!((dates.interval(), dates.not_after), (None, None));
    assert_eq!(dates.unreadable().map(|(_, why)| why), Some("is the zero of a clock, not a date"));
}

#[test]
fn a_day_without_year_takes_the_year_of_an_address_that_does_not_contradict_it() {
    let mut article = document("MOSCOW, March 3 (TASS) - The ministry said so.");
    assert_eq!(verdict(&publication(&article), "March 3"), Verdict::Rejected(Reason::NoYear));
    article.url = Some("https://tass.example/2017/03/a".into());
    assert_eq!(publication(&article).interval().unwrap().to_string(), "2017-03-02T10:00:00Z to 2017-03-04T11:59:59Z");
    article.url = Some("https://tass.example/2017/04/a".into());
    assert_eq!(publication(&article).chosen().unwrap().source, DateSource::Url);
}

#[test]
fn a_field_nobody_can_read_says_why_and_the_next_source_is_taken() {
    let mut article = document("A headline of five words\nJuly 15, 2018\n");
    article.date = Some(("date".into(), "last Tuesday".into()));
    let dates = publication(&article);
    assert_eq!(dates.unreadable().map(|(_, why)| why), Some("is no date that is known here"));
    assert_eq!(dates.chosen().unwrap().source, DateSource::DateLine);
}

#[test]
fn a_candidate_says_in_one_line_what_became_of_it() {
    let mut article = document("A headline of five words\nJuly 15, 2018\n");
    article.meta.insert("scrape_time".into(), "2018-07-20T07:54:28-04:00".into());
    let lines: Vec<String> = publication(&article).candidates.iter().map(ToString::to_string).collect();
    assert_eq!(
        lines,
        [
            "metadata scrape_time “2018-07-20T07:54:28-04:00”, 2018-07-20T11:54:28Z (second, UTC-4): bounds the end: the time of \
             retrieval, not of publication",
            "date line “July 15, 2018”, 2018-07-14T10:00:00Z to 2018-07-16T11:59:59Z (day, no zone): chosen"
        ]
    );
}

#[test]
fn spans_count_code_points() {
    let text = "Ein Bär läuft über die Straße\r\n\r\nVeröffentlicht: 3.12.2016\r\n";
    let dates = publication(&document(text));
    let span = dates.chosen().unwrap().span.unwrap();
    let cut: String = text.chars().skip(span.start as usize).take(span.len() as usize).collect();
    assert_eq!(cut, "3.12.2016");
}
