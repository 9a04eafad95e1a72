//! Alarms on a real store with a clock that the tests set: restarts, sleep, leaps, late arrivals.

use std::collections::BTreeSet;

use backstop_domain::{
    clock::standard_policy,
    document::{Document, DocumentKind},
    person::{Person, Role},
    ticket::{Ticket, TicketKind, TicketStatus},
};
use backstop_protocol::session::SignedIn;
use proptest::prelude::*;

use super::*;
use crate::{
    derived::Derived,
    key::KeyChoice,
    store::documents::{self, Confirmed},
};

const START: &str = "2026-03-11T01:00:00Z";

fn start() -> Timestamp {
    START.parse().expect("an instant")
}

fn minutes(n: i64) -> SignedDuration {
    SignedDuration::from_mins(n)
}

/// A desk on disk that can be closed and opened again, and the person's way of looking at it.
struct Bench {
    folder: tempfile::TempDir,
    desk: Desk,
    memory: Memory,
    now: Timestamp,
    /// How much of the time that has passed the program was awake.
    awake: Duration,
    online: bool,
    measured: u64,
}

impl Bench {
    fn of(roles: &[Role]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let desk = Desk::open(folder.path(), KeyChoice::File).expect("a desk");
        let signed_in = SignedIn {
            token: "token".to_owned(),
            desk: "d1".into(),
            person: person(roles),
            hub_time: start(),
        };
        desk.adopt(&signed_in, "http://127.0.0.1:1").expect("somebody signs in");
        let awake = Duration::ZERO;
        let memory = Memory::default();
        let mut bench =
            Self { folder, desk, memory, now: start(), awake, online: false, measured: 0 };
        assert_eq!(bench.look(), [] as [&str; 0], "nothing is due on an empty desk");
        bench
    }

    /// The hub has sent a ticket.
    fn put(&self, ticket: &Ticket) {
        let document = Document::from(ticket.clone());
        let body = document.to_json().expect("JSON");
        let said = Confirmed {
            kind: DocumentKind::Ticket,
            id: ticket.id.as_str(),
            seq: 1,
            round: 0,
            body: &body,
        };
        let write = |tx: &rusqlite::Transaction<'_>| {
            let mut derived = Derived::begin(tx)?;
            let key = documents::confirm(tx, &said, Some(&document))?;
            derived.put(key, &document)?;
            derived.finish()
        };
        self.desk.store().write_cache(write).expect("the ticket is stored");
    }

    /// The titles of what is given now.
    fn look(&mut self) -> Vec<String> {
        self.alerts().into_iter().map(|alert| alert.title).collect()
    }

    fn alerts(&mut self) -> Vec<Alert> {
        let look = Look {
            now: self.now,
            awake: self.awake,
            online: self.online,
            measured: self.measured,
            locale: Locale::Chinese,
        };
        look_now(self.desk.store(), &mut self.memory, look).expect("a look")
    }

    /// Time passes while somebody looks each minute; what was said on the way.
    fn wait(&mut self, time: SignedDuration) -> Vec<String> {
        let mut said = Vec::new();
        for _ in 0..time.as_mins() {
            self.sleep(minutes(1));
            self.awake += Duration::from_mins(1);
            said.extend(self.look());
        }
        said
    }

    /// Time passes and nobody looks.
    fn sleep(&mut self, time: SignedDuration) {
        self.now = self.now.checked_add(time).expect("an instant");
    }

    /// The program ends without notice and is started again.
    fn restart(&mut self) {
        self.desk = Desk::open(self.folder.path(), KeyChoice::File).expect("the desk opens again");
        self.memory = Memory::default();
        self.awake = Duration::ZERO;
    }
}

fn person(roles: &[Role]) -> Person {
    Person {
        id: "p1".into(),
        login: "p1".to_owned(),
        name: "客服甲".to_owned(),
        roles: roles.iter().copied().collect::<BTreeSet<_>>(),
        line: 1,
        team: "service".into(),
        disabled: false,
    }
}

fn ticket(id: &str, created_at: Timestamp) -> Ticket {
    let policy = standard_policy("complaint", false);
    Ticket {
        id: id.into(),
        number: None,
        kind: TicketKind::Complaint,
        title: id.to_uppercase(),
        customer_id: "c1".into(),
        order_id: None,
        status: TicketStatus::Open,
        urgent: false,
        line: 1,
        team: "service".into(),
        owner: Some("p1".into()),
        opened_by: "p1".into(),
        created_at,
        updated_at: created_at,
        clocks: policy.targets.iter().filter_map(|t| policy.bind(t.kind, created_at)).collect(),
        timeline: Vec::new(),
        ending: None,
    }
}

