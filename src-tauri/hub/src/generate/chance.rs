//! Chance that repeats: `SplitMix64`, seeded by what it is for.

/// A stream of numbers that follow from a seed, a purpose and an index.
#[derive(Debug, Clone)]
pub(super) struct Chance {
    state: u64,
}

impl Chance {
    /// The stream for one thing. Every thing has its own, so that one more customer does not change
    /// every ticket.
    pub(super) fn of(seed: u64, purpose: u64, index: usize) -> Self {
        let mut chance = Self { state: seed };
        let purpose = chance.next() ^ purpose.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let mut chance = Self { state: purpose };
        let index = chance.next() ^ u64::try_from(index).unwrap_or(u64::MAX);
        Self { state: index }
    }

    /// The next number: `SplitMix64` of Steele, Lea and Flood.
    pub(super) fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below a bound, which is at least one. The bias of the remainder is far below what
    /// generated data could show.
    pub(super) fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound.max(1)
    }

    /// A signed number in `[from, until)`.
    pub(super) fn within(&mut self, from: i64, until: i64) -> i64 {
        let span = u64::try_from(until.saturating_sub(from)).unwrap_or(1);
        from.saturating_add(i64::try_from(self.below(span)).unwrap_or(0))
    }

    /// Whether something happens that happens so many times in a hundred.
    pub(super) fn percent(&mut self, times: u64) -> bool {
        self.below(100) < times
    }

    /// One of several; there is at least one.
    pub(super) fn pick<'a, T>(&mut self, several: &'a [T]) -> &'a T {
        let index = self.below(several.len().try_into().unwrap_or(1));
        &several[usize::try_from(index).unwrap_or(0)]
    }

    /// An identifier in the form of a `UUIDv7` of that millisecond.
    pub(super) fn uuid(&mut self, milliseconds: i64) -> String {
        let (high, low) = (self.next().to_be_bytes(), self.next().to_be_bytes());
        let mut bytes = [0; 10];
        bytes[..8].copy_from_slice(&high);
        bytes[8..].copy_from_slice(&low[..2]);
        let milliseconds = u64::try_from(milliseconds).unwrap_or(0);
        let id = uuid::Builder::from_unix_timestamp_millis(milliseconds, &bytes).into_uuid();
        id.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generator_is_splitmix64() {
        let mut chance = Chance { state: 1_234_567 };
        let first = [chance.next(), chance.next(), chance.next()];
        let published =
            [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423];
        assert_eq!(first, published, "the reference values for the seed 1234567");
    }

    #[test]
    fn streams_differ_by_seed_purpose_and_index() {
        let first = |seed, purpose, index| Chance::of(seed, purpose, index).next();
        assert_eq!(first(1, 2, 3), first(1, 2, 3), "the same thing has the same chance");
        assert_ne!(first(1, 2, 3), first(2, 2, 3));
        assert_ne!(first(1, 2, 3), first(1, 3, 3));
        assert_ne!(first(1, 2, 3), first(1, 2, 4));
    }
}
