//! The commands that the web view may call. Each takes its arguments, calls one function, maps the error.
//!
//! The web view is untrusted: what comes in is typed, bounded and checked again by the desk's rules.

use std::collections::BTreeMap;

use backstop_desk::{
    Desk,
    draft::Draft,
    error::DeskError,
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
    article::Article,
    document::DocumentKind,
    drill_run::DrillRun,
    grant::GrantState,
    id::{PersonId, ScenarioId},
    person::Person,
    product::Product,
    scenario::Scenario,
};
use backstop_drill::actions::DrillAction;
use tauri::{State, ipc::Channel};

use crate::{
    console::Console, drill_session::DrillScreen, error::IpcError, external, ready_file,
    state::AppState,
};

include!("command_list.rs");

macro_rules! names {
    ($($command:ident),* $(,)?) => { &[$(stringify!($command)),*] };
}

/// The names of all commands, from the one list.
pub const COMMANDS: &[&str] = for_each_command!(names);

macro_rules! handler {
    ($($command:ident),* $(,)?) => { tauri::generate_handler![$($command),*] };
}

/// Routes a call of the web view to its command.
pub(crate) fn handler() -> impl Fn(tauri::ipc::Invoke<tauri::Wry>) -> bool + Send + Sync + 'static {
    for_each_command!(handler)
}

type Answer<T> = Result<T, IpcError>;

/// The most rows of anything that one call may ask for.
const MOST_ROWS: u32 = 500;

/// Does something with the desk that is on screen, off the main thread: it reads and writes files.
async fn on_desk<T: Send + 'static>(
    console: &Console,
    work: impl FnOnce(&Desk) -> Result<T, DeskError> + Send + 'static,
) -> Answer<T> {
    let desk = console.desk().await?;
    off_thread(move || work(&desk).map_err(IpcError::from)).await
}

/// The same with the desk of the person, also while a drill is on.
async fn on_live_desk<T: Send + 'static>(
    console: &Console,
    work: impl FnOnce(&Desk) -> Result<T, DeskError> + Send + 'static,
) -> Answer<T> {
    let desk = console.live_desk().await?;
    off_thread(move || work(&desk).map_err(IpcError::from)).await
}

pub(crate) async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> Answer<T> + Send + 'static,
) -> Answer<T> {
    let done = tauri::async_runtime::spawn_blocking(work).await;
    done.unwrap_or_else(|error| Err(IpcError::new("internal", error)))
}

#[tauri::command]
async fn start(console: State<'_, Console>) -> Answer<AppState> {
    console.state().await
}

#[tauri::command]
async fn ready() -> Answer<()> {
    ready_file::write();
    Ok(())
}

#[tauri::command]
async fn enter_solo(console: State<'_, Console>, person_id: String) -> Answer<AppState> {
    console.enter_solo(PersonId(person_id)).await
}

#[tauri::command]
async fn sign_in(
    console: State<'_, Console>,
    hub: String,
    login: String,
    password: String,
) -> Answer<AppState> {
    console.sign_in(&hub, &login, &password).await
}

#[tauri::command]
async fn sign_out(console: State<'_, Console>) -> Answer<AppState> {
    console.sign_out().await
}

#[tauri::command]
async fn set_preference(console: State<'_, Console>, key: String, value: String) -> Answer<()> {
    let live = console.live_desk().await?;
    off_thread(move || Ok(live.set_preference(&key, &value)?)).await
}

#[tauri::command]
async fn preferences(console: State<'_, Console>) -> Answer<BTreeMap<String, String>> {
    let live = console.live_desk().await?;
    off_thread(move || Ok(live.preferences()?)).await
}

#[tauri::command]
async fn subscribe(console: State<'_, Console>, channel: Channel<DeskEvent>) -> Answer<()> {
    console.subscribe(channel);
    Ok(())
}

#[tauri::command]
async fn queue(console: State<'_, Console>, query: QueueQuery) -> Answer<QueuePage> {
    let query = QueueQuery { limit: query.limit.min(MOST_ROWS), ..query };
    on_desk(&console, move |desk| desk.queue(&query)).await
}

#[tauri::command]
async fn ticket(console: State<'_, Console>, id: String) -> Answer<TicketView> {
    on_desk(&console, move |desk| desk.ticket(&id)).await
}

#[tauri::command]
async fn customers(
    console: State<'_, Console>,
    text: String,
    offset: u32,
    limit: u32,
) -> Answer<CustomerPage> {
    on_desk(&console, move |desk| desk.customers(&text, offset, limit.min(MOST_ROWS))).await
}

#[tauri::command]
async fn customer(console: State<'_, Console>, id: String) -> Answer<CustomerView> {
    console.seen(DocumentKind::Customer, &id);
    let view = on_desk(&console, move |desk| desk.customer(&id)).await?;
    // The view shows where every order stands; parcels and products count when they are opened.
    for order in &view.orders {
        console.seen(DocumentKind::Order, order.order.id.as_str());
    }
    Ok(view)
}

