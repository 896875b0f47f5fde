//! Names of months, days of the week and zones, as newspapers write them.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::interval::Zone;

/// Month names and abbreviations in lower case without a closing dot, a row for each month.
/// English, German, French, Spanish, Italian, Portuguese and Russian (nominative and genitive).
const MONTHS: [&str; 12] = [
    "jan january januar jänner jän janvier janv enero ene gennaio janeiro январь января янв",
    "feb february februar février fevrier févr fév febrero febbraio fevereiro февраль февраля фев февр",
    "mar march märz maerz mär mars marzo março март марта мар",
    "apr april avril avr abril abr aprile апрель апреля апр",
    "may mai mayo maggio maio май мая",
    "jun june juni juin junio giugno junho июнь июня июн",
    "jul july juli juillet juil julio luglio julho июль июля июл",
    "aug august août aout agosto ago август августа авг",
    "sep sept september septembre septiembre setiembre settembre setembro сентябрь сентября сен сент",
    "oct october okt oktober octobre octubre ottobre outubro октябрь октября окт",
    "nov november novembre noviembre novembro ноябрь ноября ноя нояб",
    "dec december dez dezember décembre decembre déc diciembre dic dicembre dezembro декабрь декабря дек",
];

/// Names of the days of the week in lower case without a closing dot, a row for each day from Monday.
const WEEKDAYS: [&str; 7] = [
    "mon monday montag mo lundi lun lunes понедельник пн",
    "tue tues tuesday dienstag di mardi martes вторник вт",
    "wed wednesday mittwoch mi mercredi mer miércoles miercoles mié среда ср",
    "thu thur thurs thursday donnerstag do jeudi jeu jueves jue четверг чт",
    "fri friday freitag fr vendredi ven viernes vie пятница пт",
    "sat saturday samstag sonnabend sa samedi sam sábado sabado sáb суббота сб",
    "sun sunday sonntag so dimanche dim domingo dom воскресенье вс",
];

/// Zone names in capitals, with the least and the greatest offset in minutes that they stand for.
const ZONES: &[(&str, i16, i16)] = &[
    ("UT UTC GMT Z WET", 0, 0),
    ("CET MEZ WEST", 60, 60),
    ("CEST MESZ EET", 120, 120),
    ("MSK МСК EEST", 180, 180),
    ("PKT", 300, 300),
    ("SGT HKT", 480, 480),
    ("JST KST", 540, 540),
    ("AEST", 600, 600),
    ("AEDT", 660, 660),
    ("NZST", 720, 720),
    ("NZDT", 780, 780),
    ("ART BRT", -180, -180),
    ("EDT", -240, -240),
    ("EST", -300, -300),
    ("MDT", -360, -360),
    ("MST PDT", -420, -420),
    ("PST AKDT", -480, -480),
    ("AKST", -540, -540),
    ("HST", -600, -600),
    // In summer and in winter.
    ("ET", -300, -240),
    ("CT", -360, -300),
    ("MT", -420, -360),
    ("PT", -480, -420),
    // British summer time; Bangladesh.
    ("BST", 60, 360),
    // Ireland in summer, Israel, India.
    ("IST", 60, 330),
    // America's central time, Cuba, China.
    ("CST", -360, 480),
    ("CDT", -300, -240),
];

