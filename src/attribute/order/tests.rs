//! Order and sources of made clusters.

use super::*;
use crate::attribute::{credits, dates};

/// A cluster over documents that all consist of one line, the passage being what stands behind " | ".
struct Made {
    documents: Vec<Document>,
    members: Vec<Member>,
    outlets: Outlets,
}

/// Each row: id and outlet in one, date, text with the passage between bars, coverage.
fn made(rows: &[(&str, &str, &str, f64)]) -> Made {
    let mut outlets = Outlets::builtin();
    let mut made = Made { documents: Vec::new(), members: Vec::new(), outlets: Outlets::empty() };
    for (document, &(outlet, date, text, coverage)) in rows.iter().enumerate() {
        let start = text.chars().position(|c| c == '|').unwrap();
        let end = text.chars().collect::<Vec<_>>().iter().rposition(|c| *c == '|').unwrap() - 1;
        let (start, end) = (u32::try_from(start).unwrap(), u32::try_from(end).unwrap());
        made.members.push(Member { document, span: Span::new(start, end), coverage });
        outlets.add_named(outlet);
        made.documents.push(Document {
            id: outlet.to_lowercase(),
            outlet: Some(outlet.to_owned()),
            date: (!date.is_empty()).then(|| ("date".to_owned(), date.to_owned())),
            text: text.replace('|', "").into(),
            ..Document::default()
        });
    }
    made.outlets = outlets;
    made
}

impl Made {
    fn order(&self, kind: Kind, likenesses: &[Likeness]) -> Order {
        let publications: Vec<_> = self.documents.iter().map(dates::publication).collect();
        let credits: Vec<_> = self.documents.iter().map(|d| credits::credits(d, &self.outlets)).collect();
        let named = outlets_of(&self.documents, &self.outlets);
        let evidence =
            Evidence { documents: &self.documents, named: &named, publications: &publications, credits: &credits, outlets: &self.outlets };
        order(&Cluster { kind, members: &self.members, likenesses }, &evidence)
    }
}

const TEXT: &str = "|The talks on the city went on all night and ended without result|.";

fn roles(order: &Order) -> Vec<Role> {
    order.members.iter().map(|member| member.role).collect()
}

#[test]
fn the_first_is_said_only_where_intervals_are_disjoint() {
    let days = |a, b, c| made(&[("One", a, TEXT, 1.0), ("Two", b, TEXT, 1.0), ("Three", c, TEXT, 1.0)]).order(Kind::Wire, &[]);
    let order = days("2016-12-10", "2016-12-03", "2016-12-07");
    assert_eq!(roles(&order), [Role::Later, Role::First, Role::Later]);
    assert_eq!((order.first, order.members[1].grade), (Some(1), Grade::Dated));
    // One day apart without zones: nobody knows.
    let order = days("2016-12-04", "2016-12-03", "2016-12-20");
    assert_eq!(roles(&order), [Role::Tied, Role::Tied, Role::Later]);
    assert_eq!((order.first, order.first_interval), (None, None));
    assert!(order.members[0].evidence.contains("may be the first, as may two"), "{}", order.members[0].evidence);
}

#[test]
fn copies_of_one_outlet_do_not_keep_it_from_being_the_first() {
    let mut rows = made(&[("One", "2016-12-03", TEXT, 1.0), ("One", "2016-12-04", TEXT, 1.0), ("Two", "2016-12-20", TEXT, 1.0)]);
    rows.documents[1].id = "one again".into();
    let order = rows.order(Kind::Wire, &[]);
    // Which of the two came first nobody knows, but both were before the others.
    assert_eq!((order.first, roles(&order)), (Some(0), vec![Role::First, Role::First, Role::Later]));
}

#[test]
fn a_document_that_counts_as_an_outlet_of_its_own_is_that_whatever_its_address() {
    let mut rows = made(&[("One", "2016-12-01", TEXT, 1.0), ("Two", "2016-12-09", TEXT, 1.0)]);
    for (document, url) in rows.documents.iter_mut().zip(["https://www.cnn.com/x/1", "https://edition.cnn.com/y/2"]) {
        (document.outlet, document.url) = (None, Some(url.to_owned()));
    }
    assert_eq!(roles(&rows.order(Kind::Wire, &[])), [Role::First, Role::Later]);
}

