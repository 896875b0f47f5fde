//! Which document of the run is meant by a name in the gold.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::error::{Error, ErrorKind, Result};
use crate::report::Run;

/// Numbers of documents by name. Those of the run come first, in the order of its table; documents that only the gold knows follow.
pub(super) struct Names {
    of_id: HashMap<Arc<str>, u32>,
    /// Documents of the run by what stands behind the last slash of their id.
    of_last_part: HashMap<String, Vec<(Arc<str>, u32)>>,
    in_run: u32,
    /// A document of the run, to show what ids are like there.
    example: Option<Arc<str>>,
    /// Documents of the run that a name was found for.
    met: HashSet<u32>,
    /// Names that only the gold has, in the order in which they were met.
    absent: Vec<String>,
}

impl Names {
    pub(super) fn of(run: &Run) -> Self {
        let mut of_last_part: HashMap<String, Vec<(Arc<str>, u32)>> = HashMap::new();
        let mut of_id = HashMap::new();
        for (number, row) in (0u32..).zip(&run.documents) {
            of_id.insert(row.doc.clone(), number);
            of_last_part.entry(last_part(&row.doc).to_owned()).or_default().push((row.doc.clone(), number));
        }
        let in_run = u32::try_from(run.documents.len()).expect("fewer documents than 2^32");
        let example = run.documents.first().map(|row| row.doc.clone());
        Self { of_id, of_last_part, in_run, example, met: HashSet::new(), absent: Vec::new() }
    }

    /// The document whose id is `name`; else the only one whose path `name` is the end of, or the other way round; else a new one.
    pub(super) fn number(&mut self, name: &str) -> Result<u32> {
        if let Some(&number) = self.of_id.get(name) {
            if self.in_run(number) {
                self.met.insert(number);
            }
            return Ok(number);
        }
        let alike = self.of_last_part.get(last_part(name)).map_or(&[][..], Vec::as_slice);
        let mut meant = alike.iter().filter(|(id, _)| is_end_of(name, id) || is_end_of(id, name));
        let number = match (meant.next(), meant.next()) {
            (Some((_, number)), None) => {
                self.met.insert(*number);
                *number
            }
            (Some((one, _)), Some((other, _))) => {
                return Err(Error::new(ErrorKind::BadOption, format!("`{name}` in the gold could be `{one}` or `{other}` in the run"))
                    .remedy("write whole ids in the gold, as the run's table `documents` has them"));
            }
            (None, _) => {
                self.absent.push(name.to_owned());
                self.all() - 1
            }
        };
        self.of_id.insert(name.into(), number);
        Ok(number)
    }

    /// Whether the run has the document.
    pub(super) fn in_run(&self, number: u32) -> bool {
        number < self.in_run
    }

    /// That the run has one of the documents that were asked for so far: `what` names them, as `the gold`.
    ///
    /// # Errors
    /// [`ErrorKind::BadOption`] where it has none: they are of another corpus, or ids are written otherwise.
    pub(super) fn check(&self, what: &str) -> Result<()> {
        let (Some(name), true) = (self.absent.first(), self.met.is_empty()) else { return Ok(()) };
        let run =
            self.example.as_ref().map_or_else(|| "the run has no documents".to_owned(), |id| format!("the run has ids such as `{id}`"));
        let documents =
            if self.absent.len() == 1 { "the one document".to_owned() } else { format!("none of the {} documents", self.absent.len()) };
        let is = if self.absent.len() == 1 { "is not in the run" } else { "is in the run" };
        Err(Error::new(ErrorKind::BadOption, format!("{documents} that {what} names {is}: it names `{name}`, and {run}"))
            .remedy("name what belongs to this corpus, with ids as the run's table `documents` has them"))
    }

    /// What to tell of the documents that were asked for so far and that only the gold has, and how many there are.
    pub(super) fn absent(&self) -> (String, u64) {
        const SHOWN: usize = 5;
        let shown = self.absent.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(", ");
        let more = if self.absent.len() > SHOWN { ", ..." } else { "" };
        let all = self.absent.len() + self.met.len();
        (format!("documents of the gold that the run does not have ({shown}{more}), of {all} that it names"), self.absent.len() as u64)
    }

    /// Documents of both together.
    pub(super) fn all(&self) -> u32 {
        self.in_run + u32::try_from(self.absent.len()).expect("fewer documents than 2^32")
    }
}

fn last_part(id: &str) -> &str {
    id.rsplit('/').next().unwrap_or(id)
}

fn is_end_of(end: &str, path: &str) -> bool {
    path.strip_suffix(end).is_some_and(|rest| rest.ends_with('/'))
}
