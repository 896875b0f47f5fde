//! Alike sentences become fragments: two rows of sentences, one in each document, that say the same.

use std::cmp::Reverse;
use std::ops::Range;

use super::alike::{Alike, Room, alike};
use super::bag::Bags;
use super::indexed::Indexed;
use super::joint::Joint;
use super::wholes::Wholes;
use super::{RewriteConfig, Rewritten};

/// Two rows of sentences that are alike as wholes.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Fragment {
    left: Range<usize>,
    right: Range<usize>,
    /// Cosine of the wholes, in ten-thousandths.
    cosine: u32,
    /// Sentences with a counterpart, on the side that has fewer.
    sentences: usize,
    /// Sum of the cosines of its sentences with their best counterparts, on the side that has less.
    weight: u64,
}

/// What was looked at between two documents.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Account {
    /// Pairs of sentences that are alike.
    pub alike: usize,
    /// The passages, sorted; no two overlap on either side.
    pub found: Vec<Rewritten>,
    /// What comes nearest, however unlike and short, where nothing was found.
    pub nearest: Option<Rewritten>,
}

/// What two documents have in common in other words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Compared {
    /// Sorted; no two overlap on either side.
    pub found: Vec<Rewritten>,
    /// Whether so many sentences are alike that some were not held against one another.
    pub is_capped: bool,
}

/// The passages that two documents have in common in other words. A pure function.
#[must_use]
pub(super) fn compare(documents: (u32, u32), left: &Bags, right: &Indexed<'_>, room: &mut Room, config: &RewriteConfig) -> Compared {
    let (alike, is_capped) = alike(left, right, (config.sentence_cosine, config.sentence_dice), room);
    if leads_nowhere(&alike, config) {
        return Compared { found: Vec::new(), is_capped };
    }
    let joint = Joint::of(left, right, room);
    let found = Comparison::passages(documents, &joint, &alike, config);
    joint.give_back(room);
    Compared { found, is_capped }
}

/// Whether alike sentences are too few for a summary, stand apart, and are each not alike enough to be a passage. Two documents in three that have any have one or two.
fn leads_nowhere(alike: &[Alike], config: &RewriteConfig) -> bool {
    let is_far = |one: u32, other: u32| one.abs_diff(other) > config.gap.saturating_add(1);
    let are_apart = match alike {
        [] => return true,
        [_] => true,
        [one, other] => is_far(one.left, other.left) || is_far(one.right, other.right),
        _ => false,
    };
    are_apart && alike.len() < config.summary_sentences && alike.iter().all(|alike| alike.cosine <= config.threshold * 100)
}

/// The same as [`compare`], with what comes nearest where it finds nothing.
#[must_use]
pub(super) fn examine(documents: (u32, u32), left: &Bags, right: &Indexed<'_>, config: &RewriteConfig) -> Account {
    let mut room = Room::default();
    let (alike, _) = alike(left, right, (config.sentence_cosine, config.sentence_dice), &mut room);
    if alike.is_empty() {
        return Account::default();
    }
    let joint = Joint::of(left, right, &mut room);
    let found = Comparison::passages(documents, &joint, &alike, config);
    let lax = RewriteConfig { threshold: 0, min_words: 0, min_content: 0, ..*config };
    let nearest = Comparison::passages(documents, &joint, &alike, &lax)
        .into_iter()
        .filter(|_| found.is_empty())
        .max_by_key(|passage| (passage.cosine, *passage));
    Account { alike: alike.len(), found, nearest }
}

/// Two documents, and what of them is alike.
struct Comparison<'a> {
    documents: (u32, u32),
    joint: &'a Joint<'a>,
    wholes: Wholes<'a>,
    alike: &'a [Alike],
    config: &'a RewriteConfig,
}

impl<'a> Comparison<'a> {
    fn passages(documents: (u32, u32), joint: &'a Joint<'a>, alike: &'a [Alike], config: &'a RewriteConfig) -> Vec<Rewritten> {
        Self { documents, joint, wholes: Wholes::new(joint), alike, config }.found()
    }

