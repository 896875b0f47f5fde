//! Whether an alignment says that a text was taken over, or only that two texts name the same people.
//!
//! Judged on words, not on chance: names are no independent words, so an expected number of chance hits
//! (Karlin and Altschul 1990) takes "US Secretary of State John Kerry" for a copy.

use std::ops::Range;

use serde::Serialize;

use crate::text::WordTraits;

use super::content::{agreed, content, content_up_to, heavy};
use super::nouns::is_no_name;
use super::runs::Run;
use super::score::{Alignment, Match};
use super::{AlignConfig, Side, count, scripts};

/// What an alignment has to show for itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// Matched words. Two grams of a script without spaces count as one.
    pub words: u32,
    /// Content words in lower case among them, as the mean of both sides.
    pub content: u32,
    /// Longest row of equal words, counted as `words` are.
    pub run: u32,
    /// Content words in lower case in that row, as the mean of both sides.
    pub run_content: u32,
    /// Matched words over the longer side's words, in hundredths, nearly alike ones counting half.
    pub identity: u32,
}

/// Why an alignment is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rejection {
    /// Fewer matched words than `min_words`.
    TooShort(Evidence),
    /// Too few content words in lower case: a name, a title, a caption.
    TooFewContentWords(Evidence),
    /// Short, and without a run of equal words that says something by itself.
    NoTellingRun(Evidence),
    /// Too little of the longer side matches.
    TooUnlike(Evidence),
    /// Both sides are script or mark-up, and not word for word the same.
    ChangedScript(Evidence),
}

impl Rejection {
    /// What the alignment had to show.
    #[must_use]
    pub fn evidence(&self) -> Evidence {
        match self {
            Self::TooShort(evidence)
            | Self::TooFewContentWords(evidence)
            | Self::NoTellingRun(evidence)
            | Self::TooUnlike(evidence)
            | Self::ChangedScript(evidence) => *evidence,
        }
    }

    /// What is judged instead of the alignment: of one that is too unlike what lies on either side of its costliest gap, of a script that was changed
    /// its rows of equal words.
    pub(super) fn parts(&self, left: Side<'_>, right: Side<'_>, alignment: &Alignment) -> Vec<Alignment> {
        match self {
            Self::TooUnlike(_) => alignment.cut_at_costliest_gap(left.tokens).into_iter().flatten().collect(),
            Self::ChangedScript(_) => scripts::rows_alike(left, right, alignment).map(|row| Alignment::of(left.tokens, row)).collect(),
            Self::TooShort(_) | Self::TooFewContentWords(_) | Self::NoTellingRun(_) => Vec::new(),
        }
    }
}

/// Judges an alignment.
///
/// # Errors
/// The first reason, in the order of [`Rejection`], for which it is left out.
pub(super) fn judge(left: Side<'_>, right: Side<'_>, alignment: &Alignment, config: &AlignConfig) -> Result<Evidence, Rejection> {
    let judgement = rule(left, right, alignment, config);
    let evidence = weigh(left, right, alignment);
    judgement.map(|()| evidence).map_err(|fault| match fault {
        Fault::TooShort => Rejection::TooShort(evidence),
        Fault::TooFewContentWords => Rejection::TooFewContentWords(evidence),
        Fault::NoTellingRun => Rejection::NoTellingRun(evidence),
        Fault::TooUnlike => Rejection::TooUnlike(evidence),
        Fault::ChangedScript => Rejection::ChangedScript(evidence),
    })
}

/// A [`Rejection`] without what the alignment had to show.
enum Fault {
    TooShort,
    TooFewContentWords,
    NoTellingRun,
    TooUnlike,
    ChangedScript,
}

/// Judges an alignment, and counts no more of it than that takes.
fn rule(left: Side<'_>, right: Side<'_>, alignment: &Alignment, config: &AlignConfig) -> Result<(), Fault> {
    let row = alignment.only_row();
    let words = match &row {
        Some((own, _)) => counted(left.tokens.traits[own.clone()].iter().copied(), 0),
        None => words(left, &alignment.matches),
    };
    if words < config.min_words {
        return Err(Fault::TooShort);
    }
    let holds_telling = match row {
        Some((own, other)) => {
            let range = |words: Range<usize>| count(words.start)..count(words.end);
            tells([(left, range(own)), (right, range(other))], (words, count(alignment.matches.len())), config)
        }
        None => alignment.runs().any(|run| is_telling(left, right, run, config)),
    };
    if !holds_telling && !holds_edited(left, right, alignment, config) {
        if words < config.short_words {
            return Err(Fault::NoTellingRun);
        }
        if agreed_content(left, right, &alignment.matches) < config.long_content {
            return Err(Fault::TooFewContentWords);
        }
    }
    if identity(alignment) < config.min_identity {
        return Err(Fault::TooUnlike);
    }
    if scripts::is_changed(left, right, alignment) {
        return Err(Fault::ChangedScript);
    }
    Ok(())
}

