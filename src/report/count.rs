//! Counts as people read them.

/// Thousands apart: `12,345`.
pub(crate) fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A part as a share of the whole; nothing of nothing is nothing.
pub(crate) fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// A share from 0 to 1 as per cent: one decimal below 10%, never rounded up to 100 or down to 0.
pub(crate) fn percent(share: f64) -> String {
    let p = share * 100.0;
    if share <= 0.0 {
        "0%".into()
    } else if p < 0.1 {
        "< 0.1%".into()
    } else if p < 9.95 {
        format!("{p:.1}%")
    } else if share < 1.0 && p > 99.0 {
        format!("{:.1}%", p.min(99.9))
    } else {
        format!("{p:.0}%")
    }
}

/// The same in whole numbers: what is not nothing is at least 1%, and what is not all at most 99%.
pub(crate) fn whole_percent(share: f64) -> String {
    let whole = (share * 100.0).round();
    if share <= 0.0 || share >= 1.0 { format!("{whole}%") } else { format!("{}%", whole.clamp(1.0, 99.0)) }
}

/// A similarity with so many digits, and with more where it would be rounded to a threshold that it does not reach, to all or to nothing.
pub(crate) fn told_similarity(similarity: f64, threshold: f64, digits: usize) -> String {
    let of = |digits: usize| format!("{similarity:.digits$}");
    let stands = |similarity: f64| (similarity >= threshold, similarity >= 1.0, similarity > 0.0);
    let is_true = |told: &String| told.parse::<f64>().is_ok_and(|told| stands(told) == stands(similarity));
    (digits..=6).map(of).find(is_true).unwrap_or_else(|| of(6))
}

#[cfg(test)]
mod tests {
    use super::{grouped, percent, share, told_similarity, whole_percent};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn only_nothing_is_0_per_cent_and_only_all_100(whole in 1u64..100_000, of_whole in 0.0..=1.0f64, near in 0u64..3) {
            for part in [(whole as f64 * of_whole) as u64, near.min(whole), whole - near.min(whole)] {
                for told in [percent(share(part, whole)), whole_percent(share(part, whole))] {
                    prop_assert_eq!(told == "0%", part == 0, "{} of {}: {}", part, whole, told);
                    prop_assert_eq!(told.starts_with("100"), part == whole, "{} of {}: {}", part, whole, told);
                }
            }
        }
    }

    #[test]
    fn whole_per_cents_are_rounded_save_to_all_and_to_nothing() {
        let told = [0.0, 0.001, 0.004, 0.015, 0.5, 0.994, 0.996, 0.99999, 1.0].map(whole_percent);
        assert_eq!(told, ["0%", "1%", "1%", "2%", "50%", "99%", "99%", "99%", "100%"]);
    }

    #[test]
    fn similarity_is_not_rounded_to_a_threshold_that_it_does_not_reach_nor_to_all_or_nothing() {
        assert_eq!(told_similarity(17.0 / 27.0, 0.63, 2), "0.6296");
        assert_eq!(told_similarity(17.0 / 27.0, 0.63, 3), "0.6296");
        assert_eq!(told_similarity(0.6251, 0.63, 2), "0.625");
        assert_eq!(told_similarity(0.63, 0.63, 2), "0.63");
        assert_eq!(told_similarity(0.6349, 0.634, 2), "0.635");
        assert_eq!(
            [0.9996, 1.0, 0.0004, 0.0].map(|similarity| told_similarity(similarity, 0.63, 3)),
            ["0.9996", "1.000", "0.0004", "0.000"]
        );
    }

    #[test]
    fn a_comma_stands_before_every_three_digits() {
        assert_eq!([0, 999, 1_000, 12_345, 1_234_567].map(grouped), ["0", "999", "1,000", "12,345", "1,234,567"]);
    }
}
