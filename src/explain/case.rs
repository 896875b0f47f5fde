//! Two documents among those of a corpus, and the explanation of them.

use rayon::prelude::*;

use super::aligned::{self, Examined};
use super::answer::{self, answer};
use super::model::{Aligned, Explanation, Outcome, Subject};
use super::{near, origin, rewritten, rows, seeded};
use crate::align::Reach;
use crate::attribute::{Interval, Named, Outlets, learn};
use crate::compare::ids;
use crate::error::{Error, ErrorKind, Result};
use crate::observer::Observer;
use crate::pipeline::{self, ScanConfig};
use crate::read::{Corpus, Document};
use crate::report::Run;
use crate::seeds::Place;
use crate::text::{CharIndex, Compounds, Tokens, tokenize};

/// Two documents among those of a corpus, with the tables of its run.
#[derive(Debug, Clone)]
pub struct Case {
    pub(super) documents: Vec<Document>,
    pub(super) tokens: Vec<Tokens>,
    pub(super) places: Vec<Place>,
    pub(super) outlets: Outlets,
    pub(super) run: Run,
    pub(super) config: ScanConfig,
    /// Whether these are the options of the run itself, so that what is no row there was left out there.
    pub(super) is_as_run: bool,
    /// Places of the left and the right document, as they were named.
    pub(super) at: [usize; 2],
}

impl Case {
    /// Scans a corpus to explain two of its documents.
    ///
    /// # Errors
    /// As [`pipeline::scan`], and [`ErrorKind::BadOption`] for an id that no document has, with those most like it, and for one that is named twice.
    pub fn scan(corpus: Corpus, wanted: [&str; 2], outlets: &Outlets, config: &ScanConfig, observer: &dyn Observer) -> Result<Self> {
        let known: Vec<&str> = corpus.documents.iter().map(|d| d.id.as_str()).collect();
        let at = [ids::find(&known, wanted[0])?, ids::find(&known, wanted[1])?];
        let run = pipeline::scan(&corpus, outlets, config, observer)?.run;
        Self::new(corpus.documents, at, outlets.clone(), (run, *config), *config, observer)
    }

    /// Two documents of a run. `config` may differ from the run's own: then the steps are told as they would be with it.
    ///
    /// # Errors
    /// [`ErrorKind::BadOption`] as of [`scan`](Self::scan), [`ErrorKind::Malformed`] for a run without its texts, [`ErrorKind::Interrupted`].
    pub fn of_run(run: Run, wanted: [&str; 2], outlets: &Outlets, config: &ScanConfig, observer: &dyn Observer) -> Result<Self> {
        // A run's own options come out of a file.
        config.check()?;
        let known: Vec<&str> = run.documents.iter().map(|row| &*row.doc).collect();
        let at = [ids::find(&known, wanted[0])?, ids::find(&known, wanted[1])?];
        // The two that were asked for first: the error names what the person knows.
        at.iter().try_for_each(|at| rows::document(&run, *at).map(drop))?;
        let document = |at: usize| observer.check().and_then(|()| rows::document(&run, at));
        let documents: Vec<Document> = (0..run.documents.len()).map(document).collect::<Result<_>>()?;
        let own = rows::config_of(&run);
        Self::new(documents, at, outlets.clone(), (run, own), *config, observer)
    }

    fn new(
        documents: Vec<Document>,
        at: [usize; 2],
        mut outlets: Outlets,
        (run, own): (Run, ScanConfig),
        config: ScanConfig,
        observer: &dyn Observer,
    ) -> Result<Self> {
        if at[0] == at[1] {
            return Err(Error::new(ErrorKind::BadOption, format!("both are `{}`: a text matches itself", documents[at[0]].id))
                .remedy("name two documents"));
        }
        learn(&mut outlets, &documents);
        observer.begin("explain", "documents", u64::try_from(documents.len()).ok());
        let tokens = documents
            .par_iter()
            .map(|document| {
                observer.check()?;
                observer.advance(1);
                Ok(tokenize(&document.text, Compounds::Joined))
            })
            .collect::<Result<_>>()?;
        let places = pipeline::places(&documents, &Named::of(&documents, &outlets), |at| interval(&run, at));
        Ok(Self { documents, tokens, places, outlets, run, config, is_as_run: config == own, at })
    }

    /// Numbers of the two in the order of the corpus.
    pub(super) fn ordered(&self) -> (usize, usize) {
        (self.at[0].min(self.at[1]), self.at[0].max(self.at[1]))
    }

