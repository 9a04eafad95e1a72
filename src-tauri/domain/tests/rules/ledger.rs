//! The ledger under random commands: sums are conserved, nothing is overdrawn, every hold ends once.

use std::collections::BTreeMap;

use backstop_domain::{
    command::CommandBody,
    id::{AccountId, PersonId, TransferId},
    ledger::{AccountOwner, Phase},
    money::Fen,
};
use proptest::prelude::*;

use crate::shop::{Shop, approval, refusal, wish};

/// One random deed: who, what, on which grant, over how much.
type Deed = (usize, u8, u8, i64);

const PEOPLE: [&str; 6] = ["ann", "ben", "sam", "mia", "max", "eve"];

fn deed() -> impl Strategy<Value = Deed> {
    let amounts = prop_oneof![1_i64..6_000, 1_i64..60_000, Just(0), Just(-5), Just(i64::MAX)];
    (0..PEOPLE.len(), 0_u8..4, 0_u8..12, amounts)
}

fn body((_, what, which, amount): Deed, turn: usize) -> CommandBody {
    let id = format!("g{which}");
    match what {
        0 => wish(&id, amount),
        1 => approval(&id, amount),
        2 => refusal(&id, "不符合规则"),
        _ => CommandBody::AllotQuota {
            person_id: PersonId::from(PEOPLE[usize::from(which) % PEOPLE.len()]),
            transfer_id: TransferId(format!("q{turn}")),
            amount: Fen(amount),
        },
    }
}

/// What the accounts must hold, added up from the lines of the ledger alone.
fn folded(shop: &Shop, start: &Shop) -> BTreeMap<AccountId, (i64, i64)> {
    let mut sums: BTreeMap<_, _> =
        start.accounts().into_iter().map(|a| (a.id, (a.balance.0, a.held.0))).collect();
    for line in &shop.transfers {
        let mut change = |id: &AccountId, balance: i64, held: i64| {
            let sum = sums.entry(id.clone()).or_default();
            *sum = (sum.0 + balance, sum.1 + held);
        };
        let amount = line.amount.0;
        match line.phase {
            Phase::Post => change(&line.from, -amount, 0),
            Phase::Hold => change(&line.from, 0, amount),
            Phase::Take { .. } => change(&line.from, -amount, -amount),
            Phase::Release { .. } => change(&line.from, 0, -amount),
        }
        if matches!(line.phase, Phase::Post | Phase::Take { .. }) {
            change(&line.to, amount, 0);
        }
    }
    sums
}

fn check(shop: &Shop, start: &Shop) -> Result<(), TestCaseError> {
    let accounts = shop.accounts();
    let sum: i64 = accounts.iter().map(|a| a.balance.0).sum();
    prop_assert_eq!(sum, 0, "what one account loses another gains");
    for account in &accounts {
        let source = account.owner == AccountOwner::Company;
        prop_assert!(source || account.balance.0 >= account.held.0, "{} is overdrawn", account.id);
        prop_assert!(account.held.0 >= 0, "{} holds less than nothing", account.id);
    }
    let sums = folded(shop, start);
    for account in accounts {
        let wanted = sums.get(&account.id).copied().unwrap_or_default();
        prop_assert_eq!(
            (account.balance.0, account.held.0),
            wanted,
            "{} and its lines",
            account.id
        );
    }
    Ok(())
}

fn holds_end_once(shop: &Shop) -> Result<(), TestCaseError> {
    let mut ends: BTreeMap<&TransferId, u32> = BTreeMap::new();
    for line in &shop.transfers {
        if let Phase::Take { hold } | Phase::Release { hold } = &line.phase {
            *ends.entry(hold).or_default() += 1;
        }
    }
    prop_assert!(ends.values().all(|count| *count == 1), "a hold is taken or released once");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn sums_are_conserved_after_every_command(deeds in prop::collection::vec(deed(), 1..60)) {
        let start = Shop::open();
        let mut shop = start.clone();
        for (turn, deed) in deeds.into_iter().enumerate() {
            let before = shop.documents.clone();
            let answer = shop.does(PEOPLE[deed.0], body(deed, turn));
            if answer.is_err() {
                prop_assert_eq!(&before, &shop.documents, "a refused command changes nothing");
            }
            check(&shop, &start)?;
        }
        holds_end_once(&shop)?;
    }
}
