//! `backstop-hub import`: reads a shop's folder into the database, and says what came of it.

use std::{path::PathBuf, time::Duration};

use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};

use crate::{
    error::{HubError, Result},
    import::{Folder, ImportProgress, Refusal, Shop, Summary, import},
    store::Store,
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
    /// The database: sqlite:FILE or `postgres://…`.
    #[arg(long)]
    database: String,
    /// Write nothing at all if anything is refused.
    #[arg(long)]
    strict: bool,
    /// Print the summary as one JSON object.
    #[arg(long)]
    json: bool,
}

/// Imports the folder. That nothing came in is a failure; with `--strict` a refusal is one too, and
/// nothing is written.
pub fn run(command: &ImportCommand) -> Result<()> {
    let (shop, args) = match command {
        ImportCommand::EcomBench(args) => (Shop::EcomBench, args),
        ImportCommand::TauRetail(args) => (Shop::TauRetail, args),
    };
    let folder = open_folder(shop, args)?;
    let store = Store::open(&args.database)?;
    let progress = Progress::over(&folder);
    let summary = import(shop, &folder, &store, args.strict, &progress);
    progress.bar.finish_and_clear();
    let summary = summary?;
    name_refusals(&summary);
    print(&summary, args.json)?;
    if summary.written {
        return Ok(());
    }
    Err(HubError::Refused(why_nothing(&summary, args)))
}

fn why_nothing(summary: &Summary, args: &ImportArgs) -> String {
    let (count, place) = (summary.refusals.len(), args.directory.display());
    match count {
        0 => format!("{place} holds files without a single row: nothing was written"),
        _ if args.strict => format!("{count} refused and --strict was given: nothing was written"),
        _ => format!("nothing in {place} can be used, {count} refused: nothing was written"),
    }
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

/// A bar over the bytes of the folder, on the standard error; dark where that is not a terminal.
struct Progress {
    bar: ProgressBar,
}

impl Progress {
    fn over(folder: &Folder) -> Self {
        let bar = ProgressBar::new(u64::try_from(folder.bytes()).unwrap_or(u64::MAX));
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {percent:>3} % {msg} {elapsed}") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(100));
        Self { bar }
    }
}

impl ImportProgress for Progress {
    fn reading(&self, file: &str, bytes: usize) {
        self.bar.set_message(file.to_owned());
        self.bar.inc(u64::try_from(bytes).unwrap_or(0));
    }

    fn writing(&self, documents: usize) {
        self.bar.set_message(format!("writing {documents} documents"));
    }
}

fn name_refusals(summary: &Summary) {
    for file in &summary.absent {
        super::complain(&format!("{file}: not there, skipped"));
    }
    for Refusal { file, line, column, path, reason, .. } in &summary.refusals {
        let (path, reason) = (on_one_line(path), on_one_line(reason));
        super::complain(&format!("{file}:{line}:{column}: {path}: {reason}"));
    }
}

fn print(summary: &Summary, json: bool) -> Result<()> {
    if json { super::print_json(summary) } else { super::answer(summary.table().trim_end()) }
}

/// A text that stays on its line and leaves the terminal alone, whatever a shop's file says in it.
fn on_one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_control() || is_break_or_direction(character) {
            line.extend(character.escape_default());
        } else {
            line.push(character);
        }
    }
    line
}

/// Characters that are no control characters and yet break lines or turn them round.
fn is_break_or_direction(character: char) -> bool {
    matches!(character, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}
