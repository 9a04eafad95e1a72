//! Scenarios of both generations: tau2 tasks, and tau tasks with a persona.

use backstop_domain::scenario::{ExpectedAction, Persona, Scenario};

use super::{
    super::{
        harvest::{Found, Harvest},
        row::{Flaw, Row},
        script::{fingerprint, sentences, short},
    },
    caller,
};

/// Action names that begin so only look something up; everything else changes the shop.
const LOOKUPS: [&str; 6] = ["find_", "get_", "list_", "search_", "calculate", "think"];

/// Reads a tau2 task.
pub(super) fn read(harvest: &Harvest<'_>, found: &Found<'_>) -> Result<Scenario, Flaw> {
    let row = &found.row;
    let scene = row.object("user_scenario")?;
    let told = scene.object("instructions")?;
    let actions = row.object("evaluation_criteria")?.objects("actions")?;
    let actions = read_actions(&actions, "arguments")?;
    let known = told.words("known_info")?;
    let intents = sentences(&told.text("reason_for_call")?);
    let persona = Persona {
        kind: joined(&[&scene.words("persona")?, &known, &told.words("unknown_info")?]),
        style: joined(&[&told.words("task_instructions")?]),
        ..Persona::default()
    };
    let customer_id = caller::find(harvest, &actions, &known);
    let id = format!("tau2-{}", row.id("id")?);
    Ok(Scenario { customer_id, ..scenario(harvest, &id, persona, intents, actions) })
}

/// Reads a tau task: one instruction that begins with who calls and how they are.
pub(super) fn read_persona(harvest: &Harvest<'_>, found: &Found<'_>) -> Result<Scenario, Flaw> {
    let row = &found.row;
    let customer_id = Some(harvest.customer(&row.id("user_id")?)?);
    let instruction = row.text("instruction")?;
    let mut intents = sentences(&instruction);
    let is_persona = |said: &String| said.starts_with("You are ") || said.starts_with("Your name ");
    let about = intents.iter().take_while(|said| is_persona(said)).count();
    let about: Vec<_> = intents.drain(..about).collect();
    if intents.is_empty() {
        return Err(row.flaw("instruction", "it has no intent"));
    }
    let (moods, kinds): (Vec<_>, Vec<_>) =
        about.into_iter().partition(|said| said.starts_with("You are "));
    let persona = Persona { kind: kinds.join(" "), mood: moods.join(" "), ..Persona::default() };
    let actions = read_actions(&row.objects("actions")?, "kwargs")?;
    let id = format!("tau1-{}", fingerprint(&instruction));
    Ok(Scenario { customer_id, ..scenario(harvest, &id, persona, intents, actions) })
}

fn read_actions(rows: &[Row<'_>], arguments: &str) -> Result<Vec<ExpectedAction>, Flaw> {
    rows.iter().map(|row| row.action(arguments)).collect()
}

fn scenario(
    harvest: &Harvest<'_>,
    id: &str,
    persona: Persona,
    intents: Vec<String>,
    actions: Vec<ExpectedAction>,
) -> Scenario {
    let looks_up = |action: &ExpectedAction| LOOKUPS.iter().any(|l| action.name.starts_with(l));
    let (lookups, actions) = actions.into_iter().partition(looks_up);
    Scenario {
        id: id.into(),
        source: harvest.source(),
        title: short(intents.first().map_or("", String::as_str)),
        language: "en".to_owned(),
        customer_id: None,
        persona,
        intents,
        actions,
        lookups,
    }
}

/// The parts that say something, as one text.
fn joined(parts: &[&str]) -> String {
    let said = parts.iter().map(|part| part.trim()).filter(|part| !matches!(*part, "" | "."));
    said.collect::<Vec<_>>().join(" ")
}
