//! What a text says a name is: "the state oil company Tarnwell", "Tarnwell, a maker of ferries", "Tarnwell (TRN.N)", "Tarnwell’s board".

use super::super::boundary;
use super::is_among;
use super::uses::{word_before, words};

/// Bytes before or behind a name that are looked at.
const NEAR: usize = 120;

/// What stands before the name of a body, in small letters: "state oil company Tarnwell", "Carmaker Tarnwell". Nothing that is somebody's
/// trade too ("producer"), nor what stands before a new clause ("in exchange Aro offered").
const KINDS: &str = "agency airline association automaker bank bookmaker broadcaster brokerage carmaker chain charity chipmaker club company \
    conglomerate consortium consultancy drugmaker federation firm fund giant group homebuilder insurer lender magazine manufacturer militia \
    ministry movement network newspaper nonprofit non-profit organisation organization party phonemaker planemaker refiner regulator retailer \
    shipbuilder start-up startup steelmaker subsidiary supermarket tank toymaker truckmaker union utility watchdog website \
    assureur banque chaîne compagnie constructeur entreprise fédération fondation groupe géant ong opérateur parti société syndicat agence \
    aerolínea agencia asociación banco compañía consorcio empresa fabricante fundación gigante grupo organización partido petrolera sindicato \
    компания компании компанией компанию концерн корпорация холдинг";

/// Ends of German words for bodies: "Ölkonzern Tarnwell".
const GERMAN_ENDINGS: [&str; 26] = [
    "agentur",
    "airline",
    "anbieter",
    "autobauer",
    "behörde",
    "firma",
    "flugzeugbauer",
    "gesellschaft",
    "gewerkschaft",
    "gruppe",
    "hersteller",
    "institut",
    "kette",
    "konzern",
    "maschinenbauer",
    "ministerium",
    "organisation",
    "partei",
    "reederei",
    "sender",
    "stiftung",
    "unternehmen",
    "verband",
    "verein",
    "versicherer",
    "zeitung",
];

/// Trades that are a body's behind what it trades in: "oil producer Tarnwell".
const TRADERS: &str = "exporter maker operator producer supplier";
const TRADED: &str = "airport aluminium aluminum beef car chemicals chip cinema coal coffee copper energy gas gold grain lithium milk network oil \
    pipeline port power rail railway steel sugar telecom telecoms";

/// Those that an adjective may follow before the name.
const BEFORE_ADJECTIVES: &str = "compañía compagnie constructeur empresa entreprise géant groupe société";

/// Words of English before a noun behind which a clause may follow: "the company Aro founded".
const ARTICLES: &str = "the a an his her its their our my this that any every each";

/// What follows such a noun and name where no clause does.
const NO_CLAUSE: &str = "and at by for from in of on to with";

/// Forms of companies, as they are written.
const FORMS: &str = "AB AG ASA BV Bhd Co Corp Corporation GmbH Inc KG KGaA LLC LLP Limited Ltd NV Oy Oyj PJSC PLC Plc Pty SA SE SpA plc";

/// Exchanges as they stand before the sign of a company, in lower case.
const EXCHANGES: &str = "amex asx bme bse epa etr fra hkg lon lse nasdaq nse nyse otc six tsx tyo";

/// What a company has and hardly anybody else: "Tarnwell’s board".
const OWNED: &str = "board ceo cfo shareholders subsidiary subsidiaries";

/// What begins the names of these in two words: "Tarnwell’s chief executive", "Tarnwell’s share price".
const OWNED_FIRST: &str = "chief share market";
const OWNED_SECOND: &str = "executive financial operating price value";

/// German words of a body's: "die Tarnwell-Aktie".
const GERMAN_PARTS: [&str; 5] = ["Aktie", "Chef", "Konzern", "Vorstand", "Werk"];

/// Whether a word in lower case is a German one for a body: "Unternehmen", "Innenministerium".
pub(in super::super) fn is_german_body(word: &str) -> bool {
    GERMAN_ENDINGS.iter().any(|ending| word.ends_with(ending))
}

/// Whether a word in lower case says that the name behind it is a body's.
pub(super) fn is_kind(word: &str) -> bool {
    let bare = ["l'", "l’"].iter().find_map(|article| word.strip_prefix(article)).unwrap_or(word);
    is_among(KINDS, bare) || is_german_body(bare)
}

