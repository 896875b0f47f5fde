//! Which field of a record means what: by alias, or as the person says.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::{Error, ErrorKind, Result};

/// What a field of a record can mean to us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Meaning {
    /// The text itself.
    Text,
    /// The document's name in all tables.
    Id,
    /// The headline.
    Title,
    /// Who published it.
    Outlet,
    /// When it was published. A time of retrieval (`scrape_time`, `crawled_at`) is never taken for it.
    Date,
    /// Where it was found.
    Url,
    /// Its language.
    Language,
    /// In a sidecar: the file that the row is about.
    File,
}

/// How many there are.
pub(super) const MEANINGS: usize = 8;

impl Meaning {
    /// All meanings, in the order in which they are told.
    pub const ALL: [Self; MEANINGS] = [Self::Text, Self::Id, Self::Title, Self::Outlet, Self::Date, Self::Url, Self::Language, Self::File];

    /// The word for it in `--field WORD=NAME`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Id => "id",
            Self::Title => "title",
            Self::Outlet => "outlet",
            Self::Date => "date",
            Self::Url => "url",
            Self::Language => "language",
            Self::File => "file",
        }
    }

    /// Names of fields that mean this, the strongest first. They are compared as [`folded`] has them.
    #[must_use]
    pub fn aliases(self) -> &'static [&'static str] {
        match self {
            Self::Text => &["text", "body", "content", "raw_content", "maintext"],
            // An address names a record that has no id; it stays its address all the same.
            Self::Id => &["id", "doc_id", "guid", "url"],
            Self::Title => &["title", "headline"],
            Self::Outlet => &["outlet", "source", "publisher", "publication", "newspaper", "domain", "site_name"],
            Self::Date => &[
                "date",
                "published",
                "published_at",
                "pub_date",
                "date_published",
                "published_date",
                "publish_date",
                "date_publish",
                "publication_date",
                "published_on",
                "published_time",
                "publish_time",
                "created",
            ],
            Self::Url => &["url"],
            Self::Language => &["lang", "language"],
            Self::File => &["file", "filename", "name", "path"],
        }
    }
}

/// A field's name as names are compared: in lower case, without `_`, `-` and blanks, so that `publishedAt` is `published_at`.
pub(super) fn folded(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '_' | '-') && !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// What tables have where they know no outlet: pandas and R write it, and people. In lower case; each is the whole value.
const PLACEHOLDERS: [&str; 11] = ["nan", "na", "<na>", "n/a", "#n/a", "null", "none", "unknown", "-", "\u{2013}", "\u{2014}"];

/// Fields that the person named for a meaning, of which the first counts that a record has; the aliases of that meaning then count no more.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldNames {
    /// None for a meaning that no field has.
    names: BTreeMap<Meaning, Vec<String>>,
    /// Placeholders that are names of outlets here.
    outlets: BTreeSet<&'static str>,
}

impl FieldNames {
    /// Takes the field called `name` (in any case, with or without `_`, `-` and blanks) for `meaning`, where a record has none of the fields that were named for
    /// it before; with an empty name no field at all.
    #[must_use]
    pub fn with(mut self, meaning: Meaning, name: impl Into<String>) -> Self {
        let (names, name) = (self.names.entry(meaning).or_default(), name.into());
        if name.is_empty() {
            names.clear();
        } else if !names.contains(&name) {
            names.push(name);
        }
        self
    }

    /// Takes what stands in tables for an outlet that nobody knows, such as `NA`, for a name where `is_outlet` knows an outlet of that name.
    #[must_use]
    pub fn with_outlets(mut self, is_outlet: impl Fn(&str) -> bool) -> Self {
        self.outlets.extend(PLACEHOLDERS.into_iter().filter(|placeholder| is_outlet(placeholder)));
        self
    }

    /// Whether `value` stands where an outlet should and names none.
    pub(super) fn is_placeholder(&self, value: &str) -> bool {
        let value = value.trim();
        PLACEHOLDERS.iter().any(|placeholder| placeholder.eq_ignore_ascii_case(value) && !self.outlets.contains(placeholder))
    }

