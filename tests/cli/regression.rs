//! What was wrong once, or would be wrong in the simplest program that could do the work.

use crate::support::articles::{Random, json_line, paragraph, sentence};
use crate::support::run::{Tables, number, text};
use crate::support::{Cmd, Dir};

fn scan(lines: &[String]) -> Tables {
    let dir = Dir::new();
    dir.write("in.jsonl", lines.join("\n"));
    Cmd::scan(&dir, "in.jsonl").args("--out out --quiet").ok();
    Tables::load(&dir.at("out"))
}

#[test]
fn a_text_that_stands_in_more_papers_than_a_seed_may_is_one_cluster_with_all_of_them() {
    // Seeds that stand in more than 256 documents are left out where others stand near; here there are no others.
    let mut random = Random::new(1);
    let shared = [(); 3].map(|()| paragraph(&mut random)).join("\n\n");
    let lines: Vec<String> = (0..300).map(|n| json_line(&format!("d{n:03}"), &format!("Paper {n}"), "2016-12-01", &shared)).collect();
    let run = scan(&lines);
    assert_eq!(run.rows("clusters").len(), 1);
    assert_eq!(run.rows("clusters")[0]["documents"], 300);
    assert_eq!(run.rows("clusters")[0]["kind"], "wire");
}

#[test]
fn a_footer_in_every_article_of_five_papers_is_boilerplate_and_does_not_hold_up_the_scan() {
    let mut random = Random::new(2);
    let footer = sentence(&mut random, 25);
    let line = |n: usize| {
        let text = format!("{}\n\n{footer}", paragraph(&mut random));
        json_line(&format!("d{n:03}"), &format!("Paper {}", n % 5), &format!("2016-12-{:02}", 1 + n % 28), &text)
    };
    let run = scan(&(0..280).map(line).collect::<Vec<_>>());
    let [cluster] = run.rows("clusters") else { panic!("{} clusters", run.rows("clusters").len()) };
    assert_eq!((text(&cluster["kind"]), cluster["documents"].as_u64()), ("boilerplate", Some(280)));
    assert!(run.rows("documents").iter().all(|row| row["reused_words"] == 0), "boilerplate is no reuse");
}

#[test]
fn one_line_thousands_of_times_in_two_documents_is_scanned() {
    let line = sentence(&mut Random::new(3), 12);
    let text = vec![line.as_str(); 2000].join("\n");
    let run = scan(&[json_line("a", "A", "", &text), json_line("b", "B", "", &text)]);
    assert!(!run.rows("clusters").is_empty());
    assert!(run.record["capped"].as_object().is_some_and(|capped| !capped.is_empty()), "what was capped is told");
}

#[test]
fn pages_that_repeat_one_line_grow_by_their_lines_and_not_by_the_square_of_them() {
    let mut random = Random::new(5);
    let line = sentence(&mut random, 18);
    let mut page = |n: usize| {
        let comments: Vec<String> = (0..20).map(|_| format!("{}\n\n{line}", sentence(&mut random, 12))).collect();
        json_line(&format!("d{n:02}"), &format!("Paper {n}"), "", &comments.join("\n\n"))
    };
    let run = scan(&(0..30).map(&mut page).collect::<Vec<_>>());
    // Two pages have twenty lines each, which are 400 pairs of places; the ends of the lines may pair them otherwise than their middles do.
    let pairs = run.rows("pairs").len();
    assert!((435..435 * 40).contains(&pairs), "{pairs} pairs");
    let beyond = "pairs of places of seeds that two documents repeat, beyond one for each place";
    let edges = "places of seeds at the edges of what one document repeats";
    for name in [beyond, edges] {
        assert!(run.record["capped"][name].as_u64().is_some_and(|n| n > 0), "{name}: {}", run.record["capped"]);
    }
    let in_lines: usize = run.rows("passages").iter().filter(|row| text(&row["text"]).contains(line.trim_end_matches('.'))).count();
    assert!(in_lines >= 600, "{in_lines} of 600 places are told");
}

