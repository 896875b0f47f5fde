//! Anchors to pairs: pairs of documents a second, on one thread.

mod common;

use std::hint::black_box;

use criterion::{Criterion, Throughput};
use wirecopy::align::{AlignConfig, Pair, Reach, Side, align};
use wirecopy::read::Corpus;
use wirecopy::seeds::{Anchor, Candidates, Place, SeedConfig, candidates, postings};
use wirecopy::span::{Bytes, Span, Words};
use wirecopy::text::{Tokens, normal_form};

fn main() {
    let mut criterion = common::criterion();
    bench(&mut criterion);
    criterion.final_summary();
}

fn bench(criterion: &mut Criterion) {
    let corpus = common::replicated(common::REPLICAS);
    let input = Input::of(&corpus);
    let expected = input.align();
    check(&input, &expected);

    let mut group = criterion.benchmark_group("align");
    group.throughput(Throughput::Elements(input.candidates.pairs().len() as u64));
    group.bench_function("pairs of documents", |b| b.iter(|| assert_eq!(black_box(&input).align(), expected)));
    group.finish();
}

struct Input<'a> {
    texts: Vec<&'a str>,
    tokens: Vec<Tokens>,
    places: Vec<Place>,
    candidates: Candidates,
}

impl<'a> Input<'a> {
    fn of(corpus: &'a Corpus) -> Self {
        let texts = common::texts(corpus);
        let tokens = common::tokens(&texts);
        let config = SeedConfig::default();
        let places = common::places(corpus);
        let candidates = candidates(&postings(&tokens, &config), &tokens, &places, &config);
        Self { texts, tokens, places, candidates }
    }

    /// The normal forms of a document's words.
    fn forms(&self, document: u32, words: Span<Words>) -> Vec<String> {
        let form = |span: &Span<Bytes>| {
            let mut form = String::new();
            normal_form(&self.texts[document as usize][span.range()], &mut form);
            form
        };
        self.tokens[document as usize].spans[words.range()].iter().map(form).collect()
    }

    fn align(&self) -> Vec<Pair> {
        let side = |document: u32| Side { text: self.texts[document as usize], tokens: &self.tokens[document as usize] };
        let pairs = self.candidates.pairs();
        let of = |anchors: &&[Anchor]| {
            let [left, right] = [anchors[0].left, anchors[0].right];
            let of_one_outlet = left != right && self.places[left as usize].outlet == self.places[right as usize].outlet;
            let reach = if of_one_outlet { Reach::Paragraph } else { Reach::Document };
            align(side(left), side(right), anchors, SeedConfig::default().words, reach, &AlignConfig::default())
        };
        pairs.iter().flat_map(of).collect()
    }
}

/// The first replica has the pairs that the corpus has by itself, and no pair has more equal words than a longest common
/// subsequence of its two sides, found the slow way.
fn check(input: &Input<'_>, pairs: &[Pair]) {
    let corpus = common::corpus();
    let places = common::places(&corpus);
    // Of one outlet only standing text is looked at, and twenty replicas have more of that.
    let between_outlets = |p: &&Pair| match [p.left, p.right].map(|document| places.get(document as usize)) {
        [Some(left), Some(right)] => left.outlet != right.outlet,
        _ => false,
    };
    let alone = Input::of(&corpus).align();
    let alone: Vec<&Pair> = alone.iter().filter(between_outlets).collect();
    let first: Vec<&Pair> = pairs.iter().filter(between_outlets).collect();
    assert!(!alone.is_empty());
    assert!(first == alone, "other replicas change nothing: {} pairs, alone {}", first.len(), alone.len());
    for pair in pairs {
        let words = |document: u32, words: Span<Words>| &input.tokens[document as usize].hashes[words.range()];
        let (left, right) = (words(pair.left, pair.left_words), words(pair.right, pair.right_words));
        let [lefts, rights] =
            [(pair.left, pair.left_words), (pair.right, pair.right_words)].map(|(document, words)| input.forms(document, words));
        let joints = compounds(&lefts, &rights) + compounds(&rights, &lefts);
        assert!(pair.matched - pair.near <= longest_common(left, right) + joints, "more words match than can");
    }
}

/// Two neighbouring words of `parts` that are one word of `whole`: how many such places there are.
fn compounds(parts: &[String], whole: &[String]) -> u32 {
    parts.windows(2).filter(|two| whole.contains(&two.concat())).map(|_| 1).sum()
}

fn longest_common(left: &[u64], right: &[u64]) -> u32 {
    let mut row = vec![0u32; right.len() + 1];
    for l in left {
        let mut diagonal = 0;
        for (n, r) in right.iter().enumerate() {
            let above = row[n + 1];
            row[n + 1] = if l == r { diagonal + 1 } else { above.max(row[n]) };
            diagonal = above;
        }
    }
    row[right.len()]
}