#[tauri::command]
async fn order(console: State<'_, Console>, id: String) -> Answer<OrderView> {
    console.seen(DocumentKind::Order, &id);
    on_desk(&console, move |desk| desk.order(&id)).await
}

#[tauri::command]
async fn product(console: State<'_, Console>, id: String) -> Answer<Product> {
    console.seen(DocumentKind::Product, &id);
    on_desk(&console, move |desk| desk.product(&id)).await
}

#[tauri::command]
async fn products(console: State<'_, Console>) -> Answer<Vec<Product>> {
    on_desk(&console, Desk::products).await
}

#[tauri::command]
async fn articles(console: State<'_, Console>) -> Answer<Vec<Article>> {
    on_desk(&console, Desk::articles).await
}

#[tauri::command]
async fn people(console: State<'_, Console>) -> Answer<Vec<Person>> {
    on_desk(&console, Desk::people).await
}

#[tauri::command]
async fn search(console: State<'_, Console>, text: String, limit: u32) -> Answer<Vec<SearchHit>> {
    on_desk(&console, move |desk| desk.search(&text, limit.min(MOST_ROWS))).await
}

#[tauri::command]
async fn submit(
    console: State<'_, Console>,
    intent: Intent,
    draft_id: Option<String>,
) -> Answer<Written> {
    console.submit(intent, draft_id).await
}

#[tauri::command]
async fn outbox(console: State<'_, Console>) -> Answer<Vec<OutboxRow>> {
    on_desk(&console, Desk::outbox).await
}

#[tauri::command]
async fn outbox_discard(console: State<'_, Console>, n: u64) -> Answer<()> {
    on_desk(&console, move |desk| desk.discard(n)).await
}

#[tauri::command]
async fn outbox_resend(
    console: State<'_, Console>,
    n: u64,
    text: Option<String>,
) -> Answer<Written> {
    on_desk(&console, move |desk| desk.resend(n, text)).await
}

#[tauri::command]
async fn line(console: State<'_, Console>) -> Answer<LineState> {
    on_desk(&console, Desk::line).await
}

#[tauri::command]
async fn sync_now(console: State<'_, Console>) -> Answer<LineState> {
    console.sync_now().await
}

#[tauri::command]
async fn drafts(console: State<'_, Console>) -> Answer<Vec<Draft>> {
    on_desk(&console, Desk::drafts).await
}

#[tauri::command]
async fn save_draft(console: State<'_, Console>, draft: Draft) -> Answer<()> {
    on_desk(&console, move |desk| desk.save_draft(&draft)).await
}

#[tauri::command]
async fn drop_draft(console: State<'_, Console>, id: String) -> Answer<()> {
    on_desk(&console, move |desk| desk.drop_draft(&id)).await
}

#[tauri::command]
async fn grants(console: State<'_, Console>, state: Option<GrantState>) -> Answer<Vec<GrantRow>> {
    on_desk(&console, move |desk| desk.grants(state)).await
}

#[tauri::command]
async fn grant(console: State<'_, Console>, id: String) -> Answer<GrantView> {
    on_desk(&console, move |desk| desk.grant(&id)).await
}

#[tauri::command]
async fn budget(console: State<'_, Console>) -> Answer<BudgetView> {
    on_desk(&console, Desk::budget).await
}

#[tauri::command]
async fn alerts(console: State<'_, Console>) -> Answer<Vec<Alert>> {
    on_live_desk(&console, Desk::alerts).await
}

#[tauri::command]
async fn unheard_alerts(console: State<'_, Console>) -> Answer<u32> {
    on_live_desk(&console, Desk::unheard_alerts).await
}

#[tauri::command]
async fn hear_alerts(console: State<'_, Console>) -> Answer<()> {
    on_live_desk(&console, Desk::hear_alerts).await
}

#[tauri::command]
async fn open_external(url: String) -> Answer<()> {
    external::open(&url)
}

#[tauri::command]
async fn scenarios(console: State<'_, Console>) -> Answer<Vec<Scenario>> {
    let live = console.live_desk().await?;
    off_thread(move || Ok(live.scenarios()?)).await
}

#[tauri::command]
async fn drill_start(console: State<'_, Console>, scenario_id: String) -> Answer<DrillScreen> {
    console.drill_start(ScenarioId(scenario_id)).await
}

#[tauri::command]
async fn drill_act(console: State<'_, Console>, action: DrillAction) -> Answer<DrillScreen> {
    console.drill_act(action).await
}

#[tauri::command]
async fn drill_view(console: State<'_, Console>) -> Answer<Option<DrillScreen>> {
    Ok(console.drill_screen())
}

#[tauri::command]
async fn drill_finish(console: State<'_, Console>) -> Answer<DrillRun> {
    console.drill_finish().await
}

#[tauri::command]
async fn drill_abandon(console: State<'_, Console>) -> Answer<AppState> {
    console.drill_abandon().await
}

#[tauri::command]
async fn drill_runs(console: State<'_, Console>) -> Answer<Vec<DrillRun>> {
    let live = console.live_desk().await?;
    off_thread(move || Ok(live.drill_runs()?)).await
}
