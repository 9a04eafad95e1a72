//! The codes under which enumerations are stored in columns: those that serde gives them.

use backstop_domain::clock::ClockKind;
use serde::{
    Deserialize,
    de::{IntoDeserializer, value::Error},
};

/// The code of a kind of clock.
pub(crate) fn clock_code(kind: ClockKind) -> &'static str {
    match kind {
        ClockKind::FirstResponse => "first_response",
        ClockKind::NextResponse => "next_response",
        ClockKind::Update => "update",
        ClockKind::FirstResolution => "first_resolution",
        ClockKind::TotalResolution => "total_resolution",
        ClockKind::HandlerResponse => "handler_response",
    }
}

/// Reads any enumeration without fields from its code.
pub(crate) fn from_code<'de, T: Deserialize<'de>>(code: &'de str) -> rusqlite::Result<T> {
    let read: Result<T, Error> = T::deserialize(code.into_deserializer());
    read.map_err(|error| {
        let kind = rusqlite::types::Type::Text;
        rusqlite::Error::FromSqlConversionFailure(0, kind, Box::new(error))
    })
}
