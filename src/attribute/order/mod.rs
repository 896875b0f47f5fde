//! Who was first, and who took the text from whom: per cluster, with the evidence.
//!
//! In: a cluster's members, how much alike they are, and what is known of their documents. Out: for
//! each member its role in time and the member it most likely took the text from, each with a
//! sentence that says why; for the cluster the first member and the speaker.
//!
//! What counts, in this order:
//! 1. *credited*: the document names its source, and the source has a copy in the cluster (or has none
//!    here: then the source is told by name alone). A copy that was certainly published later is none
//!    it can have been taken from.
//! 2. *dated*: a copy was certainly published earlier (disjoint intervals). The one that is most alike is
//!    the source. Between copies of a quotation no such source is told: both have it from the speaker.
//! 3. *inferred*: no date decides, but an agency's document consists of this text while this one has it as a
//!    part among others. Of other houses a text that stands alone may as well be an excerpt.
//! 4. *undetermined*.
//!
//! Roles rest on dates. Only an undated copy that credits a dated one is known to be later by that, since a credit names an outlet and seldom the page; and who
//! names a source that has a copy here, and no date, is not called the first. The sources form a forest: an edge that would close a circle is left out, and its
//! evidence says so. The result depends on the members and not on their order.

mod attribution;
mod source;
pub mod speaker;
mod speech_words;
mod together;

use std::borrow::Cow;

use rayon::prelude::*;

use super::credits::Credit;
use super::dates::{Interval, Publication};
use super::outlets::{OutletId, Outlets};
use super::place::Cursor;
use crate::attribute::{Grade, Role};
use crate::cluster::Kind;
use crate::keyed::NumberedMap;
use crate::read::Document;
use crate::span::{Chars, Span};
pub use attribution::{Attribution, Order};
use together::Together;

/// A passage of a cluster.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Member {
    /// Index of its document.
    pub document: usize,
    /// Its place in the document's text.
    pub span: Span<Chars>,
    /// Share of the document's words that it holds, 0 to 1.
    pub coverage: f64,
}

/// Two members that were aligned.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Likeness {
    /// Index of one member.
    pub left: usize,
    /// Index of the other.
    pub right: usize,
    /// Matched words over the longer one's words, 0 to 1.
    pub identity: f64,
}

/// A cluster as this stage sees it.
#[derive(Debug, Clone, Copy)]
pub struct Cluster<'a> {
    /// Whether it is a quotation.
    pub kind: Kind,
    /// Its passages.
    pub members: &'a [Member],
    /// The pairs among them, which may be left out where no member has a date or names a source; members that stand in no pair count as least alike.
    pub likenesses: &'a [Likeness],
}

/// What is known of the documents: slices parallel to the corpus.
#[derive(Debug, Clone, Copy)]
pub struct Evidence<'a> {
    /// The corpus.
    pub documents: &'a [Document],
    /// The outlet of each document, as [`outlets_of`] finds it.
    pub named: &'a [Option<OutletId>],
    /// When each was published.
    pub publications: &'a [Publication],
    /// Whom each credits.
    pub credits: &'a [Vec<Credit>],
    /// All outlets that are known.
    pub outlets: &'a Outlets,
}

/// The outlet of each document, by its name. An address names one where the reader was asked to take it for that.
#[must_use]
pub fn outlets_of(documents: &[Document], outlets: &Outlets) -> Vec<Option<OutletId>> {
    /// Documents in which each name is looked up once.
    const PART: usize = 1 << 13;
    let of_part = |part: &[Document]| -> Vec<Option<OutletId>> {
        let mut known: NumberedMap<&str, Option<OutletId>> = NumberedMap::default();
        let mut of = |name| *known.entry(name).or_insert_with(|| outlets.find(name));
        part.iter().map(|document| document.outlet.as_deref().and_then(&mut of)).collect()
    };
    documents.par_chunks(PART).flat_map_iter(of_part).collect()
}

