//! Spans: every found pair against every gold one.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::mistakes::{Mistake, Places, first};
use super::names::Names;
use super::plagdet::{Coverage, Score, SpanPair, coverages, score};
use super::{Among, CasePlace, EvalConfig, Evaluation, Figures, SpanCase, SpanGold, count};
use crate::error::{Error, ErrorKind, Result};
use crate::observer::Observer;
use crate::report::Run;
use crate::report::model::Kind;
use crate::span::{Chars, Span};

/// Lower ends of the bands of length, in characters: half of both spans together.
const BANDS: [u64; 7] = [0, 100, 200, 400, 800, 1600, 3200];

/// Figures for spans.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct SpanFigures {
    /// Of everything, then by class, kind, outlet and length.
    pub rows: Vec<SpanRow>,
}

/// The figures of one group. What nothing is known of, such as the recall of a kind that the gold does not name, is null as JSON.
#[derive(Debug, Clone, PartialEq)]
pub struct SpanRow {
    /// What groups it: `all`, `class`, `kind`, `outlet`, `characters`.
    pub by: &'static str,
    /// The group's name.
    pub name: String,
    /// Gold passages.
    pub gold: u64,
    /// Found pairs.
    pub found: u64,
    /// The four figures.
    pub score: Score,
}

impl SpanRow {
    /// Recall, precision, granularity and plagdet, as far as something is known of them.
    pub(super) fn known(&self) -> [Option<f64>; 4] {
        let (gold, found) = (is_known(self.by, self.gold), is_known(self.by, self.found));
        let Score { recall, precision, granularity, plagdet } = self.score;
        [(recall, gold), (precision, found), (granularity, gold), (plagdet, gold && found)].map(|(figure, known)| known.then_some(figure))
    }
}

impl Serialize for SpanRow {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let [recall, precision, granularity, plagdet] = self.known();
        let mut row = serializer.serialize_struct("SpanRow", 8)?;
        row.serialize_field("by", self.by)?;
        row.serialize_field("name", &self.name)?;
        row.serialize_field("gold", &self.gold)?;
        row.serialize_field("found", &self.found)?;
        row.serialize_field("recall", &recall)?;
        row.serialize_field("precision", &precision)?;
        row.serialize_field("granularity", &granularity)?;
        row.serialize_field("plagdet", &plagdet)?;
        row.end()
    }
}

/// Whether a group of so many tells something. The gold need not say of what kind a case is: then there is nothing to recall in a group of that sort.
pub(super) fn is_known(by: &str, members: u64) -> bool {
    members > 0 || matches!(by, "all" | "class")
}

/// A gold or found passage with what groups it.
struct Item<'a> {
    pair: SpanPair,
    class: Option<&'a str>,
    kind: Option<&'a str>,
}

