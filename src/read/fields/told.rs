//! What the choice of fields tells a person: what was chosen, what was seen, what can be done where no field fits.

use super::{Chooser, Seen};
use crate::error::{Error, ErrorKind, Result};
use crate::read::meaning::{FieldNames, Meaning, folded};
use crate::read::trouble::listed;
use crate::shown::shown;

/// Characters of a field's name that a message shows.
const MOST: usize = 40;

impl Chooser<'_> {
    /// The names met, for a message: as many as one can look at, long ones cut.
    pub fn names_shown(&self) -> String {
        listed(&self.seen.iter().map(|seen| shown(&seen.name, MOST)).collect::<Vec<_>>(), 30)
    }

    /// What can be done about it that no field holds a text.
    pub fn text_remedy(&self) -> String {
        /// No column has so long a name; a row of articles has.
        const NO_NAME: usize = 80;
        if let Some(wrapping) = self.seen.iter().find(|seen| seen.wraps) {
            return format!(
                "the records seem to stand in the array `{0}`: take them out first, as `jq -c '.{0}[]' FILE > records.jsonl` does",
                wrapping.name
            );
        }
        let within: Vec<(&str, &str)> = self.seen.iter().filter_map(|seen| Some((&*seen.name, seen.text_within.as_deref()?))).collect();
        match within[..] {
            [] => {}
            [(object, text)] => {
                return format!(
                    "the text seems to stand in the object `{0}`, as its `{text}`: put it into the record itself, as \
                     `jq -c '. + .[\"{0}\"]' FILE > records.jsonl` does with JSON",
                    shown(object, MOST)
                );
            }
            _ => return "the records seem to stand under names of their own: take them out first, as `jq -c '.[]' FILE > records.jsonl` does".to_owned(),
        }
        if let Some(line) = self.names_at {
            return format!("the names of the columns seem to stand in line {line}: take away what stands above it");
        }
        if self.seen.iter().any(|seen| seen.name.chars().count() > NO_NAME) {
            return "the first row seems to hold no names: write a row of names above it, such as id,outlet,date,text".to_owned();
        }
        "name the field: --field text=NAME".to_owned()
    }

    /// The choices in a sentence for the person. `None` when there were none.
    pub fn told(&self) -> Option<String> {
        if self.seen.is_empty() {
            return None;
        }
        let mut parts = Vec::new();
        for meaning in Meaning::ALL {
            let at = meaning as usize;
            let mut taken: Vec<&Seen> = self.seen.iter().filter(|seen| seen.taken[at] > 0).collect();
            taken.sort_by(|a, b| b.taken[at].cmp(&a.taken[at]).then_with(|| a.name.cmp(&b.name)));
            let mut part = match taken[..] {
                [] => continue,
                [only] => format!("{} from `{}`", meaning.name(), shown(&only.name, MOST)),
                _ => {
                    let counts: Vec<String> =
                        taken.iter().map(|seen| format!("`{}` ({})", shown(&seen.name, MOST), seen.taken[at])).collect();
                    format!("{} from {}", meaning.name(), counts.join(", "))
                }
            };
            // An address that did not become the id is no choice worth telling.
            let is_choice = |seen: &&Seen| meaning != Meaning::Id || !seen.name.eq_ignore_ascii_case("url");
            // A field that is taken here and passed over there is named once.
            let passed = self.seen.iter().filter(|seen| seen.passed_over[at] > 0 && seen.taken[at] == 0).filter(is_choice);
            let mut passed: Vec<String> = passed.map(|seen| format!("`{}`", shown(&seen.name, MOST))).collect();
            passed.sort();
            if !passed.is_empty() {
                part.push_str(&format!(" rather than {}", passed.join(", ")));
            }
            parts.push(part);
        }
        let mut carried: Vec<&str> = self.seen.iter().filter(|seen| seen.carried).map(|seen| seen.name.as_str()).collect();
        carried.sort_unstable();
        if !carried.is_empty() {
            let names: Vec<_> = carried.iter().map(|name| shown(name, MOST)).collect();
            parts.push(format!("carried along: {}", listed(&names, 30)));
            parts.extend(self.hidden(&carried));
        }
        (!parts.is_empty()).then(|| format!("fields: {}", parts.join("; ")))
    }

    /// Fields that were carried along and would have a meaning, had --field not named others for it, which stand nowhere here.
    fn hidden(&self, carried: &[&str]) -> Vec<String> {
        let by_default = FieldNames::default();
        let is_named = |meaning: &Meaning| self.names.get(*meaning).is_some_and(|names| !names.is_empty());
        let is_missing = |meaning: &Meaning| self.seen.iter().all(|seen| seen.taken[*meaning as usize] == 0);
        let may_be = |name: &str, meaning| by_default.meanings_of(name, self.in_sidecar).iter().any(|(other, _)| *other == meaning);
        let hidden = Meaning::ALL.into_iter().filter(|meaning| is_named(meaning) && is_missing(meaning)).filter_map(|meaning| {
            let name = carried.iter().find(|name| may_be(name, meaning))?;
            let word = meaning.name();
            Some(format!("`{}` is not the {word}, since --field names another: add --field {word}={name} where it is", shown(name, MOST)))
        });
        hidden.collect()
    }

    /// What stood where outlets should and was taken for none.
    pub fn placeholders_told(&self) -> Option<String> {
        let told: Vec<String> = self.placeholders.iter().map(|(value, count)| format!("`{value}` ({count})")).collect();
        (!told.is_empty()).then(|| {
            format!(
                "taken for no outlet, as an empty field: {}; a row of that name in a list for --outlets makes it one",
                listed(&told, 30)
            )
        })
    }

    /// A field that the person named and that no record (and no row of a sidecar) has is a slip of the pen.
    ///
    /// # Errors
    /// [`ErrorKind::BadOption`], or [`ErrorKind::NoTextField`] for the text.
    pub fn check_names(&self, sidecars: &Self) -> Result<()> {
        for (meaning, name) in self.names.all() {
            let places: &[&Self] = match meaning {
                Meaning::Text => &[self],
                Meaning::File => &[sidecars],
                _ => &[self, sidecars],
            };
            let seen: Vec<&str> = places.iter().flat_map(|place| place.names_met()).collect();
            let found = seen.iter().any(|field| folded(field) == folded(name));
            if found || seen.is_empty() {
                continue;
            }
            let kind = if meaning == Meaning::Text { ErrorKind::NoTextField } else { ErrorKind::BadOption };
            return Err(Error::new(
                kind,
                format!("no record has a field `{name}`, which --field names for the {}; seen: {}", meaning.name(), listed(&seen, 30)),
            )
            .remedy(format!("name one of these: --field {}=NAME", meaning.name())));
        }
        Ok(())
    }
}
