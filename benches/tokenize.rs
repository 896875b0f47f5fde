//! Text to words: bytes of text a second, on one thread.

mod common;

use std::collections::HashMap;
use std::hint::black_box;

use criterion::{Criterion, Throughput};
use wirecopy::text::{Compounds, normal_form, tokenize};

fn main() {
    let mut criterion = common::criterion();
    bench(&mut criterion);
    criterion.final_summary();
}

fn bench(criterion: &mut Criterion) {
    let (one, many) = (common::corpus(), common::replicated(common::REPLICAS));
    let (one, many) = (common::texts(&one), common::texts(&many));
    let mut group = criterion.benchmark_group("tokenize");
    group.throughput(Throughput::Bytes(common::bytes(&many)));
    for (name, compounds) in [("joined", Compounds::Joined), ("cut", Compounds::Cut)] {
        let words = count(&many, compounds);
        assert_eq!(words, common::REPLICAS * count(&one, compounds), "every replica has as many words as the corpus");
        check(&many, compounds);
        group.bench_function(name, |b| b.iter(|| assert_eq!(count(black_box(&many), compounds), words)));
    }
    group.finish();
}

fn count(texts: &[&str], compounds: Compounds) -> usize {
    texts.iter().map(|text| tokenize(text, compounds).len()).sum()
}

/// Equal hash, equal normal form, and the other way round: the normal form is made again from each word's span, alone.
fn check(texts: &[&str], compounds: Compounds) {
    let (mut form_of, mut hash_of) = (HashMap::new(), HashMap::new());
    for text in texts {
        let tokens = tokenize(text, compounds);
        for (hash, span) in tokens.hashes.iter().zip(&tokens.spans) {
            let mut form = String::new();
            normal_form(&text[span.range()], &mut form);
            assert_eq!(*form_of.entry(*hash).or_insert_with(|| form.clone()), form, "one hash, two words");
            assert_eq!(*hash_of.entry(form).or_insert(*hash), *hash, "one word, two hashes");
        }
    }
}
