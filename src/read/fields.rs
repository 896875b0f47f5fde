//! The fields of records, sorted by what they mean, and what was chosen.

mod outlets;
mod told;

use std::collections::{BTreeMap, HashMap};

use super::meaning::{FieldNames, MEANINGS, Meaning};
use super::record::{Field, Form};

/// The fields of one record, sorted by what they mean.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Chosen {
    pub text: Option<String>,
    pub id: Option<String>,
    pub title: Option<String>,
    pub outlet: Option<String>,
    /// (name of the field, value).
    pub date: Option<(String, String)>,
    pub url: Option<String>,
    pub language: Option<String>,
    pub file: Option<String>,
    pub meta: BTreeMap<String, String>,
    /// What stands where the text should, when that is none.
    pub no_text: Option<Form>,
    /// A field that should name the outlet and holds something else: its name, and what that is.
    pub no_outlet: Option<(String, Form)>,
}

impl Chosen {
    /// Takes from `other` what this one does not say. Text, id and file stay each record's own.
    pub fn fill_from(&mut self, other: &Self) {
        fn fill<T: Clone>(mine: &mut Option<T>, theirs: &Option<T>) {
            if mine.is_none() {
                mine.clone_from(theirs);
            }
        }
        fill(&mut self.title, &other.title);
        fill(&mut self.outlet, &other.outlet);
        fill(&mut self.date, &other.date);
        fill(&mut self.url, &other.url);
        fill(&mut self.language, &other.language);
        for (name, value) in &other.meta {
            self.meta.entry(name.clone()).or_insert_with(|| value.clone());
        }
    }
}

/// What is known about the fields of one name.
#[derive(Debug, Clone)]
struct Seen {
    name: String,
    meanings: Vec<(Meaning, usize)>,
    /// How often the field was taken for each meaning.
    taken: [u64; MEANINGS],
    /// How often another field was taken for a meaning that this one could have.
    passed_over: [u64; MEANINGS],
    carried: bool,
    /// Whether it was seen to hold an array of objects, as records wrapped in one object do.
    wraps: bool,
    /// The name of the text in an object that it was seen to hold, where no field is known to hold one.
    text_within: Option<String>,
}

/// Sorts the fields of records by their meaning and remembers what it chose.
#[derive(Debug, Clone)]
pub(super) struct Chooser<'a> {
    names: &'a FieldNames,
    in_sidecar: bool,
    /// In the order in which they were first seen.
    seen: Vec<Seen>,
    /// Places in `seen`.
    by_name: HashMap<String, usize>,
    /// Places in `seen` of the last record's fields; the next record's are mostly the same.
    last: Vec<usize>,
    /// Where the names of a table's columns seem to stand that are not in its first row.
    names_at: Option<u64>,
    /// What stood where an outlet should and names none, as it is written, and how often.
    placeholders: BTreeMap<String, u64>,
}

impl<'a> Chooser<'a> {
    pub fn new(names: &'a FieldNames) -> Self {
        let placeholders = BTreeMap::new();
        Self { names, in_sidecar: false, seen: Vec::new(), by_name: HashMap::new(), last: Vec::new(), names_at: None, placeholders }
    }

    pub fn for_sidecar(names: &'a FieldNames) -> Self {
        Self { in_sidecar: true, ..Self::new(names) }
    }

