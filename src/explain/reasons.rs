//! Why a pair or a cluster has its kind, told with the numbers or the words that decided.

use std::collections::BTreeSet;

use super::Case;
use super::case::{interval, number};
use crate::align::{Judged, Points, Side, points};
use crate::cluster::{Cause, Causes, Cluster, ClusterInput, Clustering, Kind, KindConfig, OfPair, Passage, Telling};
use crate::pipeline::day;
use crate::report::count::whole_percent;
use crate::report::model::PairRow;
use crate::span::{Bytes, Span};
use crate::text::ScriptSign;

/// What was found, as the stage that gives kinds sees it.
pub(super) struct Reasons<'a> {
    case: &'a Case,
    ids: Vec<&'a str>,
    clustering: Clustering,
    days: Vec<Option<i64>>,
    texts: Vec<&'a str>,
    pairs: Vec<crate::align::Pair>,
}

impl<'a> Reasons<'a> {
    /// Takes the pairs of the two documents, each with its row of the run, and the clusters of these ids besides.
    pub(super) fn new(case: &'a Case, found: &[(&Judged, PairRow<&'a str>)], clusters: &[&'a str]) -> Self {
        let of_rows = found.iter().flat_map(|(_, row)| [row.left_cluster, row.right_cluster]).flatten();
        let wanted: BTreeSet<&str> = of_rows.chain(clusters.iter().copied()).collect();
        let ids: Vec<&str> = wanted.into_iter().filter(|id| root_text(case, id).is_some()).collect();
        let place = |id: Option<&str>| id.and_then(|id| ids.binary_search(&id).ok());
        let clustering = Clustering {
            clusters: ids.iter().map(|id| cluster(case, id)).collect(),
            of_pairs: found.iter().map(|(_, row)| OfPair::new(place(row.left_cluster), place(row.right_cluster))).collect(),
            ..Clustering::default()
        };
        Self {
            case,
            ids,
            clustering,
            days: (0..case.documents.len()).map(|at| interval(&case.run, at).map(day)).collect(),
            texts: case.documents.iter().map(|document| &*document.text).collect(),
            pairs: found.iter().map(|(judged, _)| judged.pair).collect(),
        }
    }

    fn causes(&self) -> Causes<'_> {
        let Case { tokens, places, config, .. } = self.case;
        let input = ClusterInput { texts: &self.texts, tokens, places, pairs: &self.pairs, seeds: &config.seeds, align: &config.align };
        Causes::new(input, &self.clustering, &self.days, &config.kind)
    }

    /// Why each of the pairs is a formula or boilerplate; of copies their clusters tell it.
    pub(super) fn pairs(&self, found: &[(&Judged, PairRow<&str>)]) -> Vec<Vec<String>> {
        // What kinds rest on is asked of the whole corpus: only where somebody is told.
        let causes = found.iter().any(|(_, row)| is_told(row.kind)).then(|| self.causes());
        let told = |judged: &Judged, row: &PairRow<&str>| {
            causes.as_ref().filter(|_| is_told(row.kind)).map_or_else(Vec::new, |causes| self.pair(causes, judged, row))
        };
        found.iter().map(|(judged, row)| told(judged, row)).collect()
    }

    fn pair(&self, causes: &Causes<'_>, judged: &Judged, row: &PairRow<&str>) -> Vec<String> {
        let (first, second) = self.case.ordered();
        let side = |at: usize| Side { text: &self.case.documents[at].text, tokens: &self.case.tokens[at] };
        let telling = causes.telling(&judged.pair);
        let mut told = Vec::new();
        if row.kind == Kind::Boilerplate {
            told.extend(causes.boilerplate(&judged.pair).map(|cause| format!("By itself it is boilerplate: {}.", self.sentence(cause))));
        } else if !telling.is_copy() {
            let identity = judged.verdict.evidence().identity;
            let points = points(side(first), side(second), &judged.alignment, identity);
            told.push(of_pair(judged, points, telling, &self.case.config.kind));
        }
        let mut clusters: Vec<&str> = [row.left_cluster, row.right_cluster].into_iter().flatten().collect();
        clusters.dedup();
        let of_kind = clusters.into_iter().filter(|id| self.kind(id) == Some(row.kind));
        told.extend(of_kind.filter_map(|id| Some(format!("Its cluster {id} is {}: {}.", named(row.kind), self.why(causes, id)?))));
        if told.is_empty() && row.kind == Kind::Boilerplate {
            told.push(format!("It is boilerplate: {}.", self.sentence(Cause::Given)));
        } else if told.is_empty() {
            told.push(format!(
                "Its own words say enough ({} points, and a copy has {} at least), but the passage of one side belongs to a cluster inside one outlet that is a formula; \
                 tables do not list those.",
                telling.points, telling.needed
            ));
        }
        told
    }

    /// Why each of the clusters is of its kind.
    pub(super) fn clusters(&self, ids: &[&str]) -> Vec<Option<String>> {
        // Once for all of them.
        let causes = (!self.ids.is_empty()).then(|| self.causes());
        ids.iter().map(|id| self.why(causes.as_ref()?, id)).collect()
    }

    fn kind(&self, id: &str) -> Option<Kind> {
        self.case.run.clusters.iter().find(|row| &*row.cluster == id).map(|row| row.kind)
    }

    fn why(&self, causes: &Causes<'_>, id: &str) -> Option<String> {
        let number = self.ids.binary_search(&id).ok()?;
        Some(self.sentence(causes.cluster(number, self.kind(id)?)))
    }

    /// What decided, in words.
    fn sentence(&self, cause: Cause) -> String {
        let config = &self.case.config.kind;
        let doc = |at: u32| &*self.case.run.documents[at as usize].doc;
        match cause {
            Cause::Filled { numbers, words, fillings, between } => {
                let between = between.map_or_else(String::new, |points| {
                    format!(
                        "; its words between two numbers have {points} points at most, and {} make a copy between outlets, whatever is filled in around them",
                        config.row_points
                    )
                });
                format!(
                    "{numbers} of its root's {words} words are numbers, and its passages have {fillings} different rows of them; a form has one number in \
                     {:.0} words at least, and {} rows{between}",
                    1.0 / config.formula_numbers,
                    config.formula_fillings
                )
            }
            Cause::Pairs => "its root says enough by itself, but more than half of the pairs that it is judged by, those among its documents, are forms or say too little by themselves".to_owned(),
            Cause::Root(telling) => of_root(telling, config),
            Cause::Standing { standing, documents, example, own, days, all } => {
                let outlet = &self.case.run.documents[example as usize].outlet;
                let on_days = if days > 0 { format!(", on {}", counted(number_of(days), "day")) } else { String::new() };
                format!(
                    "{standing} of its {documents} documents are of outlets whose standing text it is; {outlet} has it in {own} of {all} documents{on_days} \
                     (standing is what stands in more than half of {} documents and more, or on more than {} days, where at least half of the documents \
                     are of such outlets, and neither a quotation, a copy of another outlet from a day before, nor copies in more other outlets that \
                     share nothing else with theirs tell that it is no text of their own)",
                    config.standing_documents, config.standing_issues
                )
            }
            Cause::Notice(words) => {
                format!("it is a notice, by the words “{words}”, in no more than {} words", config.notice_words)
            }
            Cause::Script { sign, words, scripts, passages } => {
                let sign = match sign {
                    ScriptSign::Marks(marks, asked) => {
                        format!("{marks} marks of code stand among its {words} words, where {asked} make script, data or mark-up of them")
                    }
                    ScriptSign::Keywords => format!("its {words} words are a row of key words for search engines"),
                };
                format!("{sign}; {scripts} of {passages} passages are such")
            }
            Cause::Given => {
                let asked =
                    self.case.run.record.parameters.get("ignore").and_then(|files| files.as_array()).is_some_and(|files| !files.is_empty());
                let who = if asked { "its words stand in a text of --ignore" } else { "nothing that the tables hold tells why" };
                who.to_owned()
            }
            Cause::Paragraphs(touched) => {
                format!(
                    "it goes over {touched} paragraphs; {} or more, with {} words or more, make wire copy",
                    config.wire_paragraphs, config.wire_words
                )
            }
            Cause::Most { document, words, all } => format!(
                "its {words} words are {} of the {all} words of {}; {} or more, with {} words or more, make wire copy",
                whole_percent(f64::from(words) / all as f64),
                doc(document),
                whole_percent(config.wire_share),
                config.wire_words
            ),
            Cause::Quoted { quoted, posts: 0, passages } => format!("{quoted} of its {passages} passages stand between quotation marks"),
            Cause::Quoted { quoted, posts, passages } => {
                format!("{quoted} of its {passages} passages stand between quotation marks or are signed posts, as {posts} of them are")
            }
            Cause::Other { words, script, quoted } => {
                let marks = match quoted {
                    0 => "no passage of it stands between quotation marks".to_owned(),
                    1 => "one passage alone of it stands between quotation marks".to_owned(),
                    _ => format!("{quoted} passages of it stand between quotation marks"),
                };
                let wire = if words < config.wire_words {
                    let beside = if script > 0 { format!(" beside {script} of scripts") } else { String::new() };
                    format!("wire copy has {} words or more, and its root has {words}{beside}", config.wire_words)
                } else {
                    "it is neither several paragraphs nor most of a document".to_owned()
                };
                format!("{wire}; {marks}")
            }
        }
    }
}

