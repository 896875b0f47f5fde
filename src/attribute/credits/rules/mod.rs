//! The rules by which words name a source: tables, one row a rule, each with a text that it takes
//! and one that is close and that it leaves.
//!
//! [`SHARED_DATELINES`], [`DATELINES`], [`BYLINES`], [`ENGLISH`], [`LANGUAGES`], [`GERMAN`], [`ROMANCE`] and [`RUSSIAN`] look at the words before and behind the name of
//! a known outlet; [`OPEN`] are formulas whose next words are the source, known or not. Patterns are those
//! of [`super::pattern`]. Order counts: the first rule that fits a name is the one that is told.

mod denials;
mod document;
mod english;
mod formulas;
mod german;
mod languages;
mod romance;

pub use denials::{DENIALS, DENIALS_WITH};
pub use document::{BYLINES, DATELINES, SHARED_DATELINES};
pub use english::ENGLISH;
pub use formulas::{OPEN, SOURCE_LINE};
pub use german::GERMAN;
pub use languages::LANGUAGES;
pub use romance::{ROMANCE, RUSSIAN};

use super::Scope;

/// Where in a document a rule holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Where {
    /// Anywhere.
    Anywhere,
    /// Above the story: in the first lines.
    Head,
    /// On a line of its own above the story that is no picture's: the line before is no sentence, or
    /// the line behind is a date.
    Byline,
    /// On a line above the story and below its headline that is no picture's, as for [`Where::Byline`].
    BelowHeadline,
    /// On a line above the story whose next line is a date; an "Updated" between does not count.
    AboveDate,
    /// In the second half.
    SecondHalf,
    /// Near the end.
    End,
    /// On the last line.
    LastLine,
}

/// A rule about the words around the name of an outlet.
#[derive(Debug, Clone, Copy)]
pub struct NamedRule {
    /// Its name in tables.
    pub name: &'static str,
    /// How far the credit reaches.
    pub scope: Scope,
    /// Where it holds.
    pub place: Where,
    /// Words that must end directly before the name.
    pub before: &'static str,
    /// Words that must begin directly behind it.
    pub after: &'static str,
    /// A text with a credit by this rule.
    pub hit: &'static str,
    /// A text close to it that holds no credit at all.
    pub miss: &'static str,
}

/// A formula whose next words are the source.
#[derive(Debug, Clone, Copy)]
pub struct OpenRule {
    /// Its name in tables.
    pub name: &'static str,
    /// Letters of the formula that are searched for; the words around them decide.
    pub needle: &'static str,
    /// Words that must end directly before the word that the letters stand in.
    pub before: &'static str,
    /// That word and those behind it, up to the source.
    pub formula: &'static str,
    /// A text with a credit by this rule.
    pub hit: &'static str,
    /// A text close to it that holds no credit at all.
    pub miss: &'static str,
}

/// What may not stand before a name, whatever the rule: pictures, buttons.
pub const VETO_BEFORE: &[&str] = &[
    "photo|photos|photograph|image|images|picture|getty|credit|foto|bild :?",
    "courtesy of? @article?",
    "photo|picture|image|handout|video @word{0,3} released|taken|provided|made|distributed by @article? @modifier{0,5}",
    "cancelled|canceled @word{0,4} on|with @article?",
    "comment|comments|login|share|follow via|on|with",
    "unlike what? @article?",
];

/// What may not stand behind it: pictures, polls, the outlet as a company. What others did, as it reports, is none of these: "told Reuters that shares fell",
/// "told Reuters three employees left", "Reuters reported BMW profit surged", "Reuters reported the bank's profit surged", "Reuters reported retail sales surged", "CNN reported it on Monday". Results
/// of which nobody else is named are the outlet's own: "Reuters reported quarterly profit surged".
pub const VETO_AFTER: &[&str] = &[
    "/ @word",
    "'s !@says|@article|that|his|her|its|their|he|she|it|they|how|if|when|where|whether|which|while|most|many|some|all|no @word{0,1} poll|polls|survey|surveys|photo|photos|photographer|photographers|image|images|index|data|pool|file|stringer|handout|logo|headquarters|shares|stock|employees|executives|executive|ceo|chairman|spokesman|spokeswoman|spokesperson",
    "!@says|@article|that|his|her|its|their|he|she|it|they|how|if|when|where|whether|which|while|most|many|some|all|no|one|two|three|four|five|six|seven|eight|nine|ten|twelve|dozens|hundreds|thousands|several @word{0,1} poll|polls|survey|surveys|photo|photos|image|images|index|data|pool|file|stringer|handout|logo|headquarters|shares|stock",
    "!@says|@article|that|his|her|its|their|he|she|it|they|how|if|when|where|whether|which|while|most|many|some|all|no|one|two|three|four|five|six|seven|eight|nine|ten|twelve|dozens|hundreds|thousands|several|@number @word{0,1} photographer|photographers|employees|executives|executive|ceo|chairman|spokesman|spokeswoman|spokesperson",
    "photograph|pictures",
    "via !whatsapp|zoom|skype|facetime|telegram|signal|twitter|facebook|e-mail|email @name",
    "@bar getty|images|photo",
    "news? agency|newspaper|magazine|newswire|television|website? @adverb{0,2} said|says|announced|confirmed it|its|they",
    "@adverb{0,2} said|says|announced on? @day|today|yesterday? that? its @word{0,2} profit|profits|earnings|revenue|revenues|loss|losses|income|sales|dividend|turnover",
    "@adverb{0,2} reported its|they",
    "@adverb{0,2} reported it !@day|on|first|earlier|later|today|yesterday|last|this|.|,|$",
    "@adverb{0,2} said|says|announced in a|an statement|e-mail|email|filing",
    "reported !that @word? !that @word? !that @word? profit|earnings|revenue|loss|losses|income|sales|dividend !at|by|fell|rose|would|surged|jumped|climbed|soared|dropped|slumped|plunged|plummeted|slid|sank|increased|decreased|declined|grew|doubled|tripled|tumbled|shrank|halved",
    "reported @day? quarterly|annual|half-year|half-yearly|interim|full-year|first-half|second-half|first-quarter|second-quarter|third-quarter|fourth-quarter|q1|q2|q3|q4|first|second|third|fourth|net|gross|operating|pretax|pre-tax|after-tax|underlying|adjusted|core|comparable|like-for-like|total|group|overall|record|strong|stronger|weak|weaker|higher|lower|annualised|annualized|revenue|profit|quarter|half|year{0,4} profit|earnings|revenue|loss|losses|income|sales|dividend surged|jumped|climbed|soared|dropped|slumped|plunged|plummeted|slid|sank|increased|decreased|declined|grew|doubled|tripled|tumbled|shrank|halved",
    "reported !that @word? !that @word? !that @word? results !at|by|from|in|of",
];

