//! A desk made of bare HTTP: it pushes commands as fast as the hub answers and keeps nothing.

use serde_json::{Value, json};

use crate::{
    http::{Answer, Http},
    hub::PASSWORD,
};

/// Why a push got no verdict.
#[derive(Debug)]
pub enum Failed {
    /// The line broke: whether it was done, nobody knows.
    Unanswered,
    /// The hub said that it could not.
    Refused(Answer),
}

/// A signed-in desk that only counts.
pub struct Pusher {
    /// Speaks to the hub with the desk's token.
    pub http: Http,
    /// Who pushes.
    pub actor: String,
    /// The number of the next command.
    pub next: u64,
    /// When its commands say they were made; a month back at most.
    pub made_at: String,
    desk: String,
    /// What was pushed and not answered: it keeps its identity.
    open: Option<Value>,
}

impl Pusher {
    /// Signs in on a new desk.
    pub fn sign_in(url: &str, login: &str) -> Self {
        let http = Http::new(url);
        let answer = http.post("/v1/sessions", &json!({ "login": login, "password": PASSWORD }));
        let session = answer.json();
        Self {
            http: http.with_token(&text(&session, "token")),
            desk: text(&session, "desk"),
            actor: text(&session["person"], "id"),
            next: 1,
            made_at: "2026-11-21T08:00:00Z".to_owned(),
            open: None,
        }
    }

    /// Pushes one command and returns what the hub decided.
    #[track_caller]
    pub fn push(&mut self, body: &Value) -> Value {
        self.try_push(body).expect("the hub answers")
    }

    /// The same over a line that may break; a command that got no answer is repeated as it was.
    pub fn try_push(&mut self, body: &Value) -> Option<Value> {
        match self.attempt(body) {
            Ok(verdict) => Some(verdict),
            Err(Failed::Unanswered) => None,
            Err(Failed::Refused(answer)) => {
                panic!("the hub answers each command: {}", answer.text)
            }
        }
    }

    /// The same at a hub that may be in trouble: what it did not take is repeated as it was, too.
    pub fn attempt(&mut self, body: &Value) -> Result<Value, Failed> {
        let command = self.open.take().unwrap_or_else(|| self.command(body));
        let push = json!({ "commands": [command] });
        self.open = Some(command);
        let answer = self.http.try_post("/v1/commands", &push).map_err(|_| Failed::Unanswered)?;
        let said: Option<Value> = serde_json::from_str(&answer.text).ok();
        let Some(mut said) = said else { return Err(Failed::Unanswered) };
        let Some(verdict) = said.pointer_mut("/outcomes/0").map(Value::take) else {
            return Err(Failed::Refused(answer));
        };
        self.open = None;
        self.next += 1;
        Ok(verdict)
    }

    /// A command with this body and the next number.
    pub fn command(&self, body: &Value) -> Value {
        json!({
            "id": uuid::Uuid::now_v7(), "desk": self.desk, "n": self.next, "actor": self.actor,
            "made_at": self.made_at, "body": body,
        })
    }

    /// The present state of every document of a kind that this person may see.
    pub fn documents(&self, kind: &str) -> Vec<Value> {
        let mut found = Vec::new();
        let (mut cursor, mut scope, mut epoch) = (0, String::new(), String::new());
        loop {
            let address = format!("/v1/feed?cursor={cursor}&scope={scope}&epoch={epoch}");
            let page = self.http.get(&address).json();
            for item in page["items"].as_array().expect("a page has items") {
                if item["kind"] == kind {
                    found.push(item["body"].clone());
                }
            }
            if page["complete"] == true {
                return found;
            }
            cursor = page["cursor"].as_u64().expect("a page has a cursor");
            scope = text(&page, "scope");
            epoch = text(&page, "epoch");
        }
    }
}

fn text(object: &Value, member: &str) -> String {
    let text = object[member].as_str();
    text.unwrap_or_else(|| panic!("{member} must be a text in {object}")).to_owned()
}
