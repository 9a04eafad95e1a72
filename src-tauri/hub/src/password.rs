//! Passwords: hashed with argon2id, checked with equal work whether or not there is such a person.

use argon2::{
    ARGON2ID_IDENT, Algorithm, Argon2, Block, Params, Version,
    password_hash::phc::{Output, ParamsString, PasswordHash, Salt},
};
use subtle::ConstantTimeEq;

use crate::{
    error::{HubError, Result},
    token,
};

/// Memory for one hash, in KiB.
const MEMORY: u32 = 19_456;
/// Passes over the memory.
const PASSES: u32 = 2;
/// Bytes of salt.
const SALT: usize = 16;
/// The shortest password that is taken, in characters.
pub(crate) const SHORTEST: usize = 8;
/// The longest password that is taken, in bytes.
pub(crate) const LONGEST: usize = 1_024;

/// What a hash is made in: 19 MiB, taken when first needed and good for one hash after another.
#[derive(Default)]
pub(crate) struct Memory(Vec<Block>);

/// Hashes a new password for keeping.
pub(crate) fn hash(password: &str) -> Result<String> {
    if password.chars().count() < SHORTEST || password.len() > LONGEST {
        let why =
            format!("a password has at least {SHORTEST} characters and at most {LONGEST} bytes");
        return Err(HubError::Refused(why));
    }
    let mut fresh = unknown()?;
    let found = digest(password, &fresh, &mut Memory::default()).map_err(fault)?;
    fresh.hash = Some(found);
    Ok(fresh.to_string())
}

/// Whether a password is the one that was kept. Without anything kept the same work is done
/// against `decoy`, so that the time does not tell who exists.
pub(crate) fn matches(
    password: &str,
    kept: Option<&str>,
    decoy: &str,
    memory: &mut Memory,
) -> bool {
    let Ok(phc) = PasswordHash::new(kept.unwrap_or(decoy)) else { return false };
    let (Some(expected), Ok(found)) = (phc.hash, digest(password, &phc, memory)) else {
        return false;
    };
    bool::from(found.as_bytes().ct_eq(expected.as_bytes())) && kept.is_some()
}

/// What is kept for a password that nobody knows, not even the hub.
pub(crate) fn decoy() -> Result<String> {
    Ok(unknown()?.to_string())
}

/// A fresh salt with the parameters of today, and random bytes in the place of the hash.
fn unknown() -> Result<PasswordHash> {
    let params = Params::new(MEMORY, PASSES, 1, None).map_err(fault)?;
    Ok(PasswordHash {
        algorithm: ARGON2ID_IDENT,
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(&params).map_err(fault)?,
        salt: Some(Salt::new(&token::random()[..SALT]).map_err(fault)?),
        hash: Some(Output::new(&token::random()).map_err(fault)?),
    })
}

/// Hashes a password with the salt and the parameters of what is kept.
fn digest(
    password: &str,
    kept: &PasswordHash,
    memory: &mut Memory,
) -> argon2::password_hash::Result<Output> {
    use argon2::password_hash::Error;
    let salt = kept.salt.ok_or(Error::SaltInvalid)?;
    let algorithm = Algorithm::try_from(kept.algorithm.as_str())?;
    let version = Version::try_from(kept.version.ok_or(Error::Version)?)?;
    let params = Params::try_from(kept)?;
    if memory.0.len() < params.block_count() {
        memory.0.resize(params.block_count(), Block::new());
    }
    let mut found = [0; Output::MAX_LENGTH];
    let found = &mut found[..params.output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN)];
    let argon2 = Argon2::new(algorithm, version, params);
    argon2.hash_password_into_with_memory(password.as_bytes(), &salt, found, &mut memory.0)?;
    Ok(Output::new(found)?)
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
        let mut memory = Memory::default();
        let mut opens = |password, kept| matches(password, kept, &decoy, &mut memory);
        assert!(opens("correct horse", Some(&kept)), "the right password opens");
        assert!(!opens("wrong horse!", Some(&kept)), "a wrong one does not");
        assert!(opens("correct horse", Some(&kept)), "used memory spoils nothing");
        assert!(!opens("correct horse", Some("$argon2id$v=19$m=19456")), "half a hash is none");
        let nobody = matches("correct horse", None, &kept, &mut memory);
        assert!(!nobody, "nobody signs in as nobody");
    }

    #[test]
    fn what_was_kept_before_still_opens() {
        let kept = "$argon2id$v=19$m=19456,t=2,p=1$OMeptk/8Zas+BItClOnJ+A\
                    $1gPMAGzZfpkdRJ2ZDUDvF9KtscwSbYGnzOF4jABVPjk";
        let decoy = decoy().expect("a decoy");
        assert!(matches("correct horse", Some(kept), &decoy, &mut Memory::default()));
    }

    #[test]
    fn short_and_endless_passwords_are_refused() {
        assert!(hash("seven77").is_err(), "seven characters are too short");
        assert!(hash(&"x".repeat(LONGEST + 1)).is_err(), "a book is no password");
    }
}
