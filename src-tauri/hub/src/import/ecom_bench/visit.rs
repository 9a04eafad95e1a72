//! Visits: installations and repairs that were agreed with a customer.

use backstop_domain::{id::ServiceOrderId, service_order::ServiceOrder};

use super::super::{
    harvest::{Found, Harvest},
    row::Flaw,
};

/// Reads a visit, filed under its customer and its order.
pub(super) fn read(harvest: &Harvest<'_>, found: &Found<'_>) -> Result<ServiceOrder, Flaw> {
    let row = &found.row;
    let buyer = found.keys.iter().rev().nth(1).map_or("", String::as_str);
    let customer_id = harvest.customer(&row.id_filed_as("用户ID", buyer)?)?;
    let order_id = harvest.order_of(&row.id_filed_as("订单ID", found.key())?, &customer_id)?;
    let kind = row.text("服务类型")?;
    Ok(ServiceOrder {
        id: ServiceOrderId(format!("{order_id}/{kind}")),
        source: harvest.source(),
        customer_id,
        order_id,
        kind,
        appointment: row.words("预约日期")?,
        contact: row.words("用户姓名")?,
        phone: row.words("电话号码")?,
    })
}
