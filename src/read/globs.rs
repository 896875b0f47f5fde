//! Which files of a folder are read, by pattern.

use std::cell::Cell;
use std::path::{Path, PathBuf};

use fast_glob::{glob_match, validate};

use crate::error::{Error, ErrorKind, Result};

/// Patterns over paths below an input folder. One without a slash inside matches a name at any depth;
/// `*` stays within a name, `**` crosses folders.
#[derive(Debug)]
pub(super) struct Globs {
    include: Option<Vec<Glob>>,
    exclude: Vec<Glob>,
}

/// One pattern.
#[derive(Debug)]
struct Glob {
    typed: String,
    /// As it is matched: what it names, and what lies in that, where it is a folder.
    anchored: [String; 2],
    has_matched: Cell<bool>,
}

/// A pattern that matched nothing of all that was asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unmatched {
    /// The option and what was typed behind it.
    pub typed: String,
    /// What was meant by it, as far as that can be told; else nothing.
    meant: String,
}

impl Unmatched {
    /// In words.
    pub fn told(&self) -> String {
        format!("{} matches nothing{}", self.typed, self.meant)
    }

    /// Those of two readings that matched in neither.
    pub fn in_neither(one: &[Self], other: Vec<Self>) -> Vec<Self> {
        let of_other = |own: &Self| one.iter().find(|unmatched| unmatched.typed == own.typed).cloned();
        let told = |own: Self| of_other(&own).map(|of_other| if own.meant.is_empty() { of_other } else { own });
        other.into_iter().filter_map(told).collect()
    }
}

impl Globs {
    /// # Errors
    /// [`ErrorKind::BadOption`] when a pattern cannot be read.
    pub fn new(include: &[String], exclude: &[String]) -> Result<Self> {
        let included = if include.is_empty() { None } else { Some(anchored(include, "--include")?) };
        Ok(Self { include: included, exclude: anchored(exclude, "--exclude")? })
    }

    /// Whether a file is wanted at all.
    pub fn include(&self, below: &str) -> bool {
        self.include.as_ref().is_none_or(|patterns| any_matches(patterns, below))
    }

    /// Whether a file, or a folder with all that is in it, is unwanted.
    pub fn exclude(&self, below: &str) -> bool {
        any_matches(&self.exclude, below)
    }

    /// Remembers of what lies below a folder that is not gone into: a pattern that leads into it may match there, and is of use.
    pub fn pass_over(&self, below: &str) {
        for glob in self.include.iter().flatten().chain(&self.exclude).filter(|glob| !glob.has_matched.get()) {
            let mut folders = glob.anchored[1].match_indices('/').map(|(at, _)| &glob.anchored[1][..at]);
            let leads_there = folders.any(|folder| folder != "**" && glob_match(folder, below));
            glob.has_matched.set(leads_there || glob.anchored.iter().any(|pattern| glob_match(pattern, below)));
        }
    }

    /// The patterns that matched nothing of all that was asked about. `inputs` are what was named: who types one of them in front of a pattern is
    /// told.
    pub fn unmatched(&self, inputs: &[PathBuf]) -> Vec<Unmatched> {
        let mut told = Vec::new();
        for (option, globs) in [("--include", self.include.as_deref().unwrap_or_default()), ("--exclude", &self.exclude[..])] {
            for glob in globs.iter().filter(|glob| !glob.has_matched.get()) {
                let below = inputs.iter().filter_map(|input| Path::new(&glob.typed).strip_prefix(input).ok());
                let below = below.map(Path::to_string_lossy).find(|rest| !rest.is_empty());
                let meant = below.map_or_else(String::new, |rest| format!("; below the folder that is read it is called {rest}"));
                told.push(Unmatched { typed: format!("{option} {}", glob.typed), meant });
            }
        }
        told
    }
}

/// Asks all of them, since each remembers whether it was of use.
fn any_matches(globs: &[Glob], below: &str) -> bool {
    let mut any = false;
    for glob in globs {
        let matches = glob.anchored.iter().any(|pattern| glob_match(pattern, below));
        glob.has_matched.set(glob.has_matched.get() | matches);
        any |= matches;
    }
    any
}

