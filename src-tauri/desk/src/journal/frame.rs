//! A frame: one record as it lies in the file, sealed.
//!
//! A frame opens by itself, whatever became of its neighbours: a mark to find it by, the name of the file, its number, its
//! length, a nonce, and the sealed text. The seal (ChaCha20-Poly1305, with a key of this file alone, derived from the
//! profile's by HKDF) covers all of them. The text begins with the digest of the frame before: that ties them into a
//! chain, so that what was removed, repeated or put elsewhere shows.

use ring::{
    aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    hkdf::{HKDF_SHA256, Prk, Salt},
};
use sha2::{Digest as _, Sha256};

use crate::key::Key;

/// What a frame begins with.
const MARK: [u8; 4] = [0xb5, b'J', b'1', 0x1a];

/// What the keys of journals are derived with, so that they are no keys of anything else.
const LABEL: &[u8] = b"backstop journal v1";

/// Mark, name of the file, number, length, nonce.
const HEAD: usize = 4 + 16 + 8 + 4 + NONCE_LEN;

/// The seal and the digest of the frame before.
const LEAST: usize = 32 + 16;

/// The name of a file, made by chance.
pub(crate) type Id = [u8; 16];

/// The digest of a frame.
pub(crate) type Hash = [u8; 32];

/// Seals and opens frames.
#[derive(Clone)]
pub(crate) struct Sealer(Prk);

/// An opened frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Frame {
    pub(crate) id: Id,
    pub(crate) seq: u64,
    /// The digest of the frame before.
    pub(crate) prev: Hash,
    /// The digest of this one.
    pub(crate) hash: Hash,
    /// How many bytes it takes.
    pub(crate) length: usize,
    pub(crate) text: Vec<u8>,
}

impl std::fmt::Debug for Sealer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sealer(…)")
    }
}

impl Sealer {
    /// The sealer of a profile.
    pub(crate) fn of(key: &Key) -> Self {
        Self(Salt::new(HKDF_SHA256, LABEL).extract(key.bytes()))
    }

    /// Seals a text as the frame that follows `prev`. Nothing if the text is beyond all measure.
    pub(crate) fn seal(
        &self,
        id: &Id,
        seq: u64,
        prev: &Hash,
        text: &[u8],
    ) -> Option<(Vec<u8>, Hash)> {
        let length = u32::try_from(text.len() + LEAST).ok()?;
        let nonce = random::<NONCE_LEN>();
        let mut frame = Vec::with_capacity(HEAD + text.len() + LEAST);
        frame.extend_from_slice(&MARK);
        frame.extend_from_slice(id);
        frame.extend_from_slice(&seq.to_be_bytes());
        frame.extend_from_slice(&length.to_be_bytes());
        frame.extend_from_slice(&nonce);
        let mut sealed = Vec::with_capacity(text.len() + LEAST);
        sealed.extend_from_slice(prev);
        sealed.extend_from_slice(text);
        let nonce = Nonce::assume_unique_for_key(nonce);
        self.key(id)?.seal_in_place_append_tag(nonce, Aad::from(&frame), &mut sealed).ok()?;
        frame.append(&mut sealed);
        let hash = Sha256::digest(&frame).into();
        Some((frame, hash))
    }

    /// The frame that begins exactly here, if there is a whole one of this profile.
    pub(crate) fn open(&self, bytes: &[u8]) -> Option<Frame> {
        let head = bytes.get(..HEAD)?;
        if !head.starts_with(&MARK) {
            return None;
        }
        let id: Id = head[4..20].try_into().ok()?;
        let seq = u64::from_be_bytes(head[20..28].try_into().ok()?);
        let length = u32::from_be_bytes(head[28..32].try_into().ok()?);
        let length = HEAD.checked_add(usize::try_from(length).ok()?)?;
        let nonce = Nonce::try_assume_unique_for_key(&head[32..]).ok()?;
        let mut sealed = bytes.get(HEAD..length)?.to_vec();
        let text = self.key(&id)?.open_in_place(nonce, Aad::from(head), &mut sealed).ok()?;
        let (prev, text) = text.split_at_checked(32)?;
        Some(Frame {
            id,
            seq,
            prev: prev.try_into().ok()?,
            hash: Sha256::digest(&bytes[..length]).into(),
            length,
            text: text.to_vec(),
        })
    }

    /// What tells the right key from another one. It says nothing about the key itself.
    pub(crate) fn check(&self) -> [u8; 32] {
        let mut check = [0; 32];
        let info = [&b"check"[..]];
        let filled = self.0.expand(&info, HKDF_SHA256).map(|okm| okm.fill(&mut check));
        debug_assert!(matches!(filled, Ok(Ok(()))), "32 bytes are one block of the hash");
        check
    }

    fn key(&self, id: &Id) -> Option<LessSafeKey> {
        let info = [&id[..]];
        let material = self.0.expand(&info, &CHACHA20_POLY1305).ok()?;
        Some(LessSafeKey::new(UnboundKey::from(material)))
    }
}

/// Where the next frame may begin, at or after `from`.
pub(crate) fn next_mark(bytes: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    rest.windows(MARK.len()).position(|window| window == MARK).map(|at| from + at)
}

/// Bytes by chance.
pub(crate) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_opens_only_whole_and_with_its_own_key() {
        let sealer = Sealer::of(&Key::random());
        let (frame, hash) = sealer.seal(&[7; 16], 3, &[1; 32], "退款".as_bytes()).expect("sealed");
        let opened = sealer.open(&frame).expect("it opens");
        assert_eq!((opened.seq, opened.prev, opened.hash), (3, [1; 32], hash));
        assert_eq!(opened.text, "退款".as_bytes(), "the text is what was sealed");
        assert!(Sealer::of(&Key::random()).open(&frame).is_none(), "another key opens nothing");
        for at in 0..frame.len() {
            let mut damaged = frame.clone();
            damaged[at] ^= 0x10;
            assert_eq!(sealer.open(&damaged), None, "byte {at} is covered by the seal");
            assert_eq!(sealer.open(&frame[..at]), None, "{at} bytes are not whole");
        }
    }

    #[test]
    fn two_seals_of_one_text_have_nothing_in_common() {
        let sealer = Sealer::of(&Key::random());
        let seal = || sealer.seal(&[7; 16], 3, &[1; 32], b"text").expect("sealed").0;
        assert_ne!(seal()[HEAD..], seal()[HEAD..], "a nonce is used once");
    }
}
