//! New identifiers.

use std::time::{SystemTime, UNIX_EPOCH};

use uuid::{NoContext, Timestamp, Uuid};

/// An identifier that nothing has yet. Within one program later ones sort behind earlier ones.
pub fn identifier() -> String {
    identifier_at(SystemTime::now()).to_string()
}

/// A clock that stands before 1970 has no place in an identifier: then chance alone makes it unique.
fn identifier_at(now: SystemTime) -> Uuid {
    if now < UNIX_EPOCH {
        return Uuid::new_v7(Timestamp::from_unix(NoContext, 0, 0));
    }
    Uuid::now_v7()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_clock_before_1970_makes_identifiers_too() {
        let long_ago = UNIX_EPOCH - Duration::from_secs(1);
        let (one, other) = (identifier_at(long_ago), identifier_at(long_ago));
        assert_ne!(one, other, "they are still different");
        assert!(one.to_string().starts_with("00000000-0000-7"), "they name no time: {one}");
    }

    #[test]
    fn later_identifiers_sort_behind_earlier_ones() {
        let made: Vec<String> = (0..1_000).map(|_| identifier()).collect();
        assert!(made.is_sorted(), "identifiers made in a row are in order");
    }
}
