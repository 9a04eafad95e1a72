//! `decide`: the same pure function on the desk (ahead) and on the hub (for good).

mod drill;
mod grant;
mod ticket;

use jiff::{SignedDuration, Timestamp};

use crate::{
    command::{Command, CommandBody},
    person::Person,
    rejection::Rejection,
    world::{Authority, Context, Effects, World},
};

/// The longest text of one entry, in characters.
pub const LONGEST_TEXT: usize = 20_000;
/// The longest title, in characters.
pub const LONGEST_TITLE: usize = 200;
/// How long before its arrival a command may claim to have been made: a month without network.
/// What claims to be older, or to come from the future, counts as made on arrival.
pub const OLDEST_COMMAND: SignedDuration = SignedDuration::from_hours(24 * 31);

/// Decides a command: what it changes, or why not.
pub fn decide(
    world: &dyn World,
    command: &Command,
    context: &Context,
) -> Result<Effects, Rejection> {
    let actor = actor(world, command, context)?;
    let case = Case { world, command, context, actor: &actor, at: made_at(command, context) };
    match &command.body {
        CommandBody::RequestGrant { .. }
        | CommandBody::ApproveGrant { .. }
        | CommandBody::RejectGrant { .. }
        | CommandBody::AllotQuota { .. } => grant::decide(&case),
        CommandBody::RecordDrill { run } => drill::record(&case, run),
        CommandBody::Withdrawn => Ok(Effects::default()),
        _ => ticket::decide(&case),
    }
}

/// Everything that a rule may look at.
struct Case<'a> {
    world: &'a dyn World,
    command: &'a Command,
    context: &'a Context,
    actor: &'a Person,
    /// When the command counts as made.
    at: Timestamp,
}

impl Case<'_> {
    fn on_hub(&self) -> bool {
        self.context.authority == Authority::Hub
    }

    fn require_ticket_worker(&self) -> Result<(), Rejection> {
        if self.actor.works_tickets() { Ok(()) } else { Err(Rejection::NotAllowed) }
    }
}

fn actor(world: &dyn World, command: &Command, _context: &Context) -> Result<Person, Rejection> {
    let person =
        world.person(&command.actor).ok_or_else(|| Rejection::unknown("person", &command.actor))?;
    if person.disabled && !crate::planted!(RevokedAccepted) {
        return Err(Rejection::NotAllowed);
    }
    Ok(person)
}

fn made_at(command: &Command, context: &Context) -> Timestamp {
    let age = context.now.duration_since(command.made_at);
    if crate::planted!(DeskClockTrusted) {
        return command.made_at;
    }
    if age.is_negative() || age > OLDEST_COMMAND { context.now } else { command.made_at }
}

/// Checks a written text: not empty, not too long, no control characters but line breaks and tabs.
fn text(field: &str, text: &str, longest: usize) -> Result<(), Rejection> {
    if text.trim().is_empty() {
        return Err(Rejection::invalid(field, "it is empty"));
    }
    optional_text(field, text, longest)
}

fn optional_text(field: &str, text: &str, longest: usize) -> Result<(), Rejection> {
    if text.chars().count() > longest {
        return Err(Rejection::invalid(field, format!("it is longer than {longest} characters")));
    }
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t' | '\r')) {
        return Err(Rejection::invalid(field, "it contains control characters"));
    }
    Ok(())
}

/// Checks an identifier made on a desk: 1 to 64 letters, digits, dashes or underscores.
fn made_id(field: &str, id: &str) -> Result<(), Rejection> {
    let fits = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    if (1..=64).contains(&id.len()) && id.bytes().all(fits) {
        return Ok(());
    }
    Err(Rejection::invalid(field, "it must be 1 to 64 letters, digits, dashes or underscores"))
}
