//! The rules of tickets.

use backstop_domain::{
    clock::{ClockKind, ReadingState},
    command::CommandBody,
    id::{EntryId, PersonId, TicketId},
    person::{Person, Role},
    rejection::Rejection,
    ticket::{Ending, EntryBody, Liable, Solved, Ticket, TicketStatus},
};

use crate::shop::{Shop, heard, opening, person, reply};

fn t1() -> TicketId {
    TicketId::from("t1")
}

fn claim() -> CommandBody {
    CommandBody::ClaimTicket { ticket_id: t1() }
}

fn status(status: TicketStatus) -> CommandBody {
    CommandBody::SetStatus { ticket_id: t1(), status }
}

fn escalate(line: u8) -> CommandBody {
    CommandBody::EscalateTicket { ticket_id: t1(), line, reason: "用户要求升级".to_owned() }
}

fn resolve() -> CommandBody {
    let ending = Ending {
        solved: Solved::Confirmed,
        liable: Liable::Installer,
        satisfied: Some(4),
        summary: "已重新预约并完成安装".to_owned(),
    };
    CommandBody::ResolveTicket { ticket_id: t1(), ending }
}

fn state(ticket: &Ticket, kind: ClockKind, shop: &Shop) -> ReadingState {
    let clock = ticket.clocks.iter().find(|c| c.kind == kind).expect("the promise was made");
    clock.reading(shop.now).state
}

#[test]
fn a_ticket_begins_with_the_first_response_and_the_48_hours() {
    let mut shop = Shop::open();
    shop.with_ticket();
    let ticket = shop.ticket_now();
    let targets: Vec<_> = ticket.clocks.iter().map(|c| (c.kind, c.target_seconds)).collect();
    assert!(targets.contains(&(ClockKind::FirstResponse, 15 * 60)), "first response: {targets:?}");
    assert!(targets.contains(&(ClockKind::TotalResolution, 48 * 3600)), "48 hours: {targets:?}");
    assert_eq!(ticket.number, Some(2_001), "the hub numbers it");
    assert_eq!(ticket.owner, None, "it waits in the queue");
}

#[test]
fn what_a_ticket_is_about_must_be_there_and_belong_together() {
    let mut shop = Shop::open();
    let unknown = shop.does("ann", opening("t1", "nobody", None));
    assert!(matches!(unknown, Err(Rejection::Unknown { .. })), "an unknown customer: {unknown:?}");
    let foreign = shop.does("ann", opening("t1", "c2", Some("o1")));
    assert!(matches!(foreign, Err(Rejection::Invalid { .. })), "someone else's order: {foreign:?}");
}

#[test]
fn empty_and_endless_words_are_refused() {
    let mut shop = Shop::open();
    shop.with_ticket();
    for text in [" \n ".to_owned(), "长".repeat(20_001), "null\u{0}byte".to_owned()] {
        let answer = shop.does("ann", reply("e1", &text, None));
        assert!(matches!(answer, Err(Rejection::Invalid { .. })), "must be refused: {answer:?}");
    }
}

#[test]
fn a_ticket_has_one_winner_when_two_claim_it() {
    let mut shop = Shop::open();
    shop.with_ticket();
    shop.does("ann", claim()).expect("the first gets it");
    let second = shop.does("ben", claim());
    let by = PersonId::from("ann");
    assert_eq!(
        second,
        Err(Rejection::AlreadyClaimed { ticket_id: t1(), by }),
        "the second is told who"
    );
    shop.does("ann", claim()).expect("claiming what one has changes nothing");
    assert_eq!(shop.ticket_now().timeline.len(), 2, "and leaves no second trace");
}

#[test]
fn only_a_public_message_of_a_person_is_a_first_response() {
    let mut shop = Shop::open();
    shop.with_ticket();
    shop.pass(5);
    let note = CommandBody::AddNote {
        ticket_id: t1(),
        entry_id: EntryId::from("n1"),
        text: "查物流".to_owned(),
    };
    shop.does("ann", note).expect("a note");
    shop.does("ann", heard("h1", "还没来")).expect("what the customer said");
    assert_eq!(state(&shop.ticket_now(), ClockKind::FirstResponse, &shop), ReadingState::Running);
    shop.does("ann", reply("e1", "马上为您查", None)).expect("a reply");
    assert_eq!(state(&shop.ticket_now(), ClockKind::FirstResponse, &shop), ReadingState::Met);
}

#[test]
fn a_reply_that_was_overtaken_is_held() {
    let mut shop = Shop::open();
    shop.with_ticket();
    let description = shop.ticket_now().timeline[0].id.0.clone();
    shop.does("ben", reply("e1", "已联系安装师傅", Some(&description))).expect("nobody was faster");
    let late = shop.does("ann", reply("e2", "我来处理", Some(&description)));
    assert_eq!(
        late,
        Err(Rejection::ThreadMoved { ticket_id: t1() }),
        "ann had not seen ben's reply"
    );
    shop.does("ann", reply("e3", "补充一句", Some("e1"))).expect("now she has");
}

