//! `wirecopy completions SHELL` and `wirecopy man`, from the definitions of the arguments.

use std::fs;
use std::io::{self, Write};

use anyhow::Result;
use clap::CommandFactory;
use wirecopy::Error;

use crate::cli::Outcome;
use crate::cli::args::Arguments;
use crate::cli::args::completions::{CompletionsArguments, ManArguments};

/// Prints the completions of one shell.
pub fn completions(arguments: &CompletionsArguments) -> Result<Outcome> {
    // Into memory first: the generator panics where the reader of standard output has gone.
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "wirecopy", &mut script);
    print(&script)
}

/// Prints the manual page of the program, or writes one for it and each of its commands into a folder.
pub fn man(arguments: &ManArguments) -> Result<Outcome> {
    match &arguments.dir {
        Some(dir) => {
            fs::create_dir_all(dir).map_err(|e| Error::io(dir, e).remedy("name a folder that can be written to"))?;
            clap_mangen::generate_to(Arguments::command(), dir).map_err(|e| Error::io(dir, e))?;
            Ok(Outcome::Done)
        }
        None => {
            let mut page = Vec::new();
            clap_mangen::Man::new(Arguments::command()).render(&mut page)?;
            print(&page)
        }
    }
}

fn print(text: &[u8]) -> Result<Outcome> {
    let mut out = io::stdout().lock();
    out.write_all(text)?;
    out.flush()?;
    Ok(Outcome::Done)
}