/// The patterns, each from the input folder on.
fn anchored(patterns: &[String], option: &str) -> Result<Vec<Glob>> {
    let mut all = Vec::with_capacity(patterns.len());
    for pattern in patterns {
        let trimmed = pattern.trim_start_matches("./").trim_end_matches('/');
        let anchored = match trimmed.strip_prefix('/') {
            Some(rest) => rest.to_owned(),
            None if trimmed.contains('/') => trimmed.to_owned(),
            None => format!("**/{trimmed}"),
        };
        // A name may begin with what would turn the pattern round.
        let anchored = if anchored.starts_with('!') { format!("\\{anchored}") } else { anchored };
        // As it was typed, for the places that are told count in that.
        validate(trimmed).map_err(|e| {
            Error::new(ErrorKind::BadOption, format!("{option} {pattern}: {e}"))
                .remedy("patterns look like '*.txt', 'drafts/' or 'part-*/**/*.jsonl'; quote them")
        })?;
        // A folder stands for all that is in it, also where only files are asked about.
        let anchored = [format!("{anchored}/**"), anchored];
        all.push(Glob { typed: pattern.clone(), anchored, has_matched: Cell::new(false) });
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen<'p>(include: &[&str], exclude: &[&str], paths: &[&'p str]) -> Vec<&'p str> {
        let [include, exclude] = [include, exclude].map(|patterns| patterns.iter().map(ToString::to_string).collect::<Vec<_>>());
        let globs = Globs::new(&include, &exclude).unwrap();
        paths.iter().copied().filter(|path| globs.include(path) && !globs.exclude(path)).collect()
    }

    #[test]
    fn a_pattern_without_a_slash_matches_a_name_at_any_depth_and_one_with_a_slash_the_path() {
        let paths = ["a.txt", "b/a.txt", "b/c/a.txt", "b/c/d.md", "ab.txt", "B/a.txt"];
        assert_eq!(chosen(&["a.txt"], &[], &paths), ["a.txt", "b/a.txt", "b/c/a.txt", "B/a.txt"]);
        assert_eq!(chosen(&["/a.txt"], &[], &paths), ["a.txt"]);
        assert_eq!(chosen(&["./b/*.txt"], &[], &paths), ["b/a.txt"]);
        assert_eq!(chosen(&["b/**/*.txt"], &[], &paths), ["b/a.txt", "b/c/a.txt"]);
        assert_eq!(chosen(&["?.txt"], &["b/c"], &paths), ["a.txt", "b/a.txt", "B/a.txt"]);
        assert_eq!(chosen(&["*.{md,html}", "[!b]b.txt"], &[], &paths), ["b/c/d.md", "ab.txt"]);
        assert_eq!(chosen(&[], &["c/", "a*"], &paths), Vec::<&str>::new());
        assert_eq!(chosen(&["b"], &[], &paths), ["b/a.txt", "b/c/a.txt", "b/c/d.md"]);
    }

    #[test]
    fn a_pattern_that_matched_nothing_is_told_and_one_that_another_made_needless_is_not() {
        let patterns = ["*.txt", "a*", "news/ru", "*.bak"].map(str::to_owned);
        let globs = Globs::new(&["*".to_owned(), "*.md".to_owned()], &patterns).unwrap();
        for below in ["a.txt", "b", "ru/c"] {
            let _ = (globs.include(below), globs.exclude(below));
        }
        let told = globs.unmatched(&["other".into(), "news/".into()]);
        let expected = [
            "--include *.md matches nothing",
            "--exclude news/ru matches nothing; below the folder that is read it is called ru",
            "--exclude *.bak matches nothing",
        ];
        assert_eq!(told.iter().map(Unmatched::told).collect::<Vec<_>>(), expected);
        // Of two corpora that are read by the same patterns, one of which matches in the other.
        let elsewhere = Globs::new(&["*".to_owned(), "*.md".to_owned()], &patterns).unwrap();
        let _ = (elsewhere.include("b.md"), elsewhere.exclude("b.bak"));
        let neither = Unmatched::in_neither(&elsewhere.unmatched(&[]), told);
        assert_eq!(neither.iter().map(Unmatched::told).collect::<Vec<_>>(), [expected[1]]);
    }

    #[test]
    fn a_pattern_that_leads_into_what_is_passed_over_is_not_told() {
        let patterns = [".git/**", "**/.git/**", "old/a.txt", "runs/*.jsonl", "x/a.txt", "*.bak"].map(str::to_owned);
        let globs = Globs::new(&["old/*.txt".to_owned()], &patterns).unwrap();
        for below in [".git", "old", "a/.git", "runs"] {
            globs.pass_over(below);
        }
        assert_eq!(
            globs.unmatched(&[]).iter().map(Unmatched::told).collect::<Vec<_>>(),
            ["--exclude x/a.txt matches nothing", "--exclude *.bak matches nothing"]
        );
    }

    #[test]
    fn an_exclamation_mark_in_front_is_a_part_of_the_name() {
        assert_eq!(chosen(&["!new/*.txt"], &[], &["!new/a.txt", "old/a.txt"]), ["!new/a.txt"]);
        assert_eq!(chosen(&[], &["!a"], &["!a", "a", "b/!a"]), ["a"]);
    }

    #[test]
    fn a_pattern_that_cannot_be_read_is_named_with_its_option() {
        for pattern in ["part-[1", "a/{b,c", "x\\"] {
            let error = Globs::new(&[], &[pattern.to_owned()]).unwrap_err();
            assert!(error.to_string().contains("--exclude") && error.to_string().contains(pattern), "{error}");
            assert!(error.help().is_some());
        }
    }
}