    fn found(&mut self) -> Vec<Rewritten> {
        let mut plain = apart(self.fragments(self.config.gap, self.config.threshold));
        for fragment in &mut plain {
            self.grow(fragment);
        }
        let mut plain: Vec<(Rewritten, u64)> = apart(plain).iter().map(|f| (self.passage(f), f.weight)).collect();
        plain.retain(|(passage, _)| self.says_enough(passage));
        let mut found = self.summaries(&plain);
        let summaries = found.len();
        for (passage, _) in plain {
            if !found[..summaries].iter().any(|summary| meet(summary, &passage)) {
                found.push(passage);
            }
        }
        found.sort_unstable();
        found
    }

    /// Fragments around alike sentences of which no more than `gap` lie between two on either side. One that is not alike as a whole is tried
    /// with smaller and smaller gaps: those at which it falls apart.
    fn fragments(&mut self, gap: u32, threshold: u32) -> Vec<Fragment> {
        let mut found = Vec::new();
        let mut open = vec![(self.alike.to_vec(), gap)];
        while let Some((alike, gap)) = open.pop() {
            for part in part(alike, gap) {
                let fragment = self.around(&part);
                if fragment.cosine > threshold * 100 {
                    found.push(fragment);
                } else if let Some(gap) = parting_gap(&part) {
                    open.push((part, gap));
                }
            }
        }
        found
    }

    /// Summaries: one side is several times as long, and its alike sentences are spread over most of its document, which then is the original as a whole.
    fn summaries(&mut self, plain: &[(Rewritten, u64)]) -> Vec<Rewritten> {
        let config = self.config;
        if self.alike.len() < config.summary_sentences {
            return Vec::new();
        }
        // Little of the long side is in the short one, so that they are less alike as wholes.
        let threshold = config.threshold * 9 / 10;
        let ratio = |p: &Rewritten| {
            (
                p.left_words.len() >= config.summary_ratio.saturating_mul(p.right_words.len()),
                p.right_words.len() >= config.summary_ratio.saturating_mul(p.left_words.len()),
            )
        };
        let mut found = Vec::new();
        for fragment in apart(self.fragments(config.summary_gap, threshold)) {
            let mut passage = self.passage(&fragment);
            // A copied passage with a stray sentence far away is no summary.
            let is_even = !plain.iter().any(|(own, weight)| {
                meet(own, &passage) && ratio(own) == (false, false) && weight * 100 > fragment.weight * u64::from(config.summary_even)
            });
            if !is_even || !self.says_enough(&passage) || fragment.sentences < config.summary_sentences {
                continue;
            }
            let (side, bags) = match ratio(&passage) {
                (true, _) => (&mut passage.left_words, self.joint.left),
                (_, true) => (&mut passage.right_words, self.joint.right),
                _ => continue,
            };
            let whole = bags.sentences[0].words.union(&bags.sentences[bags.sentences.len() - 1].words);
            if u64::from(side.len()) * 100 >= u64::from(whole.len()) * u64::from(config.summary_share) {
                *side = whole;
                found.push(passage);
            }
        }
        found
    }

    fn around(&mut self, part: &[Alike]) -> Fragment {
        let range = |side: fn(&Alike) -> u32| {
            let (low, high) = part.iter().map(side).fold((u32::MAX, 0), |(low, high), s| (low.min(s), high.max(s)));
            low as usize..high as usize + 1
        };
        let best_of = |side: fn(&Alike) -> u32| {
            let mut sorted: Vec<(u32, u32)> = part.iter().map(|a| (side(a), a.cosine)).collect();
            sorted.sort_unstable_by_key(|(sentence, cosine)| (*sentence, Reverse(*cosine)));
            sorted.dedup_by_key(|(sentence, _)| *sentence);
            (sorted.iter().map(|(_, cosine)| u64::from(*cosine)).sum::<u64>(), sorted.len())
        };
        let (left, right) = (range(|a| a.left), range(|a| a.right));
        let (lefts, rights) = (best_of(|a| a.left), best_of(|a| a.right));
        Fragment {
            cosine: self.wholes.cosine(left.clone(), right.clone()),
            left,
            right,
            sentences: lefts.1.min(rights.1),
            weight: lefts.0.min(rights.0),
        }
    }

