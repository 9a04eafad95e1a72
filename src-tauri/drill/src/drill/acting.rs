//! What the trainee does in the shop.

use super::{Drill, SYSTEM};
use crate::{
    actions::{self, Deed, DrillAction},
    sandbox,
    topics::topics_of,
    view::{Outcome, Performed},
};

/// How much of the shop's answer stands in the talk; the whole of it is in [`Performed::answer`].
const SHOWN_ANSWER: usize = 120;

impl Drill {
    /// Does an action in the sandbox. A refused one changes nothing and is kept with its reason.
    ///
    /// What the scenario expects is done even where the shop's data would refuse it: there the scenario decides.
    pub fn performs(&mut self, action: &DrillAction) -> Outcome {
        let action = self.with_setting(action);
        let deed = Deed::of(&action);
        let spec = actions::spec_of(&self.scenario, &deed);
        let expected = self.expects(&deed);
        let result = match sandbox::apply(&action, &mut self.world) {
            Ok(effect) => Ok(effect),
            Err(_) if expected => Ok(sandbox::apply_expected(&action, &mut self.world)),
            Err(refused) => Err(refused),
        };
        let (done, answer, changed) = match result {
            Ok(effect) => (true, effect.answer, effect.changed),
            Err(refused) => (false, refused.reason, Vec::new()),
        };
        let performed = Performed {
            title: actions::title(spec.as_ref(), &deed, self.language()),
            changes: spec.map_or(expected, |spec| spec.changes),
            action,
            done,
            answer,
            at_turn: self.transcript.len(),
        };
        self.take_note(&performed, &deed);
        Outcome { performed, changed }
    }

    fn expects(&self, deed: &Deed) -> bool {
        let changes = actions::expected_changes(&self.scenario);
        changes.contains(deed) || actions::expected_lookups(&self.scenario).contains(deed)
    }

    /// The action with the customer of the scenario as the one it is for.
    fn with_setting(&self, action: &DrillAction) -> DrillAction {
        let mut action = action.clone();
        if let Some(customer) = &self.scenario.customer_id {
            action.arguments.insert("user_id".to_owned(), customer.as_str().into());
        }
        action
    }

    fn take_note(&mut self, performed: &Performed, deed: &Deed) {
        let short: String = performed.answer.chars().take(SHOWN_ANSWER).collect();
        self.write(SYSTEM, &format!("{} — {short}", performed.title));
        self.performed.push(performed.clone());
        if performed.done && self.serves(deed) {
            self.served = true;
        }
    }

    /// Whether a deed is for the present intent.
    fn serves(&self, deed: &Deed) -> bool {
        let Some(goal) = self.script.goals.get(self.at) else { return false };
        let about = topics_of(deed);
        goal.topics.is_empty() || about.iter().any(|topic| goal.topics.contains(topic))
    }
}
