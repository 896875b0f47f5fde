//! Why an alignment was kept or left out, in words, with the numbers that decided.

use crate::align::{AlignConfig, Evidence, Pair, Rejection};

/// What an alignment has, as tables count it, and what there is to say of the count.
#[derive(Clone, Copy)]
pub(super) struct Counted {
    /// Matched words.
    pub words: u32,
    /// Those of the longest row of equal ones.
    pub run: u32,
    /// Whether any of them is in lower case: else content words are those of a script without case, or in capitals.
    pub has_case: bool,
    /// Whether any of them is a pair of characters.
    pub has_grams: bool,
    /// Whether some are spelt nearly alike.
    pub has_near: bool,
}

impl Counted {
    /// Words, and those of the longest row, each with the number that it is judged by, where that is another one.
    fn told(self, evidence: Evidence) -> (String, String) {
        let of = |ours: u32, theirs: u32| {
            if ours == theirs { ours.to_string() } else { format!("{ours} ({theirs} as --min-words counts them)") }
        };
        (of(self.words, evidence.words), of(self.run, evidence.run))
    }

    /// Why the numbers are not the same.
    fn note(self) -> &'static str {
        if self.has_grams { " (--min-words counts two pairs of characters as one word)" } else { "" }
    }

    fn content(self) -> &'static str {
        if self.has_case { "content words in lower case" } else { "content words" }
    }

    fn halves(self) -> &'static str {
        if self.has_near { ", where one that is nearly alike counts half" } else { "" }
    }
}

pub(super) fn kept(evidence: Evidence, counted: Counted) -> String {
    let Evidence { content, identity, .. } = evidence;
    let (words, run) = counted.told(evidence);
    let (of_content, note, halves) = (counted.content(), counted.note(), counted.halves());
    format!(
        "{words} words match, {content} of them {of_content}; the longest run of equal words has {run}{note}; {identity}% of the longer side's words \
         match{halves}"
    )
}

pub(super) fn rejected(rejection: Rejection, counted: Counted, config: &AlignConfig) -> String {
    let Evidence { content, run_content, identity, .. } = rejection.evidence();
    let (words, run) = counted.told(rejection.evidence());
    let (of_content, note) = (counted.content(), counted.note());
    match rejection {
        Rejection::TooShort(_) => format!("it is too short: {words} words match, and a passage has at least {}{note}", config.min_words),
        Rejection::TooFewContentWords(_) => format!(
            "it reads like names, titles or captions: no run of equal words in it tells by itself, and {content} of its words are {of_content}, where \
             a passage without such a run has at least {}",
            config.long_content
        ),
        Rejection::NoTellingRun(_) => format!(
            "it is short and no run of equal words in it tells by itself: that takes {} equal words in a row with {} {of_content}, or {} with {}; here \
             the longest run has {run} words with {run_content}, and {content} content words match in all{note}",
            config.run_words, config.run_content, config.min_words, config.min_content
        ),
        Rejection::TooUnlike(_) => format!(
            "the two sides are too unlike: {identity}% of the longer one's words match{}, and a passage has at least {}%",
            counted.halves(),
            config.min_identity
        ),
        Rejection::ChangedScript(_) => "both sides are script, data or mark-up, where only equal words tell".to_owned(),
    }
}

/// Why one of two passages gives way to the other.
pub(super) fn inside(pair: &Pair, other: &Pair) -> String {
    let words = other.matched;
    match (other.left_words.contains(&pair.left_words), other.right_words.contains(&pair.right_words)) {
        (true, true) => format!("it lies inside another passage of {words} words"),
        (false, false) => format!("it lies for the most part in another passage of {words} words, which is as much alike at least"),
        _ => format!(
            "one side of it lies inside another passage, of {words} words, and it holds no row of equal words that is long enough to stand beside that"
        ),
    }
}