    /// Takes in the neighbouring sentence, on one side or on both, that makes the whole most alike, as long as any does.
    fn grow(&mut self, fragment: &mut Fragment) {
        let (lefts, rights) = (self.joint.left.sentences.len(), self.joint.right.sentences.len());
        loop {
            let Fragment { left, right, .. } = &*fragment;
            let before = |range: &Range<usize>| range.start.saturating_sub(1)..range.end;
            let behind = |range: &Range<usize>, all: usize| range.start..(range.end + 1).min(all);
            let wider = [
                (before(left), right.clone()),
                (left.clone(), before(right)),
                (behind(left, lefts), right.clone()),
                (left.clone(), behind(right, rights)),
                (before(left), before(right)),
                (behind(left, lefts), behind(right, rights)),
            ];
            let best = wider
                .into_iter()
                .map(|(left, right)| (self.wholes.cosine(left.clone(), right.clone()), left, right))
                .reduce(|best, other| if other.0 > best.0 { other } else { best })
                .filter(|(cosine, ..)| *cosine > fragment.cosine);
            let Some((cosine, left, right)) = best else { return };
            *fragment = Fragment { left, right, cosine, ..*fragment };
        }
    }

    fn passage(&mut self, fragment: &Fragment) -> Rewritten {
        let words =
            |bags: &Bags, sentences: &Range<usize>| bags.sentences[sentences.start].words.union(&bags.sentences[sentences.end - 1].words);
        let common = self.wholes.common(fragment.left.clone(), fragment.right.clone());
        Rewritten {
            left: self.documents.0,
            right: self.documents.1,
            left_words: words(self.joint.left, &fragment.left),
            right_words: words(self.joint.right, &fragment.right),
            shared: common.shared,
            content: common.content,
            cosine: fragment.cosine,
        }
    }

    fn says_enough(&self, passage: &Rewritten) -> bool {
        passage.left_words.len().min(passage.right_words.len()) >= self.config.min_words && passage.content >= self.config.min_content
    }
}

fn meet(one: &Rewritten, other: &Rewritten) -> bool {
    one.left_words.overlap(&other.left_words) > 0 || one.right_words.overlap(&other.right_words) > 0
}

/// Parts pairs of sentences until no two neighbours, on either side, have more than `gap` sentences between them.
fn part(alike: Vec<Alike>, gap: u32) -> Vec<Vec<Alike>> {
    let mut open = vec![alike];
    let mut done = Vec::new();
    while let Some(mut own) = open.pop() {
        let mut parts: Vec<Vec<Alike>> = Vec::new();
        for side in [|a: &Alike| a.left, |a: &Alike| a.right] {
            own.sort_unstable_by_key(|a| (side(a), *a));
            parts = own.chunk_by(|a, b| side(b) - side(a) <= gap.saturating_add(1)).map(<[Alike]>::to_vec).collect();
            if parts.len() > 1 {
                break;
            }
        }
        if parts.len() > 1 { open.append(&mut parts) } else { done.append(&mut parts) }
    }
    done
}

/// The greatest gap at which such a part falls into smaller ones, if it does.
fn parting_gap(part: &[Alike]) -> Option<u32> {
    let widest = |side: fn(&Alike) -> u32| {
        let mut sentences: Vec<u32> = part.iter().map(side).collect();
        sentences.sort_unstable();
        sentences.windows(2).map(|two| two[1] - two[0]).max()
    };
    widest(|a| a.left).max(widest(|a| a.right))?.checked_sub(2)
}

