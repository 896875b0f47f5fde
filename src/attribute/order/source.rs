//! From whom a member has its text: credits, then dates, then containment.

use std::cmp::Reverse;
use std::collections::HashSet;
use std::fmt::Write as _;

use super::{Attribution, Member, Work};
use crate::attribute::Grade;
use crate::attribute::credits::{Credit, Scope};
use crate::attribute::outlets::OutletId;
use crate::attribute::place::Cursor;
use crate::attribute::reach::{APPEARANCES, Beside, distance};
use crate::cluster::Kind;

/// A document that has the text as a part: at most this share of its words.
const PART: f64 = 0.5;

/// Rules about who has it from somebody: "told Alpha Post, Beta News reports".
const PASSING_ON: [&str; 5] = ["said", "report-of", "according-to", "cited-by", "said-behind"];

/// Whether a credit names who has the words from the source of another one right beside it: "Beta News, which cited Alpha Post".
fn passes_on(carrier: &Credit, other: &Credit, text: &str) -> bool {
    /// Code points between them at most.
    const BETWEEN: u32 = 12;
    if carrier.scope != Scope::Passage || other.scope != Scope::Passage {
        return false;
    }
    let is_before = carrier.span.end <= other.span.start;
    let (from, to, joints) = if is_before && other.rule == "citing" {
        (carrier.span.end, other.span.start, &[",", "", ", which", ", which has", ", which had"][..])
    } else if other.span.end <= carrier.span.start && APPEARANCES.contains(&other.rule) && PASSING_ON.contains(&carrier.rule) {
        (other.span.end, carrier.span.start, &[",", ", as"][..])
    } else {
        return false;
    };
    let mut cursor = Cursor::new(text);
    to - from <= BETWEEN && cursor.byte_at(from).zip(cursor.byte_at(to)).is_some_and(|(from, to)| joints.contains(&text[from..to].trim()))
}

/// A credit that holds for a member, with the copies of its source in the cluster.
struct Holding<'a> {
    credit: &'a Credit,
    copies: Vec<usize>,
}

impl<'a> Work<'a> {
    /// Adds a member's source to its standing.
    pub(super) fn attribute(&self, member: usize, members: &mut [Attribution<String>]) {
        if let Some(holding) = self.holding(member) {
            return self.credited(member, &holding, members);
        }
        if let Some(source) = self.likeliest_before(member, members) {
            if self.cluster.kind == Kind::Quote {
                let who = self.speaker.as_deref().unwrap_or("the one who is quoted");
                let _ =
                    write!(members[member].evidence, "; both have the quotation from {who}, so that neither need be the other's source");
                return;
            }
            if !self.closes_circle(member, source, members) {
                let alike = self.per_mille(member, source);
                let own =
                    if self.outlet[member].is_some() && self.outlet[member] == self.outlet[source] { ", the same outlet" } else { "" };
                members[member].source = Some(source);
                members[member].grade = Grade::Dated;
                let likeness = if alike > 0 { format!(" and most like it ({}% of the words)", alike / 10) } else { String::new() };
                let _ = write!(
                    members[member].evidence,
                    "; of the earlier copies {}{own} is named as source: certainly earlier{likeness}",
                    self.copy(source)
                );
            }
            return;
        }
        if let Some(source) = self.containing(member).filter(|&source| !self.closes_circle(member, source, members)) {
            members[member].source = Some(source);
            members[member].grade = Grade::Inferred;
            let share = |m: usize| (self.cluster.members[m].coverage * 100.0).round();
            let _ = write!(
                members[member].evidence,
                "; {} consists of this text ({}% of its words), here it is {}%",
                self.copy(source),
                share(source),
                share(member)
            );
        }
    }

    /// Enters the credit that holds for a member.
    fn credited(&self, member: usize, holding: &Holding<'_>, members: &mut [Attribution<String>]) {
        let credit = holding.credit;
        let document = &self.evidence.documents[self.cluster.members[member].document];
        let words: String = document.text.chars().skip(credit.span.start as usize).take(credit.span.len() as usize).collect();
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let source = self.meant(member, holding);
        let circle = source.is_some_and(|source| self.closes_circle(member, source, members));
        let outcome = match source {
            Some(source) if !circle => format!("whose copy is {}", self.copy(source)),
            Some(source) => format!("whose copy {} goes back to this one: neither can be put first", self.copy(source)),
            None if holding.copies.is_empty() => "which has no copy here".to_owned(),
            None => "whose copy here was published later: an earlier one is meant".to_owned(),
        };
        let place = if credit.span.is_empty() {
            "in the mark-up".to_owned()
        } else {
            format!("“{words}”, characters {} to {}", credit.span.start, credit.span.end)
        };
        let house = match (self.outlet[member], self.evidence.outlets.find(&credit.source)) {
            (Some(own), Some(other)) if own != other && self.evidence.outlets.same_house(own, other) => ", of the same owner",
            _ => "",
        };
        let attribution = &mut members[member];
        attribution.credited = Some(credit.source.clone());
        attribution.grade = Grade::Credited;
        attribution.source = source.filter(|_| !circle);
        attribution.evidence =
            format!("credits {}{house} ({place}, rule {}), {outcome}; {}", credit.source, credit.rule, attribution.evidence);
    }

