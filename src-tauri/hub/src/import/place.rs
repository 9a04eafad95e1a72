//! Where something stands in a file, as an editor counts it.

/// A file as text that knows where its lines begin.
pub(super) struct Source<'a> {
    /// The file's name, for refusals.
    pub(super) file: &'a str,
    /// All of it, without a byte order mark.
    pub(super) text: &'a str,
    lines: Vec<usize>,
}

/// A position: lines and columns count from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) line: usize,
    pub(super) column: usize,
}

impl<'a> Source<'a> {
    /// Takes the bytes as UTF-8, or says where they stop being that.
    pub(super) fn new(file: &'a str, bytes: &'a [u8]) -> Result<Self, Place> {
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Self::of_text(file, text)),
            Err(error) => {
                let sound = std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default();
                Err(Self::of_text(file, sound).place(sound.len()))
            }
        }
    }

    fn of_text(file: &'a str, text: &'a str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let lines = std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect();
        Self { file, text, lines }
    }

    /// The line and column of a byte offset.
    pub(super) fn place(&self, offset: usize) -> Place {
        let line = self.lines.partition_point(|start| *start <= offset);
        let start = self.lines[line - 1];
        let column = self.text.get(start..offset).map_or(0, |before| before.chars().count()) + 1;
        Place { line, column }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_lines_and_characters_from_one() {
        let source = Source::new("f", "一\n二三\n".as_bytes()).expect("this is UTF-8");
        assert_eq!(source.place(0), Place { line: 1, column: 1 });
        let third = "一\n二".len();
        assert_eq!(source.place(third), Place { line: 2, column: 2 }, "columns are characters");
        assert_eq!(source.place(source.text.len()), Place { line: 3, column: 1 });
    }

    #[test]
    fn bytes_that_are_not_utf8_are_named_by_their_place() {
        let place = Source::new("f", b"ab\ncd\xff").err().expect("this is not UTF-8");
        assert_eq!(place, Place { line: 2, column: 3 });
    }
}
