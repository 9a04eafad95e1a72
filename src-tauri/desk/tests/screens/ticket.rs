//! One ticket: its clocks now, the people in it, and this desk's open work on it.

use backstop_desk::intent::Intent;
use backstop_domain::clock::{ClockKind, ReadingState};

use crate::shop::{Hands, agent, customer, desk, desk_at, hours, morning, owned, said, ticket};

#[test]
fn a_ticket_shows_its_customer_its_people_and_its_clocks() {
    let hands = Hands::at(morning());
    let mut mine = owned(ticket("t1", "c1", "安装师傅没上门", morning()), &agent().id);
    said(&mut mine, morning(), "我等了一上午");
    let desk = desk_at(vec![customer("c1", "宋敬明", "15500004614").into(), mine.into()], &hands);
    hands.set(morning() + hours(1));
    let view = desk.ticket("t1").expect("the ticket is here");
    assert_eq!(view.customer_name, "宋敬明");
    assert_eq!(
        view.people.get(&agent().id).map(String::as_str),
        Some("客服甲"),
        "the owner is named"
    );
    let states: Vec<_> = view.clocks.iter().map(|c| (c.reading.kind, c.reading.state)).collect();
    assert!(
        states.contains(&(ClockKind::FirstResponse, ReadingState::Breached)),
        "an hour without an answer"
    );
    assert!(
        states.contains(&(ClockKind::TotalResolution, ReadingState::Running)),
        "two days are not over"
    );
    assert_eq!(view.ticket.timeline.len(), 1);
}

#[test]
fn what_is_written_is_there_at_once() {
    let desk = desk(vec![
        customer("c1", "宋敬明", "15500004614").into(),
        ticket("t1", "c1", "安装师傅没上门", morning()).into(),
    ]);
    let note = Intent::AddNote { ticket_id: "t1".into(), text: "已催安装队长".to_owned() };
    let written = desk.submit(note, None).expect("a note can be written");
    let view = desk.ticket("t1").expect("the ticket is here");
    let last = view.ticket.timeline.last().expect("an entry");
    assert_eq!((last.id.as_str(), last.body.text()), (written.id.as_str(), Some("已催安装队长")));
}

#[test]
fn a_ticket_that_is_not_here_is_named() {
    let error = desk(Vec::new()).ticket("t9").expect_err("there is no such ticket");
    assert_eq!(error.to_string(), "there is no ticket t9 on this desk");
}
