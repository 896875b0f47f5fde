use super::model::{Outcome, Seeds};
use super::*;
use crate::attribute::Outlets;
use crate::error::ErrorKind;
use crate::observer::{Patient, Silent};
use crate::pipeline::ScanConfig;
use crate::read::{Corpus, Document};
use crate::seeds::Fate;

const COPIED: &str = "the ferry will not cross the sound again before the ice has left the outer harbour";

pub(super) fn document(id: &str, outlet: &str, date: &str, text: &str) -> Document {
    Document {
        id: id.into(),
        outlet: Some(outlet.into()),
        date: (!date.is_empty()).then(|| ("date".into(), date.into())),
        text: text.into(),
        ..Document::default()
    }
}

pub(super) fn case(documents: Vec<Document>, wanted: [&str; 2], config: &ScanConfig) -> Case {
    Case::scan(Corpus::from_documents(documents).unwrap(), wanted, &Outlets::builtin(), config, &Silent).unwrap()
}

fn explained(documents: Vec<Document>) -> Explanation {
    explain(&case(documents, ["b", "a"], &ScanConfig::default()), &Silent).unwrap()
}

fn copy() -> Vec<Document> {
    vec![
        document("a", "Harbour Gazette", "2016-12-09", &format!("Skipper Nils Orre said {COPIED}, and went home.")),
        document("b", "Sound Courier", "2016-12-03", &format!("“{COPIED}”, he said.")),
    ]
}

#[test]
fn a_match_is_told_from_the_side_that_was_named_first() {
    let told = explained(copy());
    assert!(told.matches);
    let [aligned] = &told.alignments[..] else { panic!("{:?}", told.alignments) };
    assert_eq!((aligned.outcome, aligned.number, aligned.left.0, aligned.left_text.as_str()), (Outcome::Kept, Some(1), 1, COPIED));
    assert_eq!((told.left.doc.as_str(), told.left.common_words, told.right.common_words), ("b", 16, 16));
    assert!(told.seeds.shared.iter().any(|seed| seed.fate == Fate::Started && seed.left.iter().all(|place| *place < 90)));
    assert!(told.first[0].starts_with("The left text (Sound Courier) was published first"), "{:?}", told.first);
    assert_eq!((told.clusters.len(), told.clusters[0].first_doc.as_deref()), (1, Some("b")));
    assert!(told.longest_row.is_none() && told.what_if.is_empty());
}

#[test]
fn a_formula_is_told_with_its_points_and_what_they_come_from() {
    let short = "Ada Quill of Port Marrow has been the one to blame Orlan Six for this";
    let two = |other: [&str; 2]| {
        vec![
            document("a", "Harbour Gazette", "", &format!("Skippers\n\n{short}\n\n{}", other[0])),
            document("b", "Sound Courier", "", &format!("Pilots\n\n{}\n\n{short}", other[1])),
        ]
    };
    let told = explained(two(["Rain", "Snow"]));
    let [aligned] = &told.alignments[..] else { panic!("{:?}", told.alignments) };
    assert_eq!(aligned.kind, Some(crate::cluster::Kind::Formula));
    assert!(
        aligned.because[0].starts_with("Its words have 11 points: 9 for words in lower case, 2 for different"),
        "{:?}",
        aligned.because
    );
    assert!(aligned.because[0].ends_with("A copy has 12 at least."), "{:?}", aligned.because);
    assert!(aligned.because[1].contains("its root's own words have 11 points"), "{:?}", aligned.because);
    assert!(told.clusters[0].because.as_ref().is_some_and(|why| why.contains("or 10 where")), "{:?}", told.clusters);
    let copied = explained(two([COPIED, &format!("{COPIED}.")]));
    assert!(copied.alignments.iter().all(|a| a.because.is_empty()), "{:?}", copied.alignments);
    assert!(copied.clusters.iter().all(|cluster| cluster.kind.is_copy() && cluster.because.is_some()));
}

/// Why the first cluster, and the first alignment, of two documents are of this kind.
fn because(documents: Vec<Document>, kind: crate::cluster::Kind) -> [String; 2] {
    let told = explained(documents);
    assert_eq!((told.clusters[0].kind, told.alignments[0].kind), (kind, Some(kind)), "{:?}", told.clusters);
    [told.clusters[0].because.clone().unwrap(), told.alignments[0].because.join(" ")]
}

