//! What a customer is probably calling about.
//!
//! A promise that is not kept comes before everything; then what was said and did not happen; then
//! what is on its way; then what has not left. Each order is guessed at once.

use backstop_domain::{shipment::Shipment, ticket::Ticket};
use jiff::{SignedDuration, Timestamp};

use crate::view::customer::{Guess, OrderView};

/// Nobody calls about a parcel that came late longer ago than this.
const FORGIVEN: SignedDuration = SignedDuration::from_hours(14 * 24);

/// The shops' words for an order that nothing more happens to.
const ENDED: [&str; 8] =
    ["delivered", "cancelled", "returned", "已签收", "已送达", "已退货", "已取消", "已完成"];
/// The shops' words for an order that has not left.
const UNSHIPPED: [&str; 7] =
    ["pending", "processed", "paid", "已付款", "处理中", "待发货", "待付款"];

/// How likely a guess is: the smaller comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    LiveTicket,
    Late,
    CameLate,
    OnItsWay,
    Unshipped,
}

/// The guesses, the likeliest first.
pub(super) fn guesses(tickets: &[Ticket], orders: &[OrderView], now: Timestamp) -> Vec<Guess> {
    let mut live: Vec<&Ticket> = tickets.iter().filter(|ticket| ticket.is_live()).collect();
    live.sort_by_cached_key(|t| (t.next_due().unwrap_or(Timestamp::MAX), t.created_at));
    let of_ticket = |ticket: &Ticket| Guess::LiveTicket {
        ticket_id: ticket.id.clone(),
        title: ticket.title.clone(),
    };
    let mut guesses: Vec<(Rank, Guess)> =
        live.into_iter().map(|ticket| (Rank::LiveTicket, of_ticket(ticket))).collect();
    guesses.extend(orders.iter().filter_map(|order| of_order(order, now)));
    guesses.sort_by_key(|(rank, _)| *rank);
    guesses.into_iter().map(|(_, guess)| guess).collect()
}

fn of_order(view: &OrderView, now: Timestamp) -> Option<(Rank, Guess)> {
    let status = view.order.status.as_str();
    if is_one_of(status, &UNSHIPPED) {
        let guess =
            Guess::UnshippedOrder { order_id: view.order.id.clone(), status: status.to_owned() };
        let expected = view.shipments.iter().filter_map(|parcel| parcel.expected_at).min();
        let overdue = expected.is_some_and(|expected| expected < now);
        return Some((if overdue { Rank::Late } else { Rank::Unshipped }, guess));
    }
    let ended = is_one_of(status, &ENDED);
    let guesses = view.shipments.iter().filter_map(|parcel| of_parcel(parcel, ended, now));
    guesses.min_by_key(|(rank, _)| *rank)
}

fn of_parcel(parcel: &Shipment, ended: bool, now: Timestamp) -> Option<(Rank, Guess)> {
    let order_id = parcel.order_id.clone();
    match (parcel.expected_at, parcel.delivered_at) {
        (Some(expected_at), Some(delivered)) => {
            let matters = expected_at < delivered && now.duration_since(delivered) < FORGIVEN;
            matters.then_some((Rank::CameLate, Guess::LateShipment { order_id, expected_at }))
        }
        (_, Some(_)) => None,
        _ if ended => None,
        (Some(expected_at), None) if expected_at < now => {
            Some((Rank::Late, Guess::LateShipment { order_id, expected_at }))
        }
        _ => {
            let last = parcel.track.last()?;
            Some((Rank::OnItsWay, Guess::OpenShipment { order_id, status: last.status.clone() }))
        }
    }
}

fn is_one_of(status: &str, words: &[&str]) -> bool {
    words.contains(&status.trim().to_lowercase().as_str())
}