/// Whether an alignment is a pair.
pub(super) fn is_pair(left: Side<'_>, right: Side<'_>, alignment: &Alignment, config: &AlignConfig) -> bool {
    rule(left, right, alignment, config).is_ok()
}

/// Whether a run of equal words is no name, office or set phrase: long enough, and enough of it in lower case.
fn is_telling(left: Side<'_>, right: Side<'_>, run: &[Match], config: &AlignConfig) -> bool {
    let last = run[run.len() - 1];
    let sides = [(left, run[0].left..last.left_end()), (right, run[0].right..last.right_end())];
    tells(sides, (words(left, run), count(run.len())), config)
}

/// The same of the words of a run on both sides, which are so many as people count them, in so many matches.
pub(super) fn tells(sides: [(Side<'_>, Range<u32>); 2], (length, matches): (u32, u32), config: &AlignConfig) -> bool {
    if length < config.run_words.min(config.min_words) {
        return false;
    }
    let enough = |contents: u32| {
        length >= config.run_words && contents >= config.run_content || length >= config.min_words && contents >= config.min_content
    };
    // Of a long run the first few words say so on both sides.
    let few = config.run_content.max(config.min_content);
    let first = sides.clone().map(|(side, words)| content_up_to(side, words, few));
    if enough(first[0].min(first[1])) {
        return true;
    }
    // A side that has fewer was counted to its end.
    let all = |n: usize| if first[n] < few { first[n] } else { content(sides[n].0, sides[n].1.clone()) };
    let contents = agreed([all(0), all(1)]);
    if enough(contents) {
        return true;
    }
    if length < config.min_words || contents < 1 {
        return false;
    }
    if agreed(sides.clone().map(|(side, words)| heavy(side, words))) >= config.min_content {
        return true;
    }
    let plain = sides.map(|(side, words)| {
        let own = &side.tokens.traits[words.start as usize..words.end as usize];
        let plain = |(t, w): &(&WordTraits, u32)| t.is_lower_case() || t.is_caseless() || is_no_name(side, *w);
        count(own.iter().zip(words.start..).filter(plain).count())
    });
    agreed(plain) * 100 >= matches * config.plain_share
}

/// Whether two runs of equal words tell together: a sentence in which one word was replaced, put in or left out. Names around an office
/// have words in capitals.
fn holds_edited(left: Side<'_>, right: Side<'_>, alignment: &Alignment, config: &AlignConfig) -> bool {
    let runs: Vec<&[Match]> = alignment.runs().collect();
    runs.windows(2).any(|both| {
        let (end, next) = (both[0][both[0].len() - 1], both[1][0]);
        let gap = (next.left - end.left_end()).max(next.right - end.right_end());
        // A character replaced takes both grams that it stands in.
        let most = if left.tokens.traits[end.left as usize].is_gram() { 2 } else { 1 };
        let matches = both.concat();
        let tells = |side: Side<'_>, place: fn(&Match) -> u32| {
            let traits = |w: &u32| side.tokens.traits[*w as usize];
            let plain = |w: &u32| traits(w).is_lower_case() || traits(w).is_caseless() || is_no_name(side, *w);
            let lower = count(matches.iter().map(place).filter(plain).count());
            content(side, matches.iter().map(place)) >= config.edited_content && lower * 100 >= count(matches.len()) * config.plain_share
        };
        gap <= most
            && words_with(left, &matches, over_commas(left, right, &matches)) >= config.edited_words
            && (tells(left, |m| m.left) || tells(right, |m| m.right))
    })
}

/// Matched words as people count them: `U.S.` as two, two grams of a script without spaces as one.
fn words(left: Side<'_>, matches: &[Match]) -> u32 {
    words_with(left, matches, 0)
}

/// The same with so many grams more.
fn words_with(left: Side<'_>, matches: &[Match], more: u32) -> u32 {
    counted(matches.iter().map(|m| left.tokens.traits[m.left as usize]), more)
}

/// So many words, and so many grams more.
pub(super) fn counted(traits: impl Iterator<Item = WordTraits>, more: u32) -> u32 {
    let (parts, grams) = traits.fold((0, 0), |(parts, grams), t: WordTraits| (parts + t.parts(), grams + u32::from(t.is_gram())));
    parts + more - (grams + more).div_ceil(2)
}

/// Neighbouring grams between which a comma stands on both sides, since no gram reaches over one: so many more there would be without.
fn over_commas(left: Side<'_>, right: Side<'_>, matches: &[Match]) -> u32 {
    let is_gram = |m: &Match| left.tokens.traits[m.left as usize].is_gram();
    let is_comma = |side: Side<'_>, before: u32, after: u32| {
        let spans = &side.tokens.spans;
        let between = side.text.get(spans[before as usize].end as usize..spans[after as usize].start as usize);
        between.is_some_and(|between| matches!(between, "，" | "、" | "," | "､"))
    };
    let is_over = |two: &&[Match]| {
        let (before, after) = (two[0], two[1]);
        is_gram(&before)
            && is_gram(&after)
            && (after.left, after.right) == (before.left_end(), before.right_end())
            && is_comma(left, before.left, after.left)
            && is_comma(right, before.right, after.right)
    };
    count(matches.windows(2).filter(is_over).count())
}

