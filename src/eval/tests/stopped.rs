//! Evaluations that are told to stop.

use super::*;
use crate::observer::Patient;

#[test]
fn an_evaluation_stops_whenever_it_is_asked_to() {
    let (run, spans) = three_findings();
    let pairs = [("a", "b"), ("a", "d"), ("c", "d")].map(|(left, right)| DocumentPair {
        left: left.to_owned(),
        right: right.to_owned(),
        similarity: None,
        label: None,
        class: None,
    });
    let config = EvalConfig { errors: 9, ..EvalConfig::default() };
    // Of spans, three are found; of documents, three pairs are gold and four found.
    for (run, gold, least) in
        [(run, Gold::Spans(spans), 3 * 5), (two_families(), Gold::Documents(DocumentGold::Pairs(pairs.to_vec())), 3 + 4)]
    {
        let patient = Patient::new(usize::MAX);
        assert_eq!(evaluate(&run, &gold, &config, &patient).unwrap(), evaluate(&run, &gold, &config, &Silent).unwrap());
        assert!(patient.asked() >= least, "{}", patient.asked());
        for times in 0..patient.asked() {
            let stopped = evaluate(&run, &gold, &config, &Patient::new(times));
            assert_eq!(stopped.unwrap_err().kind(), ErrorKind::Interrupted, "{times}");
        }
    }
}