#[test]
fn in_a_cluster_of_one_outlet_its_documents_stand_against_one_another() {
    let alone = made(&[("One", "2016-12-03", TEXT, 1.0), ("One", "2016-12-20", TEXT, 1.0)]).order(Kind::Wire, &[]);
    assert_eq!((alone.first, roles(&alone)), (Some(0), vec![Role::First, Role::Later]));
    assert!(alone.members[0].evidence.contains("before every dated copy; the next is one"), "{}", alone.members[0].evidence);
    let tied = made(&[("One", "2016-12-03", TEXT, 1.0), ("One", "2016-12-04", TEXT, 1.0)]).order(Kind::Wire, &[]);
    assert_eq!((tied.first, roles(&tied)), (None, vec![Role::Tied; 2]));
}

#[test]
fn a_page_is_not_the_first_where_its_own_outlet_had_the_text_before() {
    let mut rows = made(&[("One", "2016-12-05T15:26:00Z", TEXT, 1.0), ("One", "", TEXT, 1.0), ("Two", "2016-12-20", TEXT, 1.0)]);
    rows.documents[1].id = "one before".into();
    rows.documents[1].meta.insert("scrape_time".into(), "2016-12-05T13:51:40Z".into());
    let order = rows.order(Kind::Wire, &[]);
    assert_eq!((order.first, order.members[0].role), (Some(1), Role::Later));
}

#[test]
fn who_names_a_source_whose_copy_has_no_date_is_not_the_first() {
    let credited = "According to RT, |the talks on the city went on all night and ended without result|.";
    let order =
        made(&[("One", "2016-12-03", credited, 0.3), ("RT", "", TEXT, 1.0), ("Two", "2016-12-20", TEXT, 1.0)]).order(Kind::Wire, &[]);
    assert_eq!((order.first, order.members[0].role, order.members[0].source), (None, Role::Tied, Some(1)));
    assert!(order.members[0].evidence.contains("which does not make it the first"), "{}", order.members[0].evidence);
}

#[test]
fn a_credit_of_an_outlet_dates_no_page_of_it_that_has_no_date() {
    let credited = "Republished from RT.\n\n|The talks on the city went on all night and ended without result|.";
    let fetched = |of_rt: &str, taken: &str, date: &str| {
        let mut rows = made(&[("Islam Times", "", credited, 0.9), ("RT", date, TEXT, 1.0)]);
        rows.documents[0].meta.insert("scrape_time".into(), taken.into());
        rows.documents[1].meta.insert("scrape_time".into(), of_rt.into());
        rows.order(Kind::Wire, &[]).first
    };
    assert_eq!(fetched("2016-12-05T10:00:00Z", "2016-12-06T10:00:00Z", ""), None);
    assert_eq!(fetched("2016-12-09T10:00:00Z", "2016-12-06T10:00:00Z", "2016-12-05T09:00:00Z"), Some(1));
    // A page of the day after can be none that was taken.
    assert_eq!(fetched("2016-12-09T10:00:00Z", "2016-12-06T10:00:00Z", "2016-12-06"), None);
}

#[test]
fn an_undated_copy_is_said_to_be_so_and_takes_no_part() {
    let order =
        made(&[("One", "2016-12-03", TEXT, 1.0), ("Two", "", TEXT, 1.0), ("Three", "2016-12-20", TEXT, 1.0)]).order(Kind::Wire, &[]);
    assert_eq!(roles(&order), [Role::First, Role::Undated, Role::Later]);
    assert_eq!(order.undated, 1);
    assert!(order.members[0].evidence.contains("one copy has no date and may be earlier"), "{}", order.members[0].evidence);
    let alone = made(&[("One", "2016-12-03", TEXT, 1.0), ("Two", "", TEXT, 1.0)]).order(Kind::Wire, &[]);
    assert_eq!((roles(&alone), alone.first), (vec![Role::Tied, Role::Undated], None));
}

