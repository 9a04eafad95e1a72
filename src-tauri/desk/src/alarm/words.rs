//! The words of alerts, in the person's language.

use backstop_domain::{
    clock::ClockKind,
    grant::{Grant, GrantState},
};
use jiff::Timestamp;

use super::plan::{AWAY, Ring};

/// The language that alerts are given in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Locale {
    /// Simplified Chinese.
    #[default]
    Chinese,
    /// English.
    English,
}

impl Locale {
    /// Reads a language tag or a POSIX locale: everything that is not Chinese is answered in English.
    pub fn from_tag(tag: &str) -> Self {
        let language = tag.trim().to_ascii_lowercase();
        if language.split(['-', '_', '.']).next() == Some("zh") {
            Self::Chinese
        } else {
            Self::English
        }
    }
}

/// What time it is for a ticket, and which.
pub(super) fn title(ring: &Ring, now: Timestamp, locale: Locale) -> String {
    let label = &ring.label;
    if now < ring.due {
        let left = span(ring.remaining_seconds, locale);
        return match locale {
            Locale::Chinese => format!("还剩 {left}：{label}"),
            Locale::English => format!("{left} left: {label}"),
        };
    }
    if now.duration_since(ring.due) <= AWAY {
        return match locale {
            Locale::Chinese => format!("到期：{label}"),
            Locale::English => format!("Due now: {label}"),
        };
    }
    let over = span(-ring.remaining_seconds, locale);
    match locale {
        Locale::Chinese => format!("已超时 {over}：{label}"),
        Locale::English => format!("Overdue by {over}: {label}"),
    }
}

/// Which promise, made to whom.
pub(super) fn body(ring: &Ring, locale: Locale) -> String {
    let promise = promise(ring.clock, locale);
    if ring.customer.is_empty() {
        promise.to_owned()
    } else {
        format!("{promise} · {}", ring.customer)
    }
}

/// Several tickets in one line; `breached` of them are past a deadline.
pub(super) fn together(tickets: usize, breached: usize, away: bool, locale: Locale) -> String {
    match locale {
        Locale::Chinese => {
            let away = if away { "在你离开时" } else { "" };
            match breached {
                0 => format!("{tickets} 张工单{away}快要到期"),
                n if n == tickets => format!("{tickets} 张工单{away}到期"),
                n => format!("{tickets} 张工单{away}要处理，其中 {n} 张已到期"),
            }
        }
        Locale::English => {
            let away = if away { " while you were away" } else { "" };
            match breached {
                0 => format!("{tickets} tickets came close to their deadline{away}"),
                n if n == tickets => format!("{tickets} tickets fell due{away}"),
                n => format!("{tickets} tickets need you{away}, {n} of them overdue"),
            }
        }
    }
}

/// What has become of a request for compensation.
pub(super) fn money_title(grant: &Grant, customer: &str, locale: Locale) -> String {
    let amount = grant.amount;
    match (locale, grant.state) {
        (Locale::Chinese, GrantState::Granted) => format!("赔付已生效：{customer} ¥{amount}"),
        (Locale::Chinese, GrantState::Rejected) => format!("赔付被驳回：{customer} ¥{amount}"),
        (Locale::Chinese, GrantState::Waiting) => format!("赔付转为待审批：{customer} ¥{amount}"),
        (Locale::English, GrantState::Granted) => format!("Granted: ¥{amount} for {customer}"),
        (Locale::English, GrantState::Rejected) => format!("Refused: ¥{amount} for {customer}"),
        (Locale::English, GrantState::Waiting) => {
            format!("Waits for approval now: ¥{amount} for {customer}")
        }
    }
}

/// By whom and why, or what to do about it.
pub(super) fn money_body(grant: &Grant, decider: Option<&str>, locale: Locale) -> String {
    if grant.state == GrantState::Waiting {
        let words = match locale {
            Locale::Chinese => "送到中枢时你的额度已经不够，现在等主管审批。先别向用户承诺到账。",
            Locale::English => {
                "Your quota did not reach any more when it came to the hub. Do not promise the money before a manager has approved it."
            }
        };
        return words.to_owned();
    }
    let said = [decider.unwrap_or_default(), grant.reason.as_str()];
    let said: Vec<&str> = said.into_iter().filter(|part| !part.is_empty()).collect();
    said.join(" · ")
}

/// The first few names, and that there are more.
pub(super) fn some(labels: &[&str], locale: Locale) -> String {
    const SHOWN: usize = 3;
    let (between, more) = match locale {
        Locale::Chinese => ("；", "……"),
        Locale::English => ("; ", "…"),
    };
    let shown = labels[..labels.len().min(SHOWN)].join(between);
    if labels.len() > SHOWN { format!("{shown}{between}{more}") } else { shown }
}

fn promise(clock: ClockKind, locale: Locale) -> &'static str {
    let (chinese, english) = match clock {
        ClockKind::FirstResponse => ("首次响应", "First response"),
        ClockKind::NextResponse => ("下次响应", "Next response"),
        ClockKind::Update => ("进展告知", "Progress update"),
        ClockKind::FirstResolution | ClockKind::TotalResolution => ("解决时限", "Resolution"),
        ClockKind::HandlerResponse => ("接手响应", "Response after handover"),
    };
    if locale == Locale::Chinese { chinese } else { english }
}

/// A length of time in hours and minutes; a begun minute counts, a day and more is days and hours.
fn span(seconds: i64, locale: Locale) -> String {
    let minutes = (seconds.max(0) + 59) / 60;
    let (days, hours, rest) = (minutes / 1_440, minutes / 60 % 24, minutes % 60);
    let parts = match (days, hours) {
        (0, 0) => [(rest, 'm'), (0, 'm')],
        (0, _) => [(hours, 'h'), (rest, 'm')],
        _ => [(days, 'd'), (hours, 'h')],
    };
    let said = parts.iter().enumerate().filter(|(place, (n, _))| *n > 0 || *place == 0);
    let said: Vec<String> = said.map(|(_, (n, unit))| unit_words(*n, *unit, locale)).collect();
    said.join(" ")
}

fn unit_words(n: i64, unit: char, locale: Locale) -> String {
    let (chinese, english) = match unit {
        'd' => ("天", "d"),
        'h' => ("小时", "h"),
        _ => ("分钟", "min"),
    };
    format!("{n} {}", if locale == Locale::Chinese { chinese } else { english })
}