pub(super) fn evaluate(run: &Run, gold: &SpanGold, config: &EvalConfig, observer: &dyn Observer) -> Result<Evaluation> {
    let coverage = |passages: &[SpanPair], others: &[SpanPair]| -> Result<Vec<Coverage>> {
        coverages(passages, others).map(|coverage| observer.check().map(|()| coverage)).collect()
    };
    let mut names = Names::of(run);
    check_ends(run, gold, &mut names)?;
    let (gold, twice) = &once(gold, &mut names)?;
    let cases = items(&gold.cases, &mut names)?;
    let optional: Vec<SpanPair> = items(&gold.optional, &mut names)?.into_iter().map(|item| item.pair).collect();
    let mut class_of = HashMap::new();
    for case in &cases {
        class_of.insert(case.pair.documents, case.class);
    }
    for listed in &gold.listed {
        class_of.insert(documents(&listed.left, &listed.right, &mut names)?, listed.class.as_deref());
    }
    names.check("the gold")?;
    let absent = names.absent();
    let keep = Keep::new(gold, &class_of, config, &mut names)?;

    let all: Vec<Item<'_>> = found(run, &mut names, observer)?;
    // Gold of plain spans says what was copied; of what is no copy it says nothing. PAN's measure counts whatever was found.
    let copies_alone = gold.listed.is_empty() && gold.cases.iter().all(|case| case.kind.is_none());
    let no_copy = [Kind::Boilerplate.name(), Kind::Formula.name()];
    let (mut outside, mut neither, mut no_copies) = (0, 0, 0);
    let of_cases: Vec<SpanPair> = cases.iter().map(|item| item.pair).collect();
    let pairs: Vec<SpanPair> = all.iter().map(|item| item.pair).collect();
    let (wanted, unasked) = (coverage(&pairs, &of_cases)?, coverage(&pairs, &optional)?);
    let best = Best::new(&cases);
    let mut items = Vec::new();
    for (n, mut item) in all.into_iter().enumerate() {
        observer.check()?;
        if !keep.holds(item.pair.documents) {
            outside += 1;
        } else if wanted[n].hits == 0 && unasked[n].hits > 0 {
            neither += 1;
        } else if copies_alone && wanted[n].hits == 0 && item.kind.is_some_and(|kind| no_copy.contains(&kind)) {
            no_copies += 1;
        } else {
            item.class = best.class(&item.pair).or_else(|| class_of.get(&item.pair.documents).copied()).flatten();
            items.push(item);
        }
    }
    let pairs: Vec<SpanPair> = items.iter().map(|item| item.pair).collect();
    let sides =
        Sides { gold: &cases, of_gold: coverage(&of_cases, &pairs)?, found: &items, of_found: coverage(&pairs, &of_cases)?, observer };

    let left_out = vec![
        ("found pairs between documents that do not count here".to_owned(), outside),
        ("found pairs that the gold calls optional".to_owned(), neither),
        ("gold records that ask for no span to be found".to_owned(), gold.others),
        ("found boilerplate and formulas, which are no copies".to_owned(), no_copies),
        ("gold passages that stand there again, counted once".to_owned(), *twice),
        absent,
    ];
    let places = Places { run, most: config.text };
    Ok(Evaluation {
        misses: worst(sides.gold, &sides.of_gold, config.errors, &places, |n| [&gold.cases[n].left.0, &gold.cases[n].right.0]),
        false_alarms: worst(sides.found, &sides.of_found, config.errors, &places, |_| ["", ""]),
        figures: Figures::Spans(SpanFigures { rows: rows(run, &sides, &class_of)? }),
        left_out: left_out.into_iter().filter(|(_, n)| *n > 0).collect(),
    })
}

/// That no span of the gold ends behind its text, where the run has the texts: such offsets count something else.
fn check_ends(run: &Run, gold: &SpanGold, names: &mut Names) -> Result<()> {
    let texts: HashMap<&str, &str> = run.texts.iter().map(|row| (&*row.doc, &*row.text)).collect();
    let mut lengths: HashMap<u32, Option<usize>> = HashMap::new();
    let sides = gold.cases.iter().chain(&gold.optional).flat_map(|case| [(case, &case.left), (case, &case.right)]);
    for (case, (doc, span)) in sides {
        let placed = |error: Error| CasePlace::of(case.place.as_ref(), error);
        let number = names.number(doc).map_err(placed)?;
        let text = || texts.get(&*run.documents.get(number as usize)?.doc);
        let Some(length) = *lengths.entry(number).or_insert_with(|| text().map(|text| text.chars().count())) else { continue };
        if span.end as usize > length {
            let message = format!("the gold has a span of `{doc}` that ends at {}, and its text has {length} characters", span.end);
            let error = Error::new(ErrorKind::Malformed, message);
            return Err(placed(
                error.remedy("count code points of the text as the run's table `texts` has it, from 0, the end not included"),
            ));
        }
    }
    Ok(())
}

/// The gold with each case once, under whichever names of its documents, and how many stood there again.
fn once(gold: &SpanGold, names: &mut Names) -> Result<(SpanGold, u64)> {
    let (mut seen, mut cases) = (HashSet::new(), Vec::new());
    for case in &gold.cases {
        let mut side = |(doc, span): &(String, Span<Chars>)| Ok::<_, Error>((names.number(doc)?, span.start, span.end));
        let (one, other) = (side(&case.left)?, side(&case.right)?);
        let sides = if one <= other { (one, other) } else { (other, one) };
        if seen.insert((sides, &case.class, &case.kind)) {
            cases.push(case.clone());
        }
    }
    let twice = count(gold.cases.len() - cases.len());
    Ok((SpanGold { cases, ..gold.clone() }, twice))
}