/// Judges an alignment and tells what became of it: of all of it, or, where too little of it matches, of what is left of it
/// when it is cut at its costliest gap, and so on; of a changed script, of its equal rows. What is cut is told too, before its parts.
pub(super) fn judge_parts(
    left: Side<'_>,
    right: Side<'_>,
    alignment: Alignment,
    config: &AlignConfig,
    told: &mut impl FnMut(Alignment, Result<Evidence, Rejection>),
) {
    let judgement = judge(left, right, &alignment, config);
    let parts = judgement.map_or_else(|rejection| rejection.parts(left, right, &alignment), |_| Vec::new());
    told(alignment, judgement);
    for part in parts {
        judge_parts(left, right, part, config, told);
    }
}

/// Tells of an alignment that is a pair, or of its parts that are, in the same way.
pub(super) fn each_pair(left: Side<'_>, right: Side<'_>, alignment: &Alignment, config: &AlignConfig, told: &mut impl FnMut(&Alignment)) {
    match rule(left, right, alignment, config) {
        Ok(()) => told(alignment),
        Err(Fault::TooUnlike) => {
            for part in alignment.cut_at_costliest_gap(left.tokens).into_iter().flatten() {
                each_pair(left, right, &part, config, told);
            }
        }
        Err(Fault::ChangedScript) => {
            for row in scripts::rows_alike(left, right, alignment) {
                each_pair(left, right, &Alignment::of(left.tokens, row), config, told);
            }
        }
        Err(_) => {}
    }
}

pub(super) fn weigh(left: Side<'_>, right: Side<'_>, alignment: &Alignment) -> Evidence {
    let matches = &alignment.matches;
    let run = alignment.runs().map(|run| words(left, run)).max().unwrap_or(0);
    let longest = alignment.runs().filter(|own| words(left, own) == run);
    Evidence {
        words: words(left, matches),
        content: agreed_content(left, right, matches),
        run,
        run_content: longest.map(|run| agreed_content(left, right, run)).max().unwrap_or(0),
        identity: identity(alignment),
    }
}

/// Content words of these matches, as the mean of both sides.
fn agreed_content(left: Side<'_>, right: Side<'_>, matches: &[Match]) -> u32 {
    agreed([content(left, matches.iter().map(|m| m.left)), content(right, matches.iter().map(|m| m.right))])
}

/// Content words of a run on the side that has more of them.
pub(super) fn most_content(left: Side<'_>, right: Side<'_>, run: &Run) -> u32 {
    content(left, run.left..run.left + run.len).max(content(right, run.right..run.right + run.len))
}

