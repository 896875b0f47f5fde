//! Values that options of several commands take.

use clap::ValueEnum;

use wirecopy::read::{FieldNames, Meaning};
use wirecopy::report::Format;
use wirecopy::{Error, ErrorKind};

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    /// one JSON object a line
    Jsonl,
    /// comma-separated values
    Csv,
    /// columns, compressed
    Parquet,
}

impl From<TableFormat> for Format {
    fn from(format: TableFormat) -> Self {
        match format {
            TableFormat::Jsonl => Self::Jsonl,
            TableFormat::Csv => Self::Csv,
            TableFormat::Parquet => Self::Parquet,
        }
    }
}

/// The choices of --field together. That a field has a meaning and that none has it cannot both be.
pub fn field_names(choices: &[String]) -> wirecopy::Result<FieldNames> {
    choices.iter().try_fold(FieldNames::default(), |names, choice| {
        let more = names.clone().parse(choice)?;
        for meaning in Meaning::ALL {
            let both = match (names.get(meaning), more.get(meaning)) {
                (Some([first, ..]), Some([])) | (Some([]), Some([first, ..])) => first,
                _ => continue,
            };
            let word = meaning.name();
            let message = format!("--field says both that no field is the {word}, with {word}=, and that one is, with {word}={both}");
            return Err(Error::new(ErrorKind::BadOption, message).remedy("leave one of the two away"));
        }
        Ok(more)
    })
}

/// A share from 0 to 1.
pub fn parse_share(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(share) if (0.0..=1.0).contains(&share) => Ok(share),
        _ => Err(format!("expected a share from 0 to 1 such as 0.5, got `{text}`")),
    }
}

/// A share above 0, up to 1.
pub fn parse_share_above_zero(text: &str) -> Result<f64, String> {
    match parse_share(text) {
        Ok(share) if share > 0.0 => Ok(share),
        _ => Err(format!("expected a share above 0, up to 1, such as 0.5, got `{text}`")),
    }
}

/// Bytes that a page may have.
pub fn parse_page_size(text: &str) -> Result<u64, String> {
    /// What the page weighs without a single text: its frame, its styles and its script.
    const LEAST: u64 = 200_000;
    match parse_size(text)? {
        bytes if bytes < LEAST => Err(format!("`{text}` is less than the page itself takes: give 200kB and more")),
        bytes => Ok(bytes),
    }
}

/// A length of time in seconds, from `36h`, `14d`, `2w`.
pub fn parse_time(text: &str) -> Result<u64, String> {
    if text.starts_with('-') {
        return Err(format!("a time between two publications is 0 and more, got `{text}`"));
    }
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit: u64 = match &text[digits.len()..] {
        "h" => 3600,
        "d" => 86_400,
        "w" => 7 * 86_400,
        "" => return Err(format!("`{text}` has no unit: {text}d are days, {text}h hours, {text}w weeks")),
        other => return Err(format!("`{other}` is no unit of time: use h, d or w")),
    };
    let number: u64 = digits.trim().parse().map_err(|_| format!("expected a time such as 14d, got `{text}`"))?;
    number.checked_mul(unit).ok_or_else(|| format!("`{text}` is more than can be counted"))
}

/// Bytes from `512B`, `64kB`, `25MB`, `2GiB`; of numbers without a unit only 0 is the same in all of them.
pub fn parse_size(text: &str) -> Result<u64, String> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit: u64 = match text[digits.len()..].to_ascii_lowercase().as_str() {
        "" if digits.trim().parse::<u64>().is_ok_and(|number| number > 0) => {
            return Err(format!("`{text}` has no unit: {text}MB are megabytes, {text}GB gigabytes, {text}B bytes"));
        }
        "" | "b" => 1,
        "k" | "kb" => 1000,
        "m" | "mb" => 1_000_000,
        "g" | "gb" => 1_000_000_000,
        "kib" => 1 << 10,
        "mib" => 1 << 20,
        "gib" => 1 << 30,
        other => return Err(format!("`{other}` is no unit of size: use B, kB, MB, GB, KiB, MiB or GiB")),
    };
    let number: u64 = digits.trim().parse().map_err(|_| format!("expected a size such as 25MB, got `{text}`"))?;
    number.checked_mul(unit).ok_or_else(|| format!("`{text}` is more than can be counted"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_have_a_unit() {
        for (text, seconds) in [("36h", 129_600), ("14d", 1_209_600), ("2w", 1_209_600), ("0d", 0)] {
            assert_eq!(parse_time(text), Ok(seconds), "{text}");
        }
        for text in ["14", "d", "two d", "14m", "-1d", "1.5d", "99999999999999999999w", "9999999999999999999w"] {
            assert!(parse_time(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_meaning_is_taken_from_the_fields_that_are_named_or_from_none() {
        let named = |choices: &[&str]| field_names(&choices.iter().map(|choice| (*choice).to_owned()).collect::<Vec<_>>());
        assert!(named(&["text=a", "id=", "text=a"]).is_ok_and(|names| names.get(Meaning::Text) == Some(&["a".to_owned()])));
        assert!(named(&["date=a", "date=b"]).is_ok_and(|names| names.get(Meaning::Date).is_some_and(|names| names == ["a", "b"])));
        assert!(named(&["id=", "text=a", "id=b"]).is_err_and(|e| e.to_string().contains("id=, and that one is, with id=b")));
        assert!(named(&["id=b", "id="]).is_err());
        assert!(named(&["paper"]).is_err());
    }

    #[test]
    fn shares_and_sizes_that_say_nothing_are_refused() {
        assert_eq!(parse_share_above_zero("1"), Ok(1.0));
        assert!(parse_share_above_zero("0").is_err() && parse_share_above_zero("1.01").is_err());
        assert_eq!(parse_page_size("200kB"), Ok(200_000));
        assert!(parse_page_size("0").is_err() && parse_page_size("199kB").is_err());
    }

    #[test]
    fn sizes_are_read_with_their_units() {
        assert_eq!(parse_size("25MB"), Ok(25_000_000));
        assert_eq!(parse_size("2GiB"), Ok(2 << 30));
        assert_eq!(parse_size("512B"), Ok(512));
        assert_eq!(parse_size("0"), Ok(0));
        assert!(parse_size("25 lightyears").is_err() && parse_size("MB").is_err());
        assert!(parse_size("10").is_err_and(|message| message.contains("10MB are megabytes")));
    }
}
