//! The list of outlets and the names in texts.

use super::*;
use crate::error::ErrorKind;

/// The mentions of a text as "words in the text=name".
fn named(text: &str) -> Vec<String> {
    let outlets = Outlets::builtin();
    outlets.mentions(text, &[]).iter().map(|m| format!("{}={}", &text[m.start..m.end], outlets.get(m.outlet).name)).collect()
}

#[test]
fn the_built_in_list_can_be_read_and_no_name_stands_for_two() {
    let outlets = Outlets::builtin();
    assert!(outlets.len() > 200, "{}", outlets.len());
    let mut seen: HashMap<String, &str> = HashMap::new();
    for outlet in &outlets.outlets {
        for name in [&outlet.name].into_iter().chain(&outlet.aliases).chain(&outlet.hosts) {
            let owner = seen.entry(key(name)).or_insert(&outlet.name);
            assert_eq!(*owner, outlet.name, "{name} stands for two outlets");
        }
    }
}

#[test]
fn names_aliases_hosts_and_addresses_have_one_canonical_name() {
    let outlets = Outlets::builtin();
    for (name, canonical) in [
        ("Russia Today", "RT"),
        ("rt.com", "RT"),
        ("https://www.rt.com/news/368-aleppo/", "RT"),
        ("The AP", "Associated Press"),
        ("ITAR-TASS", "TASS"),
        ("edition.cnn.com", "CNN"),
        ("РИА Новости", "RIA Novosti"),
    ] {
        assert_eq!(outlets.canonical(name), Some(canonical), "{name}");
    }
    assert_eq!(outlets.canonical("islamtimes.org"), None);
    assert_eq!(outlets.canonical("Nobody's Gazette"), None);
}

#[test]
fn outlets_of_one_owner_are_one_house() {
    let outlets = Outlets::builtin();
    let id = |name| outlets.find(name).unwrap();
    assert!(outlets.same_house(id("Sputnik"), id("RIA Novosti")));
    assert!(!outlets.same_house(id("RT"), id("TASS")));
}

#[test]
fn the_longest_name_counts_and_names_may_break_over_a_line() {
    assert_eq!(named("the New York\n    Times and CBS News"), ["New York\n    Times=New York Times", "CBS News=CBS News"]);
    assert_eq!(named("told Interfax-Ukraine; AP's man"), ["Interfax-Ukraine=Interfax-Ukraine", "AP=Associated Press"]);
}

#[test]
fn parts_of_other_words_and_names_are_no_mentions() {
    for text in ["Time Warner rose", "an AP-NORC poll", "START talks", "Reuters Holdings Plc", "the time is right", "CART"] {
        assert_eq!(named(text), [""; 0], "{text}");
    }
}

#[test]
fn quotation_marks_and_dashes_of_all_scripts_begin_and_end_no_name() {
    for text in ["wie „Reuters“ schreibt", "“Reuters said", "reported—Reuters", "selon « Reuters »", "…Reuters‚"] {
        assert_eq!(named(text), ["Reuters=Reuters"], "{text}");
    }
    assert_eq!(named("сообщает «Интерфакс»").len(), 1);
    assert_eq!(named("\u{301}Reuters and e\u{301}Reuters").len(), 1);
}

#[test]
fn an_outlet_of_the_corpus_whose_name_says_nothing_is_known_and_not_looked_for() {
    let mut outlets = Outlets::builtin();
    for name in ["3", "A", "May", "Q7"] {
        let id = outlets.add_named(name);
        assert_eq!((outlets.find(name), outlets.get(id).name.as_str()), (Some(id), name));
    }
    let told = outlets.add_named("Orlan Six");
    let found = outlets.mentions("According to 3 officials, told A. Smith in May, Q7 and Orlan Six", &[]);
    assert_eq!(found.iter().map(|mention| mention.outlet).collect::<Vec<_>>(), [told]);
}

#[test]
fn a_short_name_needs_the_full_one_before_it_and_no_rival() {
    assert_eq!(named("The Washington Post said so. The Post adds")[1], "Post=Washington Post");
    assert_eq!(named("the Post adds"), [""; 0]);
    assert_eq!(named("The New York Times said so. The Times adds")[1], "Times=New York Times");
    assert_eq!(named("He told The Times of London, then The Times")[1], "Times=The Times");
    assert_eq!(named("The Times They Are"), [""; 0]);
    assert_eq!(named("the Guardian said"), ["Guardian=The Guardian"]);
    assert_eq!(named("The Washington Post and the New York Post. The Post adds").len(), 2);
}

#[test]
fn a_file_of_outlets_adds_to_those_known() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("outlets.csv");
    std::fs::write(&path, "name,aliases,owner,kind,hosts\nNew Cold War,NCW,,site,newcoldwar.org\nRT,RT Ruptly,,,ruptly.tv\n").unwrap();
    let mut outlets = Outlets::builtin();
    outlets.extend_from(&path).unwrap();
    assert_eq!(outlets.canonical("www.newcoldwar.org"), Some("New Cold War"));
    assert_eq!((outlets.canonical("ruptly.tv"), outlets.canonical("rt.com")), (Some("RT"), Some("RT")));
    assert_eq!(outlets.get(outlets.find("RT").unwrap()).owner, "TV-Novosti");
}

#[test]
fn a_broken_file_of_outlets_is_an_error_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("outlets.csv");
    std::fs::write(&path, "name,aliases\nRT,Russia Today\n,nameless\n").unwrap();
    let error = Outlets::builtin().extend_from(&path).unwrap_err();
    assert_eq!((error.kind(), error.line()), (ErrorKind::Malformed, Some(3)));
    std::fs::write(&path, "outlet,alias\nRT,Russia Today\n").unwrap();
    assert_eq!(Outlets::builtin().extend_from(&path).unwrap_err().line(), Some(1));
    let missing = Outlets::builtin().extend_from(&folder.path().join("none.csv")).unwrap_err();
    assert_eq!(missing.kind(), ErrorKind::Io);
}