/// Every name with its number, counted from 1.
struct Names {
    numbers: HashMap<&'static str, i8>,
    /// For the first two letters of names that begin with ASCII ones, from `aa` on, the lengths of these names in bytes, a bit each: most words begin
    /// otherwise, or are longer or shorter.
    begins: [u32; 26 * 26],
    /// Names in ASCII with their numbers, by the first letter: few enough that a word is held against each.
    ascii: [Vec<(&'static str, i8)>; 26],
    /// For the last two letters of names before their last one, from `aa` on, the last letters of these names, a bit each.
    ends: [u32; 26 * 26],
}

impl Names {
    fn new(rows: &[&'static str]) -> Self {
        let numbered = (1..).zip(rows);
        let numbers: HashMap<_, _> = numbered.flat_map(|(number, row)| row.split(' ').map(move |name| (name, number))).collect();
        let mut begins = [0; 26 * 26];
        let mut ascii = [const { Vec::new() }; 26];
        let mut ends = [0; 26 * 26];
        for (name, number) in &numbers {
            if let Some((at, last)) = end(name.as_bytes()) {
                ends[at] |= 1 << last;
            }
            if let Some(at) = begin(name) {
                begins[at] |= 1 << name.len();
                if name.is_ascii() {
                    ascii[at / 26].push((*name, *number));
                }
            }
        }
        Self { numbers, begins, ascii, ends }
    }

    fn number(&self, word: &str) -> Option<i8> {
        // The longest name has 22 bytes: what is longer is none, and needs no copy in lower case. Numbers and signs, which are asked for as often, begin none.
        if word.len() > 24 || word.bytes().next().is_some_and(|first| first.is_ascii() && !first.is_ascii_alphabetic()) {
            return None;
        }
        if let Some(at) = begin(word) {
            // In small letters, a word beyond ASCII may be longer or shorter.
            let lengths = self.begins[at];
            if lengths == 0 {
                return None;
            }
            if word.is_ascii() {
                let is_one = lengths & (1 << word.len()) != 0;
                let mut names = self.ascii[at / 26].iter().filter(|_| is_one);
                return names.find(|(name, _)| name.eq_ignore_ascii_case(word)).map(|(_, number)| *number);
            }
        }
        if word.bytes().all(|b| b.is_ascii_lowercase()) {
            return self.numbers.get(word).copied();
        }
        self.numbers.get(word.to_lowercase().as_str()).copied()
    }
}

/// Where the first two letters stand in [`Names::begins`]; `None` where one of them is not ASCII.
fn begin(word: &str) -> Option<usize> {
    match word.as_bytes() {
        [first, second, ..] => Some(letter(*first)? * 26 + letter(*second)?),
        _ => None,
    }
}

/// Where the two letters before the last one stand in [`Names::ends`], and the bit of the last; `None` where one of them is not ASCII, or there are fewer.
fn end(word: &[u8]) -> Option<(usize, usize)> {
    match word {
        [.., third, second, last] => Some((letter(*third)? * 26 + letter(*second)?, letter(*last)?)),
        _ => None,
    }
}

/// The number of a letter of ASCII, counted from 0, in any case.
fn letter(byte: u8) -> Option<usize> {
    byte.is_ascii_alphabetic().then(|| usize::from(byte.to_ascii_lowercase() - b'a'))
}

static MONTH_NAMES: LazyLock<Names> = LazyLock::new(|| Names::new(&MONTHS));
static WEEKDAY_NAMES: LazyLock<Names> = LazyLock::new(|| Names::new(&WEEKDAYS));

/// The month (1 to 12) that `word` names, without a closing dot, in any case.
#[must_use]
pub fn month(word: &str) -> Option<i8> {
    MONTH_NAMES.number(word)
}

/// Whether no month's name begins with these two bytes: both are ASCII letters, in any case, and no name has them.
pub(super) fn begins_no_month(first: u8, second: u8) -> bool {
    letter(first).zip(letter(second)).is_some_and(|(first, second)| MONTH_NAMES.begins[first * 26 + second] == 0)
}

/// Whether no month's name ends where these bytes end, with a letter of ASCII: the last three are such letters, in any case, that no name ends with, or
/// the word has fewer.
pub(super) fn ends_no_month(bytes: &[u8]) -> bool {
    match end(bytes) {
        Some((at, last)) => MONTH_NAMES.ends[at] >> last & 1 == 0,
        None => bytes.iter().rev().take(3).all(u8::is_ascii),
    }
}

/// The day of the week that `word` names, without a closing dot, in any case; Monday is 1.
#[must_use]
pub fn weekday(word: &str) -> Option<i8> {
    WEEKDAY_NAMES.number(word)
}

/// The zone that `word` names. Only names in capitals are zones: "est" is a French verb.
#[must_use]
pub fn zone(word: &str) -> Option<Zone> {
    // The longest name has six bytes: МСК.
    let row = ZONES.iter().filter(|_| word.len() <= 6).find(|(names, ..)| names.split(' ').any(|name| name == word))?;
    Some(if row.1 == row.2 { Zone::Offset(row.1) } else { Zone::Between(row.1, row.2) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_known_in_five_languages_and_any_case() {
        for (word, number) in [("November", 11), ("FEB", 2), ("DÉCEMBRE", 12), ("März", 3), ("Декабря", 12), ("agosto", 8)] {
            assert_eq!(month(word), Some(number), "{word}");
        }
        assert_eq!((month("decade"), month("a-word-that-is-longer-than-any-name")), (None, None));
    }

    #[test]
    fn two_letters_tell_of_most_words_that_they_are_no_month() {
        for name in MONTHS.iter().flat_map(|row| row.split(' ')) {
            for name in [name.to_owned(), name.to_uppercase()] {
                assert!(!begins_no_month(name.as_bytes()[0], name.as_bytes()[1]), "{name}");
            }
        }
        assert!(begins_no_month(b'm', b'l') && begins_no_month(b'V', b's'));
        // What is no letter of ASCII tells nothing.
        assert!(!begins_no_month(b'7', b'm') && !begins_no_month(b'm', b' ') && !begins_no_month(b'm', 0xC3));
    }

    #[test]
    fn three_letters_tell_of_most_words_that_no_month_ends_with_them() {
        for name in MONTHS.iter().flat_map(|row| row.split(' ')) {
            for name in [name.to_owned(), name.to_uppercase(), format!("on {name}")] {
                assert!(!name.ends_with(|c: char| c.is_ascii()) || !ends_no_month(name.as_bytes()), "{name}");
            }
        }
        assert!(["in", "the year", "of", "a", "at least"].iter().all(|text| ends_no_month(text.as_bytes())));
        // What is no letter of ASCII tells nothing.
        assert!(!ends_no_month("aoét".as_bytes()) && !ends_no_month("é t".as_bytes()));
    }

    #[test]
    fn no_name_of_a_month_or_day_stands_for_two() {
        for rows in [&MONTHS[..], &WEEKDAYS[..]] {
            let mut names: Vec<&str> = rows.iter().flat_map(|row| row.split(' ')).collect();
            names.sort_unstable();
            assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "a name stands twice");
        }
    }

    #[test]
    fn zones_are_names_in_capitals() {
        assert_eq!(zone("EDT"), Some(Zone::Offset(-240)));
        assert_eq!(zone("ET"), Some(Zone::Between(-300, -240)));
        assert_eq!(zone("est"), None);
    }
}
