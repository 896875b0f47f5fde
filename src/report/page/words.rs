//! Numbers, dates and judgements as people read them.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

pub(super) use crate::report::count::{grouped as number, percent};
use crate::report::model::{Grade, Kind, Role};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// The instants that something can have been published at, in seconds since 1970, both ends inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Interval {
    /// First instant.
    pub from: i64,
    /// Last instant.
    pub to: i64,
}

impl Interval {
    /// From the two columns of a table; `None` where neither holds a time.
    pub fn parse(from: Option<&str>, to: Option<&str>) -> Option<Self> {
        let second = |text: Option<&str>| text.and_then(|t| t.parse::<Timestamp>().ok()).map(Timestamp::as_second);
        match (second(from), second(to)) {
            (Some(from), Some(to)) => Some(Self { from: from.min(to), to: to.max(from) }),
            (Some(at), None) | (None, Some(at)) => Some(Self { from: at, to: at }),
            (None, None) => None,
        }
    }

    /// The instant in the middle.
    pub fn middle(self) -> i64 {
        self.from + (self.to - self.from) / 2
    }

    /// As short as it can be said: to the minute where it is known to the minute, else to the day.
    pub fn short(self) -> String {
        let width = self.to - self.from;
        if width <= MINUTE {
            format!("{}, {} UTC", day(self.from), clock(self.from))
        } else if width <= 60 * HOUR {
            day(self.middle())
        } else {
            format!("{} – {}", day(self.from), day(self.to))
        }
    }
}

fn parts(second: i64) -> Option<DateTime> {
    Timestamp::from_second(second).ok().map(|t| Offset::UTC.to_datetime(t))
}

fn day(second: i64) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    parts(second).map_or_else(String::new, |t| {
        let month = usize::try_from(t.month() - 1).ok().and_then(|m| MONTHS.get(m));
        format!("{} {} {}", t.day(), month.unwrap_or(&""), t.year())
    })
}

fn clock(second: i64) -> String {
    parts(second).map_or_else(String::new, |t| format!("{:02}:{:02}", t.hour(), t.minute()))
}

/// A length of time in its two largest units that say something.
pub(super) fn duration(seconds: i64) -> String {
    let (days, hours, minutes) = (seconds / DAY, seconds % DAY / HOUR, seconds % HOUR / MINUTE);
    match (days, hours, minutes) {
        (0, 0, 0) => "less than a minute".into(),
        (0, 0, m) => format!("{m} min"),
        (0, h, 0) => format!("{h} h"),
        (0, h, m) => format!("{h} h {m} min"),
        (d, 0, _) => plural(d.unsigned_abs(), "day", "days"),
        (d, h, _) if d < 7 => format!("{} {h} h", plural(d.unsigned_abs(), "day", "days")),
        (d, _, _) => plural(d.unsigned_abs(), "day", "days"),
    }
}

/// A number with what it counts, which is named in the plural by its first word, or by the second where the first tells which: `1 document pair`.
pub(super) fn counted(n: u64, name: &str) -> String {
    let mut words: Vec<String> = name.split(' ').map(str::to_owned).collect();
    if let (1, Some(noun)) = (n, words.iter_mut().take(2).find(|word| word.ends_with('s'))) {
        *noun = noun.strip_suffix("ies").map_or_else(|| noun[..noun.len() - 1].to_owned(), |stem| format!("{stem}y"));
    }
    // Of several runs is told what they say.
    let name = if n == 1 { words.join(" ").replace("run that say ", "run that says ") } else { words.join(" ") };
    format!("{} {name}", number(n))
}

/// A number with its noun in the right form.
pub(super) fn plural(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", number(n), if n == 1 { one } else { many })
}

/// What a kind is called on the page.
pub(super) fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Quote => "Quote",
        Kind::Wire => "Wire copy",
        Kind::Passage => "Passage",
        Kind::Boilerplate => "Boilerplate",
        Kind::Formula => "Formula",
        Kind::Rewritten => "Rewritten",
        Kind::Paraphrase => "Paraphrase",
    }
}

