//! The fields of one row, read with what must hold of them; the first that does not hold is named.

use backstop_domain::money::{Fen, LARGEST};
use jiff::{Timestamp, civil::DateTime, tz::TimeZone};

use super::tree::Json;

/// The longest text of a field, in characters. Real ones have a few thousand.
const LONGEST_TEXT: usize = 200_000;
/// The longest identifier, in bytes.
const LONGEST_ID: usize = 200;
/// No order has more of one thing.
const LARGEST_COUNT: u32 = 100_000;

/// What is wrong with a row, and at which path inside it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Flaw {
    /// `.订单商品列表[0].单价`; empty for the row as a whole.
    pub(super) path: String,
    /// Why the row cannot be used.
    pub(super) reason: String,
}

impl Flaw {
    /// A flaw of the row as a whole.
    pub(super) fn of_row(reason: impl Into<String>) -> Self {
        Self { path: String::new(), reason: reason.into() }
    }
}

/// An object whose fields are being read.
#[derive(Debug, Clone)]
pub(super) struct Row<'a> {
    path: String,
    fields: &'a [(String, Json)],
}

type Read<T> = Result<T, Flaw>;

impl<'a> Row<'a> {
    /// Takes a value that must be an object.
    pub(super) fn of(value: &'a Json) -> Read<Self> {
        Self::at(String::new(), value)
    }

    fn at(path: String, value: &'a Json) -> Read<Self> {
        match value {
            Json::Object(fields) => Ok(Self { path, fields }),
            other => Err(Flaw { path, reason: expected("an object", other) }),
        }
    }

    /// A flaw of one field.
    pub(super) fn flaw(&self, name: &str, reason: impl Into<String>) -> Flaw {
        Flaw { path: format!("{}.{name}", self.path), reason: reason.into() }
    }