#[test]
fn a_line_above_shorter_comments_is_one_text_at_all_of_its_places_and_holds_no_pages_together() {
    let mut random = Random::new(9);
    let line = sentence(&mut random, 12);
    let mut page = |n: usize| {
        let comments: Vec<String> = (0..20).map(|k| format!("{}\n\n{line}", sentence(&mut random, 3 + (n + k) % 4))).collect();
        json_line(&format!("d{n:02}"), &format!("Paper {n}"), "", &comments.join("\n\n"))
    };
    let run = scan(&(0..30).map(&mut page).collect::<Vec<_>>());
    let largest = run.rows("clusters").iter().filter_map(|row| row["passages"].as_u64()).max();
    assert!(largest.is_some_and(|passages| passages >= 580), "{largest:?} of 600 places are one text");
    let longest = run.rows("passages").iter().map(|row| text(&row["text"]).split_whitespace().count()).max();
    assert!(longest.is_some_and(|words| words < 30), "{longest:?} words");
}

#[test]
fn a_comment_that_stands_between_repeated_lines_is_found_in_other_pages() {
    let mut random = Random::new(8);
    let (line, copied) = (sentence(&mut random, 18), sentence(&mut random, 9));
    let mut page = |n: usize| {
        let comments = (0..20).map(|k| if k == n { copied.clone() } else { sentence(&mut random, 12) });
        let comments: Vec<String> = comments.map(|comment| format!("{comment}\n\n{line}")).collect();
        json_line(&format!("d{n}"), &format!("Paper {n}"), "", &comments.join("\n\n"))
    };
    let run = scan(&(0..5).map(&mut page).collect::<Vec<_>>());
    let own: Vec<String> = (0..5).map(|n| format!("d{n}")).collect();
    let holding = |row: &serde_json::Value| text(&row["text"]).contains(copied.trim_end_matches('.')).then(|| text(&row["doc"]).to_owned());
    let mut found: Vec<String> = run.rows("passages").iter().filter_map(holding).collect();
    found.sort();
    found.dedup();
    assert_eq!(found, own);
}

#[test]
fn texts_of_two_sentences_in_turn_are_one_copy_from_end_to_end() {
    let mut random = Random::new(6);
    let (one, other) = (sentence(&mut random, 12), sentence(&mut random, 13));
    let text_of = |n: usize| format!("{one} {other} ").repeat(40 + n % 7);
    let run = scan(&(0..300).map(|n| json_line(&format!("d{n:03}"), &format!("Paper {}", n % 97), "", &text_of(n))).collect::<Vec<_>>());
    assert_eq!(run.rows("passages").iter().filter(|row| row["start"] == 0).count(), 300, "each text is told from its beginning");
    assert!(run.rows("pairs").len() < 300 * 64, "{} pairs", run.rows("pairs").len());
}

#[test]
fn a_text_with_what_a_terminal_or_a_browser_would_obey_is_shown_harmlessly() {
    let dir = Dir::new();
    let shared = paragraph(&mut Random::new(4));
    let record = |id: &str| {
        let text = format!("{shared}\n\n\u{1b}[2J</script><script>alert(1)</script>");
        let title = "\u{1b}]0;owned\u{7}\u{9b}31m</title>";
        serde_json::json!({ "id": id, "outlet": format!("\u{1b}[31m<b>{id}\u{202e}"), "title": title, "text": text }).to_string()
    };
    dir.write("in.jsonl", [record("a\u{1b}[5m"), record("b</script>"), "{\u{1b}[31m broken".to_owned()].join("\n"));
    let ran = Cmd::scan(&dir, "in.jsonl").args("--out out").ok();
    for said in [&ran.out, &ran.err] {
        let obeyed = said.chars().find(|c| c.is_control() && *c != '\n');
        assert_eq!(obeyed, None, "{said:?}");
    }
    let page = std::fs::read_to_string(dir.at("out/report.html")).unwrap();
    assert!(!page.contains("<script>alert"), "a text runs in the page");
}

