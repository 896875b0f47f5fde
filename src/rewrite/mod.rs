//! Sentences that say the same in other words become pairs of their own tier: rewritten copy, of which too little is left word for
//! word for an alignment.
//!
//! In: the words of all documents, and the pairs that [`align`](crate::align) found. Out: [`Rewriting`]: pairs of passages, never part of a cluster.
//!
//! 1. [`reading`], [`stem`], [`lexicon`]: words become numbers of stems; [`sentence`], [`bag`]: a document is a row of sentences, each a bag of stems.
//! 2. `content`, `groups`, `partners`: documents that share rare pairs of content words, whatever their order, are compared; so many a document.
//! 3. [`furniture`]: what stands word for word in many documents starts nothing.
//! 4. [`indexed`], [`alike`]: sentences of the two that are alike. Words weigh by how rare they are among the sentences of the two documents ([`weights`]).
//! 5. [`fragment`], [`wholes`]: alike sentences near one another on both sides are a fragment, if it is alike as a whole.
//! 6. [`form`]: what is a form of its house, filled in anew, is left out; [`caption`]: so are captions of other pictures, and rows of names.
//! 7. [`tiers`]: where copies and rewritten passages meet, which of them stands.
//! 8. [`row`]: what shares one row of equal words and nothing beside it is left out, and scripts are ([`is_script`]).
//!
//! Steps 1, 4 and 5 follow Sanchez-Perez, Sidorov and Gelbukh, “A Winning Approach to Text Alignment for Text Reuse Detection at PAN 2014” (CLEF 2014),
//! and their “Adaptive Algorithm for Plagiarism Detection” (CLEF 2015). What is different: sentences are cut at lines and after 40
//! words, fragments grow while they become more alike, a summary needs an even spread, and both documents have equal parts.

mod alike;
mod bag;
mod caption;
mod config;
mod content;
mod form;
mod fragment;
mod frequent;
mod furniture;
mod groups;
mod indexed;
mod joint;
mod lexicon;
mod partners;
mod reading;
mod row;
mod sentence;
mod stem;
mod tally;
mod tiers;
mod weights;
mod wholes;

use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use crate::align::Pair;
use crate::error::Result;
use crate::kernel::memory::ask_for;
use crate::observer::Observer;
use crate::room::{Shelf, give_back};
use crate::span::{Span, Words};
use crate::text::{Tokens, is_script};

use bag::Bags;
use form::Forms;
use fragment::compare;
use indexed::{Indexed, Tables};
use lexicon::Lexicon;
use partners::partners;
use stem::terms;

pub use config::{RewriteConfig, Tiers};
pub use fragment::Account;
pub use furniture::Furniture;

/// Two spans, one in each of two documents, that say the same in other words. Sorted by all fields in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rewritten {
    /// Number of the one document; less than `right`.
    pub left: u32,
    /// Number of the other.
    pub right: u32,
    /// Words of the left one.
    pub left_words: Span<Words>,
    /// Words of the right one.
    pub right_words: Span<Words>,
    /// Words, as stems, that both hold; one that stands several times counts as often as it stands in both.
    pub shared: u32,
    /// Of them, different content words in small letters.
    pub content: u32,
    /// Cosine of the two, in ten-thousandths.
    pub cosine: u32,
}

impl Rewritten {
    /// Cosine of the two spans, 0 to 1.
    #[must_use]
    pub fn similarity(&self) -> f64 {
        f64::from(self.cosine) / 1e4
    }

    /// Shared words over the words of the longer side, 0 to 1.
    #[must_use]
    pub fn identity(&self) -> f64 {
        f64::from(self.shared) / f64::from(self.left_words.len().max(self.right_words.len()))
    }
}

/// What the stage reads, by number of document.
#[derive(Clone, Copy)]
pub struct RewriteInput<'a> {
    /// The texts.
    pub texts: &'a [&'a str],
    /// Their words.
    pub tokens: &'a [Tokens],
    /// Copies, sorted.
    pub copies: &'a [Pair],
    /// Whether two documents, by number, are compared: both of one outlet are not, unless that was asked for.
    pub comparable: &'a (dyn Fn(u32, u32) -> bool + Sync),
    /// Whether two documents, by number, are of one outlet.
    pub one_outlet: &'a (dyn Fn(u32, u32) -> bool + Sync),
    /// Where sentences go when memory is short. Then documents are read twice: first for who is compared with whom, then those that are compared.
    pub shelf: Option<&'a Shelf>,
}

