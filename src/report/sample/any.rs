//! Runs that chance makes: every field can hold everything.

use std::sync::Arc;

use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;

use super::Builder;
use crate::report::model::*;

/// Any text, with what breaks formats: quotes, line ends, control characters, formulas, emoji, right-to-left.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-z ,;\"']{0,6}",
        "[\\x01-\\x1f\\x7f\\u{80}-\\u{9f}]{1,2}",
        Just("\r\n".to_owned()),
        Just("=SUM(A1)".to_owned()),
        Just("'+1".to_owned()),
        Just("@".to_owned()),
        Just("👩‍👩‍👧🇫🇮é".to_owned()),
        Just("مرحبا".to_owned()),
        Just("\u{feff}".to_owned()),
        Just("</script>\\u0000{}".to_owned()),
    ];
    vec(piece, 0..4).prop_map(|pieces| pieces.concat())
}

fn some_text() -> impl Strategy<Value = Option<String>> {
    option::of(text().prop_filter("an empty text is null", |text| !text.is_empty()))
}

fn name() -> impl Strategy<Value = Arc<str>> {
    text().prop_map(Arc::from)
}

fn some_name() -> impl Strategy<Value = Option<Arc<str>>> {
    some_text().prop_map(|text| text.map(Arc::from))
}

/// Numbers of which each two neighbours make a span.
fn numbers() -> impl Strategy<Value = [u32; 9]> {
    any::<[u32; 9]>().prop_map(|mut numbers| {
        for span in numbers.chunks_exact_mut(2) {
            span.sort_unstable();
        }
        numbers
    })
}

fn share() -> impl Strategy<Value = f64> {
    (0..=1_000_000_u32).prop_map(|micros| f64::from(micros) / 1e6)
}

fn kind() -> impl Strategy<Value = Kind> {
    prop::sample::select(vec![Kind::Quote, Kind::Wire, Kind::Passage, Kind::Boilerplate, Kind::Formula, Kind::Rewritten, Kind::Paraphrase])
}

fn role() -> impl Strategy<Value = Role> {
    prop::sample::select(vec![Role::First, Role::Later, Role::Tied, Role::Undated])
}

fn grade() -> impl Strategy<Value = Grade> {
    prop::sample::select(vec![Grade::Credited, Grade::Dated, Grade::Inferred, Grade::Undetermined])
}

prop_compose! {
    fn document()(
        doc in name(), outlet in name(), texts in vec(some_text(), 7), near in some_name(), encoding in text(), words in any::<u32>(), reused_words in any::<u32>(),
        meta in btree_map(text(), text().prop_filter("an empty text is null", |text| !text.is_empty()), 0..3),
    ) -> DocumentRow {
        let [title, url, language, published, published_from, published_to, date_source] = texts.try_into().unwrap();
        DocumentRow { doc, outlet, title, url, language, published, published_from, published_to, date_source, encoding: encoding.into(), words, reused_words, near_duplicate_of: near, meta }
    }
}

prop_compose! {
    fn pair()(
        left_doc in name(), right_doc in name(), n in numbers(), s in [share(), share(), share(), share()], kind in kind(),
        left_cluster in some_name(), right_cluster in some_name(),
    ) -> PairRow {
        PairRow {
            left_doc, left_start: n[0], left_end: n[1], left_byte_start: n[2], left_byte_end: n[3], right_doc, right_start: n[4], right_end: n[5],
            right_byte_start: n[6], right_byte_end: n[7], words: n[8], identity: s[0], left_coverage: s[1], right_coverage: s[2], score: f64::from(n[0]) / 1e6,
            kind, left_cluster, right_cluster, similarity: Some(s[3]).filter(|_| kind == Kind::Rewritten),
        }
    }
}

prop_compose! {
    fn passage()(
        cluster in name(), doc in name(), outlet in name(), n in numbers(), dates in [some_text(), some_text()], role in role(),
        source_doc in some_name(), grade in grade(), evidence in text(), text in text(),
    ) -> PassageRow {
        let [published_from, published_to] = dates.map(|date| date.map(Arc::from));
        // No document has such a name: its spans need not lie in any text.
        let doc = Arc::from(format!("nowhere {doc}"));
        PassageRow {
            cluster, doc, outlet, start: n[0], end: n[1], byte_start: n[2], byte_end: n[3], words: n[4], published_from, published_to, role, source_doc, grade,
            evidence: evidence.into(), text: text.into(),
        }
    }
}

prop_compose! {
    fn cluster()(
        cluster in name(), kind in kind(), part_of in some_name(), n in any::<[u32; 4]>(), first_doc in some_name(),
        texts in [some_text(), some_text(), some_text()], text in text(),
    ) -> ClusterRow {
        let [first_from, first_to, speaker] = texts;
        ClusterRow { cluster, kind, part_of, passages: n[0], documents: n[1], outlets: n[2], words: n[3], first_doc, first_from, first_to, speaker, text: text.into() }
    }
}

prop_compose! {
    fn small_rows()(
        doc in name(), n in numbers(), texts in [text(), text(), text(), text()], shares in [share(), share()], kept in any::<bool>(),
    ) -> (TextRow, RepeatRow, CreditRow, FamilyRow) {
        let [a, b, c, d] = texts;
        (
            TextRow { doc: Arc::clone(&doc), text: a.as_str().into() },
            RepeatRow { doc: Arc::clone(&doc), start: n[0], end: n[1], again_start: n[2], again_end: n[3], words: n[4] },
            CreditRow { doc: Arc::clone(&doc), start: n[0], end: n[1], source: a.clone(), scope: b, rule: c, text: d.clone() },
            FamilyRow { family: a.into(), unit: d.into(), doc, start: n[2], end: n[3], similarity: shares[0], containment: shares[1], kept },
        )
    }
}

prop_compose! {
    /// Any run at all; its rows need not make sense together.
    pub(in crate::report) fn any_run()(
        documents in vec(document(), 0..4), pairs in vec(pair(), 0..4), passages in vec(passage(), 0..4), clusters in vec(cluster(), 0..4),
        small in vec(small_rows(), 0..4),
    ) -> Run {
        let mut run = Builder::new().run;
        (run.documents, run.pairs, run.passages, run.clusters) = (documents, pairs.into(), passages.into(), clusters);
        for (text, repeat, credit, family) in small {
            run.texts.push(text);
            run.repeats.push(repeat);
            run.credits.push(credit);
            run.families.push(family);
        }
        run
    }
}
