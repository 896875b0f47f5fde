//! What can be typed after `wirecopy completions` and `wirecopy man`.

use std::path::PathBuf;

use clap::Args;

#[derive(Debug, Args)]
#[command(after_help = COMPLETIONS_EXAMPLES)]
pub struct CompletionsArguments {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    pub shell: clap_complete::Shell,
}

const COMPLETIONS_EXAMPLES: &str = "Examples:
  wirecopy completions bash > ~/.local/share/bash-completion/completions/wirecopy
  wirecopy completions zsh > ~/.zfunc/_wirecopy
  wirecopy completions fish > ~/.config/fish/completions/wirecopy.fish";

#[derive(Debug, Args)]
#[command(after_help = MAN_EXAMPLES)]
pub struct ManArguments {
    /// Write a page for each command into this folder, instead of printing the program's own
    #[arg(long, value_name = "DIR")]
    pub dir: Option<PathBuf>,
}

const MAN_EXAMPLES: &str = "Examples:
  wirecopy man | man -l -
  wirecopy man --dir ~/.local/share/man/man1";