/// Whether it counts how much alike members are: where one has a date, or names a source.
#[must_use]
pub(super) fn asks_for_likeness(members: &[Member], evidence: &Evidence<'_>) -> bool {
    let has_any = |document: usize| evidence.publications[document].interval().is_some() || !evidence.credits[document].is_empty();
    members.iter().any(|member| has_any(member.document))
}

/// Works out who was first and who has the text from whom.
#[must_use]
pub fn order(cluster: &Cluster<'_>, evidence: &Evidence<'_>) -> Order {
    Work::new(cluster, evidence).order()
}

/// When a member was published; without a date, the last instant at which it can have been.
#[derive(Clone, Copy)]
enum When {
    Dated(Interval),
    Before(jiff::Timestamp),
    Unknown,
}

impl When {
    /// The last instant at which it can have been published.
    fn end(self) -> Option<jiff::Timestamp> {
        match self {
            Self::Dated(interval) => Some(interval.to),
            Self::Before(bound) => Some(bound),
            Self::Unknown => None,
        }
    }

    /// Whether this was certainly published before `other`.
    fn before(self, other: Self) -> bool {
        matches!((self.end(), other), (Some(end), Self::Dated(interval)) if end < interval.from)
    }

    fn interval(self) -> Option<Interval> {
        if let Self::Dated(interval) = self { Some(interval) } else { None }
    }

    fn words(self) -> Cow<'static, str> {
        match self {
            Self::Dated(interval) => interval.to_string().into(),
            Self::Before(bound) => format!("no later than {bound}").into(),
            Self::Unknown => "no date".into(),
        }
    }
}

struct Work<'a> {
    cluster: &'a Cluster<'a>,
    evidence: &'a Evidence<'a>,
    when: Vec<When>,
    outlet: Vec<Option<OutletId>>,
    /// Members by date, then document and place: an order that does not depend on how they were given.
    by_date: Vec<usize>,
    /// Where each member stands in that order.
    rank: Vec<usize>,
    /// How alike two members are, in thousandths; the smaller index first.
    alike: NumberedMap<(usize, usize), u16>,
    /// Documents and their members, sorted.
    places: Vec<(usize, usize)>,
    /// Of each undated member the dated copy that it has its text from, by its own words.
    taken_from: Vec<Option<usize>>,
    /// Whether all members are of one outlet, where each document stands against the others.
    is_of_one_outlet: bool,
    speaker: Option<String>,
    together: Together<'a>,
}

impl<'a> Work<'a> {
    fn new(cluster: &'a Cluster<'a>, evidence: &'a Evidence<'a>) -> Self {
        let when = |member: &Member| {
            let publication = &evidence.publications[member.document];
            match (publication.interval(), publication.not_after) {
                (Some(interval), _) => When::Dated(interval),
                (None, Some(bound)) => When::Before(bound),
                (None, None) => When::Unknown,
            }
        };
        let outlet = |member: &Member| evidence.named[member.document];
        let when: Vec<When> = cluster.members.iter().map(when).collect();
        let mut by_date: Vec<usize> = (0..when.len()).collect();
        // Undated ones last, those that were there early in front.
        by_date.sort_by_key(|&member| {
            let Member { document, span, .. } = cluster.members[member];
            let (interval, end) = (when[member].interval(), when[member].end());
            (interval.is_none(), interval, end.is_none(), end, evidence.documents[document].id.as_str(), span)
        });
        let mut rank = vec![0; when.len()];
        by_date.iter().enumerate().for_each(|(place, &member)| rank[member] = place);
        let mut alike: NumberedMap<(usize, usize), u16> = NumberedMap::default();
        for likeness in cluster.likenesses {
            let pair = (likeness.left.min(likeness.right), likeness.left.max(likeness.right));
            let known = alike.entry(pair).or_default();
            *known = thousandths(likeness.identity).max(*known);
        }
        let mut places: Vec<(usize, usize)> = cluster.members.iter().map(|place| place.document).zip(0..).collect();
        places.sort_unstable();
        let outlet: Vec<Option<OutletId>> = cluster.members.iter().map(outlet).collect();
        let mut work = Self {
            is_of_one_outlet: outlet.first().is_some_and(|first| first.is_some() && outlet.iter().all(|other| other == first)),
            outlet,
            when,
            by_date,
            rank,
            alike,
            places,
            cluster,
            evidence,
            taken_from: Vec::new(),
            speaker: None,
            together: Together::default(),
        };
        work.take_together();
        // A credit means an outlet. Its page here is what was taken only if it was there by the time that the other one was.
        let is_earlier = |copy: &usize, member: usize| {
            let ended = work.when[*copy].interval().map(|interval| interval.to);
            ended.is_some_and(|ended| work.when[member].end().is_none_or(|end| ended <= end))
        };
        let credited = |member: usize| work.credited_copy(member).filter(|copy| is_earlier(copy, member));
        let taken_from = |member: usize| work.when[member].interval().is_none().then(|| credited(member))?;
        work.taken_from = (0..work.when.len()).map(taken_from).collect();
        work.take_credits_together();
        work.speaker = work.speaker();
        work
    }

