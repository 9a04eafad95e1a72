//! The explain command: what it answers, and that no line can bring it down.

use backstop_domain::clock::explain_line;
use proptest::prelude::*;
use serde_json::{Value, json};

const EXAMPLE: &str = r#"{"calendar": {"time_zone": "Asia/Shanghai", "weekly": {"mon": ["09:00-12:00", "13:30-18:00"], "tue": ["09:00-12:00", "13:30-18:00"]}, "holidays": ["2026-10-01"], "overrides": {"2026-10-10": ["09:00-12:00", "13:30-18:00"]}}, "start": "2026-03-09T10:00:00+08:00", "target_seconds": 28800, "pauses": [["2026-03-09T17:00:00+08:00", "2026-03-10T09:00:00+08:00"]], "until": "2026-03-10T09:30:00+08:00"}"#;

/// A round-the-clock case in which one field is replaced.
fn with(field: &str, value: Value) -> Value {
    let mut case = json!({
        "calendar": {"time_zone": "Asia/Shanghai", "weekly": "24x7"},
        "start": "2026-03-09T10:00:00+08:00", "target_seconds": 60,
    });
    case[field] = value;
    case
}

fn error_of(case: &Value) -> String {
    let answer: Value =
        serde_json::from_str(&explain_line(&case.to_string())).expect("an answer is JSON");
    answer["error"]
        .as_str()
        .unwrap_or_else(|| panic!("{case} should be refused, not answered {answer}"))
        .to_owned()
}

#[test]
fn the_published_example_has_the_published_answer() {
    assert_eq!(
        explain_line(EXAMPLE),
        r#"{"due":"2026-03-10T03:30:00Z","elapsed_seconds":21600}"#,
        "the example holds"
    );
}

#[test]
fn elapsed_is_there_only_when_asked_for() {
    let answer = explain_line(&with("pauses", json!([])).to_string());
    assert_eq!(
        answer, r#"{"due":"2026-03-09T02:01:00Z"}"#,
        "without until there is only the deadline"
    );
    let answer = explain_line(&with("until", json!("2026-03-01T00:00:00Z")).to_string());
    assert_eq!(
        answer, r#"{"due":"2026-03-09T02:01:00Z","elapsed_seconds":0}"#,
        "nothing has elapsed before the start"
    );
}

