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

/// The lists that numbering two documents takes, as room for the next two.
#[derive(Default)]
pub(super) struct Lists {
    numbers: Vec<u32>,
    weights: Vec<u64>,
    is_plain: Vec<bool>,
    /// How many sentences hold each word.
    spread: Vec<u32>,
}

impl<'a> Joint<'a> {
    /// Numbers the words of two documents that were weighed in this room.
    pub fn of(left: &'a Bags, right: &'a Indexed<'a>, Room { numbers: on_right, weights: told, alone, lists, .. }: &mut Room) -> Self {
        let words = right.words();
        let Lists { mut numbers, mut weights, mut is_plain, spread } = std::mem::take(lists);
        lists.spread = spread;
        let spread = &mut lists.spread;
        is_plain.clear();
        is_plain.extend(right.first_places().iter().map(|place| right.bags.is_plain(*place as usize)));
        // How many sentences hold each word: places of one that stands on the left alone, each in another sentence.
        spread.clear();
        spread.extend_from_slice(told.spread());
        let greatest = left.words.iter().fold(0, |greatest, word| greatest.max(*word)) as usize;
        if greatest >= alone.len() {
            alone.resize((greatest + 1).next_power_of_two(), 0);
        }
        numbers.clear();
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
        weights.clear();
        weights.extend(spread.iter().map(|spread| told.square(*spread)));
        Self { left, right: right.bags, numbers: (numbers, right.of_places()), weights, is_plain }
    }

    /// Gives the lists back, when all is found.
    pub fn give_back(self, Room { lists, .. }: &mut Room) {
        let Self { numbers: (numbers, _), weights, is_plain, .. } = self;
        *lists = Lists { numbers, weights, is_plain, spread: std::mem::take(&mut lists.spread) };
    }
}
