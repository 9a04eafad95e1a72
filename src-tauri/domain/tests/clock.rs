//! What the clocks promise, from outside: the cases every implementation must get right, the rules
//! of runs and reminders, daylight saving, and agreement with a slow reference that shares no code.

#[path = "clock/bound.rs"]
mod bound;
#[path = "clock/calendar.rs"]
mod calendar;
#[path = "clock/cases.rs"]
mod cases;
#[path = "clock/daylight.rs"]
mod daylight;
#[path = "clock/explain.rs"]
mod explain;
#[path = "clock/reference.rs"]
mod reference;
#[path = "clock/slow.rs"]
mod slow;
#[path = "clock/standing.rs"]
mod standing;
