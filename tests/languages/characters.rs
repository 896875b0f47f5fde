//! Chinese and Japanese with commas: stock phrases on the one side, quotations of as many characters on the other.

use wirecopy::report::model::Kind;

use super::{covered, scanned};
use crate::samples::LANGUAGES;

/// Phrases of reports that two papers have in common without a source.
const NO_COPIES: [(&str, &str); 6] = [
    ("Chinese", "据当地媒体报道，事故原因目前正在调查"),
    ("Chinese", "目前，事故原因正在进一步调查之中"),
    ("Chinese", "警方表示，案件正在审理"),
    ("Japanese", "警察によると、原因は現在調査中である"),
    ("Japanese", "同社は、詳細を明らかにしていない"),
    ("Japanese", "関係者によると、近く発表する"),
];

/// Quotations of 24 characters with two commas.
const QUOTES: [(&str, &str); 4] = [
    ("Chinese", "渔民们修好了船，也补完了网，却等不到一条肯回来的鲱鱼"),
    ("Chinese", "若是磨坊停了，河水照样会流，村里的面包却要从城里买来"),
    ("Japanese", "水車が止まれば、川は流れても、村のパンは隣町から来る"),
    ("Japanese", "漁師は網を直し、船を塗り、戻らない鰊を待ち続けている"),
];

fn around(language: &str) -> [&'static str; 10] {
    LANGUAGES.iter().find(|l| l.name == language).unwrap().around
}

fn between(around: &[&str], text: &str) -> (String, std::ops::Range<usize>) {
    let before = format!("{}{}", around[0], around[1]);
    let start = before.chars().count();
    (format!("{before}{text}。{}{}", around[2], around[3]), start..start + text.chars().count())
}

#[test]
fn stock_phrases_of_chinese_and_japanese_with_commas_are_no_copies() {
    for (language, phrase) in NO_COPIES {
        let around = around(language);
        let (left, right) = (between(&around[..5], phrase).0, between(&around[5..], phrase).0);
        let pairs = scanned(&[&left, &right]).pairs;
        assert!(pairs.iter().all(|pair| pair.kind == Kind::Formula), "{phrase}: {pairs:?}");
    }
}

#[test]
fn chinese_and_japanese_quotations_with_commas_and_one_edit_are_found_wherever_the_edit_stands() {
    for (language, quote) in QUOTES {
        let around = around(language);
        let (left, part) = between(&around[..5], quote);
        let mut lost = Vec::new();
        for (place, old) in quote.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
            let edited = format!("{}灯{}", &quote[..place], &quote[place + old.len_utf8()..]);
            let (right, _) = between(&around[5..], &edited);
            let (share, beside) = covered(&scanned(&[&left, &right]).pairs, &left, part.clone());
            assert_eq!(beside, 0, "{quote}");
            if share < 0.5 {
                lost.push(place);
            }
        }
        println!("{quote}: missed by place of the edit: {lost:?}");
        assert!(lost.len() <= 1, "{quote}: {lost:?}");
    }
}
