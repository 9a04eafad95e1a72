//! What is being written is on the disk: SIGKILL takes the program and not a word.

use backstop_testkit::webdriver::{Chord, Key, test_id};
use serde_json::json;

use crate::stage::Stage;

const STORY: &str = "用户来电：热水器显示 E4，三天没有热水，要求今天上门。";

#[test]
fn a_draft_survives_sigkill_and_comes_back_with_the_caret_where_it_was() {
    let mut stage = Stage::open("zh_CN.UTF-8");
    let window = stage.window();
    // The console shows the most urgent ticket by itself: put it away, to begin with nobody in particular.
    window.test_id("ticket-title");
    window.type_text("x");
    window.test_id("empty");
    window.type_text("t");
    window.await_keyboard(&test_id("write-customer"));
    window.tab_to(&test_id("write-title"));
    window.type_text("热水器报错");
    window.press(Key::Tab);
    window.await_keyboard(&test_id("write-text"));
    window.type_text(STORY);
    for _ in 0..5 {
        window.press(Key::Left);
    }
    let caret = u64::try_from(STORY.chars().count() - 5).expect("a short text");
    let at = "return document.activeElement.selectionStart === arguments[0]";
    window.await_script("the caret stands inside the text", at, &[json!(caret)]);
    window.find("[data-testid=draft-state][data-state=saved]");
    // The mark says that the words are on the disk; the caret's own save may still be under way.
    window.await_script("the caret is on the disk too", "return true", &[]);
    let saved = backstop_testkit::wait::until("the draft on the disk has the caret", || {
        let drafts = stage.ask("drafts", &json!({}));
        drafts.as_array()?.iter().find(|draft| draft["caret"] == caret).cloned()
    });
    assert_eq!(saved["fields"]["text"], STORY, "the whole text is on the disk");
    stage.picture("20-draft-before-sigkill-zh-light");

    stage.kill_and_start();
    let window = stage.window();
    window.await_keyboard(&test_id("write-text"));
    window.await_text(&test_id("write-text"), STORY);
    window.await_script("the caret is where it was", at, &[json!(caret)]);
    window.await_text(&test_id("draft-strip"), "热水器报错");
    stage.picture("21-draft-after-sigkill-zh-light");
    window.type_text("（急）");
    let with_more = STORY.chars().take(STORY.chars().count() - 5).collect::<String>() + "（急）";
    window.await_text(&test_id("write-text"), &with_more);
}

#[test]
fn a_draft_is_on_the_disk_a_quarter_of_a_second_after_the_last_key() {
    let mut stage = Stage::open("zh_CN.UTF-8");
    let window = stage.window();
    window.test_id("queue-row");
    window.type_text("j");
    window.test_id("ticket-pane");
    window.type_text("r");
    window.await_keyboard(&test_id("reply-box"));
    // The page itself measures from the last input event to the mark that says "on the disk".
    let watch = "window.last = 0; window.took = null;\
                 document.querySelector('[data-testid=reply-box]')\
                 .addEventListener('input', () => { window.last = performance.now(); window.took = null; });\
                 new MutationObserver(() => {\
                   const saved = document.querySelector('[data-testid=draft-state][data-state=saved]');\
                   if (saved && window.took === null && window.last) window.took = performance.now() - window.last;\
                 }).observe(document.body, { subtree: true, childList: true, attributes: true });";
    window.script(watch, &[]);
    window.type_text("马上处理");
    let took = window.await_script("the draft is on the disk", "return window.took", &[]);
    let took = took.as_f64().expect("a time in milliseconds");
    println!("on the disk after {took:.0} ms");
    assert!(took < 1_000.0, "a busy machine may be slower than 250 ms, but not {took} ms");

    stage.kill_and_start();
    let window = stage.window();
    window.await_text(&test_id("reply-box"), "马上处理");
    window.press(Key::Escape);
    window.press(Chord::control("k"));
    window.test_id("palette");
}
