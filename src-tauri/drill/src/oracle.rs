//! A trainee who knows the scenario: looks up and changes exactly what is expected, with fitting words.
//!
//! It shows that a scenario can be passed, and gives trainers a run to compare others with.

use crate::{
    actions::{self, Deed, DrillAction},
    drill::{Drill, Settled},
    script::Language,
    topics,
};

/// More rounds than any scenario needs; the customer leaves long before.
const MOST_ROUNDS: usize = 200;
/// A customer may change their mind this often when asked to confirm.
const MOST_QUESTIONS: usize = 4;

/// Plays the drill to its end.
pub fn play(drill: &mut Drill) {
    let mut oracle = Oracle { waiting: changes(drill), spoken: 0 };
    drill.opening();
    oracle.look_up(drill);
    for _ in 0..MOST_ROUNDS {
        if drill.finished() {
            break;
        }
        oracle.act(drill);
        oracle.answer(drill);
    }
}

struct Oracle {
    waiting: Vec<DrillAction>,
    spoken: usize,
}

/// The expected changes, as the scenario gives them.
fn changes(drill: &Drill) -> Vec<DrillAction> {
    let expected = actions::expected_changes(&drill.scenario);
    let all = drill.scenario.actions.iter().chain(&drill.scenario.lookups).map(DrillAction::from);
    all.filter(|action| expected.contains(&Deed::of(action))).collect()
}

/// The intent that a change belongs to: the last one about what it mainly is, else about anything it is.
fn place(drill: &Drill, deed: &Deed) -> usize {
    let about = topics::topics_of(deed);
    let last = |wanted: &[topics::Topic]| {
        drill
            .script
            .goals
            .iter()
            .rposition(|goal| wanted.iter().any(|topic| goal.topics.contains(topic)))
    };
    let main = about.first().and_then(|main| last(&[*main]));
    main.or_else(|| last(about)).unwrap_or(drill.intents_total().saturating_sub(1))
}

impl Oracle {
    /// Looks up what has to be known, and every order before it is touched.
    fn look_up(&mut self, drill: &mut Drill) {
        let all =
            drill.scenario.actions.iter().chain(&drill.scenario.lookups).map(DrillAction::from);
        let wanted = actions::expected_lookups(&drill.scenario);
        let lookups: Vec<_> = all.filter(|action| wanted.contains(&Deed::of(action))).collect();
        for action in lookups {
            drill.performs(&action);
        }
        for action in &self.waiting {
            if let Some(order) = action.arguments.get("order_id").and_then(|order| order.as_str()) {
                drill.sees(backstop_domain::document::DocumentKind::Order, order);
            }
        }
    }

    /// Does what the present intent is about, after asking; at the last intent everything that is left.
    fn act(&mut self, drill: &mut Drill) {
        let (now, later): (Vec<_>, Vec<_>) = self
            .waiting
            .drain(..)
            .partition(|action| place(drill, &Deed::of(action)) <= drill.at());
        self.waiting = later;
        if now.is_empty() {
            return;
        }
        self.confirm(drill, &now);
        for action in &now {
            drill.performs(action);
        }
    }

    fn confirm(&mut self, drill: &mut Drill, actions: &[DrillAction]) {
        let before = drill.confirmed.len();
        for _ in 0..MOST_QUESTIONS {
            if drill.confirmed.len() > before || drill.finished() {
                return;
            }
            let titles: Vec<String> = actions
                .iter()
                .map(|action| {
                    let deed = Deed::of(action);
                    actions::title(
                        actions::spec_of(&drill.scenario, &deed).as_ref(),
                        &deed,
                        drill.language(),
                    )
                })
                .collect();
            let ask = match drill.language() {
                Language::Chinese => format!(
                    "将为您办理：{}。请您确认，回复“确认”以继续（{}）。",
                    titles.join("；"),
                    self.spoken
                ),
                Language::English => format!(
                    "I will do this: {}. Do you confirm (yes) request {}?",
                    titles.join("; "),
                    self.spoken
                ),
            };
            self.say(drill, &ask);
        }
    }

    fn answer(&mut self, drill: &mut Drill) {
        if drill.settled.iter().all(|settled| *settled != Settled::Open) {
            let bye = drill.language().choose(
                "感谢您的耐心，祝您生活愉快，再见。",
                "Thank you for your time, have a great day, goodbye.",
            );
            return self.say(drill, bye);
        }
        let goal = drill.script.goals.get(drill.at()).cloned().unwrap_or_default();
        let words: Vec<&str> =
            goal.topics.iter().map(|topic| topics::word(*topic, drill.language())).collect();
        let words = words.join(drill.language().choose("、", ", "));
        let number = self.spoken;
        let answer = match drill.language() {
            Language::Chinese => {
                format!("关于{words}，这边已经为您核实清楚，第{number}项的具体情况已经整理给您。")
            }
            Language::English => format!(
                "About {words}: everything has been checked, these are the details of point {number}."
            ),
        };
        self.say(drill, &answer);
    }

    fn say(&mut self, drill: &mut Drill, words: &str) {
        let greeting = drill
            .language()
            .choose("您好，非常理解您的心情。", "Hello, I understand how you feel. ");
        let words = if self.spoken == 0 { format!("{greeting}{words}") } else { words.to_owned() };
        self.spoken += 1;
        drill.hears(&words);
    }
}
