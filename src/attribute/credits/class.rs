//! Classes of words that patterns name as `@class`.

use std::sync::LazyLock;

use super::token::Token;
use crate::attribute::dates::calendar;
use crate::keyed::NumberedMap;

/// Classes of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// A word of letters or digits.
    Word,
    /// Any word or sign but the end of a sentence.
    Any,
    /// A word with a capital letter, an initial's dot, `&` or "and" between names.
    Name,
    /// A word with a capital letter.
    Proper,
    /// A word in capitals.
    Capitals,
    /// A word, number or sign of a dateline's place and date.
    Place,
    /// A number.
    Number,
    /// A dash of any length.
    Dash,
    /// A quotation mark.
    Quote,
    /// An article.
    Article,
    /// A day of the week or a month.
    Day,
    /// A word that says when or how: also, earlier, reportedly.
    Adverb,
    /// A verb of reporting, finite.
    Says,
    /// A participle of reporting: cited, quoted.
    Said,
    /// A noun for a piece of journalism.
    Piece,
    /// A noun for a journalist.
    Journalist,
    /// A noun for an outlet.
    Outlet,
    /// A word that may stand between an article and an outlet's name: "Russia's state-run news agency".
    Modifier,
    /// A sign between fields of a line: `|`, `•`.
    Bar,
    /// A city that dispatches are sent from.
    City,
    /// A word with a capital letter and nothing else: in German any noun.
    Upper,
    /// A word without one.
    Small,
    /// A word of a phrase: none that begins another clause or tells when something was done.
    Phrase,
    /// A word that a subject begins with: an article, or a word with a capital letter.
    Subject,
    /// A verb of telling somebody, in German, French or Spanish, finite or a participle.
    Tells,
}

impl Class {
    pub(super) fn of(name: &str) -> Option<Self> {
        Some(match name {
            "word" => Self::Word,
            "any" => Self::Any,
            "name" => Self::Name,
            "proper" => Self::Proper,
            "capitals" => Self::Capitals,
            "place" => Self::Place,
            "number" => Self::Number,
            "dash" => Self::Dash,
            "quote" => Self::Quote,
            "article" => Self::Article,
            "day" => Self::Day,
            "adverb" => Self::Adverb,
            "says" => Self::Says,
            "said" => Self::Said,
            "piece" => Self::Piece,
            "journalist" => Self::Journalist,
            "outlet" => Self::Outlet,
            "modifier" => Self::Modifier,
            "bar" => Self::Bar,
            "city" => Self::City,
            "upper" => Self::Upper,
            "small" => Self::Small,
            "phrase" => Self::Phrase,
            "subject" => Self::Subject,
            "tells" => Self::Tells,
            _ => return None,
        })
    }