#[test]
fn each_reminder_is_given_once_when_its_time_comes() {
    let mut bench = Bench::of(&[Role::Agent]);
    bench.put(&ticket("t1", start()));
    assert_eq!(bench.wait(minutes(7)), [""; 0], "half of fifteen minutes has not passed");
    assert_eq!(bench.wait(minutes(1)), ["还剩 7 分钟：T1"], "at half time the agent is reminded");
    assert_eq!(bench.wait(minutes(7)), ["到期：T1"], "at the deadline once more");
    assert_eq!(bench.wait(minutes(60)), [""; 0], "and never again");
    bench.restart();
    assert_eq!(bench.look(), [""; 0], "nor after a restart");
}

#[test]
fn two_weeks_of_sleep_end_in_one_message() {
    let mut bench = Bench::of(&[Role::Agent]);
    for n in 1..=3 {
        bench.put(&ticket(&format!("t{n}"), start()));
    }
    bench.sleep(SignedDuration::from_hours(24 * 14));
    let alerts = bench.alerts();
    assert_eq!(alerts.len(), 1, "there is one message: {alerts:?}");
    assert_eq!(alerts[0].title, "3 张工单在你离开时到期");
    assert_eq!(alerts[0].tickets, ["t1", "t2", "t3"]);
    assert_eq!(alerts[0].body, "T1；T2；T3");
    assert_eq!((alerts[0].due, alerts[0].breached), (start() + minutes(15), true));
    assert_eq!(bench.wait(minutes(5)), [""; 0], "all reminders in it are settled");
    bench.restart();
    assert_eq!(bench.look(), [""; 0], "for good");
}

#[test]
fn a_late_start_is_an_absence() {
    let mut bench = Bench::of(&[Role::Agent]);
    bench.put(&ticket("t1", start()));
    bench.put(&ticket("t2", start()));
    bench.sleep(minutes(30));
    bench.restart();
    assert_eq!(bench.look(), ["2 张工单在你离开时到期"]);
}

#[test]
fn of_one_clock_only_the_latest_overdue_reminder_speaks() {
    let mut bench = Bench::of(&[Role::Agent]);
    bench.put(&ticket("t1", start()));
    bench.sleep(minutes(40));
    assert_eq!(bench.look(), ["已超时 25 分钟：T1"], "the reminder at half time is settled unsaid");
    assert_eq!(bench.wait(minutes(2)), [""; 0]);
}

#[test]
fn an_alert_that_perhaps_never_arrived_is_given_once_more() {
    let mut bench = Bench::of(&[Role::Agent]);
    bench.put(&ticket("t1", start()));
    bench.sleep(minutes(8));
    assert_eq!(bench.look(), ["还剩 7 分钟：T1"]);
    bench.restart();
    assert_eq!(bench.look(), ["还剩 7 分钟：T1"], "nobody knows whether the first one was shown");
    assert_eq!(bench.look(), [""; 0], "looking again says that it was");
    bench.restart();
    assert_eq!(bench.look(), [""; 0], "now it is known");
}

#[test]
fn a_clock_that_leaps_neither_loses_nor_doubles() {
    let mut bench = Bench::of(&[Role::Agent]);
    bench.online = true;
    bench.put(&ticket("t1", start()));
    bench.sleep(SignedDuration::from_hours(24));
    assert_eq!(bench.look(), [""; 0], "a leap ahead is not believed before the hub was asked");
    bench.sleep(-SignedDuration::from_hours(24));
    bench.measured += 1;
    assert_eq!(bench.look(), [""; 0], "the hub says that it was wrong");
    bench.sleep(-SignedDuration::from_hours(24));
    assert_eq!(bench.look(), [""; 0], "a leap back finds nothing due");
    bench.sleep(SignedDuration::from_hours(24));
    bench.measured += 1;
    let said: Vec<String> = bench.wait(minutes(20));
    assert_eq!(said, ["还剩 7 分钟：T1", "到期：T1"], "each comes at its time");
}

#[test]
fn a_real_absence_is_believed_as_soon_as_the_hub_has_answered_or_cannot() {
    for online in [true, false] {
        let mut bench = Bench::of(&[Role::Agent]);
        bench.online = online;
        bench.put(&ticket("t1", start()));
        bench.sleep(SignedDuration::from_hours(1));
        if online {
            assert_eq!(bench.look(), [""; 0], "the hub can be asked");
            bench.measured += 1;
        }
        assert_eq!(bench.look(), ["已超时 45 分钟：T1"]);
    }
    let mut bench = Bench::of(&[Role::Agent]);
    bench.online = true;
    bench.put(&ticket("t1", start()));
    bench.sleep(SignedDuration::from_hours(1));
    assert_eq!(bench.look(), [""; 0], "the hub can be asked");
    bench.awake += Duration::from_secs(13);
    assert_eq!(bench.look(), ["已超时 45 分钟：T1"], "a hub that says nothing is not waited for");
}