    fn order(&self) -> Order {
        let first = self.first();
        let mut members: Vec<Attribution<String>> = (0..self.when.len()).map(|member| self.standing(member, first)).collect();
        for &member in &self.by_date {
            self.attribute(member, &mut members);
        }
        Order {
            first,
            first_interval: first.and_then(|first| self.when[first].interval()),
            speaker: self.speaker.clone(),
            undated: self.when.iter().filter(|when| matches!(when, When::Unknown)).count(),
            members: members.into_iter().map(Attribution::closed).collect(),
        }
    }

    /// The members of a document, in order.
    fn members_of(&self, document: usize) -> impl Iterator<Item = usize> + '_ {
        let from = self.places.partition_point(|(other, _)| *other < document);
        self.places[from..].iter().take_while(move |(other, _)| *other == document).map(|(_, member)| *member)
    }

    fn same_document(&self, left: usize, right: usize) -> bool {
        self.cluster.members[left].document == self.cluster.members[right].document
    }

    /// Whether two members are of different outlets; a document without one is an outlet of its own. In a cluster of one outlet: of different documents.
    fn rivals(&self, left: usize, right: usize) -> bool {
        let same_outlet = self.outlet[left].is_some() && self.outlet[left] == self.outlet[right];
        (!same_outlet || self.is_of_one_outlet) && !self.same_document(left, right)
    }

    /// The member that is certainly earlier than every dated one of other outlets, and than the undated ones that credit it;
    /// of several in one outlet or document the first by date. There is none where no other outlet's copy is known to be later, where a copy of its own
    /// outlet is certainly earlier, or where it names a source whose copy has no date.
    fn first(&self) -> Option<usize> {
        let known = self.by_date.iter().copied().filter(|&member| !matches!(self.when[member], When::Unknown));
        known.into_iter().find(|&member| self.leads(member))
    }

    /// Whether a member is certainly earlier than every comparable one of other outlets, as [`first`](Self::first) has it. Of an outlet several may be.
    fn leads(&self, member: usize) -> bool {
        let later = |other: usize| self.when[member].before(self.when[other]) || self.is_taken_from(other, member);
        let rivals = self.by_date.iter().copied().filter(|&other| self.rivals(member, other));
        let mut comparable = rivals.filter(|&other| self.when[other].interval().is_some() || later(other)).peekable();
        comparable.peek().is_some()
            && comparable.all(later)
            && self.certainly_before(member).next().is_none()
            && self.credited_copy(member).is_none()
    }

    /// Whether a member stands in the first document, or in one of the same outlet that was before all others as certainly.
    fn is_first(&self, member: usize, first: Option<usize>) -> bool {
        first.is_some_and(|first| self.same_document(first, member) || !self.rivals(first, member) && self.leads(member))
    }

    /// Whether an undated member says itself that it has the text from the document of another one.
    fn is_taken_from(&self, member: usize, other: usize) -> bool {
        self.taken_from[member].is_some_and(|copy| self.same_document(copy, other))
    }

    /// Role by dates alone.
    fn standing(&self, member: usize, first: Option<usize>) -> Attribution<String> {
        let when = self.when[member];
        let others = || self.by_date.iter().copied().filter(move |&other| !self.same_document(member, other));
        let published = when.words();
        let earlier = self.certainly_before(member).next();
        let is_first = self.is_first(member, first);
        // As with most of a corpus without dates.
        if !is_first && earlier.is_none() && when.interval().is_none() {
            let (role, grade, evidence) = (Role::Undated, Grade::Undetermined, format!("{published} is known"));
            return Attribution { role, source: None, credited: None, grade, evidence };
        }
        let caveat = match self.undated_beside(member) {
            0 => String::new(),
            1 => "; one copy has no date and may be earlier".to_owned(),
            count => format!("; {count} copies have no date and may be earlier"),
        };
        let (role, grade, evidence) = if is_first {
            let dated = |&other: &usize| self.rivals(member, other) && self.when[other].interval().is_some();
            let of = if self.is_of_one_outlet { "" } else { " of another outlet" };
            match others().find(dated) {
                Some(next) => {
                    let sentence = format!("published {published}, before every dated copy{of}; the next is {}{caveat}", self.copy(next));
                    (Role::First, Grade::Dated, sentence)
                }
                None => {
                    let sentence =
                        format!("published {published}; no other copy has a date, and what is known to be later credits it{caveat}");
                    (Role::First, Grade::Credited, sentence)
                }
            }
        } else if let Some(earlier) = earlier {
            (Role::Later, Grade::Dated, format!("published {published}, later than {}", self.copy(earlier)))
        } else {
            let sentence = match self.tied(member).as_str() {
                "" if others().any(|other| self.when[member].before(self.when[other])) => {
                    format!("published {published}, before the other dated copies, which does not make it the first{caveat}")
                }
                "" => format!("published {published}; no other copy has a date to compare with{caveat}"),
                tied => format!("published {published}; may be the first, as may {tied}{caveat}"),
            };
            (Role::Tied, Grade::Undetermined, sentence)
        };
        Attribution { role, source: None, credited: None, grade, evidence }
    }

    /// The documents that a member is not certainly earlier than, at most three by name.
    fn tied(&self, member: usize) -> String {
        const SHOWN: usize = 3;
        let (tied, more) = self.tied_with(member, SHOWN);
        let mut names: Vec<String> = tied.into_iter().map(|other| self.copy(other)).collect();
        if more > 0 {
            names.push(format!("{more} more"));
        }
        names.join(", ")
    }

    /// A document and its interval, for a sentence.
    fn copy(&self, member: usize) -> String {
        let document = &self.evidence.documents[self.cluster.members[member].document];
        format!("{} ({})", document.id, self.when[member].words())
    }

    /// Who said it, by all members.
    fn speaker(&self) -> Option<String> {
        if self.cluster.kind != Kind::Quote {
            return None;
        }
        let names = self.cluster.members.iter().filter_map(|member| {
            let text = &self.evidence.documents[member.document].text;
            let mut cursor = Cursor::new(text);
            let (start, end) = (cursor.byte_at(member.span.start)?, cursor.byte_at(member.span.end)?);
            speaker::speaker(text, start, end, self.evidence.outlets)
        });
        speaker::agreed(&names.collect::<Vec<_>>())
    }
}

/// A share as whole thousandths, so that comparisons are exact.
fn thousandths(share: f64) -> u16 {
    let clamped = (share.clamp(0.0, 1.0) * 1000.0).round();
    (0..=1000).rev().find(|&n| f64::from(n) <= clamped).unwrap_or(0)
}

#[cfg(test)]
mod tests;