/// What makes a name in marks the title of a work where it stands directly before it: "the film “Vice” describes". Only rules without words of their own
/// before a name ask, so "told the show “Fox News Sunday”" is a credit; a podcast is as much an outlet as a work.
/// Whatever a title says within its marks is no credit either: "the album “Music, according to Time”"; what somebody says there is one, see [`SPEAKERS`].
pub const WORKS: &[&str] = &[
    "film|movie|novel|book|album|song|play|series|episode|documentary|drama|show|exhibition|painting|musical called|titled|entitled?",
    "film|films|spielfilm|kinofilm|dokumentarfilm|roman|romans|buch|buches|album|lied|song|serie|fernsehserie|tv-serie|stück|theaterstück|ausstellung|gemälde",
    "film|roman|livre|album|série|chanson|pièce|exposition|documentaire",
    "película|novela|libro|álbum|serie|canción|exposición|documental",
    "film|romanzo|libro|album|serie|canzone|mostra|documentario",
    "фильм|фильме|роман|романе|книга|книге|сериал|сериале|песня|песне|пьеса|спектакль|выставка",
];

/// What behind the comma and the mark that closes tells that the words within are somebody's and no title: "in the documentary “I told Time so,” he says".
pub const SPEAKERS: &[&str] = &["!and|&|.|, he|she|they|we|i|@name{1,4} @adverb{0,2} @says", "said|says he|she|@article|@name"];

/// Outlets with an article whose names stand in small letters for what may be a source itself: "Source: the sun".
pub const SOURCES_OF_THEIR_OWN: &[&str] =
    &["atlantic", "australian", "economist", "globe", "hill", "hindu", "nation", "observer", "sun", "times", "verge"];

/// Agencies that papers sign with in small letters. What is a word that may well stand alone behind a sentence or a "source:" ("mehr", "spa", "petra") is
/// none of them, nor is an abbreviation that is another paper's too ("tt").
pub const SIGNED_SMALL: &[&str] = &[
    "adnkronos",
    "afp",
    "agerpres",
    "anp",
    "ansa",
    "ap",
    "apa",
    "belga",
    "ctk",
    "čtk",
    "dpa",
    "efe",
    "epd",
    "interfax",
    "kna",
    "kyodo",
    "mti",
    "ntb",
    "reuters",
    "ritzau",
    "sda",
    "stt",
    "tanjug",
    "tass",
    "upi",
    "xinhua",
    "yonhap",
    "афп",
    "интерфакс",
    "тасс",
];

/// What makes a line that names a source a picture's where it stands behind the names: "Source: Reuters/AP, photo". "Photo: Getty" there is another credit.
pub const OF_PICTURE: &str = ",|;|@dash photo|photos|image|images|picture|pictures|foto|fotos|bild|bilder )|.? $";

/// What must stand behind a row of names of which the first has a credit by the words before it, else the last one may be the subject of what follows:
/// "told Reuters and CNN is wrong".
pub const BEHIND_ROW: &str =
    ".|,|;|:|!|?|)|]|$|@dash|@quote|@day|that|on|in|at|he|she|they|it|we|this|last|earlier|over|during|when|after|before|as|while";

/// What must stand before a row of names of which the last has a credit by the words behind it, else the first one may be the object of what goes before:
/// "attacked CNN and Reuters reported".
pub const BEFORE_ROW: &str = "^|.|,|;|:|!|?|(|@quote|@dash|that|as|because|while|when|but|where|which|what @article?";
