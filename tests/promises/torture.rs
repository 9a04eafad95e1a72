//! What was acknowledged survives the death of programs and the loss of power. The long form is `cargo xtask torture`.

use backstop_testkit::torture::{self, Control, Office, Tally};

/// The luck of this run.
const SEED: u64 = 3;

/// Requires that a run has asked for something and lost nothing of it.
#[track_caller]
fn assert_kept(tally: &Tally) {
    assert!(tally.acknowledged > 20, "there was something to lose: {tally:#?}");
    assert!(tally.is_clean(), "what was acknowledged is there, once and in order: {tally:#?}");
}

#[test]
fn what_a_desk_has_promised_survives_power_losses() {
    let tally = torture::desk_power(&Office::default(), 8, SEED, None);
    assert_kept(&tally);
    assert!(tally.figures["unsynced sectors lost"] > 0, "the losses took something: {tally:#?}");
}

#[test]
fn what_a_hub_has_answered_survives_power_losses() {
    assert_kept(&torture::hub_power(&Office::default(), 6, SEED, None));
}

#[test]
fn a_desk_on_a_disk_that_syncs_only_before_checkpoints_is_seen_losing() {
    let tally = torture::desk_power(&Office::default(), 3, SEED, Some(Control::Normal));
    assert!(tally.lost > 0, "a proof that cannot fail proves nothing: {tally:#?}");
}

#[test]
fn a_hub_on_a_disk_that_syncs_only_before_checkpoints_is_seen_losing() {
    let tally = torture::hub_power(&Office::default(), 3, SEED, Some(Control::Normal));
    assert!(tally.lost > 0, "a proof that cannot fail proves nothing: {tally:#?}");
}

#[test]
fn a_desk_on_a_full_disk_can_be_read_and_goes_on_when_there_is_space() {
    assert_done(&torture::small_disk(&Office::default(), SEED));
}

#[test]
fn a_desk_whose_cache_is_full_says_what_it_has_kept() {
    let tally = torture::full_cache(&Office::default(), SEED);
    assert!(tally.acknowledged > 1, "tickets can be opened: {tally:#?}");
    assert!(tally.is_clean(), "what is kept is said: {tally:#?}");
}

#[test]
fn a_hub_on_a_full_disk_can_be_read_and_goes_on_when_there_is_space() {
    assert_done(&torture::small_disk_of_a_hub(&Office::default(), SEED));
}

#[test]
fn a_flipped_bit_is_noticed_or_harmless_and_an_unencrypted_store_is_seen_lying() {
    let tally = torture::flip(&Office::default(), 36, SEED);
    assert!(tally.is_clean(), "no wrong answer: {tally:#?}");
    assert!(tally.figures["unencrypted control: silent"] > 0, "without a cipher: {tally:#?}");
}

#[test]
fn what_was_acknowledged_survives_writes_that_fail() {
    assert_kept(&torture::every_fault(&Office::default(), 6, SEED));
}

#[test]
fn nothing_is_built_on_a_sync_that_has_failed() {
    let office = Office::default();
    let mut tally = torture::failed_syncs(&office, 6);
    tally += torture::failed_starts(&office, 4, SEED);
    assert_kept(&tally);
}

#[test]
fn a_store_whose_making_was_cut_off_is_made_again() {
    let office = Office::default();
    let mut tally = torture::births_at_every_sync(10, &office);
    tally += torture::births(4, SEED, &office);
    assert!(tally.is_clean(), "a new start succeeds: {tally:#?}");
}

#[test]
fn a_desk_whose_power_fails_while_it_receives_ends_with_the_same_picture() {
    assert_kept(&torture::pull_power(&Office::default(), 4, SEED));
}

#[test]
fn a_team_whose_programs_are_killed_over_a_bad_line_tells_one_story() {
    let office = Office::default();
    assert_kept(&torture::kills(12, SEED, || office.hub()));
}

/// Requires that a run has lost nothing, unless it could not be made here.
#[track_caller]
fn assert_done(tally: &Tally) {
    for reason in &tally.skipped {
        println!("SKIPPED: {reason}");
    }
    if tally.skipped.is_empty() {
        assert_kept(tally);
    }
}
