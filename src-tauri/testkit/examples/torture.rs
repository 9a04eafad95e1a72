//! The program behind `cargo xtask torture`: real hubs and desks, tortured. It prints a table, or JSON.

#[cfg(target_os = "linux")]
#[path = "torture/report.rs"]
mod report;

use std::process::ExitCode;

#[cfg(target_os = "linux")]
fn main() -> ExitCode {
    use clap::Parser as _;

    let orders = report::Orders::parse();
    let report = report::Report::of(&orders);
    println!("{}", if orders.json { report.json().to_string() } else { report.table() });
    if report.is_good() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

#[cfg(not(target_os = "linux"))]
fn main() -> ExitCode {
    eprintln!("error: torture needs Linux: only there can a disk be made to lose its power");
    ExitCode::FAILURE
}
