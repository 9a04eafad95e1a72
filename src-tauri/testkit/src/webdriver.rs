//! A small `WebDriver` client: what the end-to-end tests need of the W3C protocol and no more.

mod keys;

use std::path::Path;

use serde_json::{Value, json};

use crate::{http::Http, wait};
pub use keys::{Chord, Key};

/// The name under which the protocol hands out elements.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A session on one window.
pub struct Session {
    http: Http,
    base: String,
}

/// An element of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element(String);

impl Session {
    /// Starts a program and opens a session on its window.
    pub fn open(http: &Http, program: &Path) -> Self {
        let options = json!({ "binary": program, "args": [] });
        let wanted = json!({
            "capabilities": { "alwaysMatch": { "webkitgtk:browserOptions": options } }
        });
        let answer = http.post("/session", &wanted).json();
        let id = answer["value"]["sessionId"].as_str();
        let id = id.unwrap_or_else(|| panic!("the driver opened no session: {answer}"));
        Self { base: format!("/session/{id}"), http: http.clone() }
    }

    /// Ends the session, and with it the program.
    pub fn quit(&self) {
        // A program that is gone already is what we want.
        self.http.send("DELETE", &self.base, None, &[]).ok();
    }

    /// Waits for an element by CSS selector.
    #[track_caller]
    pub fn find(&self, css: &str) -> Element {
        wait::until(&format!("there is {css} on the page"), || self.look(css))
    }

    /// Waits for an element by its `data-testid`.
    #[track_caller]
    pub fn test_id(&self, id: &str) -> Element {
        self.find(&test_id(id))
    }

    /// The element, if it is there now.
    pub fn look(&self, css: &str) -> Option<Element> {
        let body = json!({ "using": "css selector", "value": css });
        let answer = self.try_command("/element", &body).ok()?;
        Some(Element(answer[ELEMENT].as_str()?.to_owned()))
    }

    /// Waits until an element is gone.
    #[track_caller]
    pub fn await_gone(&self, css: &str) {
        wait::until_true(&format!("{css} is gone from the page"), || self.look(css).is_none());
    }

    /// Waits until an element holds a text.
    #[track_caller]
    pub fn await_text(&self, css: &str, text: &str) {
        self.await_script(
            &format!("{css} says {text}"),
            "return [...document.querySelectorAll(arguments[0])]\
             .some(e => (e.innerText ?? e.textContent ?? '').includes(arguments[1]) \
                     || (e.value ?? '').includes(arguments[1]))",
            &[json!(css), json!(text)],
        );
    }

    /// Waits until a script answers something that is true.
    #[track_caller]
    pub fn await_script(&self, what: &str, script: &str, arguments: &[Value]) -> Value {
        wait::until(what, || {
            let answer = self.try_script(script, arguments).ok()?;
            let holds = !matches!(answer, Value::Null | Value::Bool(false));
            holds.then_some(answer)
        })
    }

    /// Runs a script in the page and returns its answer.
    #[track_caller]
    pub fn script(&self, script: &str, arguments: &[Value]) -> Value {
        let answer = self.try_script(script, arguments);
        answer.unwrap_or_else(|problem| panic!("the script failed: {problem}\n{script}"))
    }

    /// The visible text of the first element that fits.
    #[track_caller]
    pub fn text(&self, css: &str) -> String {
        self.find(css);
        let script = "return document.querySelector(arguments[0])?.innerText ?? ''";
        self.script(script, &[json!(css)]).as_str().unwrap_or_default().to_owned()
    }

    /// Clicks the first element that fits.
    #[track_caller]
    pub fn click(&self, css: &str) {
        wait::until(&format!("{css} can be clicked"), || {
            let element = self.look(css)?;
            self.try_command(&format!("/element/{}/click", element.0), &json!({})).ok()
        });
    }

    /// Writes into an element, as from a keyboard.
    #[track_caller]
    pub fn write(&self, css: &str, text: &str) {
        let element = self.find(css);
        let path = format!("/element/{}/value", element.0);
        let sent = self.try_command(&path, &json!({ "text": text }));
        sent.unwrap_or_else(|problem| panic!("{css} takes no text: {problem}"));
    }

