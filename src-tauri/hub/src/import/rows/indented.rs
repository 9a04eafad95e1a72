//! Rows by their indentation: the cut for a file whose brackets do not balance.
//!
//! One bracket too many or too few makes everything behind it look like something else. Shops export their files
//! indented, though, and there a row begins where its key stands as deep as the layout says, whatever its
//! neighbours look like inside.

use super::{Layout, Slice};

/// Cuts an indented file into its rows; nothing when the file is not indented.
pub(super) fn split(text: &str, layout: Layout) -> Vec<Slice<'_>> {
    let (depth, opener) = match layout {
        Layout::Keyed(depth) => (depth, '"'),
        Layout::List => (1, '{'),
    };
    let first = lines(text).find(|line| line.indent > 0 && line.body.starts_with(opener));
    let Some(Line { indent: unit, .. }) = first else { return Vec::new() };
    let mut cutter = Cutter { text, layout, keys: Vec::new(), open: None, rows: Vec::new() };
    for line in lines(text) {
        let level = line.indent / unit;
        let aligned = line.indent % unit == 0;
        if aligned && (1..=depth).contains(&level) && line.body.starts_with(opener) {
            cutter.begin(&line, level, depth);
        } else if level >= depth || !line.is_closer() {
            cutter.go_on(&line);
        }
    }
    cutter.close();
    cutter.rows
}

/// A line with something on it.
struct Line<'a> {
    /// Where its first character that is no space stands in the text, in bytes.
    offset: usize,
    /// How many spaces stand before that.
    indent: usize,
    /// What stands there.
    body: &'a str,
}

impl Line<'_> {
    fn is_closer(&self) -> bool {
        self.body.chars().all(|character| matches!(character, '}' | ']' | ','))
    }

    fn end(&self) -> usize {
        self.offset + self.body.len()
    }
}

fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let starts = text.split_inclusive('\n').scan(0, |next, line| {
        let start = *next;
        *next += line.len();
        Some((start, line))
    });
    let lines = starts.map(|(start, line)| {
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        Line { offset: start + indent, indent, body: line.trim() }
    });
    lines.filter(|line| !line.body.is_empty())
}

/// A row that has begun and not ended.
struct Open {
    keys: Vec<String>,
    start: usize,
    end: usize,
    missing: usize,
}

struct Cutter<'a> {
    text: &'a str,
    layout: Layout,
    keys: Vec<String>,
    open: Option<Open>,
    rows: Vec<Slice<'a>>,
}

impl Cutter<'_> {
    /// A line on which a key stands, or the element of a list.
    fn begin(&mut self, line: &Line<'_>, level: usize, depth: usize) {
        self.close();
        self.keys.truncate(level - 1);
        let Some((key, value)) = self.key(line) else { return self.go_on(line) };
        self.keys.push(key);
        let start = line.end() - value.len();
        if level == depth || !value.starts_with('{') {
            let (keys, missing) = (self.keys.clone(), depth - level);
            self.open = Some(Open { keys, start, end: line.end(), missing });
        }
    }

    fn key<'l>(&self, line: &Line<'l>) -> Option<(String, &'l str)> {
        if self.layout == Layout::List {
            return Some((format!("[{}]", self.rows.len()), line.body));
        }
        let mut values = serde_json::Deserializer::from_str(line.body).into_iter::<String>();
        let key = values.next()?.ok()?;
        let value = line.body[values.byte_offset()..].trim_start().strip_prefix(':')?;
        Some((key, value.trim_start()))
    }

    fn go_on(&mut self, line: &Line<'_>) {
        if let Some(open) = &mut self.open {
            open.end = line.end();
        }
    }

    fn close(&mut self) {
        let Some(Open { keys, start, end, missing }) = self.open.take() else { return };
        let text = self.text[start..end].trim_end();
        let text = text.strip_suffix(',').unwrap_or(text);
        self.rows.push(Slice { keys, offset: start, text, missing });
    }
}