#[test]
fn an_undated_copy_that_was_fetched_before_all_others_is_the_first() {
    let mut rows = made(&[("One", "", TEXT, 1.0), ("Two", "2016-12-03", TEXT, 1.0)]);
    rows.documents[0].meta.insert("scrape_time".into(), "2016-11-01".into());
    let order = rows.order(Kind::Wire, &[]);
    assert_eq!((order.first, order.first_interval), (Some(0), None));
}

#[test]
fn an_undated_copy_that_credits_a_dated_one_is_later_than_it() {
    let credited = "Republished from RT.\n\n|The talks on the city went on all night and ended without result|.";
    let rows = [("Islam Times", "", credited, 0.9), ("RT", "2016-12-03", TEXT, 1.0)];
    let order = made(&rows).order(Kind::Wire, &[]);
    assert_eq!((roles(&order), order.first), (vec![Role::Undated, Role::First], Some(1)));
    let first = &order.members[1];
    assert!(first.evidence.contains("what is known to be later credits it"), "{}", first.evidence);
    // GUIDE has this case under `credited`, since the first one names no source.
    assert_eq!((first.grade, first.source, first.credited.as_deref()), (Grade::Credited, None, None));
    // Another one without a date may be earlier, and is said to be so.
    let more = made(&[rows[0], rows[1], ("Three", "", TEXT, 1.0)]).order(Kind::Wire, &[]);
    assert!(more.members[1].evidence.contains("one copy has no date and may be earlier"), "{}", more.members[1].evidence);
}

#[test]
fn a_bound_on_an_undated_copy_takes_nothing_from_what_is_known_of_the_others() {
    let dated = [("One", "2016-12-03", TEXT, 1.0), ("Two", "2016-12-20", TEXT, 1.0), ("Three", "", TEXT, 1.0)];
    assert_eq!(made(&dated).order(Kind::Wire, &[]).first, Some(0));
    for (fetched, first) in [("2017-01-01", Some(0)), ("2016-11-01", Some(2))] {
        let mut rows = made(&dated);
        rows.documents[2].meta.insert("scrape_time".into(), fetched.into());
        assert_eq!(rows.order(Kind::Wire, &[]).first, first, "{fetched}");
    }
}

#[test]
fn a_credit_names_the_source_even_where_dates_tie() {
    let credited = "According to RT, |the talks on the city went on all night and ended without result|.";
    let order = made(&[("Islam Times", "2016-12-03", credited, 0.3), ("RT", "2016-12-03", TEXT, 1.0)]).order(Kind::Wire, &[]);
    let member = &order.members[0];
    assert_eq!((member.source, member.grade, member.role), (Some(1), Grade::Credited, Role::Tied));
    assert!(member.evidence.starts_with("credits RT (“According to RT”, characters 0 to 15, rule according-to)"), "{}", member.evidence);
}

#[test]
fn a_credit_of_one_that_has_no_copy_keeps_others_from_being_the_source() {
    let agency = "MOSCOW (Reuters) - |The talks on the city went on all night and ended without result|.";
    let order = made(&[("One", "2016-12-03", agency, 0.9), ("Two", "2016-12-20", agency, 0.9)]).order(Kind::Wire, &[]);
    assert_eq!((order.members[1].source, order.members[1].credited.as_deref()), (None, Some("Reuters")));
    assert_eq!(roles(&order), [Role::First, Role::Later]);
}

#[test]
fn a_copy_published_later_is_not_the_one_that_was_credited() {
    let credited = "According to RT, |the talks on the city went on all night and ended without result|.";
    let order = made(&[("One", "2016-12-03", credited, 0.3), ("RT", "2016-12-20", TEXT, 1.0)]).order(Kind::Wire, &[]);
    assert_eq!((order.members[0].source, order.members[0].grade), (None, Grade::Credited));
    // Nor is the one that credits it the source of its later copy.
    assert_eq!((order.members[1].role, order.members[1].source), (Role::Later, None));
}

