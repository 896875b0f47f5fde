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

    /// The numbers of one group after another, which may change places within it.
    pub fn each_mut(&mut self) -> impl Iterator<Item = &mut [T]> {
        let mut rest = &mut self.numbers[..];
        self.from.windows(2).map(move |ends| {
            let (own, others) = std::mem::take(&mut rest).split_at_mut(ends[1] - ends[0]);
            rest = others;
            own
        })
    }

    /// All numbers, group by group.
    pub fn into_numbers(self) -> Vec<T> {
        self.numbers
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
            let mut grouped = Grouped::of(7, items.iter().copied());
            let slow = |group: usize| -> Vec<u32> { items.iter().filter(|(own, _)| *own == group).map(|(_, number)| *number).collect() };
            for group in 0..7 {
                prop_assert_eq!(grouped.get(group), &slow(group));
            }
            grouped.each_mut().for_each(<[u32]>::reverse);
            let reversed: Vec<u32> = (0..7).flat_map(|group| slow(group).into_iter().rev()).collect();
            prop_assert_eq!(grouped.into_numbers(), reversed);
        }
    }
}
