//! Adding up the closing lines of test programs.

use std::{fmt, ops::AddAssign};

/// How many tests passed, failed, were skipped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    /// Passed.
    pub(crate) passed: u64,
    /// Failed.
    pub(crate) failed: u64,
    /// Skipped: they say why in their output.
    pub(crate) skipped: u64,
}

impl Count {
    /// Reads a closing line of cargo's test runner (`test result: ok. 3 passed; 0 failed; …`) or of
    /// vitest (`Tests  1 failed | 3 passed (4)`); other lines count nothing.
    pub(crate) fn from_line(line: &str) -> Self {
        let plain = without_colours(line);
        let line = plain.trim();
        if !line.starts_with("test result:") && !line.starts_with("Tests ") {
            return Self::default();
        }
        Self {
            passed: number_before(line, "passed"),
            failed: number_before(line, "failed"),
            skipped: number_before(line, "ignored") + number_before(line, "skipped"),
        }
    }
}

impl AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(f, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

fn number_before(line: &str, word: &str) -> u64 {
    let words: Vec<_> =
        line.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let at = words.iter().position(|w| *w == word).unwrap_or(0);
    at.checked_sub(1).and_then(|before| words[before].parse().ok()).unwrap_or(0)
}

fn without_colours(line: &str) -> String {
    let mut plain = String::new();
    let mut rest = line.chars();
    while let Some(c) = rest.next() {
        if c == '\u{1b}' {
            // An escape sequence ends with its first letter.
            rest.by_ref().find(char::is_ascii_alphabetic);
        } else {
            plain.push(c);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_lines_are_counted() {
        let line = "test result: FAILED. 12 passed; 3 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s";
        assert_eq!(Count::from_line(line), Count { passed: 12, failed: 3, skipped: 1 });
    }

    #[test]
    fn vitest_lines_are_counted() {
        let line = "\u{1b}[2m      Tests \u{1b}[22m \u{1b}[31m1 failed\u{1b}[39m | \u{1b}[32m41 passed\u{1b}[39m (42)";
        assert_eq!(Count::from_line(line), Count { passed: 41, failed: 1, skipped: 0 });
    }

    #[test]
    fn other_lines_count_nothing() {
        assert_eq!(Count::from_line("test a_thing_passed ... ok"), Count::default());
    }
}
