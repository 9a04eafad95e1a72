//! Money as integer fen (1/100 of the currency unit). No floating point ever touches an amount.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// An amount in fen. Arithmetic is checked: an overflow is an error of the caller, never a wrap.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS,
)]
#[serde(transparent)]
pub struct Fen(#[ts(type = "number")] pub i64);

/// The largest amount a single grant or transfer may carry: ten million yuan.
///
/// It also keeps every sum inside what a JavaScript number holds exactly (2^53).
pub const LARGEST: Fen = Fen(1_000_000_000);

impl Fen {
    /// No money.
    pub const ZERO: Self = Self(0);

    /// The sum, or `None` when it would overflow.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The difference, or `None` when it would overflow.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// Whether this is an amount that may be granted or moved: above zero and at most [`LARGEST`].
    pub fn is_payable(self) -> bool {
        self > Self::ZERO && self <= LARGEST
    }

    /// Reads a decimal amount of yuan such as `1088.1` or `-3` without going through a float.
    ///
    /// Returns `None` for more than two decimals that matter, for anything that is not a plain
    /// decimal number, and for amounts beyond `i64`.
    pub fn from_yuan(text: &str) -> Option<Self> {
        let (sign, digits) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let part = part.trim_end_matches('0');
        let plain = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || part.len() > 2 || !plain(whole) || !plain(part) {
            return None;
        }
        let cents: i64 = format!("{part:0<2}").parse().ok()?;
        let yuan: i64 = whole.parse().ok()?;
        yuan.checked_mul(100)?.checked_add(cents).map(|fen| Self(sign * fen))
    }
}

impl std::fmt::Display for Fen {
    /// Yuan with two decimals: `12.30`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let fen = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", fen / 100, fen % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yuan_are_read_without_rounding() {
        assert_eq!(Fen::from_yuan("1088.1"), Some(Fen(108_810)));
        assert_eq!(Fen::from_yuan("0.07"), Some(Fen(7)));
        assert_eq!(Fen::from_yuan("1199.00"), Some(Fen(119_900)));
        assert_eq!(Fen::from_yuan("-3"), Some(Fen(-300)));
    }

    #[test]
    fn what_is_not_an_exact_amount_is_refused() {
        for bad in ["", ".", "1.005", "1e3", "１２", "NaN", "--1", "99999999999999999999"] {
            assert_eq!(Fen::from_yuan(bad), None, "{bad} must not become money");
        }
    }

    #[test]
    fn amounts_print_with_two_decimals() {
        assert_eq!(Fen(-5).to_string(), "-0.05");
        assert_eq!(Fen(123_456).to_string(), "1234.56");
    }
}