    /// Whether the left one, as named, comes second in the order of the corpus.
    pub(super) fn is_turned(&self) -> bool {
        self.at[0] > self.at[1]
    }

    /// How far an alignment of the two may go.
    pub(super) fn reach(&self) -> Reach {
        let (first, second) = self.ordered();
        pipeline::reach(&self.places, number(first), number(second), &self.config)
    }

    /// Whether both were published further apart than they may be to be compared.
    pub(super) fn is_apart(&self) -> bool {
        let [left, right] = self.at.map(|at| interval(&self.run, at));
        self.config.within.is_some_and(|within| !pipeline::may_lie_within(left, right, within))
    }

    /// Whether both are of one outlet, which keeps them apart unless that was asked for.
    pub(super) fn is_unwanted_outlet(&self) -> bool {
        !self.config.seeds.same_outlet && self.places[self.at[0]].outlet == self.places[self.at[1]].outlet
    }

    /// Why the two were not to be compared; empty where they were.
    pub(super) fn apart(&self) -> &'static str {
        match (self.is_unwanted_outlet(), self.is_apart()) {
            (true, _) => "both documents are of one outlet (--same-outlet)",
            (false, true) => "the two were published further apart than --within allows",
            (false, false) => "",
        }
    }
}

/// When a document of a run was published.
pub(super) fn interval(run: &Run, at: usize) -> Option<Interval> {
    let row = &run.documents[at];
    Some(Interval { from: row.published_from.as_deref()?.parse().ok()?, to: row.published_to.as_deref()?.parse().ok()? })
}

/// Goes through the steps for the two documents. The observer is asked before each that goes over the whole corpus whether to stop.
///
/// # Errors
/// [`ErrorKind::Interrupted`] when the observer says so.
pub fn explain(case: &Case, observer: &dyn Observer) -> Result<Explanation> {
    observer.check()?;
    let shared = seeded::shared(case, observer)?;
    observer.check()?;
    let Examined { chains, alignments, longest_row, what_if } = aligned::examine(case, &shared, observer)?;
    observer.check()?;
    let seeds = seeded::told(case, &shared);
    let near_duplicates = near::duplicates(case);
    let (left, right) = (subject(case, 0), subject(case, 1));
    let clusters = origin::clusters(case);
    observer.check()?;
    let copied = alignments.iter().any(Aligned::is_copy) || answer::by_cluster(case, &clusters).is_some();
    let rewritten = rewritten::told(case, &clusters);
    let mut explanation = Explanation {
        matches: copied || near_duplicates.reached || rewritten.reported > 0,
        is_word_for_word: copied,
        answer: Vec::new(),
        first: origin::first(case, &left, &right, &clusters),
        left,
        right,
        corpus: case.documents.len(),
        seeds,
        chains,
        alignments,
        longest_row,
        what_if,
        rewritten,
        near_duplicates,
        clusters,
    };
    count_common_words(case, &mut explanation);
    explanation.answer = answer(case, &explanation);
    Ok(explanation)
}

fn subject(case: &Case, side: usize) -> Subject {
    let document = &case.documents[case.at[side]];
    Subject {
        doc: document.id.clone(),
        outlet: document.outlet.clone(),
        title: document.title.clone(),
        words: number(case.tokens[case.at[side]].len()),
        common_words: 0,
        published: origin::published(case, case.at[side]),
        credits: origin::credits(case, side),
    }
}

/// Words of each document that lie in a kept alignment: of those that are reported, where any is.
fn count_common_words(case: &Case, explanation: &mut Explanation) {
    let kept = || explanation.alignments.iter().filter(|a| a.outcome == Outcome::Kept);
    let is_any_reported = kept().any(|a| a.reported);
    let kept: Vec<[(u32, u32); 2]> = kept().filter(|a| a.reported || !is_any_reported).map(|a| [a.left, a.right]).collect();
    let counts = [0, 1].map(|side| {
        let chars = CharIndex::new(&case.documents[case.at[side]].text);
        let inside = |span: &crate::span::Span<crate::span::Bytes>| {
            let (start, end) = (chars.chars_before(span.start), chars.chars_before(span.end));
            kept.iter().any(|places| places[side].0 <= start && end <= places[side].1)
        };
        number(case.tokens[case.at[side]].spans.iter().filter(|span| inside(span)).count())
    });
    explanation.left.common_words = counts[0];
    explanation.right.common_words = counts[1];
}

pub(super) fn number(n: usize) -> u32 {
    u32::try_from(n).expect("a text is shorter than 4 GiB")
}
