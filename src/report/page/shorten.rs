//! Shorter names for the functions, constants, variables, parameters and classes of the script, and for a few values.
//!
//! A name is shortened everywhere or nowhere, and only where nothing else can be meant: never one that is also a property, a key or a
//! shorthand of an object anywhere in the script, nor one that the browser tests call.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Names that the tests of the page call in the browser.
const KEPT: [&str; 9] = ["T", "coverages", "docsMeant", "page", "recount", "select", "storyDocs", "storyId", "tables"];
/// Words of two letters that mean something to a browser.
const WORDS: [&str; 6] = ["as", "do", "if", "in", "is", "of"];

/// Values, and shorter ways to say them.
const VALUES: [(&str, &str); 4] = [("true", "!0"), ("false", "!1"), ("undefined", "void 0"), ("Infinity", "1/0")];

/// A squeezed script, and which bytes of it are literals.
pub(super) struct Code {
    pub text: String,
    pub literals: Vec<Range<usize>>,
}

/// A name in the code: where it stands, and the signs around it.
struct Name<'a> {
    at: usize,
    text: &'a str,
    before: Option<char>,
    after: Option<char>,
    /// The bracket that is open around it; the brace of a block is told as `;`.
    inside: Option<char>,
}

/// `code` with the names that it declares shortened to two signs.
pub(super) fn shorten(code: &Code) -> String {
    let names = names(code);
    let declared = declared(code, &names);
    let mut unclear: BTreeSet<&str> = KEPT.into_iter().collect();
    for name in &names {
        let spread = code.text[..name.at].ends_with("...");
        let property = name.before == Some('.') && !spread;
        let shorthand = name.inside == Some('{') && matches!(name.before, Some('{' | ',')) && matches!(name.after, Some(',' | '}' | '='));
        if property || shorthand || (name.after == Some(':') && matches!(name.before, Some('{' | ','))) {
            unclear.insert(name.text);
        }
    }
    let taken: BTreeSet<&str> = names.iter().map(|name| name.text).chain(WORDS).collect();
    let signs = || ('a'..='z').chain('A'..='Z').chain('0'..='9');
    let mut free = ('a'..='z').flat_map(|a| signs().map(move |b| format!("{a}{b}"))).filter(|short| !taken.contains(short.as_str()));
    let mut shorter: BTreeMap<&str, String> = VALUES.map(|(value, short)| (value, short.to_owned())).into();
    for name in declared.into_iter().filter(|name| name.len() > 2 && !unclear.contains(name)) {
        if let Some(short) = free.next() {
            shorter.insert(name, short);
        }
    }
    let mut out = String::with_capacity(code.text.len());
    let mut done = 0;
    for name in &names {
        if let Some(short) = shorter.get(name.text) {
            out.push_str(&code.text[done..name.at]);
            out.push_str(short);
            done = name.at + name.text.len();
        }
    }
    out.push_str(&code.text[done..]);
    out
}

/// Names that the code gives: behind `let`, `function` and `class`, before `=` and `=>`, and in lists before those or before a body.
fn declared<'a>(code: &Code, names: &[Name<'a>]) -> BTreeSet<&'a str> {
    let assigned = |rest: &str| rest.starts_with('=') && !rest.starts_with("==");
    let mut out = BTreeSet::new();
    // Where brackets are open, and the first name inside.
    let mut open: Vec<usize> = Vec::new();
    let mut next = 0;
    let mut literals = code.literals.iter().peekable();
    let mut at = 0;
    while let Some(c) = code.text[at..].chars().next() {
        if let Some(literal) = literals.next_if(|literal| literal.start <= at) {
            at = literal.end;
            continue;
        }
        if let Some(name) = names.get(next).filter(|name| name.at == at) {
            next += 1;
            at += name.text.len();
            let before = &code.text[..name.at];
            let given = ["let ", "function ", "class "].iter().any(|word| before.ends_with(word));
            let rest = &code.text[at..];
            if given || rest.starts_with("=>") || (name.before != Some('.') && assigned(rest)) {
                out.insert(name.text);
            }
            continue;
        }
        at += c.len_utf8();
        match c {
            '{' | '(' | '[' => open.push(next),
            '}' | ')' | ']' => {
                let rest = &code.text[at..];
                let first = open.pop().unwrap_or(next);
                if (c == ')' && (rest.starts_with("=>") || rest.starts_with('{'))) || (c == ']' && assigned(rest)) {
                    let listed = |name: &&Name<'a>| {
                        matches!(name.before, Some('(' | '[' | ',' | '.')) && matches!(name.after, Some(',' | ')' | ']' | '='))
                    };
                    out.extend(names[first..next].iter().filter(listed).map(|name| name.text));
                }
            }
            _ => {}
        }
    }
    out
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

