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
//! 3. *inferred*: no date decides, but another document consists of this text while this one has it as a
//!    part among others.
//! 4. *undetermined*.
//!
//! Roles rest on dates alone. The sources form a forest: an edge that would close a circle is left out,
//! and its evidence says so. The result depends on the members and not on their order.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::fmt::Write as _;

use super::credits::{Credit, Scope};
use super::dates::Publication;
use super::interval::Interval;
use super::outlets::{OutletId, Outlets};
use super::place::Cursor;
use super::speaker;
use crate::read::Document;
use crate::report::model::{Grade, Kind, Role};
use crate::span::{Chars, Span};

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
    /// The pairs among them; members that stand in no pair count as least alike.
    pub likenesses: &'a [Likeness],
}

/// What is known of the documents: slices parallel to the corpus.
#[derive(Debug, Clone, Copy)]
pub struct Evidence<'a> {
    /// The corpus.
    pub documents: &'a [Document],
    /// When each was published.
    pub publications: &'a [Publication],
    /// Whom each credits.
    pub credits: &'a [Vec<Credit>],
    /// All outlets that are known.
    pub outlets: &'a Outlets,
}

/// Where a member has its text from.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribution {
    /// Its place in the order of publication.
    pub role: Role,
    /// The member it most likely took the text from.
    pub source: Option<usize>,
    /// The outlet that it credits, whether that has a copy here or not.
    pub credited: Option<String>,
    /// How well role and source are founded.
    pub grade: Grade,
    /// What they rest on, in words.
    pub evidence: String,
}

/// A cluster's order of publication.
#[derive(Debug, Clone, PartialEq)]
pub struct Order {
    /// One a member, parallel to them.
    pub members: Vec<Attribution>,
    /// The member that was published before all others that have a date. `None` on ties.
    pub first: Option<usize>,
    /// When that was.
    pub first_interval: Option<Interval>,
    /// Who said it, where it is a quotation and the texts name someone.
    pub speaker: Option<String>,
    /// Members without any date: each may be earlier than the first.
    pub undated: usize,
}

