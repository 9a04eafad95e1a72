//! What the screens of a desk show, asked through the same handle that the app holds: queues, tickets,
//! customers, compensation and search, on real shops and on generated ones.

#[path = "screens/customer.rs"]
mod customer;
#[path = "screens/money.rs"]
mod money;
#[path = "screens/queue.rs"]
mod queue;
#[path = "screens/search.rs"]
mod search;
#[path = "screens/shop.rs"]
mod shop;
#[path = "screens/ticket.rs"]
mod ticket;