/// Whether each pair of this kind is told why it is of it.
fn is_told(kind: Kind) -> bool {
    matches!(kind, Kind::Formula | Kind::Boilerplate)
}

fn named(kind: Kind) -> &'static str {
    if kind == Kind::Formula { "a formula" } else { kind.name() }
}

fn number_of(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn root_text<'a>(case: &'a Case, id: &str) -> Option<&'a str> {
    case.run.clusters.iter().find(|row| &*row.cluster == id).map(|row| &*row.text)
}

/// A cluster of the run, from its rows.
fn cluster(case: &Case, id: &str) -> Cluster {
    let rows: Vec<_> = case.run.passages.iter().filter(|row| row.cluster == id).collect();
    let text = root_text(case, id);
    let passage = |row: &crate::report::PassageView<'_>| {
        let at = case.run.documents.partition_point(|document| &*document.doc < row.doc);
        Passage { document: number(at), words: words(case, at, Span::new(row.byte_start, row.byte_end)) }
    };
    let root = rows.iter().find(|row| Some(row.text) == text).or(rows.first()).map(passage);
    let mut passages: Vec<Passage> = rows.iter().map(passage).collect();
    passages.sort_unstable();
    Cluster { root: root.unwrap_or(Passage { document: 0, words: Span::new(0, 0) }), passages, part_of: None }
}