    /// Types at whatever has the keyboard.
    #[track_caller]
    pub fn type_text(&self, text: &str) {
        let keys: Vec<_> = text.chars().flat_map(|c| keys::stroke(&c.to_string())).collect();
        self.act(&keys);
    }

    /// Presses a key or a chord at whatever has the keyboard.
    #[track_caller]
    pub fn press(&self, chord: impl Into<Chord>) {
        self.act(&chord.into().strokes());
    }

    /// Gives the keyboard to an element without a click.
    #[track_caller]
    pub fn focus(&self, css: &str) {
        self.find(css);
        self.script("document.querySelector(arguments[0]).focus()", &[json!(css)]);
    }

    /// Presses Tab until an element has the keyboard.
    #[track_caller]
    pub fn tab_to(&self, css: &str) {
        self.find(css);
        for _ in 0..120 {
            if self.has_keyboard(css) {
                return;
            }
            self.press(Key::Tab);
        }
        panic!("{css} cannot be reached with the tabulator");
    }

    /// Waits until an element has the keyboard.
    #[track_caller]
    pub fn await_keyboard(&self, css: &str) {
        wait::until_true(&format!("{css} has the keyboard"), || self.has_keyboard(css));
    }

    /// Whether an element has the keyboard now.
    pub fn has_keyboard(&self, css: &str) -> bool {
        let script = "return document.activeElement?.matches(arguments[0]) ?? false";
        self.try_script(script, &[json!(css)]).is_ok_and(|has| has == true)
    }

    /// Chooses an option of a list.
    #[track_caller]
    pub fn choose(&self, css: &str, value: &str) {
        let there = format!("{css} offers {value}");
        let script = "const list = document.querySelector(arguments[0]);\
                      if (![...(list?.options ?? [])].some(o => o.value === arguments[1])) return false;\
                      list.value = arguments[1];\
                      list.dispatchEvent(new Event('input', { bubbles: true }));\
                      list.dispatchEvent(new Event('change', { bubbles: true }));\
                      return true";
        self.await_script(&there, script, &[json!(css), json!(value)]);
    }

    /// Sets the size of the window.
    pub fn resize(&self, width: u32, height: u32) {
        let rect = json!({ "x": 0, "y": 0, "width": width, "height": height });
        // Without a window manager some sizes are refused; the picture shows what was given.
        self.try_command("/window/rect", &rect).ok();
    }

    /// Waits until what was last changed has been painted: a picture can lag one frame behind.
    #[track_caller]
    pub fn settle(&self) {
        let two_frames = "window.painted = false; requestAnimationFrame(() =>\
                          requestAnimationFrame(() => { window.painted = true; }))";
        self.script(two_frames, &[]);
        self.await_script("two frames are painted", "return window.painted", &[]);
    }

    #[track_caller]
    fn act(&self, strokes: &[Value]) {
        let keys = json!({ "type": "key", "id": "keyboard", "actions": strokes });
        let done = self.try_command("/actions", &json!({ "actions": [keys] }));
        done.unwrap_or_else(|problem| panic!("the keyboard does not work: {problem}"));
    }

    fn try_script(&self, script: &str, arguments: &[Value]) -> Result<Value, String> {
        self.try_command("/execute/sync", &json!({ "script": script, "args": arguments }))
    }

    fn try_command(&self, path: &str, body: &Value) -> Result<Value, String> {
        let answer = self.http.try_post(&format!("{}{path}", self.base), body);
        let answer = answer.map_err(|error| error.to_string())?;
        let mut value = answer.json();
        if answer.status == 200 {
            Ok(value["value"].take())
        } else {
            Err(value["value"].to_string())
        }
    }
}

/// The CSS selector of a `data-testid`.
pub fn test_id(id: &str) -> String {
    format!("[data-testid=\"{id}\"]")
}