#[test]
fn when_all_that_is_shared_is_boilerplate_the_summary_does_not_say_that_nothing_is_shared() {
    let dir = Dir::new();
    let footer = sentence(&mut Random::new(6), 25);
    let mut random = Random::new(7);
    let line = |n: usize| {
        let text = format!("{}\n\n{footer}", paragraph(&mut random));
        json_line(&format!("d{n:03}"), &format!("Paper {}", n % 2), &format!("2016-12-{:02}", 1 + n), &text)
    };
    dir.write("in.jsonl", (0..20).map(line).collect::<Vec<_>>().join("\n"));
    let summary = Cmd::scan(&dir, "in.jsonl").args("--out out").ok().out;
    assert_eq!(Tables::load(&dir.at("out")).rows("clusters")[0]["kind"], "boilerplate");
    assert!(!summary.contains("No text of 8 words or more stands in documents of two outlets"), "{summary}");
}

#[test]
fn scripts_of_pages_are_boilerplate_where_they_are_equal_and_nothing_where_only_their_values_differ() {
    let mut random = Random::new(5);
    let script = |values: [&str; 3]| {
        let [id, name, place] = values;
        format!(
            r#"board.load({{"idThread":"{id}","sKind":"ferry times of the harbour","sName":"{name}","bOpen":"true","sPlace":"{place}","sSeason":"winter","iCount":"{id}1"}})"#
        )
    };
    let mut line = |n: usize, script: &str| {
        let text = format!("{}\n\n{script}\n\n{}", paragraph(&mut random), paragraph(&mut random));
        json_line(&format!("d{n}"), &format!("Paper {n}"), "2016-12-01", &text)
    };
    let other = scan(&[line(0, &script(["12", "Nils", "north quay"])), line(1, &script(["15", "Orre", "south pier"]))]);
    assert_eq!(other.rows("pairs").len(), 0, "{:?}", other.rows("pairs"));
    let equal = scan(&[line(2, &script(["12", "Nils", "north quay"])), line(3, &script(["12", "Nils", "north quay"]))]);
    let kinds: Vec<&serde_json::Value> = equal.rows("pairs").iter().map(|pair| &pair["kind"]).collect();
    assert_eq!(kinds, ["boilerplate"]);
}

#[test]
fn a_phrase_out_of_the_middle_of_what_somebody_says_is_no_quotation_where_nobody_quotes_it() {
    let mut random = Random::new(8);
    let mut kind = |one: &str, other: &str| {
        let [one, other] = [one, other].map(|text| format!("{}\n\n{text}\n\n{}", paragraph(&mut random), paragraph(&mut random)));
        let run = scan(&[json_line("a", "A", "", &one), json_line("b", "B", "", &other)]);
        let kinds: Vec<String> = run.rows("pairs").iter().map(|row| text(&row["kind"]).to_owned()).collect();
        kinds.join(" ")
    };
    let phrase = "after 12 Tarnish naval intelligence officers were indicted";
    let spoken = format!("“These days are long. They meet again {phrase} by the harbour court … for the lost barges,” Marrow said.");
    let told = format!("Lindqvist named no barge {phrase} in spring on grounds of cost.");
    assert_eq!(kind(&spoken, &told), "formula");
    // The end of what is said, and words that the other one sets between marks, were quoted.
    let ended = format!("“These days are long. They meet again {phrase},” Marrow said.");
    assert_eq!(kind(&ended, &told), "quote");
    for marks in [["“", "”"], ["‘", "’"]] {
        let other = format!("Lindqvist named no barge {}{phrase}{} in spring on grounds of cost.", marks[0], marks[1]);
        assert_eq!(kind(&spoken, &other), "quote");
    }
    let said = "the old harbour bridge will never again carry the heavy lorries of the port";
    assert_eq!(
        kind(&format!("“We know that {said} and so does he,” Marrow said."), &format!("It was told that {said} in spring.")),
        "passage"
    );
}