#[test]
fn boilerplate_is_told_with_the_words_the_marks_or_the_documents_that_made_it_so() {
    use crate::cluster::Kind::Boilerplate;
    let two = |text: &str| {
        let day = "2016-12-09";
        vec![
            document("a", "Harbour Gazette", day, &format!("Rain fell.\n\n{text}")),
            document("b", "Sound Courier", day, &format!("Snow lay.\n\n{text}\n\nNobody came.")),
        ]
    };
    let notice = "The desk of the harbour and two more people contributed to this report from the outer islands of the sound.";
    let [cluster, pair] = because(two(notice), Boilerplate);
    assert!(cluster.contains("a notice, by the words “contributed to this report”"), "{cluster}");
    assert!(pair.contains("By itself it is boilerplate") && pair.contains("Its cluster c"), "{pair}");
    let script = "window._board = window._board || []; _board.push({ mode: 'small-b', place: 'Below 5', kind: 'mix', target: 'old' });";
    let [cluster, _] = because(two(script), Boilerplate);
    assert!(cluster.contains("marks of code stand among its") && cluster.ends_with("2 of 2 passages are such"), "{cluster}");
    let mut documents = two(COPIED);
    let lines = ["Rain came in.", "Snow went by.", "Fog stood still.", "Wind blew hard.", "Ice broke up."];
    let more = (1..)
        .zip(lines)
        .map(|(n, line)| document(&format!("c{n}"), "Harbour Gazette", &format!("2016-12-1{n}"), &format!("{line}\n\n{COPIED}")));
    documents.extend(more);
    let [cluster, _] = because(documents, Boilerplate);
    assert!(cluster.contains("Harbour Gazette has it in 6 of 6 documents, on 6 days"), "{cluster}");
}

#[test]
fn copies_say_what_makes_wire_a_quote_or_a_passage_of_them() {
    use crate::cluster::Kind::{Passage, Quote, Wire};
    let two = |left: String, right: String| vec![document("a", "Gazette", "", &left), document("b", "Courier", "", &right)];
    let own = "The council met on Monday and spoke of taxes, schools, roads, parks, libraries and a new bridge over the canal.";
    let [quote, pair] = because(two(format!("“{COPIED}”, he said."), format!("He said “{COPIED}”.")), Quote);
    assert!(quote == "2 of its 2 passages stand between quotation marks" && pair.is_empty(), "{quote} {pair}");
    let post = |before: &str| format!("{before}\n\n{COPIED}\n\n— Ada Aro (@aro) May 4, 2016");
    let [quote, _] = because(two(post("The harbour has a new pilot."), post("Nobody at the pier had heard.")), Quote);
    assert_eq!(quote, "2 of its 2 passages stand between quotation marks or are signed posts, as 2 of them are");
    let [passage, _] =
        because(two(format!("{own} {COPIED}"), format!("{COPIED} {own}").replace("Monday", "Friday").replace("taxes", "fees")), Passage);
    assert!(passage.starts_with("wire copy has 50 words or more, and its root has"), "{passage}");
    let long = format!(
        "{COPIED}. {own}\n\nNobody else spoke of the boats, and the harbour master closed the book on the winter before noon.\n\n{}",
        "So the pilots went home across the hills with their bread, their tea and their dogs."
    );
    let script = "window._board = window._board || []; _board.push({ mode: 'small-b', container: 'board-below-5', place: 'Board Below 5', type: 'mix' });";
    let page = |name: &str| format!("{script}\n\nPhoto: {name}, AP\n\nClose\n\nImage 1 of 3\n\n{COPIED}");
    let [passage, _] = because(two(page("Ada Aro"), page("Ilmar Brandt")), Passage);
    assert!(passage.starts_with("wire copy has 50 words or more, and its root has") && passage.contains(" of scripts;"), "{passage}");
    let [wire, _] = because(two(long.clone(), long), Wire);
    assert!(wire.starts_with("it goes over 3 paragraphs; 3 or more"), "{wire}");
}

