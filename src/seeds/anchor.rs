//! What two documents that share a seed have in common first of all: an anchor.

use crate::room::Record;

/// A seed shared by two documents, or by two places of one. Sorted by all fields in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Anchor {
    /// Number of the one document; not greater than `right`.
    pub left: u32,
    /// Number of the other.
    pub right: u32,
    /// First word of the seed in the left one.
    pub left_position: u32,
    /// First word of the seed in the right one; behind `left_position` when both are one document.
    pub right_position: u32,
}

impl Anchor {
    /// All fields as one number, which sorts as they do.
    pub(super) fn key(&self) -> u128 {
        [self.left, self.right, self.left_position, self.right_position].into_iter().fold(0, |key, n| key << 32 | u128::from(n))
    }

    /// The anchor with this number.
    pub(super) fn of_key(key: u128) -> Self {
        let [left, right, left_position, right_position] = [96, 64, 32, 0].map(|shift| (key >> shift) as u32);
        Self { left, right, left_position, right_position }
    }
}

impl Record for Anchor {
    type Bytes = [u8; 16];

    fn bytes(&self) -> [u8; 16] {
        self.key().to_le_bytes()
    }

    fn of(bytes: [u8; 16]) -> Self {
        Self::of_key(u128::from_le_bytes(bytes))
    }
}

/// Sorted anchors, those of each two documents as one.
pub fn by_documents(anchors: &[Anchor]) -> impl Iterator<Item = &[Anchor]> {
    anchors.chunk_by(|a, b| (a.left, a.right) == (b.left, b.right))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_of_anchors_sort_as_they_do_and_lead_back_to_them(some in prop::array::uniform2(prop::array::uniform4(any::<u32>()))) {
            let [one, other] = some.map(|[left, right, left_position, right_position]| Anchor { left, right, left_position, right_position });
            prop_assert_eq!(one.key().cmp(&other.key()), one.cmp(&other));
            prop_assert_eq!(Anchor::of_key(one.key()), one);
            prop_assert_eq!(<Anchor as Record>::of(one.bytes()), one);
        }
    }

    #[test]
    fn anchors_of_two_documents_come_together() {
        let anchor = |left, right, left_position| Anchor { left, right, left_position, right_position: 0 };
        let all = [anchor(0, 1, 3), anchor(0, 1, 5), anchor(0, 2, 3), anchor(1, 2, 0)];
        let counts: Vec<usize> = by_documents(&all).map(<[Anchor]>::len).collect();
        assert_eq!(counts, [2, 1, 1]);
    }
}
