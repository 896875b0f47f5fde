//! The tables of rules, compiled once.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::pattern::Pattern;
use super::rules;

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
    pub(super) finder: Finder<'static>,
    pub(super) before: Pattern,
    pub(super) formula: Pattern,
}

pub(super) struct Compiled {
    pub(super) veto_before: Vec<Pattern>,
    pub(super) veto_after: Vec<Pattern>,
    pub(super) shared_datelines: Vec<Named>,
    pub(super) datelines: Vec<Named>,
    pub(super) named: Vec<Named>,
    pub(super) open: Vec<Open>,
}

pub(super) static RULES: LazyLock<Compiled> = LazyLock::new(|| Compiled {
    veto_before: rules::VETO_BEFORE.iter().map(|pattern| Pattern::before(pattern)).collect(),
    veto_after: rules::VETO_AFTER.iter().map(|pattern| Pattern::after(pattern)).collect(),
    shared_datelines: rules::SHARED_DATELINES.iter().map(Named::new).collect(),
    datelines: rules::DATELINES.iter().map(Named::new).collect(),
    named: rules::BYLINES.iter().chain(rules::ENGLISH).chain(rules::LANGUAGES).map(Named::new).collect(),
    open: rules::OPEN
        .iter()
        .map(|rule| Open {
            rule,
            finder: Finder::new(rule.needle),
            before: Pattern::before(rule.before),
            formula: Pattern::after(rule.formula),
        })
        .collect(),
});