#[test]
fn waiting_for_the_customer_rests_the_resolution_and_their_word_wakes_it() {
    let mut shop = Shop::open();
    shop.with_ticket();
    shop.does("ann", status(TicketStatus::WaitingCustomer)).expect("waiting");
    assert_eq!(state(&shop.ticket_now(), ClockKind::TotalResolution, &shop), ReadingState::Paused);
    assert_eq!(state(&shop.ticket_now(), ClockKind::FirstResponse, &shop), ReadingState::Running);
    shop.pass(60);
    shop.does("ann", heard("h1", "明天下午可以")).expect("the customer answers");
    let ticket = shop.ticket_now();
    assert_eq!(ticket.status, TicketStatus::Open, "the team has to act again");
    assert_eq!(state(&ticket, ClockKind::TotalResolution, &shop), ReadingState::Running);
    let clock =
        ticket.clocks.iter().find(|c| c.kind == ClockKind::TotalResolution).expect("a clock");
    assert_eq!(clock.reading(shop.now).elapsed_seconds, 0, "the hour of waiting does not count");
}

#[test]
fn a_ticket_only_goes_up_and_returns_to_the_queue() {
    let mut shop = Shop::open();
    shop.with_ticket();
    shop.does("ann", claim()).expect("claimed");
    shop.does("ann", escalate(2)).expect("up");
    assert_eq!(
        (shop.ticket_now().line, shop.ticket_now().owner),
        (2, None),
        "line 2 takes it from the queue"
    );
    for line in [1, 2, 5] {
        assert_eq!(
            shop.does("ann", escalate(line)),
            Err(Rejection::OnlyUp { line: 2 }),
            "to {line}"
        );
    }
}

#[test]
fn a_ticket_that_went_up_is_taken_by_people_of_that_line() {
    let mut shop = Shop::open();
    shop.put(Person { line: 3, ..person("sam", Role::Senior, "red") });
    shop.with_ticket();
    shop.does("ann", escalate(3)).expect("up");
    let to = |owner: &str| CommandBody::AssignTicket { ticket_id: t1(), owner: Some(owner.into()) };
    assert_eq!(shop.does("ben", claim()), Err(Rejection::WrongLine { line: 3 }), "never back down");
    assert_eq!(shop.does("ann", to("ben")), Err(Rejection::WrongLine { line: 3 }), "nor by hand");
    shop.does("ann", to("sam")).expect("somebody of line 3");
    shop.does("ann", CommandBody::AssignTicket { ticket_id: t1(), owner: None }).expect("back");
    shop.does("mia", claim()).expect("a manager may step in");
}

#[test]
fn the_ticket_of_somebody_who_left_can_be_claimed() {
    let mut shop = Shop::open();
    shop.with_ticket();
    shop.does("ann", claim()).expect("claimed");
    shop.put(Person { disabled: true, ..person("ann", Role::Agent, "red") });
    shop.does("ben", claim()).expect("ann will not come back to it");
    assert_eq!(shop.ticket_now().owner, Some(PersonId::from("ben")));
}

#[test]
fn a_ticket_ends_with_three_facts_and_can_be_reopened() {
    let mut shop = Shop::open();
    shop.with_ticket();
    let bare = shop.does("ann", status(TicketStatus::Resolved));
    assert!(matches!(bare, Err(Rejection::Invalid { .. })), "the facts must be given: {bare:?}");
    shop.pass(60);
    shop.does("ann", resolve()).expect("resolved");
    assert_eq!(state(&shop.ticket_now(), ClockKind::TotalResolution, &shop), ReadingState::Met);
    let after = shop.does("ann", reply("e1", "还有别的吗", None));
    assert_eq!(after, Err(Rejection::TicketResolved { ticket_id: t1() }), "it has ended");
    assert_eq!(shop.does("ann", resolve()), Err(Rejection::TicketResolved { ticket_id: t1() }));
    shop.pass(60);
    shop.does("ann", status(TicketStatus::Open)).expect("reopened");
    let ticket = shop.ticket_now();
    assert_eq!(ticket.ending, None, "an open ticket has no end");
    let clock =
        ticket.clocks.iter().find(|c| c.kind == ClockKind::TotalResolution).expect("a clock");
    assert_eq!(clock.reading(shop.now).elapsed_seconds, 3600, "time spent resolved does not count");
    assert!(
        ticket.timeline.iter().any(|e| matches!(e.body, EntryBody::Resolved { .. })),
        "how it had ended stays in the timeline"
    );
}

#[test]
fn only_those_who_work_tickets_may_change_them() {
    let mut shop = Shop::open();
    assert_eq!(
        shop.does("tom", opening("t1", "c1", None)),
        Err(Rejection::NotAllowed),
        "a trainer"
    );
    let mut gone = person("ann", Role::Agent, "red");
    gone.disabled = true;
    shop.put(gone);
    assert_eq!(shop.does("ann", opening("t1", "c1", None)), Err(Rejection::NotAllowed), "disabled");
}

#[test]
fn a_lying_clock_neither_hastens_nor_delays_a_promise() {
    let mut shop = Shop::open();
    let honest = shop.now;
    for years in [-10, 10] {
        let command = backstop_domain::command::Command {
            id: "k".into(),
            desk: "d".into(),
            n: 1,
            actor: "ann".into(),
            made_at: honest + jiff::SignedDuration::from_hours(years * 8_760),
            body: opening("t1", "c1", None),
        };
        let context = backstop_domain::world::Context {
            authority: backstop_domain::world::Authority::Hub,
            now: honest,
            next_number: Some(1),
        };
        let effects = backstop_domain::decide::decide(&shop, &command, &context).expect("accepted");
        let Some(backstop_domain::document::Document::Ticket(ticket)) = effects.documents.first()
        else {
            panic!("a ticket is made");
        };
        assert_eq!(ticket.created_at, honest, "{years} years off counts as made on arrival");
    }
    shop.pass(0);
}
