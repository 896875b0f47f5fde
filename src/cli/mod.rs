//! What was typed becomes what is meant, and what the library tells becomes what is seen.
//!
//! Exit status: 0 done, 1 with `--fail-on-match` when a copy was found, 2 error.

mod args;
mod cmd;
mod messages;
mod mistyped;
mod progress;
mod terminated;

use std::process::ExitCode;

use args::Command;

/// How a command that did not fail has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing to tell the caller.
    Done,
    /// Copies were found, and the caller asked to be told.
    Matched,
}

/// Runs the program.
pub fn run() -> ExitCode {
    terminated::watch();
    #[cfg(feature = "parquet")]
    leave_out_caught_panics();
    let arguments = mistyped::arguments();
    let result = match &arguments.command {
        Command::Scan(arguments) => cmd::scan::run(arguments),
        Command::Dedup(arguments) => cmd::dedup::run(arguments),
        Command::Report(arguments) => cmd::report::run(arguments),
        Command::Eval(arguments) => cmd::eval::run(arguments),
        Command::Compare(arguments) => cmd::compare::run(arguments),
        Command::Explain(arguments) => cmd::explain::run(arguments),
        Command::Completions(arguments) => cmd::completions::completions(arguments),
        Command::Man(arguments) => cmd::completions::man(arguments),
    };
    match result {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Matched) => ExitCode::from(1),
        // Whoever read the output has read enough.
        Err(error) if messages::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            messages::print_error(&error);
            ExitCode::from(2)
        }
    }
}

/// Panics of the decoder of Parquet are told as faults of the file, and not once more; any other is told as ever.
#[cfg(feature = "parquet")]
fn leave_out_caught_panics() {
    let tell = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !wirecopy::read::is_panic_caught() {
            tell(panic);
        }
    }));
}
