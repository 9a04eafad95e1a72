//! Passwords: hashed with argon2id, checked with equal work whether or not there is such a person.

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};

use crate::{
    error::{HubError, Result},
    token,
};

/// Memory for one hash, in KiB.
const MEMORY: u32 = 19_456;
/// Passes over the memory.
const PASSES: u32 = 2;
/// The shortest password that is taken, in characters.
pub(crate) const SHORTEST: usize = 8;
/// The longest password that is taken, in bytes.
pub(crate) const LONGEST: usize = 1_024;

/// Hashes a new password for keeping.
pub(crate) fn hash(password: &str) -> Result<String> {
    if password.chars().count() < SHORTEST || password.len() > LONGEST {
        let why =
            format!("a password has at least {SHORTEST} characters and at most {LONGEST} bytes");
        return Err(HubError::Refused(why));
    }
    hash_any(password)
}

/// Whether a password is the one that was kept. Without anything kept the same work is done
/// against `decoy`, so that the time does not tell who exists.
pub(crate) fn matches(password: &str, kept: Option<&str>, decoy: &str) -> bool {
    let Ok(phc) = PasswordHash::new(kept.unwrap_or(decoy)) else { return false };
    let right = argon2()
        .and_then(|argon2| argon2.verify_password(password.as_bytes(), &phc).map_err(fault));
    right.is_ok() && kept.is_some()
}

/// The hash of a password that nobody knows.
pub(crate) fn decoy() -> Result<String> {
    hash_any(&token::random_hex())
}

fn hash_any(password: &str) -> Result<String> {
    Ok(argon2()?.hash_password(password.as_bytes()).map_err(fault)?.to_string())
}

fn argon2() -> Result<Argon2<'static>> {
    let params = Params::new(MEMORY, PASSES, 1, None).map_err(fault)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn fault(error: impl std::fmt::Display) -> HubError {
    HubError::Fault(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_kept_with_the_parameters_that_were_promised() {
        let kept = hash("correct horse").expect("a hash");
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert_ne!(kept, hash("correct horse").expect("a hash"), "each hash has its own salt");
    }

    #[test]
    fn only_the_right_password_of_a_real_person_matches() {
        let kept = hash("correct horse").expect("a hash");
        let decoy = decoy().expect("a decoy");
        assert!(matches("correct horse", Some(&kept), &decoy), "the right password opens");
        assert!(!matches("wrong horse!", Some(&kept), &decoy), "a wrong one does not");
        assert!(!matches("correct horse", None, &kept), "nobody signs in as nobody");
    }

    #[test]
    fn short_and_endless_passwords_are_refused() {
        assert!(hash("seven77").is_err(), "seven characters are too short");
        assert!(hash(&"x".repeat(LONGEST + 1)).is_err(), "a book is no password");
    }
}