    /// The copy that a credit means: the earliest one of its source that is not certainly later; of equally old ones
    /// the one that is most alike.
    fn meant(&self, member: usize, holding: &Holding<'_>) -> Option<usize> {
        let possible = holding.copies.iter().copied().filter(|&copy| !self.when[member].before(self.when[copy]));
        possible.min_by_key(|&copy| {
            let interval = self.when[copy].interval();
            (interval.is_none(), interval, Reverse(self.per_mille(member, copy)), self.rank[copy])
        })
    }

    /// The copy that a member credits.
    pub(super) fn credited_copy(&self, member: usize) -> Option<usize> {
        self.holding(member).and_then(|holding| self.meant(member, &holding))
    }

    /// The credit that decides for a member. Of a quotation the one beside it, else the one of the whole
    /// document; of any other text the other way about: what stands in an agency's dispatch is the agency's,
    /// whoever is named inside. Among these one whose source has a copy here, then one that is not passed on by another of them, then the
    /// nearest. Of which part a source of a part is the source is known where it has a copy.
    fn holding(&self, member: usize) -> Option<Holding<'a>> {
        let Member { document, span, .. } = self.cluster.members[member];
        let text = &*self.evidence.documents[document].text;
        let may_hold = |credit: &&Credit| {
            let beside = Beside { span: credit.span, scope: credit.scope, rule: credit.rule };
            credit.scope == Scope::Part || beside.holds(span, self.cluster.kind, Some(text))
        };
        let quote = self.cluster.kind == Kind::Quote;
        let holdings = self.evidence.credits[document]
            .iter()
            .filter(may_hold)
            .map(|credit| Holding { credit, copies: self.copies_of(&credit.source, member) })
            .filter(|holding| holding.credit.scope != Scope::Part || !holding.copies.is_empty());
        let holdings: Vec<Holding<'a>> = holdings.collect();
        let is_passed_on = |holding: &Holding<'a>| {
            let carriers = holdings.iter().filter(|other| !other.copies.is_empty() && other.credit.source != holding.credit.source);
            carriers.into_iter().any(|other| passes_on(other.credit, holding.credit, text))
        };
        let passed_on: Vec<bool> = holdings.iter().map(is_passed_on).collect();
        let deciding = holdings.into_iter().zip(passed_on).min_by_key(|(holding, is_passed_on)| {
            let (turn, gap) = match holding.credit.scope {
                Scope::Document => (u8::from(quote), 0),
                Scope::Passage => (u8::from(!quote), distance(holding.credit.span, span)),
                Scope::Part => (1 + u8::from(quote), u32::MAX),
            };
            (turn, holding.copies.is_empty(), *is_passed_on, gap, holding.credit.span)
        });
        deciding.map(|(holding, _)| holding)
    }

    /// Whether a member's outlet is the one called `name`.
    pub(super) fn is_outlet(&self, member: usize, id: Option<OutletId>, name: &str) -> bool {
        match (self.outlet[member], id) {
            (Some(outlet), Some(id)) => outlet == id,
            _ => {
                let document = &self.evidence.documents[self.cluster.members[member].document];
                document.outlet.as_deref().is_some_and(|outlet| outlet.eq_ignore_ascii_case(name))
            }
        }
    }

    /// Whether one member credits the outlet of another.
    pub(super) fn credits_outlet_of(&self, members: &[Attribution<String>], member: usize, other: usize) -> bool {
        let credited = members[member].credited.as_deref();
        credited.is_some_and(|name| self.is_outlet(other, self.evidence.outlets.find(name), name))
    }

    /// The one document of an agency that consists of this text while this member's has it as a part. Others live by excerpts.
    fn containing(&self, member: usize) -> Option<usize> {
        let here = self.cluster.members[member].coverage;
        if self.cluster.kind == Kind::Quote || here > PART {
            return None;
        }
        let is_agency = |other: &usize| self.outlet[*other].is_some_and(|outlet| self.evidence.outlets.get(outlet).kind == "agency");
        let mut whole = self.wholes_beside(member).filter(is_agency);
        let only = whole.next()?;
        whole.next().is_none().then_some(only)
    }

    /// Whether the document of `source` has its text, in any of its places, from the document of `member`, be it through others.
    fn closes_circle(&self, member: usize, source: usize, members: &[Attribution<String>]) -> bool {
        let document = |member: usize| self.cluster.members[member].document;
        let mut met = HashSet::from([document(source)]);
        let mut ahead = vec![document(source)];
        while let Some(here) = ahead.pop() {
            if here == document(member) {
                return true;
            }
            let sources = self.members_of(here).filter_map(|place| members[place].source);
            ahead.extend(sources.map(document).filter(|&next| met.insert(next)));
        }
        false
    }

    /// How alike two members are, in thousandths; 0 for those that were not aligned.
    pub(super) fn per_mille(&self, left: usize, right: usize) -> u16 {
        self.alike.get(&(left.min(right), left.max(right))).copied().unwrap_or(0)
    }
}
