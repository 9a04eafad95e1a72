//! What the description says about the domain's types is what they are.

use backstop_domain::{
    command::{Command, CommandBody},
    document::DocumentKind,
    id::{CommandId, DeskId, PersonId, TeamId, TicketId},
    person::{Person, Role},
    rejection::Rejection,
};
use backstop_protocol::{LARGEST_PAGE, LARGEST_PUSH, commands::Push, described, feed::FeedQuery};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use utoipa::{IntoParams, PartialSchema};

fn schema<T: PartialSchema>() -> Value {
    serde_json::to_value(T::schema()).expect("a schema is JSON")
}

/// The members that a value has.
fn members(value: &impl Serialize) -> Vec<String> {
    let value = serde_json::to_value(value).expect("it is JSON");
    value.as_object().expect("it is an object").keys().cloned().collect()
}

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().expect("a list").iter().filter_map(Value::as_str).collect()
}

/// The variants of a type that tells them apart by a tag: it names them when it does not know one.
fn variants<T: DeserializeOwned>(tag: &str) -> Vec<String> {
    let unknown = serde_json::from_value::<T>(json!({tag: "?"})).err().expect("it is unknown");
    let unknown = unknown.to_string();
    unknown.split('`').skip(1).step_by(2).skip(1).map(str::to_owned).collect()
}

#[test]
fn a_command_has_the_members_that_are_described() {
    let command = Command {
        id: CommandId::new("k"),
        desk: DeskId::new("d"),
        n: 1,
        actor: PersonId::new("a"),
        made_at: "2026-03-06T14:00:00Z".parse().expect("an instant"),
        body: CommandBody::ClaimTicket { ticket_id: TicketId::new("t") },
    };
    let described = schema::<described::Command>();
    assert_eq!(texts(&described["required"]), members(&command));
    let types = texts(&described["properties"]["body"]["properties"]["type"]["enum"]);
    assert_eq!(types, variants::<CommandBody>("type"), "every command is described");
}

#[test]
fn a_person_has_the_members_that_are_described() {
    let person = Person {
        id: PersonId::new("a"),
        login: "a".to_owned(),
        name: "a".to_owned(),
        roles: [Role::Agent].into(),
        line: 1,
        team: TeamId::new("t"),
        disabled: false,
    };
    let described = schema::<described::Person>();
    assert_eq!(texts(&described["required"]), members(&person));
    let roles = texts(&described["properties"]["roles"]["items"]["enum"]);
    assert_eq!(roles, Role::ALL.map(Role::code), "every role is described");
}

#[test]
fn every_reason_to_refuse_is_described() {
    let described = schema::<described::Rejection>();
    assert_eq!(texts(&described["required"]), ["code"]);
    let codes = texts(&described["properties"]["code"]["enum"]);
    assert_eq!(codes, variants::<Rejection>("code"));
}

#[test]
fn every_kind_of_document_is_described() {
    let described = schema::<described::Kind>();
    let kinds: Vec<&str> = DocumentKind::ALL.iter().map(|kind| kind.code()).collect();
    assert_eq!(texts(&described["enum"]), kinds);
}

#[test]
fn the_limits_that_are_described_are_the_limits() {
    let push = schema::<Push>();
    assert_eq!(push["properties"]["commands"]["maxItems"], LARGEST_PUSH);
    let query = serde_json::to_value(FeedQuery::into_params(|| None)).expect("JSON");
    let limit = query.as_array().expect("a list").iter().find(|one| one["name"] == "limit");
    assert_eq!(limit.expect("the limit of a page")["schema"]["maximum"], LARGEST_PAGE);
}