#[test]
fn what_stands_in_a_dispatch_is_the_agency_s_and_what_stands_in_quotes_is_the_one_s_beside_it() {
    let text = "MOSCOW (Reuters) - It rained.\n\nThe envoy told RT: “|The talks went on all night and ended without any result|.”";
    let rows = made(&[("One", "2016-12-03", text, 0.5), ("RT", "2016-12-03", TEXT, 1.0)]);
    let credited = |kind| rows.order(kind, &[]).members[0].credited.clone();
    assert_eq!(credited(Kind::Wire).as_deref(), Some("Reuters"));
    assert_eq!(credited(Kind::Quote).as_deref(), Some("RT"));
}

#[test]
fn two_that_credit_one_another_make_no_circle() {
    let credits = |whom: &str| format!("According to {whom}, |the talks on the city went on all night and ended without result|.");
    let (left, right) = (credits("TASS"), credits("RT"));
    let order = made(&[("RT", "2016-12-03", &left, 0.5), ("TASS", "2016-12-03", &right, 0.5)]).order(Kind::Wire, &[]);
    assert_eq!(order.members.iter().filter(|member| member.source.is_some()).count(), 1);
    assert!(order.members.iter().any(|member| member.evidence.contains("neither can be put first")));
}

#[test]
fn two_that_hold_the_text_twice_and_credit_one_another_make_no_circle_through_their_other_places() {
    let credits = |whom: &str| format!("According to {whom}, |the talks on the city went on all night and ended without result|.");
    let (left, right) = (credits("TASS"), credits("RT"));
    let mut rows = made(&[("RT", "2016-12-03", &left, 0.5), ("TASS", "2016-12-03", &right, 0.5)]);
    // Another place of the text in each document, behind the first.
    for member in [0, 1] {
        let Member { document, span, coverage } = rows.members[member];
        let text = rows.documents[document].text.clone();
        let (twice, shift) = (format!("{text}\n\n{text}"), u32::try_from(text.chars().count()).unwrap() + 2);
        rows.documents[document].text = twice.into();
        rows.members.push(Member { document, span: Span::new(span.start + shift, span.end + shift), coverage });
    }
    let order = rows.order(Kind::Wire, &[]);
    let edge = |n: usize| order.members[n].source.map(|source| (rows.members[n].document, rows.members[source].document));
    let edges: std::collections::BTreeSet<_> = (0..4).filter_map(edge).collect();
    assert_eq!(edges.len(), 1, "each has it from the other: {edges:?}");
}

#[test]
fn of_the_earlier_copies_the_one_most_alike_is_the_source() {
    let rows = made(&[("One", "2016-12-03", TEXT, 0.9), ("Two", "2016-12-09", TEXT, 0.9), ("Three", "2016-12-20", TEXT, 0.9)]);
    let likeness = |left, right, identity| Likeness { left, right, identity };
    let order = rows.order(Kind::Wire, &[likeness(0, 2, 0.8), likeness(2, 1, 0.95), likeness(0, 1, 0.9)]);
    let sources: Vec<_> = order.members.iter().map(|member| member.source).collect();
    assert_eq!(sources, [None, Some(0), Some(1)]);
    assert!(order.members[2].evidence.contains("95% of the words"), "{}", order.members[2].evidence);
}

#[test]
fn quotations_have_the_speaker_as_source_and_not_one_another() {
    let text = "Yury Ushakov spoke to the press.\n\n“|There have never been so many phone calls about a single issue|,” Ushakov said.";
    let order = made(&[("One", "2016-11-30", text, 0.1), ("Two", "2016-12-20", text, 0.1)]).order(Kind::Quote, &[]);
    assert_eq!(order.speaker.as_deref(), Some("Ushakov"));
    assert_eq!((order.first, order.members[1].source), (Some(0), None));
    assert!(order.members[1].evidence.contains("from Ushakov"), "{}", order.members[1].evidence);
}

