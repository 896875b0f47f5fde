//! Near-duplicate documents: the run's families against gold pairs or families.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::gold::two_families;
use super::mistakes::{Mistake, Places, first};
use super::names::Names;
use super::relation::Relation;
use super::spans::{band_name, is_known, outlets};
use super::{Among, DocumentGold, DocumentPair, EvalConfig, Evaluation, Figures, count, real};
use crate::error::{Error, ErrorKind, Result};
use crate::lsh::FamilyConfig;
use crate::observer::Observer;
use crate::report::Run;
use crate::report::count::told_similarity;

/// Lower ends of the bands of length, in words of the shorter document.
const BANDS: [u64; 6] = [0, 50, 100, 200, 400, 800];

/// Figures for near-duplicate documents.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct DocumentFigures {
    /// Similarity from which on a gold pair counts as a near-duplicate, where the gold has similarities.
    pub threshold: Option<f64>,
    /// Of the run's families against the gold's (for pairs: their connected components), -1 to 1.
    pub adjusted_rand_index: f64,
    /// Documents that are compared.
    pub documents: u64,
    /// Pairs of documents: of everything, then by class, outlet and length.
    pub rows: Vec<DocumentRow>,
}

/// The figures of one group of pairs. What nothing is known of is null as JSON.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentRow {
    /// What groups it: `all`, `class`, `outlet`, `words`.
    pub by: &'static str,
    /// The group's name.
    pub name: String,
    /// Pairs of the gold.
    pub gold: u64,
    /// Pairs that the run has in one family.
    pub found: u64,
    /// Pairs of both.
    pub right: u64,
    /// Share of the gold that was found, 0 to 1; 0 without gold.
    pub recall: f64,
    /// Share of what was found that is gold, 0 to 1; 0 where nothing was found.
    pub precision: f64,
    /// Harmonic mean of the two.
    pub f1: f64,
}

impl DocumentRow {
    /// Recall, precision and F1, as far as something is known of them.
    pub(super) fn known(&self) -> [Option<f64>; 3] {
        let (gold, found) = (is_known(self.by, self.gold), is_known(self.by, self.found));
        [(self.recall, gold), (self.precision, found), (self.f1, gold && found)].map(|(figure, known)| known.then_some(figure))
    }
}

impl Serialize for DocumentRow {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let [recall, precision, f1] = self.known();
        let mut row = serializer.serialize_struct("DocumentRow", 8)?;
        row.serialize_field("by", self.by)?;
        row.serialize_field("name", &self.name)?;
        row.serialize_field("gold", &self.gold)?;
        row.serialize_field("found", &self.found)?;
        row.serialize_field("right", &self.right)?;
        row.serialize_field("recall", &recall)?;
        row.serialize_field("precision", &precision)?;
        row.serialize_field("f1", &f1)?;
        row.end()
    }
}

pub(super) fn evaluate(run: &Run, gold: &DocumentGold, config: &EvalConfig, observer: &dyn Observer) -> Result<Evaluation> {
    if config.only.is_some() || config.among == Some(Among::Sides) {
        return Err(
            Error::new(ErrorKind::BadOption, "a list of pairs, or sides, can be chosen for spans alone").remedy("say `listed` or `all`")
        );
    }
    let mut names = Names::of(run);
    let threshold = config.threshold.or_else(|| run.record.parameters["stages"]["families"]["document_threshold"].as_f64());
    let threshold = threshold.unwrap_or(FamilyConfig::default().document_threshold);
    let judged = match gold {
        DocumentGold::Pairs(pairs) => Judged::pairs(pairs, threshold, config.among, &mut names)?,
        DocumentGold::Families(members) => Judged::families(members, config.among, &mut names)?,
    };
    names.check("the gold")?;
    let absent = names.absent();
    let found = found(run, &mut names)?;

    let mut tally = Tally { run, judged: &judged, found: &found, members: BTreeMap::new(), misses: Vec::new(), false_alarms: Vec::new() };
    judged.gold.each_pair(|pair| observer.check().map(|()| tally.gold(pair)))?;
    found.each_pair(|pair| observer.check().map(|()| tally.found(pair)))?;
    let Tally { members, misses, false_alarms, .. } = tally;

    let documents = judged.documents(&names);
    let figures = DocumentFigures {
        threshold: judged.has_similarity.then_some(threshold),
        adjusted_rand_index: judged.gold.adjusted_rand_index(&found, &documents),
        documents: count(documents.len()),
        rows: members.into_iter().map(|(group, counts)| counts.row(group)).collect(),
    };
    let similarity = similarities(run, &mut names)?;
    let show = |pairs: Vec<(u32, u32)>, similar_first: bool, about: &dyn Fn((u32, u32)) -> Option<f64>| -> Result<Vec<Mistake>> {
        let key = |pair: (u32, u32)| about(pair).unwrap_or(if similar_first { 1.0 } else { 0.0 });
        let keyed = pairs.into_iter().map(|pair| observer.check().map(|()| (key(pair), pair)));
        let shown = first(keyed.collect::<Result<_>>()?, config.errors, |(a, one), (b, other)| {
            let by_similarity = a.total_cmp(b);
            (if similar_first { by_similarity.reverse() } else { by_similarity }).then(one.cmp(other))
        });
        let places = Places { run, most: config.text };
        let mistake = |pair: (u32, u32)| Mistake {
            about: about(pair).map_or_else(String::new, |similarity| format!("similarity {}", told_similarity(similarity, 0.0, 3))),
            share: 0.0,
            left: places.place(judged.name(pair.0), pair.0, None),
            right: places.place(judged.name(pair.1), pair.1, None),
        };
        Ok(shown.into_iter().map(|(_, pair)| mistake(pair)).collect())
    };
    let of_gold = |pair: (u32, u32)| judged.similarity.get(&pair).copied();
    let of_run = |(left, right): (u32, u32)| Some(similarity.get(&left)?.min(*similarity.get(&right)?));
    let left_out = vec![
        absent,
        ("pairs of the gold without a label, where others have one".to_owned(), judged.unlabelled),
        ("documents of the run that the gold does not name, left out".to_owned(), judged.unnamed(&names, true)),
        ("documents of the run that the gold does not name, taken to be alone".to_owned(), judged.unnamed(&names, false)),
    ];
    Ok(Evaluation {
        misses: show(misses, true, &of_gold)?,
        false_alarms: show(false_alarms, false, &of_run)?,
        figures: match gold {
            DocumentGold::Pairs(_) => Figures::Pairs(figures),
            DocumentGold::Families(_) => Figures::Families(figures),
        },
        left_out: left_out.into_iter().filter(|(_, n)| *n > 0).collect(),
    })
}