/// What a kind means.
pub(super) fn kind_meaning(kind: Kind) -> &'static str {
    match kind {
        Kind::Quote => {
            "A copy of which most stands between quotation marks or in a signed post, in two of its documents or in a third of them."
        }
        Kind::Wire => "A copy of several paragraphs or of most of a document.",
        Kind::Passage => "Any other copy.",
        Kind::Boilerplate => "An outlet’s own standing text: footers, notices, appeals.",
        Kind::Formula => "A form filled anew each time, or a stock phrase, a name, a title.",
        Kind::Rewritten => "The same in other words: replaced, dropped, in another order.",
        Kind::Paraphrase => "The same thing said in other words.",
    }
}

/// What a role is called on the page.
pub(super) fn role(role: Role) -> &'static str {
    match role {
        Role::First => "first, as far as dates tell",
        Role::Later => "later",
        Role::Tied => "tied",
        Role::Undated => "undated",
    }
}

/// What a grade is called on the page.
pub(super) fn grade(grade: Grade) -> &'static str {
    match grade {
        Grade::Credited => "credited",
        Grade::Dated => "dated",
        Grade::Inferred => "inferred",
        Grade::Undetermined => "undetermined",
    }
}

/// What a grade means.
pub(super) fn grade_meaning(grade: Grade) -> &'static str {
    match grade {
        Grade::Credited => "The document itself names its source, or an undated copy names it.",
        Grade::Dated => "The possible times of publication do not overlap.",
        Grade::Inferred => "Neither credit nor dates, but one text contains the other.",
        Grade::Undetermined => "Nothing decides.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(from: &str, to: &str) -> Interval {
        Interval::parse(Some(from), Some(to)).unwrap()
    }

    #[test]
    fn an_interval_is_told_no_finer_than_it_is_known() {
        let exact = at("2018-07-16T14:03:00Z", "2018-07-16T14:03:59Z");
        assert_eq!(exact.short(), "16 Jul 2018, 14:03 UTC");
        let date_without_zone = at("2018-07-15T10:00:00Z", "2018-07-17T11:59:59Z");
        assert_eq!(date_without_zone.short(), "16 Jul 2018");
        assert_eq!(at("2018-07-01T00:00:00Z", "2018-07-31T23:59:59Z").short(), "1 Jul 2018 – 31 Jul 2018");
        assert_eq!(Interval::parse(None, Some("yesterday")), None);
    }

    #[test]
    fn shares_are_never_rounded_to_all_or_nothing() {
        let told = [0.0, 0.0004, 0.012, 0.0996, 0.5, 0.9999, 1.0].map(percent);
        assert_eq!(told, ["0%", "< 0.1%", "1.2%", "10%", "50%", "99.9%", "100%"]);
    }

    #[test]
    fn numbers_and_durations_read_well() {
        // As the terminal has them.
        assert_eq!([999, 1234, 1_234_567].map(number), ["999", "1,234", "1,234,567"]);
        assert_eq!(plural(1, "copy", "copies"), "1 copy");
        assert_eq!(counted(2, "exact copies"), "2 exact copies");
        for (name, one) in [
            ("files", "1 file"),
            ("exact copies", "1 exact copy"),
            ("document pairs", "1 document pair"),
            ("families", "1 family"),
            ("pairs inside one outlet, left out", "1 pair inside one outlet, left out"),
            ("runs that say too little, not aligned", "1 run that says too little, not aligned"),
            ("left out", "1 left out"),
            ("without words, kept", "1 without words, kept"),
        ] {
            assert_eq!(counted(1, name), one);
        }
        assert_eq!(duration(200 * MINUTE), "3 h 20 min");
        assert_eq!(duration(49 * HOUR), "2 days 1 h");
        assert_eq!(duration(30), "less than a minute");
    }
}
