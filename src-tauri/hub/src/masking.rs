//! What a role may not see never leaves the hub: personal data is masked here, document by document.
//!
//! Names stay, because agents talk to people. What colleagues wrote into tickets stays as they wrote
//! it. Telephone numbers, e-mail addresses, street and house do not. Identifiers stay as they are,
//! because everything hangs on them, even where a shop made one out of a number.

mod house;

use backstop_domain::{
    customer::{Address, Customer},
    document::{Document, DocumentKind},
    invoice::Invoice,
    order::Order,
    scenario::{ExpectedAction, Persona, Scenario},
    service_order::ServiceOrder,
    shipment::{Shipment, TrackEvent},
};
use backstop_lens::personal::{mask_address_detail, mask_email, mask_phone, mask_text};
use serde_json::Value;

use house::mask_houses;

/// Whether documents of this kind can hold personal data that masking takes away. The others go out
/// as they are stored.
pub(crate) fn concerns(kind: DocumentKind) -> bool {
    use DocumentKind as Kind;
    match kind {
        Kind::Customer
        | Kind::Order
        | Kind::Shipment
        | Kind::ServiceOrder
        | Kind::Invoice
        | Kind::Scenario => true,
        Kind::Person
        | Kind::Product
        | Kind::Article
        | Kind::Ticket
        | Kind::Grant
        | Kind::Account
        | Kind::DrillRun => false,
    }
}

/// The document as somebody sees it who may not see personal data.
pub(crate) fn mask(document: Document) -> Document {
    match document {
        Document::Customer(body) => customer(body).into(),
        Document::Order(body) => order(body).into(),
        Document::Shipment(body) => shipment(body).into(),
        Document::ServiceOrder(body) => service_order(body).into(),
        Document::Invoice(body) => invoice(body).into(),
        Document::Scenario(body) => scenario(body).into(),
        other => other,
    }
}

fn customer(mut body: Customer) -> Customer {
    for handle in &mut body.handles {
        handle.value = match handle.channel.as_str() {
            "phone" | "mobile" | "tel" => mask_phone(&handle.value),
            "email" => mask_email(&handle.value),
            _ => mask_text(&handle.value),
        };
    }
    for method in &mut body.payment_methods {
        *method = mask_text(method);
    }
    address(&mut body.address);
    body
}

fn address(body: &mut Address) {
    body.phone = mask_phone(&body.phone);
    body.detail = mask_address_detail(&body.detail);
    body.receiver = mask_text(&body.receiver);
    body.postcode = mask_address_detail(&body.postcode);
}

fn order(mut body: Order) -> Order {
    address(&mut body.address);
    body.payment = mask_text(&body.payment);
    body
}

fn shipment(mut body: Shipment) -> Shipment {
    body.receiver_phone = mask_phone(&body.receiver_phone);
    body.receiver = mask_text(&body.receiver);
    body.track = body.track.into_iter().map(track_event).collect();
    body
}

fn track_event(mut event: TrackEvent) -> TrackEvent {
    event.text = mask_houses(&mask_text(&event.text));
    event.operator = mask_text(&event.operator);
    event.place = mask_houses(&mask_text(&event.place));
    event
}

fn service_order(mut body: ServiceOrder) -> ServiceOrder {
    body.phone = mask_phone(&body.phone);
    body.contact = mask_text(&body.contact);
    body
}

fn invoice(mut body: Invoice) -> Invoice {
    body.phone = mask_phone(&body.phone);
    body.title = mask_text(&body.title);
    body
}

/// A scenario may have been written around a real customer: what it quotes of them is masked too.
fn scenario(mut body: Scenario) -> Scenario {
    body.title = mask_text(&body.title);
    persona(&mut body.persona);
    for intent in &mut body.intents {
        *intent = mask_text(intent);
    }
    for action in body.actions.iter_mut().chain(&mut body.lookups) {
        expected(action);
    }
    body
}

fn persona(body: &mut Persona) {
    for words in [
        &mut body.kind,
        &mut body.mood,
        &mut body.care,
        &mut body.patience,
        &mut body.trust,
        &mut body.rights,
        &mut body.asking,
        &mut body.style,
        &mut body.tempo,
    ] {
        *words = mask_text(words);
    }
}

fn expected(action: &mut ExpectedAction) {
    action.arguments.iter_mut().for_each(|(name, found)| argument(name, found));
}

/// Masks an argument by its name where that says what it is, and by its shape otherwise.
fn argument(name: &str, found: &mut Value) {
    match found {
        Value::String(text) if name.contains("phone") => *text = mask_phone(text),
        Value::String(text) if name.contains("email") => *text = mask_email(text),
        Value::String(text) => *text = mask_text(text),
        Value::Array(values) => values.iter_mut().for_each(|found| argument(name, found)),
        Value::Object(fields) => {
            fields.iter_mut().for_each(|(name, found)| argument(name, found));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