/// What the stage found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rewriting {
    /// Sorted.
    pub pairs: Vec<Rewritten>,
    /// Whether each copy stands, in their order; empty where all do.
    pub stands: Vec<bool>,
    /// Pairs of documents that share enough to be compared.
    pub partners: usize,
    /// Those of them that were not, since their copies leave no room for a passage.
    pub without_room: usize,
    /// Fragments that are a form, filled in with other numbers or words.
    pub forms: usize,
    /// Fragments that share names and too few words in small letters.
    pub names: usize,
    /// Fragments that are captions of two pictures.
    pub captions: usize,
    /// Fragments that share one row of equal words and too little beside it.
    pub rows: usize,
    /// Fragments that are script, data or mark-up on both sides.
    pub scripts: usize,
    /// Fragments that are mostly copies, or give way to them.
    pub covered: usize,
    /// Documents that share words with more documents than they were compared with.
    pub capped_documents: u64,
    /// Pairs of words in so many documents that they brought none together.
    pub frequent_words: u64,
    /// Sentences that started nothing.
    pub furniture: Furniture,
    /// Pairs of documents of which each has so many sentences alike to those of the other that some were not held against one another.
    pub crowded: u64,
}

/// What two documents, each a text and its words, have in common in other words, whether or not they are partners.
#[must_use]
pub fn account(left: (&str, &Tokens), right: (&str, &Tokens), config: &RewriteConfig) -> Account {
    let lexicon = Lexicon::default();
    let [left, right] = [left, right].map(|(text, tokens)| Bags::new(text, tokens, &terms(text, tokens, 0..tokens.len(), &lexicon)));
    let hashes = lexicon.hashes();
    fragment::examine((0, 1), &left, &Indexed::new(&right, Tables::new(&hashes)), config)
}

/// Finds what was rewritten. Cost: linear in the text for the partners, then some ten microseconds for two documents of three hundred words.
///
/// # Errors
/// [`ErrorKind::Io`](crate::ErrorKind::Io) when what memory has no room for cannot be written to disk,
/// [`ErrorKind::Interrupted`](crate::ErrorKind::Interrupted) when the observer was asked to stop.
///
/// # Panics
/// When an option is [out of its range](RewriteConfig::check).
pub fn rewrite(input: RewriteInput<'_>, config: &RewriteConfig, observer: &dyn Observer) -> Result<Rewriting> {
    if config.tiers == Tiers::Copies {
        return Ok(Rewriting::default());
    }
    let lexicon = Lexicon::default();
    let (bags, contents) = if input.shelf.is_some() {
        (None, reading::contents(input, &lexicon))
    } else {
        let (bags, contents) = reading::read(input, &lexicon);
        (Some(bags), contents)
    };
    observer.check()?;
    let partners = partners(contents, input.texts.len(), input.comparable, config);
    give_back();
    observer.check()?;
    let mut wanted = vec![false; input.texts.len()];
    for &(left, right) in &partners.pairs {
        wanted[left as usize] = true;
        wanted[right as usize] = true;
    }
    let mut bags = bags.map_or_else(|| reading::bags(input, &lexicon, &wanted), Ok)?;
    bags.iter_mut().zip(wanted).filter(|(_, wanted)| !wanted).for_each(|(bags, _)| *bags = Bags::default());
    let furniture = furniture::mark(&mut bags, input.tokens, config);
    let with_room = with_room(&partners.pairs, input, config);
    let without_room = partners.pairs.len() - with_room.len();
    let (found, crowded) = compare_all(with_room, (&bags, &lexicon.hashes()), config, observer);
    // Pairs that were left out then are no result.
    observer.check()?;
    let forms = Forms { input, lexicon: &lexicon, rare: &partners.rare, config };
    let all = found.len();
    let found: Vec<Rewritten> = found.into_par_iter().filter(|passage| !forms.is_form(passage)).collect();
    let told = (all - found.len(), found.len());
    let found: Vec<Rewritten> = found.into_par_iter().filter(|passage| !forms.is_row_of_names(passage)).collect();
    let (names, all) = (told.1 - found.len(), found.len());
    let found: Vec<Rewritten> = found.into_par_iter().filter(|passage| !forms.is_caption(passage)).collect();
    let (forms, captions) = (told.0, all - found.len());
    let settled = tiers::settle(found, input.copies, config);
    let standing = settled.pairs.len();
    // Where one tier stands a passage of one row may be all that stands for its documents.
    let is_row = |p: &Rewritten| {
        config.tiers == Tiers::Both
            && row::beside_row(&input.tokens[p.left as usize], &input.tokens[p.right as usize], p) < config.beside_row
    };
    let pairs: Vec<Rewritten> = settled.pairs.into_par_iter().filter(|passage| !is_row(passage)).collect();
    let rows = standing - pairs.len();
    let texts = pairs.len();
    let pairs: Vec<Rewritten> = pairs.into_par_iter().filter(|p| config.tiers == Tiers::One || !is_script_in_both(input, p)).collect();
    Ok(Rewriting {
        rows,
        scripts: texts - pairs.len(),
        pairs,
        stands: settled.stands,
        forms,
        names,
        captions,
        covered: settled.covered,
        partners: partners.pairs.len(),
        without_room,
        capped_documents: partners.capped_documents,
        frequent_words: partners.frequent,
        furniture,
        crowded,
    })
}

