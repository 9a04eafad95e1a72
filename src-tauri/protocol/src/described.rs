//! How the domain's types look on the wire, for the description that a hub gives of itself.
//!
//! The domain knows nothing of descriptions. What stands here is held against its types by tests.

use std::borrow::Cow;

use backstop_domain::{document::DocumentKind, person::Role};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        ArrayBuilder, KnownFormat, ObjectBuilder, OneOfBuilder, Ref, RefOr, Schema, SchemaFormat,
        Type,
    },
};

use crate::feed::{BEAT_EVENT, PAGE_EVENT};

/// What a person can do, as the `type` of a command's body.
const ACTIONS: [&str; 15] = [
    "open_ticket",
    "add_note",
    "reply",
    "record_message",
    "claim_ticket",
    "assign_ticket",
    "set_status",
    "escalate_ticket",
    "resolve_ticket",
    "request_grant",
    "approve_grant",
    "reject_grant",
    "allot_quota",
    "record_drill",
    "withdrawn",
];

/// Why a command is refused, as the `code` of a rejection.
const REASONS: [&str; 14] = [
    "not_allowed",
    "invalid",
    "unknown",
    "duplicate",
    "already_claimed",
    "thread_moved",
    "ticket_resolved",
    "only_up",
    "wrong_line",
    "budget_short",
    "already_decided",
    "own_request",
    "grant_differs",
    "money_paused",
];

/// A [`Command`](backstop_domain::command::Command).
pub enum Command {}

impl PartialSchema for Command {
    fn schema() -> RefOr<Schema> {
        let about = "What was done; the further members depend on the type.";
        let body = open(about).property("type", one_of(&ACTIONS)).required("type");
        required(
            ObjectBuilder::new().description(Some("One thing that a person did on a desk.")),
            [
                ("id", text("UUIDv7, made before anything is shown or sent.")),
                ("desk", text("The desk that made it: the one of the token.")),
                ("n", count("Its number on that desk: from 1, without gaps.")),
                ("actor", text("Who did it: the person of the token.")),
                ("made_at", instant("When, by the desk's best knowledge of the hub's clock.")),
                ("body", body.into()),
            ],
        )
    }
}

impl ToSchema for Command {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Command")
    }
}

/// A [`Person`](backstop_domain::person::Person).
pub enum Person {}

impl PartialSchema for Person {
    fn schema() -> RefOr<Schema> {
        let roles = ArrayBuilder::new()
            .items(one_of(&Role::ALL.map(Role::code)))
            .description(Some("What they may do."));
        let line =
            ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(1)).maximum(Some(4));
        required(
            ObjectBuilder::new().description(Some("A member of the service team.")),
            [
                ("id", text("Who this is.")),
                ("login", text("The name that they sign in with.")),
                ("name", text("The name that colleagues see.")),
                ("roles", roles.into()),
                ("line", line.description(Some("The line whose tickets they take.")).into()),
                ("team", text("Their team.")),
                ("disabled", flag("Whether they have left: they cannot sign in any more.")),
            ],
        )
    }
}

impl ToSchema for Person {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Person")
    }
}

/// A [`Rejection`](backstop_domain::rejection::Rejection).
pub enum Rejection {}

impl PartialSchema for Rejection {
    fn schema() -> RefOr<Schema> {
        let about = "Why a command was refused, for good; the further members depend on the code.";
        open(about).property("code", one_of(&REASONS)).required("code").into()
    }
}

impl ToSchema for Rejection {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Rejection")
    }
}

/// A [`DocumentKind`].
pub enum Kind {}

impl PartialSchema for Kind {
    fn schema() -> RefOr<Schema> {
        let codes: Vec<_> = DocumentKind::ALL.iter().map(|kind| kind.code()).collect();
        one_of(&codes).into()
    }
}

impl ToSchema for Kind {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("DocumentKind")
    }
}

/// A document, as far as a description can say: each kind has its own members.
pub enum Body {}

impl PartialSchema for Body {
    fn schema() -> RefOr<Schema> {
        let about = "The document in its present state, masked where the person's roles ask for it. \
                     Its members depend on the kind; one that is not known is kept as it came.";
        open(about).into()
    }
}

impl ToSchema for Body {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Document")
    }
}

/// An event of the live stream.
pub enum Event {}

impl PartialSchema for Event {
    fn schema() -> RefOr<Schema> {
        let of = |event: &str, form: &str| {
            let about = format!("The lines `event: {event}` and `data:` with a {form} as JSON.");
            required(
                ObjectBuilder::new().description(Some(about)),
                [("event", one_of(&[event]).into()), ("data", Ref::from_schema_name(form).into())],
            )
        };
        let event = OneOfBuilder::new().item(of(PAGE_EVENT, "Page")).item(of(BEAT_EVENT, "Beat"));
        event.description(Some("One server-sent event.")).into()
    }
}

impl ToSchema for Event {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Event")
    }
}

/// An object with members that all are always there.
fn required<const N: usize>(
    mut object: ObjectBuilder,
    members: [(&str, RefOr<Schema>); N],
) -> RefOr<Schema> {
    for (name, schema) in members {
        object = object.property(name, schema).required(name);
    }
    object.into()
}

/// An object that has more members than are described.
fn open(about: &str) -> ObjectBuilder {
    use utoipa::openapi::schema::AdditionalProperties;
    let more = AdditionalProperties::FreeForm(true);
    ObjectBuilder::new().description(Some(about)).additional_properties(Some(more))
}

fn one_of(codes: &[&str]) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(codes.to_vec()))
}

fn text(about: &str) -> RefOr<Schema> {
    ObjectBuilder::new().schema_type(Type::String).description(Some(about)).into()
}

fn instant(about: &str) -> RefOr<Schema> {
    let format = SchemaFormat::KnownFormat(KnownFormat::DateTime);
    let object = ObjectBuilder::new().schema_type(Type::String).format(Some(format));
    object.description(Some(about)).into()
}

fn count(about: &str) -> RefOr<Schema> {
    let object = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(1));
    object.description(Some(about)).into()
}

fn flag(about: &str) -> RefOr<Schema> {
    ObjectBuilder::new().schema_type(Type::Boolean).description(Some(about)).into()
}