#[test]
fn what_cannot_be_met_within_400_days_has_no_deadline() {
    let limit = 400 * 86_400;
    let answer = explain_line(&with("target_seconds", json!(limit)).to_string());
    assert_eq!(
        answer, r#"{"due":"2027-04-13T02:00:00Z"}"#,
        "400 days to the second are within 400 days"
    );
    for beyond in [json!(limit + 1), json!(i64::MAX)] {
        let answer = explain_line(&with("target_seconds", beyond).to_string());
        assert_eq!(answer, r#"{"due":null}"#, "one second more is not");
    }
    let closed = with("calendar", json!({"time_zone": "Asia/Shanghai", "weekly": {}}));
    assert_eq!(
        explain_line(&closed.to_string()),
        r#"{"due":null}"#,
        "a team that never works meets nothing"
    );
    let open_pause = with("pauses", json!([["2026-03-09T10:00:30+08:00", null]]));
    assert_eq!(
        explain_line(&open_pause.to_string()),
        r#"{"due":null}"#,
        "nor does a pause without an end"
    );
}

#[test]
fn a_target_of_zero_is_due_at_the_start() {
    let mut case = with("target_seconds", json!(0));
    case["calendar"]["weekly"] = json!({"sun": ["09:00-10:00"]});
    assert_eq!(
        explain_line(&case.to_string()),
        r#"{"due":"2026-03-09T02:00:00Z"}"#,
        "also out of working time"
    );
}

#[test]
fn fractions_of_a_second_stay_with_the_deadline_and_count_once_over() {
    let mut case = with("start", json!("2026-03-09T10:00:00.25+08:00"));
    case["until"] = json!("2026-03-09T10:00:02.2+08:00");
    let answer = explain_line(&case.to_string());
    assert_eq!(
        answer, r#"{"due":"2026-03-09T02:01:00.25Z","elapsed_seconds":1}"#,
        "1.95 seconds are one whole second"
    );
}

#[test]
fn bad_input_is_named() {
    let cases = [
        (with("start", json!("yesterday")), "start: \"yesterday\" is not an RFC 3339 time"),
        (
            with("start", json!("2026-03-09T10:00:00")),
            "start: \"2026-03-09T10:00:00\" is not an RFC 3339 time",
        ),
        (
            with("start", json!("2026-03-09T10:00:00+08:00[Asia/Tokyo]")),
            "start: \"2026-03-09T10:00:00+08:00[Asia/Tokyo]\" is not",
        ),
        (with("start", json!(1_773_000_000)), "start: invalid type: integer `1773000000`"),
        (with("until", json!("2026-13-01T00:00:00Z")), "until: \"2026-13-01T00:00:00Z\" is not"),
        (with("target_seconds", json!(-1)), "target_seconds: -1 is negative"),
        (with("target_seconds", json!(1.5)), "target_seconds: invalid type: floating point `1.5`"),
        (
            with("target_seconds", json!(u64::MAX)),
            "target_seconds: invalid value: integer `18446744073709551615`",
        ),
        (with("target_seconds", json!("60")), "target_seconds: invalid type: string \"60\""),
        (
            with("pauses", json!([["2026-03-09T11:00:00Z", "2026-03-09T10:00:00Z"]])),
            "pauses: the pause \"2026-03-09T11:00:00Z\" to",
        ),
        (with("pauses", json!([["2026-03-09T11:00:00Z"]])), "pauses: invalid length 1"),
        (
            with("calendar", json!({"time_zone": "UTC", "weekly": {"mon": ["9-5"]}})),
            "calendar: weekly: mon: \"9-5\" is not a frame",
        ),
        (with("priority", json!(1)), "unknown field `priority`"),
        (json!([]), "invalid length 0"),
        (json!(5), "invalid type: integer `5`, expected an object with calendar"),
        (json!({}), "missing field `calendar`"),
    ];
    for (case, expected) in cases {
        let error = error_of(&case);
        assert!(error.starts_with(expected), "{case} should say {expected:?} but says {error:?}");
        assert!(
            !error.contains("line 1"),
            "every case is one line, so only the column is told: {error}"
        );
    }
}

#[test]
fn garbage_is_answered_with_an_error() {
    let deep = "[".repeat(100_000);
    let wide = format!("{{\"calendar\":{}", "{\"a\":".repeat(10_000));
    for line in [
        "",
        " ",
        "null",
        "{",
        "\u{0}",
        "NaN",
        "1e999",
        "\"\\ud800\"",
        "{\"start\":1e400}",
        "💥",
        &deep,
        &wide,
    ] {
        let answer: Value = serde_json::from_str(&explain_line(line)).expect("an answer is JSON");
        assert!(answer["error"].is_string(), "a line of garbage is an error");
    }
}

#[test]
fn the_edges_of_time_do_not_overflow() {
    let extremes =
        ["-009999-01-02T01:59:59Z", "9999-12-30T22:00:00.999999999Z", "1970-01-01T00:00:00Z"];
    for start in extremes {
        for until in extremes {
            let mut case = with("start", json!(start));
            case["until"] = json!(until);
            case["target_seconds"] = json!(i64::MAX);
            case["pauses"] = json!([[extremes[0], extremes[2]], [extremes[2], extremes[2]]]);
            let answer: Value =
                serde_json::from_str(&explain_line(&case.to_string())).expect("an answer is JSON");
            assert!(
                answer["elapsed_seconds"].as_i64().is_some_and(|seconds| seconds >= 0),
                "time is not negative: {answer}"
            );
        }
    }
}

/// Any JSON, small enough to fit in a field.
fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        "[0-9:T+Z.-]{0,24}".prop_map(Value::from),
        Just(json!("2026-03-09T10:00:00Z")),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec(("(mon|tue|2026-03-09|time_zone|weekly|x)", inner), 0..3)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gets_one_line_of_json(line in any::<String>()) {
        let answer = explain_line(&line);
        prop_assert!(!answer.contains('\n'), "an answer is one line");
        prop_assert!(serde_json::from_str::<Value>(&answer).is_ok(), "an answer is JSON");
    }

    #[test]
    fn a_damaged_case_gets_one_line_of_json(at in 0..EXAMPLE.len(), cut in 0..9_usize, patch in "[-0-9:\\[\\]{}\",eZ ]{0,6}") {
        let end = (at + cut).min(EXAMPLE.len());
        let answer = explain_line(&format!("{}{}{}", &EXAMPLE[..at], patch, &EXAMPLE[end..]));
        let answer: Value = serde_json::from_str(&answer).expect("an answer is JSON");
        prop_assert!(answer.get("error").is_some() != answer.get("due").is_some(), "it is an error or a deadline");
    }

    #[test]
    fn any_value_in_any_field_gets_one_line_of_json(
        field in "(calendar|start|target_seconds|pauses|until|x)", value in anything(),
    ) {
        let answer: Value = serde_json::from_str(&explain_line(&with(&field, value).to_string())).expect("an answer is JSON");
        prop_assert!(answer.get("error").is_some() != answer.get("due").is_some(), "it is an error or a deadline");
    }
}
