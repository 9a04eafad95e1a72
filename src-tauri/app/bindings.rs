//! The TypeScript side of the boundary, generated: every type that crosses it, and one function for
//! each command. The files are committed; a test keeps them current.

use std::{any::TypeId, collections::BTreeMap, collections::BTreeSet, fmt::Write as _};

use backstop_desk::{
    draft::Draft,
    intent::Intent,
    view::{
        app::{Alert, DeskEvent, LineState},
        customer::{CustomerPage, CustomerView, OrderView},
        grant::{BudgetView, GrantRow, GrantView},
        outbox::{OutboxRow, Written},
        queue::{QueuePage, QueueQuery},
        search::SearchHit,
        ticket::TicketView,
    },
};
use backstop_domain::{
    article::Article, drill_run::DrillRun, grant::GrantState, person::Person, product::Product,
    scenario::Scenario,
};
use backstop_drill::actions::DrillAction;
use ts_rs::{Config, TS, TypeVisitor};

use crate::{drill_session::DrillScreen, error::IpcError, state::AppState};

const HEADER: &str = "// Generated from the Rust types by `cargo xtask bindings`. Do not edit.\n";

/// The types, as `ui/src/ipc/bindings.ts`.
pub fn types() -> String {
    let mut collected =
        Collected { config: config(), seen: BTreeSet::new(), texts: BTreeMap::new() };
    functions(&mut collected);
    collected.visit::<IpcError>();
    collected.visit::<DeskEvent>();
    let mut file = HEADER.to_owned();
    for text in collected.texts.values() {
        file.push('\n');
        file.push_str(text);
    }
    file
}

/// One function for each command, as `ui/src/ipc/commands.ts`.
pub fn commands() -> String {
    let mut file = HEADER.to_owned();
    let mut written = Functions { config: config(), text: String::new(), names: BTreeSet::new() };
    functions(&mut written);
    file.push_str("\nimport type { Channel } from '@tauri-apps/api/core';\n");
    file.push_str("import type {\n");
    for name in &written.names {
        writeln!(file, "  {name},").ok();
    }
    file.push_str("} from './bindings';\nimport { call } from './call';\n");
    file.push_str(&written.text);
    file
}

/// The names of the commands that have a function, in the order of the list.
pub fn names() -> Vec<&'static str> {
    let mut names = Names(Vec::new());
    functions(&mut names);
    names.0
}

fn config() -> Config {
    // Amounts and counters stay below 2^53, which a JavaScript number holds exactly.
    Config::new().with_large_int("number")
}

/// What is done with each command of the list below.
trait Sink {
    fn function<R: TS + 'static>(&mut self, name: &'static str, arguments: &[Argument]);
}

/// One argument of a command.
struct Argument {
    name: &'static str,
    written: fn(&Config) -> String,
    visited: fn(&mut Collected),
}

fn of<T: TS + 'static>(name: &'static str) -> Argument {
    Argument { name, written: T::name, visited: Collected::visit::<T> }
}

/// The channel of `subscribe`, which is not a plain value.
fn channel(name: &'static str) -> Argument {
    Argument {
        name,
        written: |config| format!("Channel<{}>", DeskEvent::name(config)),
        visited: Collected::visit::<DeskEvent>,
    }
}

fn functions(sink: &mut impl Sink) {
    session_functions(sink);
    reading_functions(sink);
    writing_functions(sink);
    drill_functions(sink);
}

fn session_functions(sink: &mut impl Sink) {
    sink.function::<AppState>("start", &[]);
    sink.function::<()>("ready", &[]);
    sink.function::<AppState>("enter_solo", &[of::<String>("personId")]);
    let account = [of::<String>("hub"), of::<String>("login"), of::<String>("password")];
    sink.function::<AppState>("sign_in", &account);
    sink.function::<AppState>("sign_out", &[]);
    sink.function::<()>("set_preference", &[of::<String>("key"), of::<String>("value")]);
    sink.function::<BTreeMap<String, String>>("preferences", &[]);
    sink.function::<()>("subscribe", &[channel("channel")]);
}

fn reading_functions(sink: &mut impl Sink) {
    let page = || [of::<String>("text"), of::<u32>("offset"), of::<u32>("limit")];
    sink.function::<QueuePage>("queue", &[of::<QueueQuery>("query")]);
    sink.function::<TicketView>("ticket", &[of::<String>("id")]);
    sink.function::<CustomerPage>("customers", &page());
    sink.function::<CustomerView>("customer", &[of::<String>("id")]);
    sink.function::<OrderView>("order", &[of::<String>("id")]);
    sink.function::<Product>("product", &[of::<String>("id")]);
    sink.function::<Vec<Product>>("products", &[]);
    sink.function::<Vec<Article>>("articles", &[]);
    sink.function::<Vec<Person>>("people", &[]);
    sink.function::<Vec<SearchHit>>("search", &[of::<String>("text"), of::<u32>("limit")]);
}

fn writing_functions(sink: &mut impl Sink) {
    let intent = [of::<Intent>("intent"), of::<Option<String>>("draftId")];
    sink.function::<Written>("submit", &intent);
    sink.function::<Vec<OutboxRow>>("outbox", &[]);
    sink.function::<()>("outbox_discard", &[of::<u64>("n")]);
    let again = [of::<u64>("n"), of::<Option<String>>("text")];
    sink.function::<Written>("outbox_resend", &again);
    sink.function::<LineState>("line", &[]);
    sink.function::<LineState>("sync_now", &[]);
    sink.function::<Vec<Draft>>("drafts", &[]);
    sink.function::<()>("save_draft", &[of::<Draft>("draft")]);
    sink.function::<()>("drop_draft", &[of::<String>("id")]);
    sink.function::<Vec<GrantRow>>("grants", &[of::<Option<GrantState>>("state")]);
    sink.function::<GrantView>("grant", &[of::<String>("id")]);
    sink.function::<BudgetView>("budget", &[]);
    sink.function::<Vec<Alert>>("alerts", &[]);
    sink.function::<u32>("unheard_alerts", &[]);
    sink.function::<()>("hear_alerts", &[]);
    sink.function::<()>("open_external", &[of::<String>("url")]);
}

