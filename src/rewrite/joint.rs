//! Two documents with one numbering of their words.

use super::alike::Room;
use super::bag::{Bags, count};
use super::indexed::Indexed;

/// Two documents, of which some sentences are alike. Words of the right one have their numbers there, and those of the left one alone come behind.
pub(super) struct Joint<'a> {
    pub left: &'a Bags,
    pub right: &'a Bags,
    /// The number of the word at each place, on the left and on the right.
    pub numbers: (Vec<u32>, &'a [u32]),
    /// The square of the weight of each word.
    pub weights: Vec<u64>,
    /// Whether it is plain in one of the documents.
    pub is_plain: Vec<bool>,
}

impl<'a> Joint<'a> {
    /// Numbers the words of two documents that were weighed in this room.
    pub fn of(left: &'a Bags, right: &'a Indexed<'a>, Room { numbers: on_right, weights: told, alone, .. }: &mut Room) -> Self {
        let words = right.words();
        let mut is_plain: Vec<bool> = right.first_places().iter().map(|place| right.bags.is_plain(*place as usize)).collect();
        // How many sentences hold each word: places of one that stands on the left alone, each in another sentence.
        let mut spread = Vec::with_capacity(words + left.words.len());
        spread.extend_from_slice(told.spread());
        let greatest = left.words.iter().fold(0, |greatest, word| greatest.max(*word)) as usize;
        if greatest >= alone.len() {
            alone.resize((greatest + 1).next_power_of_two(), 0);
        }
        let mut numbers = Vec::with_capacity(left.words.len());
        for (place, (&word, &shared)) in left.words.iter().zip(&*on_right).enumerate() {
            let mut number = shared as usize;
            if number == words {
                let alone = &mut alone[word as usize];
                if *alone == 0 {
                    *alone = count(spread.len());
                    spread.push(0);
                    is_plain.push(false);
                }
                number = *alone as usize;
                spread[number] += 1;
            }
            is_plain[number] |= left.is_plain(place);
            numbers.push(count(number));
        }
        left.words.iter().for_each(|word| alone[*word as usize] = 0);
        let weights = spread.iter().map(|spread| told.square(*spread)).collect();
        Self { left, right: right.bags, numbers: (numbers, right.of_places()), weights, is_plain }
    }
}
