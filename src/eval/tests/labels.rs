//! Labels that say nothing, contradict one another, or name one document in two ways.

use super::*;

#[test]
fn documents_without_a_family_are_alone() {
    let members = [("a", "x"), ("b", "x"), ("c", ""), ("d", " "), ("e", ""), ("f", "")];
    let members = members.map(|(id, family)| (id.to_owned(), family.to_owned())).to_vec();
    let gold = Gold::Documents(DocumentGold::Families(members.clone()));
    let evaluation = evaluate(&two_families(), &gold, &EvalConfig::default(), &Silent).unwrap();
    let all = &document_figures(&evaluation).rows[0];
    assert_eq!((all.gold, all.found, all.right), (1, 4, 1), "a-b alone is gold");
    assert!(evaluation.left_out.is_empty(), "all are named: {:?}", evaluation.left_out);
    let both = [members, vec![("a".to_owned(), String::new())]].concat();
    let error = evaluate(&two_families(), &Gold::Documents(DocumentGold::Families(both)), &EvalConfig::default(), &Silent).unwrap_err();
    assert!(error.to_string().contains("`a` in two families, `x` and none"), "{error}");
}

#[test]
fn among_labelled_pairs_those_without_a_label_are_left_out_and_counted() {
    let pairs = [("a", "b", Some(1.0)), ("b", "c", None), ("e", "d", None), ("d", "e", Some(0.0)), ("e", "f", None)];
    let pairs = pairs.map(|(left, right, label)| document_pair(left, right, Some(0.9), label));
    let gold = Gold::Documents(DocumentGold::Pairs(pairs.to_vec()));
    for (among, found) in [(None, 2), (Some(Among::Listed), 2), (Some(Among::All), 3)] {
        let evaluation = evaluate(&two_families(), &gold, &EvalConfig { among, ..EvalConfig::default() }, &Silent).unwrap();
        let figures = document_figures(&evaluation);
        let all = &figures.rows[0];
        assert_eq!((all.gold, all.found, all.right), (1, found, 1), "{among:?}: b-c counts nowhere");
        assert_eq!(figures.threshold, None);
        assert!(evaluation.left_out.contains(&("pairs of the gold without a label, where others have one".to_owned(), 3)));
    }
    let plain = Gold::Documents(DocumentGold::Pairs(vec![document_pair("a", "b", None, None)]));
    let evaluation = evaluate(&two_families(), &plain, &EvalConfig::default(), &Silent).unwrap();
    assert_eq!(document_figures(&evaluation).rows[0].gold, 1, "without any label a list of pairs names near-duplicates");
}

#[test]
fn labels_contradict_one_another_under_two_names_of_a_document_too() {
    let run = run(&[("in/a.txt", "n"), ("in/b.txt", "s")]);
    let gold = |second: f64| {
        let pairs = vec![document_pair("in/a.txt", "b.txt", None, Some(1.0)), document_pair("in/b.txt", "a.txt", None, Some(second))];
        Gold::Documents(DocumentGold::Pairs(pairs))
    };
    let error = evaluate(&run, &gold(0.0), &EvalConfig::default(), &Silent).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Malformed);
    assert!(evaluate(&run, &gold(2.0), &EvalConfig::default(), &Silent).is_ok());
}

#[test]
fn a_document_that_is_named_by_the_end_of_its_path_is_the_same_document() {
    let (run, mut gold) = three_findings();
    gold.cases.push(case(("in/a.txt", 0, 100), ("data/in/b.txt", 0, 100), "one"));
    let evaluation = evaluate(&run, &Gold::Spans(gold.clone()), &EvalConfig::default(), &Silent).unwrap();
    assert_eq!(span_rows(&evaluation)[0].gold, 2);
    assert!(evaluation.left_out.contains(&("gold passages that stand there again, counted once".to_owned(), 1)));
    for name in ["a.txt", "in/a.txt", "data/in/a.txt"] {
        gold.cases[2] = case(("b.txt", 0, 9), (name, 0, 401), "one");
        let error = evaluate(&run, &Gold::Spans(gold.clone()), &EvalConfig::default(), &Silent).unwrap_err();
        assert!(error.to_string().contains(&format!("`{name}` that ends at 401, and its text has 400 characters")), "{error}");
    }
    gold.cases[2] = case(("b.txt", 0, 9), ("nowhere.txt", 0, 401), "one");
    assert!(evaluate(&run, &Gold::Spans(gold), &EvalConfig::default(), &Silent).is_ok(), "of what the run does not have nothing is known");
}
