//! An agent signs in and knows the customer's whole story before they have finished a sentence.

use backstop_testkit::webdriver::{Key, test_id};

use crate::stage::{self, CUSTOMER, CUSTOMER_NAME, Stage};

#[test]
fn an_agent_signs_in_and_sees_the_customers_orders_and_parcels() {
    let hub = stage::team(&[("agent", "agent")]);
    let stage = Stage::open("zh_CN.UTF-8");
    let window = stage.window();
    window.test_id("queue-row");
    stage.picture("01-solo-workbench-zh-light");
    stage.sign_in(&hub.url(), "agent");
    window.await_text(&test_id("line"), "在线");
    window.await_text(&test_id("open-outbox"), "全部已送达");

    window.type_text("gc");
    window.test_id("customers");
    window.type_text("f");
    window.await_keyboard(&test_id("customer-filter"));
    window.type_text("敬明");
    let row = format!("[data-testid=customer-row][data-id='{CUSTOMER}']");
    window.await_script(
        "the filter leaves one customer",
        "return document.querySelectorAll('[data-testid=customer-row]').length === 1",
        &[],
    );
    window.find(&row);
    window.press(Key::Down);
    window.await_text(&test_id("customer-name"), CUSTOMER_NAME);
    window.await_text(&test_id("customer-360"), "155****4614");
    window.find("[data-testid=order-card][data-id='313021098954']");
    window.await_text(&test_id("parcel"), "JD");
    let all = window.text(&test_id("customer-360"));
    assert!(!all.contains("15500004614"), "an agent sees the number masked only");
    stage.picture("02-customer-360-zh-light");
}

#[test]
fn a_wrong_password_is_explained_and_nothing_is_lost() {
    let hub = stage::team(&[("agent", "agent")]);
    let stage = Stage::open("en_US.UTF-8");
    let window = stage.window();
    window.press(backstop_testkit::webdriver::Chord::control(","));
    window.write(&test_id("signin-hub"), &hub.url());
    window.write(&test_id("signin-login"), "agent");
    window.write(&test_id("signin-password"), "wrong");
    window.press(Key::Enter);
    window.await_text(&test_id("sign-in"), "password");
    stage.picture("03-sign-in-refused-en-light");
    window.await_script(
        "the address is still there",
        "return document.querySelector('[data-testid=signin-hub]').value.startsWith('http')",
        &[],
    );
}
