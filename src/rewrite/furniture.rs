//! Sentences that stand word for word in many documents: buttons, footers, notices, a tweet that everybody quotes.
//!
//! Two documents that share them share a template or a copy, which the other tier tells; what was rewritten begins elsewhere. The same goes for a
//! form that many documents fill with other numbers, and for a line that one document repeats: the first few of it start what there is.

use std::hash::Hasher;
use std::ops::Range;

use rayon::prelude::*;

use super::RewriteConfig;
use super::bag::{Bags, count};
use crate::keyed::KeyHasher;
use crate::text::Tokens;

/// Sentences of one document that are equal word for word and start something: a thousand lines that are alike in two documents are a million pairs.
const REPEATED: usize = 16;

/// What starts nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Furniture {
    /// Different sentences in more than `common_bound` documents.
    pub common: u64,
    /// Different forms, sentences without their numbers, in more than `document_bound` documents.
    pub forms: u64,
    /// Sentences that their own document repeats too often.
    pub repeated: u64,
}

/// A sentence by its hash: where it stands. Sorted by all fields in order.
type Standing = (u64, u32, u32);

/// Marks the sentences of all documents that start nothing.
pub(super) fn mark(bags: &mut [Bags], tokens: &[Tokens], config: &RewriteConfig) -> Furniture {
    let mut told = Furniture::default();
    let (wholes, forms) = standing(bags, tokens);
    for same in wholes.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > config.common_bound) {
        if is_in_more(same, config.common_bound) {
            told.common += 1;
            mark_all(bags, same);
        } else {
            for own in same.chunk_by(|a, b| a.1 == b.1) {
                let beyond = own.get(REPEATED..).unwrap_or_default();
                told.repeated += beyond.len() as u64;
                mark_all(bags, beyond);
            }
        }
    }
    for same in forms.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > config.document_bound) {
        if is_in_more(same, config.document_bound) {
            told.forms += 1;
            mark_all(bags, same);
        }
    }
    told
}

/// All sentences by the hash of all their words, and those that hold a number by that of their other words. Sorted.
fn standing(bags: &[Bags], tokens: &[Tokens]) -> (Vec<Standing>, Vec<Standing>) {
    /// Documents that are looked at together.
    const TOGETHER: usize = 256;
    let some = |(part, some): (usize, &[Bags])| {
        let (mut wholes, mut forms) = (Vec::new(), Vec::new());
        for (document, own) in (part * TOGETHER..).zip(some) {
            for (n, sentence) in own.sentences.iter().enumerate() {
                let (whole, form) = hashes(&tokens[document], sentence.words.range());
                wholes.push((whole, count(document), count(n)));
                forms.extend(form.map(|form| (form, count(document), count(n))));
            }
        }
        (wholes, forms)
    };
    let parts: Vec<_> = bags.par_chunks(TOGETHER).enumerate().map(some).collect();
    let (wholes, forms): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
    let [mut wholes, mut forms] = [wholes, forms].map(|parts| parts.concat());
    wholes.par_sort_unstable();
    forms.par_sort_unstable();
    (wholes, forms)
}

/// The hash of a sentence's words, which have strong hashes themselves, and that of those that are no numbers, if any is one.
fn hashes(tokens: &Tokens, words: Range<usize>) -> (u64, Option<u64>) {
    let (mut whole, mut form, mut has_number) = (KeyHasher::default(), KeyHasher::default(), false);
    for (word, traits) in tokens.hashes[words.clone()].iter().zip(&tokens.traits[words]) {
        whole.write_u64(*word);
        if traits.is_number() {
            has_number = true;
        } else {
            form.write_u64(*word);
        }
    }
    (whole.finish(), has_number.then(|| form.finish()))
}

fn is_in_more(same: &[Standing], bound: usize) -> bool {
    same.chunk_by(|a, b| a.1 == b.1).count() > bound
}

fn mark_all(bags: &mut [Bags], standing: &[Standing]) {
    for &(_, document, sentence) in standing {
        bags[document as usize].sentences[sentence as usize].is_common = true;
    }
}

#[cfg(test)]
mod tests {
    use super::super::bag::tests::numbers;
    use super::super::lexicon::Lexicon;
    use super::*;
    use crate::text::{Compounds, tokenize};

    fn bags(texts: &[String], tokens: &[Tokens]) -> Vec<Bags> {
        let lexicon = Lexicon::default();
        texts.iter().zip(tokens).map(|(text, tokens)| Bags::new(text, tokens, &numbers(&lexicon, tokens))).collect()
    }

    fn is_common(bags: &Bags) -> Vec<bool> {
        bags.sentences.iter().map(|sentence| sentence.is_common).collect()
    }

    #[test]
    fn a_sentence_in_more_documents_than_the_bound_is_marked_in_all_of_them() {
        let texts: Vec<String> = (0..4).map(|n| format!("Join the conversation today. Article {n} says nothing new at all.")).collect();
        let tokens: Vec<Tokens> = texts.iter().map(|t| tokenize(t, Compounds::Joined)).collect();
        let mut bags = bags(&texts, &tokens);
        let bound = |common_bound: usize| RewriteConfig { common_bound, ..RewriteConfig::default() };
        assert_eq!(mark(&mut bags, &tokens, &bound(4)), Furniture::default());
        assert_eq!(mark(&mut bags, &tokens, &bound(3)), Furniture { common: 1, ..Furniture::default() });
        assert!(bags.iter().all(|b| is_common(b) == [true, false]));
    }

    fn marked(texts: &[String], config: &RewriteConfig) -> (Furniture, Vec<Vec<bool>>) {
        let tokens: Vec<Tokens> = texts.iter().map(|t| tokenize(t, Compounds::Joined)).collect();
        let mut bags = bags(texts, &tokens);
        let told = mark(&mut bags, &tokens, config);
        (told, bags.iter().map(is_common).collect())
    }

    #[test]
    fn a_form_that_many_documents_fill_with_other_numbers_is_marked() {
        let texts: Vec<String> =
            (0..5).map(|n| format!("Revs 3{n}.1 mln vs 2{n}.4 mln. The mayor of Tarn spoke {n} times. Boats {n}.")).collect();
        let config = RewriteConfig { document_bound: 4, common_bound: 9, ..RewriteConfig::default() };
        let (told, common) = marked(&texts[..4], &config);
        assert_eq!(told, Furniture::default());
        assert!(common.concat().iter().all(|c| !c));
        let (told, common) = marked(&texts, &config);
        assert!(told.forms >= 2 && common.concat().iter().all(|c| *c), "{told:?} {common:?}");
    }

    #[test]
    fn of_a_line_that_a_document_repeats_the_first_few_start_something() {
        let (told, common) = marked(&["Nobody inherits a ceasefire.\n".repeat(REPEATED + 3)], &RewriteConfig::default());
        assert_eq!(told, Furniture { repeated: 3, ..Furniture::default() });
        assert_eq!(common[0].iter().position(|c| *c), Some(REPEATED));
    }
}