/// Twelve papers quote one saying. Six of them have the sentence behind it too, in the same words; each sets both among words of its own.
fn papers_that_quote(random: &mut Random, saying: &str, behind: &str) -> Vec<String> {
    let line = |n: usize| {
        let taken = if n < 6 { format!("“{saying}” {behind}") } else { format!("“{saying}”") };
        let text = format!("{} The mayor said: {taken}\n\n{}", sentence(random, 30 + n), sentence(random, 25 + n));
        json_line(&format!("d{n:02}"), &format!("Paper {n}"), &format!("2016-12-{:02}", 1 + n), &text)
    };
    (0..12).map(line).collect()
}

#[test]
fn a_saying_counts_the_papers_that_have_it_inside_a_longer_passage() {
    let mut random = Random::new(61);
    let (saying, behind) = (sentence(&mut random, 22), sentence(&mut random, 24));
    let run = scan(&papers_that_quote(&mut random, &saying, &behind));
    let of_saying = run.rows("clusters").iter().filter(|row| text(&row["text"]).contains(saying.trim_end_matches('.')));
    let mut counted: Vec<(u64, u64)> = of_saying.map(|row| (number(&row["documents"]), number(&row["outlets"]))).collect();
    counted.sort_unstable();
    assert_eq!(counted, [(6, 6), (12, 12)], "the saying with what is behind it, and the saying: {:?}", run.rows("clusters"));
    let shorter = run.rows("clusters").iter().find(|row| row["documents"] == 12).expect("counted above");
    let longer = run.rows("clusters").iter().find(|row| row["documents"] == 6).expect("counted above");
    assert_eq!(shorter["part_of"], longer["cluster"]);
    for row in run.rows("passages").iter().filter(|row| row["cluster"] == shorter["cluster"]) {
        assert!(number(&row["words"]) < 30, "the saying alone stands in its cluster: {row:?}");
    }
    // Two that have it are one saying wherever it stands in them.
    let pairs = run.rows("pairs").iter().filter(|row| row["left_cluster"] != row["right_cluster"]).count();
    assert_eq!(pairs, 0, "{:?}", run.rows("pairs"));
}

#[test]
fn half_of_a_saying_inside_another_passage_is_not_the_saying() {
    let mut random = Random::new(62);
    let (saying, behind) = (sentence(&mut random, 22), sentence(&mut random, 24));
    let mut lines = papers_that_quote(&mut random, &saying, &behind);
    let half = saying.split(' ').take(11).collect::<Vec<_>>().join(" ");
    let other = sentence(&mut random, 30);
    for n in 0..2 {
        let text = format!("{} {half} {other}", sentence(&mut random, 20));
        lines.push(json_line(&format!("e{n}"), &format!("Weekly {n}"), "2016-12-20", &text));
    }
    let run = scan(&lines);
    let whole = run.rows("clusters").iter().find(|row| row["documents"] == 12).expect("the saying");
    let of_whole = run.rows("passages").iter().filter(|row| row["cluster"] == whole["cluster"]);
    assert!(of_whole.clone().count() == 12 && of_whole.clone().all(|row| text(&row["doc"]).starts_with('d')));
}

#[test]
fn the_page_lists_a_saying_once_with_all_papers_that_carry_it() {
    let mut random = Random::new(63);
    let (saying, behind) = (sentence(&mut random, 22), sentence(&mut random, 24));
    let dir = Dir::new();
    dir.write("in.jsonl", papers_that_quote(&mut random, &saying, &format!("“{behind}”")).join("\n"));
    Cmd::scan(&dir, "in.jsonl").args("--out out --quiet").ok();
    let page = std::fs::read_to_string(dir.at("out").join("report.html")).expect("a page");
    let from = page.find("<h3>Quoted furthest</h3>").expect("quotations");
    let table = &page[from..from + page[from..].find("</table>").expect("an end")];
    assert_eq!(table.matches("<tr>").count(), 2, "a head and one saying: {table}");
    assert!(table.contains("<td class=\"n\">12</td>"), "{table}");
    assert!(table.matches("href=\"#passage/").count() == 2, "both wordings are named: {table}");
}