    pub(super) fn holds(self, token: &Token<'_>) -> bool {
        let word = token.lower.as_ref();
        let among = |list: List| token.lists() >> list as u32 & 1 == 1;
        match self {
            Self::Word => token.is_word(),
            Self::Any => !matches!(word, "." | "!" | "?"),
            Self::Name => (token.is_word() && token.is_capitalised()) || among(List::InNames),
            Self::Proper => token.is_word() && token.is_capitalised(),
            Self::Capitals => {
                token.text.chars().count() > 1 && token.is_word() && !token.text.chars().any(char::is_lowercase) && token.is_capitalised()
            }
            Self::Place => {
                (token.is_word() && (token.is_capitalised() || token.text.starts_with(|c: char| c.is_ascii_digit())))
                    || among(List::InPlaces)
                    || calendar::month(word).is_some()
            }
            Self::Number => token.text.bytes().all(|b| b.is_ascii_digit()),
            Self::Dash => among(List::Dashes),
            Self::Quote => among(List::Quotes),
            Self::Article => among(List::Articles),
            Self::Day => {
                token.is_word()
                    && (calendar::weekday(word).is_some_and(|_| word.len() > 3)
                        || calendar::month(word).is_some_and(|_| token.is_capitalised()))
            }
            Self::Adverb => among(List::Adverbs) || (word.len() > 4 && word.ends_with("ly")),
            Self::Says => among(List::Says),
            Self::Said => among(List::Said),
            Self::Piece => among(List::Pieces),
            Self::Journalist => among(List::Journalists),
            Self::Outlet => among(List::Outlets),
            Self::Modifier => {
                let nation = |ending: &&str| token.is_capitalised() && word.len() > 4 && word.ends_with(*ending);
                token.is_word()
                    && (among(List::Outlets)
                        || among(List::Modifiers)
                        || word.contains('-')
                        || word.ends_with("'s")
                        || word.ends_with("’s")
                        || NATION_ENDINGS.iter().any(nation))
            }
            Self::Bar => among(List::Bars),
            Self::City => among(List::Cities),
            Self::Upper => token.is_word() && token.is_capitalised(),
            Self::Small => token.is_word() && !token.is_capitalised(),
            Self::Phrase => token.is_word() && !among(List::Clauses) && !word.starts_with("qu'") && !word.starts_with("qu’"),
            Self::Subject => {
                let is_elided = word.starts_with("l'") || word.starts_with("l’");
                token.is_word() && (token.is_capitalised() || is_elided || among(List::Articles))
            }
            // "dit-elle", "raconte-t-il"
            Self::Tells => among(List::Tells) || inverted_verb(word).is_some_and(|verb| lists_of(verb) >> List::Tells as u32 & 1 == 1),
        }
    }
}

/// The verb of a French word that ends in its subject.
fn inverted_verb(word: &str) -> Option<&str> {
    ["-t-il", "-t-elle", "-il", "-elle"].iter().find_map(|subject| word.strip_suffix(subject))
}

/// Lists of words, which classes are made of.
#[derive(Debug, Clone, Copy)]
enum List {
    InNames,
    InPlaces,
    Dashes,
    Quotes,
    Articles,
    Adverbs,
    Says,
    Said,
    Pieces,
    Journalists,
    Outlets,
    Modifiers,
    Bars,
    Cities,
    Clauses,
    Tells,
}

/// Every list with its words.
const LISTS: [(List, &str); 16] = [
    (List::InNames, "and & . , de van von der al bin"),
    (List::InPlaces, ", . / - de di der am el"),
    (List::Dashes, "- -- – — ― .-"),
    (List::Quotes, "\" “ ” „ « » ' ‘ ’"),
    (List::Articles, ARTICLES),
    (List::Adverbs, ADVERBS),
    (List::Says, SAYS),
    (List::Said, SAID),
    (List::Pieces, PIECES),
    (List::Journalists, JOURNALISTS),
    (List::Outlets, OUTLETS),
    (List::Modifiers, MODIFIERS),
    (List::Bars, "| • · ∙"),
    (List::Cities, CITIES),
    (List::Clauses, CLAUSES),
    (List::Tells, TELLS),
];

/// Every word that is listed, and where: a bit for each list. Rules ask of each word again and again.
static LISTED: LazyLock<NumberedMap<&'static str, u32>> = LazyLock::new(|| {
    let mut listed = NumberedMap::default();
    for (list, words) in LISTS {
        words.split(' ').for_each(|word| *listed.entry(word).or_default() |= 1 << list as u32);
    }
    listed
});

/// The lists that a word in lower case stands in, a bit each.
pub(super) fn lists_of(word: &str) -> u32 {
    LISTED.get(word).copied().unwrap_or(0)
}

const ARTICLES: &str = "the a an l d der die das den dem des le la les l' el los las un una une il";

const ADVERBS: &str = "also first later earlier has had have have recently since today yesterday meanwhile then just now \
    already can on this last week month year night morning evening afternoon early late that day";