/// The weightiest fragments; what overlaps a weightier one on either side is dropped.
fn apart(mut found: Vec<Fragment>) -> Vec<Fragment> {
    found.sort_unstable_by_key(|f| (Reverse(f.weight), f.left.start, f.right.start, f.left.end, f.right.end));
    let mut kept: Vec<Fragment> = Vec::new();
    let overlap = |a: &Range<usize>, b: &Range<usize>| a.start < b.end && b.start < a.end;
    for fragment in found {
        if !kept.iter().any(|k| overlap(&k.left, &fragment.left) || overlap(&k.right, &fragment.right)) {
            kept.push(fragment);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::super::bag::tests::bags_of;
    use super::super::indexed::Tables;
    use super::super::lexicon::Lexicon;
    use super::super::stem::terms;
    use super::*;
    use crate::text::{Compounds, tokenize};
    use proptest::prelude::*;

    const DISPATCH: &str = "The harbour council voted on Tuesday to close the old ferry landing before winter. \
        Engineers had warned for years that the timber piles were rotten and could give way under a full boat. \
        Passengers will be taken across by bus until a new landing is built upstream.";
    const REWRITTEN: &str = "Before winter the old landing of the ferry will close, the council of the harbour voted Tuesday. \
        That the piles of timber were rotting, and might give way beneath a boat that is full, engineers warned years ago. \
        Until upstream another landing has been built, buses take passengers across.";
    const OTHER: &str = "Nobody expected the orchestra to play again this season. The conductor fell ill in spring. \
        A choir from the islands sang instead, and the hall was full every night. Tickets were sold out within an hour.";

    fn found(left: &str, right: &str, config: &RewriteConfig) -> Vec<Rewritten> {
        let lexicon = Lexicon::default();
        let bags = [left, right].map(|text| {
            let tokens = tokenize(text, Compounds::Joined);
            Bags::new(text, &tokens, &terms(text, &tokens, 0..tokens.len(), &lexicon))
        });
        let hashes = lexicon.hashes();
        compare((0, 1), &bags[0], &Indexed::new(&bags[1], Tables::new(&hashes)), &mut Room::default(), config).found
    }

    #[test]
    fn a_dispatch_told_in_other_words_is_found_and_what_stands_around_it_is_not() {
        let (left, right) =
            (format!("{OTHER} {DISPATCH}"), format!("{REWRITTEN} It rained all week in the hills. Sheep were moved to the barns early."));
        let passages = found(&left, &right, &RewriteConfig::default());
        let [passage] = &passages[..] else { panic!("{passages:?}") };
        let text = &left[tokenize(&left, Compounds::Joined).bytes(passage.left_words).range()];
        assert!(text.starts_with("The harbour") && text.ends_with("upstream"), "{text}");
        assert_eq!(passage.right_words.start, 0);
        assert!(passage.shared > 25 && passage.cosine > 5000, "{passage:?}");
    }

    #[test]
    fn texts_on_other_things_have_nothing_in_common() {
        assert!(found(OTHER, DISPATCH, &RewriteConfig::default()).is_empty());
    }

    fn text() -> impl Strategy<Value = String> {
        let words =
            vec!["the", "of", "river", "low", "boats", "Marrow", "ferry", "said", "council", "vote.", "too.", "was", "bridge", "old"];
        prop::collection::vec(prop::sample::select(words), 4..200).prop_map(|words| words.join(" "))
    }

    proptest! {
        #[test]
        fn a_part_falls_apart_at_its_gap_and_at_no_greater_one(places in prop::collection::vec((0u32..40, 0u32..40), 1..12), gap in 0u32..40) {
            let alike: Vec<Alike> = places.into_iter().map(|(left, right)| Alike { left, right, cosine: 5000 }).collect();
            for part in part(alike, gap) {
                let parting = (0..gap).rev().find(|gap| super::part(part.clone(), *gap).len() > 1);
                prop_assert_eq!(parting_gap(&part), parting);
            }
        }

        #[test]
        fn where_alike_sentences_lead_nowhere_there_is_no_passage(left in text(), right in text(), threshold in 10u32..90, gap in 0u32..3) {
            let ([left, right], hashes) = bags_of([&left, &right]);
            let config = RewriteConfig { threshold, gap, min_words: 1, min_content: 0, ..RewriteConfig::default() };
            let right = Indexed::new(&right, Tables::new(&hashes));
            let mut room = Room::default();
            let (alike, _) = alike(&left, &right, (33, 33), &mut room);
            if !alike.is_empty() && leads_nowhere(&alike, &config) {
                let joint = Joint::of(&left, &right, &mut room);
                prop_assert_eq!(Comparison::passages((0, 1), &joint, &alike, &config), []);
            }
        }

        #[test]
        fn passages_are_long_alike_and_apart(left in text(), right in text(), threshold in 10u32..90, min_words in 5u32..30) {
            let config = RewriteConfig { threshold, min_words, min_content: 2, ..RewriteConfig::default() };
            let passages = found(&left, &right, &config);
            for (n, passage) in passages.iter().enumerate() {
                prop_assert!(passage.left_words.len().min(passage.right_words.len()) >= min_words);
                prop_assert!(passage.cosine > threshold * 9 / 10 * 100 && passage.content >= 2);
                prop_assert!(passage.shared <= passage.left_words.len().max(passage.right_words.len()));
                prop_assert!(passages[..n].iter().all(|other| !meet(other, passage)));
            }
            prop_assert_eq!(&passages, &found(&left, &right, &config));
        }
    }
}
