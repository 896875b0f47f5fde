//! What an option may be, and the error of one that is not.

use std::fmt::Display;
use std::ops::RangeInclusive;

use crate::error::{Error, ErrorKind, Result};

/// That the value of the option `name` lies in `range`.
///
/// # Errors
/// [`ErrorKind::BadOption`] with the option, its value and the range. No number is in none.
pub(crate) fn within<T: Copy + PartialOrd + Display>(name: &str, value: T, range: RangeInclusive<T>) -> Result<()> {
    if range.contains(&value) {
        return Ok(());
    }
    let range = format!("{} to {}", range.start(), range.end());
    Err(out_of_range(name, value, &range, &format!("from {range}")))
}

/// That the value of the option `name` is `least` and more.
///
/// # Errors
/// As [`within`].
pub(crate) fn at_least<T: Copy + PartialOrd + Display>(name: &str, value: T, least: T) -> Result<()> {
    if value >= least {
        return Ok(());
    }
    Err(out_of_range(name, value, &format!("{least} and more"), &format!("of {least} and more")))
}

fn out_of_range(name: &str, value: impl Display, range: &str, wanted: &str) -> Error {
    Error::new(ErrorKind::BadOption, format!("`{name}` is {value}, which is out of its range: {range}"))
        .remedy(format!("set it to a number {wanted}, or leave it as it is by default"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(checked: Result<()>) -> (String, String) {
        let error = checked.expect_err("the value is out of its range");
        assert_eq!(error.kind(), ErrorKind::BadOption);
        (error.to_string(), error.help().unwrap_or_default().to_owned())
    }

    #[test]
    fn an_error_names_the_option_its_value_and_its_range() {
        assert_eq!(
            told(within("seeds.words", 17, 2..=16)),
            (
                "`seeds.words` is 17, which is out of its range: 2 to 16".to_owned(),
                "set it to a number from 2 to 16, or leave it as it is by default".to_owned()
            )
        );
        assert_eq!(
            told(at_least("seeds.partners", 1, 2)),
            (
                "`seeds.partners` is 1, which is out of its range: 2 and more".to_owned(),
                "set it to a number of 2 and more, or leave it as it is by default".to_owned()
            )
        );
    }

    #[test]
    fn both_ends_are_in_a_range_and_no_number_is_in_none() {
        assert!(within("n", 2, 2..=16).is_ok() && within("n", 16, 2..=16).is_ok() && at_least("n", 2, 2).is_ok());
        for share in [f64::NAN, f64::INFINITY, -0.1, 1.1] {
            assert!(within("share", share, 0.0..=1.0).is_err(), "{share}");
        }
        assert!(at_least("share", f64::NAN, 0.0).is_err());
    }
}
