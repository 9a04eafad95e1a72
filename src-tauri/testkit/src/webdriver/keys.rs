//! Keys and chords, in the code points that `WebDriver` gives them.

use serde_json::{Value, json};

/// A key without a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// Return.
    Enter,
    /// Escape.
    Escape,
    /// Tabulator.
    Tab,
    /// Rubs out to the left.
    Backspace,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow to the left.
    Left,
    /// Control.
    Control,
    /// Shift.
    Shift,
    /// Alt.
    Alt,
}

impl Key {
    fn code(self) -> &'static str {
        match self {
            Self::Backspace => "\u{e003}",
            Self::Tab => "\u{e004}",
            Self::Enter => "\u{e007}",
            Self::Shift => "\u{e008}",
            Self::Control => "\u{e009}",
            Self::Alt => "\u{e00a}",
            Self::Escape => "\u{e00c}",
            Self::Left => "\u{e012}",
            Self::Up => "\u{e013}",
            Self::Down => "\u{e015}",
        }
    }
}

/// One key with those that are held meanwhile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chord {
    held: Vec<Key>,
    key: String,
}

impl Chord {
    /// Control and a letter.
    pub fn control(letter: &str) -> Self {
        Self { held: vec![Key::Control], key: letter.to_owned() }
    }

    /// Control, Shift and another key.
    pub fn control_shift_key(key: Key) -> Self {
        Self { held: vec![Key::Control, Key::Shift], key: key.code().to_owned() }
    }

    /// Control and another key.
    pub fn control_key(key: Key) -> Self {
        Self { held: vec![Key::Control], key: key.code().to_owned() }
    }

    /// Down and up again, in the protocol's words.
    pub(super) fn strokes(&self) -> Vec<Value> {
        let down = self.held.iter().map(|key| half("keyDown", key.code()));
        let up = self.held.iter().rev().map(|key| half("keyUp", key.code()));
        down.chain(stroke(&self.key)).chain(up).collect()
    }
}

impl From<Key> for Chord {
    fn from(key: Key) -> Self {
        Self { held: Vec::new(), key: key.code().to_owned() }
    }
}

impl From<&str> for Chord {
    fn from(letter: &str) -> Self {
        Self { held: Vec::new(), key: letter.to_owned() }
    }
}

/// One key down and up.
pub(super) fn stroke(key: &str) -> [Value; 2] {
    [half("keyDown", key), half("keyUp", key)]
}

fn half(kind: &str, key: &str) -> Value {
    json!({ "type": kind, "value": key })
}