    /// Says which field of a record is taken for each meaning, and remembers it where the record has a text. A blank value counts as
    /// absent, but for the text; what is no text is none, and what is nested no outlet.
    pub fn pick<'f>(
        &mut self,
        count: usize,
        name: impl Fn(usize) -> &'f str,
        is_blank: impl Fn(usize) -> bool,
        form: impl Fn(usize) -> Form,
    ) -> [Option<usize>; MEANINGS] {
        let mut best: [Option<(usize, usize)>; MEANINGS] = [None; MEANINGS];
        for at in 0..count {
            let name = name(at);
            let place = match self.last.get(at) {
                Some(&place) if self.seen[place].name == *name => place,
                _ => {
                    let place = self.meet(name);
                    self.last.truncate(at);
                    self.last.push(place);
                    place
                }
            };
            for &(meaning, rank) in &self.seen[place].meanings {
                let fits = match meaning {
                    Meaning::Text => form(at) == Form::Text,
                    Meaning::Outlet => !matches!(form(at), Form::Array | Form::Object) && !is_blank(at),
                    _ => !is_blank(at),
                };
                if !fits {
                    continue;
                }
                let slot = &mut best[meaning as usize];
                // One name twice: the later value counts, as in every reader of JSON.
                if slot.is_none_or(|(best_rank, best_at)| rank < best_rank || (rank == best_rank && self.last[best_at] == place)) {
                    *slot = Some((rank, at));
                }
            }
        }
        let best = best.map(|slot| slot.map(|(_, at)| at));
        // A record without a text is left out, with all that it says.
        if best[Meaning::Text as usize].is_none() && !self.in_sidecar {
            return best;
        }
        for at in 0..count {
            let seen = &mut self.seen[self.last[at]];
            let mut taken = false;
            for &(meaning, _) in &seen.meanings {
                match best[meaning as usize] {
                    Some(best_at) if best_at == at => {
                        taken = true;
                        seen.taken[meaning as usize] += 1;
                    }
                    Some(_) if !is_blank(at) => seen.passed_over[meaning as usize] += 1,
                    _ => {}
                }
            }
            seen.carried |= !taken && !is_blank(at);
        }
        best
    }

    /// What the field holds that should hold the text of the record that was picked from last, where that is no text.
    pub fn no_text(&self, count: usize, form: impl Fn(usize) -> Form) -> Option<Form> {
        let may_be_text = |at: &usize| self.seen[self.last[*at]].meanings.iter().any(|(meaning, _)| *meaning == Meaning::Text);
        (0..count).filter(may_be_text).map(form).find(|form| *form != Form::Text)
    }

    /// Whether a field of this name may be the outlet.
    pub fn may_be_outlet(&mut self, name: &str) -> bool {
        let place = self.meet(name);
        self.seen[place].meanings.iter().any(|(meaning, _)| *meaning == Meaning::Outlet)
    }

    /// Sorts one record's fields by what they mean.
    pub fn choose(&mut self, mut fields: Vec<Field<'_>>) -> Chosen {
        let (whole, nameless) = self.name_outlets(&mut fields);
        let placeholders = self.empty_placeholders(&mut fields);
        let best = self.pick(fields.len(), |at| &fields[at].0, |at| fields[at].1.trim().is_empty(), |at| fields[at].2);
        let mut chosen = Chosen::default();
        if best[Meaning::Text as usize].is_none() {
            chosen.no_text = self.no_text(fields.len(), |at| fields[at].2);
        }
        chosen.no_outlet = nameless.filter(|_| best[Meaning::Outlet as usize].is_none());
        if best[Meaning::Outlet as usize].is_none() && (self.in_sidecar || best[Meaning::Text as usize].is_some()) {
            placeholders.into_iter().for_each(|placeholder| *self.placeholders.entry(placeholder).or_default() += 1);
        }
        for (at, (name, value, _)) in fields.into_iter().enumerate() {
            let mut taken = false;
            for meaning in Meaning::ALL.into_iter().filter(|meaning| best[*meaning as usize] == Some(at)) {
                taken = true;
                let trimmed = || Some(value.trim().to_owned());
                match meaning {
                    Meaning::Text => {} // Moved below: texts are large.
                    Meaning::Id => chosen.id = trimmed(),
                    Meaning::Title => chosen.title = trimmed(),
                    Meaning::Outlet => chosen.outlet = trimmed(),
                    Meaning::Date => {
                        let date = trimmed().map(|date| (name.to_string(), date));
                        chosen.date = date;
                    }
                    Meaning::Url => chosen.url = trimmed(),
                    Meaning::Language => chosen.language = trimmed(),
                    Meaning::File => chosen.file = trimmed(),
                }
            }
            if best[Meaning::Text as usize] == Some(at) {
                chosen.text = Some(value);
            } else if !taken && !value.trim().is_empty() {
                chosen.meta.insert(name.into_owned(), value);
            }
        }
        // Nothing that the object says beside the name is lost.
        chosen.meta.extend(whole);
        chosen
    }

    /// Looks whether the names of columns stand in a row without a text, on this line: of its values, or of their parts where something else was
    /// taken for what separates them, one is what the text may be called and another what something else may be. A word of prose is no name.
    pub fn look_for_names(&mut self, row: &Chosen, line: Option<u64>) {
        /// Characters of a name at most.
        const LONGEST: usize = 40;
        let parts = || row.meta.values().flat_map(|value| value.split([',', ';', '\t', '|'])).map(|part| part.trim_matches(['"', ' ']));
        if self.names_at.is_some() || parts().any(|part| part.chars().count() > LONGEST) {
            return;
        }
        let may_be = |part: &str| self.names.meanings_of(part, false);
        let is_text = |part: &str| may_be(part).iter().any(|(meaning, _)| *meaning == Meaning::Text);
        if parts().any(is_text) && parts().any(|part| !is_text(part) && !may_be(part).is_empty()) {
            self.names_at = line;
        }
    }

    /// Remembers that a field of this name exists, and where.
    pub fn meet(&mut self, name: &str) -> usize {
        if let Some(&place) = self.by_name.get(name) {
            return place;
        }
        self.seen.push(Seen {
            name: name.to_owned(),
            meanings: self.names.meanings_of(name, self.in_sidecar),
            taken: [0; MEANINGS],
            passed_over: [0; MEANINGS],
            carried: false,
            wraps: false,
            text_within: None,
        });
        self.by_name.insert(name.to_owned(), self.seen.len() - 1);
        self.seen.len() - 1
    }

    /// Whether any field met so far can hold `meaning`.
    pub fn knows(&self, meaning: Meaning) -> bool {
        self.seen.iter().any(|seen| seen.meanings.iter().any(|(m, _)| *m == meaning))
    }

    /// The names met, in the order in which they were first met.
    pub fn names_met(&self) -> Vec<&str> {
        self.seen.iter().map(|seen| seen.name.as_str()).collect()
    }

    /// The names of fields that would be taken for `meaning`.
    pub fn expected(&self, meaning: Meaning) -> String {
        match self.names.get(meaning) {
            None => meaning.aliases().join(", "),
            Some([]) => format!("none, as --field {}= says", meaning.name()),
            Some(names) => names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "),
        }
    }

    /// Adds what `other` chose.
    pub fn absorb(&mut self, other: &Self) {
        self.names_at = self.names_at.or(other.names_at);
        for theirs in &other.seen {
            let place = self.meet(&theirs.name);
            let mine = &mut self.seen[place];
            for meaning in 0..MEANINGS {
                mine.taken[meaning] += theirs.taken[meaning];
                mine.passed_over[meaning] += theirs.passed_over[meaning];
            }
            mine.carried |= theirs.carried;
            mine.wraps |= theirs.wraps;
            if mine.text_within.is_none() {
                mine.text_within.clone_from(&theirs.text_within);
            }
        }
        for (placeholder, count) in &other.placeholders {
            *self.placeholders.entry(placeholder.clone()).or_default() += count;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;
    use crate::error::ErrorKind;

    fn choose(names: &FieldNames, fields: &[(&'static str, &str)]) -> (Chosen, String) {
        let mut chooser = Chooser::new(names);
        let chosen = chooser.choose(fields.iter().map(|(n, v)| (Cow::Borrowed(*n), (*v).to_owned(), Form::Text)).collect());
        (chosen, chooser.told().unwrap())
    }

    #[test]
    fn a_publisher_is_the_outlet_and_a_time_of_scraping_is_carried_along_but_never_the_date() {
        let (chosen, told) = choose(
            &FieldNames::default(),
            &[("id", "6"), ("publisher", "nytimes.com"), ("scrape_time", "2018-07-15"), ("text", "Trump plays")],
        );
        assert_eq!(chosen.outlet.as_deref(), Some("nytimes.com"));
        assert_eq!(chosen.date, None);
        assert_eq!(chosen.meta["scrape_time"], "2018-07-15");
        assert_eq!(told, "fields: text from `text`; id from `id`; outlet from `publisher`; carried along: scrape_time");
    }

    #[test]
    fn of_two_fields_with_one_meaning_the_earlier_alias_counts_and_the_other_is_carried_along_and_told() {
        let (chosen, told) = choose(&FieldNames::default(), &[("Content", "short"), ("Body", "long"), ("URL", "u")]);
        assert_eq!(chosen.text.as_deref(), Some("long"));
        assert_eq!(chosen.meta["Content"], "short");
        assert!(told.starts_with("fields: text from `Body` rather than `Content`; id from `URL`; url from `URL`"), "{told}");
        assert_eq!((chosen.id.as_deref(), chosen.url.as_deref()), (Some("u"), Some("u")));
    }

    #[test]
    fn a_blank_field_gives_way_to_the_next_alias_but_a_blank_text_is_a_text() {
        let (chosen, _) = choose(&FieldNames::default(), &[("outlet", " "), ("source", "TASS"), ("text", "")]);
        assert_eq!(chosen.outlet.as_deref(), Some("TASS"));
        assert_eq!(chosen.text.as_deref(), Some(""));
        assert!(chosen.meta.is_empty());
    }

    #[test]
    fn a_field_that_the_person_names_beats_every_alias() {
        let names = FieldNames::default().parse("text=Story").unwrap().parse("id=").unwrap();
        let (chosen, _) = choose(&names, &[("text", "no"), ("story", "yes"), ("id", "7"), ("url", "u")]);
        assert_eq!(chosen.text.as_deref(), Some("yes"));
        assert_eq!(chosen.id, None);
        assert_eq!((chosen.meta["text"].as_str(), chosen.meta["id"].as_str()), ("no", "7"));
    }

    #[test]
    fn a_choice_that_cannot_be_read_is_refused_with_the_words_that_can() {
        for bad in ["body", "corpus=body", "=body"] {
            let error = FieldNames::default().parse(bad).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::BadOption);
            assert!(error.help().unwrap().contains("text, id, title, outlet, date, url, language"));
        }
    }

    #[test]
    fn what_a_record_without_a_text_says_is_not_told() {
        let (names, given) = (FieldNames::default(), |n: &'static str, v: &str, form| (Cow::Borrowed(n), v.to_owned(), form));
        let mut chooser = Chooser::new(&names);
        let _ = chooser.choose(vec![given("text", "a", Form::Text), given("id", "1", Form::Text)]);
        let _ = chooser.choose(vec![given("text", "5", Form::Number), given("name", "b", Form::Text), given("guid", "2", Form::Text)]);
        assert_eq!(chooser.told().unwrap(), "fields: text from `text`; id from `id`");
        assert_eq!(chooser.names_met(), ["text", "id", "name", "guid"]);
        let mut of_sidecar = Chooser::for_sidecar(&names);
        let _ = of_sidecar.choose(vec![given("file", "1.txt", Form::Text), given("weather", "snow", Form::Text)]);
        assert_eq!(of_sidecar.told().unwrap(), "fields: file from `file`; carried along: weather");
    }

    #[test]
    fn a_named_field_that_no_record_has_is_an_error_that_lists_what_was_seen() {
        let names = FieldNames::default().with(Meaning::Outlet, "papre");
        let mut chooser = Chooser::new(&names);
        let _ = chooser.choose(vec![(Cow::Borrowed("text"), "a".into(), Form::Text), (Cow::Borrowed("paper"), "b".into(), Form::Text)]);
        let error = chooser.check_names(&Chooser::for_sidecar(&names)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::BadOption);
        assert!(error.to_string().contains("seen: text, paper"), "{error}");
    }

    #[test]
    fn what_a_record_does_not_say_is_filled_from_its_row_in_the_sidecar() {
        let mut record = Chosen { outlet: Some("own".into()), ..Chosen::default() };
        record.fill_from(&Chosen { outlet: Some("row".into()), title: Some("T".into()), ..Chosen::default() });
        assert_eq!((record.outlet.as_deref(), record.title.as_deref()), (Some("own"), Some("T")));
    }
}