/// Whether the words around one use of a name say that it is a body.
pub(super) fn says_what(before: &str, behind: &str) -> bool {
    is_behind_kind(before, behind) || is_before_kind(behind) || has_form(behind) || has_sign(behind)
}

/// Whether a lone name is used as a body's alone is; somebody with a full name may speak of what he leads: "Ada Aro said its output fell".
pub(super) fn is_used_so(behind: &str) -> bool {
    owns(behind) || speaks_of_itself(behind)
}

/// "state oil company Tarnwell"; "the company Tarnwell" where no clause follows.
fn is_behind_kind(before: &str, behind: &str) -> bool {
    let Some(word) = word_before(before) else { return false };
    let near = &before[boundary(before, before.len().saturating_sub(NEAR))..];
    let sentence = near.trim_end().rsplit(['.', '!', '?', ',', ';', ':', '\n', '”', '"', '(']).next().unwrap_or_default();
    let lower = sentence.to_lowercase();
    let mut back = lower.split_whitespace().rev();
    let (noun, second) = (back.next().unwrap_or_default(), back.next().unwrap_or_default());
    // "le groupe pétrolier Tarnwell"
    let is_told = is_kind(noun) || is_among(TRADERS, noun) && is_among(TRADED, second) || is_among(BEFORE_ADJECTIVES, second);
    let is_of_body = is_told && word.to_lowercase().ends_with(noun);
    let is_own = |word: &&str| !(word.ends_with("'s") || word.ends_with("’s"));
    let has_article = || lower.split_whitespace().rev().skip(1).take(6).take_while(is_own).any(|word| is_among(ARTICLES, word));
    let no_clause = || words(behind).next().is_none_or(|next| is_among(NO_CLAUSE, next));
    is_of_body && (!has_article() || no_clause())
}

/// "Tarnwell, Colombia’s biggest oil producer,", "Tarnwell, a company that".
fn is_before_kind(behind: &str) -> bool {
    let Some(rest) = behind.strip_prefix(',').map(|rest| &rest[..boundary(rest, NEAR.min(rest.len()))]) else { return false };
    let end = rest.find([',', '.', ';', ':', '(', '\n']).unwrap_or(rest.len());
    let phrase: Vec<String> = rest[..end].split_whitespace().take(10).map(str::to_lowercase).collect();
    let is_origin = |word: &str| word.ends_with("'s") || word.ends_with("’s");
    let begins = phrase.first().is_some_and(|first| matches!(first.as_str(), "a" | "an" | "the") || is_origin(first));
    // "Aro, the head of the company"
    let head =
        phrase.iter().take_while(|word| !matches!(word.as_str(), "of" | "in" | "for" | "at" | "from" | "that" | "which" | "with" | "and"));
    let noun: Vec<&str> = head.map(String::as_str).collect();
    begins
        && match noun[..] {
            [.., traded, last] if is_among(TRADERS, last) => is_among(TRADED, traded),
            [_, .., last] => is_kind(last),
            _ => false,
        }
}

/// "Tarnwell Petroleum Corp", "Tarnwell GmbH".
fn has_form(behind: &str) -> bool {
    let mut next = words(behind).take_while(|word| word.starts_with(char::is_uppercase) || *word == "plc").take(4);
    next.any(|word| is_among(FORMS, word))
}

/// "Tarnwell (TRN.N)", "Tarnwell (NYSE: TRN)", "Tarnwell <TRN>".
fn has_sign(behind: &str) -> bool {
    let Some(rest) = behind.strip_prefix(" (").or_else(|| behind.strip_prefix(" <")) else { return false };
    let close = if behind.starts_with(" (") { ')' } else { '>' };
    let Some(sign) = rest.split(close).next().filter(|sign| sign.len() < rest.len() && sign.len() <= 16) else { return false };
    let is_code = |code: &str| !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let is_market = |market: &str| (1..3).contains(&market.len()) && market.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_listed = || sign.split_once(':').is_some_and(|(first, code)| is_among(EXCHANGES, &first.to_lowercase()) && is_code(code.trim()));
    let is_on_market = || sign.split_once('.').is_some_and(|(code, market)| is_code(code) && is_market(market));
    is_listed() || is_on_market() || close == '>' && is_code(sign)
}