/// Why a chain of these rows was not looked at, though all that matches around them would make a passage.
pub(super) fn unpromising(rows: &[(u32, u32, u32)], config: &AlignConfig) -> String {
    let least = config.least();
    match rows {
        [(.., words)] if *words >= least.run.min(least.runs) => {
            format!("its one row of {words} equal words says too little by itself, and too few equal words stand close together beside it")
        }
        _ => format!(
            "its rows of equal words have fewer than {} words each and fewer than {} together, too few to look at what is around them",
            least.run, least.runs
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{case, document};
    use super::super::{explain, model::Aligned};
    use super::*;
    use crate::align::Told;
    use crate::observer::Silent;
    use crate::pipeline::ScanConfig;
    use crate::span::Span;

    /// The alignment that has most words.
    fn longest(left: &str, right: &str) -> Aligned {
        let documents = vec![document("a", "Gazette", "", left), document("b", "Courier", "", right)];
        let told = explain(&case(documents, ["a", "b"], &ScanConfig::default()), &Silent).unwrap();
        told.alignments.into_iter().max_by_key(|aligned| aligned.words).expect("they have words in common")
    }

    #[test]
    fn pairs_of_characters_are_told_in_the_words_that_the_rule_counts() {
        let chinese =
            longest("渡轮将改从东码头出发，渔民被告知在邻近的村庄卸货并等待", "渡轮将改从东码头出发，渔民被要求在邻近的村庄卸货并等待");
        let expected = "that takes 7 equal words in a row with 3 content words, or 8 with 2; here the longest run has 11 (5 as --min-words counts them) words";
        assert!(chinese.why.contains(expected) && !chinese.why.contains("lower case"), "{}", chinese.why);
        assert!(chinese.why.ends_with(" (--min-words counts two pairs of characters as one word)"), "{}", chinese.why);
        assert_eq!(chinese.evidence.run, 5);
        let japanese = longest("連絡船は東の埠頭から出る、漁師は村で荷を待つ", "連絡船は東の埠頭から出る、漁師は港で荷を待つ");
        assert!(japanese.evidence.run < 7 && japanese.why.contains(&format!("({} as", japanese.evidence.run)), "{}", japanese.why);
        let text = "渡轮将改从东码头出发渔民被告知在邻近的村庄卸货并等待";
        let kept = longest(text, &format!("他说{text}"));
        assert!(kept.why.contains("content words; the longest run") && kept.why.contains("as one word); "), "{}", kept.why);
    }

    #[test]
    fn words_between_spaces_without_case_are_counted_as_they_are() {
        let text = |captain: &str| format!("연락선은 이제 동쪽 부두에서 출발하며 {captain} 이웃 마을에서 오래 기다린다");
        let korean = longest(&text("어부들은 모두"), &text("선장들과 승객은"));
        assert!(!korean.why.contains("--min-words") && !korean.why.contains("lower case"), "{}", korean.why);
    }

    #[test]
    fn the_longest_run_is_told_with_its_own_content_words() {
        let names = longest(
            "The U.S. Secretary of State John Kerry of Boston said so while boats waited below",
            "A U.S. Secretary of State John Kerry of Boston wrote that it was so while boats waited",
        );
        assert!(names.why.contains("the longest run has 8 (9 as --min-words counts them) words with 0, and "), "{}", names.why);
        assert!(!names.why.contains("pairs of characters"), "{}", names.why);
    }

    #[test]
    fn a_passage_inside_another_one_says_how_far_it_is() {
        let pair = |left: (u32, u32), right: (u32, u32)| Pair {
            left: 0,
            right: 1,
            left_words: Span::new(left.0, left.1),
            right_words: Span::new(right.0, right.1),
            matched: left.1 - left.0,
            near: 0,
            run: 5,
            score: 40,
            told: Told::default(),
        };
        let other = pair((0, 30), (10, 40));
        assert_eq!(inside(&pair((5, 20), (15, 30)), &other), "it lies inside another passage of 30 words");
        assert!(
            inside(&pair((5, 20), (50, 65)), &other)
                .starts_with("one side of it lies inside another passage, of 30 words, and it holds no row")
        );
        assert!(inside(&pair((20, 31), (30, 41)), &other).starts_with("it lies for the most part in another passage of 30 words"));
    }

    #[test]
    fn a_chain_that_was_given_up_says_what_it_lacks() {
        let config = AlignConfig::default();
        assert!(unpromising(&[(0, 0, 7)], &config).starts_with("its one row of 7 equal words says too little"));
        assert!(
            unpromising(&[(0, 0, 5)], &config)
                .starts_with("its rows of equal words have fewer than 6 words each and fewer than 10 together")
        );
        assert!(unpromising(&[(0, 0, 4), (9, 9, 4)], &config).starts_with("its rows of equal words have fewer than 6"));
    }
}
