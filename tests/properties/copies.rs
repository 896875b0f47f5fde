//! What was planted is found where it was planted, and what only shares its words is not.

use proptest::prelude::*;
use wirecopy::report::Run;
use wirecopy::report::model::Kind;

use crate::support::articles::Random;
use crate::{cases, document, scanned};

/// A word of syllables from one alphabet. Words of two alphabets are never alike.
fn word(random: &mut Random, consonants: &[&str]) -> String {
    (0..3).map(|_| format!("{}{}", random.pick(consonants), random.pick(&["a", "e", "i", "o", "u"]))).collect()
}

/// Alphabets of the two documents, of what stands in both, and of the documents around them.
const ALPHABETS: [&[&str]; 4] = [&["b", "d", "f"], &["g", "k", "l"], &["m", "n", "p", "r"], &["s", "t", "v"]];
const SMALL: [&str; 6] = ["the", "of", "and", "in", "to", "that"];

fn words(random: &mut Random, alphabet: usize, count: usize) -> Vec<String> {
    (0..count).map(|_| word(random, ALPHABETS[alphabet])).collect()
}

/// A passage of `count` words, stop words and names among them, at least three of them content words in lower case.
fn passage(random: &mut Random, count: usize) -> Vec<String> {
    let mut passage: Vec<String> = (0..count)
        .map(|_| {
            let plain = word(random, ALPHABETS[2]);
            match random.below(10) {
                0..=2 => (*random.pick(&SMALL)).to_owned(),
                3..=4 => plain[..1].to_uppercase() + &plain[1..],
                _ => plain,
            }
        })
        .collect();
    // At both ends a content word: a stop word there might belong to what is around it.
    for at in [0, count / 2, count - 1] {
        passage[at] = word(random, ALPHABETS[2]);
    }
    passage
}

/// The passage in the middle of `before` and `after` words of an alphabet's own, and its span in code points.
fn around(random: &mut Random, alphabet: usize, passage: &str, before: usize, after: usize) -> (String, (u32, u32)) {
    let mut head = words(random, alphabet, before).join(" ");
    if !head.is_empty() {
        head += if random.chance(50) { " “" } else { ".\n\n" };
    }
    let start = u32::try_from(head.chars().count()).unwrap();
    let end = start + u32::try_from(passage.chars().count()).unwrap();
    let tail = words(random, alphabet, after).join(" ");
    let mark = if tail.is_empty() { "" } else { ",” " };
    (format!("{head}{passage}{mark}{tail}"), (start, end))
}

/// A document and a span in it.
type Side<'a> = (&'a str, (u32, u32));

/// The pairs as their two sides.
fn pairs(run: &Run) -> Vec<(Side<'_>, Side<'_>)> {
    run.pairs.iter().map(|p| ((p.left_doc, (p.left_start, p.left_end)), (p.right_doc, (p.right_start, p.right_end)))).collect()
}

