//! Chance from a seed: the only chance in a drill, so that the same seed gives the same customer.

use serde::{Deserialize, Serialize};

/// A `SplitMix64` sequence. Small, well spread, and the same on every machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn from_seed(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `limit`; 0 when the limit is 0.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        let drawn = self.next() >> 1;
        usize::try_from(drawn % u64::try_from(limit.max(1)).unwrap_or(1)).unwrap_or(0)
    }

    /// One of them, or `None` when there are none.
    pub(crate) fn pick<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        of.get(self.below(of.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_always_gives_the_same_numbers() {
        let mut chance = Chance::from_seed(7);
        let drawn: Vec<_> = (0..5).map(|_| chance.below(1000)).collect();
        let mut again = Chance::from_seed(7);
        assert_eq!(drawn, (0..5).map(|_| again.below(1000)).collect::<Vec<_>>());
        assert!(drawn.iter().any(|&n| n != drawn[0]), "the numbers differ among themselves");
    }

    #[test]
    fn nothing_is_picked_out_of_nothing() {
        let none: [u8; 0] = [];
        assert_eq!(Chance::from_seed(1).pick(&none), None);
    }
}
