//! Who said a quoted passage, where the words around it name someone.
//!
//! In: a text and the place of a passage. Out: the name that a verb of speech stands with, beside a quotation mark: "...”, Ushakov said", "Lavrov told
//! reporters: “...". A "he" is who speaks in the paragraph before, else the first whom it names in full. A post is said by who signs it.
//! Where nothing names anyone, nobody is guessed.

use std::collections::BTreeMap;

use self::beside::{Said, Verbs, named_before, named_behind};
use self::bodies::is_body;
use self::languages::is_german_pronoun;
use self::names::{is_title, people, without_prefix};
use self::pronoun::{is_told_of, person_before};
use self::quotation::{holding, is_quote};
use crate::attribute::credits::token::{Token, tokens};
use crate::attribute::outlets::Outlets;
use crate::text::{Post, posts};

mod beside;
mod bodies;
mod languages;
mod names;
mod nobody;
mod pronoun;
mod quotation;
mod ranks;

/// Bytes before and behind a passage in which its speaker is looked for.
const REACH: usize = 160;
/// Bytes before and behind a passage in which posts are looked for that it lies in: more than a post has, with who signs it.
const POST_REACH: usize = 2000;

/// Who said the passage at `start..end` (bytes) of `text`.
#[must_use]
pub fn speaker(text: &str, start: usize, end: usize, outlets: &Outlets) -> Option<String> {
    let is_other = |name: &str| outlets.is_name(name) || is_body(text, start, name);
    if let Some(name) = signed(text, start, end) {
        return person(name).filter(|name| !is_other(name));
    }
    let from = boundary(text, start.saturating_sub(REACH));
    let to = boundary(text, (end + REACH).min(text.len()));
    let tokens = tokens(text, from, to);
    let quotation = holding(text, &tokens, start, end)?;
    // A mark far behind the passage is the end of words that are not its own.
    let is_near = |at: &usize| tokens[*at].end() > start && tokens[*at].start < end + 3;
    let named_at = |at: usize| {
        let verbs = Verbs::behind(at.checked_sub(1).map(|before| &tokens[before]), &tokens[at..]);
        named_behind(paragraph_from(text, &tokens[at..]), verbs)
    };
    // Beside its own marks, else beside others in its paragraph: “No,” Lavrov said. “|We will wait|.”
    let said = quotation
        .close
        .filter(is_near)
        .and_then(named_at)
        .or_else(|| named_before(paragraph_to(text, &tokens[..=quotation.open?])))
        .or_else(|| {
            let (first, last) = (quotation.open.unwrap_or(0), quotation.close.unwrap_or(tokens.len() - 1));
            let is_beside = |at: &usize| {
                let between = if *at < first { &tokens[*at..=first] } else { &tokens[last.min(*at)..=*at] };
                !between.windows(2).any(|pair| is_break(text, pair))
            };
            let others = (0..tokens.len()).rev().filter(|&at| is_quote(&tokens[at]));
            others.filter(is_near).filter(is_beside).find_map(named_at)
        })?;
    let name = match said {
        Said::Name(name) => name,
        Said::Pronoun(place) => {
            let between = &text[start.min(place)..if place > start { place } else { end }];
            person_before(text, place.min(start), is_german_pronoun(text, place))
                .filter(|name| !is_told_of(name, between, place > start))?
        }
    };
    (!is_other(&name)).then_some(name)
}

/// Who signs the posts that most of a passage lies in, all of them, unless a quotation mark stands there: somebody else may have said it then.
fn signed(text: &str, start: usize, end: usize) -> Option<&str> {
    let is_mark = |c: char| matches!(c, '"' | '“' | '”' | '„' | '«' | '»');
    let (mut name, mut posted) = (None, 0);
    // Of a long text only what may be posts of the passage is looked at.
    let reach = boundary(text, start.saturating_sub(POST_REACH));
    let text = &text[reach..boundary(text, (end + POST_REACH).min(text.len()))];
    let (start, end) = (start - reach, end - reach);
    for Post { span, name: own } in posts(text) {
        let (from, to) = (start.max(span.start as usize), end.min(span.end as usize));
        // A post of which the passage has a word or two beside another says nothing.
        if to <= from || to - from < (end - start) / 8 {
            continue;
        }
        let is_open = text[span.start as usize..from].matches(is_mark).count() % 2 == 1;
        let own = &text[own.range()];
        if is_open || text[from..to].contains(is_mark) || name.is_some_and(|name| name != own) {
            return None;
        }
        (name, posted) = (Some(own), posted + to - from);
    }
    name.filter(|_| 2 * posted > end - start)
}

/// The person of a name that signs a post: none where any of its words is neither a person's name nor a title.
fn person(name: &str) -> Option<String> {
    let tokens = tokens(name, 0, name.len());
    let words = (0..tokens.len()).filter(|&at| tokens[at].is_word() && !is_title(&tokens, at)).count();
    people(&tokens).pop().filter(|person| person.split(' ').count() == words)
}

/// The speaker that the members of a cluster agree on: the last name that more than half of those
/// give that give any, in its fullest form.
#[must_use]
pub fn agreed(names: &[String]) -> Option<String> {
    let mut by_last: BTreeMap<String, Vec<&String>> = BTreeMap::new();
    for name in names {
        // One paper prints O’Donnell and al-Assad, another O'Donnell and Assad.
        let last = without_prefix(last_name(name)).replace('’', "'");
        by_last.entry(last).or_default().push(name);
    }
    let (_, most) = by_last.into_iter().max_by_key(|(_, names)| names.len())?;
    if most.len() * 2 <= names.len() {
        return None;
    }
    most.into_iter().max_by(|a, b| (a.len(), *b).cmp(&(b.len(), *a))).cloned()
}

/// The last name, with the "Jr" of a son: he is neither his father nor another son.
fn last_name(name: &str) -> &str {
    let is_younger = |last: &str| matches!(last, "Jr" | "Sr");
    let words = 1 + usize::from(name.rsplit(' ').next().is_some_and(is_younger));
    name.rmatch_indices(' ').nth(words - 1).map_or(name, |(blank, _)| &name[blank + 1..])
}

/// Whether an empty line parts two neighbours.
fn is_break(text: &str, pair: &[Token<'_>]) -> bool {
    text[pair[0].end()..pair[1].start].matches('\n').count() > 1
}

/// What follows the first of `tokens` in its paragraph.
fn paragraph_from<'a, 'b>(text: &str, tokens: &'b [Token<'a>]) -> &'b [Token<'a>] {
    let end = tokens.windows(2).position(|pair| is_break(text, pair)).map_or(tokens.len(), |at| at + 1);
    &tokens[1..end]
}

/// What goes before the last of `tokens` in its paragraph.
fn paragraph_to<'a, 'b>(text: &str, tokens: &'b [Token<'a>]) -> &'b [Token<'a>] {
    let begin = tokens.windows(2).rposition(|pair| is_break(text, pair)).map_or(0, |at| at + 1);
    &tokens[begin..tokens.len() - 1]
}

/// The nearest boundary of a character at or before byte `at`.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

#[cfg(test)]
mod tests;
