//! How it looks and listens: languages, colours, the palette, the input method.

use backstop_testkit::webdriver::{Chord, Key, Session, test_id};
use serde_json::json;

use crate::stage::Stage;

/// Types into the palette and runs the first thing it offers under this name.
fn command(window: &Session, words: &str, id: &str) {
    window.press(Chord::control("k"));
    window.await_keyboard(&test_id("palette-input"));
    window.type_text(words);
    let first = format!("[aria-selected=true]{}", test_id(id));
    for _ in 0..12 {
        if window.look(&first).is_some() {
            break;
        }
        window.find(&test_id(id));
        window.press(Key::Down);
    }
    window.find(&first);
    window.press(Key::Enter);
    window.await_gone(&test_id("palette"));
}

#[test]
fn language_and_colours_change_at_once_and_stay() {
    let mut stage = Stage::open("zh_CN.UTF-8");
    let window = stage.window();
    window.await_text(&test_id("nav-workbench"), "工作台");
    command(window, "换成英文", "action-locale-en");
    window.await_text(&test_id("nav-customers"), "Customers");
    command(window, "dark", "action-theme-dark");
    window.find("html[lang=en][data-theme=dark]");
    stage.kill_and_start();
    let window = stage.window();
    window.find("html[lang=en][data-theme=dark]");
    window.await_text(&test_id("nav-customers"), "Customers");
}

#[test]
fn the_palette_finds_people_orders_and_deeds() {
    let stage = Stage::open("zh_CN.UTF-8");
    let window = stage.window();
    window.test_id("queue-row");
    window.press(Chord::control("k"));
    window.await_keyboard(&test_id("palette-input"));
    window.type_text("敬明");
    window.test_id("hit-customer");
    stage.picture("60-palette-zh-light");
    window.press(Key::Enter);
    window.await_text(&test_id("customer-name"), "宋敬明");
    window.press(Chord::control("k"));
    window.await_keyboard(&test_id("palette-input"));
    window.type_text("313021098954");
    window.test_id("hit-order");
    window.press(Key::Escape);
    window.await_gone(&test_id("palette"));
    window.type_text("?");
    window.await_text("[role=dialog]", "快捷键");
    stage.picture("61-keys-zh-light");
}

/// What `WebKitGTK` sends while an input method composes and its Enter commits the raw letters.
const COMPOSE: &str = "const field = document.querySelector(arguments[0]);\
    const key = (type, init, code) => {\
      const event = new KeyboardEvent(type, { bubbles: true, cancelable: true, ...init });\
      Object.defineProperty(event, 'keyCode', { get: () => code });\
      field.dispatchEvent(event);\
    };\
    const compose = (type, data) =>\
      field.dispatchEvent(new CompositionEvent(type, { bubbles: true, data }));\
    field.focus();\
    key('keydown', { key: 'Unidentified', isComposing: false, ctrlKey: arguments[1] }, 229);\
    compose('compositionstart', '');\
    field.value += 'nihao';\
    field.dispatchEvent(new InputEvent('input', { bubbles: true, isComposing: true }));\
    key('keydown', { key: 'Enter', isComposing: true, ctrlKey: arguments[1] }, 229);\
    compose('compositionend', 'nihao');\
    field.dispatchEvent(new InputEvent('input', { bubbles: true, isComposing: false }));\
    key('keyup', { key: 'Enter', isComposing: false, ctrlKey: arguments[1] }, 13);";

#[test]
fn enter_that_ends_a_composition_sends_nothing_and_chooses_nothing() {
    let stage = Stage::open("zh_CN.UTF-8");
    let window = stage.window();
    window.test_id("queue-row");
    window.type_text("j");
    window.test_id("ticket-pane");
    window.type_text("r");
    window.await_keyboard(&test_id("reply-box"));
    let entries = "return document.querySelectorAll('[data-testid=entry]').length";
    let before = window.script(entries, &[]);
    window.script(COMPOSE, &[json!(test_id("reply-box")), json!(true)]);
    window.find("[data-testid=draft-state][data-state=saved]");
    window.await_text(&test_id("reply-box"), "nihao");
    assert_eq!(window.script(entries, &[]), before, "the composing Enter sent nothing");
    window.press(Chord::control_key(Key::Enter));
    window.await_text(&test_id("timeline"), "nihao");

    window.press(Key::Escape);
    window.press(Chord::control("k"));
    window.await_keyboard(&test_id("palette-input"));
    window.script(COMPOSE, &[json!(test_id("palette-input")), json!(false)]);
    window.await_text(&test_id("palette-input"), "nihao");
    assert!(window.look(&test_id("palette")).is_some(), "the composing Enter chose nothing");
}

/// Each view with the keys that lead there and what stands when it is there.
const VIEWS: [(&str, &str, &str); 7] = [
    ("workbench", "gq", "workbench"),
    ("customers", "gc", "customer-row"),
    ("grants", "gp", "grants"),
    ("drills", "gt", "drills"),
    ("knowledge", "gk", "knowledge"),
    ("outbox", "go", "outbox"),
    ("alerts", "ga", "alerts"),
];

#[test]
fn every_view_is_pictured_in_both_languages_and_colours() {
    let stage = Stage::open("zh_CN.UTF-8");
    let window = stage.window();
    window.test_id("queue-row");
    stage.become_person("manager");
    for (locale, theme) in [("zh-CN", "light"), ("zh-CN", "dark"), ("en", "light"), ("en", "dark")]
    {
        choose_look(&stage, locale, theme);
        for (view, keys, stands) in VIEWS {
            window.type_text(keys);
            window.test_id(stands);
            if view == "workbench" {
                window.type_text("2");
            }
            if ["workbench", "customers"].contains(&view) {
                window.find("[role=option]");
                window.type_text("j");
                window.test_id("customer-360");
            }
            stage.picture(&format!("70-{view}-{locale}-{theme}"));
        }
    }
}

fn choose_look(stage: &Stage, locale: &str, theme: &str) {
    let window = stage.window();
    window.press(Chord::control(","));
    window.test_id("settings");
    window.click(&test_id(&format!("locale-{locale}")));
    window.click(&test_id(&format!("theme-{theme}")));
    window.find(&format!("html[lang={locale}][data-theme={theme}]"));
    stage.picture(&format!("70-settings-{locale}-{theme}"));
    window.script("document.activeElement?.blur()", &[]);
}

#[test]
fn a_large_screen_shows_more_not_bigger() {
    let stage = Stage::open_on("zh_CN.UTF-8", 1920, 1080);
    let window = stage.window();
    window.resize(1920, 1080);
    window.await_script("the window fills the screen", "return innerWidth === 1920", &[]);
    window.test_id("queue-row");
    window.type_text("j");
    window.test_id("customer-360");
    stage.picture("80-workbench-zh-light-1920");
    window.type_text("gc");
    window.test_id("customer-row");
    window.type_text("j");
    window.test_id("customer-name");
    stage.picture("81-customers-zh-light-1920");
}
