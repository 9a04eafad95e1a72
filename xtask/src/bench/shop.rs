//! The shop that is measured: its hub, its people, and their desks.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

use anyhow::Result;

use super::{
    figure::Figure,
    process::{self, Cost, Running},
    programs::Programs,
};

/// Who pulls, one after the other: two on whose names generated tickets stand, and one who is new.
const PEOPLE: [&str; 3] = ["agent-a", "agent-b", "newcomer"];
/// Of a shop that lives for minutes.
const PASSWORD: &str = "a password for minutes\n";

/// A hub with a generated shop, serving.
pub(crate) struct Shop {
    folder: PathBuf,
    url: String,
    _hub: Running,
}

impl Shop {
    /// Makes it and serves it.
    pub(crate) fn open(
        programs: &Programs,
        folder: &Path,
        tickets: u32,
        seed: u64,
    ) -> Result<(Self, Vec<Figure>)> {
        let database = format!("sqlite:{}", folder.join("hub.db").display());
        let hub = |arguments: &[&str]| {
            let mut command = Command::new(&programs.hub);
            command.args(arguments).args(["--database", &database]).env("BACKSTOP_LOG", "warn");
            command
        };
        eprintln!("Making {tickets} tickets …");
        let (seed, tickets) = (seed.to_string(), tickets.to_string());
        let mut generate = hub(&["generate", "--seed", &seed, "--tickets", &tickets, "--json"]);
        let began = Instant::now();
        let made = process::answer(&mut generate, "")?;
        let took = began.elapsed().as_secs_f64();
        eprintln!("{}", made.trim());
        for login in PEOPLE {
            let who = ["--login", login, "--name", login, "--role", "agent", "--password-stdin"];
            process::answer(&mut hub(&[&["person", "add"], &who[..]].concat()), PASSWORD)?;
        }
        let ready = folder.join("ready");
        let mut serve = hub(&["serve", "--listen", "127.0.0.1:0"]);
        let mut serving = Running::start(serve.arg("--ready-file").arg(&ready))?;
        serving.wait_for(&ready)?;
        let url = fs::read_to_string(&ready)?.trim().to_owned();
        let shop = Self { folder: folder.to_owned(), url, _hub: serving };
        let figure =
            Figure::of("generate the shop, by the rules, command by command", "s", &[took]);
        Ok((shop, vec![figure]))
    }

    /// Signs each person in on a new desk, which pulls everything; returns where the desks are.
    pub(crate) fn pull(&self, programs: &Programs) -> Result<(Vec<PathBuf>, Vec<Figure>)> {
        let (mut desks, mut pulls, mut floors) = (Vec::new(), Vec::new(), Vec::new());
        for login in PEOPLE {
            eprintln!("First pull of {login} …");
            let desk = self.desk_of(login);
            let hub = ["login", "--hub", &self.url, "--login", login, "--password-stdin"];
            pulls.push(process::cost(&mut programs.desk(&desk, &hub), PASSWORD)?);
            let floor = programs.day("floor", &[("--profile", &desk)])?;
            floors.push(floor.iter().map(Figure::median).collect::<Vec<_>>());
            desks.push(desk);
        }
        let floor = "the same rows, indexes and words into an encrypted SQLite, no protocol";
        let floors = |n: usize| floors.iter().map(|floor| floor[n]).collect::<Vec<_>>();
        let pulls = |read: fn(&Cost) -> f64| pulls.iter().map(read).collect::<Vec<_>>();
        let took = Figure::of("first pull, program start included", "s", &pulls(|cost| cost.took));
        let busy = Figure::of("first pull, processor time", "s", &pulls(|cost| cost.busy));
        let figures = vec![
            took.beside(floor, &floors(0)),
            busy.beside(floor, &floors(1)),
            Figure::of("memory of a first pull at most", "MiB", &pulls(|cost| cost.peak)),
        ];
        Ok((desks, figures))
    }

    /// The folder of a console that is signed in as the first of the people.
    pub(crate) fn home(&self) -> PathBuf {
        self.folder.join("home")
    }

    /// The desk of the first person is that of the console.
    fn desk_of(&self, login: &str) -> PathBuf {
        if login == PEOPLE[0] { self.home().join("team") } else { self.folder.join(login) }
    }

    /// The console's own memory of where it belongs.
    pub(crate) fn settle(&self) -> Result<()> {
        let settings = serde_json::json!({"person": null, "team": self.url});
        Ok(fs::write(self.home().join("console.json"), settings.to_string())?)
    }
}
