use super::*;
use crate::{oracle, samples};

#[test]
fn dump() {
    let shops = [samples::shop("ecom-bench"), samples::shop("tau-retail")];
    for s in samples::ecom_bench().into_iter().chain(samples::tau_retail()) {
        let shop = shops[usize::from(s.source == "tau-retail")].clone();
        let mut drill = Drill::start(s, 7).in_world(shop);
        oracle::play(&mut drill);
        let run = drill.finish(DrillRunId::from("r"), PersonId::from("p"), Timestamp::UNIX_EPOCH, Timestamp::UNIX_EPOCH);
        println!("## {} world {} words {} mood {:?}", run.scenario_id, run.world.score, run.words.score, run.feeling);
        for c in run.world.checks.iter().chain(&run.words.checks).filter(|c| !c.passed) { println!("   !! {} — {}", c.name, c.why); }
        for t in run.transcript { println!("   {}: {}", t.who, t.text); }
    }
}