#[test]
fn where_no_date_decides_the_agency_s_document_that_consists_of_the_text_is_inferred() {
    let order = made(&[("One", "2016-12-03", TEXT, 0.2), ("TASS", "2016-12-03", TEXT, 0.95)]).order(Kind::Passage, &[]);
    assert_eq!((order.members[0].source, order.members[0].grade), (Some(1), Grade::Inferred));
    // A page that consists of a part of another one is an excerpt as likely as not.
    let page = made(&[("One", "2016-12-03", TEXT, 0.2), ("Two", "2016-12-03", TEXT, 0.95)]).order(Kind::Passage, &[]);
    assert_eq!((page.members[0].source, page.members[0].grade), (None, Grade::Undetermined));
    let two = made(&[("One", "", TEXT, 0.2), ("TASS", "", TEXT, 0.95), ("AFP", "", TEXT, 0.9)]).order(Kind::Passage, &[]);
    assert_eq!((two.members[0].source, two.members[0].grade), (None, Grade::Undetermined));
}

#[test]
fn a_credit_that_begins_the_next_sentence_is_about_what_follows() {
    let behind = format!("{TEXT} According to RT, it rains.");
    let same = "|The talks on the city went on all night and ended without result|, according to RT.";
    let credited =
        |text: &str| made(&[("One", "", text, 0.3), ("Two", "", TEXT, 1.0)]).order(Kind::Passage, &[]).members[0].credited.clone();
    assert_eq!(credited(&behind), None);
    assert_eq!(credited(same).as_deref(), Some("RT"));
}

#[test]
fn a_credit_far_from_the_passage_does_not_hold_for_it() {
    let far = format!("According to RT, it rains.\n\n{}\n\n{TEXT}", "A paragraph of many other words follows here. ".repeat(12));
    let order = made(&[("One", "2016-12-03", &far, 0.1), ("RT", "2016-12-03", TEXT, 0.6)]).order(Kind::Passage, &[]);
    assert_eq!(order.members[0].credited, None);
}

#[test]
fn the_order_in_which_members_are_given_changes_nothing() {
    let rows =
        [("One", "2016-12-03", TEXT, 0.9), ("Two", "2016-12-09", TEXT, 0.9), ("Three", "2016-12-09", TEXT, 0.2), ("Four", "", TEXT, 0.3)];
    let forward = made(&rows).order(Kind::Wire, &[]);
    let mut turned = rows;
    turned.reverse();
    let mut backward = made(&turned).order(Kind::Wire, &[]);
    backward.members.reverse();
    for member in &mut backward.members {
        member.source = member.source.map(|source| 3 - source);
    }
    assert_eq!(forward.members, backward.members);
    assert_eq!(forward.first, backward.first.map(|first| 3 - first));
}

#[test]
fn a_credit_behind_a_line_end_of_the_same_sentence_is_about_the_passage() {
    let source = |end: &str| {
        let copy =
            format!("“|The talks on the city went on all night and ended|,” the columnist{end}observed, as cited by The Tollgate Ledger.");
        let rows = [("The Tollgate Ledger", "2016-12-03", TEXT, 0.3), ("Gazette", "2016-12-20", &copy, 0.3)];
        made(&rows).order(Kind::Quote, &[]).members[1].source
    };
    assert_eq!(source(" "), Some(0));
    assert_eq!(source("\n"), Some(0));
    assert_eq!(source("\n\n"), None);
}

