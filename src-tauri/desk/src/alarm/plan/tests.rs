//! What the planner says, without a store.

use jiff::tz::TimeZone;

use super::*;

fn instant(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

/// Monday to Friday, nine to six, in Shanghai.
fn office() -> Calendar {
    let text = r#"{"time_zone": "Asia/Shanghai", "weekly": {"mon": ["09:00-18:00"],
        "tue": ["09:00-18:00"], "wed": ["09:00-18:00"], "thu": ["09:00-18:00"],
        "fri": ["09:00-18:00"]}, "holidays": [], "overrides": {}}"#;
    serde_json::from_str(text).expect("a calendar")
}

fn ring(ticket: &str, at: &str, calendar: Calendar) -> Ring {
    Ring {
        ticket: 1,
        name: "first_response@0/agent-0min".to_owned(),
        ticket_id: ticket.to_owned(),
        label: ticket.to_owned(),
        customer: "宋敬明".to_owned(),
        clock: ClockKind::FirstResponse,
        started_at: instant("2026-03-09T01:00:00Z"),
        calendar,
        at: instant(at),
        due: instant(at),
        remaining_seconds: 0,
    }
}

fn titles(plan: &Plan) -> Vec<&str> {
    plan.alerts.iter().map(|(alert, _)| alert.title.as_str()).collect()
}

#[test]
fn outside_working_time_a_reminder_waits_for_the_opening() {
    let friday_night = instant("2026-03-13T14:00:00Z");
    let rings = vec![ring("t1", "2026-03-13T08:00:00Z", office())];
    let plan = plan(rings, friday_night, Some(instant("2026-03-13T07:00:00Z")), Locale::Chinese);
    assert!(plan.alerts.is_empty(), "nobody is alerted on Friday night");
    let monday = TimeZone::get("Asia/Shanghai").expect("the zone");
    let opening = plan.later[0].1.map(|at| at.to_zoned(monday).to_string());
    assert_eq!(opening.as_deref(), Some("2026-03-16T09:00:00+08:00[Asia/Shanghai]"));
}

#[test]
fn a_deadline_at_closing_is_said_at_closing() {
    let closing = "2026-03-13T10:00:00Z";
    let now = instant("2026-03-13T10:00:00.4Z");
    let plan = plan(vec![ring("t1", closing, office())], now, Some(now), Locale::English);
    assert_eq!(titles(&plan), ["Due now: t1"]);
}

#[test]
fn a_calendar_that_never_opens_again_asks_for_nothing() {
    let mut closed = office();
    closed.weekly = serde_json::from_str("{}").expect("no frames");
    let now = instant("2026-03-13T10:00:00Z");
    let plan =
        plan(vec![ring("t1", "2026-03-13T09:00:00Z", closed)], now, Some(now), Locale::English);
    assert_eq!((plan.alerts.len(), plan.later[0].1), (0, None));
}

#[test]
fn a_few_at_once_are_said_one_by_one_and_many_together() {
    let now = instant("2026-03-11T02:00:00Z");
    let rings = |n: usize| {
        (0..n).map(|n| ring(&format!("t{n}"), "2026-03-11T02:00:00Z", Calendar::always())).collect()
    };
    assert_eq!(plan(rings(5), now, Some(now), Locale::English).alerts.len(), 5);
    let many = plan(rings(6), now, Some(now), Locale::English);
    assert_eq!(titles(&many), ["6 tickets came close to their deadline"]);
    assert_eq!(many.alerts[0].1.len(), 6, "all of them are settled");
}

#[test]
fn two_clocks_of_one_ticket_are_one_ticket() {
    let now = instant("2026-03-14T02:00:00Z");
    let first = ring("t1", "2026-03-11T02:00:00Z", Calendar::always());
    let second = Ring {
        clock: ClockKind::TotalResolution,
        name: "total_resolution@0/agent-0min".to_owned(),
        ..ring("t1", "2026-03-13T02:00:00Z", Calendar::always())
    };
    let other = ring("t2", "2026-03-13T02:00:00Z", Calendar::always());
    let plan = plan(vec![first, second, other], now, None, Locale::English);
    assert_eq!(titles(&plan), ["2 tickets fell due while you were away"]);
    assert_eq!(plan.alerts[0].0.tickets, ["t1", "t2"]);
}

#[test]
fn what_fell_due_a_moment_ago_is_no_absence_however_old_its_earlier_reminders_are() {
    let now = instant("2026-03-11T02:00:30Z");
    let earlier = |ticket| Ring {
        name: "first_response@0/agent-50pct".to_owned(),
        due: instant("2026-03-11T02:00:00Z"),
        ..ring(ticket, "2026-03-11T01:52:30Z", Calendar::always())
    };
    let latest = |ticket| ring(ticket, "2026-03-11T02:00:00Z", Calendar::always());
    let rings = vec![earlier("t1"), latest("t1"), earlier("t2"), latest("t2")];
    let plan = plan(rings, now, None, Locale::English);
    assert_eq!(
        titles(&plan),
        ["Due now: t1", "Due now: t2"],
        "the latest reminder of each decides"
    );
}

#[test]
fn what_is_close_and_what_is_over_are_told_apart() {
    let now = instant("2026-03-11T04:00:00Z");
    let over = ring("t1", "2026-03-11T02:00:00Z", Calendar::always());
    let due = instant("2026-03-11T05:30:00Z");
    let close = Ring { due, ..ring("t2", "2026-03-11T03:30:00Z", Calendar::always()) };
    for (locale, said) in [
        (Locale::Chinese, "2 张工单在你离开时要处理，其中 1 张已到期"),
        (Locale::English, "2 tickets need you while you were away, 1 of them overdue"),
    ] {
        let plan = plan(vec![over.clone(), close.clone()], now, None, locale);
        assert_eq!(titles(&plan), [said]);
    }
}

#[test]
fn locales_are_read_from_tags_of_every_fashion() {
    for tag in ["zh-CN", "zh", "ZH_tw.UTF-8", "zh.UTF-8"] {
        assert_eq!(Locale::from_tag(tag), Locale::Chinese, "{tag} is Chinese");
    }
    for tag in ["en-US", "C", "", "zhx", "de_DE"] {
        assert_eq!(Locale::from_tag(tag), Locale::English, "{tag} is answered in English");
    }
}

#[test]
fn a_huge_backlog_is_one_alert_that_counts_all_and_names_the_most_pressing() {
    let now = instant("2026-03-11T10:00:00Z");
    let ticket = |n: usize| Ring {
        due: instant("2026-03-11T02:00:00Z")
            + jiff::SignedDuration::from_secs(i64::try_from(1_000 - n).expect("small")),
        ..ring(&format!("t{n:04}"), "2026-03-11T02:00:00Z", Calendar::always())
    };
    let plan = plan((0..1_000).map(ticket).collect(), now, None, Locale::English);
    assert_eq!(titles(&plan), ["1000 tickets fell due while you were away"]);
    let named = &plan.alerts[0].0.tickets;
    assert_eq!((named.len(), named[0].as_str()), (100, "t0999"), "the oldest deadline first");
    assert_eq!(plan.alerts[0].1.len(), 1_000, "all of them are settled");
}