#[test]
fn documents_of_one_outlet_say_so_and_what_would_compare_them() {
    let mut documents = copy();
    documents[1].outlet = Some("Harbour Gazette".into());
    let more = "The council met on Monday and spoke of taxes, schools, roads, parks, libraries and a new bridge over the canal.";
    documents[1].text = format!("{} {more}", documents[1].text).into();
    let told = explained(documents.clone());
    assert!(!told.matches && told.seeds.shared.iter().all(|seed| seed.fate == Fate::SameOutlet));
    assert!(told.answer[0].contains("--same-outlet"), "{:?}", told.answer);
    assert_eq!((told.what_if[0].change.as_str(), told.what_if[0].passages), ("--same-outlet", 1));
    let mut config = ScanConfig::default();
    config.seeds.same_outlet = true;
    assert!(explain(&case(documents, ["a", "b"], &config), &Silent).unwrap().matches);
}

#[test]
fn a_passage_that_is_too_short_names_the_option_that_would_keep_it_and_that_keeps_it() {
    let documents = vec![
        document("a", "One", "", "Nobody doubts that the river was low enough for crossing on foot."),
        document("b", "Two", "", "He claims the river was low enough for crossing by mule."),
    ];
    let told = explained(documents.clone());
    assert!(!told.matches);
    let change = told.alignments[0].ways.iter().find(|way| way.len() == 1 && way[0].parameter == "align.min_words").unwrap();
    assert_eq!(change[0].option.as_deref(), Some("--min-words 7"));
    assert_eq!(told.longest_row.as_ref().map(|row| row.words), Some(7));
    let mut config = ScanConfig::default();
    config.align.min_words = change[0].to;
    assert!(explain(&case(documents, ["a", "b"], &config), &Silent).unwrap().matches);
}

/// Rows of three words, each before this one: of two such texts no seed of four words stands in both.
fn in_threes(other: &str) -> String {
    let common = [
        "ferry crossed early",
        "harbour ice melted",
        "skipper went home",
        "sound stayed calm",
        "boats returned late",
        "pilots drank tea",
        "wind turned north",
        "mail arrived slowly",
    ];
    common.map(|three| format!("{three} {other}")).join(" ")
}

#[test]
fn what_was_tried_finds_what_it_says() {
    let documents = vec![document("a", "One", "", &in_threes("yesterday")), document("b", "Two", "", &in_threes("finally"))];
    let told = explained(documents.clone());
    assert!(!told.matches && told.seeds.shared.is_empty());
    let [tried] = &told.what_if[..] else { panic!("{:?}", told.what_if) };
    let mut config = ScanConfig::default();
    config.seeds.words = 3;
    match tried.change.as_str() {
        "--seed-words 3" => {}
        "--seed-words 3 --sensitive" => config.seeds.window = 1,
        other => panic!("{other}"),
    }
    let then = explain(&case(documents, ["b", "a"], &config), &Silent).unwrap();
    assert_eq!(then.alignments.iter().filter(|a| a.outcome == Outcome::Kept).count(), tried.passages);
}

#[test]
fn every_date_that_was_found_is_told_with_its_reason() {
    let mut documents = copy();
    documents[0].meta.insert("scrape_time".into(), "2016-12-10T08:00:00Z".into());
    let told = explained(documents);
    let verdicts: Vec<_> = told.right.published.candidates.iter().map(|c| (c.source.as_str(), c.verdict.as_str())).collect();
    assert_eq!(verdicts, [("metadata date", "chosen"), ("metadata scrape_time", "bound")]);
    assert!(told.right.published.candidates[1].why.contains("retrieval"), "{:?}", told.right.published.candidates);
}

#[test]
fn a_credit_of_the_other_outlet_is_the_first_that_is_told() {
    let text = format!("According to the Harbour Gazette, {COPIED}. More came later.");
    let documents = vec![document("a", "Harbour Gazette", "", COPIED), document("b", "Sound Courier", "", &text)];
    let told = explained(documents);
    assert!(told.left.credits[0].names_the_other);
    assert!(told.first[0].starts_with("The left text (Sound Courier) credits the right text (Harbour Gazette)"), "{:?}", told.first);
}

