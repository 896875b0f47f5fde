//! Values that stand where an outlet's name should and are none as they stand: objects, and placeholders. And what else objects hold.

use super::Chooser;
use crate::read::meaning::Meaning;
use crate::read::record::{Field, Form, Whole};

impl Chooser<'_> {
    /// Takes the name out of objects that stand where an outlet's name should; gives what they were, and what has no name.
    pub(super) fn name_outlets(&mut self, fields: &mut [Field<'_>]) -> (Vec<Whole>, Option<(String, Form)>) {
        let (mut whole, mut nameless) = (Vec::new(), None);
        for (name, value, form) in fields.iter_mut().filter(|field| matches!(field.2, Form::Array | Form::Object)) {
            let place = self.meet(name);
            self.seen[place].wraps |= *form == Form::Array && value[1..].trim_start().starts_with('{');
            if *form == Form::Object && !self.knows(Meaning::Text) && self.seen[place].text_within.is_none() {
                self.seen[place].text_within = self.text_within(value);
            }
            if !self.may_be_outlet(name) {
                continue;
            }
            match name_of(value) {
                Some(named) => {
                    whole.push((name.clone().into_owned(), std::mem::replace(value, named)));
                    *form = Form::Text;
                }
                None => nameless = Some((name.clone().into_owned(), *form)),
            }
        }
        (whole, nameless)
    }

    /// Empties the fields that may hold nothing but an outlet and hold a placeholder; gives these.
    pub(super) fn empty_placeholders(&mut self, fields: &mut [Field<'_>]) -> Vec<String> {
        let mut emptied = Vec::new();
        for (name, value, _) in fields.iter_mut().filter(|field| !matches!(field.2, Form::Array | Form::Object)) {
            if self.names.is_placeholder(value) && self.is_outlet_alone(name) {
                emptied.push(std::mem::take(value).trim().to_owned());
            }
        }
        emptied
    }

    /// What an object of JSON calls the text that it holds.
    fn text_within(&self, json: &str) -> Option<String> {
        let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(json).ok()?;
        let is_text = |name: &str| self.names.meanings_of(name, false).iter().any(|(meaning, _)| *meaning == Meaning::Text);
        object.into_iter().find(|(name, value)| value.is_string() && is_text(name)).map(|(name, _)| name)
    }

    fn is_outlet_alone(&mut self, name: &str) -> bool {
        let place = self.meet(name);
        matches!(self.seen[place].meanings[..], [(Meaning::Outlet, _)])
    }
}

/// The name that an object of JSON gives itself.
fn name_of(json: &str) -> Option<String> {
    let object: serde_json::Value = serde_json::from_str(json).ok()?;
    let name = object.get("name")?.as_str()?.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;
    use crate::read::meaning::FieldNames;

    #[test]
    fn a_placeholder_is_as_an_empty_field_and_told_as_it_is_written() {
        let names = FieldNames::default();
        let mut chooser = Chooser::new(&names);
        let mut choose = |fields: &[(&'static str, &str)]| {
            chooser.choose(fields.iter().map(|(n, v)| (Cow::Borrowed(*n), (*v).to_owned(), Form::Text)).collect())
        };
        let chosen = choose(&[("outlet", " nan"), ("title", "None"), ("text", "a")]);
        assert_eq!((chosen.outlet.as_deref(), chosen.title.as_deref(), chosen.meta.len()), (None, Some("None"), 0));
        assert_eq!(choose(&[("outlet", "N/A"), ("source", "TASS"), ("text", "a")]).outlet.as_deref(), Some("TASS"));
        let _ = choose(&[("outlet", "nan"), ("text", "a")]);
        let _ = choose(&[("outlet", "NaN"), ("text", "a")]);
        let _ = choose(&[("outlet", "NaN"), ("title", "without a text")]);
        let mut all = Chooser::new(&names);
        all.absorb(&chooser);
        assert_eq!(
            all.placeholders_told().unwrap(),
            "taken for no outlet, as an empty field: `NaN` (1), `nan` (2); a row of that name in a list for --outlets makes it one"
        );
        assert_eq!(Chooser::new(&names).placeholders_told(), None);
    }
}
