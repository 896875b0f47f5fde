//! Outlets and agencies: their names, aliases, hosts and owners, and where a text mentions them.
//!
//! A list of some 270 is built in (`outlets.csv` beside this file); `--outlets FILE` and the outlets
//! of the corpus itself extend it. Names are found in one pass over the text: a table of the
//! beginnings of all aliases lets nearly every other word go by unread.

mod beginnings;
mod list;
mod mentions;

pub(super) use beginnings::Beginnings;
use beginnings::first_word;
pub use mentions::Mention;
use mentions::is_telling;

use std::collections::HashMap;
use std::path::Path;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization as _;

use crate::error::Result;
use crate::observer::Warning;
use crate::read::list::text;
use crate::text::is_invisible;

/// Index of an outlet in [`Outlets`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutletId(u32);

/// An outlet or agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlet {
    /// The name in tables.
    pub name: String,
    /// Other names, as they are written in texts.
    pub aliases: Vec<String>,
    /// Who owns it. A credit within one house is a credit, and its evidence says whose house that is.
    pub owner: String,
    /// `agency`, `newspaper`, `magazine`, `broadcaster`, `site`, `outlet`, or empty.
    pub kind: String,
    /// Hosts of its addresses, without `www.`.
    pub hosts: Vec<String>,
}

/// Nouns that end a newspaper's name and stand for it later: "the Post", "the Times".
const SHORT_NAMES: &[&str] = &[
    "Post",
    "Times",
    "Journal",
    "Guardian",
    "Telegraph",
    "Globe",
    "Tribune",
    "Herald",
    "Chronicle",
    "Examiner",
    "Independent",
    "Mail",
    "Star",
    "Mirror",
    "Observer",
    "Inquirer",
    "Beast",
    "Caller",
];

/// All outlets that are known.
#[derive(Debug, Clone)]
pub struct Outlets {
    outlets: Vec<Outlet>,
    /// Names, aliases and hosts in lower case, without a leading "the" or "www.".
    by_name: HashMap<String, OutletId>,
    /// Aliases as they are written, by their first word.
    by_word: HashMap<String, Vec<Alias>>,
    /// Short names, such as "Post", and the outlets that they may stand for.
    by_short: HashMap<&'static str, Vec<OutletId>>,
    /// What aliases and short names begin with.
    begins: Beginnings,
}

#[derive(Debug, Clone)]
struct Alias {
    text: String,
    outlet: OutletId,
    /// What must stand beside it.
    needs: Needs,
    /// The last word of a name that several newspapers share: "The Times".
    short: Option<&'static str>,
}

/// What must stand beside an alias, which without it may be something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Needs {
    Nothing,
    /// "the", as of "The Sun".
    Article,
    /// Quotation marks, as of „Zeit“.
    Marks,
    /// A French article that is one word with what goes before it: "au Monde", "du Parisien".
    Contraction,
}

static BUILTIN: LazyLock<Outlets> = LazyLock::new(|| {
    let mut outlets = Outlets::empty();
    list::read(&mut outlets, include_str!("outlets.csv"), Path::new("outlets.csv")).expect("a test reads the built-in list");
    outlets
});

impl Outlets {
    /// No outlet at all.
    #[must_use]
    pub fn empty() -> Self {
        Self {
            outlets: Vec::new(),
            by_name: HashMap::new(),
            by_word: HashMap::new(),
            by_short: HashMap::new(),
            begins: Beginnings::default(),
        }
    }

    /// The list that comes with the program.
    #[must_use]
    pub fn builtin() -> Self {
        BUILTIN.clone()
    }