#[test]
fn leaps_while_the_hub_is_away_give_each_alert_once_at_most() {
    let mut bench = Bench::of(&[Role::Agent]);
    bench.put(&ticket("t1", start()));
    bench.sleep(SignedDuration::from_hours(24));
    assert_eq!(bench.look().len(), 1, "nobody can say that the leap is wrong");
    bench.sleep(-SignedDuration::from_hours(24));
    assert_eq!(bench.wait(minutes(30)), [""; 0], "what was given is not given again");
}

#[test]
fn a_kept_a_resting_and_an_ended_promise_are_silent() {
    let mut bench = Bench::of(&[Role::Agent, Role::Senior, Role::Manager]);
    let mut answered = ticket("t1", start());
    answered.clocks.iter_mut().for_each(|clock| clock.stop(start()));
    let mut resting = ticket("t2", start());
    let rest = start() + minutes(10);
    resting.clocks.iter_mut().for_each(|clock| clock.pause(rest));
    let mut ended = ticket("t3", start());
    ended.status = TicketStatus::Resolved;
    for ticket in [&answered, &resting, &ended] {
        bench.put(ticket);
    }
    bench.sleep(SignedDuration::from_hours(24 * 3));
    assert_eq!(bench.look(), [""; 0]);
}

#[test]
fn a_promise_that_goes_on_after_a_rest_reminds_at_its_new_time() {
    let mut bench = Bench::of(&[Role::Manager]);
    let mut resting = ticket("t1", start());
    resting.owner = None;
    resting.clocks.iter_mut().for_each(|clock| clock.follow_status("waiting_customer", start()));
    bench.put(&resting);
    bench.sleep(SignedDuration::from_hours(100));
    assert_eq!(bench.look(), [""; 0], "it rests");
    let now = bench.now;
    resting.clocks.iter_mut().for_each(|clock| clock.follow_status("open", now));
    bench.put(&resting);
    assert_eq!(bench.look(), [""; 0], "its time has not come");
    bench.sleep(SignedDuration::from_hours(48));
    assert_eq!(bench.look(), ["到期：T1"], "two days of its own time have passed");
}

#[test]
fn everybody_hears_what_is_for_them() {
    let heard = |roles: &[Role], owner: Option<&str>, team: &str| {
        let mut bench = Bench::of(roles);
        let mut ticket = ticket("t1", start());
        ticket.owner = owner.map(Into::into);
        ticket.team = team.into();
        bench.put(&ticket);
        let mut said = Vec::new();
        for _ in 0..24 {
            bench.sleep(SignedDuration::from_hours(2));
            said.extend(bench.look());
        }
        said
    };
    let agents = heard(&[Role::Agent], Some("p1"), "service");
    assert_eq!(agents, ["已超时 1 小时 45 分钟：T1", "还剩 2 小时：T1"], "the agent of the ticket");
    assert_eq!(heard(&[Role::Agent], None, "service"), [""; 0], "nobody's ticket alerts no agent");
    assert_eq!(heard(&[Role::Agent], Some("p2"), "service"), [""; 0], "nor does another's");
    assert_eq!(
        heard(&[Role::Senior], Some("p2"), "service"),
        ["到期：T1"],
        "the lead, half an hour before"
    );
    assert_eq!(heard(&[Role::Senior], Some("p2"), "night"), [""; 0], "but not of another team");
    assert_eq!(
        heard(&[Role::Manager], None, "service"),
        ["到期：T1"],
        "the manager at the deadline"
    );
}

#[test]
fn another_role_hears_other_reminders() {
    let mut bench = Bench::of(&[Role::Agent]);
    let mut ticket = ticket("t1", start());
    ticket.owner = None;
    bench.put(&ticket);
    let promoted = person(&[Role::Manager]);
    let write = |tx: &rusqlite::Transaction<'_>| {
        let mut derived = Derived::begin(tx)?;
        derived.put(999, &promoted.into())?;
        derived.finish()
    };
    bench.desk.store().write_cache(write).expect("the person's document arrives");
    bench.sleep(SignedDuration::from_hours(48));
    assert_eq!(bench.look(), ["到期：T1"], "a manager is told of every ticket");
}