fn items<'a>(cases: &'a [SpanCase], names: &mut Names) -> Result<Vec<Item<'a>>> {
    cases
        .iter()
        .map(|case| {
            let side = |names: &mut Names, (name, span): &(String, _)| Ok::<_, Error>((names.number(name)?, *span));
            let pair = SpanPair::new(side(names, &case.left)?, side(names, &case.right)?);
            Ok(Item { pair, class: case.class.as_deref(), kind: case.kind.as_deref() })
        })
        .collect()
}

fn found<'a>(run: &'a Run, names: &mut Names, observer: &dyn Observer) -> Result<Vec<Item<'a>>> {
    run.pairs
        .iter()
        .map(|row| {
            observer.check()?;
            let left = (names.number(row.left_doc)?, Span::new(row.left_start, row.left_end));
            let right = (names.number(row.right_doc)?, Span::new(row.right_start, row.right_end));
            Ok(Item { pair: SpanPair::new(left, right), class: None, kind: Some(row.kind.name()) })
        })
        .collect()
}

fn documents(left: &str, right: &str, names: &mut Names) -> Result<(u32, u32)> {
    let (left, right) = (names.number(left)?, names.number(right)?);
    Ok((left.min(right), left.max(right)))
}

/// Which pairs of documents count.
enum Keep {
    These(HashSet<(u32, u32)>),
    Sides(HashSet<u32>, HashSet<u32>),
    All,
}

impl Keep {
    fn new(gold: &SpanGold, class_of: &HashMap<(u32, u32), Option<&str>>, config: &EvalConfig, names: &mut Names) -> Result<Self> {
        if let Some(only) = &config.only {
            let these: HashSet<(u32, u32)> = only.iter().map(|(left, right)| documents(left, right, names)).collect::<Result<_>>()?;
            if !these.is_empty() && !these.iter().any(|(left, right)| names.in_run(*left) && names.in_run(*right)) {
                let (left, right) = &only[0];
                let message =
                    format!("the run has both documents of none of the {} pairs that --only lists, as `{left}` and `{right}`", only.len());
                return Err(Error::new(ErrorKind::BadOption, message)
                    .remedy("name pairs of this corpus, with ids as the run's table `documents` has them"));
            }
            return Ok(Self::These(these));
        }
        let default = if gold.listed.is_empty() { Among::All } else { Among::Listed };
        Ok(match config.among.unwrap_or(default) {
            Among::All => Self::All,
            Among::Listed => Self::These(class_of.keys().copied().collect()),
            Among::Sides => {
                let mut sides = (HashSet::new(), HashSet::new());
                let cases = gold.cases.iter().map(|case| (&case.left.0, &case.right.0));
                for (left, right) in cases.chain(gold.listed.iter().map(|listed| (&listed.left, &listed.right))) {
                    sides.0.insert(names.number(left)?);
                    sides.1.insert(names.number(right)?);
                }
                Self::Sides(sides.0, sides.1)
            }
        })
    }

    fn holds(&self, (left, right): (u32, u32)) -> bool {
        match self {
            Self::These(pairs) => pairs.contains(&(left, right)),
            Self::Sides(lefts, rights) => {
                lefts.contains(&left) && rights.contains(&right) || lefts.contains(&right) && rights.contains(&left)
            }
            Self::All => true,
        }
    }
}

/// The cases of each pair of documents.
struct Best<'a> {
    by_documents: HashMap<(u32, u32), Vec<&'a Item<'a>>>,
}

impl<'a> Best<'a> {
    fn new(cases: &'a [Item<'a>]) -> Self {
        let mut by_documents: HashMap<_, Vec<_>> = HashMap::new();
        for case in cases {
            by_documents.entry(case.pair.documents).or_default().push(case);
        }
        Self { by_documents }
    }

    /// The class of the case that shares most characters with `pair`.
    fn class(&self, pair: &SpanPair) -> Option<Option<&'a str>> {
        let cases = self.by_documents.get(&pair.documents)?;
        let shared = cases.iter().map(|case| (case.pair.shared(pair), case)).filter(|(shared, _)| *shared > 0);
        // The first of equals: cases come in the order of the gold.
        shared.rev().max_by_key(|(shared, _)| *shared).map(|(_, case)| case.class)
    }
}

struct Sides<'a> {
    gold: &'a [Item<'a>],
    of_gold: Vec<Coverage>,
    found: &'a [Item<'a>],
    of_found: Vec<Coverage>,
    observer: &'a dyn Observer,
}

