//! What the hub promises, on real database files and over real HTTP.

mod client;
mod process;
mod schema;
mod shop;

mod accounts;
mod audit;
mod commands;
mod connections;
mod crash;
#[cfg(target_os = "linux")]
mod failover;
mod feed;
#[cfg(target_os = "linux")]
mod guards;
#[cfg(target_os = "linux")]
mod hubs;
mod ledger;
mod masking;
#[cfg(target_os = "linux")]
mod memory;
mod openapi;
mod pipes;
mod problems;
mod sessions;
mod simulated;
mod store;
mod stream;
#[cfg(target_os = "linux")]
mod suite;
