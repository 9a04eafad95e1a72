//! The simulator finds nothing in the product, and finds every mistake that is planted into it.

use backstop_domain::plant::Plant;
use backstop_simulator::run::{Plan, run};

/// Within so many worlds every planted mistake must be found.
const PLANTED: u64 = 2_000;

/// A thousandth of a recorded run.
const WORLDS: u64 = 100;

#[test]
fn worlds_of_the_product_keep_every_promise() {
    let plan = Plan { from: 0, to: WORLDS, commands: 100, plant: None, threads: 2 };
    let report = run(&plan);
    assert!(report.failure.is_none(), "a promise is broken: {:?}", report.failure);
    assert_eq!(report.worlds, WORLDS, "every world was lived");
}

#[test]
fn the_same_seed_lives_the_same_world() {
    let plan = Plan { from: 4_000, to: 4_001, commands: 100, plant: None, threads: 1 };
    let report = run(&plan);
    assert!(report.failure.is_none(), "it differs: {:?}", report.failure);
    assert_eq!(report.replayed, 1, "it was lived twice");
}

#[test]
fn every_planted_mistake_is_found() {
    let missed: Vec<_> = Plant::ALL.iter().filter(|plant| !is_found(**plant)).collect();
    assert!(missed.is_empty(), "the simulator is blind for {missed:?}");
}

fn is_found(plant: Plant) -> bool {
    let plan = Plan { from: 0, to: PLANTED, commands: 100, plant: Some(plant), threads: 2 };
    let report = run(&plan);
    println!("{}: {:?}", plant.code(), report.failure);
    report.failure.is_some()
}
