//! Which names of a corpus are one outlet's.
//!
//! One record says "The Guardian", another `theguardian.com`, or has nothing but an address there. Whoever counts outlets, compares documents of
//! different ones, or shows who took from whom means the newspaper. So the names are looked up as credits are, and an outlet has one number; where the
//! corpus calls it by several names, it has one in all tables too.

use std::collections::{BTreeMap, HashMap};

use unicode_normalization::UnicodeNormalization as _;

use super::Outlets;
use crate::read::Document;
use crate::text::is_invisible;

/// How many outlets a note names.
const NAMED: usize = 5;

/// The names of a corpus, and the outlets that they stand for.
#[derive(Debug, Clone)]
pub struct Named<'a> {
    /// Names as the input writes them, sorted; with each the number of its outlet and the name that tables have.
    names: Vec<(&'a str, u32, &'a str)>,
}

impl<'a> Named<'a> {
    /// The outlets of `documents`, by a list that knows all of them. Numbers are in the order of the first name of each.
    #[must_use]
    pub fn of(documents: &'a [Document], outlets: &'a Outlets) -> Self {
        let mut names: Vec<&str> = documents.iter().filter_map(|d| d.outlet.as_deref()).collect();
        names.sort_unstable();
        names.dedup();
        let mut known: HashMap<&str, (u32, usize)> = HashMap::new();
        let canonical: Vec<&str> = names.iter().map(|name| outlets.canonical(name).unwrap_or(name)).collect();
        for name in &canonical {
            let next = u32::try_from(known.len()).expect("fewer outlets than documents");
            known.entry(name).or_insert((next, 0)).1 += 1;
        }
        let entry = |(name, canonical): (&'a str, &'a str)| {
            let (number, names) = known[canonical];
            (name, number, if names > 1 { canonical } else { name })
        };
        Self { names: names.into_iter().zip(canonical).map(entry).collect() }
    }

    /// How many names there are, above all numbers.
    pub(crate) fn names(&self) -> usize {
        self.names.len()
    }

    fn entry(&self, name: &str) -> &(&'a str, u32, &'a str) {
        let at = self.names.binary_search_by_key(&name, |(name, ..)| name);
        &self.names[at.expect("all names of the documents were collected")]
    }

    /// The number of the outlet that a document calls `name`.
    pub(crate) fn number(&self, name: &str) -> u32 {
        self.entry(name).1
    }

    /// What tables call it: as the input does, or by its canonical name where the input has several names for it.
    pub(crate) fn shown(&self, name: &str) -> &'a str {
        self.entry(name).2
    }

    /// What a reader should know of outlets with several names; `None` where there is none.
    pub(crate) fn told(&self) -> Option<String> {
        let mut several: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        self.names.iter().for_each(|(name, _, shown)| several.entry(shown).or_default().push(name));
        several.retain(|_, names| names.len() > 1);
        let all = several.len();
        let list = |(shown, names): (&str, Vec<&str>)| format!("{} (called {shown} in the tables)", written(&names).join(" = "));
        let told: Vec<String> = several.into_iter().take(NAMED).map(list).collect();
        let more = if all > NAMED { format!("; and {} more", all - NAMED) } else { String::new() };
        (all > 0).then(|| format!("several names of one outlet: {}{more}", told.join("; ")))
    }
}

