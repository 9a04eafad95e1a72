//! Where something stands in a file, as an editor counts it.

/// A file as text that knows where its lines begin.
pub(super) struct Source<'a> {
    /// The file's name, for refusals.
    pub(super) file: &'a str,
    /// All of it that is UTF-8, without a byte order mark.
    pub(super) text: &'a str,
    /// Whether that is the whole file. Otherwise the text ends where the bytes stop being UTF-8.
    pub(super) whole: bool,
    lines: Vec<usize>,
}

/// A position: lines and columns count from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) line: usize,
    pub(super) column: usize,
}

impl<'a> Source<'a> {
    /// Takes the bytes as UTF-8, as far as they are that.
    pub(super) fn new(file: &'a str, bytes: &'a [u8]) -> Self {
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        let sound = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
        let text = std::str::from_utf8(&bytes[..sound]).unwrap_or_default();
        Self { whole: sound == bytes.len(), ..Self::of_text(file, text) }
    }

    /// Where the text ends.
    pub(super) fn end(&self) -> Place {
        self.place(self.text.len())
    }

    fn of_text(file: &'a str, text: &'a str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let lines = std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect();
        Self { file, text, whole: true, lines }
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
        let source = Source::new("f", "一\n二三\n".as_bytes());
        assert!(source.whole, "this is UTF-8");
        assert_eq!(source.place(0), Place { line: 1, column: 1 });
        let third = "一\n二".len();
        assert_eq!(source.place(third), Place { line: 2, column: 2 }, "columns are characters");
        assert_eq!(source.place(source.text.len()), Place { line: 3, column: 1 });
    }

    #[test]
    fn bytes_that_are_not_utf8_are_named_by_their_place() {
        let source = Source::new("f", b"ab\ncd\xff");
        assert!(!source.whole, "this is not UTF-8");
        assert_eq!((source.text, source.end()), ("ab\ncd", Place { line: 2, column: 3 }));
    }
}
