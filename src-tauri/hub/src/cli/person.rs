//! `backstop-hub person`: the accounts of the team.

use std::io::{Read, stdin};

use backstop_domain::{
    id::TeamId,
    money::Fen,
    person::{Person, Role},
};
use clap::{Args, Subcommand};
use jiff::Timestamp;

use crate::{
    error::{HubError, Result},
    person::{self, DEFAULT_TEAM, NewPerson},
    store::Store,
};

/// What can be done with accounts.
#[derive(Debug, Subcommand)]
pub enum PersonCommand {
    /// Adds a person, or gives a password to one who has none.
    Add(AddArguments),
    /// Lists everybody.
    List {
        /// The database: sqlite:FILE or `postgres://…`.
        #[arg(long)]
        database: String,
        /// Answers with one JSON value.
        #[arg(long)]
        json: bool,
    },
    /// Disables a person at once; their history stays.
    Disable {
        /// The database: sqlite:FILE or `postgres://…`.
        #[arg(long)]
        database: String,
        /// Whom.
        #[arg(long)]
        login: String,
        /// Answers with one JSON value.
        #[arg(long)]
        json: bool,
    },
}

/// A person to be added.
#[derive(Debug, Args)]
pub struct AddArguments {
    /// The database: sqlite:FILE or `postgres://…`.
    #[arg(long)]
    database: String,
    /// The name to sign in with.
    #[arg(long)]
    login: String,
    /// The name that colleagues see.
    #[arg(long)]
    name: String,
    /// agent, senior, trainer, inspector, manager; several with commas.
    #[arg(long, required = true, value_delimiter = ',', value_parser = role)]
    role: Vec<Role>,
    /// The tier whose tickets they take, 1 to 4.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=4))]
    line: u8,
    /// Their team.
    #[arg(long, default_value = DEFAULT_TEAM)]
    team: String,
    /// What they may grant at first, in fen.
    #[arg(long)]
    quota: Option<i64>,
    /// Reads the password from the standard input: its first line.
    #[arg(long, required = true)]
    password_stdin: bool,
    /// Answers with one JSON value.
    #[arg(long)]
    json: bool,
}

/// Runs a command about accounts.
pub fn run(command: PersonCommand) -> Result<()> {
    match command {
        PersonCommand::Add(arguments) => add(arguments),
        PersonCommand::List { database, json } => {
            show(&person::list(&Store::open_existing(&database)?)?, json)
        }
        PersonCommand::Disable { database, login, json } => {
            let disabled =
                person::disable(&Store::open_existing(&database)?, &login, Timestamp::now())?;
            show_one(&disabled, json)
        }
    }
}

fn add(arguments: AddArguments) -> Result<()> {
    let new = NewPerson {
        id: None,
        login: arguments.login,
        name: arguments.name,
        roles: arguments.role.into_iter().collect(),
        line: arguments.line,
        team: TeamId(arguments.team),
        quota: arguments.quota.map(Fen),
        password: Some(password()?),
    };
    let added = person::add(&Store::open(&arguments.database)?, new, Timestamp::now())?;
    show_one(&added, arguments.json)
}

fn role(code: &str) -> Result<Role, String> {
    let known = || Role::ALL.map(Role::code).join(", ");
    Role::from_code(code).ok_or_else(|| format!("the roles are {}", known()))
}

fn password() -> Result<String> {
    let mut text = String::new();
    stdin().read_to_string(&mut text).map_err(HubError::io("reading the password"))?;
    let line = text.lines().next().unwrap_or_default();
    Ok(line.to_owned())
}

fn show(people: &[Person], json: bool) -> Result<()> {
    if json {
        return super::print_json(&people);
    }
    people.iter().try_for_each(|person| super::answer(&described(person)))
}

fn show_one(person: &Person, json: bool) -> Result<()> {
    if json {
        return super::print_json(person);
    }
    super::answer(&described(person))
}

fn described(person: &Person) -> String {
    let roles: Vec<&str> = person.roles.iter().map(|role| role.code()).collect();
    let state = if person.disabled { "  disabled" } else { "" };
    format!(
        "{:<16} {:<16} {:<16} line {}  {}{state}",
        person.login,
        person.name,
        roles.join(","),
        person.line,
        person.team
    )
}
