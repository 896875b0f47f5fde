//! Blocks of texts, story by story, with the differences of their pairs and the strips of their stories.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;

use super::carry::{self, PairsOf};
use super::columns::{Block, Blocks, Column, pack};
use super::diff::{self, Side, WordCache};
use super::index::{Index, NONE, at, position};
use super::stories::Story;
use super::tell;
use crate::report::model::Kind;

/// Bytes of text that one block holds, about: what the script decodes to show one document.
const BLOCK: usize = if cfg!(test) { 8 << 10 } else { 128 << 10 };
/// Blocks that are made at once, before it is looked whether they fit: at first, and while many will.
const BATCH: usize = if cfg!(test) { 2 } else { 16 };
const MOST: usize = if cfg!(test) { 4 } else { 128 };

/// What the script reads after it has inflated a block.
#[derive(Default, Serialize)]
struct Content<'a> {
    /// Text by document.
    texts: BTreeMap<u32, &'a str>,
    /// Differing stretches by pair: left skip, left length, right skip, right length, in code
    /// points, one after another; null where the two sides are too unlike.
    changes: BTreeMap<u32, Option<Vec<u32>>>,
    /// Sentences by story: start, end, documents that carry it.
    carry: BTreeMap<u32, Vec<(u32, u32, Vec<u32>)>>,
}

/// Documents in the order in which their texts are wanted: story by story, the lead first, then the rest.
pub(super) fn wanted(index: &Index<'_>, stories: &[Story]) -> Vec<u32> {
    let mut order = Vec::with_capacity(index.run.documents.len());
    let mut seen = vec![false; index.run.documents.len()];
    let mut want = |doc: u32| {
        if !std::mem::replace(&mut seen[at(doc)], true) {
            order.push(doc);
        }
    };
    for story in stories {
        want(tell::lead_doc(index, story));
        story.docs.iter().for_each(|&doc| want(doc));
    }
    let mut rest: Vec<u32> = (0..position(index.run.documents.len())).collect();
    rest.sort_by_key(|&d| std::cmp::Reverse(index.run.documents[at(d)].reused_words));
    rest.into_iter().for_each(want);
    order
}

/// Blocks of texts that fit, and how many documents' texts are in them. `row_on_page` tells where a
/// pair stands among those on the page, or [`NONE`].
pub(super) fn blocks(index: &Index<'_>, stories: &[Story], pairs: &PairsOf, row_on_page: &[u32], budget: u64) -> (Blocks, u64) {
    let texts = &index.texts;
    let order: Vec<u32> = wanted(index, stories).into_iter().filter(|&d| !texts[at(d)].is_empty()).collect();
    let mut groups: Vec<&[u32]> = Vec::new();
    let (mut from, mut bytes) = (0, 0);
    for (i, &doc) in order.iter().enumerate() {
        bytes += texts[at(doc)].len();
        if bytes >= BLOCK || i + 1 == order.len() {
            groups.push(&order[from..=i]);
            (from, bytes) = (i + 1, 0);
        }
    }
    let mut place = vec![NONE; texts.len()];
    order.iter().enumerate().for_each(|(i, &doc)| place[at(doc)] = position(i));
    let mut stories_of: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (s, story) in stories.iter().enumerate() {
        stories_of.entry(tell::lead_doc(index, story)).or_default().push(position(s));
    }
    let content = |docs: &&[u32]| {
        let mut content = Content::default();
        let mut cache = WordCache::new(texts);
        for &doc in *docs {
            content.texts.insert(doc, texts[at(doc)]);
            for &row in pairs.of(doc).iter().filter(|&&row| row_on_page[at(row)] != NONE) {
                let (left, right) = index.pair(row);
                // A pair's differences stand with whichever of its texts comes later.
                let other = if left == doc { right } else { left };
                // What was rewritten is not linked word for word.
                let copied = !matches!(index.run.pairs.numbered(at(row)).kind, Kind::Rewritten | Kind::Paraphrase);
                if copied && (place[at(other)], other) < (place[at(doc)], doc) {
                    let changed = pair_changes(index, row, &mut cache);
                    if changed.as_ref().is_none_or(|c| !c.is_empty()) {
                        content.changes.insert(row_on_page[at(row)], changed);
                    }
                }
            }
            for &story in stories_of.get(&doc).into_iter().flatten() {
                let strip = carry::carried(index, &stories[at(story)], doc, pairs).into_iter();
                content.carry.insert(story, strip.map(|sentence| (sentence.start, sentence.end, sentence.docs)).collect());
            }
        }
        pack(&serde_json::to_vec(&content).expect("plain data always serializes"))
    };

    let mut out = Blocks::default();
    let mut block_of = vec![0; texts.len()];
    let (mut left, mut embedded) = (budget, 0);
    let (mut batch, mut rest) = (BATCH, &groups[..]);
    'all: while !rest.is_empty() {
        let (some, behind) = rest.split_at(rest.len().min(batch));
        let packed: Vec<String> = some.par_iter().map(content).collect();
        for (n, body) in (groups.len() - rest.len()..).zip(packed) {
            let block = Block { name: format!("texts.{n}"), body };
            let Some(after) = left.checked_sub(block.size()) else {
                break 'all;
            };
            left = after;
            embedded += groups[n].len() as u64;
            groups[n].iter().for_each(|&doc| block_of[at(doc)] = position(n) + 1);
            out.blocks.push(block);
        }
        rest = behind;
        // Half of those that fit into what is left, if they are like those before.
        let average = ((budget - left) / out.blocks.len() as u64).max(1);
        batch = usize::try_from(left / average / 2).map_or(MOST, |half| half.clamp(BATCH, MOST));
    }
    out.extend(Blocks::of_columns("documents", vec![("block", Column::Plain(block_of))]));
    (out, embedded)
}

