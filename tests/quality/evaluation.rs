//! What became of the lines of a truth, and what was found besides them.

use std::collections::BTreeSet;

/// What became of one line of the truth.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    pub name: String,
    /// As the truth says it, or `kind`: whether a copy that was found is of the kind that the truth names.
    pub expect: String,
    pub holds: bool,
    /// What was there.
    pub why: String,
}

/// What became of the whole truth.
#[derive(Debug, Default)]
pub struct Evaluation {
    pub verdicts: Vec<Verdict>,
    /// Copies that lie less than half inside what the truth names.
    pub extra: Vec<String>,
    /// Credits that no line of the truth names.
    pub extra_credits: Vec<String>,
    /// First documents that are not the ones that the truth names.
    pub wrong_firsts: Vec<String>,
}

impl Evaluation {
    fn of<'a>(&'a self, expect: &'a str) -> impl Iterator<Item = &'a Verdict> {
        self.verdicts.iter().filter(move |v| v.expect == expect)
    }

    /// (lines that hold, lines) of one expectation.
    pub fn held(&self, expect: &str) -> (usize, usize) {
        (self.of(expect).filter(|v| v.holds).count(), self.of(expect).count())
    }

    /// Share of the lines of an expectation that hold. A truth without such lines proves nothing.
    pub fn share(&self, expect: &str) -> f64 {
        let (held, lines) = self.held(expect);
        assert!(lines > 0, "the truth has no line that expects {expect}");
        ratio(held, lines)
    }

    /// Share of the credits that are in the truth.
    pub fn credit_precision(&self) -> f64 {
        let (held, _) = self.held("credit");
        ratio(held, held + self.extra_credits.len())
    }

    /// What does not hold, as a table.
    pub fn failures(&self) -> Vec<String> {
        let mut lines: Vec<String> =
            self.verdicts.iter().filter(|v| !v.holds).map(|v| format!("FAIL  {:16}{:60}{}", v.expect, v.name, v.why)).collect();
        for (what, rows) in [("extra copy", &self.extra), ("extra credit", &self.extra_credits), ("wrong first", &self.wrong_firsts)] {
            lines.extend(rows.iter().map(|row| format!("FAIL  {what:16}{row}")));
        }
        lines
    }

    /// Lines that hold for every expectation, as a table.
    pub fn summary(&self) -> String {
        let expects: BTreeSet<&str> = self.verdicts.iter().map(|v| v.expect.as_str()).collect();
        let counts = expects.into_iter().map(|expect| {
            let (held, lines) = self.held(expect);
            format!("{expect} {held}/{lines}")
        });
        counts.collect::<Vec<_>>().join(", ")
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    #[allow(clippy::cast_precision_loss, reason = "counts of lines")]
    let share = part as f64 / whole.max(1) as f64;
    share
}
