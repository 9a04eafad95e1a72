//! A parcel and its track.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::id::{CustomerId, OrderId, ShipmentId};

/// One step of a parcel on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TrackEvent {
    /// When it happened; unknown in some shops.
    pub at: Option<Timestamp>,
    /// The carrier's word for the state.
    pub status: String,
    /// Where.
    pub place: String,
    /// What the carrier says.
    pub text: String,
    /// Who did it, where the carrier says so.
    pub operator: String,
}

/// A parcel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Shipment {
    /// Tracking number, made unique by the order it belongs to.
    pub id: ShipmentId,
    /// Which import this came from.
    pub source: String,
    /// The order inside.
    pub order_id: OrderId,
    /// Whose it is.
    pub customer_id: CustomerId,
    /// The number the carrier knows.
    pub tracking_number: String,
    /// The carrier.
    pub carrier: String,
    /// When the carrier meant to deliver.
    pub expected_at: Option<Timestamp>,
    /// When it was delivered.
    pub delivered_at: Option<Timestamp>,
    /// Who receives it.
    pub receiver: String,
    /// The receiver's telephone number.
    pub receiver_phone: String,
    /// The way so far, in order.
    pub track: Vec<TrackEvent>,
}
