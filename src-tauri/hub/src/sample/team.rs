//! The team of the sample: known by what they do, not by invented names.

use std::collections::BTreeSet;

use backstop_domain::{
    id::{PersonId, TeamId},
    person::Role,
};

use crate::person::{DEFAULT_TEAM, NewPerson};

/// Two agents, a senior agent, a trainer and a manager. Their quotas are what their roles usually
/// get; they have no passwords until somebody gives them one.
pub fn team() -> Vec<NewPerson> {
    vec![
        member("agent-a", "坐席甲", Role::Agent, 1),
        member("agent-b", "坐席乙", Role::Agent, 1),
        member("senior", "资深坐席", Role::Senior, 2),
        member("trainer", "培训师", Role::Trainer, 1),
        member("manager", "主管", Role::Manager, 3),
    ]
}

fn member(id: &str, name: &str, role: Role, line: u8) -> NewPerson {
    NewPerson {
        id: Some(PersonId::new(id)),
        login: id.to_owned(),
        name: name.to_owned(),
        roles: BTreeSet::from([role]),
        line,
        team: TeamId::new(DEFAULT_TEAM),
        quota: None,
        password: None,
    }
}
