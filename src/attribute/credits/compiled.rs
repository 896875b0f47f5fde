//! The tables of rules, compiled once.

use std::sync::LazyLock;

use super::nearest::Nearest;
use super::openings::Openings;
use super::pattern::Pattern;
use super::rules;
use super::surroundings::Surroundings;

/// A rule about a known name, compiled.
pub(super) struct Named {
    pub(super) rule: &'static rules::NamedRule,
    pub(super) before: Pattern,
    pub(super) after: Pattern,
}

impl Named {
    fn new(rule: &'static rules::NamedRule) -> Self {
        Self { rule, before: Pattern::before(rule.before), after: Pattern::after(rule.after) }
    }
}

/// A formula, compiled.
pub(super) struct Open {
    pub(super) rule: &'static rules::OpenRule,
    pub(super) before: Pattern,
    pub(super) formula: Pattern,
}

pub(super) struct Compiled {
    pub(super) veto_before: Vec<Pattern>,
    pub(super) veto_after: Vec<Pattern>,
    pub(super) works: Vec<Pattern>,
    pub(super) speakers: Vec<Pattern>,
    pub(super) denials: Vec<Pattern>,
    pub(super) denials_with: Vec<Pattern>,
    pub(super) of_picture: Pattern,
    pub(super) behind_row: Pattern,
    pub(super) before_row: Pattern,
    pub(super) shared_datelines: Vec<Named>,
    pub(super) datelines: Vec<Named>,
    pub(super) named: Vec<Named>,
    /// Which rules about names the words nearest to one allow, datelines first.
    before: Nearest,
    after: Nearest,
    pub(super) open: Vec<Open>,
    /// Where formulas may begin.
    pub(super) openings: Openings,
}

impl Compiled {
    /// Which rules may take a name from byte `start` to `end`, by the words nearest to it; a bit each, datelines of several outlets first, then other
    /// datelines, then all others.
    pub(super) fn may_fit(&self, text: &str, start: usize, end: usize) -> u128 {
        let (before, after) = Surroundings::nearest(text, start, end);
        let (ends, begins) = (before.as_ref().is_some_and(|word| word.ends_line), after.as_ref().is_some_and(|word| word.begins_line));
        match self.before.may_fit(before.as_ref(), ends) {
            0 => 0,
            may_fit => may_fit & self.after.may_fit(after.as_ref(), begins),
        }
    }
}

pub(super) static RULES: LazyLock<Compiled> = LazyLock::new(|| {
    let shared_datelines: Vec<Named> = rules::SHARED_DATELINES.iter().map(Named::new).collect();
    let datelines: Vec<Named> = rules::DATELINES.iter().map(Named::new).collect();
    let named: Vec<Named> = [rules::BYLINES, rules::ENGLISH, rules::LANGUAGES, rules::GERMAN, rules::ROMANCE, rules::RUSSIAN]
        .into_iter()
        .flatten()
        .map(Named::new)
        .collect();
    let all = || shared_datelines.iter().chain(&datelines).chain(&named);
    Compiled {
        veto_before: rules::VETO_BEFORE.iter().map(|pattern| Pattern::before(pattern)).collect(),
        veto_after: rules::VETO_AFTER.iter().map(|pattern| Pattern::after(pattern)).collect(),
        works: rules::WORKS.iter().map(|pattern| Pattern::before(pattern)).collect(),
        speakers: rules::SPEAKERS.iter().map(|pattern| Pattern::after(pattern)).collect(),
        denials: rules::DENIALS.iter().map(|pattern| Pattern::before(pattern)).collect(),
        denials_with: rules::DENIALS_WITH.iter().map(|pattern| Pattern::before(pattern)).collect(),
        of_picture: Pattern::after(rules::OF_PICTURE),
        behind_row: Pattern::after(rules::BEHIND_ROW),
        before_row: Pattern::before(rules::BEFORE_ROW),
        before: Nearest::of(all().map(|rule| &rule.before)),
        after: Nearest::of(all().map(|rule| &rule.after)),
        shared_datelines,
        datelines,
        named,
        open: rules::OPEN
            .iter()
            .map(|rule| Open { rule, before: Pattern::before(rule.before), formula: Pattern::after(rule.formula) })
            .collect(),
        openings: Openings::of(rules::OPEN),
    }
});