const SAYS: &str = "said says reported reports wrote writes asserted asserts noted notes added adds claimed claims revealed \
    reveals stated states cited cites quoted quotes learned disclosed argued argues alleged alleges described describes \
    suggested suggests explained explains confirmed confirms reporting saying citing quoting tweeted warned warns \
    editorialized observed observes found detailed related broke relayed announced";

const SAID: &str = "cited quoted reported carried published relayed obtained interviewed seen reviewed aired broadcast written \
    released posted printed revealed described translated produced";

const PIECES: &str = "report reports article articles story stories piece pieces column op-ed editorial analysis dispatch \
    interview interviews investigation scoop account exclusive profile essay review post blog commentary coverage documentary \
    transcript bulletin";

const JOURNALISTS: &str = "columnist correspondent reporter journalist editor writer anchor host commentator analyst contributor \
    moderator producer blogger reporters correspondents journalists writers";

const OUTLETS: &str = "agency newspaper newspapers daily weekly tabloid magazine broadcaster channel network station website site \
    outlet portal paper newswire wire journal television tv radio service program programme show podcast";

const MODIFIERS: &str = "state official independent local public private national regional leading influential popular prominent \
    respected liberal conservative english arabic news online us u.s s u uk eu german-language business financial political \
    новостное информационное агентство агентства агентству агентством газета газеты газете газетой телеканал телеканала \
    телеканалу телеканале издание издания изданию портал портала порталу журнал журнала журналу радио сайт сайта \
    nachrichtenagentur agentur zeitung magazin sender fernsehsender nachrichtenmagazin russische russischen deutsche deutschen \
    sonntagszeitung tageszeitung wochenzeitung boulevardzeitung nachrichtenportal onlineportal radiosender rundfunksender zeitungen \
    österreichischen schweizer britischen französischen amerikanischen norwegischen spanischen italienischen \
    agence chaîne journal quotidien hebdomadaire site télévision presse agencia diario cadena periódico canal noticias rusa \
    statale quotidiano agenzia";

const CLAUSES: &str = "dass daß ob weil wenn als und oder aber sondern denn que qui quand \
    lorsque si dont où et ou mais car comme avant après pour sans contre quien cuando porque pero aunque y o sino tras antes después \
    sobre para contra desde";

const TELLS: &str = "sagte sagt gesagt erklärte erklärt betonte betont bestätigte bestätigt verriet schilderte erzählte versicherte \
    beklagte kritisierte warnte forderte antwortete ergänzte meinte mitteilte mitgeteilt \
    dit déclaré déclare confié confie indiqué indique affirmé affirme expliqué explique assuré assure précisé précise raconté raconte \
    racontait ajouté ajoute souligné témoigné témoigne répondu \
    dijo dicho declaró declarado explicó explicado señaló señalado aseguró asegurado afirmó afirmado contó contado indicó indicado \
    confirmó confirmado relató manifestó comentó comentado apuntó subrayó reconoció admitió";

/// Endings of words like Russian, Turkish, Chinese, French, German, Israeli, Arab, Swiss.
const NATION_ENDINGS: [&str; 12] = ["ian", "ish", "ese", "can", "ean", "nch", "man", "eli", "aqi", "ani", "rab", "iss"];

/// Whether `word`, in lower case, is a city that dispatches are sent from.
pub(crate) fn is_city(word: &str) -> bool {
    lists_of(word) >> List::Cities as u32 & 1 == 1
}

const CITIES: &str = "washington london moscow beijing paris berlin brussels rome madrid vienna geneva helsinki kiev kyiv warsaw \
    prague budapest athens ankara istanbul damascus beirut jerusalem cairo baghdad tehran riyadh dubai islamabad kabul tokyo \
    seoul delhi canberra sydney ottawa toronto mexico havana caracas brasilia lima nairobi pretoria johannesburg stockholm oslo \
    copenhagen dublin edinburgh glasgow lisbon bern zurich munich frankfurt hamburg atlanta chicago boston houston dallas miami \
    york angeles francisco philadelphia москва киев минск";
