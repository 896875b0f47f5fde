//! What copies are: whose text is printed again and again, and what was filled in anew.

use crate::support::articles::{Random, json_line, paragraph};
use crate::support::run::{Tables, text};
use crate::support::{Cmd, Dir};

const BACKGROUND: &str = "The lock was built for sailing barges and was last drained nine years ago. A report that the county has had since spring \
                          describes cracks in both gates and asks for it to be closed to heavy boats at once.";
const OWN: [&str; 5] = [
    "Divers raised the coal barge on Wednesday; two of them were slightly hurt.",
    "Councillors vote on Friday whether Tilda Renko may stay, and nobody dares to guess.",
    "More than a thousand people came to the chapel at Ostrand to remember the four.",
    "The insurers will not say yet who has to pay for the mill below the weir.",
    "Army engineers will lay a floating bridge that shall carry carts until autumn.",
];
const OTHERS: [&str; 4] = [
    "Resigning looks different, people say in the capital, where everybody waits.",
    "Our chronicler of small towns sleeps badly these days and writes a lot.",
    "Parliament heard the opposition ask for a law on the inspection of old locks.",
    "Engine drivers remain on strike and ask for shorter shifts and more money.",
];

/// One text an outlet prints: its id, outlet, day of May and text.
type Printed<'a> = (&'a str, &'a str, usize, String);