/// Hundredths of the words of its longer side that match, nearly alike ones counting half.
pub(super) fn identity(alignment: &Alignment) -> u32 {
    let matches = &alignment.matches;
    let near = matches.iter().filter(|m| m.near).count();
    let (first, last) = (matches[0], matches[matches.len() - 1]);
    let longer = (last.left_end() - first.left).max(last.right_end() - first.right);
    count((2 * matches.len() - near) * 100 / (2 * longer as usize))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::tests::first_alignment;

    fn judged(left: &str, right: &str) -> Option<Result<Evidence, Rejection>> {
        first_alignment(left, right, |left, right, alignment| judge(left, right, alignment, &AlignConfig::default()))
    }

    #[test]
    fn a_name_and_an_office_are_no_copy() {
        let judgement = judged(
            "Today US Secretary of State John Kerry and Russian Foreign Minister Sergei Lavrov met",
            "US Secretary of State John Kerry and Russian Foreign Minister Sergei Lavrov will speak",
        );
        assert!(matches!(judgement, Some(Err(Rejection::NoTellingRun(_)))), "{judgement:?}");
    }

    #[test]
    fn a_short_quote_is_a_copy_and_a_stock_phrase_is_not() {
        assert!(matches!(
            judged(
                "He said: It is necessary to agree on a detailed timeline of steps.",
                "“It is necessary to agree on a detailed timeline of steps,”"
            ),
            Some(Ok(_))
        ));
        assert!(!matches!(
            judged("to separate the so-called moderate opposition from", "members of the so-called moderate opposition from terrorist"),
            Some(Ok(_))
        ));
        assert!(matches!(
            judged("he met Russian President Vladimir Putin in Helsinki on", "she met Russian President Vladimir Putin in Helsinki on"),
            Some(Err(Rejection::NoTellingRun(_)))
        ));
    }

    #[test]
    fn a_comma_between_characters_takes_no_word_from_two_runs_that_tell_together() {
        let told = |clauses: [&str; 4]| {
            let [first, old, new, last] = clauses;
            judged(&[first, old, last].concat(), &[first, new, last].concat()).is_some_and(|judgement| judgement.is_ok())
        };
        // Nine characters and thirteen, around one that was replaced.
        assert!(told(["城市若是把森林卖光", "等", "到", "下一笔债务到期就再没有东西"]));
        assert!(told(["城市若是，把森林卖光", "等", "到", "下一笔债务，到期就再没有东西"]));
        // Nine and twelve.
        assert!(!told(["城市若是把森林卖光", "等", "到", "下一笔债务到期就再没有东"]));
        assert!(!told(["城市若是，把森林卖光", "等", "到", "下一笔债务，到期就再没有东"]));
    }

    #[test]
    fn the_longest_run_is_told_in_the_words_that_it_is_judged_by() {
        let config = AlignConfig::default();
        let is_enough = |evidence: Evidence| {
            evidence.run >= config.run_words && evidence.run_content >= config.run_content
                || evidence.run >= config.min_words && evidence.run_content >= config.min_content
        };
        for [left, right] in [
            ["渡轮将改从东码头出发，渔民被告知在邻近的村庄卸货并等待", "渡轮将改从东码头出发，渔民被要求在邻近的村庄卸货并等待"],
            ["連絡船は東の埠頭から出る、漁師は村で荷を待つ", "連絡船は東の埠頭から出る、漁師は港で荷を待つ"],
            ["The U.S. Secretary of State John Kerry of Boston said so", "A U.S. Secretary of State John Kerry of Boston wrote it"],
        ] {
            let judgement = judged(left, right);
            let Some(Err(Rejection::NoTellingRun(evidence))) = judgement else { panic!("{judgement:?}") };
            assert!(!is_enough(evidence), "{evidence:?}");
        }
        let evidence = |text: &str| judged(text, &format!("他说{text}")).map(|judgement| judgement.unwrap_or_else(|r| r.evidence()));
        // Eleven pairs of characters.
        assert_eq!(evidence("渡轮将改从东码头出发渔民").map(|evidence| (evidence.words, evidence.run)), Some((5, 5)));
    }

    #[test]
    fn texts_without_case_are_judged_by_content_words() {
        let arabic = "قال الوزير إن المحادثات ستستمر في جنيف حتى يتفق الطرفان على جدول زمني مفصل";
        assert!(matches!(judged(arabic, &format!("{arabic} غدا")), Some(Ok(_))));
        let headline = "RUSSIA DEMANDS DETAILED TIMELINE FOR WITHDRAWAL OF ALL MILITANTS FROM EASTERN ALEPPO";
        assert!(matches!(judged(headline, headline), Some(Ok(_))));
    }
}