/// The gold, by numbers of documents.
struct Judged<'a> {
    gold: Relation,
    names: HashMap<u32, &'a str>,
    class: HashMap<(u32, u32), &'a str>,
    similarity: HashMap<(u32, u32), f64>,
    has_similarity: bool,
    /// Pairs that count. `None`: all of the documents that count.
    listed: Option<HashSet<(u32, u32)>>,
    /// Pairs that count in no case: the gold does not say what they are.
    unjudged: HashSet<(u32, u32)>,
    /// Pairs without a label in gold that has labels.
    unlabelled: u64,
    /// Whether documents that the gold does not name count.
    all: bool,
}

impl<'a> Judged<'a> {
    fn pairs(pairs: &'a [DocumentPair], threshold: f64, among: Option<Among>, names: &mut Names) -> Result<Self> {
        let (mut judged, mut alike) = (Self::empty(), Vec::new());
        let labelled = pairs.iter().any(|pair| pair.label.is_some());
        let mut listed = HashSet::new();
        let mut called = HashMap::new();
        for pair in pairs {
            let numbers = (names.number(&pair.left)?, names.number(&pair.right)?);
            let numbers = (numbers.0.min(numbers.1), numbers.0.max(numbers.1));
            let is_called_alike = pair.is_called_alike();
            // Among labelled pairs one without a label was not looked at.
            if labelled && is_called_alike.is_none() {
                judged.unlabelled += 1;
                judged.unjudged.insert(numbers);
                continue;
            }
            // The same document may have two names.
            if is_called_alike.is_some_and(|alike| called.insert(numbers, alike).is_some_and(|before| before != alike)) {
                return Err(pair.contradicted());
            }
            judged.names.extend([(names.number(&pair.left)?, &*pair.left), (names.number(&pair.right)?, &*pair.right)]);
            listed.insert(numbers);
            judged.class.extend(pair.class.as_deref().map(|class| (numbers, class)));
            judged.similarity.extend(pair.similarity.map(|similarity| (numbers, similarity)));
            // A list of plain pairs names near-duplicates.
            let is_alike = is_called_alike.unwrap_or_else(|| pair.similarity.is_none_or(|similarity| similarity >= threshold));
            if is_alike && numbers.0 != numbers.1 {
                alike.push(numbers);
            }
        }
        judged.unjudged.retain(|numbers| !listed.contains(numbers));
        judged.has_similarity = !labelled && pairs.iter().any(|pair| pair.similarity.is_some());
        judged.all = among.unwrap_or(if labelled { Among::Listed } else { Among::All }) == Among::All;
        judged.listed = (!judged.all).then_some(listed);
        judged.gold = Relation::pairs(names.all(), &alike);
        Ok(judged)
    }