proptest! {
    #![proptest_config(cases(120))]

    #[test]
    fn a_planted_copy_of_twelve_words_and_more_is_found_with_its_exact_span(
        seed in any::<u64>(), count in 12usize..40, before in 0usize..120, after in 0usize..120, others in 0usize..8,
    ) {
        let mut random = Random::new(seed);
        let copied = passage(&mut random, count).join(" ");
        let (left, left_span) = around(&mut random, 0, &copied, before, after);
        let (right, right_span) = around(&mut random, 1, &copied, after, before);
        // Marks that both have beside the passage belong to it.
        let both = |marks: &str, at: [u32; 2]| {
            let stands = |text: &str, at: u32| text.chars().skip(at as usize).take(marks.chars().count()).eq(marks.chars());
            if stands(&left, at[0]) && stands(&right, at[1]) { u32::try_from(marks.chars().count()).unwrap() } else { 0 }
        };
        let opening = if left_span.0 > 0 && right_span.0 > 0 { both("“", [left_span.0 - 1, right_span.0 - 1]) } else { 0 };
        let closing = both(",”", [left_span.1, right_span.1]);
        let [left_span, right_span] = [left_span, right_span].map(|(start, end)| (start - opening, end + closing));
        let mut documents = vec![document("a", left), document("b", right)];
        for n in 0..others {
            documents.push(document(&format!("c{n}"), words(&mut random, 3, 60).join(" ")));
        }
        let run = scanned(documents);
        prop_assert_eq!(pairs(&run), vec![(("a", left_span), ("b", right_span))]);
        prop_assert!((run.pairs.row(0).identity - 1.0).abs() < 1e-9);
        prop_assert_eq!(run.pairs.row(0).words as usize, count);
        prop_assert_eq!(run.clusters.len(), 1);
    }

    #[test]
    fn a_copy_whose_white_space_quotes_case_and_marks_are_others_is_still_exact(seed in any::<u64>(), count in 12usize..30) {
        let mut random = Random::new(seed);
        let copied = passage(&mut random, count);
        let plain = copied.join(" ");
        let dressed = copied.iter().enumerate().map(|(n, w)| match n % 5 {
            1 => format!("“{w}”"),
            2 => format!("[{w}]"),
            3 => format!("{w}…"),
            4 => format!("**{w}**"),
            _ => w.clone(),
        }).collect::<Vec<_>>().join("\r\n");
        let run = scanned(vec![document("a", plain.clone()), document("b", dressed)]);
        prop_assert_eq!(run.pairs.len(), 1);
        prop_assert_eq!(run.pairs.row(0).words as usize, count);
        prop_assert_eq!((run.pairs.row(0).left_start, run.pairs.row(0).left_end as usize), (0, plain.chars().count()));
    }

    #[test]
    fn one_changed_word_in_the_middle_does_not_part_a_copy(seed in any::<u64>(), half in 8usize..20) {
        let mut random = Random::new(seed);
        let copied = passage(&mut random, 2 * half + 1);
        let mut changed = copied.clone();
        changed[half] = word(&mut random, ALPHABETS[3]);
        let run = scanned(vec![document("a", copied.join(" ")), document("b", changed.join(" "))]);
        prop_assert_eq!(run.pairs.len(), 1);
        prop_assert_eq!(run.pairs.row(0).words as usize, 2 * half);
        prop_assert_eq!(run.pairs.row(0).left_end as usize, copied.join(" ").chars().count());
    }

    #[test]
    fn paragraphs_whose_words_are_shuffled_are_no_copies(seed in any::<u64>(), paragraphs in 1usize..5) {
        let mut random = Random::new(seed);
        let text: Vec<Vec<String>> = (0..paragraphs).map(|_| passage(&mut random, 60)).collect();
        let mut shuffled = text.clone();
        shuffled.iter_mut().for_each(|p| random.shuffle(p));
        let join = |text: &[Vec<String>]| text.iter().map(|p| p.join(" ")).collect::<Vec<_>>().join("\n\n");
        let run = scanned(vec![document("a", join(&text)), document("b", join(&shuffled))]);
        // The same words in another order may be copy in other words; they are none letter for letter.
        prop_assert!(run.pairs.iter().all(|pair| pair.kind == Kind::Rewritten), "{:?}", run.pairs);
        prop_assert!(run.clusters.is_empty() && run.passages.is_empty());
    }

    #[test]
    fn a_copy_in_many_papers_is_one_cluster_of_all_of_them(seed in any::<u64>(), count in 12usize..30, copies in 2usize..25) {
        let mut random = Random::new(seed);
        let copied = passage(&mut random, count).join(" ");
        let documents = (0..copies).map(|n| {
            let (before, after) = (random.below(40), random.below(40));
            // Words of one's own: else papers share what stands around the copy.
            let own = |random: &mut Random, count: usize| (0..count).map(|_| format!("{}{n}x", word(random, ALPHABETS[0]))).collect::<Vec<_>>().join(" ");
            document(&format!("d{n:02}"), format!("{}\n\n{copied}\n\n{}", own(&mut random, before), own(&mut random, after)))
        });
        let run = scanned(documents.collect());
        prop_assert_eq!(run.clusters.len(), 1);
        prop_assert_eq!(run.passages.iter().map(|p| p.text).collect::<Vec<_>>(), vec![copied.as_str(); copies]);
    }
}
