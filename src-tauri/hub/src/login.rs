//! Login names: what may be one, and which of them are the same.

use backstop_lens::normal;

/// The most characters of a login name.
const LONGEST: usize = 64;

/// Whether a text may be a login name.
pub(crate) fn fits(login: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || "._-@".contains(c);
    !login.is_empty() && login.chars().count() <= LONGEST && login.chars().all(fits)
}

/// What a login name has in common with all that are the same to a person: `a1`, `A1` and `ａ１`.
/// What is no login name is the same as nothing else.
pub(crate) fn folded(login: &str) -> String {
    if fits(login) { normal::fold(login) } else { login.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_a_person_takes_for_the_same_are_the_same() {
        assert_eq!(folded("a1"), "a1");
        assert_eq!(folded("A1"), "a1", "whatever the case");
        assert_eq!(folded("ａ１"), "a1", "and the width");
        assert_eq!(folded("Ä.Li@Shop"), "ä.li@shop");
        assert_ne!(folded("a-1"), folded("a_1"), "but these are two");
        assert_ne!(folded("a1\u{202e}"), "a1", "what is hidden makes no name of a text");
        assert_ne!(folded(" a1"), "a1");
    }
}
