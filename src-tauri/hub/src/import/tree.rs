//! One row as a tree in which numbers keep the digits they were written with.
//!
//! Amounts must not pass through a float, and a key that is there twice must not silently win, so
//! rows are not read into `serde_json::Value`.

use std::{collections::BTreeSet, fmt};

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, Visitor};
use serde_json::value::RawValue;

/// How deep a row may nest; real ones nest four levels.
const DEEPEST: usize = 32;

/// A JSON value. Numbers are text; objects keep the order of their keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Json {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

/// Why a text is not one value.
#[derive(Debug)]
pub(super) struct Broken(pub(super) String);

impl Json {
    /// Reads one value. A key that occurs twice in an object is an error.
    pub(super) fn parse(text: &str) -> Result<Self, Broken> {
        parse(text, 0)
    }

    /// What it is, for messages.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "true or false",
            Self::Number(_) => "a number",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        }
    }

    /// The same as an ordinary JSON value, for data that is passed on as it is.
    pub(super) fn to_value(&self) -> serde_json::Value {
        match self {
            Self::Null => serde_json::Value::Null,
            Self::Bool(flag) => (*flag).into(),
            Self::Number(text) => serde_json::from_str(text).unwrap_or_default(),
            Self::Text(text) => text.as_str().into(),
            Self::List(items) => items.iter().map(Self::to_value).collect(),
            Self::Object(fields) => {
                fields.iter().map(|(key, value)| (key.clone(), value.to_value())).collect()
            }
        }
    }
}

fn parse(text: &str, depth: usize) -> Result<Json, Broken> {
    if depth > DEEPEST {
        return Err(Broken(format!("it is nested more than {DEEPEST} levels deep")));
    }
    let text = text.trim();
    match text.bytes().next() {
        Some(b'{') => {
            let Fields(fields) = read(text)?;
            let parsed =
                fields.into_iter().map(|(key, raw)| Ok((key, parse(raw.get(), depth + 1)?)));
            Ok(Json::Object(parsed.collect::<Result<_, Broken>>()?))
        }
        Some(b'[') => {
            let items: Vec<&RawValue> = read(text)?;
            let parsed = items.into_iter().map(|raw| parse(raw.get(), depth + 1));
            Ok(Json::List(parsed.collect::<Result<_, Broken>>()?))
        }
        Some(b'"') => Ok(Json::Text(read(text)?)),
        Some(b't' | b'f') => Ok(Json::Bool(read(text)?)),
        Some(b'n') => read(text).map(|()| Json::Null),
        _ => read::<&RawValue>(text).map(|raw| Json::Number(raw.get().to_owned())),
    }
}

fn read<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, Broken> {
    serde_json::from_str(text).map_err(|error| Broken(words(&error)))
}

/// The error without its line and column, which count from the start of the row.
fn words(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ").map_or(text.clone(), |(words, _)| words.to_owned())
}

struct Fields<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(FieldsVisitor)
    }
}

struct FieldsVisitor;

impl<'de> Visitor<'de> for FieldsVisitor {
    type Value = Fields<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut seen = BTreeSet::new();
        let mut fields = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            if !seen.insert(key.clone()) {
                return Err(A::Error::custom(format!("the key \"{key}\" is there twice")));
            }
            fields.push((key, map.next_value()?));
        }
        Ok(Fields(fields))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_digits() {
        let parsed = Json::parse(r#"{"a": 1199.00, "b": [1e3, -0.5]}"#).expect("this is JSON");
        let number = |text: &str| Json::Number(text.to_owned());
        let list = Json::List(vec![number("1e3"), number("-0.5")]);
        let fields = vec![("a".to_owned(), number("1199.00")), ("b".to_owned(), list)];
        assert_eq!(parsed, Json::Object(fields));
    }

    #[test]
    fn a_key_that_is_there_twice_is_an_error_at_any_depth() {
        for text in [r#"{"a":1,"a":1}"#, r#"{"x":[{"a":1,"\u0061":2}]}"#] {
            let error = Json::parse(text).expect_err("the key a is there twice");
            assert_eq!(error.0, "the key \"a\" is there twice");
        }
    }

    #[test]
    fn nesting_has_an_end() {
        let deep = "[".repeat(100_000) + &"]".repeat(100_000);
        assert!(Json::parse(&deep).is_err(), "a deep row is refused and does not end the program");
    }

    #[test]
    fn what_is_not_json_is_an_error() {
        for text in ["", "{", "oops", "{\"a\":}", "01", "\"a\nb\"", "nul", "[1,]", "{a:1}", "+1"] {
            assert!(Json::parse(text).is_err(), "{text} is not JSON");
        }
    }
}
