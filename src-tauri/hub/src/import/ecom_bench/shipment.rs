//! Parcels and their tracks.

use backstop_domain::{
    id::ShipmentId,
    shipment::{Shipment, TrackEvent},
};
use jiff::tz::TimeZone;

use super::super::{
    harvest::{Found, Harvest},
    row::{Flaw, Row},
};

/// Reads a parcel, filed under its customer and its order. Tracking numbers occur more than once
/// in the shop, so the order makes them unique.
pub(super) fn read(
    harvest: &Harvest<'_>,
    found: &Found<'_>,
    zone: &TimeZone,
) -> Result<Shipment, Flaw> {
    let row = &found.row;
    let receiver = row.object("收件人信息")?;
    let tracking_number = row.id("物流单号")?;
    let buyer = found.keys.iter().rev().nth(1).map_or("", String::as_str);
    let customer_id = harvest.customer(buyer)?;
    let order_id = harvest.order_of(found.key(), &customer_id)?;
    Ok(Shipment {
        id: ShipmentId(format!("{order_id}/{tracking_number}")),
        source: harvest.source(),
        order_id,
        customer_id,
        tracking_number,
        carrier: row.words("物流公司")?,
        expected_at: row.instant("预计送达时间", zone)?,
        delivered_at: row.instant("实际送达时间", zone)?,
        receiver: receiver.words("收件人姓名")?,
        receiver_phone: receiver.words("收件人电话")?,
        track: row
            .objects("物流轨迹")?
            .iter()
            .map(|step| event(step, zone))
            .collect::<Result<_, _>>()?,
    })
}

/// Some steps have their state under an English key; it means the same.
fn event(row: &Row<'_>, zone: &TimeZone) -> Result<TrackEvent, Flaw> {
    let state = if row.value("状态").is_some() { "状态" } else { "status" };
    Ok(TrackEvent {
        at: row.instant("时间", zone)?,
        status: row.words(state)?,
        place: row.words("位置")?,
        text: row.words("描述")?,
        operator: row.words("操作人")?,
    })
}
