//! Queues: the next deadline first, pages that add up, counts that are right after every change.

use backstop_desk::view::queue::{QueueCounts, QueueQuery, QueueRow, QueueScope};
use backstop_domain::{
    clock::{ClockKind, ReadingState},
    document::Document,
    ticket::{Ending, Liable, Solved, Ticket, TicketStatus},
};
use proptest::prelude::*;

use crate::shop::{Hands, agent, customer, desk, desk_at, hours, ids, morning, owned, ticket};

fn whole(desk: &backstop_desk::Desk, scope: QueueScope) -> Vec<QueueRow> {
    desk.queue(&QueueQuery { scope, offset: 0, limit: 1_000 }).expect("the queue").rows
}

fn waiting(mut ticket: Ticket) -> Ticket {
    let now = morning();
    ticket.status = TicketStatus::WaitingCustomer;
    ticket.clocks.retain(|clock| clock.kind == ClockKind::TotalResolution);
    ticket.clocks.iter_mut().for_each(|clock| clock.follow_status("waiting_customer", now));
    ticket
}

fn resolved(mut ticket: Ticket) -> Ticket {
    let ending = Ending {
        solved: Solved::Inferred,
        liable: Liable::Unsettled,
        satisfied: None,
        summary: "补寄了配件".to_owned(),
    };
    ticket.status = TicketStatus::Resolved;
    ticket.ending = Some(ending);
    ticket
}

#[test]
fn the_next_deadline_comes_first_and_what_rests_comes_last() {
    let at = |h| morning() - hours(h);
    let documents: Vec<Document> = vec![
        customer("c1", "宋敬明", "15500004614").into(),
        ticket("t-new", "c1", "刚打开", at(0)).into(),
        waiting(ticket("t-rests", "c1", "等用户回复", at(30))).into(),
        ticket("t-late", "c1", "没人回复", at(1)).into(),
        resolved(ticket("t-done", "c1", "已解决", at(9))).into(),
    ];
    let rows = whole(&desk(documents), QueueScope::Team);
    assert_eq!(
        ids(rows.iter().map(|row| &row.id)),
        ["t-late", "t-new", "t-rests"],
        "a broken promise stands before one that can be kept, and a resting one behind both"
    );
    assert_eq!(rows[0].due_state, Some(ReadingState::Breached), "its deadline has passed");
    assert_eq!(
        rows[0].due,
        Some(at(1) + hours(1) / 4),
        "the first response was due after 15 minutes"
    );
    assert_eq!(rows[1].due_state, Some(ReadingState::Running), "there is time left");
    assert_eq!(rows[1].customer_name, "宋敬明", "the row names the customer");
    assert_eq!((rows[2].due, rows[2].due_clock), (None, Some(ClockKind::TotalResolution)));
    assert_eq!(rows[2].due_state, Some(ReadingState::Paused), "a resting promise has no deadline");
}

#[test]
fn a_broken_promise_shows_without_anybody_touching_the_ticket() {
    let hands = Hands::at(morning());
    let mine = owned(ticket("t1", "c1", "安装师傅没上门", morning()), &agent().id);
    let desk = desk_at(vec![customer("c1", "宋敬明", "15500004614").into(), mine.into()], &hands);
    let breached = || desk.queue(&QueueQuery::default()).expect("the queue").counts.breached;
    hands.set(morning() + hours(1) / 4);
    assert_eq!(breached(), 0, "at the deadline itself the promise can still be kept");
    hands.set(morning() + hours(1) / 4 + jiff::SignedDuration::from_millis(1));
    assert_eq!(breached(), 1, "right after the deadline it is broken");
}

#[test]
fn claiming_and_resolving_moves_a_ticket_between_queues() {
    let desk = desk(vec![
        customer("c1", "宋敬明", "15500004614").into(),
        ticket("t1", "c1", "安装师傅没上门", morning()).into(),
    ]);
    let counts = || desk.queue(&QueueQuery::default()).expect("the queue").counts;
    let expect = |mine, team, unclaimed, resolved| QueueCounts {
        mine,
        team,
        unclaimed,
        resolved,
        breached: 0,
    };
    assert_eq!(counts(), expect(0, 1, 1, 0), "nobody has it");
    let claim = backstop_desk::intent::Intent::ClaimTicket { ticket_id: "t1".into() };
    desk.submit(claim, None).expect("the ticket can be claimed");
    assert_eq!(counts(), expect(1, 1, 0, 0), "the agent has it");
    desk.put_local(vec![resolved(ticket("t1", "c1", "安装师傅没上门", morning())).into()])
        .expect("it ends");
    assert_eq!(counts(), expect(0, 0, 0, 1), "it has ended");
    assert_eq!(ids(whole(&desk, QueueScope::Resolved).iter().map(|row| &row.id)), ["t1"]);
}

#[test]
fn another_team_has_a_queue_of_its_own() {
    let mut other = ticket("t2", "c1", "别组的", morning());
    other.team = "night".into();
    let desk = desk(vec![ticket("t1", "c1", "本组的", morning()).into(), other.into()]);
    assert_eq!(ids(whole(&desk, QueueScope::Team).iter().map(|row| &row.id)), ["t1"]);
    assert_eq!(ids(whole(&desk, QueueScope::Unclaimed).iter().map(|row| &row.id)), ["t1"]);
}

/// A ticket as chance would have it.
fn any_ticket() -> impl Strategy<Value = Ticket> {
    (0_u8..24, 0_u8..4, 0_i64..6).prop_map(|(id, shape, age)| {
        let new = ticket(&format!("t{id:02}"), "c1", "退款", morning() - hours(age));
        match shape {
            0 => new,
            1 => owned(new, &agent().id),
            2 => owned(waiting(new), &"p-other".into()),
            _ => resolved(new),
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn pages_and_counts_add_up_to_what_is_there(
        tickets in prop::collection::vec(any_ticket(), 1..60),
        offset in 0_u32..30,
        limit in 0_u32..30,
    ) {
        let desk = desk(Vec::new());
        let mut now = std::collections::BTreeMap::new();
        for ticket in tickets {
            now.insert(ticket.id.clone(), ticket.clone());
            desk.put_local(vec![ticket.into()]).expect("the ticket is stored");
        }
        for scope in [QueueScope::Mine, QueueScope::Team, QueueScope::Unclaimed, QueueScope::Resolved] {
            let belongs = |t: &&Ticket| match scope {
                QueueScope::Mine => t.is_live() && t.owner == Some(agent().id),
                QueueScope::Team => t.is_live(),
                QueueScope::Unclaimed => t.is_live() && t.owner.is_none(),
                QueueScope::Resolved => !t.is_live(),
            };
            let expected = now.values().filter(belongs).count();
            let page = desk.queue(&QueueQuery { scope, offset, limit }).expect("a page");
            let all = whole(&desk, scope);
            prop_assert_eq!(page.total as usize, expected, "the count is the number of tickets");
            prop_assert_eq!(all.len(), expected, "the whole queue has them all");
            let part: Vec<_> = all.iter().skip(offset as usize).take(limit as usize).collect();
            prop_assert_eq!(page.rows.iter().collect::<Vec<_>>(), part, "a page is a part of the whole");
            if scope != QueueScope::Resolved {
                let due = |row: &QueueRow| (row.due.is_none(), row.due);
                prop_assert!(all.is_sorted_by_key(due), "deadlines rise and their absence is last");
            }
        }
    }
}