    /// Adds the outlets of a CSV or TSV file with the columns name, aliases, owner, kind, hosts (in any case; all but the
    /// first may be left away; aliases and hosts are separated by semicolons). A row whose name is known
    /// already adds its aliases and hosts to that outlet, and replaces its owner and kind where it states them. An alias or a host
    /// that another outlet had before goes to the one of the row. The file may be in any encoding that texts are read in. Returns a warning for each
    /// further column, which is not read.
    ///
    /// # Errors
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) when the file cannot be read, [`ErrorKind::Malformed`](crate::ErrorKind::Malformed) with the line when something
    /// does not decode, or a row is broken, names nothing, is of a kind that is none, or has an alias or a host that another row has or another outlet is called by.
    pub fn extend_from(&mut self, path: &Path) -> Result<Vec<Warning>> {
        let text = text(path, list::READABLE)?;
        list::read(self, &text, path).map_err(|e| e.at(path))
    }

    /// The index that the outlet of this name has, or will have.
    fn id_of(&self, name: &str) -> OutletId {
        let known = self.by_name.get(&key(name)).copied();
        known.unwrap_or_else(|| OutletId(u32::try_from(self.outlets.len()).expect("far fewer outlets than 2^32")))
    }

    /// Takes an alias or a host, as names are compared, from the outlet that has it.
    fn forget(&mut self, alias: &str, outlet: OutletId) {
        self.by_name.remove(alias);
        for aliases in self.by_word.values_mut() {
            aliases.retain(|own| own.outlet != outlet || key(&own.text) != alias);
        }
        let old = &mut self.outlets[outlet.0 as usize];
        old.aliases.retain(|own| key(own) != alias);
        old.hosts.retain(|own| key(own) != alias);
    }

    /// Adds an outlet, or adds to the one of the same name. A name or host that another outlet has stays with that one.
    pub fn add(&mut self, outlet: Outlet) -> OutletId {
        let known = self.by_name.get(&key(&outlet.name)).copied();
        let id = self.id_of(&outlet.name);
        let names = [outlet.name.clone()].into_iter().chain(outlet.aliases.iter().cloned());
        for name in names.chain(outlet.hosts.iter().cloned()) {
            self.by_name.entry(key(&name)).or_insert(id);
            self.index(&name, id);
        }
        if let Some(short) = short_name(&outlet.name) {
            self.begins.add(short);
            let ids = self.by_short.entry(short).or_default();
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        match known {
            None => self.outlets.push(Outlet { owner: if outlet.owner.is_empty() { outlet.name.clone() } else { outlet.owner }, ..outlet }),
            Some(OutletId(at)) => {
                let old = &mut self.outlets[at as usize];
                old.aliases.extend(outlet.aliases);
                old.hosts.extend(outlet.hosts);
                if !outlet.owner.is_empty() {
                    old.owner = outlet.owner;
                }
                if !outlet.kind.is_empty() {
                    old.kind = outlet.kind;
                }
            }
        }
        id
    }

    /// Makes an outlet of the corpus known by its name as the input writes it, unless it is. A name that says nothing by itself, such as a number,
    /// a letter or a month, is no credit wherever it stands in a text.
    pub fn add_named(&mut self, name: &str) -> OutletId {
        self.find(name).unwrap_or_else(|| self.add_new(name))
    }

    /// As [`add_named`](Self::add_named) for a name that no list has: `a.blogs.example` is not `blogs.example`, whichever comes first.
    pub(super) fn add_new(&mut self, name: &str) -> OutletId {
        if let Some(&id) = self.by_name.get(&key(name)) {
            return id;
        }
        let name = name.trim();
        let (aliases, owner, kind, hosts) = (Vec::new(), String::new(), String::new(), Vec::new());
        let outlet = Outlet { name: name.to_owned(), aliases, owner, kind, hosts };
        if is_telling(name) { self.add(outlet) } else { self.enter(outlet) }
    }

    /// Enters an outlet that no text is searched for.
    fn enter(&mut self, outlet: Outlet) -> OutletId {
        let id = OutletId(u32::try_from(self.outlets.len()).expect("far fewer outlets than 2^32"));
        self.by_name.insert(key(&outlet.name), id);
        self.outlets.push(Outlet { owner: outlet.name.clone(), ..outlet });
        id
    }

    /// Makes `host` known as one of the outlet called `name`, unless the host is known already.
    pub fn add_host(&mut self, name: &str, host: &str) {
        if self.find(host).is_none() {
            let id = self.add_named(name);
            self.by_name.insert(key(host), id);
            self.outlets[id.0 as usize].hosts.push(host.to_owned());
        }
    }

    /// Enters an alias into the index by first words; "The Harbour Gazette" as "Harbour Gazette",
    /// "The Sun" as a "Sun" behind an article, "Le Monde" as a "Monde" behind "au" too, and "„Zeit“" as a "Zeit" in quotation marks.
    fn index(&mut self, name: &str, outlet: OutletId) {
        let bare = name.strip_prefix("The ");
        if let Some(text) = name.strip_prefix('„').and_then(|name| name.strip_suffix('“')) {
            return self.enter_alias(text, outlet, Needs::Marks);
        }
        if let Some(text) = ["Le ", "Les "].iter().find_map(|article| name.strip_prefix(article)).filter(|text| !text.contains(' ')) {
            self.enter_alias(text, outlet, Needs::Contraction);
        }
        let is_short = bare.is_some_and(|bare| !bare.contains(' '));
        self.enter_alias(bare.unwrap_or(name), outlet, if is_short { Needs::Article } else { Needs::Nothing });
    }

    fn enter_alias(&mut self, text: &str, outlet: OutletId, needs: Needs) {
        let word = first_word(text);
        if word.is_empty() {
            return;
        }
        let short = SHORT_NAMES.iter().find(|short| needs == Needs::Article && **short == text).copied();
        let aliases = self.by_word.entry(word.to_owned()).or_default();
        // A name that needs nothing, or no more than an article, is surer than one that does.
        let is_sure = |needs: Needs| matches!(needs, Needs::Nothing | Needs::Article);
        if is_sure(needs) {
            aliases.retain(|alias| alias.text != text || is_sure(alias.needs));
        }
        if aliases.iter().all(|alias| alias.text != text) {
            aliases.push(Alias { text: text.to_owned(), outlet, needs, short });
            // The longest alias that fits is the one that is meant.
            aliases.sort_by_key(|alias| std::cmp::Reverse(alias.text.len()));
        }
        self.begins.add(text);
    }

    /// The outlet of a name, alias, host or address.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<OutletId> {
        if let Some(&id) = self.by_name.get(&key(name)) {
            return Some(id);
        }
        // "https://edition.cnn.com/2016/..." -> "edition.cnn.com" -> "cnn.com"
        let mut host = host(name)?;
        loop {
            if let Some(&id) = self.by_name.get(&key(host)) {
                return Some(id);
            }
            // What is left of `story.reuters` is no host.
            host = host.split_once('.').map(|(_, rest)| rest).filter(|rest| rest.contains('.'))?;
        }
    }

    /// The name in tables of what `name` (a name, alias, host or address) stands for.
    #[must_use]
    pub fn canonical(&self, name: &str) -> Option<&str> {
        self.find(name).map(|id| self.get(id).name.as_str())
    }

    /// Whether `name` is an outlet's, or the last word that newspapers are called by: "Post".
    #[must_use]
    pub fn is_name(&self, name: &str) -> bool {
        self.by_short.contains_key(name) || self.find(name).is_some()
    }

    /// An outlet by its index.
    #[must_use]
    pub fn get(&self, id: OutletId) -> &Outlet {
        &self.outlets[id.0 as usize]
    }

    /// Whether two outlets are one, or have one owner.
    #[must_use]
    pub fn same_house(&self, left: OutletId, right: OutletId) -> bool {
        left == right || self.get(left).owner == self.get(right).owner
    }

    /// How many are known.
    #[must_use]
    pub fn len(&self) -> usize {
        self.outlets.len()
    }

    /// Whether none is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.outlets.is_empty()
    }
}

