//! `backstop-hub generate`: a large shop, for benchmarks and for looking at the console at scale.

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::{Timestamp, tz::TimeZone};

use crate::{
    error::{HubError, Result},
    generate::{Generated, Plan, generate},
    store::Store,
};

/// How many tickets a customer has, unless somebody says otherwise.
const TICKETS_PER_CUSTOMER: usize = 5;

/// What is to be made.
#[derive(Debug, Args)]
pub struct GenerateArgs {
    /// The number that everything follows from.
    #[arg(long)]
    seed: u64,
    /// How many tickets.
    #[arg(long)]
    tickets: usize,
    /// How many customers; a fifth of the tickets if not given.
    #[arg(long)]
    customers: Option<usize>,
    /// When the generated days end, as an RFC 3339 instant; the last midnight (UTC) if not given.
    #[arg(long)]
    until: Option<Timestamp>,
    /// The database: sqlite:FILE or `postgres://…`.
    #[arg(long)]
    database: String,
    /// Print what was made as one JSON object.
    #[arg(long)]
    json: bool,
}

/// Generates, and says how much was made.
pub fn run(args: &GenerateArgs) -> Result<()> {
    let plan = Plan {
        seed: args.seed,
        tickets: args.tickets,
        customers: args.customers.unwrap_or_else(|| (args.tickets / TICKETS_PER_CUSTOMER).max(1)),
        until: args.until.map_or_else(midnight, Ok)?,
    };
    let store = Store::open(&args.database)?;
    let bar = ProgressBar::new(u64::try_from(plan.tickets).unwrap_or(u64::MAX));
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} tickets {elapsed}") {
        bar.set_style(style);
    }
    let made =
        generate(&store, &plan, &|tickets| bar.set_position(tickets.try_into().unwrap_or(0)));
    bar.finish_and_clear();
    print(&made?, args.json)
}

fn midnight() -> Result<Timestamp> {
    let today = Timestamp::now().to_zoned(TimeZone::UTC).start_of_day();
    let today =
        today.map_err(|error| HubError::Fault(format!("the clock is unusable: {error}")))?;
    Ok(today.timestamp())
}

fn print(made: &Generated, json: bool) -> Result<()> {
    let text = if json {
        serde_json::to_string(made)?
    } else {
        let Generated { products, customers, orders, shipments, tickets, messages } = made;
        format!(
            "made {products} products, {customers} customers, {orders} orders, \
             {shipments} parcels, {tickets} tickets with {messages} messages"
        )
    };
    super::answer(&text)
}