fn pair_changes(index: &Index<'_>, row: u32, cache: &mut WordCache<'_>) -> Option<Vec<u32>> {
    let (pair, (left, right)) = (index.run.pairs.numbered(at(row)), index.pair(row));
    let left = Side { doc: left, bytes: at(pair.left_byte_start)..at(pair.left_byte_end) };
    let right = Side { doc: right, bytes: at(pair.right_byte_start)..at(pair.right_byte_end) };
    let (mut l, mut r) = (0, 0);
    let changes = diff::changes(cache, &left, &right)?;
    let mut flat = Vec::with_capacity(4 * changes.len());
    for change in changes {
        flat.extend([change.left.0 - l, change.left.1 - change.left.0]);
        flat.extend([change.right.0 - r, change.right.1 - change.right.0]);
        (l, r) = (change.left.1, change.right.1);
    }
    Some(flat)
}

#[cfg(test)]
mod tests {
    use super::super::fixtures;
    use super::super::stories::gather;
    use super::*;

    #[test]
    fn texts_come_story_by_story_until_the_budget_ends() {
        let run = fixtures::synthetic(3_000, 3);
        let index = Index::new(&run).unwrap();
        let (stories, _) = gather(&index);
        let order = wanted(&index, &stories);
        assert_eq!(order.len(), run.documents.len());
        assert_eq!(order[0], tell::lead_doc(&index, &stories[0]));
        let all: Vec<u32> = (0..position(run.pairs.len())).collect();
        let pairs = PairsOf::new(&index);
        let (whole, n) = blocks(&index, &stories, &pairs, &all, u64::MAX);
        assert_eq!(n, run.documents.len() as u64);
        let (some, fewer) = blocks(&index, &stories, &pairs, &all, whole.size() / 2);
        assert!(fewer < n && fewer > 0 && some.size() <= whole.size() / 2 + 2_000);
    }

    #[test]
    fn blocks_that_are_made_at_once_are_those_that_fit_one_at_a_time() {
        let run = fixtures::synthetic(3_000, 3);
        let index = Index::new(&run).unwrap();
        let (stories, _) = gather(&index);
        let all: Vec<u32> = (0..position(run.pairs.len())).collect();
        let pairs = PairsOf::new(&index);
        let of_budget = |budget| blocks(&index, &stories, &pairs, &all, budget).0.blocks;
        // The column of blocks stands behind them; each of its numbers is a byte.
        let block_of = |blocks: &[Block]| super::super::columns::tests::unpack(&blocks.last().unwrap().body);
        let every = of_budget(u64::MAX);
        let (column, many) = (block_of(&every), every.len() - 1);
        assert!((4 * MOST..256).contains(&many), "{many} blocks");
        assert_eq!(column.len(), run.documents.len());
        let together: u64 = every[..many].iter().map(Block::size).sum();
        let budgets = (0..=20).map(|twentieths| together * twentieths / 20).chain([1, together - 1, together + 1]);
        for budget in budgets {
            let (mut left, mut fitting) = (budget, 0);
            while let Some(after) = every[..many].get(fitting).and_then(|block| left.checked_sub(block.size())) {
                (left, fitting) = (after, fitting + 1);
            }
            let found = of_budget(budget);
            assert_eq!(found[..found.len() - 1], every[..fitting], "{budget} bytes");
            let expected: Vec<u8> = column.iter().map(|&n| if usize::from(n) <= fitting { n } else { 0 }).collect();
            assert_eq!(block_of(&found), expected, "{budget} bytes");
        }
        for (n, block) in every[..many].iter().enumerate() {
            assert_eq!(block.name, format!("texts.{n}"));
        }
    }

    #[test]
    fn a_pair_that_is_equal_word_for_word_needs_no_entry() {
        let run = fixtures::small();
        let index = Index::new(&run).unwrap();
        let mut cache = WordCache::new(&index.texts);
        let told: Vec<Option<Vec<u32>>> = (0..position(run.pairs.len())).map(|row| pair_changes(&index, row, &mut cache)).collect();
        assert!(told.iter().any(|c| c.as_ref().is_some_and(Vec::is_empty)));
        assert!(told.iter().any(|c| c.as_ref().is_some_and(|c| c.len() >= 4 && c.len() % 4 == 0)));
    }
}
