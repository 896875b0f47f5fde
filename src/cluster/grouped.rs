//! Numbers by group in one list: millions of short lists would take more memory for themselves than for what they hold.

/// Numbers, or whatever else is as small, in groups.
pub(crate) struct Grouped<T = u32> {
    /// Group by group.
    numbers: Vec<T>,
    /// Where those of each group begin; one more entry than groups.
    from: Vec<usize>,
}

impl<T: Copy + Default> Grouped<T> {
    /// Of so many groups, from (group, number). The numbers of a group keep their order.
    ///
    /// # Panics
    /// When a group is named that is not there.
    pub fn of(groups: usize, items: impl Iterator<Item = (usize, T)> + Clone) -> Self {
        let mut from = vec![0; groups + 1];
        items.clone().for_each(|(group, _)| from[group + 1] += 1);
        for group in 0..groups {
            from[group + 1] += from[group];
        }
        // Where the next one of each group goes: in the end where those of the group behind it begin.
        let mut numbers = vec![T::default(); from[groups]];
        for (group, number) in items {
            numbers[from[group]] = number;
            from[group] += 1;
        }
        from.rotate_right(1);
        from[0] = 0;
        Self { numbers, from }
    }

    /// The numbers of a group.
    pub fn get(&self, group: usize) -> &[T] {
        &self.numbers[self.from[group]..self.from[group + 1]]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_group_has_its_numbers_in_their_order(items in prop::collection::vec((0..7_usize, any::<u32>()), 0..40)) {
            let grouped = Grouped::of(7, items.iter().copied());
            for group in 0..7 {
                let slow: Vec<u32> = items.iter().filter(|(own, _)| *own == group).map(|(_, number)| *number).collect();
                prop_assert_eq!(grouped.get(group), &slow);
            }
        }
    }
}
