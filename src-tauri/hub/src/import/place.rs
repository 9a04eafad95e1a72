//! Where something stands in a file, as an editor counts it.

/// A file as text that knows where its lines begin.
pub(super) struct Source<'a> {
    /// The file's name, for refusals.
    pub(super) file: &'a str,
    /// What it says, without a byte order mark. Where bytes are no UTF-8, it says U+FFFD.
    pub(super) text: String,
    /// Where bytes are no UTF-8, as offsets in the text.
    garbled: Vec<usize>,
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
    pub(super) fn new(file: &'a str, bytes: &[u8]) -> Self {
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        let (mut text, mut garbled) = (String::with_capacity(bytes.len()), Vec::new());
        for chunk in bytes.utf8_chunks() {
            text.push_str(chunk.valid());
            if !chunk.invalid().is_empty() {
                garbled.push(text.len());
                text.push(char::REPLACEMENT_CHARACTER);
            }
        }
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let lines = std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect();
        Self { file, text, garbled, lines }
    }

    /// The first place from an offset on where bytes are no UTF-8.
    pub(super) fn garbled_from(&self, offset: usize) -> Option<usize> {
        self.garbled.get(self.garbled.partition_point(|at| *at < offset)).copied()
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
        assert_eq!(source.garbled_from(0), None, "this is UTF-8");
        assert_eq!(source.place(0), Place { line: 1, column: 1 });
        let third = "一\n二".len();
        assert_eq!(source.place(third), Place { line: 2, column: 2 }, "columns are characters");
        assert_eq!(source.place(source.text.len()), Place { line: 3, column: 1 });
    }

    #[test]
    fn bytes_that_are_not_utf8_are_named_by_their_place() {
        let source = Source::new("f", b"ab\ncd\xff\xc3e\xff");
        assert_eq!(source.text, "ab\ncd\u{fffd}\u{fffd}e\u{fffd}");
        let first = source.garbled_from(0).expect("this is not UTF-8");
        assert_eq!(source.place(first), Place { line: 2, column: 3 });
        let last = source.garbled_from(first + 4).expect("nor is this");
        assert_eq!(source.place(last), Place { line: 2, column: 6 });
        assert_eq!(source.garbled_from(last + 1), None, "nothing follows");
    }
}
