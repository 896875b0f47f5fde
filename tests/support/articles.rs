//! Articles made up by a generator: the same for the same seed, on every machine.

use std::fmt::Write as _;

/// A small generator of numbers (SplitMix64, Steele et al. 2014).
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound as u64).unwrap()
    }

    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

const CONSONANTS: [&str; 14] = ["b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z"];
const VOWELS: [&str; 5] = ["a", "e", "i", "o", "u"];
const SMALL: [&str; 8] = ["the", "of", "and", "in", "to", "a", "was", "that"];

/// A made-up word of three syllables.
pub fn word(random: &mut Random) -> String {
    (0..3).map(|_| format!("{}{}", random.pick(&CONSONANTS), random.pick(&VOWELS))).collect()
}

/// A sentence of so many words, about one in three of them a stop word.
pub fn sentence(random: &mut Random, words: usize) -> String {
    let mut text = String::new();
    for n in 0..words {
        let next = if n > 0 && random.chance(30) { (*random.pick(&SMALL)).to_owned() } else { word(random) };
        let space = if n > 0 { " " } else { "" };
        write!(text, "{space}{next}").unwrap();
    }
    let first = text.remove(0).to_uppercase();
    format!("{first}{text}.")
}

/// A paragraph of three sentences.
pub fn paragraph(random: &mut Random) -> String {
    (0..3).map(|_| sentence(random, 14)).collect::<Vec<_>>().join(" ")
}

/// An article as a line of JSON.
pub fn json_line(id: &str, outlet: &str, date: &str, text: &str) -> String {
    serde_json::json!({ "id": id, "outlet": outlet, "date": date, "text": text }).to_string()
}

/// `count` articles of ten outlets as lines of JSON. Every third takes over a paragraph or a sentence of an
/// earlier one; every outlet has a footer; some have no date.
pub fn generated(count: usize, seed: u64) -> Vec<String> {
    let mut random = Random::new(seed);
    let outlets: Vec<(String, String)> = (0..10).map(|n| (format!("Paper {n}"), sentence(&mut random, 20))).collect();
    let mut all: Vec<Vec<String>> = Vec::new();
    let mut lines = Vec::new();
    for n in 0..count {
        let (outlet, footer) = &outlets[random.below(outlets.len())];
        let mut paragraphs: Vec<String> = (0..4).map(|_| paragraph(&mut random)).collect();
        if n % 3 == 2 {
            let taken = random.pick(&all).clone();
            let taken = random.pick(&taken).clone();
            match random.below(3) {
                0 => paragraphs[1] = taken,
                1 => {
                    let quoted = taken.split_once(". ").map_or(taken.as_str(), |(first, _)| first).to_owned();
                    paragraphs[2] = format!("According to Paper 3, “{quoted}”, {}", paragraphs[2]);
                }
                _ => {
                    // A light edit: one word of the middle is another.
                    let mut words: Vec<&str> = taken.split(' ').collect();
                    let middle = words.len() / 2;
                    words[middle] = "instead";
                    paragraphs[0] = words.join(" ");
                }
            }
        }
        all.push(paragraphs.clone());
        paragraphs.push(footer.clone());
        let date =
            if random.chance(10) { String::new() } else { format!("2016-12-{:02}T{:02}:00:00Z", 1 + random.below(28), random.below(24)) };
        lines.push(json_line(&format!("d{n:04}"), outlet, &date, &paragraphs.join("\n\n")));
    }
    lines
}