/// What names are compared by: compatibility forms resolved, nothing invisible, case folded, no "the" or "www." before it, one space between words. Accents stay.
fn key(name: &str) -> String {
    let lower = if name.is_ascii() { name.to_ascii_lowercase() } else { folded(name) };
    let words = lower.split_whitespace().collect::<Vec<_>>().join(" ");
    let bare = words.strip_prefix("the ").or_else(|| words.strip_prefix("www.")).unwrap_or(&words);
    bare.to_owned()
}

/// A name in normal form NFKC without case and without what nobody sees, such as a soft hyphen or a byte order mark: `STRASSE` is `Straße`.
fn folded(name: &str) -> String {
    // By way of capitals, since `ß` has two of them, and a sigma at a word's end the one of all others. A dotless i has that of another letter.
    let fold = |c: char| {
        if c == 'ı' { c.to_string() } else { c.to_lowercase().flat_map(char::to_uppercase).flat_map(char::to_lowercase).collect() }
    };
    let folded: String = name.nfkc().filter(|c| !is_invisible(*c)).map(fold).collect();
    folded.nfkc().collect()
}

/// The host of an address, or of a name that looks like one ("yahoo.com/news").
pub(super) fn host(address: &str) -> Option<&str> {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next()?.trim();
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    (host.contains('.') && !host.contains(char::is_whitespace)).then_some(host)
}

fn short_name(name: &str) -> Option<&'static str> {
    let (rest, last) = name.rsplit_once(' ')?;
    (!rest.is_empty()).then(|| SHORT_NAMES.iter().find(|short| **short == last).copied())?
}

#[cfg(test)]
mod tests;
