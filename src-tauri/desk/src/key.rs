//! The key of a profile's stores: 32 random bytes in the system's keychain.
//!
//! Where there is no keychain (a Linux machine without a Secret Service), the key lies in the file `key` beside the
//! stores, readable by its owner alone, and the desk says so wherever it shows its state: then the encryption protects
//! against damage and against a stolen copy of single files, not against somebody who reads the whole folder.
//! A key is made once. When there is unsent work and its key is gone, nothing is made anew: that would hide the loss.

use std::{
    fmt::Write as _,
    fs::{self, File},
    io::{Read as _, Write as _},
    path::Path,
};

use keyring::Error as KeychainError;

use crate::{
    error::{DeskError, Result},
    profile::{Profile, ProfileLock},
};

/// The name under which keys lie in the keychain; the account is the folder of the profile.
const SERVICE: &str = "backstop";

/// `BACKSTOP_KEYCHAIN=file` keeps the key in the profile even where there is a keychain.
const CHOICE: &str = "BACKSTOP_KEYCHAIN";

/// The key of both stores.
#[derive(Clone, PartialEq, Eq)]
pub struct Key([u8; 32]);

/// Where the key of a profile lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyHome {
    /// In the keychain of the operating system.
    Keychain,
    /// In the file `key` of the profile.
    File,
}

impl KeyHome {
    /// The word that `status` shows.
    pub fn code(self) -> &'static str {
        match self {
            Self::Keychain => "keychain",
            Self::File => "file",
        }
    }
}

/// Where a new key should go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyChoice {
    /// Into the keychain, or into the profile where there is none.
    Keychain,
    /// Into the profile.
    File,
}

impl KeyChoice {
    /// What the environment asks for.
    pub fn from_environment() -> Self {
        match std::env::var(CHOICE) {
            Ok(choice) if choice == "file" => Self::File,
            _ => Self::Keychain,
        }
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(…)")
    }
}

impl Key {
    /// A new random key.
    pub(crate) fn random() -> Self {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
        Self(bytes)
    }

    /// The key itself, to derive others from.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The key in the form in which `SQLCipher` takes it without deriving anything from it.
    pub(crate) fn pragma(&self) -> String {
        let mut text = String::with_capacity(67);
        text.push_str("x'");
        for byte in self.0 {
            let _ = write!(text, "{byte:02x}");
        }
        text.push('\'');
        text
    }

    /// The key of a profile; made now if the profile is new. The caller holds the profile's lock, so that
    /// two programs cannot both make one.
    pub(crate) fn of_profile(
        profile: &Profile,
        choice: KeyChoice,
        _lock: &ProfileLock,
    ) -> Result<(Self, KeyHome)> {
        if let Some(key) = read_file(&profile.key_file())? {
            return Ok((key, KeyHome::File));
        }
        match choice {
            KeyChoice::File => in_file(profile, "it was asked for, or the key file is gone"),
            KeyChoice::Keychain => in_keychain(profile),
        }
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}

fn in_keychain(profile: &Profile) -> Result<(Key, KeyHome)> {
    let account = profile.dir().to_string_lossy().into_owned();
    match from_keychain(account.clone()) {
        Ok(secret) => Key::from_bytes(&secret)
            .map(|key| (key, KeyHome::Keychain))
            .ok_or_else(|| missing("what lies in the keychain is not a key")),
        Err(KeychainError::NoEntry) if profile.has_work() => {
            Err(missing("the keychain has no entry for it"))
        }
        Err(KeychainError::NoEntry) => {
            let key = Key::random();
            match into_keychain(account, key.0) {
                Ok(()) => Ok((key, KeyHome::Keychain)),
                Err(error) => in_file(profile, &error.to_string()),
            }
        }
        Err(error) => in_file(profile, &error.to_string()),
    }
}

fn in_file(profile: &Profile, why: &str) -> Result<(Key, KeyHome)> {
    if profile.has_work() {
        return Err(missing(why));
    }
    tracing::warn!(profile = %profile.dir().display(), why, "the key of this profile lies in a file");
    let key = Key::random();
    write_file(&profile.key_file(), &key)?;
    Ok((key, KeyHome::File))
}

fn missing(why: &str) -> DeskError {
    DeskError::KeyMissing(why.to_owned())
}

/// The keychain is asked on a thread of its own: on Linux its client blocks on a runtime of its own.
fn from_keychain(account: String) -> keyring::Result<Vec<u8>> {
    apart(move || keyring::Entry::new(SERVICE, &account)?.get_secret())
}

fn into_keychain(account: String, key: [u8; 32]) -> keyring::Result<()> {
    apart(move || {
        let entry = keyring::Entry::new(SERVICE, &account)?;
        entry.set_secret(&key)?;
        let kept = entry.get_secret()?;
        if kept == key { Ok(()) } else { Err(KeychainError::NoEntry) }
    })
}

fn apart<T: Send + 'static>(
    ask: impl FnOnce() -> keyring::Result<T> + Send + 'static,
) -> keyring::Result<T> {
    std::thread::spawn(ask).join().unwrap_or(Err(KeychainError::NoDefaultStore))
}

fn read_file(path: &Path) -> Result<Option<Key>> {
    let mut bytes = Vec::new();
    match File::open(path) {
        Ok(file) => file.take(1024).read_to_end(&mut bytes).map_err(DeskError::file(path))?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(DeskError::File { path: path.to_owned(), source }),
    };
    match Key::from_bytes(&bytes) {
        Some(key) => Ok(Some(key)),
        None => Err(missing("the file `key` does not hold a key")),
    }
}

/// The file appears whole or not at all.
fn write_file(path: &Path, key: &Key) -> Result<()> {
    let half = path.with_extension("new");
    let write = || {
        let mut file = private_file(&half)?;
        file.write_all(&key.0)?;
        file.sync_all()?;
        fs::rename(&half, path)
    };
    write().map_err(DeskError::file(path))
}

#[cfg(unix)]
pub(crate) fn private_file(path: &Path) -> std::io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    File::options().create(true).truncate(true).write(true).mode(0o600).open(path)
}

#[cfg(not(unix))]
pub(crate) fn private_file(path: &Path) -> std::io::Result<File> {
    File::options().create(true).truncate(true).write(true).open(path)
}
