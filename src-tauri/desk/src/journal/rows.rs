//! Rows of `work.db` as the journal knows them: named by table and key, whole.

use rusqlite::types::{ToSql, ToSqlOutput, Value as Sql, ValueRef};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A row as it is now, or the name of one that is gone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Row {
    /// Its table.
    #[serde(rename = "t")]
    pub(crate) table: String,
    /// The values of its primary key, as a JSON array.
    #[serde(rename = "k")]
    pub(crate) key: String,
    /// Every column; nothing when it is gone.
    #[serde(rename = "r")]
    pub(crate) columns: Option<Columns>,
}

/// The columns of a row by name.
pub(crate) type Columns = Map<String, Value>;

impl Row {
    /// Whether somebody was told that it is kept. The clock's offset is measured again and again.
    pub(crate) fn is_weighty(&self) -> bool {
        match self.table.as_str() {
            "command" => true,
            "fact" => self.key != r#"["clock_offset_ms"]"#,
            _ => false,
        }
    }
}

/// A value of the store as JSON. Bytes, of which there are none so far, are written as an object.
pub(crate) fn to_json(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => number.into(),
        ValueRef::Real(number) => number.into(),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into(),
        ValueRef::Blob(bytes) => serde_json::json!({ "bytes": bytes }),
    }
}

/// A value of the journal as the store takes it.
pub(crate) struct Stored<'a>(pub(crate) &'a Value);

impl ToSql for Stored<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self.0 {
            Value::Null => ToSqlOutput::Owned(Sql::Null),
            Value::Bool(flag) => ToSqlOutput::Owned(Sql::Integer((*flag).into())),
            Value::Number(number) => match (number.as_i64(), number.as_f64()) {
                (Some(whole), _) => ToSqlOutput::Owned(Sql::Integer(whole)),
                (None, Some(real)) => ToSqlOutput::Owned(Sql::Real(real)),
                (None, None) => ToSqlOutput::Owned(Sql::Null),
            },
            Value::String(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Value::Object(object) => {
                let bytes = object.get("bytes").and_then(Value::as_array);
                let byte = |value: &Value| value.as_u64().and_then(|byte| u8::try_from(byte).ok());
                let bytes = bytes.into_iter().flatten().filter_map(byte).collect();
                ToSqlOutput::Owned(Sql::Blob(bytes))
            }
            Value::Array(_) => ToSqlOutput::Owned(Sql::Text(self.0.to_string())),
        })
    }
}