/// Whether a brace behind this begins a block, and not an object or a list of properties.
fn opens_block(before: &str) -> bool {
    before.ends_with([')', ';', '{', '}', '\n']) || ["=>", "else", "try", "finally", "do"].iter().any(|word| before.ends_with(word))
}

/// All names outside of literals; numbers are none.
fn names(code: &Code) -> Vec<Name<'_>> {
    let mut names: Vec<Name<'_>> = Vec::new();
    let mut open = Vec::new();
    let mut literals = code.literals.iter().peekable();
    let mut before = None;
    let mut at = 0;
    while let Some(c) = code.text[at..].chars().next() {
        if let Some(literal) = literals.next_if(|literal| literal.start <= at) {
            before = Some('\'');
            at = literal.end;
            continue;
        }
        let length = code.text[at..].find(|c| !is_name(c)).unwrap_or(code.text.len() - at);
        if length == 0 {
            match c {
                '{' if opens_block(&code.text[..at]) => open.push(';'),
                '{' | '(' | '[' => open.push(c),
                '}' | ')' | ']' => drop(open.pop()),
                _ => {}
            }
            if !c.is_whitespace() {
                before = Some(c);
            }
            at += c.len_utf8();
            continue;
        }
        let text = &code.text[at..at + length];
        if !text.starts_with(|c: char| c.is_ascii_digit()) {
            let after = code.text[at + length..].chars().find(|c| !c.is_whitespace());
            names.push(Name { at, text, before, after, inside: open.last().copied() });
        }
        before = text.chars().next_back();
        at += length;
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn short(text: &str, literals: &[&str]) -> String {
        let literals = literals.iter().map(|part| text.find(part).map(|at| at..at + part.len()).unwrap()).collect();
        shorten(&Code { text: text.into(), literals })
    }

    #[test]
    fn a_shared_name_becomes_two_signs_wherever_it_is_used() {
        assert_eq!(short("let count=1;f(count,...count);[count]", &[]), "let aa=1;f(aa,...aa);[aa]");
        assert_eq!(short("let count='count';aa=count", &["'count'"]), "let ab='count';aa=ab");
        assert_eq!(short("f(()=>{let n=1,count=n?count:2})", &[]), "f(()=>{let n=1,aa=n?aa:2})");
        assert_eq!(short("let[one,two]=x;for(let step of y)step", &[]), "let[aa,ac]=x;for(let ab of y)ab");
        assert_eq!(
            short("function make(from,to=1){return from}(count,...rest)=>rest;item=>item", &[]),
            "function ad(ab,to=1){return ab}(aa,...ae)=>ae;ac=>ac"
        );
    }

    #[test]
    fn a_value_is_said_in_fewer_signs() {
        assert_eq!(short("f(true,a===undefined?-Infinity:{b:false})", &[]), "f(!0,a===void 0?-1/0:{b:!1})");
        assert_eq!(short("f('true')", &["'true'"]), "f('true')");
    }

    #[test]
    fn a_name_that_could_mean_something_else_stays() {
        for kept in ["a.count=count", "f({count})", "f({b,count:1},count)", "let{count}=b;count", "({b,count}=c)"] {
            assert_eq!(short(kept, &[]), kept);
        }
        assert_eq!(short("let page;select=x", &[]), "let page;select=x");
        assert_eq!(short("document.title==history", &[]), "document.title==history");
    }
}
