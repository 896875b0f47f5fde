//! `wirecopy eval RUN --gold G`

use std::io::{self, Write};

use anyhow::Result;
use wirecopy::eval::{Among, EvalConfig, evaluate, read_gold, read_only, render};
use wirecopy::report::load;

use crate::cli::Outcome;
use crate::cli::args::eval::{EvalAmong, EvalArguments};
use crate::cli::progress::Progress;

/// Prints how a run stands against a gold standard, as a table or as JSON.
pub fn run(arguments: &EvalArguments) -> Result<Outcome> {
    // The gold is small: what is wrong with it is told before a large run is read.
    let gold = read_gold(&arguments.gold)?;
    let only = arguments.only.as_deref().map(read_only).transpose()?;
    let config = EvalConfig {
        among: arguments.among.map(Among::from),
        only,
        threshold: arguments.threshold,
        errors: arguments.errors,
        ..EvalConfig::default()
    };
    let progress = Progress::new(true);
    let evaluation = evaluate(&load(&arguments.run, &progress)?, &gold, &config, &progress)?;
    let text = if arguments.json { serde_json::to_string_pretty(&evaluation)? + "\n" } else { render(&evaluation) };
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(Outcome::Done)
}

impl From<EvalAmong> for Among {
    fn from(among: EvalAmong) -> Self {
        match among {
            EvalAmong::Listed => Self::Listed,
            EvalAmong::Sides => Self::Sides,
            EvalAmong::All => Self::All,
        }
    }
}