    fn families(members: &'a [(String, String)], among: Option<Among>, names: &mut Names) -> Result<Self> {
        let mut judged = Self::empty();
        let mut family: HashMap<u32, &str> = HashMap::new();
        for (id, of) in members {
            let number = names.number(id)?;
            judged.names.insert(number, id);
            let of = if of.trim().is_empty() { "" } else { of };
            if let Some(other) = family.insert(number, of).filter(|other| *other != of) {
                return Err(two_families(id, other, of));
            }
        }
        // A blank is no family that all who have it would share.
        family.retain(|_, of| !of.is_empty());
        let member: Vec<Option<&str>> = (0..names.all()).map(|document| family.get(&document).copied()).collect();
        judged.gold = Relation::families(&member);
        judged.all = among.unwrap_or(Among::All) == Among::All;
        Ok(judged)
    }

    fn empty() -> Self {
        Self {
            gold: Relation::pairs(0, &[]),
            names: HashMap::new(),
            class: HashMap::new(),
            similarity: HashMap::new(),
            has_similarity: false,
            listed: None,
            unjudged: HashSet::new(),
            unlabelled: 0,
            all: true,
        }
    }

    fn counts(&self, pair: (u32, u32)) -> bool {
        match &self.listed {
            Some(listed) => listed.contains(&pair),
            None if self.unjudged.contains(&pair) => false,
            None => self.all || self.names.contains_key(&pair.0) && self.names.contains_key(&pair.1),
        }
    }

    fn documents(&self, names: &Names) -> Vec<u32> {
        (0..names.all()).filter(|document| self.all || self.names.contains_key(document)).collect()
    }

    fn unnamed(&self, names: &Names, left_out: bool) -> u64 {
        if left_out == self.all {
            return 0;
        }
        count((0..names.all()).filter(|document| names.in_run(*document) && !self.names.contains_key(document)).count())
    }

    fn name(&self, document: u32) -> &str {
        self.names.get(&document).copied().unwrap_or_default()
    }
}

/// The run's families of documents.
fn found(run: &Run, names: &mut Names) -> Result<Relation> {
    let mut family: HashMap<u32, Arc<str>> = HashMap::new();
    for row in run.families.iter().filter(|row| &*row.unit == "document") {
        family.insert(names.number(&row.doc)?, row.family.clone());
    }
    Ok(Relation::families(&(0..names.all()).map(|document| family.get(&document).cloned()).collect::<Vec<_>>()))
}

/// How like each document is to the kept one of its family.
fn similarities(run: &Run, names: &mut Names) -> Result<HashMap<u32, f64>> {
    run.families.iter().filter(|row| &*row.unit == "document").map(|row| Ok((names.number(&row.doc)?, row.similarity))).collect()
}

/// (place of the sort of group, its name in tables, place of the group, its name).
type Group = (usize, &'static str, usize, String);

/// Counts pairs by group.
struct Tally<'a> {
    run: &'a Run,
    judged: &'a Judged<'a>,
    found: &'a Relation,
    members: BTreeMap<Group, Counts>,
    misses: Vec<(u32, u32)>,
    false_alarms: Vec<(u32, u32)>,
}

impl Tally<'_> {
    fn gold(&mut self, pair: (u32, u32)) {
        if !self.judged.counts(pair) {
            return;
        }
        let right = self.found.holds(pair);
        for group in self.groups(pair) {
            let counts = self.members.entry(group).or_default();
            counts.gold += 1;
            counts.right += u64::from(right);
        }
        if !right {
            self.misses.push(pair);
        }
    }

    fn found(&mut self, pair: (u32, u32)) {
        if !self.judged.counts(pair) {
            return;
        }
        for group in self.groups(pair) {
            self.members.entry(group).or_default().found += 1;
        }
        if !self.judged.gold.holds(pair) {
            self.false_alarms.push(pair);
        }
    }

    fn groups(&self, pair: (u32, u32)) -> Vec<Group> {
        let words = |document: u32| self.run.documents.get(document as usize).map_or(0, |row| u64::from(row.words));
        let band = BANDS.partition_point(|from| *from <= words(pair.0).min(words(pair.1))) - 1;
        let mut groups = vec![(0, "all", 0, "all".to_owned()), (3, "words", band, band_name(&BANDS, band))];
        groups.extend(self.judged.class.get(&pair).map(|class| (1, "class", 0, (*class).to_owned())));
        groups.extend(outlets(self.run, pair).into_iter().map(|outlet| (2, "outlet", 0, outlet)));
        groups
    }
}

#[derive(Default)]
struct Counts {
    gold: u64,
    found: u64,
    right: u64,
}

impl Counts {
    fn row(&self, (_, by, _, name): Group) -> DocumentRow {
        let share = |of: u64| if of > 0 { real(self.right) / real(of) } else { 0.0 };
        let f1 = if self.right > 0 { 2.0 * real(self.right) / (real(self.gold) + real(self.found)) } else { 0.0 };
        DocumentRow {
            by,
            name,
            gold: self.gold,
            found: self.found,
            right: self.right,
            recall: share(self.gold),
            precision: share(self.found),
            f1,
        }
    }
}