/// The words that stand in these bytes.
fn words(case: &Case, at: usize, bytes: Span<Bytes>) -> Span<crate::span::Words> {
    let spans = &case.tokens[at].spans;
    let from = spans.partition_point(|span| span.start < bytes.start);
    let to = spans.partition_point(|span| span.end <= bytes.end);
    Span::new(number(from), number(to.max(from)))
}

/// Points as people write them, from halves.
fn halves(points: i32) -> String {
    if points % 2 == 0 { (points / 2).to_string() } else { format!("{}.5", points / 2) }
}

fn of_pair(judged: &Judged, points: Points, telling: Telling, config: &KindConfig) -> String {
    let told = &judged.pair.told;
    let filled = if told.numbers > 0 {
        format!(
            ", less {} for {} filled in anew",
            config.filled_points * i32::try_from(told.numbers).unwrap_or(i32::MAX),
            counted(told.numbers, "number")
        )
    } else {
        String::new()
    };
    let less = |points: i32, what: &str| if points > 0 { format!(", less {} for {what}", halves(points)) } else { String::new() };
    let turns = if telling.turns > 0 {
        format!(", less {} for words that every newsroom writes of its work", telling.turns)
    } else {
        String::new()
    };
    let sum = format!(
        "Its words have {} points: {} for words in lower case, {} for different content words among them{}{}{filled}{turns}; names are worth nothing",
        telling.points,
        halves(points.plain),
        halves(points.content),
        less(points.numbers, "numbers"),
        less(points.unlike, "words that do not match")
    );
    if telling.is_form {
        let filled = (counted(told.numbers, "number"), counted(told.names, "name"), judged.pair.matched);
        format!(
            "It is a form: {} and {} were filled in anew within {} words{}. {sum}.",
            filled.0,
            filled.1,
            filled.2,
            form(telling, config)
        )
    } else if telling.is_house_form {
        format!(
            "It is a form of its house: of the rows of four words that both have, {} or more stand in {} documents of the outlet or more, or, where a number or a name was filled in anew, {} in {}, or, where both texts begin with this sentence and name somebody else first, {} in {}. {sum}.",
            whole_percent(config.house_share),
            config.house_documents,
            whole_percent(config.filled_share),
            config.filled_documents,
            whole_percent(config.led_share),
            config.led_documents
        )
    } else {
        format!("{sum}. {}.", needed(telling, config))
    }
}

/// When fillings make a form.
fn form(telling: Telling, config: &KindConfig) -> String {
    match telling.row {
        None => "; inside one outlet two of either make a form, or one where the texts appeared days apart".to_owned(),
        Some(row) => {
            let most = if row > 0 { format!(", and the one that says most has {row}") } else { String::new() };
            format!(
                "; two numbers do, and one more for each {} matched words beyond {}, unless a row of equal words has {} points by itself{most}",
                config.filled_words,
                2 * config.filled_words,
                config.row_points
            )
        }
    }
}

/// What a text needs, and why so much.
fn needed(telling: Telling, config: &KindConfig) -> String {
    let reasons: Vec<String> = [
        (telling.is_quoted, -config.quoted_points, "it stands between quotation marks, or is a signed post"),
        (telling.is_one_outlet, config.own_points, "all of its documents are of one outlet"),
        (telling.is_later, config.later_points, "they appeared days apart"),
        (telling.is_in_pieces, config.pieces_points, "it is made of short rows of equal words around two numbers"),
        (telling.in_company, -config.company_points, "its documents share another copy, or one of them has it behind a quotation mark"),
    ]
    .into_iter()
    .filter(|(counts, ..)| *counts)
    .map(|(_, points, why)| format!("{} {} since {why}", points.abs(), if points < 0 { "less" } else { "more" }))
    .collect();
    let reasons = if reasons.is_empty() { String::new() } else { format!(" ({})", reasons.join(", ")) };
    format!("A copy has {} at least{reasons}", telling.needed)
}

fn of_root(telling: Telling, config: &KindConfig) -> String {
    let company = if telling.is_one_outlet || telling.is_quoted {
        String::new()
    } else {
        format!(
            ", or {} where most of its pairs say enough in documents that share another copy",
            telling.needed - i64::from(config.company_points)
        )
    };
    let turns =
        if telling.turns > 0 { format!(", {} less for what every newsroom writes of its work", telling.turns) } else { String::new() };
    format!("its root's own words have {} points{turns}. {}{company}", telling.points, needed(telling, config))
}

fn counted(n: u32, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}
