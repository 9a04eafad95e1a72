//! Answers for people: a table for a list, lines for a single thing.

use std::fmt::Write as _;

use serde_json::{Map, Value};

/// The widest a column of a table may be, in characters.
const WIDEST: usize = 40;

/// An answer as text.
pub(super) fn of(answer: &Value) -> String {
    match answer {
        Value::Array(rows) if rows.is_empty() => "(nothing)".to_owned(),
        Value::Array(rows) => table(rows),
        Value::Object(fields) => lines(fields, 0),
        other => plain(other),
    }
}

fn table(rows: &[Value]) -> String {
    let cells = |row: &Value| match row {
        Value::Object(fields) => {
            let flat = fields.iter().filter(|(_, value)| !value.is_array() && !value.is_object());
            flat.map(|(name, value)| cell(name, value)).collect::<Vec<_>>().join("  ")
        }
        other => plain(other),
    };
    rows.iter().map(cells).collect::<Vec<_>>().join("\n")
}

/// A value in a table. What is so is told by its name, because a table has no head.
fn cell(name: &str, value: &Value) -> String {
    match value {
        Value::Bool(true) => name.to_owned(),
        Value::Bool(false) => "-".to_owned(),
        other => shortened(&plain(other)),
    }
}

fn lines(fields: &Map<String, Value>, depth: usize) -> String {
    let mut text = String::new();
    let indent = "  ".repeat(depth);
    for (name, value) in fields {
        let _ = match value {
            Value::Object(inner) => write!(text, "{indent}{name}:\n{}\n", lines(inner, depth + 1)),
            Value::Array(rows) if rows.iter().any(Value::is_object) => {
                let rows = table(rows).replace('\n', &format!("\n{indent}  "));
                writeln!(text, "{indent}{name}:\n{indent}  {rows}")
            }
            other => writeln!(text, "{indent}{name}: {}", plain(other)),
        };
    }
    text.trim_end().to_owned()
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => "-".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(plain).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

fn shortened(text: &str) -> String {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if line.chars().count() <= WIDEST {
        return line;
    }
    let head: String = line.chars().take(WIDEST - 1).collect();
    format!("{head}…")
}