/// Code points before and behind a passage within which a credit of passage scope belongs to it.
const CREDIT_REACH: u32 = 250;
/// A document that consists of the text: at least this share of its words.
const WHOLE: f64 = 0.8;
/// A document that has the text as a part: at most this share of its words.
const PART: f64 = 0.5;

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
    /// Whether this was certainly published before `other`.
    fn before(self, other: Self) -> bool {
        let end = match self {
            Self::Dated(interval) => interval.to,
            Self::Before(bound) => bound,
            Self::Unknown => return false,
        };
        matches!(other, Self::Dated(interval) if end < interval.from)
    }

    fn interval(self) -> Option<Interval> {
        if let Self::Dated(interval) = self {
            Some(interval)
        } else {
            None
        }
    }

    fn words(self) -> String {
        match self {
            Self::Dated(interval) => interval.to_string(),
            Self::Before(bound) => format!("no later than {bound}"),
            Self::Unknown => "no date".to_owned(),
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
    alike: HashMap<(usize, usize), u16>,
    speaker: Option<String>,
}

/// A credit that holds for a member, with the copies of its source in the cluster.
struct Holding<'a> {
    credit: &'a Credit,
    copies: Vec<usize>,
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
        let outlet = |member: &Member| {
            let document = &evidence.documents[member.document];
            let names = [document.outlet.as_deref(), document.url.as_deref()];
            names
                .into_iter()
                .flatten()
                .find_map(|name| evidence.outlets.find(name))
        };
        let when: Vec<When> = cluster.members.iter().map(when).collect();
        let mut by_date: Vec<usize> = (0..when.len()).collect();
        // Undated ones last.
        by_date.sort_by_key(|&member| {
            let Member { document, span, .. } = cluster.members[member];
            let interval = when[member].interval();
            (
                interval.is_none(),
                interval,
                evidence.documents[document].id.as_str(),
                span,
            )
        });
        let mut rank = vec![0; when.len()];
        by_date
            .iter()
            .enumerate()
            .for_each(|(place, &member)| rank[member] = place);
        let mut alike: HashMap<(usize, usize), u16> = HashMap::new();
        for likeness in cluster.likenesses {
            let pair = (
                likeness.left.min(likeness.right),
                likeness.left.max(likeness.right),
            );
            let known = alike.entry(pair).or_default();
            *known = thousandths(likeness.identity).max(*known);
        }
        let mut work = Self {
            outlet: cluster.members.iter().map(outlet).collect(),
            when,
            by_date,
            rank,
            alike,
            cluster,
            evidence,
            speaker: None,
        };
        work.speaker = work.speaker();
        work
    }

    fn order(&self) -> Order {
        let first = self.first();
        let mut members: Vec<Attribution> = (0..self.when.len())
            .map(|member| self.standing(member, first))
            .collect();
        for &member in &self.by_date {
            self.attribute(member, &mut members);
        }
        Order {
            first,
            first_interval: first.and_then(|first| self.when[first].interval()),
            speaker: self.speaker.clone(),
            undated: self
                .when
                .iter()
                .filter(|when| matches!(when, When::Unknown))
                .count(),
            members,
        }
    }

    fn same_document(&self, left: usize, right: usize) -> bool {
        self.cluster.members[left].document == self.cluster.members[right].document
    }

    /// Whether two members are of different outlets; a document without one is an outlet of its own.
    fn rivals(&self, left: usize, right: usize) -> bool {
        let same_outlet = self.outlet[left].is_some() && self.outlet[left] == self.outlet[right];
        !same_outlet && !self.same_document(left, right)
    }

    /// The member that is certainly earlier than every dated one of other outlets; of several in one outlet or
    /// document the first by date. There is none when only one outlet has dates.
    fn first(&self) -> Option<usize> {
        let known = || {
            self.by_date
                .iter()
                .copied()
                .filter(|&member| !matches!(self.when[member], When::Unknown))
        };
        known().find(|&member| {
            let mut others = known()
                .filter(|&other| self.rivals(member, other))
                .peekable();
            others.peek().is_some()
                && others.all(|other| self.when[member].before(self.when[other]))
        })
    }

    /// Role by dates alone.
    fn standing(&self, member: usize, first: Option<usize>) -> Attribution {
        let when = self.when[member];
        let others = || {
            self.by_date
                .iter()
                .copied()
                .filter(move |&other| !self.same_document(member, other))
        };
        let undated = others()
            .filter(|&other| matches!(self.when[other], When::Unknown))
            .count();
        let caveat = match undated {
            0 => String::new(),
            1 => "; one copy has no date and may be earlier".to_owned(),
            count => format!("; {count} copies have no date and may be earlier"),
        };
        let published = when.words();
        let (role, grade, evidence) = if first
            .is_some_and(|first| self.same_document(first, member))
        {
            let dated = |&other: &usize| {
                self.rivals(member, other) && self.when[other].interval().is_some()
            };
            let next = others()
                .find(dated)
                .map(|next| self.copy(next))
                .unwrap_or_default();
            let sentence = format!(
                "published {published}, before every dated copy of another outlet; the next is {next}{caveat}"
            );
            (Role::First, Grade::Dated, sentence)
        } else if let Some(earlier) = others().find(|&other| self.when[other].before(when)) {
            (
                Role::Later,
                Grade::Dated,
                format!("published {published}, later than {}", self.copy(earlier)),
            )
        } else if when.interval().is_none() {
            (
                Role::Undated,
                Grade::Undetermined,
                format!("{published} is known"),
            )
        } else {
            let sentence = match self.tied(member).as_str() {
                "" => format!(
                    "published {published}; no other copy has a date to compare with{caveat}"
                ),
                tied => format!("published {published}; may be the first, as may {tied}{caveat}"),
            };
            (Role::Tied, Grade::Undetermined, sentence)
        };
        Attribution {
            role,
            source: None,
            credited: None,
            grade,
            evidence,
        }
    }

    /// The documents that a member is not certainly earlier than, at most three by name.
    fn tied(&self, member: usize) -> String {
        const SHOWN: usize = 3;
        let tie = |&other: &usize| {
            !self.same_document(member, other)
                && self.when[other].interval().is_some()
                && !self.when[member].before(self.when[other])
        };
        let mut tied: Vec<usize> = self.by_date.iter().copied().filter(tie).collect();
        tied.dedup_by_key(|other| self.cluster.members[*other].document);
        let more = tied.len().saturating_sub(SHOWN);
        let mut names: Vec<String> = tied
            .into_iter()
            .take(SHOWN)
            .map(|other| self.copy(other))
            .collect();
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

    /// Adds a member's source to its standing.
    fn attribute(&self, member: usize, members: &mut [Attribution]) {
        if let Some(holding) = self.holding(member) {
            return self.credited(member, &holding, members);
        }
        let earlier = self.earlier(member);
        if !earlier.is_empty() {
            if self.cluster.kind == Kind::Quote {
                let who = self.speaker.as_deref().unwrap_or("the one who is quoted");
                let _ = write!(
                    members[member].evidence,
                    "; both have the quotation from {who}, so that neither need be the other's source"
                );
                return;
            }
            let source = earlier
                .into_iter()
                .min_by_key(|&other| (Reverse(self.per_mille(member, other)), self.rank[other]));
            if let Some(source) = source.filter(|&source| !closes_circle(member, source, members)) {
                let alike = self.per_mille(member, source);
                let own = if self.outlet[member].is_some()
                    && self.outlet[member] == self.outlet[source]
                {
                    ", the same outlet"
                } else {
                    ""
                };
                members[member].source = Some(source);
                members[member].grade = Grade::Dated;
                let likeness = if alike > 0 {
                    format!(" and most like it ({}% of the words)", alike / 10)
                } else {
                    String::new()
                };
                let _ = write!(
                    members[member].evidence,
                    "; of the earlier copies {}{own} is named as source: certainly earlier{likeness}",
                    self.copy(source)
                );
            }
            return;
        }
        if let Some(source) = self
            .containing(member)
            .filter(|&source| !closes_circle(member, source, members))
        {
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
    fn credited(&self, member: usize, holding: &Holding<'_>, members: &mut [Attribution]) {
        let credit = holding.credit;
        let document = &self.evidence.documents[self.cluster.members[member].document];
        let words: String = document
            .text
            .chars()
            .skip(credit.span.start as usize)
            .take(credit.span.len() as usize)
            .collect();
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let possible: Vec<usize> = holding
            .copies
            .iter()
            .copied()
            .filter(|&copy| !self.when[member].before(self.when[copy]))
            .collect();
        // The earliest copy of the source; of equally old ones the one that is most alike.
        let source = possible.into_iter().min_by_key(|&copy| {
            let interval = self.when[copy].interval();
            (
                interval.is_none(),
                interval,
                Reverse(self.per_mille(member, copy)),
                self.rank[copy],
            )
        });
        let circle = source.is_some_and(|source| closes_circle(member, source, members));
        let outcome = match source {
            Some(source) if !circle => format!("whose copy is {}", self.copy(source)),
            Some(source) => format!(
                "whose copy {} goes back to this one: neither can be put first",
                self.copy(source)
            ),
            None if holding.copies.is_empty() => "which has no copy here".to_owned(),
            None => "whose copy here was published later: an earlier one is meant".to_owned(),
        };
        let place = if credit.span.is_empty() {
            "in the mark-up".to_owned()
        } else {
            format!(
                "“{words}”, characters {} to {}",
                credit.span.start, credit.span.end
            )
        };
        let attribution = &mut members[member];
        attribution.credited = Some(credit.source.clone());
        attribution.grade = Grade::Credited;
        attribution.source = source.filter(|_| !circle);
        attribution.evidence = format!(
            "credits {} ({place}, rule {}), {outcome}; {}",
            credit.source, credit.rule, attribution.evidence
        );
    }

    /// The credit that decides for a member: one whose source has a copy here before one whose has none; for a
    /// quotation the nearest one before that of the whole document, otherwise the other way about.
    fn holding(&self, member: usize) -> Option<Holding<'a>> {
        let Member { document, span, .. } = self.cluster.members[member];
        let near = |credit: &&Credit| match credit.scope {
            Scope::Document => true,
            Scope::Passage => {
                distance(credit.span, span) <= CREDIT_REACH
                    && self.is_about(document, credit.span, span)
            }
        };
        let quote = self.cluster.kind == Kind::Quote;
        let holdings = self.evidence.credits[document]
            .iter()
            .filter(near)
            .map(|credit| {
                let id = self.evidence.outlets.find(&credit.source);
                let is_copy = |&other: &usize| {
                    !self.same_document(member, other) && self.is_outlet(other, id, &credit.source)
                };
                Holding {
                    credit,
                    copies: (0..self.when.len()).filter(is_copy).collect(),
                }
            });
        holdings.min_by_key(|holding| {
            let whole = holding.credit.scope == Scope::Document;
            let gap = if whole {
                0
            } else {
                distance(holding.credit.span, span)
            };
            (
                holding.copies.is_empty(),
                whole == quote,
                gap,
                holding.credit.span,
            )
        })
    }

    /// Whether a member's outlet is the one called `name`.
    fn is_outlet(&self, member: usize, id: Option<OutletId>, name: &str) -> bool {
        match (self.outlet[member], id) {
            (Some(outlet), Some(id)) => outlet == id,
            _ => {
                let document = &self.evidence.documents[self.cluster.members[member].document];
                document
                    .outlet
                    .as_deref()
                    .is_some_and(|outlet| outlet.eq_ignore_ascii_case(name))
            }
        }
    }

    /// Whether a credit beside a passage is about it: before it with at most one paragraph break between,
    /// or behind it in the same sentence. "According to the Post" at the beginning of the next sentence is
    /// about what follows.
    fn is_about(&self, document: usize, credit: Span<Chars>, passage: Span<Chars>) -> bool {
        let before = credit.end <= passage.start;
        let (from, to) = if before {
            (credit.end, passage.start)
        } else {
            (passage.end, credit.start)
        };
        if to <= from {
            return true;
        }
        let mut cursor = Cursor::new(&self.evidence.documents[document].text);
        let (Some(from), Some(to)) = (cursor.byte_at(from), cursor.byte_at(to)) else {
            return false;
        };
        let between = &self.evidence.documents[document].text[from..to];
        if before {
            between
                .split('\n')
                .filter(|line| !line.trim().is_empty())
                .count()
                <= 2
        } else {
            !between.contains(['.', '!', '?', '\n'])
        }
    }

    /// Members that were certainly published before this one.
    fn earlier(&self, member: usize) -> Vec<usize> {
        (0..self.when.len())
            .filter(|&other| {
                !self.same_document(member, other) && self.when[other].before(self.when[member])
            })
            .collect()
    }

    /// The one document that consists of this text while this member's has it as a part.
    fn containing(&self, member: usize) -> Option<usize> {
        let here = self.cluster.members[member].coverage;
        if self.cluster.kind == Kind::Quote || here > PART {
            return None;
        }
        let mut whole = (0..self.when.len()).filter(|&other| {
            !self.same_document(member, other)
                && self.cluster.members[other].coverage >= WHOLE
                && !self.when[member].before(self.when[other])
        });
        let only = whole.next()?;
        whole.next().is_none().then_some(only)
    }

    /// How alike two members are, in thousandths; 0 for those that were not aligned.
    fn per_mille(&self, left: usize, right: usize) -> u16 {
        self.alike
            .get(&(left.min(right), left.max(right)))
            .copied()
            .unwrap_or(0)
    }

    /// Who said it, by all members.
    fn speaker(&self) -> Option<String> {
        if self.cluster.kind != Kind::Quote {
            return None;
        }
        let names = self.cluster.members.iter().filter_map(|member| {
            let text = &self.evidence.documents[member.document].text;
            let mut cursor = Cursor::new(text);
            let (start, end) = (
                cursor.byte_at(member.span.start)?,
                cursor.byte_at(member.span.end)?,
            );
            speaker::speaker(text, start, end, self.evidence.outlets)
        });
        speaker::agreed(&names.collect::<Vec<_>>())
    }
}

/// Code points between two spans; 0 where they overlap.
fn distance(left: Span<Chars>, right: Span<Chars>) -> u32 {
    left.start
        .saturating_sub(right.end)
        .max(right.start.saturating_sub(left.end))
}

/// Whether following the sources from `source` leads to `member`.
fn closes_circle(member: usize, source: usize, members: &[Attribution]) -> bool {
    let mut at = Some(source);
    // No chain of a forest is longer than its members.
    for _ in 0..=members.len() {
        match at {
            Some(here) if here == member => return true,
            Some(here) => at = members[here].source,
            None => return false,
        }
    }
    true
}

/// A share as whole thousandths, so that comparisons are exact.
fn thousandths(share: f64) -> u16 {
    let clamped = (share.clamp(0.0, 1.0) * 1000.0).round();
    (0..=1000)
        .rev()
        .find(|&n| f64::from(n) <= clamped)
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
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
        let mut made = Made {
            documents: Vec::new(),
            members: Vec::new(),
            outlets: Outlets::empty(),
        };
        for (document, &(outlet, date, text, coverage)) in rows.iter().enumerate() {
            let start = text.chars().position(|c| c == '|').unwrap();
            let end = text
                .chars()
                .collect::<Vec<_>>()
                .iter()
                .rposition(|c| *c == '|')
                .unwrap()
                - 1;
            let (start, end) = (u32::try_from(start).unwrap(), u32::try_from(end).unwrap());
            made.members.push(Member {
                document,
                span: Span::new(start, end),
                coverage,
            });
            outlets.add_named(outlet);
            made.documents.push(Document {
                id: outlet.to_lowercase(),
                outlet: Some(outlet.to_owned()),
                date: (!date.is_empty()).then(|| ("date".to_owned(), date.to_owned())),
                text: text.replace('|', ""),
                ..Document::default()
            });
        }
        made.outlets = outlets;
        made
    }

    impl Made {
        fn order(&self, kind: Kind, likenesses: &[Likeness]) -> Order {
            let publications: Vec<_> = self.documents.iter().map(dates::publication).collect();
            let credits: Vec<_> = self
                .documents
                .iter()
                .map(|d| credits::credits(d, &self.outlets))
                .collect();
            let evidence = Evidence {
                documents: &self.documents,
                publications: &publications,
                credits: &credits,
                outlets: &self.outlets,
            };
            order(
                &Cluster {
                    kind,
                    members: &self.members,
                    likenesses,
                },
                &evidence,
            )
        }
    }

    const TEXT: &str = "|The talks on the city went on all night and ended without result|.";

    fn roles(order: &Order) -> Vec<Role> {
        order.members.iter().map(|member| member.role).collect()
    }

    #[test]
    fn the_first_is_said_only_where_intervals_are_disjoint() {
        let days = |a, b, c| {
            made(&[
                ("One", a, TEXT, 1.0),
                ("Two", b, TEXT, 1.0),
                ("Three", c, TEXT, 1.0),
            ])
            .order(Kind::Wire, &[])
        };
        let order = days("2016-12-10", "2016-12-03", "2016-12-07");
        assert_eq!(roles(&order), [Role::Later, Role::First, Role::Later]);
        assert_eq!(
            (order.first, order.members[1].grade),
            (Some(1), Grade::Dated)
        );
        // One day apart without zones: nobody knows.
        let order = days("2016-12-04", "2016-12-03", "2016-12-20");
        assert_eq!(roles(&order), [Role::Tied, Role::Tied, Role::Later]);
        assert_eq!((order.first, order.first_interval), (None, None));
        assert!(
            order.members[0]
                .evidence
                .contains("may be the first, as may two"),
            "{}",
            order.members[0].evidence
        );
    }

    #[test]
    fn copies_of_one_outlet_do_not_keep_it_from_being_the_first() {
        let mut rows = made(&[
            ("One", "2016-12-03", TEXT, 1.0),
            ("One", "2016-12-04", TEXT, 1.0),
            ("Two", "2016-12-20", TEXT, 1.0),
        ]);
        rows.documents[1].id = "one again".into();
        let order = rows.order(Kind::Wire, &[]);
        assert_eq!(roles(&order), [Role::First, Role::Tied, Role::Later]);
        let alone = made(&[
            ("One", "2016-12-03", TEXT, 1.0),
            ("One", "2016-12-20", TEXT, 1.0),
        ])
        .order(Kind::Wire, &[]);
        assert_eq!(alone.first, None);
    }

    #[test]
    fn an_undated_copy_is_said_to_be_so_and_takes_no_part() {
        let order = made(&[
            ("One", "2016-12-03", TEXT, 1.0),
            ("Two", "", TEXT, 1.0),
            ("Three", "2016-12-20", TEXT, 1.0),
        ])
        .order(Kind::Wire, &[]);
        assert_eq!(roles(&order), [Role::First, Role::Undated, Role::Later]);
        assert_eq!(order.undated, 1);
        assert!(
            order.members[0]
                .evidence
                .contains("one copy has no date and may be earlier"),
            "{}",
            order.members[0].evidence
        );
        let alone = made(&[("One", "2016-12-03", TEXT, 1.0), ("Two", "", TEXT, 1.0)])
            .order(Kind::Wire, &[]);
        assert_eq!(
            (roles(&alone), alone.first),
            (vec![Role::Tied, Role::Undated], None)
        );
    }

    #[test]
    fn an_undated_copy_that_was_fetched_before_all_others_is_the_first() {
        let mut rows = made(&[("One", "", TEXT, 1.0), ("Two", "2016-12-03", TEXT, 1.0)]);
        rows.documents[0]
            .meta
            .insert("scrape_time".into(), "2016-11-01".into());
        let order = rows.order(Kind::Wire, &[]);
        assert_eq!((order.first, order.first_interval), (Some(0), None));
    }

    #[test]
    fn a_credit_names_the_source_even_where_dates_tie() {
        let credited =
            "According to RT, |the talks on the city went on all night and ended without result|.";
        let order = made(&[
            ("Islam Times", "2016-12-03", credited, 0.3),
            ("RT", "2016-12-03", TEXT, 1.0),
        ])
        .order(Kind::Wire, &[]);
        let member = &order.members[0];
        assert_eq!(
            (member.source, member.grade, member.role),
            (Some(1), Grade::Credited, Role::Tied)
        );
        assert!(
            member.evidence.starts_with(
                "credits RT (“According to RT”, characters 0 to 15, rule according-to)"
            ),
            "{}",
            member.evidence
        );
    }

    #[test]
    fn a_credit_of_one_that_has_no_copy_keeps_others_from_being_the_source() {
        let agency = "MOSCOW (Reuters) - |The talks on the city went on all night and ended without result|.";
        let order = made(&[
            ("One", "2016-12-03", agency, 0.9),
            ("Two", "2016-12-20", agency, 0.9),
        ])
        .order(Kind::Wire, &[]);
        assert_eq!(
            (
                order.members[1].source,
                order.members[1].credited.as_deref()
            ),
            (None, Some("Reuters"))
        );
        assert_eq!(roles(&order), [Role::First, Role::Later]);
    }

    #[test]
    fn a_copy_published_later_is_not_the_one_that_was_credited() {
        let credited =
            "According to RT, |the talks on the city went on all night and ended without result|.";
        let order = made(&[
            ("One", "2016-12-03", credited, 0.3),
            ("RT", "2016-12-20", TEXT, 1.0),
        ])
        .order(Kind::Wire, &[]);
        assert_eq!(
            (order.members[0].source, order.members[0].grade),
            (None, Grade::Credited)
        );
        assert_eq!(
            order.members[1].source,
            Some(0),
            "{}",
            order.members[1].evidence
        );
    }

    #[test]
    fn two_that_credit_one_another_make_no_circle() {
        let credits = |whom: &str| {
            format!(
                "According to {whom}, |the talks on the city went on all night and ended without result|."
            )
        };
        let (left, right) = (credits("TASS"), credits("RT"));
        let order = made(&[
            ("RT", "2016-12-03", &left, 0.5),
            ("TASS", "2016-12-03", &right, 0.5),
        ])
        .order(Kind::Wire, &[]);
        assert_eq!(
            order
                .members
                .iter()
                .filter(|member| member.source.is_some())
                .count(),
            1
        );
        assert!(
            order
                .members
                .iter()
                .any(|member| member.evidence.contains("neither can be put first"))
        );
    }

    #[test]
    fn of_the_earlier_copies_the_one_most_alike_is_the_source() {
        let rows = made(&[
            ("One", "2016-12-03", TEXT, 0.9),
            ("Two", "2016-12-09", TEXT, 0.9),
            ("Three", "2016-12-20", TEXT, 0.9),
        ]);
        let likeness = |left, right, identity| Likeness {
            left,
            right,
            identity,
        };
        let order = rows.order(
            Kind::Wire,
            &[
                likeness(0, 2, 0.8),
                likeness(2, 1, 0.95),
                likeness(0, 1, 0.9),
            ],
        );
        let sources: Vec<_> = order.members.iter().map(|member| member.source).collect();
        assert_eq!(sources, [None, Some(0), Some(1)]);
        assert!(
            order.members[2].evidence.contains("95% of the words"),
            "{}",
            order.members[2].evidence
        );
    }

    #[test]
    fn quotations_have_the_speaker_as_source_and_not_one_another() {
        let text = "Yury Ushakov spoke to the press.\n\n“|There have never been so many phone calls about a single issue|,” Ushakov said.";
        let order = made(&[
            ("One", "2016-11-30", text, 0.1),
            ("Two", "2016-12-20", text, 0.1),
        ])
        .order(Kind::Quote, &[]);
        assert_eq!(order.speaker.as_deref(), Some("Ushakov"));
        assert_eq!((order.first, order.members[1].source), (Some(0), None));
        assert!(
            order.members[1].evidence.contains("from Ushakov"),
            "{}",
            order.members[1].evidence
        );
    }

    #[test]
    fn where_no_date_decides_the_document_that_consists_of_the_text_is_inferred() {
        let order = made(&[
            ("One", "2016-12-03", TEXT, 0.2),
            ("Two", "2016-12-03", TEXT, 0.95),
        ])
        .order(Kind::Passage, &[]);
        assert_eq!(
            (order.members[0].source, order.members[0].grade),
            (Some(1), Grade::Inferred)
        );
        let two = made(&[
            ("One", "", TEXT, 0.2),
            ("Two", "", TEXT, 0.95),
            ("Three", "", TEXT, 0.9),
        ])
        .order(Kind::Passage, &[]);
        assert_eq!(
            (two.members[0].source, two.members[0].grade),
            (None, Grade::Undetermined)
        );
    }

    #[test]
    fn a_credit_that_begins_the_next_sentence_is_about_what_follows() {
        let behind = format!("{TEXT} According to RT, it rains.");
        let same =
            "|The talks on the city went on all night and ended without result|, according to RT.";
        let credited = |text: &str| {
            made(&[("One", "", text, 0.3), ("Two", "", TEXT, 1.0)])
                .order(Kind::Passage, &[])
                .members[0]
                .credited
                .clone()
        };
        assert_eq!(credited(&behind), None);
        assert_eq!(credited(same).as_deref(), Some("RT"));
    }

    #[test]
    fn a_credit_far_from_the_passage_does_not_hold_for_it() {
        let far = format!(
            "According to RT, it rains.\n\n{}\n\n{TEXT}",
            "A paragraph of many other words follows here. ".repeat(12)
        );
        let order = made(&[
            ("One", "2016-12-03", &far, 0.1),
            ("RT", "2016-12-03", TEXT, 0.6),
        ])
        .order(Kind::Passage, &[]);
        assert_eq!(order.members[0].credited, None);
    }

    #[test]
    fn the_order_in_which_members_are_given_changes_nothing() {
        let rows = [
            ("One", "2016-12-03", TEXT, 0.9),
            ("Two", "2016-12-09", TEXT, 0.9),
            ("Three", "2016-12-09", TEXT, 0.2),
            ("Four", "", TEXT, 0.3),
        ];
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
}
