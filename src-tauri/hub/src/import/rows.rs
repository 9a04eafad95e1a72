//! Cutting a JSON file into rows, each with its place, without understanding the rows.
//!
//! The cut follows brackets and strings only. A row that is not JSON inside is therefore still one
//! row, and its neighbours are not touched. Where the brackets do not balance, the indentation of the file tells
//! the rows apart.

mod indented;

/// How a file holds its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// Objects inside objects: the rows are the values this many keys deep.
    Keyed(usize),
    /// One list; the rows are its elements.
    List,
}

/// One row of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Slice<'a> {
    /// The keys on the way to it; for a list, its index in brackets.
    pub(super) keys: Vec<String>,
    /// Where it begins, in bytes.
    pub(super) offset: usize,
    /// The row itself.
    pub(super) text: &'a str,
    /// How many keys were missing on the way: a value that should have held rows holds none.
    pub(super) missing: usize,
}

/// Where the brackets of a file stop making sense, and why.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Damage {
    pub(super) offset: usize,
    pub(super) reason: &'static str,
}

/// Cuts a file into its rows, in the order of the file. Where it stops making sense, as one does that
/// was cut short, the rows before that place are still good; of an indented file also those behind it. Damage that
/// lies inside a row is not the file's: that row is no JSON.
pub(super) fn split(text: &str, layout: Layout) -> (Vec<Slice<'_>>, Option<Damage>) {
    let mut cutter = Cutter { text, at: 0, keys: Vec::new(), rows: Vec::new() };
    let Err(damage) = cutter.file(layout) else { return (cutter.rows, None) };
    let indented = indented::split(text, layout);
    let broken = |rows: &[Slice<'_>]| rows.iter().filter(|row| !is_object(row.text)).count();
    let inside = broken(&indented);
    // The brackets lose the row with the damage and may take the fields of the next ones for rows.
    if inside == indented.len() || inside > broken(&cutter.rows) + 1 {
        return (cutter.rows, Some(damage));
    }
    (indented, (inside == 0).then_some(damage))
}

fn is_object(text: &str) -> bool {
    text.starts_with('{') && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

struct Cutter<'a> {
    text: &'a str,
    at: usize,
    keys: Vec<String>,
    rows: Vec<Slice<'a>>,
}

impl Cutter<'_> {
    fn file(&mut self, layout: Layout) -> Result<(), Damage> {
        self.skip_space();
        match layout {
            Layout::Keyed(depth) => self.object(depth)?,
            Layout::List => self.list()?,
        }
        self.skip_space();
        if self.at < self.text.len() {
            return Err(self.damage("something follows the end of the data"));
        }
        Ok(())
    }

    fn object(&mut self, depth: usize) -> Result<(), Damage> {
        self.expect(b'{', "an object was expected")?;
        loop {
            self.skip_separators();
            match self.peek() {
                Some(b'}') => break self.at += 1,
                Some(b'"') => self.member(depth)?,
                _ => return Err(self.damage("a key was expected")),
            }
        }
        Ok(())
    }

    fn member(&mut self, depth: usize) -> Result<(), Damage> {
        let key = self.key();
        self.skip_space();
        self.expect(b':', "a colon was expected after the key")?;
        self.skip_space();
        self.keys.push(key);
        if depth > 1 && self.peek() == Some(b'{') {
            self.object(depth - 1)?;
        } else {
            self.row(depth - 1)?;
        }
        self.keys.pop();
        Ok(())
    }

    fn list(&mut self) -> Result<(), Damage> {
        self.expect(b'[', "a list was expected")?;
        for index in 0.. {
            self.skip_separators();
            if self.peek() == Some(b']') {
                self.at += 1;
                break;
            }
            self.keys.push(format!("[{index}]"));
            self.row(0)?;
            self.keys.pop();
        }
        Ok(())
    }

    fn key(&mut self) -> String {
        let start = self.at;
        self.skip_string();
        let raw = &self.text[start..self.at];
        serde_json::from_str(raw).unwrap_or_else(|_| raw.trim_matches('"').to_owned())
    }

    fn row(&mut self, missing: usize) -> Result<(), Damage> {
        let offset = self.at;
        self.skip_value()?;
        let text = self.text[offset..self.at].trim_end();
        self.rows.push(Slice { keys: self.keys.clone(), offset, text, missing });
        Ok(())
    }

    /// Skips to the comma or the bracket that ends a value.
    fn skip_value(&mut self) -> Result<(), Damage> {
        let start = self.at;
        let mut open = Vec::new();
        while let Some(byte) = self.peek() {
            match byte {
                b'"' => {
                    self.skip_string();
                    continue;
                }
                b'{' => open.push(b'}'),
                b'[' => open.push(b']'),
                b'}' | b']' | b',' if open.is_empty() => return self.value_end(start),
                b'}' | b']' if open.pop() != Some(byte) => {
                    return Err(self.damage("a bracket closes what it did not open"));
                }
                _ => {}
            }
            self.at += 1;
            if open.is_empty() && matches!(byte, b'}' | b']') {
                return Ok(());
            }
        }
        Err(self.damage("the file ends inside a value"))
    }

    fn value_end(&self, start: usize) -> Result<(), Damage> {
        if self.at == start { Err(self.damage("a value was expected")) } else { Ok(()) }
    }

    /// Skips a string. A line break ends it too: JSON allows none inside, so a quotation mark was
    /// forgotten, and the rest of the file need not suffer for it.
    fn skip_string(&mut self) {
        let rest = &self.text.as_bytes()[self.at + 1..];
        let mut escaped = false;
        let end = rest.iter().position(|byte| match byte {
            b'\n' => true,
            _ if escaped => {
                escaped = false;
                false
            }
            b'\\' => {
                escaped = true;
                false
            }
            byte => *byte == b'"',
        });
        self.at += 1 + end.map_or(rest.len(), |end| end + 1);
    }

    fn expect(&mut self, byte: u8, reason: &'static str) -> Result<(), Damage> {
        if self.peek() != Some(byte) {
            return Err(self.damage(reason));
        }
        self.at += 1;
        Ok(())
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_space(&mut self) {
        self.skip_while(|byte| byte.is_ascii_whitespace());
    }

    fn skip_separators(&mut self) {
        self.skip_while(|byte| byte.is_ascii_whitespace() || byte == b',');
    }

    fn skip_while(&mut self, skipped: impl Fn(u8) -> bool) {
        while self.peek().is_some_and(&skipped) {
            self.at += 1;
        }
    }

    fn damage(&self, reason: &'static str) -> Damage {
        Damage { offset: self.at, reason }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str, layout: Layout) -> Vec<(Vec<String>, &str)> {
        let (rows, damage) = split(text, layout);
        assert_eq!(damage, None, "the brackets balance");
        rows.into_iter().map(|row| (row.keys, row.text)).collect()
    }

    fn keys(keys: &[&str]) -> Vec<String> {
        keys.iter().map(|key| (*key).to_owned()).collect()
    }

    #[test]
    fn rows_lie_as_deep_as_the_layout_says() {
        let text = r#"{"jd": {"s": {"u": {"a": 1}, "v": {}}}}"#;
        let rows = texts(text, Layout::Keyed(3));
        assert_eq!(rows[0], (keys(&["jd", "s", "u"]), r#"{"a": 1}"#));
        assert_eq!(rows[1], (keys(&["jd", "s", "v"]), "{}"));
    }

    #[test]
    fn a_list_has_its_elements_as_rows() {
        let rows = texts(r#"[{"a": "]"}, 7 ,"x"]"#, Layout::List);
        assert_eq!(rows[0], (keys(&["[0]"]), r#"{"a": "]"}"#));
        assert_eq!(rows[1], (keys(&["[1]"]), "7"));
        assert_eq!(rows[2], (keys(&["[2]"]), r#""x""#));
    }

    #[test]
    fn what_is_not_json_inside_a_row_stays_inside_that_row() {
        let text = "{\"a\": {\"x\": oops}, \"b\": {\"x\": \"no end,\n}, \"c\": {\"x\": 1}}";
        let rows = texts(text, Layout::Keyed(1));
        let found: Vec<_> = rows.iter().map(|(keys, _)| keys[0].as_str()).collect();
        assert_eq!(found, ["a", "b", "c"], "the neighbours are found");
        assert_eq!(rows[2].1, r#"{"x": 1}"#);
    }

    #[test]
    fn a_value_where_rows_were_expected_is_one_row_that_says_so() {
        let (rows, _) = split(r#"{"jd": 3, "s": {"u": []}}"#, Layout::Keyed(2));
        assert_eq!(rows[0].missing, 1, "one key was missing on the way");
        assert_eq!(rows[1].missing, 0);
    }

    #[test]
    fn unbalanced_brackets_are_the_files_damage() {
        for text in ["{", "{\"a\": {", "{\"a\": ]}", "{\"a\": }", "{} {}", "[", "", "{\"a\": {]}"] {
            assert!(split(text, Layout::Keyed(1)).1.is_some(), "{text} does not balance");
        }
    }

    #[test]
    fn a_bracket_too_many_or_too_few_costs_an_indented_file_only_that_row() {
        let file = |row: &str| {
            format!(
                "{{\n \"s\": {{\n  \"a\": {{\n   \"x\": 1\n  }},\n  \"b\": {row},\n  \"c\": {{\n   \"x\": [\n    3\n   ]\n  }}\n }},\n \"t\": {{\n  \"d\": {{}}\n }}\n}}\n"
            )
        };
        for row in [
            "{\n   \"x\": 2",
            "{\n   \"x\": 2\n  }}",
            "{\n   \"x\": [2\n  }",
            "{\n   \"x\": }2\n  }",
        ] {
            let text = file(row);
            let (rows, damage) = split(&text, Layout::Keyed(2));
            let found: Vec<_> = rows.iter().map(|row| row.keys.join(".")).collect();
            assert_eq!(found, ["s.a", "s.b", "s.c", "t.d"], "every row is found beside {row}");
            let sound: Vec<_> = rows.iter().map(|row| is_object(row.text)).collect();
            assert_eq!(sound, [true, false, true, true], "only the broken row is no JSON: {row}");
            assert_eq!(damage, None, "the damage lies inside a row");
        }
    }

    #[test]
    fn the_elements_of_an_indented_list_are_told_apart_too() {
        let text = "[\n {\n  \"a\": 1\n },\n {\n  \"a\": [\n },\n {\n  \"a\": 3\n }\n]\n";
        let (rows, _) = split(text, Layout::List);
        let found: Vec<_> =
            rows.iter().map(|row| (row.keys[0].as_str(), is_object(row.text))).collect();
        assert_eq!(found, [("[0]", true), ("[1]", false), ("[2]", true)]);
    }

    #[test]
    fn what_stands_before_the_damage_is_still_good() {
        let (rows, damage) = split(r#"{"a": {"x": 1}, "b": {"x": 2}, "c": {"x""#, Layout::Keyed(1));
        assert_eq!(rows.len(), 2, "a and b are complete, c is not");
        let damage = damage.expect("the file was cut short");
        assert_eq!(damage.reason, "the file ends inside a value");
    }
}