    /// The value of a field, unless it is missing or null.
    pub(super) fn value(&self, name: &str) -> Option<&'a Json> {
        let found = self.fields.iter().find(|(key, _)| key == name).map(|(_, value)| value);
        found.filter(|value| **value != Json::Null)
    }

    /// Every field in order.
    pub(super) fn fields(&self) -> &'a [(String, Json)] {
        self.fields
    }

    /// A text that must be there and say something.
    pub(super) fn text(&self, name: &str) -> Read<String> {
        let text = self.words(name)?;
        if text.trim().is_empty() { Err(self.flaw(name, "it is missing")) } else { Ok(text) }
    }

    /// A text that may be absent, which is the same as empty.
    pub(super) fn words(&self, name: &str) -> Read<String> {
        match self.value(name) {
            None => Ok(String::new()),
            Some(Json::Text(text)) => {
                sound(text).map_err(|reason| self.flaw(name, reason))?;
                Ok(text.clone())
            }
            Some(other) => Err(self.flaw(name, expected("a text", other))),
        }
    }

    /// An identifier: a short text without space around it and without line breaks.
    pub(super) fn id(&self, name: &str) -> Read<String> {
        let id = self.text(name)?;
        if id.len() > LONGEST_ID || id.trim() != id || id.chars().any(char::is_control) {
            return Err(self.flaw(name, "it is not an identifier"));
        }
        Ok(id)
    }

    /// An identifier that must be the same as the key it is filed under.
    pub(super) fn id_filed_as(&self, name: &str, key: &str) -> Read<String> {
        let id = self.id(name)?;
        if id == key {
            return Ok(id);
        }
        Err(self.flaw(name, format!("it is {id}, but the row is filed under {key}")))
    }

    /// An amount that must be there: not negative, exact to the fen, not absurd.
    pub(super) fn money(&self, name: &str) -> Read<Fen> {
        self.some_money(name)?.ok_or_else(|| self.flaw(name, "it is missing"))
    }

    /// An amount that may be absent.
    pub(super) fn some_money(&self, name: &str) -> Read<Option<Fen>> {
        match self.value(name) {
            None => Ok(None),
            Some(Json::Number(digits)) => {
                amount(digits).map(Some).map_err(|reason| self.flaw(name, reason))
            }
            Some(other) => Err(self.flaw(name, expected("a number", other))),
        }
    }

    /// How many: a whole number of at least one.
    pub(super) fn count(&self, name: &str) -> Read<u32> {
        let Some(value) = self.value(name) else { return Err(self.flaw(name, "it is missing")) };
        let Json::Number(digits) = value else {
            return Err(self.flaw(name, expected("a number", value)));
        };
        match digits.parse::<u32>() {
            Ok(count) if (1..=LARGEST_COUNT).contains(&count) => Ok(count),
            _ => Err(self.flaw(name, format!("{digits} is not a count from 1 to {LARGEST_COUNT}"))),
        }
    }

    /// An age in years, if there is one.
    pub(super) fn age(&self, name: &str) -> Read<Option<u16>> {
        match self.value(name) {
            None => Ok(None),
            Some(Json::Number(digits)) => match digits.parse() {
                Ok(age) if age <= 150 => Ok(Some(age)),
                _ => Err(self.flaw(name, format!("{digits} is not an age in years"))),
            },
            Some(other) => Err(self.flaw(name, expected("a number", other))),
        }
    }

    /// A yes or no; absent means no.
    pub(super) fn flag(&self, name: &str) -> Read<bool> {
        match self.value(name) {
            None => Ok(false),
            Some(Json::Bool(flag)) => Ok(*flag),
            Some(other) => Err(self.flaw(name, expected("true or false", other))),
        }
    }

    /// An instant, if there is one. What names no offset is local time in `zone`.
    pub(super) fn instant(&self, name: &str, zone: &TimeZone) -> Read<Option<Timestamp>> {
        let text = self.words(name)?;
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        let reason = || self.flaw(name, format!("{text} is not a time"));
        if let Ok(instant) = text.parse::<Timestamp>() {
            return Ok(Some(instant));
        }
        let local: DateTime = text.parse().map_err(|_| reason())?;
        let zoned = local.to_zoned(zone.clone()).map_err(|_| reason())?;
        Ok(Some(zoned.timestamp()))
    }

    /// An object inside; one that is absent is empty.
    pub(super) fn object(&self, name: &str) -> Read<Row<'a>> {
        let path = format!("{}.{name}", self.path);
        match self.value(name) {
            None => Ok(Row { path, fields: &[] }),
            Some(value) => Row::at(path, value),
        }
    }

    /// The objects of a list inside; one that is absent is empty.
    pub(super) fn objects(&self, name: &str) -> Read<Vec<Row<'a>>> {
        let items = self.list(name)?.iter().enumerate();
        items.map(|(index, item)| Row::at(format!("{}.{name}[{index}]", self.path), item)).collect()
    }

    /// The objects that are the values of an object inside.
    pub(super) fn members(&self, name: &str) -> Read<Vec<(&'a str, Row<'a>)>> {
        let inside = self.object(name)?;
        let named = inside.fields.iter();
        named
            .map(|(key, value)| {
                Ok((key.as_str(), Row::at(format!("{}.{key}", inside.path), value)?))
            })
            .collect()
    }

    /// The texts of a list inside; one that is absent is empty.
    pub(super) fn texts(&self, name: &str) -> Read<Vec<String>> {
        let texts = self.list(name)?.iter().map(|item| match item {
            Json::Text(text) => {
                sound(text).map_err(|reason| self.flaw(name, reason))?;
                Ok(text.clone())
            }
            other => Err(self.flaw(name, expected("a text", other))),
        });
        texts.collect()
    }

    fn list(&self, name: &str) -> Read<&'a [Json]> {
        match self.value(name) {
            None => Ok(&[]),
            Some(Json::List(items)) => Ok(items),
            Some(other) => Err(self.flaw(name, expected("a list", other))),
        }
    }
}

