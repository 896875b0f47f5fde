//! Outlets and agencies: their names, aliases, hosts and owners, and where a text mentions them.
//!
//! A list of some 250 is built in (`outlets.csv` beside this file); `--outlets FILE` and the outlets
//! of the corpus itself extend it. Names are found in one pass over the text: a table of the first
//! two bytes of all aliases lets nearly every other word go by unread.

use std::collections::HashMap;
use std::path::Path;
use std::sync::LazyLock;

use crate::error::{Error, ErrorKind, Result};

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
    /// Who owns it; outlets of one owner do not credit one another.
    pub owner: String,
    /// `agency`, `newspaper`, `magazine`, `broadcaster`, `site`, or empty.
    pub kind: String,
    /// Hosts of its addresses, without `www.`.
    pub hosts: Vec<String>,
}

/// A row of a list of outlets: lists inside a field are separated by semicolons.
#[derive(Debug, serde::Deserialize)]
struct Row {
    name: String,
    #[serde(default)]
    aliases: String,
    #[serde(default)]
    owner: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    hosts: String,
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
    /// Which pairs of first bytes begin an alias; a one-byte word has a second byte of 0.
    begins: Box<[u64; 1024]>,
}

#[derive(Debug, Clone)]
struct Alias {
    text: String,
    outlet: OutletId,
    /// The last word of a name that several newspapers share: "The Times".
    short: Option<&'static str>,
}

/// A place where a text names an outlet. Bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mention {
    /// First byte of the name.
    pub start: usize,
    /// First byte behind it.
    pub end: usize,
    /// Whose name it is.
    pub outlet: OutletId,
}

