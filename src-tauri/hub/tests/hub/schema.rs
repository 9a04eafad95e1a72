//! The hub's description of itself, and whether what it answers is as described.

use std::sync::LazyLock;

use serde_json::Value;

/// The description.
pub(crate) static DESCRIPTION: LazyLock<Value> = LazyLock::new(|| {
    serde_json::to_value(backstop_hub::http::description()).expect("the description is JSON")
});

/// Every described address with its method, and what is described of it.
pub(crate) fn operations() -> impl Iterator<Item = (&'static str, &'static str, &'static Value)> {
    let paths = DESCRIPTION["paths"].as_object().expect("paths");
    paths.iter().flat_map(|(path, methods)| {
        let methods = methods.as_object().expect("methods").iter();
        methods.map(move |(method, operation)| (method.as_str(), path.as_str(), operation))
    })
}

/// Requires that some method of an address may be answered with a status. What is said about
/// addresses that are not described is not looked at.
#[track_caller]
pub(crate) fn assert_documented(path: &str, status: u16) {
    let mut of_path = operations().filter(|(_, described, _)| *described == path).peekable();
    let known = of_path.peek().is_none()
        || of_path.any(|(_, _, described)| described["responses"][status.to_string()].is_object());
    assert!(known, "{path} answered {status}, which the description does not know");
}

/// Requires that a value is as a schema of the description says.
#[track_caller]
pub(crate) fn assert_fits(name: &str, value: &Value) {
    let schema = &DESCRIPTION["components"]["schemas"][name];
    assert!(schema.is_object(), "{name} is described");
    fits(schema, value).unwrap_or_else(|why| panic!("this is no {name}, {why}: {value}"));
}

/// Whether a value has the form of a schema and no member that the schema does not know.
fn fits(schema: &Value, value: &Value) -> Result<(), String> {
    has_form(schema, value)?;
    let mut names = value.as_object().into_iter().flat_map(|members| members.keys());
    let unknown = names.find(|name| !knows(schema, name));
    unknown.map_or(Ok(()), |name| Err(format!("{name} is not described")))
}

fn knows(schema: &Value, name: &str) -> bool {
    let parts = ["allOf", "oneOf"].into_iter().filter_map(|parts| schema[parts].as_array());
    schema["additionalProperties"] == true
        || schema["properties"][name].is_object()
        || named(schema).is_some_and(|schema| knows(schema, name))
        || parts.flatten().any(|part| knows(part, name))
}

/// The schema that another one names instead of saying something itself.
fn named(schema: &Value) -> Option<&'static Value> {
    let place = schema["$ref"].as_str()?.strip_prefix('#').expect("a place in the description");
    Some(DESCRIPTION.pointer(place).expect("what is named is there"))
}

fn has_form(schema: &Value, value: &Value) -> Result<(), String> {
    if let Some(schema) = named(schema) {
        return has_form(schema, value);
    }
    if let Some(each) = schema["allOf"].as_array() {
        return each.iter().try_for_each(|schema| has_form(schema, value));
    }
    if let Some(some) = schema["oneOf"].as_array() {
        let fitting = some.iter().filter(|schema| has_form(schema, value).is_ok()).count();
        return if fitting == 1 { Ok(()) } else { Err(format!("{fitting} of {some:?} fit")) };
    }
    if let Some(known) = schema["enum"].as_array().filter(|known| !known.contains(value)) {
        return Err(format!("{value} is none of {known:?}"));
    }
    has_type(schema, value)?;
    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
        fits(&schema["items"], item).map_err(|why| format!("[{index}]: {why}"))?;
    }
    value.as_object().map_or(Ok(()), |members| has_members(schema, members))
}

fn has_type(schema: &Value, value: &Value) -> Result<(), String> {
    let name = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let fits = match &schema["type"] {
        Value::String(one) => one == name,
        Value::Array(some) => some.iter().any(|one| one == name),
        _ => true,
    };
    if fits { Ok(()) } else { Err(format!("{value} is no {}", schema["type"])) }
}

fn has_members(schema: &Value, members: &serde_json::Map<String, Value>) -> Result<(), String> {
    for name in schema["required"].as_array().into_iter().flatten() {
        let name = name.as_str().expect("a name");
        members.get(name).ok_or_else(|| format!("{name} is missing"))?;
    }
    for (name, value) in members {
        if let Some(schema) = schema["properties"].get(name) {
            fits(schema, value).map_err(|why| format!("{name}: {why}"))?;
        }
    }
    Ok(())
}
