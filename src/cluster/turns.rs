//! Turns of the newsroom: what reporters of every house write of their work in the same words, whatever they report on.
//!
//! Two papers that could not reach a company on the same day have not copied that from one another. The words of such a turn say nothing, and those around it
//! have to be a copy without them.

use std::sync::LazyLock;

use super::Passage;
use super::formula::Judge;
use crate::align::own_points_of;
use crate::keyed::Among;
use crate::sketch::{shingle_set, shingles};
use crate::text::{Compounds, tokenize};

/// Words in a row by which a turn is known: fewer stand in other sentences too.
const ROW: usize = 4;
/// Most words of a text that is asked for turns: a longer one says enough around them.
const MOST_WORDS: u32 = 30;

/// Turns in English, German, French, Spanish and Russian.
const TURNS: [&str; 36] = [
    "did not immediately respond to a request for comment",
    "did not immediately respond to requests for comment",
    "did not respond to a request for comment",
    "did not respond to requests for comment",
    "did not immediately return a call seeking comment",
    "could not immediately be reached for comment",
    "was not immediately available for comment",
    "were not immediately available for comment",
    "spoke on condition of anonymity because he was not authorized to speak to the media",
    "spoke on the condition of anonymity because she was not authorized to speak publicly",
    "because they were not authorized to discuss the matter publicly",
    "who asked not to be named because",
    "who asked not to be identified because",
    "appealed for anyone with information to come forward",
    "are appealing for anyone with information to come forward",
    "wollte sich auf Anfrage zunächst nicht dazu äußern",
    "wollte sich zunächst nicht dazu äußern",
    "wollte sich auf Anfrage nicht äußern",
    "war zunächst nicht für eine Stellungnahme zu erreichen",
    "die Polizei bittet Zeugen sich zu melden",
    "die Polizei bittet Zeugen sich unter der Nummer zu melden",
    "sich unter der bekannten Nummer zu melden",
    "es gilt die Unschuldsvermutung bis ein rechtskräftiges Urteil vorliegt",
    "n'a pas souhaité faire de commentaire à ce stade",
    "contacté par nos soins le ministère n'a pas souhaité réagir",
    "n'a pas répondu à nos sollicitations dans l'immédiat",
    "l'enquête a été confiée à la police judiciaire et se poursuit",
    "pour déterminer les circonstances exactes du drame",
    "está siendo investigado por la policía",
    "que no descarta ninguna hipótesis por el momento",
    "no respondió de inmediato a una solicitud de comentarios",
    "que pidió no ser identificado porque no está autorizado a hablar",
    "по данному факту возбуждено уголовное дело",
    "возбуждено уголовное дело следствие продолжается сообщили в прокуратуре",
    "не ответил на запрос о комментарии",
    "на условиях анонимности поскольку не уполномочен говорить",
];

/// The rows of all turns, and what tells that a row is none of them.
static ROWS: LazyLock<(Vec<u64>, Among)> = LazyLock::new(|| {
    let of_turn = |turn: &str| shingle_set(&tokenize(turn, Compounds::Joined).hashes, ROW);
    let mut rows: Vec<u64> = TURNS.into_iter().flat_map(of_turn).collect();
    rows.sort_unstable();
    rows.dedup();
    let among = Among::of(rows.iter());
    (rows, among)
});

impl Judge<'_> {
    /// Points that the words of a short passage bring which stand in turns of the newsroom.
    pub(super) fn points_of_turns(&self, passage: &Passage) -> i32 {
        let (words, side) = (passage.words, self.side(passage.document));
        if words.len() > MOST_WORDS || (words.len() as usize) < ROW {
            return 0;
        }
        let mut rows = Vec::with_capacity(words.len() as usize);
        shingles(&side.tokens.hashes[words.range()], ROW, &mut rows);
        let (known, among) = &*ROWS;
        let is_turn = |row: &u64| among.may_hold(*row) && known.binary_search(row).is_ok();
        let mut turns = vec![false; words.len() as usize];
        rows.iter().enumerate().filter(|(_, row)| is_turn(row)).for_each(|(at, _)| turns[at..at + ROW].fill(true));
        let of_turns = (words.start..).zip(&turns).filter(|(_, is_turn)| **is_turn).map(|(word, _)| word);
        own_points_of(side, of_turns).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::pairs_among;
    use super::super::{ClusterConfig, ClusterInput, Kind, KindConfig, cluster, kinds};
    use super::*;
    use crate::align::AlignConfig;
    use crate::seeds::{Place, SeedConfig};
    use crate::text::Tokens;

    /// The kinds of the pairs of two texts of two outlets that have a sentence in common.
    fn kinds_of(sentence: &str) -> Vec<Kind> {
        let texts = [format!("Rain fell. {sentence}"), format!("Snow lay on the quay. {sentence} Nobody came.")];
        let texts = texts.each_ref().map(String::as_str);
        let tokens: Vec<Tokens> = texts.iter().map(|text| tokenize(text, Compounds::Joined)).collect();
        let places: Vec<Place> = (0..2).map(|n| Place { outlet: n, rank: n }).collect();
        let (seeds, align) = (SeedConfig::default(), AlignConfig::default());
        let pairs = pairs_among(&texts, &tokens, &places, &seeds);
        let input = ClusterInput { texts: &texts, tokens: &tokens, places: &places, pairs: &pairs, seeds: &seeds, align: &align };
        let clustering = cluster(input, &ClusterConfig::default(), &crate::observer::Silent).unwrap();
        kinds(input, &clustering, &[None; 2], &KindConfig::default()).pairs
    }

    #[test]
    fn what_every_newsroom_writes_of_its_work_is_no_copy_and_a_sentence_around_it_is_one() {
        for turn in [
            "The line did not immediately respond to a request for comment on Tuesday.",
            "She spoke on condition of anonymity because she was not authorized to speak publicly.",
            "Die Reederei wollte sich auf Anfrage zunächst nicht dazu äußern.",
            "Die Wache bittet Zeugen, sich unter der bekannten Nummer zu melden.",
            "L'enquête a été confiée à la police judiciaire et se poursuit pour déterminer les circonstances exactes du drame.",
            "El caso está siendo investigado por la policía, que no descarta ninguna hipótesis por el momento.",
            "По данному факту возбуждено уголовное дело, следствие продолжается, сообщили в прокуратуре.",
        ] {
            assert!(kinds_of(turn).iter().all(|kind| *kind == Kind::Formula), "{turn}: {:?}", kinds_of(turn));
        }
        let told = "The owner of the ferry, who sold its lifeboats to a circus last winter, did not respond to a request for comment.";
        assert_eq!(kinds_of(told), [Kind::Passage]);
    }
}