static BUILTIN: LazyLock<Outlets> = LazyLock::new(|| {
    let mut outlets = Outlets::empty();
    outlets
        .read(include_str!("outlets.csv").as_bytes())
        .expect("a test reads the built-in list");
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
            begins: Box::new([0; 1024]),
        }
    }

    /// The list that comes with the program.
    #[must_use]
    pub fn builtin() -> Self {
        BUILTIN.clone()
    }

    /// Adds the outlets of a CSV file with the columns name, aliases, owner, kind, hosts (all but the
    /// first may be left away; aliases and hosts are separated by semicolons). A row whose name is known
    /// already adds its aliases and hosts to that outlet, and replaces its owner and kind where it states them.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] when the file cannot be read, [`ErrorKind::Malformed`] with the line when a row
    /// is broken or names nothing.
    pub fn extend_from(&mut self, path: &Path) -> Result<()> {
        let file = std::fs::File::open(path).map_err(|e| Error::io(path, e))?;
        self.read(file).map_err(|e| e.at(path))
    }

    fn read(&mut self, source: impl std::io::Read) -> Result<()> {
        let mut reader = csv::ReaderBuilder::new()
            .trim(csv::Trim::All)
            .flexible(true)
            .from_reader(source);
        let remedy = "the columns are name, aliases, owner, kind, hosts; aliases and hosts are separated by semicolons";
        let broken = |message: String, line: Option<u64>| {
            let error = Error::new(ErrorKind::Malformed, message).remedy(remedy);
            match line {
                Some(line) => error.on_line(line),
                None => error,
            }
        };
        let headers = reader
            .headers()
            .map_err(|e| broken(e.to_string(), None))?
            .clone();
        if !headers.iter().any(|header| header == "name") {
            return Err(broken("expected a column called name".into(), Some(1)));
        }
        for record in reader.records() {
            let record =
                record.map_err(|e| broken(e.to_string(), e.position().map(csv::Position::line)))?;
            let line = record.position().map(csv::Position::line);
            let row: Row = record
                .deserialize(Some(&headers))
                .map_err(|e| broken(e.to_string(), line))?;
            if row.name.is_empty() {
                return Err(broken(
                    "expected the name of an outlet, got nothing".into(),
                    line,
                ));
            }
            let list = |field: &str| {
                field
                    .split(';')
                    .map(str::trim)
                    .filter(|part| !part.is_empty())
                    .map(str::to_owned)
                    .collect()
            };
            self.add(Outlet {
                aliases: list(&row.aliases),
                hosts: list(&row.hosts),
                name: row.name,
                owner: row.owner,
                kind: row.kind,
            });
        }
        Ok(())
    }

    /// Adds an outlet, or adds to the one of the same name. A name or host that another outlet has stays with that one.
    pub fn add(&mut self, outlet: Outlet) -> OutletId {
        let known = self.by_name.get(&key(&outlet.name)).copied();
        let id = known.unwrap_or_else(|| {
            OutletId(u32::try_from(self.outlets.len()).expect("far fewer outlets than 2^32"))
        });
        let names = [outlet.name.clone()]
            .into_iter()
            .chain(outlet.aliases.iter().cloned());
        for name in names.chain(outlet.hosts.iter().cloned()) {
            self.by_name.entry(key(&name)).or_insert(id);
            self.index(&name, id);
            if let Some(bare) = name.strip_prefix("The ") {
                self.index(&format!("the {bare}"), id);
                // "a Harbour Gazette report"; one word alone, such as "Sun", would be any sun.
                if bare.contains(' ') {
                    self.index(bare, id);
                }
            }
        }
        if let Some(short) = short_name(&outlet.name) {
            let (cell, bit) = begin_bit(short.as_bytes());
            self.begins[cell] |= bit;
            let ids = self.by_short.entry(short).or_default();
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        match known {
            None => self.outlets.push(Outlet {
                owner: if outlet.owner.is_empty() {
                    outlet.name.clone()
                } else {
                    outlet.owner
                },
                ..outlet
            }),
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

    /// Makes an outlet of the corpus known by its name as the input writes it, unless it is.
    pub fn add_named(&mut self, name: &str) -> OutletId {
        self.find(name).unwrap_or_else(|| {
            self.add(Outlet {
                name: name.trim().to_owned(),
                aliases: Vec::new(),
                owner: String::new(),
                kind: String::new(),
                hosts: Vec::new(),
            })
        })
    }

    /// Makes `host` known as one of the outlet called `name`, unless the host is known already.
    pub fn add_host(&mut self, name: &str, host: &str) {
        if self.find(host).is_none() {
            let id = self.add_named(name);
            self.by_name.insert(key(host), id);
            self.outlets[id.0 as usize].hosts.push(host.to_owned());
        }
    }

    /// Enters an alias into the index by first words.
    fn index(&mut self, text: &str, outlet: OutletId) {
        let word = first_word(text);
        if word.is_empty() {
            return;
        }
        let aliases = self.by_word.entry(word.to_owned()).or_default();
        if aliases.iter().all(|alias| alias.text != text) {
            let bare = text
                .strip_prefix("The ")
                .or_else(|| text.strip_prefix("the "));
            let short =
                bare.and_then(|bare| SHORT_NAMES.iter().find(|short| **short == bare).copied());
            aliases.push(Alias {
                text: text.to_owned(),
                outlet,
                short,
            });
            // The longest alias that fits is the one that is meant.
            aliases.sort_by_key(|alias| std::cmp::Reverse(alias.text.len()));
        }
        let (cell, bit) = begin_bit(word.as_bytes());
        self.begins[cell] |= bit;
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
            host = host.split_once('.')?.1;
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

    /// All places where `text` names an outlet, in order, without overlaps. The longest name counts.
    /// "the Post", "The Times" stand for the one newspaper of that last name that was named before
    /// them; the outlets in `own`, the text's own, count as named.
    #[must_use]
    pub fn mentions(&self, text: &str, own: &[OutletId]) -> Vec<Mention> {
        let bytes = text.as_bytes();
        let mut found: Vec<Mention> = Vec::new();
        let mut named = own.to_vec();
        let mut at = 0;
        while at < bytes.len() {
            if !is_word_byte(bytes[at]) {
                at += 1;
                continue;
            }
            let start = at;
            let (cell, bit) = begin_bit(&bytes[start..]);
            if self.begins[cell] & bit == 0 {
                at = word_end(bytes, start);
                continue;
            }
            at = first_word(&text[start..]).len().max(1) + start;
            if let Some((end, outlet)) = self.name_at(text, start, &named) {
                found.push(Mention { start, end, outlet });
                named.push(outlet);
                at = end;
            } else {
                // An alias begins with a whole word, not inside one.
                at = word_end(bytes, at);
            }
        }
        found
    }

    /// The name at byte `start`, which begins a word: its end and whose it is.
    fn name_at(&self, text: &str, start: usize, named: &[OutletId]) -> Option<(usize, OutletId)> {
        let word = first_word(&text[start..]);
        let aliases = self.by_word.get(word).map_or(&[][..], Vec::as_slice);
        let alias = aliases.iter().find_map(|alias| {
            let end = matches_at(text, start, &alias.text)?;
            let single = !alias.text.contains(' ') && alias.text.chars().any(char::is_lowercase);
            (!(single && part_of_longer_name(&text[end..]))).then_some((end, alias))
        });
        if let Some((end, alias)) = alias {
            return match alias.short {
                Some(short) => Some((end, self.meant_by(short, alias.outlet, named, text, start)?)),
                None => Some((end, alias.outlet)),
            };
        }
        // "Post" behind "the", or at the beginning of a sentence or clause.
        let candidates = self.by_short.get(word)?;
        let before = text[..start].trim_end();
        let placed = before.ends_with("the")
            || before.ends_with("The")
            || before.ends_with(['.', '”', '"', '\n', ',']);
        let end = start + word.len();
        let outlet = only(candidates, named)?;
        (placed && !part_of_longer_name(&text[end..])).then_some((end, outlet))
    }

    /// Which outlet a name like "The Times" stands for, `own_name` being the one that is called so in full.
    fn meant_by(
        &self,
        short: &str,
        own_name: OutletId,
        named: &[OutletId],
        text: &str,
        start: usize,
    ) -> Option<OutletId> {
        let candidates = self.by_short.get(short).map_or(&[][..], Vec::as_slice);
        let rivals = candidates.iter().any(|&outlet| outlet != own_name);
        if !rivals || named.contains(&own_name) {
            return Some(own_name);
        }
        if named.iter().any(|outlet| candidates.contains(outlet)) {
            return only(candidates, named);
        }
        // Nobody was named before: a capital inside a sentence is part of the name.
        let before = text[..start].trim_end();
        let inside = before.ends_with(|c: char| c.is_alphanumeric() || c == ',')
            && !text[..start].ends_with('\n');
        (inside && text[start..].starts_with("The")).then_some(own_name)
    }
}

/// The one outlet among `candidates` that was named, where there is exactly one.
fn only(candidates: &[OutletId], named: &[OutletId]) -> Option<OutletId> {
    let mut meant = named
        .iter()
        .copied()
        .filter(|outlet| candidates.contains(outlet));
    let first = meant.next()?;
    meant.all(|outlet| outlet == first).then_some(first)
}

/// What names are compared by: lower case, no "the" or "www." before it, one space between words.
fn key(name: &str) -> String {
    let lower = name.to_lowercase();
    let words = lower.split_whitespace().collect::<Vec<_>>().join(" ");
    let bare = words
        .strip_prefix("the ")
        .or_else(|| words.strip_prefix("www."))
        .unwrap_or(&words);
    bare.to_owned()
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

fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
}

/// First byte behind the word bytes that begin at `start`.
fn word_end(bytes: &[u8], start: usize) -> usize {
    let mut end = start;
    while end < bytes.len() && is_word_byte(bytes[end]) {
        end += 1;
    }
    end
}

/// Where the first two bytes of a word stand in the table of beginnings.
fn begin_bit(word: &[u8]) -> (usize, u64) {
    let first = usize::from(word[0]);
    let second = word
        .get(1)
        .copied()
        .filter(|&byte| is_word_byte(byte))
        .map_or(0, usize::from);
    let at = first << 8 | second;
    (at / 64, 1 << (at % 64))
}

/// The letters and digits that `text` begins with.
fn first_word(text: &str) -> &str {
    let end = text
        .find(|c: char| !c.is_alphanumeric())
        .unwrap_or(text.len());
    &text[..end]
}

/// The end of `alias` at byte `start` of `text`: a space in it matches white space with at most one line
/// break, and no letter, digit or joined word follows.
fn matches_at(text: &str, start: usize, alias: &str) -> Option<usize> {
    let mut at = start;
    for (place, word) in alias.split(' ').enumerate() {
        if place > 0 {
            let rest = &text[at..];
            let space = rest.len() - rest.trim_start().len();
            if space == 0 || rest[..space].matches('\n').count() > 1 {
                return None;
            }
            at += space;
        }
        if !text[at..].starts_with(word) {
            return None;
        }
        at += word.len();
    }
    let mut after = text[at..].chars();
    match (after.next(), after.next()) {
        (Some(c), _) if c.is_alphanumeric() => None,
        // "AP-NORC", "rt.com" where only "RT" was asked for, "Reuters/Ipsos" is told apart by its rule.
        (Some('-' | '.' | '@' | '_'), Some(c))
            if c.is_alphanumeric() && (alias.contains('.') || !c.is_uppercase()) =>
        {
            None
        }
        (Some('-'), Some(c)) if c.is_uppercase() => None,
        _ => Some(at),
    }
}

/// Whether a capitalised word follows directly: "Time Warner", "Reuters Holdings", "Dawn Smith".
fn part_of_longer_name(after: &str) -> bool {
    const OTHER_WORDS: &[&str] = &[
        "Published",
        "Updated",
        "Posted",
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
        "News",
        "Newsroom",
        "Online",
        "TV",
        "I",
        "A",
        "The",
    ];
    let Some(rest) = after.strip_prefix(' ') else {
        return false;
    };
    let word = first_word(rest);
    word.starts_with(char::is_uppercase) && !OTHER_WORDS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The mentions of a text as "words in the text=name".
    fn named(text: &str) -> Vec<String> {
        let outlets = Outlets::builtin();
        outlets
            .mentions(text, &[])
            .iter()
            .map(|m| format!("{}={}", &text[m.start..m.end], outlets.get(m.outlet).name))
            .collect()
    }

    #[test]
    fn the_built_in_list_can_be_read_and_no_name_stands_for_two() {
        let outlets = Outlets::builtin();
        assert!(outlets.len() > 200, "{}", outlets.len());
        let mut seen: HashMap<String, &str> = HashMap::new();
        for outlet in &outlets.outlets {
            for name in [&outlet.name]
                .into_iter()
                .chain(&outlet.aliases)
                .chain(&outlet.hosts)
            {
                let owner = seen.entry(key(name)).or_insert(&outlet.name);
                assert_eq!(*owner, outlet.name, "{name} stands for two outlets");
            }
        }
    }

    #[test]
    fn names_aliases_hosts_and_addresses_have_one_canonical_name() {
        let outlets = Outlets::builtin();
        for (name, canonical) in [
            ("Russia Today", "RT"),
            ("rt.com", "RT"),
            ("https://www.rt.com/news/368-aleppo/", "RT"),
            ("The AP", "Associated Press"),
            ("ITAR-TASS", "TASS"),
            ("edition.cnn.com", "CNN"),
            ("РИА Новости", "RIA Novosti"),
        ] {
            assert_eq!(outlets.canonical(name), Some(canonical), "{name}");
        }
        assert_eq!(outlets.canonical("islamtimes.org"), None);
        assert_eq!(outlets.canonical("Nobody's Gazette"), None);
    }

    #[test]
    fn outlets_of_one_owner_are_one_house() {
        let outlets = Outlets::builtin();
        let id = |name| outlets.find(name).unwrap();
        assert!(outlets.same_house(id("Sputnik"), id("RIA Novosti")));
        assert!(!outlets.same_house(id("RT"), id("TASS")));
    }

    #[test]
    fn the_longest_name_counts_and_names_may_break_over_a_line() {
        assert_eq!(
            named("the New York\n    Times and CBS News"),
            [
                "the New York\n    Times=New York Times",
                "CBS News=CBS News"
            ]
        );
        assert_eq!(
            named("told Interfax-Ukraine; AP's man"),
            ["Interfax-Ukraine=Interfax-Ukraine", "AP=Associated Press"]
        );
    }

    #[test]
    fn parts_of_other_words_and_names_are_no_mentions() {
        for text in [
            "Time Warner rose",
            "an AP-NORC poll",
            "START talks",
            "Reuters Holdings Plc",
            "the time is right",
            "CART",
        ] {
            assert_eq!(named(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_short_name_needs_the_full_one_before_it_and_no_rival() {
        assert_eq!(
            named("The Washington Post said so. The Post adds")[1],
            "Post=Washington Post"
        );
        assert_eq!(named("the Post adds"), [""; 0]);
        assert_eq!(
            named("The New York Times said so. The Times adds")[1],
            "The Times=New York Times"
        );
        assert_eq!(
            named("He told The Times of London, then The Times")[1],
            "The Times=The Times"
        );
        assert_eq!(named("The Times They Are"), [""; 0]);
        assert_eq!(named("the Guardian said"), ["the Guardian=The Guardian"]);
        assert_eq!(
            named("The Washington Post and the New York Post. The Post adds").len(),
            2
        );
    }

    #[test]
    fn a_file_of_outlets_adds_to_those_known() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("outlets.csv");
        std::fs::write(&path, "name,aliases,owner,kind,hosts\nNew Cold War,NCW,,site,newcoldwar.org\nRT,RT Ruptly,,,ruptly.tv\n").unwrap();
        let mut outlets = Outlets::builtin();
        outlets.extend_from(&path).unwrap();
        assert_eq!(
            outlets.canonical("www.newcoldwar.org"),
            Some("New Cold War")
        );
        assert_eq!(
            (outlets.canonical("ruptly.tv"), outlets.canonical("rt.com")),
            (Some("RT"), Some("RT"))
        );
        assert_eq!(outlets.get(outlets.find("RT").unwrap()).owner, "TV-Novosti");
    }

    #[test]
    fn a_broken_file_of_outlets_is_an_error_with_its_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("outlets.csv");
        std::fs::write(&path, "name,aliases\nRT,Russia Today\n,nameless\n").unwrap();
        let error = Outlets::builtin().extend_from(&path).unwrap_err();
        assert_eq!(
            (error.kind(), error.line()),
            (ErrorKind::Malformed, Some(3))
        );
        std::fs::write(&path, "outlet,alias\nRT,Russia Today\n").unwrap();
        assert_eq!(
            Outlets::builtin().extend_from(&path).unwrap_err().line(),
            Some(1)
        );
        let missing = Outlets::builtin()
            .extend_from(&folder.path().join("none.csv"))
            .unwrap_err();
        assert_eq!(missing.kind(), ErrorKind::Io);
    }
}