#[test]
fn a_ticket_that_arrives_late_is_not_forgotten() {
    let mut bench = Bench::of(&[Role::Agent]);
    bench.wait(minutes(30));
    bench.put(&ticket("t1", start()));
    bench.put(&ticket("t2", start()));
    assert_eq!(bench.look(), ["2 张工单到期"], "nobody was away, the line was");
}

#[test]
fn the_next_alarm_is_known() {
    let mut bench = Bench::of(&[Role::Agent]);
    let next = |bench: &Bench| bench.desk.next_alarm().expect("a look");
    assert_eq!(next(&bench), None, "there is no ticket");
    bench.put(&ticket("t1", start()));
    assert_eq!(next(&bench), Some(start() + SignedDuration::from_secs(450)));
    assert_eq!(bench.wait(minutes(9)).len(), 1, "the reminder at half time was given");
    assert_eq!(next(&bench), Some(start() + minutes(15)), "the deadline is next");
    bench.put(&ticket("t1", start()));
    assert_eq!(bench.look(), [""; 0], "the same ticket again brings nothing back");
    assert_eq!(next(&bench), Some(start() + minutes(15)), "not even a row to look at");
}

#[test]
fn the_app_hears_of_alerts_as_events() {
    let bench = Bench::of(&[Role::Agent]);
    bench.put(&ticket("t1", start()));
    let mut events = bench.desk.events();
    let given = bench.desk.due_alerts(Locale::English).expect("a look");
    assert_eq!(given.len(), 1, "both its clocks ran out long ago");
    let heard = std::iter::from_fn(|| events.try_recv().ok());
    let alerts: Vec<DeskEvent> =
        heard.filter(|event| matches!(event, DeskEvent::Alert { .. })).collect();
    assert_eq!(alerts, [DeskEvent::Alert { alert: given[0].clone() }]);
}

/// What may happen to a desk between two looks.
#[derive(Debug, Clone)]
enum Step {
    Wait(i64),
    Sleep(i64),
    Restart,
    Arrive(u8),
    Again(u8),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (1_i64..20).prop_map(Step::Wait),
        2 => (1_i64..3_000).prop_map(Step::Sleep),
        1 => Just(Step::Restart),
        3 => (0_u8..6).prop_map(Step::Arrive),
        2 => (0_u8..6).prop_map(Step::Again),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever happens, the reminders of a ticket are each settled exactly once.
    #[test]
    fn every_reminder_is_settled_exactly_once(steps in prop::collection::vec(step(), 1..40)) {
        let mut bench = Bench::of(&[Role::Agent]);
        let mut there: std::collections::BTreeMap<String, Ticket> = std::collections::BTreeMap::new();
        let mut keys: Vec<String> = Vec::new();
        for step in steps {
            match step {
                Step::Wait(n) => {
                    for _ in 0..n {
                        bench.sleep(minutes(1));
                        bench.awake += Duration::from_mins(1);
                        keys.extend(settled(&mut bench));
                    }
                }
                Step::Sleep(n) => bench.sleep(minutes(n)),
                Step::Restart => {
                    keys.extend(settled(&mut bench));
                    bench.restart();
                }
                Step::Arrive(n) => {
                    let now = bench.now;
                    let ticket = there.entry(format!("t{n}")).or_insert_with(|| ticket(&format!("t{n}"), now));
                    bench.put(ticket);
                }
                Step::Again(n) => {
                    if let Some(ticket) = there.get(&format!("t{n}")) {
                        bench.put(ticket);
                    }
                }
            }
        }
        bench.sleep(SignedDuration::from_hours(24 * 30));
        keys.extend(settled(&mut bench));
        keys.sort_unstable();
        let mut expected: Vec<String> = there.keys().flat_map(|id| {
            let clock = |name: &str| format!("{id}/{name}");
            let created = there[id].created_at.as_millisecond();
            [
                clock(&format!("first_response@{created}/agent-50pct")),
                clock(&format!("first_response@{created}/agent-0min")),
                clock(&format!("total_resolution@{created}/agent-120min")),
            ]
        }).collect();
        expected.sort_unstable();
        prop_assert_eq!(keys, expected);
    }
}

/// Looks until nothing is due, and tells which reminders that settled.
fn settled(bench: &mut Bench) -> Vec<String> {
    bench.alerts();
    let keys = bench.memory.given.iter().map(Ring::key).collect();
    assert!(bench.alerts().is_empty(), "a second look at the same instant finds nothing new");
    keys
}
