//! `backstop-hub import`: reads a shop's folder into the database, and says what came of it.

use std::{collections::BTreeSet, io::Write, path::PathBuf, time::Duration};

use backstop_domain::document::{Document, DocumentKind};
use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};

use crate::{
    error::{HubError, Result},
    import::{Folder, Harvest, Refusal, Shop, Summary},
    store::{ImportChange, Store},
};

/// Which shop's format is read.
#[derive(Debug, Subcommand)]
pub enum ImportCommand {
    /// A Chinese shop in the format of ECom-Bench.
    EcomBench(ImportArgs),
    /// An English shop in the format of tau-bench retail.
    TauRetail(ImportArgs),
}

/// How it is read.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// The folder with the shop's files.
    directory: PathBuf,
    /// The database: sqlite:FILE.
    #[arg(long)]
    database: String,
    /// Write nothing at all if anything is refused.
    #[arg(long)]
    strict: bool,
    /// Print the summary as one JSON object.
    #[arg(long)]
    json: bool,
}

/// Imports the folder. With `--strict` a refusal is a failure and nothing is written.
pub fn run(command: &ImportCommand) -> Result<()> {
    let (shop, args) = match command {
        ImportCommand::EcomBench(args) => (Shop::EcomBench, args),
        ImportCommand::TauRetail(args) => (Shop::TauRetail, args),
    };
    let folder = open_folder(shop, args)?;
    let store = Store::open(&args.database)?;
    let bar = progress();
    let summary = import(shop, &folder, &store, args.strict, &|step| bar.set_message(step));
    bar.finish_and_clear();
    let summary = summary?;
    name_refusals(&summary);
    print(&summary, args.json)?;
    if summary.written {
        return Ok(());
    }
    let count = summary.refusals.len();
    Err(HubError::Refused(format!("{count} refused and --strict was given: nothing was written")))
}

/// Reads a folder into a store: the work of the command, for callers inside the program too.
/// `tell` hears in a word what is being done.
pub fn import(
    shop: Shop,
    folder: &Folder,
    store: &Store,
    strict: bool,
    tell: &dyn Fn(String),
) -> Result<Summary> {
    tell(format!("reading {} KB", folder.bytes() / 1024));
    let known = store.documents(DocumentKind::Customer)?;
    let known: BTreeSet<&str> = known.iter().map(Document::id).collect();
    let Harvest { documents, refusals, absent, .. } =
        shop.read(folder, &|id| known.contains(id.as_str()));
    let mut summary = Summary::of(refusals, &absent);
    if strict && !summary.refusals.is_empty() {
        return Ok(summary);
    }
    tell(format!("writing {} documents", documents.len()));
    let kinds: Vec<_> = documents.iter().map(Document::kind).collect();
    for (kind, change) in kinds.into_iter().zip(store.import(documents)?) {
        let counts = summary.counts.entry(kind).or_default();
        match change {
            ImportChange::Added => counts.added += 1,
            ImportChange::Changed => counts.changed += 1,
            ImportChange::Unchanged => counts.unchanged += 1,
        }
    }
    summary.written = true;
    Ok(summary)
}

fn open_folder(shop: Shop, args: &ImportArgs) -> Result<Folder> {
    let what = format!("reading {}", args.directory.display());
    let folder = Folder::read(&args.directory, shop.files()).map_err(HubError::io(what))?;
    if folder.is_empty() {
        let files = shop.files().join(", ");
        let place = args.directory.display();
        return Err(HubError::Refused(format!("{place} holds none of the files {files}")));
    }
    Ok(folder)
}

/// A spinner on the standard error; it stays dark where that is not a terminal.
fn progress() -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {elapsed}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(100));
    bar
}

fn name_refusals(summary: &Summary) {
    for file in &summary.absent {
        eprintln!("{file}: not there, skipped");
    }
    for Refusal { file, line, column, path, reason, .. } in &summary.refusals {
        eprintln!("{file}:{line}:{column}: {path}: {reason}");
    }
}

fn print(summary: &Summary, json: bool) -> Result<()> {
    let text = if json { serde_json::to_string(summary)? + "\n" } else { summary.table() };
    std::io::stdout().write_all(text.as_bytes()).map_err(HubError::io("writing the summary"))
}
