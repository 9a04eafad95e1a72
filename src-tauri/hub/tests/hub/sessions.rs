//! Signing in and out.

use backstop_protocol::{
    problem::ProblemCode,
    session::{Me, SignedIn},
};
use reqwest::{Method, Response, StatusCode};

use crate::{
    client::{Client, accepted, http, problem, try_sign_in},
    shop::{PASSWORD, Shop, open_ticket},
};

#[tokio::test]
async fn a_token_says_who_one_is_until_one_signs_out() {
    let shop = Shop::open_with_passwords().await;
    let agent = Client::sign_in(shop.hub.url(), "agent-a").await;
    let me = agent.request(Method::GET, "/v1/me").send().await.expect("a response");
    let me: Me = me.json().await.expect("who one is");
    assert_eq!((me.person.login.as_str(), &me.desk), ("agent-a", &agent.desk));
    let out = agent.request(Method::DELETE, "/v1/sessions/current").send().await;
    assert_eq!(out.expect("a response").status(), StatusCode::NO_CONTENT);
    let after = agent.request(Method::GET, "/v1/me").send().await.expect("a response");
    assert_eq!(problem(after).await.code, ProblemCode::Unauthorized);
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_name_look_the_same() {
    let shop = Shop::open_with_passwords().await;
    let wrong = problem(try_sign_in(shop.hub.url(), "agent-a", "wrong", None).await).await;
    let unknown = problem(try_sign_in(shop.hub.url(), "nobody", PASSWORD, None).await).await;
    assert_eq!(wrong.code, ProblemCode::WrongCredentials);
    assert_eq!(wrong, unknown, "nobody learns who exists");
    let now = jiff::Timestamp::now();
    backstop_hub::person::disable(shop.hub.store(), "agent-a", now).expect("disabled");
    let disabled = problem(try_sign_in(shop.hub.url(), "agent-a", PASSWORD, None).await).await;
    assert_eq!(disabled, unknown, "nor who was disabled");
}

#[tokio::test]
async fn a_login_name_is_the_same_in_whatever_case_and_width_it_is_typed() {
    let shop = Shop::open_with_passwords().await;
    for typed in ["agent-a", "Agent-A", "ＡＧＥＮＴ-ａ"] {
        let answer = try_sign_in(shop.hub.url(), typed, PASSWORD, None).await;
        let signed: SignedIn = answer.json().await.expect("a session");
        assert_eq!(signed.person.login, "agent-a", "{typed} is agent-a");
    }
    let mut guesses = 0;
    for typed in ["agent-a", "Agent-A", "AGENT-A", "aGENT-a", "agent-A", "AGENT-a"] {
        let answer = try_sign_in(shop.hub.url(), typed, "guess", None).await;
        guesses += usize::from(answer.status() == StatusCode::UNAUTHORIZED);
    }
    assert_eq!(guesses, 5, "and has as many guesses as any other");
}

#[tokio::test]
async fn a_desk_keeps_its_name_and_its_count_over_sign_ins() {
    let shop = Shop::open_with_passwords().await;
    let mut agent = Client::sign_in(shop.hub.url(), "agent-a").await;
    accepted(&agent.act(open_ticket("t-1")).await);
    let old = agent.token.clone();
    let again = try_sign_in(shop.hub.url(), "agent-a", PASSWORD, Some(&agent.desk)).await;
    let again: SignedIn = again.json().await.expect("a session");
    assert_eq!(again.desk, agent.desk, "the desk is the same");
    agent.token = again.token;
    accepted(&agent.act(open_ticket("t-2")).await);
    let request = http().get(format!("{}/v1/me", agent.url)).bearer_auth(old);
    let response = request.send().await.expect("a response");
    assert_eq!(response.status(), StatusCode::UNAUTHORIZED, "the old token is worth nothing");
}

#[tokio::test]
async fn nobody_takes_over_the_desk_of_another() {
    let shop = Shop::open_with_passwords().await;
    let agent = Client::sign_in(shop.hub.url(), "agent-a").await;
    let other = try_sign_in(shop.hub.url(), "agent-b", PASSWORD, Some(&agent.desk)).await;
    let other: SignedIn = other.json().await.expect("a session");
    assert_ne!(other.desk, agent.desk, "another person gets a desk of their own");
    let unknown = Some("made-up".into());
    let new = try_sign_in(shop.hub.url(), "agent-a", PASSWORD, unknown.as_ref()).await;
    let new: SignedIn = new.json().await.expect("a session");
    assert_ne!(new.desk.as_str(), "made-up", "the hub names the desks");
}

#[tokio::test]
async fn guessing_passwords_gets_slow() {
    let shop = Shop::open_with_passwords().await;
    let mut last = None;
    for _ in 0..6 {
        last = Some(try_sign_in(shop.hub.url(), "agent-a", "guess", None).await);
    }
    let last = last.expect("a response");
    assert_eq!(last.status(), StatusCode::TOO_MANY_REQUESTS, "the sixth guess has to wait");
    let wait = last.headers()["retry-after"].to_str().expect("a number").to_owned();
    assert!(wait.parse::<u64>().is_ok_and(|seconds| seconds >= 1), "and is told how long: {wait}");
    assert_eq!(problem(last).await.code, ProblemCode::TooManyAttempts);
    let right = try_sign_in(shop.hub.url(), "agent-b", PASSWORD, None).await;
    assert_eq!(right.status(), StatusCode::OK, "others are not held up");
}

#[tokio::test]
async fn guessing_at_many_names_at_once_gets_slow_for_the_address() {
    let shop = Shop::open_with_passwords().await;
    let url = shop.hub.url();
    let names: Vec<String> = (0..70).map(|n| format!("nobody-{n}")).collect();
    let guesses = names.iter().map(|name| try_sign_in(url, name, "guess", None));
    let answers = futures_util::future::join_all(guesses).await;
    let refused = |answer: &&Response| answer.status() == StatusCode::TOO_MANY_REQUESTS;
    let refused: Vec<&Response> = answers.iter().filter(refused).collect();
    assert!(refused.len() >= 5, "not every guess is checked: {}", refused.len());
    assert!(refused.len() <= 10, "people who mistype are let try again: {}", refused.len());
    assert!(refused.iter().all(|answer| answer.headers().contains_key("retry-after")));
}

#[tokio::test]
async fn many_guesses_at_once_are_no_way_around_the_wait() {
    let shop = Shop::open_with_passwords().await;
    let guesses = (0..20).map(|_| try_sign_in(shop.hub.url(), "agent-a", "guess", None));
    let answers = futures_util::future::join_all(guesses).await;
    let checked = answers.iter().filter(|answer| answer.status() == StatusCode::UNAUTHORIZED);
    let checked = checked.count();
    assert!((5..=6).contains(&checked), "five are free, and not twenty: {checked}");
}

#[tokio::test]
async fn without_a_good_token_nothing_is_told() {
    let shop = Shop::open_with_passwords().await;
    let addresses = ["/v1/me", "/v1/feed", "/v1/stream"];
    for path in addresses {
        for header in [None, Some("Bearer"), Some("Bearer  "), Some("Basic YTpi"), Some("Bearer x")]
        {
            let mut request = http().get(format!("{}{path}", shop.hub.url()));
            if let Some(header) = header {
                request = request.header("authorization", header);
            }
            let refused = problem(request.send().await.expect("a response")).await;
            assert_eq!(refused.code, ProblemCode::Unauthorized, "{path} with {header:?}");
        }
    }
}

#[tokio::test]
async fn the_owner_of_the_process_needs_no_password() {
    let shop = Shop::open_with_passwords().await;
    let first = shop.hub.sign_in_as(&"manager".into(), None).await.expect("a session");
    let again = shop.hub.sign_in_as(&"manager".into(), Some(first.desk.clone())).await;
    assert_eq!(again.expect("a session").desk, first.desk, "the desk is kept");
    assert!(shop.hub.sign_in_as(&"nobody".into(), None).await.is_err(), "nobody is nobody");
    assert!(shop.hub.url().starts_with("http://127.0.0.1:"), "only this computer reaches it");
}

#[tokio::test(flavor = "multi_thread")]
async fn many_desks_of_one_person_may_sign_in_at_the_same_moment() {
    let shop = Shop::open_with_passwords().await;
    let url = shop.hub.url().to_owned();
    let sign_in = |_| {
        let url = url.clone();
        tokio::spawn(async move { try_sign_in(&url, "agent-a", PASSWORD, None).await.status() })
    };
    let together: Vec<_> = (0..30).map(sign_in).collect();
    for one in together {
        assert_eq!(one.await.expect("it ends").as_u16(), 200, "nobody is taken for a guesser");
    }
}