/// Names for a reader: those that look the same, since they differ in Unicode form or invisible characters alone, once, with how many they are.
fn written(names: &[&str]) -> Vec<String> {
    let mut forms: Vec<(String, usize)> = Vec::new();
    for name in names {
        let composed: String = name.nfc().filter(|c| !is_invisible(*c)).collect();
        match forms.iter_mut().find(|(form, _)| *form == composed) {
            Some((_, count)) => *count += 1,
            None => forms.push((composed, 1)),
        }
    }
    forms.into_iter().map(|(name, count)| if count > 1 { format!("{name} in {count} Unicode forms") } else { name }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribute::learn;

    fn documents(names: &[&str]) -> Vec<Document> {
        let of = |(n, name): (usize, &&str)| Document { id: n.to_string(), outlet: Some((*name).into()), ..Document::default() };
        names.iter().enumerate().map(of).collect()
    }

    /// Names that are one outlet, each with what tables call it.
    fn together(names: &[&str]) -> Vec<String> {
        let documents = documents(names);
        let mut outlets = Outlets::builtin();
        learn(&mut outlets, &documents);
        let named = Named::of(&documents, &outlets);
        let mut by_number: BTreeMap<u32, Vec<String>> = BTreeMap::new();
        names.iter().for_each(|name| by_number.entry(named.number(name)).or_default().push(format!("{name}: {}", named.shown(name))));
        by_number.into_values().map(|names| names.join(", ")).collect()
    }

    #[test]
    fn a_name_and_a_host_of_one_outlet_are_one_and_have_one_name() {
        assert_eq!(
            together(&["theguardian.com", "The Guardian", "Orlan Six", "rt.com"]),
            ["Orlan Six: Orlan Six", "theguardian.com: The Guardian, The Guardian: The Guardian", "rt.com: rt.com"]
        );
    }

    #[test]
    fn unknown_hosts_are_outlets_of_their_own_whichever_comes_first() {
        for names in [["a.blogs.example", "blogs.example"], ["blogs.example", "z.blogs.example"]] {
            assert_eq!(together(&names).len(), 2, "{names:?}");
        }
        assert_eq!(together(&["kerry.reuters", "aleppo.reuters", "Reuters"]).len(), 3);
        assert_eq!(together(&["edition.cnn.com", "CNN"]).len(), 1);
    }

    #[test]
    fn names_that_differ_in_unicode_form_or_case_are_one_outlet_and_those_with_other_accents_are_not() {
        for names in [
            ["Café Presse", "Cafe\u{301} Presse"],
            ["Café Presse", "Ｃafé  Presse "],
            ["STRASSE", "Straße"],
            ["GROẞE STRAẞE", "große straße"],
            ["ΑΘΗΝΑΣ", "Αθηνας"],
            ["Oﬃce", "OFFICE"],
            ["\u{FEFF}Köln Presse", "Köln Pres\u{AD}se\u{200B}"],
        ] {
            assert_eq!(together(&names).len(), 1, "{names:?}");
        }
        for names in [["Café Presse", "Cafe Presse"], ["Işık", "Işik"], ["Ёлка", "Елка"], ["Straße", "Strase"]] {
            assert_eq!(together(&names).len(), 2, "{names:?}");
        }
        assert_eq!(
            together(&["Cafe\u{301} Presse", "Café Presse"]),
            ["Cafe\u{301} Presse: Café Presse, Café Presse: Café Presse"],
            "the name in normal form is that of the tables"
        );
        let seen = together(&["東京Ｎｅｗｓ", "\u{200B}東京News", "東京News"]);
        assert!(
            seen.iter().all(|names| names.ends_with(": 東京News")),
            "the name without what nobody sees is that of the tables: {seen:?}"
        );
    }

    #[test]
    fn names_that_look_the_same_are_told_once() {
        let documents = documents(&["Cafe\u{301} Presse", "Café Presse", "CAFÉ PRESSE"]);
        let mut outlets = Outlets::empty();
        learn(&mut outlets, &documents);
        assert_eq!(
            Named::of(&documents, &outlets).told().unwrap(),
            "several names of one outlet: CAFÉ PRESSE = Café Presse in 2 Unicode forms (called CAFÉ PRESSE in the tables)"
        );
    }

    #[test]
    fn a_note_says_which_names_are_one_and_is_not_there_without_any() {
        let outlets = Outlets::builtin();
        let told = |names: &[&str]| Named::of(&documents(names), &outlets).told();
        assert_eq!(
            told(&["theguardian.com", "The Guardian", "RT"]).unwrap(),
            "several names of one outlet: The Guardian = theguardian.com (called The Guardian in the tables)"
        );
        assert_eq!(told(&["theguardian.com", "RT"]), None);
    }
}
