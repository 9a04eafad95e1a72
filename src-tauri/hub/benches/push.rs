//! What a command costs the hub: pushes straight into the store, without a network.
//!
//! `cargo bench -p backstop-hub --bench push -- [DATABASE]`; without a database it takes a SQLite file of
//! its own. Processor time is the whole process's, so on PostgreSQL the server's is not in it.

use std::{
    env, fs,
    time::{Duration, Instant},
};

use backstop_domain::{
    command::{Command, CommandBody},
    customer::{Address, Customer},
    id::{CommandId, CustomerId, EntryId, PersonId, TeamId, TicketId},
    person::Role,
    ticket::TicketKind,
};
use backstop_hub::{
    person::{self, NewPerson},
    store::{Seat, Store},
};
use backstop_protocol::commands::Verdict;
use jiff::Timestamp;

/// Commands in a push: the most that the protocol allows.
const PUSH: usize = 200;
/// Pushes in a run.
const PUSHES: usize = 20;
/// Desks that send one command at a time, all at once.
const DESKS: usize = 64;
/// Commands of each of them.
const EACH: usize = 40;

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let named = env::args().skip(1).find(|argument| argument.contains(':'));
    let url = named.unwrap_or_else(|| format!("sqlite:{}", folder.path().join("hub.db").display()));
    let store = Store::open(&url).expect("a database");
    let mut desk = Desk::open(&store, "opener");
    let tickets: Vec<String> = (0..PUSH).map(|_| fresh()).collect();
    let opening: Vec<_> = tickets.iter().map(|ticket| open(ticket)).collect();
    desk.push(&opening);

    measure("200 notes on 200 tickets in a push", PUSH * PUSHES, || {
        for _ in 0..PUSHES {
            desk.push(&tickets.iter().map(|ticket| note(ticket)).collect::<Vec<_>>());
        }
    });
    measure("200 notes on one ticket in a push", PUSH * PUSHES, || {
        for ticket in &tickets[..PUSHES] {
            desk.push(&(0..PUSH).map(|_| note(ticket)).collect::<Vec<_>>());
        }
    });
    measure("200 tickets opened in a push", PUSH * PUSHES, || {
        for _ in 0..PUSHES {
            desk.push(&(0..PUSH).map(|_| open(&fresh())).collect::<Vec<_>>());
        }
    });
    let desks: Vec<_> = (0..DESKS).map(|n| Desk::open(&store, &format!("agent-{n}"))).collect();
    measure("64 desks that each send one note after the other", DESKS * EACH, || {
        std::thread::scope(|scope| {
            for (mut desk, ticket) in desks.into_iter().zip(&tickets[PUSHES..]) {
                scope.spawn(move || (0..EACH).for_each(|_| desk.push(&[note(ticket)])));
            }
        });
    });
    store.verify_audit().expect("the audit log is whole");
    store.verify_ledger().expect("the ledger is right");
}

/// One desk that is signed in.
struct Desk {
    store: Store,
    seat: Seat,
    n: u64,
}

impl Desk {
    fn open(store: &Store, name: &str) -> Self {
        let now = Timestamp::now();
        let login = format!("{name}-{}", uuid::Uuid::now_v7().simple());
        let new = NewPerson {
            id: None,
            login: login.clone(),
            name: name.to_owned(),
            roles: [Role::Agent].into(),
            line: 1,
            team: TeamId::new("service"),
            quota: Some(backstop_domain::money::Fen::ZERO),
            password: None,
        };
        person::add(store, new, now).expect("a person");
        store.import(vec![customer().into()]).expect("a customer");
        let seat = store.seat(&PersonId::new(login), None, now).expect("a seat");
        Self { store: store.clone(), seat, n: 0 }
    }

    fn push(&mut self, bodies: &[CommandBody]) {
        let now = Timestamp::now();
        let commands = bodies.iter().map(|body| {
            self.n += 1;
            Command {
                id: CommandId(fresh()),
                desk: self.seat.desk.clone(),
                n: self.n,
                actor: self.seat.person.id.clone(),
                made_at: now,
                body: body.clone(),
            }
        });
        let commands = commands.collect();
        let outcomes = self.store.push(self.seat.clone(), commands, now).expect("answers");
        let accepted = |verdict: &Verdict| matches!(verdict, Verdict::Accepted { .. });
        assert!(outcomes.iter().all(|outcome| accepted(&outcome.verdict)), "all are accepted");
    }
}

fn measure(what: &str, commands: usize, work: impl FnOnce()) {
    let (processor, clock) = (processor_time(), Instant::now());
    work();
    let (processor, clock) = (processor_time().saturating_sub(processor), clock.elapsed());
    let commands = f64::from(u32::try_from(commands).expect("a small number"));
    let each = |time: Duration| time.as_secs_f64() * 1e6 / commands;
    let rate = commands / clock.as_secs_f64();
    println!(
        "{what:<50} {:>7.1} µs processor, {:>7.1} µs by the clock each; {rate:>7.0}/s",
        each(processor),
        each(clock)
    );
}

/// What this process has used of the processor, in steps of 10 ms.
fn processor_time() -> Duration {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks: u64 = fields.skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}

fn customer() -> Customer {
    Customer {
        id: CustomerId::new("c-1"),
        source: "bench".to_owned(),
        name: "宋敬明".to_owned(),
        gender: String::new(),
        age: None,
        handles: vec![],
        address: Address::default(),
        card_balance: None,
        payment_methods: vec![],
        tags: vec![],
    }
}

fn open(ticket: &str) -> CommandBody {
    CommandBody::OpenTicket {
        ticket_id: TicketId::new(ticket),
        customer_id: CustomerId::new("c-1"),
        order_id: None,
        kind: TicketKind::Complaint,
        title: "快递一直没到".to_owned(),
        text: "用户说快递三天没有更新。".to_owned(),
        urgent: false,
    }
}

fn note(ticket: &str) -> CommandBody {
    CommandBody::AddNote {
        ticket_id: TicketId::new(ticket),
        entry_id: EntryId(fresh()),
        text: "已联系快递站点,客户要求尽快处理。".to_owned(),
    }
}

fn fresh() -> String {
    uuid::Uuid::now_v7().to_string()
}
