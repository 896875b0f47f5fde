//! Options that were mistyped, or that another command has: the error names the nearest one, and who knows it.

use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, Parser};

use super::args::Arguments;

/// Letters of an option, or fewer, for each one that may be wrong.
const LETTERS_PER_MISTAKE: usize = 3;

/// An option that may be meant.
struct Meant {
    mistakes: usize,
    name: String,
    /// Commands that have it; the one that was typed is not told.
    commands: Vec<String>,
    is_own: bool,
}

/// What was typed; ends the program where that cannot be.
pub fn arguments() -> Arguments {
    Arguments::try_parse().unwrap_or_else(|mut error| {
        if error.kind() == ErrorKind::UnknownArgument {
            let typed = std::env::args_os().nth(1).unwrap_or_default();
            name_nearest(&mut error, &typed.to_string_lossy());
        } else if error.kind() == ErrorKind::InvalidValue && !is_slip(&error) {
            // All there are is told: by its letters `latest` would be `earliest`, its contrary.
            error.remove(ContextKind::SuggestedValue);
        }
        error.exit()
    })
}

/// Whether the value is the one that is suggested but for a slip or two, or its beginning.
fn is_slip(error: &clap::Error) -> bool {
    match (error.get(ContextKind::InvalidValue), error.get(ContextKind::SuggestedValue)) {
        (Some(ContextValue::String(typed)), Some(ContextValue::String(suggested))) => {
            suggested.starts_with(typed.as_str()) || mistakes(typed, suggested) <= typed.len().div_ceil(LETTERS_PER_MISTAKE)
        }
        _ => true,
    }
}

/// Names the option that is nearest to the unknown one, and the commands that know it where the one of this name does not. Nobody means
/// `--memry` as the name of a file, so that tip goes.
fn name_nearest(error: &mut clap::Error, command: &str) {
    let Some(ContextValue::String(unknown)) = error.get(ContextKind::InvalidArg) else { return };
    let Some(unknown) = unknown.strip_prefix("--").map(|name| name.split('=').next().unwrap_or(name).to_owned()) else { return };
    error.remove(ContextKind::Suggested);
    let Some(meant) = nearest(&unknown, command) else { return };
    let suggested = match error.get(ContextKind::SuggestedArg) {
        Some(ContextValue::String(suggested)) => Some(mistakes(&unknown, suggested.trim_start_matches("--"))),
        _ => None,
    };
    if meant.is_own && meant.mistakes == 0 {
        error.remove(ContextKind::SuggestedArg);
        let tip = format!("what stands behind '--' is taken for a name: put '--{unknown}' in front of it");
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![StyledStr::from(tip)]));
        return;
    }
    // An option of this command that begins as the unknown one does is meant as likely as not.
    if suggested.is_some_and(|of_suggested| meant.is_own || of_suggested <= meant.mistakes) {
        return;
    }
    error.remove(ContextKind::SuggestedArg);
    let tip = if meant.is_own {
        format!("a similar argument exists: '--{}'", meant.name)
    } else {
        let commands: Vec<String> = meant.commands.iter().map(|command| format!("'wirecopy {command}'")).collect();
        format!("'--{}' is an argument of {}", meant.name, commands.join(", "))
    };
    error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![StyledStr::from(tip)]));
}

/// The option of any command that has the fewest letters other than the unknown one; one of this command before others.
fn nearest(unknown: &str, command: &str) -> Option<Meant> {
    let mut found: Vec<Meant> = Vec::new();
    for known in Arguments::command().get_subcommands() {
        for name in known.get_arguments().filter(|argument| !argument.is_hide_set()).filter_map(clap::Arg::get_long) {
            let is_own = known.get_name() == command;
            match found.iter_mut().find(|meant| meant.name == name) {
                Some(meant) => {
                    meant.is_own |= is_own;
                    meant.commands.push(known.get_name().to_owned());
                }
                None => {
                    let commands = vec![known.get_name().to_owned()];
                    found.push(Meant { mistakes: mistakes(unknown, name), name: name.to_owned(), commands, is_own });
                }
            }
        }
    }
    let near = found.into_iter().filter(|meant| meant.mistakes <= unknown.len().div_ceil(LETTERS_PER_MISTAKE));
    near.min_by_key(|meant| (meant.mistakes, !meant.is_own))
}

/// Letters to be put in, left out, replaced, or swapped with the next one, to make one name of the other.
fn mistakes(left: &str, right: &str) -> usize {
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    let mut rows: Vec<Vec<usize>> = vec![(0..=right.len()).collect()];
    for i in 1..=left.len() {
        let mut row = vec![i];
        for j in 1..=right.len() {
            let replaced = rows[i - 1][j - 1] + usize::from(left[i - 1] != right[j - 1]);
            let mut least = replaced.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[left.len()][right.len()]
}