#[test]
fn a_run_read_back_from_its_tables_gives_the_same_explanation() {
    let documents = copy();
    let corpus = Corpus::from_documents(documents.clone()).unwrap();
    let config = ScanConfig::default();
    let mut run = crate::pipeline::scan(&corpus, &Outlets::builtin(), &config, &Silent).unwrap().run;
    run.record.parameters = serde_json::json!({ "stages": config });
    assert_eq!(config_of(&run), config);
    let of_run = Case::of_run(run, ["b", "a"], &Outlets::builtin(), &config, &Silent).unwrap();
    assert_eq!(explain(&of_run, &Silent).unwrap(), explained(documents));
}

#[test]
fn an_explanation_stops_whenever_it_is_asked_to() {
    let nothing = vec![document("a", "Harbour Gazette", "", "Rain fell."), document("b", "Sound Courier", "", "Snow lay.")];
    // Without a passage other seeds are tried, each in the whole corpus.
    for (documents, least) in [(copy(), 8), (nothing, 12)] {
        let corpus = Corpus::from_documents(documents).unwrap();
        let run = crate::pipeline::scan(&corpus, &Outlets::builtin(), &ScanConfig::default(), &Silent).unwrap().run;
        let told = |patient: &Patient| {
            let case = Case::of_run(run.clone(), ["b", "a"], &Outlets::builtin(), &ScanConfig::default(), patient)?;
            explain(&case, patient)
        };
        let patient = Patient::new(usize::MAX);
        told(&patient).unwrap();
        assert!(patient.asked() >= least, "{}", patient.asked());
        for times in 0..patient.asked() {
            assert_eq!(told(&Patient::new(times)).unwrap_err().kind(), ErrorKind::Interrupted, "{times}");
        }
    }
}

#[test]
fn a_run_without_texts_says_what_to_do() {
    let corpus = Corpus::from_documents(copy()).unwrap();
    let mut run = crate::pipeline::scan(&corpus, &Outlets::builtin(), &ScanConfig::default(), &Silent).unwrap().run;
    run.texts.clear();
    let error = documents_of(&run, ["a", "b"]).unwrap_err();
    assert!(error.help().unwrap().contains("--no-texts"), "{error}");
}

#[test]
fn the_same_document_twice_and_an_unknown_one_are_errors() {
    let scan = |wanted| Case::scan(Corpus::from_documents(copy()).unwrap(), wanted, &Outlets::builtin(), &ScanConfig::default(), &Silent);
    assert!(scan(["a", "a"]).unwrap_err().to_string().contains("matches itself"));
    assert_eq!(scan(["a", "B"]).unwrap_err().help(), Some("the ids most like it are `b`, `a`"));
}

#[cfg(feature = "cli")]
#[test]
fn the_page_answers_first_and_no_line_is_too_long() {
    let told = explained(copy());
    for width in [40, 80, 140] {
        let page = terminal::render(&told, width, false);
        assert!(page.lines().all(|line| crate::report::terminal::text::width(line) <= width), "{page}");
        assert!(!page.contains('\u{1b}'));
    }
    let page = terminal::render(&told, 100, false);
    let sections =
        ["They match.", "Seeds:", "Alignments:", "As a whole:", "Clusters:", "Left: when", "Right: when", "Credits:", "Who was first"];
    let places: Vec<_> = sections.iter().map(|section| page.find(section).unwrap_or_else(|| panic!("{section} in {page}"))).collect();
    assert!(places.is_sorted(), "{page}");
    assert!(terminal::render(&told, 100, true).contains('\u{1b}'));
}

