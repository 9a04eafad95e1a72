//! A deadline can be checked from outside: `backstop-hub clock explain` on the agreed cases.

use backstop_testkit::{finished::Finished, hub};
use serde_json::{Value, json};

fn explain(lines: &[String]) -> Vec<Value> {
    let input = lines.join("\n") + "\n";
    let done = Finished::run(&mut hub::bare(&["clock", "explain"]), &input);
    let answers = done.ok().stdout.lines();
    answers.map(|line| serde_json::from_str(line).expect("each answer is JSON")).collect()
}

fn weekly(days: &[&str], frames: &[&str]) -> Value {
    days.iter()
        .map(|day| ((*day).to_owned(), json!(frames)))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

const WEEK: [&str; 5] = ["mon", "tue", "wed", "thu", "fri"];
const EVERY_DAY: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// The calendars of the table, by name.
fn calendar(name: &str) -> Value {
    let split = ["09:00-12:00", "13:30-18:00"];
    let holidays: Vec<_> = (1..=7).map(|day| format!("2026-10-{day:02}")).collect();
    match name {
        "split" => json!({ "time_zone": "Asia/Shanghai", "weekly": weekly(&WEEK, &split) }),
        "golden week" => json!({
            "time_zone": "Asia/Shanghai", "weekly": weekly(&WEEK, &split), "holidays": holidays,
            "overrides": { "2026-10-10": split },
        }),
        "simple" => {
            json!({ "time_zone": "Asia/Shanghai", "weekly": weekly(&WEEK, &["09:00-17:00"]) })
        }
        "night" => {
            json!({ "time_zone": "Asia/Shanghai", "weekly": weekly(&EVERY_DAY, &["18:00-26:00"]) })
        }
        "new york" => json!({ "time_zone": "America/New_York", "weekly": "24x7" }),
        _ => json!({ "time_zone": "Asia/Shanghai", "weekly": "24x7" }),
    }
}

/// Calendar, start, target in seconds, pauses, and the due instant in UTC.
type Row = (&'static str, &'static str, i64, &'static [[&'static str; 2]], &'static str);

const HOUR: i64 = 3600;

const TABLE: [Row; 7] = [
    ("split", "2026-03-06T11:30:00+08:00", 2 * HOUR, &[], "2026-03-06T07:00:00Z"),
    ("split", "2026-03-09T12:15:00+08:00", 15 * 60, &[], "2026-03-09T05:45:00Z"),
    ("golden week", "2026-09-30T17:00:00+08:00", 20 * HOUR, &[], "2026-10-10T06:30:00Z"),
    (
        "simple",
        "2026-03-09T10:00:00+08:00",
        8 * HOUR,
        &[["2026-03-09T17:00:00+08:00", "2026-03-10T09:00:00+08:00"]],
        "2026-03-10T02:00:00Z",
    ),
    ("night", "2026-03-09T23:30:00+08:00", 3 * HOUR, &[], "2026-03-10T10:30:00Z"),
    ("new york", "2026-03-07T12:00:00-05:00", 24 * HOUR, &[], "2026-03-08T17:00:00Z"),
    ("always", "2026-03-06T22:00:00+08:00", 48 * HOUR, &[], "2026-03-08T14:00:00Z"),
];

fn case(row: &Row) -> String {
    let (name, start, target, pauses, _) = row;
    json!({
        "calendar": calendar(name), "start": start, "target_seconds": target, "pauses": pauses,
    })
    .to_string()
}

#[test]
fn every_case_of_the_table_is_due_when_it_should_be() {
    let answers = explain(&TABLE.iter().map(case).collect::<Vec<_>>());
    assert_eq!(answers.len(), TABLE.len(), "one answer for each line");
    for (row, answer) in TABLE.iter().zip(&answers) {
        assert_eq!(answer["due"], row.4, "{} from {}", row.0, row.1);
    }
}

#[test]
fn the_case_of_the_manual_answers_what_the_manual_says() {
    let two_days = weekly(&["mon", "tue"], &["09:00-12:00", "13:30-18:00"]);
    let line = json!({
        "calendar": {
            "time_zone": "Asia/Shanghai", "weekly": two_days, "holidays": ["2026-10-01"],
            "overrides": { "2026-10-10": ["09:00-12:00", "13:30-18:00"] },
        },
        "start": "2026-03-09T10:00:00+08:00", "target_seconds": 28_800,
        "pauses": [["2026-03-09T17:00:00+08:00", "2026-03-10T09:00:00+08:00"]],
        "until": "2026-03-10T09:30:00+08:00",
    });
    let answer = &explain(&[line.to_string()])[0];
    assert_eq!(*answer, json!({ "due": "2026-03-10T03:30:00Z", "elapsed_seconds": 21_600 }));
}

#[test]
fn garbage_is_answered_on_its_own_line_and_the_rest_goes_on() {
    let good = case(&TABLE[6]);
    let bad = [
        "not json",
        "{}",
        "[]",
        "null",
        "{\"calendar\":",
        "{\"calendar\":{\"time_zone\":\"Mars/Olympus\",\"weekly\":\"24x7\"},\"start\":\"2026-03-06T22:00:00+08:00\",\"target_seconds\":1}",
        "{\"calendar\":{\"time_zone\":\"Asia/Shanghai\",\"weekly\":\"24x7\"},\"start\":\"yesterday\",\"target_seconds\":1}",
        "{\"calendar\":{\"time_zone\":\"Asia/Shanghai\",\"weekly\":\"24x7\"},\"start\":\"2026-03-06T22:00:00+08:00\",\"target_seconds\":-1}",
    ];
    let mut lines = Vec::new();
    for line in bad {
        lines.push(line.to_owned());
        lines.push(good.clone());
    }
    let answers = explain(&lines);
    assert_eq!(answers.len(), lines.len(), "one answer for each line");
    for pair in answers.chunks(2) {
        assert!(pair[0]["error"].is_string(), "garbage is named: {}", pair[0]);
        assert_eq!(pair[1]["due"], TABLE[6].4, "and the next line is answered");
    }
}

#[test]
fn a_promise_that_can_never_be_kept_has_no_deadline() {
    let never = json!({
        "calendar": { "time_zone": "Asia/Shanghai", "weekly": {} },
        "start": "2026-03-06T22:00:00+08:00", "target_seconds": 60,
    });
    assert_eq!(explain(&[never.to_string()])[0], json!({ "due": null }));
}
