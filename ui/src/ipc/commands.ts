// Generated from the Rust types by `cargo xtask bindings`. Do not edit.

import type { Channel } from '@tauri-apps/api/core';
import type {
  Alert,
  AppState,
  Article,
  BudgetView,
  CustomerPage,
  CustomerView,
  DeskEvent,
  Draft,
  DrillAction,
  DrillRun,
  DrillScreen,
  GrantRow,
  GrantState,
  GrantView,
  Intent,
  LineState,
  OrderView,
  OutboxRow,
  Person,
  Product,
  QueuePage,
  QueueQuery,
  Scenario,
  SearchHit,
  TicketView,
  Written,
} from './bindings';
import { call } from './call';

export const start = (): Promise<AppState> =>
  call('start');

export const ready = (): Promise<void> =>
  call('ready');

export const enterSolo = (personId: string): Promise<AppState> =>
  call('enter_solo', { personId });

export const signIn = (hub: string, login: string, password: string): Promise<AppState> =>
  call('sign_in', { hub, login, password });

export const signOut = (): Promise<AppState> =>
  call('sign_out');

export const setPreference = (key: string, value: string): Promise<void> =>
  call('set_preference', { key, value });

export const preferences = (): Promise<{ [key in string]: string }> =>
  call('preferences');

export const subscribe = (channel: Channel<DeskEvent>): Promise<void> =>
  call('subscribe', { channel });

export const queue = (query: QueueQuery): Promise<QueuePage> =>
  call('queue', { query });

export const ticket = (id: string): Promise<TicketView> =>
  call('ticket', { id });

export const customers = (text: string, offset: number, limit: number): Promise<CustomerPage> =>
  call('customers', { text, offset, limit });

export const customer = (id: string): Promise<CustomerView> =>
  call('customer', { id });

export const order = (id: string): Promise<OrderView> =>
  call('order', { id });

export const product = (id: string): Promise<Product> =>
  call('product', { id });

export const products = (): Promise<Array<Product>> =>
  call('products');

export const articles = (): Promise<Array<Article>> =>
  call('articles');

export const people = (): Promise<Array<Person>> =>
  call('people');

export const search = (text: string, limit: number): Promise<Array<SearchHit>> =>
  call('search', { text, limit });

export const submit = (intent: Intent, draftId: string | null): Promise<Written> =>
  call('submit', { intent, draftId });

export const outbox = (): Promise<Array<OutboxRow>> =>
  call('outbox');

export const outboxDiscard = (n: number): Promise<void> =>
  call('outbox_discard', { n });

export const outboxResend = (n: number, text: string | null): Promise<Written> =>
  call('outbox_resend', { n, text });

export const line = (): Promise<LineState> =>
  call('line');

export const syncNow = (): Promise<LineState> =>
  call('sync_now');

export const drafts = (): Promise<Array<Draft>> =>
  call('drafts');

export const saveDraft = (draft: Draft): Promise<void> =>
  call('save_draft', { draft });

export const dropDraft = (id: string): Promise<void> =>
  call('drop_draft', { id });

export const grants = (state: GrantState | null): Promise<Array<GrantRow>> =>
  call('grants', { state });

export const grant = (id: string): Promise<GrantView> =>
  call('grant', { id });

export const budget = (): Promise<BudgetView> =>
  call('budget');

export const alerts = (): Promise<Array<Alert>> =>
  call('alerts');

export const unheardAlerts = (): Promise<number> =>
  call('unheard_alerts');

export const hearAlerts = (): Promise<void> =>
  call('hear_alerts');

export const openExternal = (url: string): Promise<void> =>
  call('open_external', { url });

export const scenarios = (): Promise<Array<Scenario>> =>
  call('scenarios');

export const drillStart = (scenarioId: string): Promise<DrillScreen> =>
  call('drill_start', { scenarioId });

export const drillAct = (action: DrillAction): Promise<DrillScreen> =>
  call('drill_act', { action });

export const drillView = (): Promise<DrillScreen | null> =>
  call('drill_view');

export const drillFinish = (): Promise<DrillRun> =>
  call('drill_finish');

export const drillAbandon = (): Promise<AppState> =>
  call('drill_abandon');

export const drillRuns = (): Promise<Array<DrillRun>> =>
  call('drill_runs');