#[test]
fn who_contributed_to_a_text_is_the_source_of_what_it_has_itself() {
    let text = "|The talks on the city went on all night and ended without result|.\n\nAda Quill and Reuters contributed to this report.";
    let order = |first: &str| made(&[(first, "2016-12-01", TEXT, 1.0), ("Two", "2016-12-09", text, 0.5)]).order(Kind::Wire, &[]);
    let of_agency = order("Reuters");
    assert_eq!((of_agency.members[1].source, of_agency.members[1].grade), (Some(0), Grade::Credited));
    let of_other = order("One");
    assert_eq!((of_other.members[1].source, of_other.members[1].grade), (Some(0), Grade::Dated));
    // The one that is named beside the words, or for the whole text, comes before it.
    let beside = format!("According to RT, {text}");
    let rows = [("Reuters", "2016-12-01", TEXT, 1.0), ("RT", "2016-12-02", TEXT, 1.0), ("Two", "2016-12-09", beside.as_str(), 0.5)];
    assert_eq!(made(&rows).order(Kind::Wire, &[]).members[2].source, Some(1));
    let whole = format!("By RT\n\n{text}");
    let rows = [("Reuters", "2016-12-01", TEXT, 1.0), ("RT", "2016-12-02", TEXT, 1.0), ("Two", "2016-12-09", whole.as_str(), 0.5)];
    assert_eq!(made(&rows).order(Kind::Wire, &[]).members[2].source, Some(1));
}

#[test]
fn without_dates_and_credits_nobody_asks_how_much_alike_copies_are() {
    let asks = |made: &Made| {
        let publications: Vec<_> = made.documents.iter().map(dates::publication).collect();
        let credits: Vec<_> = made.documents.iter().map(|d| credits::credits(d, &made.outlets)).collect();
        let named = outlets_of(&made.documents, &made.outlets);
        let (documents, outlets) = (&made.documents, &made.outlets);
        asks_for_likeness(&made.members, &Evidence { documents, named: &named, publications: &publications, credits: &credits, outlets })
    };
    let of = |date, text| made(&[("One", "", TEXT, 1.0), ("Two", date, text, 1.0), ("Three", "", TEXT, 0.3)]);
    let likenesses = [Likeness { left: 0, right: 1, identity: 1.0 }, Likeness { left: 1, right: 2, identity: 0.7 }];
    let undated = of("", TEXT);
    assert!(!asks(&undated));
    for kind in [Kind::Wire, Kind::Quote] {
        assert_eq!(undated.order(kind, &likenesses), undated.order(kind, &[]));
    }
    assert!(asks(&of("2016-12-03", TEXT)));
    assert!(asks(&of("", "According to Reuters, |the talks on the city went on all night|.")));
}

#[test]
fn of_two_credits_in_one_sentence_the_one_who_passes_the_words_on_is_the_source() {
    const SAID: &str = "|We cannot keep paying for a roof that leaks onto the customers every autumn|";
    let source = |before: &str, behind: &str, beta_has_it: bool| {
        let (alpha, beta) = (format!("He said: “{SAID}.”"), format!("He said: “{}.”", if beta_has_it { SAID } else { "|No|" }));
        let text = format!("{before}“{SAID}{behind}");
        let rows =
            made(&[("Alpha Post", "2025-03-01", &alpha, 0.9), ("Beta News", "2025-03-04", &beta, 0.9), ("One", "2025-03-08", &text, 0.9)]);
        let all = Made { members: rows.members.iter().copied().filter(|member| beta_has_it || member.document != 1).collect(), ..rows };
        all.order(Kind::Quote, &[]).members.last().and_then(|last| last.source)
    };
    for (before, behind) in [
        ("Greta Olsen said: ", ",” Beta News reported, citing Alpha Post."),
        ("Greta Olsen said: ", ".” Beta News reported, citing Alpha Post."),
        ("According to Beta News, which cited Alpha Post, Greta Olsen said: ", ".”"),
        ("", ",” Greta Olsen told Alpha Post, Beta News reports."),
        ("", ",” Greta Olsen told Alpha Post, as quoted by Beta News."),
        ("", ",” Greta Olsen told Alpha Post, according to Beta News."),
    ] {
        assert_eq!(source(before, behind, true), Some(1), "{before}…{behind}");
        // Where it has no copy of its own, it passes on none that is here.
        assert_eq!(source(before, behind, false), Some(0), "{before}…{behind}");
    }
    assert_eq!(source("", ",” Greta Olsen told Alpha Post. Beta News reported on Monday that prices had risen.", true), Some(0));
}
