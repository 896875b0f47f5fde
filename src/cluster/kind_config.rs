//! What the judgement of kinds asks of a text, and how much of it.

use serde::{Deserialize, Serialize};

use crate::allowed::{at_least, within};
use crate::error::Result;

/// Options of the judgement. Shares are 0 to 1, points -1,000,000 to 1,000,000.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct KindConfig {
    /// Least share of a passage that stands between quotation marks, or is a post, in some document, for a quote.
    pub quoted: f64,
    /// Paragraphs that a root touches, for wire copy.
    pub wire_paragraphs: usize,
    /// Least share of a document's words that a passage holds, for wire copy.
    pub wire_share: f64,
    /// Least words of wire copy.
    pub wire_words: u32,
    /// Documents of one outlet, on different days, in more than which a text is standing text.
    pub standing_issues: usize,
    /// Least documents of an outlet for the share of them to say something.
    pub standing_documents: usize,
    /// Most words of a notice that many houses print.
    pub notice_words: u32,
    /// Least share of numbers among a form's words.
    pub formula_numbers: f64,
    /// Least number of different fillings of a form.
    pub formula_fillings: usize,
    /// Least points of a pair for it to be a copy and no stock phrase (see [`Told`](crate::align::Told)).
    pub telling_points: i32,
    /// What a number that was filled in anew takes away.
    pub filled_points: i32,
    /// Matched words to a number filled in anew, from two such numbers on, up to which all of it is a form.
    pub filled_words: u32,
    /// Points of a row of equal words from which on two outlets have a copy, whatever was filled in around it.
    pub row_points: i32,
    /// What standing between quotation marks is worth.
    pub quoted_points: i32,
    /// What a pair may lack whose two documents share another text that tells by itself: they have a source in common.
    pub company_points: i32,
    /// What a pair inside one outlet needs besides: every house has its own phrases.
    pub own_points: i32,
    /// What it needs besides when its documents appeared more than `own_days` apart.
    pub later_points: i32,
    /// What a pair in pieces needs besides (see [`Told`](crate::align::Told)).
    pub pieces_points: i32,
    /// Days within which an outlet takes up its own text again, 0 and more.
    pub own_days: i64,
    /// Documents of an outlet in which a row of four words stands, from which on the row belongs to the house and not to a story.
    pub house_documents: usize,
    /// Least share of such rows among those that two texts of the outlet have in common, for a form of the house.
    pub house_share: f64,
    /// The same documents where something was filled in anew.
    pub filled_documents: usize,
    /// The same share there.
    pub filled_share: f64,
    /// The same documents where two texts begin with the sentence that the pair is of, and name somebody else first.
    pub led_documents: usize,
    /// The same share there.
    pub led_share: f64,
    /// Identity from which on two texts were sent twice, whatever their words.
    pub house_identity: f64,
    /// Most words of a form of the house.
    pub house_words: u32,
}

impl KindConfig {
    /// That every option is in its range.
    ///
    /// # Errors
    /// [`ErrorKind::BadOption`](crate::ErrorKind::BadOption) with the option, its value and the range.
    pub fn check(&self) -> Result<()> {
        /// More than any text has, and so few that all of these together can be added up.
        const POINTS: i32 = 1_000_000;
        let shares = [
            ("kind.quoted", self.quoted),
            ("kind.wire_share", self.wire_share),
            ("kind.formula_numbers", self.formula_numbers),
            ("kind.house_share", self.house_share),
            ("kind.filled_share", self.filled_share),
            ("kind.led_share", self.led_share),
            ("kind.house_identity", self.house_identity),
        ];
        shares.into_iter().try_for_each(|(name, share)| within(name, share, 0.0..=1.0))?;
        let points = [
            ("kind.telling_points", self.telling_points),
            ("kind.filled_points", self.filled_points),
            ("kind.row_points", self.row_points),
            ("kind.quoted_points", self.quoted_points),
            ("kind.company_points", self.company_points),
            ("kind.own_points", self.own_points),
            ("kind.later_points", self.later_points),
            ("kind.pieces_points", self.pieces_points),
        ];
        points.into_iter().try_for_each(|(name, points)| within(name, points, -POINTS..=POINTS))?;
        at_least("kind.own_days", self.own_days, 0)
    }
}

impl Default for KindConfig {
    fn default() -> Self {
        Self {
            quoted: 0.6,
            wire_paragraphs: 3,
            wire_share: 0.5,
            wire_words: 50,
            standing_issues: 3,
            standing_documents: 5,
            notice_words: 40,
            formula_numbers: 0.08,
            formula_fillings: 3,
            telling_points: 12,
            filled_points: 9,
            filled_words: 20,
            row_points: 16,
            quoted_points: 10,
            company_points: 2,
            own_points: 8,
            later_points: 10,
            pieces_points: 3,
            own_days: 1,
            house_documents: 12,
            house_share: 0.65,
            filled_documents: 6,
            filled_share: 0.5,
            led_documents: 4,
            led_share: 0.4,
            house_identity: 0.95,
            house_words: 100,
        }
    }
}