impl Sides<'_> {
    /// One row a group, in the order of the groups' keys. A passage can belong to several groups.
    fn grouped<K: Ord>(&self, by: &'static str, groups: impl Fn(&Item<'_>) -> Vec<K>, name: impl Fn(&K) -> String) -> Result<Vec<SpanRow>> {
        let mut members: BTreeMap<K, (Vec<Coverage>, Vec<Coverage>)> = BTreeMap::new();
        for (item, coverage) in self.gold.iter().zip(&self.of_gold) {
            self.observer.check()?;
            groups(item).into_iter().for_each(|group| members.entry(group).or_default().0.push(*coverage));
        }
        for (item, coverage) in self.found.iter().zip(&self.of_found) {
            self.observer.check()?;
            groups(item).into_iter().for_each(|group| members.entry(group).or_default().1.push(*coverage));
        }
        let row = |(key, (gold, found)): (K, (Vec<Coverage>, Vec<Coverage>))| SpanRow {
            by,
            name: name(&key),
            gold: count(gold.len()),
            found: count(found.len()),
            score: score(&gold, &found),
        };
        Ok(members.into_iter().map(row).collect())
    }
}

fn rows(run: &Run, sides: &Sides<'_>, class_of: &HashMap<(u32, u32), Option<&str>>) -> Result<Vec<SpanRow>> {
    let mut rows = vec![SpanRow {
        by: "all",
        name: "all".to_owned(),
        gold: count(sides.gold.len()),
        found: count(sides.found.len()),
        score: score(&sides.of_gold, &sides.of_found),
    }];
    let mut classes = sides.grouped("class", |item| item.class.into_iter().map(str::to_owned).collect(), String::clone)?;
    // A class of which nothing is to be found, and nothing was, has its row all the same.
    for class in class_of.values().flatten() {
        if !classes.iter().any(|row| row.name == *class) {
            classes.push(SpanRow { by: "class", name: (*class).to_owned(), gold: 0, found: 0, score: score(&[], &[]) });
        }
    }
    classes.sort_by(|a, b| a.name.cmp(&b.name));
    rows.extend(classes);
    rows.extend(sides.grouped("kind", |item| item.kind.into_iter().map(str::to_owned).collect(), String::clone)?);
    rows.extend(sides.grouped("outlet", |item| outlets(run, item.pair.documents), String::clone)?);
    let band = |item: &Item<'_>| vec![BANDS.partition_point(|from| 2 * from <= item.pair.size()) - 1];
    rows.extend(sides.grouped("characters", band, |band| band_name(&BANDS, *band))?);
    Ok(rows)
}

/// The outlets of two documents; one that counts as its own outlet has none.
pub(super) fn outlets(run: &Run, documents: (u32, u32)) -> Vec<String> {
    let outlet = |document: u32| run.documents.get(document as usize).filter(|row| row.outlet != row.doc).map(|row| row.outlet.to_string());
    let mut outlets: Vec<String> = [documents.0, documents.1].into_iter().filter_map(outlet).collect();
    outlets.dedup();
    outlets
}

/// `100-199`, and `3200-` for the last.
pub(super) fn band_name(bands: &[u64], band: usize) -> String {
    let from = bands[band];
    bands.get(band + 1).map_or_else(|| format!("{from}-"), |next| format!("{from}-{}", next - 1))
}

/// Those of which the other side has least; of equals the longest first, then in the order of the run or of the gold.
fn worst<'a>(
    items: &[Item<'_>],
    coverage: &[Coverage],
    most: usize,
    places: &Places<'_>,
    names: impl Fn(usize) -> [&'a str; 2],
) -> Vec<Mistake> {
    let order = first((0..items.len()).filter(|n| coverage[*n].share < 1.0).collect(), most, |a: &usize, b: &usize| {
        let size = |n: usize| std::cmp::Reverse(items[n].pair.size());
        coverage[*a].share.total_cmp(&coverage[*b].share).then(size(*a).cmp(&size(*b))).then(a.cmp(b))
    });
    let mistake = |n: usize| {
        let (item, names) = (&items[n], names(n));
        let about: Vec<&str> = item.kind.into_iter().chain(item.class).collect();
        Mistake {
            about: about.join(", "),
            share: coverage[n].share,
            left: places.place(names[0], item.pair.documents.0, Some(item.pair.left)),
            right: places.place(names[1], item.pair.documents.1, Some(item.pair.right)),
        }
    };
    order.into_iter().map(mistake).collect()
}