    /// Adds a choice written as `text=body`. `id=` says that no field is the id.
    ///
    /// # Errors
    /// [`ErrorKind::BadOption`] when there is no `=`, or before it no word for a meaning.
    pub fn parse(self, choice: &str) -> Result<Self> {
        let (word, name) = choice.split_once('=').unwrap_or((choice, ""));
        let meaning = Meaning::ALL.into_iter().find(|m| m.name() == word.trim());
        match meaning {
            Some(meaning) if choice.contains('=') => Ok(self.with(meaning, name.trim())),
            _ => Err(Error::new(ErrorKind::BadOption, format!("expected a field as in text=body, got `{choice}`"))
                .remedy(format!("before the = stands one of {}", Meaning::ALL.map(Meaning::name).join(", ")))),
        }
    }

    /// The fields that the person named for `meaning`; none where it was said that no field has it.
    #[must_use]
    pub fn get(&self, meaning: Meaning) -> Option<&[String]> {
        self.names.get(&meaning).map(Vec::as_slice)
    }

    /// All that the person named.
    pub(super) fn all(&self) -> impl Iterator<Item = (Meaning, &str)> {
        self.names.iter().flat_map(|(meaning, names)| names.iter().map(|name| (*meaning, name.as_str())))
    }

    /// What a field called `name` may mean, with its rank among the names of that meaning.
    pub(super) fn meanings_of(&self, name: &str, in_sidecar: bool) -> Vec<(Meaning, usize)> {
        let exact = name.trim().to_lowercase();
        let name = folded(name);
        Meaning::ALL
            .into_iter()
            .filter(|&meaning| match meaning {
                Meaning::File => in_sidecar,
                // The text of a sidecar's row is the file.
                Meaning::Text => !in_sidecar,
                _ => true,
            })
            .filter_map(|meaning| {
                let rank = match self.get(meaning) {
                    // A column without a name, as an index that was written along, is none that was named. Of two fields that are one when folded, the one
                    // that was typed.
                    Some(chosen) => chosen.iter().zip((0..).step_by(2)).find_map(|(chosen, rank)| {
                        let is_so_called = !name.is_empty() && folded(chosen) == name;
                        if chosen.to_lowercase() == exact { Some(rank) } else { is_so_called.then_some(rank + 1) }
                    }),
                    // In a sidecar the file's path names a row without an id.
                    None if in_sidecar && meaning == Meaning::Id && name == "url" => None,
                    None => meaning
                        .aliases()
                        .iter()
                        .position(|alias| folded(alias) == name)
                        .map(|rank| 2 * rank + usize::from(!meaning.aliases().contains(&&*exact))),
                };
                rank.map(|rank| (meaning, rank))
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_without_a_name_means_nothing_where_none_was_named() {
        let names = FieldNames::default().with(Meaning::Outlet, "");
        assert!(names.meanings_of("", false).is_empty());
        assert!(names.meanings_of("outlet", false).is_empty());
    }

    #[test]
    fn of_fields_that_were_named_for_one_meaning_the_first_counts_and_other_names_do_not() {
        let names = FieldNames::default().with(Meaning::Outlet, "Medium").with(Meaning::Outlet, "news_house");
        let rank = |name| names.meanings_of(name, false);
        assert_eq!(rank("medium"), [(Meaning::Outlet, 0)]);
        assert_eq!(rank("NewsHouse"), [(Meaning::Outlet, 3)]);
        assert!(rank("outlet").is_empty());
    }

    #[test]
    fn what_stands_for_an_outlet_that_nobody_knows_is_no_outlet_unless_a_list_has_it() {
        let names = FieldNames::default();
        for value in ["nan", "NaN", " N/A ", "n/a", "null", "None", "NA", "<NA>", "-", "\u{2014}", "Unknown"] {
            assert!(names.is_placeholder(value), "{value}");
        }
        for value in ["", "Nan News", "N", "The Unknown", "n/a.example", "No", "--", "0"] {
            assert!(!names.is_placeholder(value), "{value}");
        }
        let names = names.with_outlets(|name| name.eq_ignore_ascii_case("na"));
        assert!(!names.is_placeholder("NA") && names.is_placeholder("nan"));
    }
}