#[test]
fn seeds_at_the_edges_of_what_one_document_repeats_are_told() {
    let own = |n: usize| format!("own{n}first own{n}second");
    let line = "answer this comment or report it to the moderators";
    let page: String = (0..20).map(|n| format!("{} own{n}third own{n}fourth own{n}fifth own{n}sixth {line} ", own(n))).collect();
    let other: String = (1..20).map(|n| format!("the moderators {} other{n}a other{n}b other{n}c other{n}d ", own(n))).collect();
    let documents = vec![document("a", "One", "", &page), document("b", "Two", "", &other)];
    for wanted in [["a", "b"], ["b", "a"]] {
        let told = explain(&case(documents.clone(), wanted, &ScanConfig::default()), &Silent).unwrap();
        let Seeds { shared, at_edges, left, right, left_at_edges, right_at_edges, .. } = &told.seeds;
        assert!(shared.is_empty() && at_edges.len() > 1, "{shared:?} {at_edges:?}");
        // Only one of the two repeats anything.
        let (of_page, of_other, all) =
            if wanted[0] == "a" { (*left_at_edges, *right_at_edges, *left) } else { (*right_at_edges, *left_at_edges, *right) };
        assert!(of_page >= at_edges.len() as u64 && of_page < all as u64 && of_other == 0, "{of_page} and {of_other} of {all}");
        assert!(at_edges.iter().all(|text| text.starts_with("the moderators own")), "{at_edges:?}");
        let expected = format!("the {} seeds that stand in both are at the edges of what one of them says again and again", at_edges.len());
        assert!(told.answer[0].contains(&expected), "{:?}", told.answer);
        #[cfg(feature = "cli")]
        {
            let page = terminal::render(&told, 1000, false);
            assert!(
                page.contains(&format!("{all} ({of_page} at the edges of what it says again and again, where they start nothing)")),
                "{page}"
            );
            assert!(
                page.contains("none that counts stands in both")
                    && page.contains("in more than 6 places")
                    && page.contains("`wirecopy compare` counts them"),
                "{page}"
            );
            assert!(page.contains("share one, if no word of it belonged to what one of the two says again and again."), "{page}");
        }
    }
}

#[test]
fn a_copy_that_gives_way_to_the_other_tier_is_not_called_a_match() {
    let mut config = ScanConfig::default();
    (config.rewrite.tiers, config.rewrite.copy_run) = (crate::rewrite::Tiers::One, 40);
    let told = explain(&case(copy(), ["a", "b"], &config), &Silent).unwrap();
    let [aligned] = &told.alignments[..] else { panic!("{:?}", told.alignments) };
    assert!(aligned.outcome == Outcome::Kept && !aligned.reported && !aligned.in_run, "{aligned:?}");
    assert!(!told.matches && told.answer[0].contains("with --one-tier a copy takes more equal words in a row"), "{:?}", told.answer);
    config.rewrite.copy_run = 16;
    let told = explain(&case(copy(), ["a", "b"], &config), &Silent).unwrap();
    assert!(told.matches && told.alignments[0].reported, "{:?}", told.answer);
}

#[test]
fn what_was_tried_for_documents_that_dates_keep_apart_says_so() {
    let documents =
        vec![document("a", "One", "2016-12-01", &in_threes("yesterday")), document("b", "Two", "2016-12-20", &in_threes("finally"))];
    let config = ScanConfig { within: Some(24 * 60 * 60), ..ScanConfig::default() };
    let told = explain(&case(documents, ["a", "b"], &config), &Silent).unwrap();
    let [tried] = &told.what_if[..] else { panic!("{:?}", told.what_if) };
    assert!(tried.change.starts_with("--seed-words 3") && tried.change.ends_with(" without --within"), "{tried:?}");
}

#[test]
fn what_dates_keep_apart_was_not_started() {
    let config = ScanConfig { within: Some(24 * 60 * 60), ..ScanConfig::default() };
    let told = explain(&case(copy(), ["a", "b"], &config), &Silent).unwrap();
    assert!(!told.matches && told.seeds.is_apart);
    #[cfg(feature = "cli")]
    {
        let page = terminal::render(&told, 1000, false);
        assert!(page.contains("would have started the comparison") && page.contains("further apart than --within allows."), "{page}");
    }
}

#[test]
fn words_are_counted_as_in_the_tables_and_the_other_count_says_whose_it_is() {
    let text = "the U.S. ferry will not cross the sound again before the ice has left the outer U.S. harbour";
    let documents =
        vec![document("a", "Gazette", "", &format!("Rain fell; {text}.")), document("b", "Courier", "", &format!("Snow lay; {text}!"))];
    let case = case(documents, ["b", "a"], &ScanConfig::default());
    let words = case.run.pairs.row(0).words;
    let told = explain(&case, &Silent).unwrap();
    assert_eq!((told.alignments[0].words, told.alignments[0].evidence.words), (words, words + 2));
    assert!(told.alignments[0].why.starts_with(&format!("{words} ({} as --min-words counts them) words match", words + 2)), "{told:?}");
    assert!(told.answer[0].contains(&format!("the longest of {words} words")), "{:?}", told.answer);
}
