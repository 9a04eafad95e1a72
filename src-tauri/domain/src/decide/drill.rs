//! Keeping the result of a drill.

use crate::{
    decide::{Case, made_id},
    document::DocumentKind,
    drill_run::DrillRun,
    rejection::Rejection,
    world::Effects,
};

/// The most turns that one run may keep.
const LONGEST_TALK: usize = 2_000;

/// A trainee keeps their own result, once.
pub(super) fn record(case: &Case<'_>, run: &DrillRun) -> Result<Effects, Rejection> {
    made_id("run", run.id.as_str())?;
    if run.trainee != case.actor.id {
        return Err(Rejection::NotAllowed);
    }
    if run.transcript.len() > LONGEST_TALK {
        return Err(Rejection::invalid("transcript", "it is longer than 2000 turns"));
    }
    let fair = |score: f64| (0.0..=1.0).contains(&score);
    if !fair(run.world.score) || !fair(run.words.score) {
        return Err(Rejection::invalid("score", "it must lie between 0 and 1"));
    }
    if case.world.document(DocumentKind::DrillRun, run.id.as_str()).is_some() {
        return Err(Rejection::Duplicate { id: run.id.0.clone() });
    }
    let mut effects = Effects::default();
    effects.put(run.clone());
    Ok(effects)
}
