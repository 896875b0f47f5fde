//! Rewritten copy.

mod alike;
mod bag;
mod fragment;
mod sentence;
mod stem;
pub use stem::term;

use serde::{Deserialize, Serialize};

use crate::span::{Span, Words};
use alike::Weighed;
use fragment::{Fragment, fragments};

pub use bag::Bags;
pub use sentence::sentences;

/// Options of the stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RewriteConfig {
    /// Least cosine of two sentences, in hundredths.
    pub cosine: u32,
    /// Least Dice coefficient of their different words, in hundredths.
    pub dice: u32,
    /// Sentences between two alike ones of one fragment.
    pub gap: u32,
    /// The least gap.
    pub least_gap: u32,
    /// Least cosine of a fragment as a whole, in hundredths.
    pub whole: u32,
    /// Least words of either side.
    pub min_words: u32,
    /// The gap of a summary.
    pub summary_gap: u32,
    /// How many times longer the source.
    pub summary_ratio: u32,
    /// x
    pub summary_whole: u32,
    /// x
    pub summary_sentences: u32,
    /// x
    pub summary_even: u32,
    /// x
    pub rounds: u32,
    /// x
    pub add_bonus: u32,
    /// x
    pub drop_malus: u32,
    /// Least share of a document that becomes the whole of it.
    pub summary_share: u32,
}

impl Default for RewriteConfig {
    fn default() -> Self {
        Self { cosine: 33, dice: 33, gap: 4, least_gap: 0, whole: 40, min_words: 25, summary_gap: 24, summary_ratio: 3, summary_share: 50, summary_whole: 34, summary_sentences: 0, summary_even: 1000, rounds: 0, add_bonus: 0, drop_malus: 0 }
    }
}

/// Two spans.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rewritten {
    /// Left.
    pub left_words: Span<Words>,
    /// Right.
    pub right_words: Span<Words>,
    /// Cosine, ten-thousandths.
    pub cosine: u32,
}

/// Compares two documents.
#[must_use]
pub fn compare(left: &Bags, right: &Bags, config: &RewriteConfig) -> Vec<Rewritten> {
    let weighed = Weighed::new(left, right);
    let alike = weighed.alike(config.cosine, config.dice);
    if alike.is_empty() {
        return Vec::new();
    }
    let spans = |f: &Fragment| {
        let of = |bags: &Bags, r: &std::ops::Range<usize>| bags.sentences[r.start].union(&bags.sentences[r.end - 1]);
        Rewritten { left_words: of(left, &f.left), right_words: of(right, &f.right), cosine: f.cosine }
    };
    let long = |r: &Rewritten| r.left_words.len() >= config.min_words && r.right_words.len() >= config.min_words;
    let mut found: Vec<Rewritten> = Vec::new();
    let narrow = fragments(&weighed, &alike, config.gap, config);
    if config.summary_gap > config.gap {
        let whole = |bags: &Bags| bags.sentences[0].union(&bags.sentences[bags.sentences.len() - 1]);
        let (l, r) = (whole(left), whole(right));
        let c = RewriteConfig { whole: config.summary_whole, ..*config };
        for w in fragments(&weighed, &alike, config.summary_gap, &c) {
            let mut f = spans(&w);
            if !long(&f) || w.sentences < config.summary_sentences as usize { continue }
            if narrow.iter().map(|n| (n, spans(n))).any(|(n, s)| s.left_words.overlap(&f.left_words) > 0 && s.right_words.overlap(&f.right_words) > 0
                && s.left_words.len().max(s.right_words.len()) < config.summary_ratio * s.left_words.len().min(s.right_words.len())
                && n.weight * 100 > w.weight * u64::from(config.summary_even)) { continue }
            let (x, y) = (f.left_words.len(), f.right_words.len());
            if x >= config.summary_ratio * y && x * 100 >= config.summary_share * l.len() {
                f.left_words = l;
                found.push(f);
            } else if y >= config.summary_ratio * x && y * 100 >= config.summary_share * r.len() {
                f.right_words = r;
                found.push(f);
            }
        }
    }
    let plain: Vec<Rewritten> = narrow.iter().map(spans).filter(long)
       .filter(|p| !found.iter().any(|f| f.left_words.overlap(&p.left_words) > 0 && f.right_words.overlap(&p.right_words) > 0)).collect();
    found.extend(plain);
    found
}