/// The kinds of all pairs, each once, with the ids of its documents.
fn kinds(printed: &[Printed<'_>], args: &str) -> Vec<(String, String, String)> {
    let dir = Dir::new();
    let lines = printed.iter().map(|(id, outlet, day, text)| json_line(id, outlet, &format!("2017-05-{day:02}T10:00Z"), text));
    dir.write("in.jsonl", lines.collect::<Vec<_>>().join("\n"));
    Cmd::scan(&dir, "in.jsonl").args("--out out --quiet").args(args).ok();
    let run = Tables::load(&dir.at("out"));
    let of = |row: &serde_json::Value, key: &str| text(&row[key]).to_owned();
    run.rows("pairs").iter().map(|row| (of(row, "left_doc"), of(row, "right_doc"), of(row, "kind"))).collect()
}

fn all_are(found: &[(String, String, String)], kind: &str) -> bool {
    !found.is_empty() && found.iter().all(|(.., own)| own == kind)
}

fn with(own: &str, more: &str) -> String {
    format!("{own}\n\n{more}")
}

#[test]
fn a_paragraph_that_an_agency_sends_again_and_again_is_a_copy_in_the_papers_that_print_it() {
    let ids = ["a0", "a1", "a2", "a3"];
    let mut printed: Vec<Printed<'_>> =
        ids.into_iter().zip(OWN).zip(2..).map(|((id, own), day)| (id, "Orlan Wire", day, with(own, BACKGROUND))).collect();
    for ((id, outlet), other) in [("p0", "Abbot's Post"), ("p1", "Boatmen's News"), ("p2", "Crier")].into_iter().zip(OTHERS) {
        printed.push((id, outlet, 7, with(other, BACKGROUND)));
    }
    let found = kinds(&printed, "");
    assert!(all_are(&found, "passage"), "{found:?}");
    // Between two of the agency's own dispatches it is standing text.
    let found = kinds(&printed, "--same-outlet");
    let is_own = |(left, right, _): &(String, String, String)| left.starts_with('a') && right.starts_with('a');
    let (own, others): (Vec<_>, Vec<_>) = found.into_iter().partition(is_own);
    assert!(all_are(&own, "boilerplate"), "{own:?}");
    assert!(all_are(&others, "passage"), "{others:?}");
}

#[test]
fn a_paragraph_that_a_paper_repeats_which_another_outlet_had_before_is_a_copy() {
    let repeated = |day: usize| {
        let mut printed = vec![("w", "Orlan Wire", day, with("Ostrand - Four people are dead.", BACKGROUND))];
        let ids = ["e0", "e1", "e2", "e3", "e4"];
        printed.extend(ids.into_iter().zip(OWN).zip(2..).map(|((id, own), day)| (id, "Echo", day, with(own, BACKGROUND))));
        printed
    };
    assert!(all_are(&kinds(&repeated(1), ""), "passage"));
    // Printed later it may be the paper's own.
    assert!(all_are(&kinds(&repeated(9), ""), "boilerplate"));
}

#[test]
fn what_somebody_says_is_a_quote_in_an_outlet_that_repeats_it_on_four_days_too() {
    let quote =
        "“I will not step down before it is known who let the reports on the lock gates vanish in a drawer”, mayor Tilda Renko had said.";
    let ids = ["e0", "e1", "e2", "e3"];
    let mut printed: Vec<Printed<'_>> =
        ids.into_iter().zip(OWN).zip(2..).map(|((id, own), day)| (id, "Echo", day, with(own, quote))).collect();
    printed.push(("p0", "Abbot's Post", 6, with(OTHERS[0], quote)));
    let found = kinds(&printed, "");
    assert!(all_are(&found, "quote"), "{found:?}");
}

#[test]
fn a_box_that_comes_along_with_a_reprinted_column_stays_the_standing_text_of_its_house() {
    let about = "The author keeps bees on the roof of the customs house and has sailed around the island twice, once by mistake and once in winter. \
                 Her columns are gathered in a book that the house sells at its counter.";
    let mut random = Random::new(9);
    // Longer than the box, which is a passage of its own then.
    let columns: Vec<String> = (0..4).map(|_| format!("{} {}", paragraph(&mut random), paragraph(&mut random))).collect();
    let ids = ["e0", "e1", "e2", "e3"];
    let mut printed: Vec<Printed<'_>> =
        ids.into_iter().zip(&columns).zip(2..).map(|((id, own), day)| (id, "Echo", day, with(own, about))).collect();
    // Each of two papers reprints one of them.
    for (n, (id, outlet)) in [("p0", "Abbot's Post"), ("p1", "Boatmen's News")].into_iter().enumerate() {
        printed.push((id, outlet, 8 + n, with(&columns[n], about)));
    }
    let found = kinds(&printed, "");
    let box_alone = found.iter().filter(|(left, right, _)| left[1..] != right[1..]);
    let of_box: Vec<_> = box_alone.cloned().collect();
    assert!(of_box.iter().all(|(.., kind)| kind == "boilerplate") && !of_box.is_empty(), "{found:?}");
    assert!(found.iter().any(|(.., kind)| kind == "wire" || kind == "passage"), "{found:?}");
}

#[test]
fn a_brief_with_other_numbers_is_a_copy_where_a_row_of_its_words_is_one_by_itself() {
    let brief = |numbers: [u32; 3]| {
        let [dead, hurt, badly] = numbers;
        format!(
            "When the lock at Ostrand burst at least {dead} people lost their lives and {hurt} more were hurt, {badly} of them badly. Divers were still \
             looking for a coal barge that the water had carried away."
        )
    };
    let numbers = [[4, 11, 3], [5, 12, 2], [6, 14, 7]];
    let outlets = [("p0", "Abbot's Post"), ("p1", "Boatmen's News"), ("p2", "Crier")];
    let printed: Vec<Printed<'_>> =
        outlets.into_iter().zip(numbers).zip(2..).map(|(((id, outlet), numbers), day)| (id, outlet, day, brief(numbers))).collect();
    assert!(all_are(&kinds(&printed[..2], ""), "passage"));
    assert!(all_are(&kinds(&printed, ""), "passage"));
    // A form says little between its numbers.
    let form = |numbers: [u32; 3]| {
        let [open, high, close] = numbers;
        format!(
            "Barley opened at {open} shillings, rose as high as {high} shillings and closed at {close} shillings on the corn exchange at Ostrand."
        )
    };
    let forms: Vec<Printed<'_>> = printed.iter().zip(numbers).map(|((id, outlet, day, _), own)| (*id, *outlet, *day, form(own))).collect();
    assert!(kinds(&forms, "").iter().all(|(.., kind)| kind == "formula"), "{:?}", kinds(&forms, ""));
}

#[test]
fn a_date_line_above_a_short_text_makes_no_form_of_it_and_what_is_a_copy_ends_with_status_1() {
    let body =
        "The lock was closed for a long time and nobody knew when it would open again. Boatmen are angry and ask the county for answers.";
    let times = ["3 May 2017, 14:20 BST", "3 May 2017, 16:05 BST", "4 May 2017, 07:30 BST", "6 May 2017, 09:15 BST"];
    let dir = Dir::new();
    let line = |(n, time): (usize, &str)| {
        let text = format!("Lock closed\n\nPublished: {time}\n\n{body}\n");
        serde_json::json!({ "id": n.to_string(), "outlet": format!("Paper {n}"), "text": text }).to_string()
    };
    dir.write("in.jsonl", times.into_iter().enumerate().map(line).collect::<Vec<_>>().join("\n"));
    let ran = Cmd::scan(&dir, "in.jsonl").args("--out out --quiet --fail-on-match").run();
    let run = Tables::load(&dir.at("out"));
    let kinds: Vec<&str> = run.rows("pairs").iter().map(|row| text(&row["kind"])).collect();
    assert!(kinds.len() == 6 && kinds.iter().all(|kind| *kind == "passage"), "{kinds:?}");
    assert_eq!(ran.status, Some(1));
}