/// Whether both sides are script, data or mark-up: it is no sentence, whatever words it shares.
fn is_script_in_both(input: RewriteInput<'_>, passage: &Rewritten) -> bool {
    [(passage.left, passage.left_words), (passage.right, passage.right_words)]
        .into_iter()
        .all(|(document, words)| is_script(input.texts[document as usize], &input.tokens[document as usize], words))
}

/// The pairs of documents, in order, whose copies leave room for a passage.
fn with_room(pairs: &[(u32, u32)], input: RewriteInput<'_>, config: &RewriteConfig) -> Vec<(u32, u32)> {
    let mut copies = input.copies;
    let words = |document: u32| input.tokens[document as usize].len();
    let has_room = |&(left, right): &(u32, u32)| {
        let documents = |copy: &Pair| (copy.left, copy.right);
        copies = &copies[copies.iter().take_while(|copy| documents(copy) < (left, right)).count()..];
        let own = copies.iter().take_while(|copy| documents(copy) == (left, right)).count();
        tiers::leaves_room(&copies[..own], (words(left), words(right)), config)
    };
    pairs.iter().copied().filter(has_room).collect()
}

/// Documents that others are held against, one after another.
const AT_ONCE: usize = 16;

/// Holds the documents of each pair against one another. What was found, sorted, and in how many pairs some sentences were not held against one another.
fn compare_all(
    mut pairs: Vec<(u32, u32)>,
    (bags, hashes): (&[Bags], &[u64]),
    config: &RewriteConfig,
    observer: &dyn Observer,
) -> (Vec<Rewritten>, u64) {
    let crowded = AtomicU64::new(0);
    let starts_nothing: Vec<bool> = bags.par_iter().map(Bags::starts_nothing).collect();
    let is_idle = |(left, right): &(u32, u32)| starts_nothing[*left as usize] || starts_nothing[*right as usize];
    pairs.retain(|pair| !is_idle(pair));
    // A document is indexed once for all that are held against it.
    pairs.par_sort_unstable_by_key(|(left, right)| (*right, *left));
    let mut of_one: Vec<&[(u32, u32)]> = pairs.chunk_by(|a, b| a.1 == b.1).collect();
    // Those held against the same documents come one after another: what these are made of is still in a core's cache.
    of_one.par_sort_unstable_by_key(|own| own[0]);
    let mut found: Vec<Rewritten> = of_one
        .par_chunks(AT_ONCE)
        .map_init(
            || (Some(Tables::new(hashes)), alike::Room::default()),
            |(tables, room), some| {
                let mut found = Vec::new();
                let order: Vec<u32> = some.iter().flat_map(|own| std::iter::once(own[0].1).chain(own.iter().map(|pair| pair.0))).collect();
                let mut place = 0;
                // What a document is made of lies all over memory, and so does what says where.
                let mut next = || {
                    order.get(place + 5).inspect(|later| ask_for(&bags[**later as usize]));
                    order.get(place + 2).inspect(|soon| bags[**soon as usize].fetch());
                    place += 1;
                };
                for own in some.iter().take_while(|_| !observer.interrupted()) {
                    next();
                    let right = Indexed::new(&bags[own[0].1 as usize], tables.take().unwrap_or_else(|| Tables::new(hashes)));
                    for &documents in *own {
                        next();
                        let compared = compare(documents, &bags[documents.0 as usize], &right, room, config);
                        crowded.fetch_add(u64::from(compared.is_capped), Ordering::Relaxed);
                        found.extend(compared.found);
                    }
                    *tables = Some(right.into_tables());
                }
                found
            },
        )
        .flatten_iter()
        .collect();
    found.par_sort_unstable();
    (found, crowded.into_inner())
}