fn expected(what: &str, found: &Json) -> String {
    format!("{what} was expected, not {}", found.name())
}

fn sound(text: &str) -> Result<(), String> {
    if let Some(bad) = text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\t' | '\r')) {
        return Err(format!("it contains the control character U+{:04X}", u32::from(bad)));
    }
    if text.chars().count() > LONGEST_TEXT {
        return Err(format!("it is longer than {LONGEST_TEXT} characters"));
    }
    Ok(())
}

fn amount(digits: &str) -> Result<Fen, String> {
    match Fen::from_yuan(digits) {
        None => Err(format!("{digits} is not an amount that is exact to the hundredth")),
        Some(fen) if fen < Fen::ZERO => Err(format!("{digits} is below zero")),
        Some(fen) if fen > LARGEST => Err(format!("{digits} is more than {LARGEST}")),
        Some(fen) => Ok(fen),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with<T>(text: &str, read: impl Fn(&Row<'_>) -> Read<T>) -> Read<T> {
        let value = Json::parse(text).expect("the row is JSON");
        read(&Row::of(&value).expect("the row is an object"))
    }

    #[test]
    fn money_is_read_from_its_digits() {
        let read = |text: &str| with(text, |row| row.money("p"));
        assert_eq!(read(r#"{"p": 1088.1}"#), Ok(Fen(108_810)));
        assert_eq!(read(r#"{"p": 0}"#), Ok(Fen(0)));
        for (text, reason) in [
            (r#"{"p": 1.005}"#, "1.005 is not an amount that is exact to the hundredth"),
            (r#"{"p": 1e3}"#, "1e3 is not an amount that is exact to the hundredth"),
            (r#"{"p": -0.01}"#, "-0.01 is below zero"),
            (r#"{"p": 10000000.01}"#, "10000000.01 is more than 10000000.00"),
            (r#"{"p": "12"}"#, "a number was expected, not a text"),
            (r#"{"p": null}"#, "it is missing"),
        ] {
            let flaw = read(text).expect_err("this is no price");
            assert_eq!((flaw.path.as_str(), flaw.reason.as_str()), (".p", reason));
        }
    }

    #[test]
    fn times_without_an_offset_are_local() {
        let zone = TimeZone::get("Asia/Shanghai").expect("the zone is bundled");
        let read = |text: &str| with(text, |row| row.instant("t", &zone));
        let expected: Timestamp = "2025-04-07T06:00:00Z".parse().expect("a time");
        for text in ["2025-04-07 14:00:00", "2025-04-07T14:00", "2025-04-07T06:00:00Z"] {
            assert_eq!(read(&format!(r#"{{"t": "{text}"}}"#)), Ok(Some(expected)), "{text}");
        }
        for text in ["2025-13-07 14:00:00", "yesterday", "2025-02-30 01:00:00", "14:00"] {
            let flaw = read(&format!(r#"{{"t": "{text}"}}"#)).expect_err("this is no time");
            assert_eq!(flaw.reason, format!("{text} is not a time"));
        }
        assert_eq!(read(r#"{"t": null}"#), Ok(None));
    }

    #[test]
    fn a_flaw_deep_inside_is_named_by_its_path() {
        let text = r#"{"lines": [{"n": 1}, {"n": 0}]}"#;
        let flaw = with(text, |row| {
            row.objects("lines")?.iter().map(|line| line.count("n")).collect::<Read<Vec<_>>>()
        });
        let flaw = flaw.expect_err("zero is no count");
        assert_eq!(flaw.path, ".lines[1].n");
    }

    #[test]
    fn control_characters_are_refused() {
        let flaw = with(r#"{"n": "a\u0000b"}"#, |row| row.text("n")).expect_err("a zero byte");
        assert_eq!(flaw.reason, "it contains the control character U+0000");
        assert_eq!(with(r#"{"n": "a\nb"}"#, |row| row.text("n")), Ok("a\nb".to_owned()));
    }
}