fn drill_functions(sink: &mut impl Sink) {
    sink.function::<Vec<Scenario>>("scenarios", &[]);
    sink.function::<DrillScreen>("drill_start", &[of::<String>("scenarioId")]);
    sink.function::<DrillScreen>("drill_act", &[of::<DrillAction>("action")]);
    sink.function::<Option<DrillScreen>>("drill_view", &[]);
    sink.function::<DrillRun>("drill_finish", &[]);
    sink.function::<AppState>("drill_abandon", &[]);
    sink.function::<Vec<DrillRun>>("drill_runs", &[]);
}

/// Collects the names of the commands.
struct Names(Vec<&'static str>);

impl Sink for Names {
    fn function<R: TS + 'static>(&mut self, name: &'static str, _: &[Argument]) {
        self.0.push(name);
    }
}

/// Collects the declarations of all types that the commands reach.
struct Collected {
    config: Config,
    seen: BTreeSet<TypeId>,
    texts: BTreeMap<String, String>,
}

impl Sink for Collected {
    fn function<R: TS + 'static>(&mut self, _: &'static str, arguments: &[Argument]) {
        for argument in arguments {
            (argument.visited)(self);
        }
        self.visit::<R>();
    }
}

impl TypeVisitor for Collected {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if !self.seen.insert(TypeId::of::<T>()) {
            return;
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
        if T::output_path().is_none() {
            return;
        }
        let docs = T::docs().unwrap_or_default();
        let text = format!("{docs}export {}\n", T::decl(&self.config));
        self.texts.insert(T::ident(&self.config), text);
    }
}

/// Writes the functions.
struct Functions {
    config: Config,
    text: String,
    names: BTreeSet<String>,
}

impl Sink for Functions {
    fn function<R: TS + 'static>(&mut self, name: &'static str, arguments: &[Argument]) {
        let typed = |a: &Argument| format!("{}: {}", a.name, (a.written)(&self.config));
        let typed: Vec<_> = arguments.iter().map(typed).collect();
        let result = if TypeId::of::<R>() == TypeId::of::<()>() {
            "void".to_owned()
        } else {
            R::name(&self.config)
        };
        self.remember(&result);
        for argument in &typed {
            self.remember(argument);
        }
        let given: Vec<_> = arguments.iter().map(|a| a.name).collect();
        let given =
            if given.is_empty() { String::new() } else { format!(", {{ {} }}", given.join(", ")) };
        let camel = camel(name);
        writeln!(
            self.text,
            "\nexport const {camel} = ({}): Promise<{result}> =>\n  call('{name}'{given});",
            typed.join(", ")
        )
        .ok();
    }
}

impl Functions {
    /// Notes which of our own types a piece of TypeScript mentions.
    fn remember(&mut self, text: &str) {
        let own = |word: &&str| {
            word.starts_with(|c: char| c.is_ascii_uppercase())
                && !["Array", "Record", "Promise", "Channel"].contains(word)
        };
        let words = text.split(|c: char| !c.is_ascii_alphanumeric());
        self.names.extend(words.filter(own).map(str::to_owned));
    }
}

fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |mut text, word| {
        let mut letters = word.chars();
        text.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
        text.push_str(letters.as_str());
        text
    })
}

#[cfg(test)]
mod tests {
    use std::{fs, path::PathBuf};

    use super::*;

    /// Compares a generated file with the committed one, or writes it when asked to.
    fn keep_current(name: &str, generated: &str) {
        let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("ui/src/ipc").join(name);
        if std::env::var_os("BACKSTOP_UPDATE_BINDINGS").is_some() {
            fs::create_dir_all(file.parent().expect("the file has a folder")).expect("a folder");
            fs::write(&file, generated).expect("the bindings can be written");
        }
        let committed = fs::read_to_string(&file).unwrap_or_default();
        assert!(
            committed == generated,
            "{name} differs from the Rust types: run `cargo xtask bindings` and commit it"
        );
    }

    #[test]
    fn the_generated_types_are_current() {
        keep_current("bindings.ts", &types());
    }

    #[test]
    fn the_generated_functions_are_current() {
        keep_current("commands.ts", &commands());
    }

    #[test]
    fn every_command_has_a_function() {
        let mut listed = crate::ipc::COMMANDS.to_vec();
        let mut bound = names();
        listed.sort_unstable();
        bound.sort_unstable();
        assert_eq!(listed, bound, "the list of commands and the generated functions must agree");
    }

    #[test]
    fn the_window_may_ask_for_every_command_and_nothing_else() {
        let config = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tauri.conf.json");
        let text = fs::read_to_string(config).expect("the configuration can be read");
        let config: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
        let given = &config["app"]["security"]["capabilities"][0]["permissions"];
        let given: Vec<_> =
            given.as_array().into_iter().flatten().filter_map(|p| p.as_str()).collect();
        let allowed = |name: &&str| format!("allow-{}", name.replace('_', "-"));
        let wanted: Vec<_> = crate::ipc::COMMANDS.iter().map(allowed).collect();
        assert_eq!(given, wanted, "the capability must list exactly the commands");
    }
}
