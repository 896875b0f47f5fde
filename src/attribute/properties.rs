//! What holds for any text and any instant.

use jiff::Timestamp;
use jiff::tz::Offset;
use proptest::prelude::*;

use super::credits::credits;
use super::dates::{publication, value};
use super::order::speaker::speaker;
use super::outlets::Outlets;
use crate::read::Document;

/// Pieces that dates, credits and quotations are made of, in any order.
fn news() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("Published: "),
        Just("Dec. 3"),
        Just(", 2016"),
        Just("03/04/2016"),
        Just("07:58 GMT +330 March 2017"),
        Just(" (Reuters) - "),
        Just("according to "),
        Just("the Washington Post"),
        Just("RT"),
        Just("“"),
        Just("”, he said. "),
        Just("Sergey Lavrov told "),
        Just("\n"),
        Just("\r\n\n"),
        Just("МОСКВА, 3 мар — РИА Новости."),
        Just("[x](https://www.rt.com/a)"),
        Just("The original source of this article is "),
        Just("é"),
        Just("\u{1f600}"),
        Just("\u{feff}"),
        Just("'s"),
        Just("2016年12月3日"),
        Just("Source: "),
        Just("/"),
        Just("…"),
        Just(" "),
    ];
    prop::collection::vec(prop_oneof![4 => piece.prop_map(str::to_owned), 1 => "\\PC{0,6}"], 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_text_breaks_anything_and_every_span_lies_inside_it(text in news(), outlet in prop::option::of("\\PC{0,8}"), url in "\\PC{0,20}") {
        let document = Document { text: text.into(), outlet, url: Some(format!("https://{url}")), ..Document::default() };
        let length = u32::try_from(document.text.chars().count()).unwrap();
        let dates = publication(&document);
        for candidate in &dates.candidates {
            if let Some(span) = candidate.span {
                prop_assert!(span.end <= length);
                let words: String = document.text.chars().skip(span.start as usize).take(span.len() as usize).collect();
                prop_assert_eq!(&words, &candidate.value);
            }
        }
        let found = credits(&document, &Outlets::builtin());
        prop_assert!(found.iter().all(|credit| credit.span.end <= length && !credit.source.is_empty()));
        prop_assert!(found.windows(2).all(|pair| pair[0].span <= pair[1].span));
        let (start, end) = (document.text.len() / 3, document.text.len() * 2 / 3);
        let boundary = |at: usize| (0..=at).rev().find(|&at| document.text.is_char_boundary(at)).unwrap_or(0);
        let _ = speaker(&document.text, boundary(start), boundary(end), &Outlets::builtin());
    }

    #[test]
    fn an_instant_written_with_its_offset_is_read_as_that_instant(second in -5_000_000_000i64..5_000_000_000, minutes in -12 * 60i32..=14 * 60) {
        let instant = Timestamp::from_second(second).unwrap();
        let offset = Offset::from_seconds(minutes * 60).unwrap();
        let local = offset.to_datetime(instant);
        let sign = if minutes < 0 { '-' } else { '+' };
        let zone = format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60);
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let month = months[usize::from(local.month().unsigned_abs()) - 1];
        let clock = format!("{:02}:{:02}:{:02}", local.hour(), local.minute(), local.second());
        let forms = [
            format!("{}T{clock}{zone}", local.date()),
            format!("{} {clock} {}", local.date(), zone.replace(':', "")),
            format!("{} {month} {} {clock} {}", local.day(), local.year(), zone.replace(':', "")),
            format!("{month} {}, {} {clock} GMT{zone}", local.day(), local.year()),
        ];
        for form in forms {
            let value::Value { interval, .. } = value::value(&form).map_err(|why| TestCaseError::fail(format!("{form} {why}")))?;
            // Midnight counts as a date, which holds the instant too.
            prop_assert!(interval.from <= instant && instant <= interval.to, "{} gives {}", form, interval);
            if clock != "00:00:00" {
                prop_assert_eq!(interval.seconds(), 1, "{}", form);
            }
        }
        // Without the offset the instant lies inside what is left open.
        for form in [format!("{} {clock}", local.date()), local.date().to_string(), format!("{} {month} {}", local.day(), local.year())] {
            let value::Value { interval, .. } = value::value(&form).map_err(|why| TestCaseError::fail(format!("{form} {why}")))?;
            prop_assert!(interval.from <= instant && instant <= interval.to, "{} gives {}", form, interval);
        }
    }
}