/// "Tarnwell’s board", "Tarnwell’s chief executive".
fn owns(behind: &str) -> bool {
    let Some(rest) = behind.strip_prefix("'s").or_else(|| behind.strip_prefix("’s")) else { return false };
    let mut next = words(rest).map(str::to_lowercase);
    let (first, second) = (next.next().unwrap_or_default(), next.next().unwrap_or_default());
    is_among(OWNED, &first) || is_among(OWNED_FIRST, &first) && is_among(OWNED_SECOND, &second)
}

/// "Tarnwell said its output fell".
fn speaks_of_itself(behind: &str) -> bool {
    let mut next = words(behind);
    matches!(next.next(), Some("said" | "says" | "announced")) && next.next() == Some("its")
}

/// Whether a text has a German word that a body's name begins: "Tarnwell-Aktie".
pub(super) fn has_german_part(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let part = text[at + name.len()..].strip_prefix('-').unwrap_or_default();
        !text[..at].ends_with(char::is_alphanumeric) && GERMAN_PARTS.iter().any(|own| part.starts_with(own))
    })
}

#[cfg(test)]
mod tests {
    use super::super::super::speaker;
    use crate::attribute::outlets::Outlets;

    /// The speaker of the words between marks at the end of a text.
    fn of(before: &str, name: &str) -> Option<String> {
        let text = format!("{before}\n\n“We will wait for that team,” {name} said.");
        let start = text.rfind("We will").unwrap_or_default();
        speaker(&text, start, start + "We will wait for that team".len(), &Outlets::builtin())
    }

    #[test]
    fn what_a_text_says_a_name_is_tells_that_a_body_speaks() {
        for before in [
            "Colombia’s state oil company Tarnwell lowered its output.",
            "Carmaker Tarnwell cut jobs.",
            "Ada Aro left the oil company Tarnwell on Monday.",
            "The world’s biggest oil producer Tarnwell met.",
            "Tarnwell, Colombia’s biggest oil producer, closed a plant.",
            "Tarnwell, a company that makes ferries, left.",
            "Tarnwell Petroleum Corp met its lenders.",
            "Die Tarnwell GmbH tagte.",
            "Tarnwell (TRN.N) fell.",
            "Tarnwell (NYSE: TRN) fell.",
            "Tarnwell <TRN> fell.",
            "Tarnwell’s board met on Friday.",
            "Tarnwell’s chief executive left.",
            "Tarnwell said its output fell.",
            "Der Ölkonzern Tarnwell baut Stellen ab.",
            "Die Tarnwell-Aktie fiel.",
            "L’entreprise Tarnwell réduit ses effectifs.",
            "Le groupe pétrolier Tarnwell réduit ses effectifs.",
            "La petrolera estatal vende; la empresa Tarnwell calla.",
        ] {
            assert_eq!(of(before, "Tarnwell"), None, "{before}");
        }
        assert_eq!(of("Airline Tarn Connect grounded its fleet.", "Tarn Connect"), None);
        assert_eq!(of("Tarn Connect Inc fell.", "Tarn Connect"), None);
    }

    #[test]
    fn who_founded_a_company_or_leads_it_is_a_person() {
        for before in [
            "The chief of the oil company Tarnwell founded left.",
            "He left his company Tarnwell said.",
            "Tarnwell, the head of the company, left.",
            "Tarnwell, the company’s chief, left.",
            "Tarnwell, a teacher in the company of friends, left.",
            "Tarnwell (43) left.",
            "Tarnwell (CDU) left.",
            "Tarnwell’s wife left.",
            "Tarnwell said it was late.",
            "Tarnwell (5.2) left.",
            "Ada Tarnwell left the oil company Tarnwell.",
            "Film producer Tarnwell left.",
        ] {
            assert_eq!(of(before, "Tarnwell").as_deref(), Some("Tarnwell"), "{before}");
        }
        assert_eq!(of("Ada Tarnwell said its output fell.", "Ada Tarnwell").as_deref(), Some("Ada Tarnwell"));
        assert_eq!(of("Carmaker Henry Tarnwell came.", "Henry Tarnwell").as_deref(), Some("Henry Tarnwell"));
    }
}
