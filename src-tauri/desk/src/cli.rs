//! The command line: everything that a person can do at a desk, for scripts and for looking in from outside.
//!
//! Answers go to standard output, one JSON value with `--json`; errors go to standard error with exit code 1, wrong
//! usage with 2. What is written is on disk before the answer; unless `--offline` forbids it, one short attempt is
//! made to bring it to the hub.

mod account;
mod answer;
mod grant;
mod lists;
mod outbox;
mod text;
mod ticket;

use std::{
    io::{IsTerminal as _, Write as _},
    path::PathBuf,
    process::ExitCode,
    time::Duration,
};

use clap::{Parser, Subcommand};
use serde_json::Value;

use crate::{
    cli::answer::refused,
    desk::Desk,
    error::{DeskError, Result},
    intent::Intent,
    key::KeyChoice,
    rescue,
    show::Fate,
    view::outbox::{Written, WrittenState},
};

/// How long a writing command may try to reach the hub.
const ATTEMPT: Duration = Duration::from_millis(400);

/// The console of a service desk, without a screen.
#[derive(Debug, Parser)]
#[command(name = "backstop-desk", version, about)]
struct Arguments {
    /// The folder that holds this desk's encrypted store; otherwise the one that `BACKSTOP_PROFILE` names, or
    /// the system's folder for data of programs.
    #[arg(long, global = true, value_name = "DIR")]
    profile: Option<PathBuf>,
    /// Answer with one JSON value.
    #[arg(long, global = true)]
    json: bool,
    /// Use no network at all.
    #[arg(long, global = true)]
    offline: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Sign in at a hub.
    Login(account::Login),
    /// Forget the sign-in; documents and unsent work stay.
    Logout,
    /// Send what waits and receive what is new.
    Sync(account::Sync),
    /// Say how this desk stands.
    Status,
    /// Look at customers.
    #[command(subcommand)]
    Customer(lists::Customer),
    /// Look at orders.
    #[command(subcommand)]
    Order(lists::Order),
    /// Work on tickets.
    #[command(subcommand)]
    Ticket(ticket::Ticket),
    /// Find customers, orders, tickets, messages, products and articles.
    Search(lists::Search),
    /// See what is not on the hub yet, or end what the hub refused.
    Outbox(outbox::Outbox),
    /// Ask for compensation, or decide on it.
    #[command(subcommand)]
    Grant(grant::Grant),
    /// See quotas, or allot one.
    #[command(subcommand)]
    Quota(grant::Quota),
    /// See the team's budget.
    #[command(subcommand)]
    Budget(grant::Budget),
    /// See what is being written.
    #[command(subcommand, visible_alias = "drafts")]
    Draft(lists::Draft),
}

/// The whole program.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    log_to_stderr();
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let outcome = match runtime {
        Ok(runtime) => runtime.block_on(run(&arguments)),
        Err(source) => Err(DeskError::File { path: PathBuf::from("runtime"), source }),
    };
    match outcome {
        Ok(answer) => print(&answer, arguments.json),
        Err(error) => {
            eprintln!("error: {}", answer::explain(&error));
            ExitCode::FAILURE
        }
    }
}

fn log_to_stderr() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("BACKSTOP_LOG");
    let filter = filter.unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    log.with_ansi(std::io::stderr().is_terminal()).init();
}

/// A reader that goes away early is no failure of what was done.
fn print(answer: &Value, json: bool) -> ExitCode {
    let text = if json { answer.to_string() } else { text::of(answer) };
    match writeln!(std::io::stdout().lock(), "{text}") {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => ExitCode::FAILURE,
        _ => ExitCode::SUCCESS,
    }
}

/// The desk and what this run may do with it.
struct Session {
    desk: Desk,
    offline: bool,
}

async fn run(arguments: &Arguments) -> Result<Value> {
    let profile = arguments.profile.clone().map_or_else(account::usual_profile, Ok)?;
    if let Command::Draft(lists::Draft::Export) = &arguments.command {
        return Ok(rescue::drafts(profile, KeyChoice::from_environment())?.into());
    }
    let desk = Desk::open(profile, KeyChoice::from_environment())?;
    let session = Session { desk, offline: arguments.offline };
    match &arguments.command {
        Command::Login(login) => login.run(&session).await,
        Command::Logout => account::logout(&session).await,
        Command::Sync(sync) => sync.run(&session).await,
        Command::Status => account::status(&session).await,
        Command::Customer(customer) => customer.run(&session),
        Command::Order(order) => order.run(&session),
        Command::Ticket(ticket) => ticket.run(&session).await,
        Command::Search(search) => search.run(&session),
        Command::Outbox(outbox) => outbox.run(&session).await,
        Command::Grant(grant) => grant.run(&session).await,
        Command::Quota(quota) => quota.run(&session).await,
        Command::Budget(budget) => budget.run(&session),
        Command::Draft(draft) => draft.run(&session),
    }
}

impl Session {
    /// Does what is wanted, tries to bring it to the hub, and says how far it got.
    async fn write(&self, intent: Intent) -> Result<Value> {
        let written = self.desk.submit(intent, None)?;
        self.sent(written).await
    }

    async fn sent(&self, mut written: Written) -> Result<Value> {
        if !self.offline {
            self.desk.push_within(ATTEMPT).await;
        }
        match self.desk.fate(written.n)? {
            Fate::Waiting => {}
            Fate::Confirmed => written.state = WrittenState::Confirmed,
            Fate::Refused(reason) => return Err(refused(&written, reason)),
        }
        Ok(serde_json::to_value(written)?)
    }
}
