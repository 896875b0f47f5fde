//! Corpora in which one text stands nearly everywhere, and an ordinary one of any size to hold them against. All words are
//! invented: syllables, put together by a seeded generator.

use wirecopy::read::{Corpus, Document};

/// Makes a corpus of a share of its full size.
pub type Shape = fn(f64) -> Corpus;

/// The shapes, by name.
pub const SHAPES: [(&str, Shape); 7] = [
    ("40% of documents carry one footer", footer),
    ("one story stands in most documents", story),
    ("all documents are equal", equal),
    ("one line stands again and again in two documents", line),
    ("one table, filled with other numbers", table),
    ("two sentences in turn are all of the text", turns),
    ("64 comments a page stand above one line each", comments),
];

/// SplitMix64 (Steele et al. 2014).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    /// A word: one in three is a stop word, the rest few often and many rarely.
    fn word(&mut self) -> String {
        const SMALL: [&str; 12] = ["the", "of", "and", "to", "in", "a", "that", "was", "for", "on", "with", "by"];
        const SYLLABLES: [&str; 24] = [
            "ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "zu", "dar", "fel", "gim", "hop", "jut", "kas", "lem", "min", "nor",
            "pul", "san", "tek", "vil", "wor",
        ];
        if self.below(3) == 0 {
            return SMALL[self.below(12) as usize].to_owned();
        }
        // The square of an even draw: small numbers are the frequent words.
        let mut n = (self.below(300) * self.below(300)) as usize;
        let mut word = String::new();
        for _ in 0..4 {
            word.push_str(SYLLABLES[n % 24]);
            n /= 24;
            if n == 0 {
                break;
            }
        }
        word
    }

    /// Sentences of so many words together, five sentences a paragraph.
    fn prose(&mut self, words: usize) -> String {
        let mut text = String::new();
        let mut sentence = 0;
        for n in 0..words {
            let mut word = self.word();
            if n % 17 == 0 {
                word = word[..1].to_uppercase() + &word[1..];
            }
            text.push_str(&word);
            let end = n % 17 == 16 || n + 1 == words;
            sentence += usize::from(end);
            text.push_str(match end {
                true if sentence % 5 == 0 => ".\n\n",
                true => ". ",
                false => " ",
            });
        }
        text
    }
}

fn document(n: usize, text: String) -> Document {
    Document { id: format!("d{n:07}"), outlet: Some(format!("Outlet {}", n % 211)), text: text.into(), ..Document::default() }
}

fn corpus(documents: Vec<Document>) -> Corpus {
    Corpus::from_documents(documents).expect("each has an id of its own")
}

fn count(scale: f64, documents: u32) -> usize {
    // A share of a whole number of documents.
    (f64::from(documents) * scale) as usize
}

/// Documents of 300 words, so many that they have `bytes` together; one in eight holds 60 words of another.
pub fn ordinary(bytes: usize) -> Corpus {
    let mut dice = Dice(1);
    let (mut documents, mut made) = (Vec::new(), 0);
    let mut before = String::new();
    while made < bytes {
        let mut text = dice.prose(300);
        if dice.below(8) == 0 && !before.is_empty() {
            text.push_str("\n\n");
            text.push_str(&before.split_inclusive(' ').skip(40).take(60).collect::<String>());
        }
        made += text.len();
        before.clone_from(&text);
        documents.push(document(documents.len(), text));
    }
    corpus(documents)
}

fn footer(scale: f64) -> Corpus {
    let mut dice = Dice(2);
    let footer = dice.prose(40);
    let text = |n: usize| {
        let own = dice.prose(300);
        if n % 5 < 2 { format!("{own}\n\n{footer}") } else { own }
    };
    corpus((0..count(scale, 20_000)).map(text).enumerate().map(|(n, text)| document(n, text)).collect())
}

fn story(scale: f64) -> Corpus {
    let mut dice = Dice(3);
    let story = dice.prose(250);
    let text = |_| format!("{}\n\n{story}", dice.prose(50));
    corpus((0..count(scale, 20_000)).map(text).enumerate().map(|(n, text)| document(n, text)).collect())
}

fn equal(scale: f64) -> Corpus {
    let text = Dice(4).prose(300);
    corpus((0..count(scale, 20_000)).map(|n| document(n, text.clone())).collect())
}

fn line(scale: f64) -> Corpus {
    let mut dice = Dice(5);
    let line = format!("{}\n", dice.prose(11).trim_end());
    let lines = line.repeat(count(scale, 100_000));
    corpus((0..2).map(|n| document(n, format!("{}\n\n{lines}", dice.prose(100)))).collect())
}

fn table(scale: f64) -> Corpus {
    let mut dice = Dice(6);
    let rows: Vec<String> = (0..24).map(|_| dice.prose(4).trim_end_matches(['.', ' ', '\n']).to_owned()).collect();
    let text = |_| {
        rows.iter()
            .map(|row| format!("{row} {}.{} mln vs {}.{} mln\n", dice.below(900), dice.below(10), dice.below(900), dice.below(10)))
            .collect::<String>()
    };
    corpus((0..count(scale, 8_000)).map(text).enumerate().map(|(n, text)| document(n, text)).collect())
}

fn turns(scale: f64) -> Corpus {
    let mut dice = Dice(7);
    let both = format!("{} {} ", dice.prose(17).trim_end(), dice.prose(17).trim_end());
    corpus((0..count(scale, 5_000)).map(|n| document(n, both.repeat(50 + n % 7))).collect())
}

fn comments(scale: f64) -> Corpus {
    let mut dice = Dice(8);
    let line = dice.prose(17);
    let mut page = || (0..64).map(|_| format!("{}\n\n{line}", dice.prose(34))).collect::<String>();
    corpus((0..count(scale, 2_000)).map(|n| document(n, page())).collect())
}
