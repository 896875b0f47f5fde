//! Documents that find their anchors at once, in parts that one thread sorts.

use std::ops::Range;

/// Anchors of one part of them, about.
const PART: u64 = 1 << 15;

/// Documents that find their anchors at once, in parts.
pub(super) struct Block {
    first: usize,
    /// The part of each document.
    part: Vec<u32>,
    /// The first document of each part, and behind the last one.
    starts: Vec<usize>,
}

impl Block {
    /// By the anchors that each document has at most.
    pub fn of(documents: Range<usize>, counts: &[u64]) -> Self {
        Self::parted(documents, PART, |document| counts[document])
    }

    /// In parts of about so many of what each document has.
    pub fn parted(documents: Range<usize>, most: u64, count_of: impl Fn(usize) -> u64) -> Self {
        let mut block = Self { first: documents.start, part: Vec::with_capacity(documents.len()), starts: vec![documents.start] };
        let mut count = 0;
        for document in documents.clone() {
            if count >= most {
                block.starts.push(document);
                count = 0;
            }
            count += count_of(document);
            block.part.push(u32::try_from(block.starts.len() - 1).expect("fewer parts than documents"));
        }
        block.starts.push(documents.end);
        block
    }

    pub fn documents(&self) -> Range<usize> {
        self.first..self.first + self.part.len()
    }

    pub fn parts(&self) -> usize {
        self.starts.len() - 1
    }

    /// The part of a document among them.
    pub fn part(&self, document: usize) -> usize {
        self.part[document - self.first] as usize
    }

    /// The documents of a part.
    pub fn documents_of(&self, part: usize) -> Range<usize> {
        self.starts[part]..self.starts[part + 1]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn each_document_is_in_one_part_and_no_part_but_the_last_holds_less_than_was_asked_for(
            first in 0usize..9, counts in prop::collection::vec(0u64..9, 0..40), most in 1u64..20,
        ) {
            let documents = first..first + counts.len();
            let count_of = |document: usize| counts[document - first];
            let block = Block::parted(documents.clone(), most, count_of);
            prop_assert_eq!(block.documents(), documents.clone());
            let all: Vec<usize> = (0..block.parts()).flat_map(|part| block.documents_of(part)).collect();
            prop_assert_eq!(all, documents.clone().collect::<Vec<usize>>());
            for document in documents {
                prop_assert!(block.documents_of(block.part(document)).contains(&document));
            }
            for part in 0..block.parts().saturating_sub(1) {
                prop_assert!(block.documents_of(part).map(count_of).sum::<u64>() >= most);
                let without_last = block.documents_of(part).rev().skip(1).map(count_of).sum::<u64>();
                prop_assert!(without_last < most, "the part is no larger than it need be");
            }
        }
    }
}
