//! A picture of a store: every row by its name, also the names of rows that are known to be gone.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::journal::rows::{Columns, Row};

/// What a store holds, or held.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Picture {
    /// By table and key. Nothing stands for a row that is gone.
    rows: BTreeMap<(String, String), Option<Columns>>,
}

impl Picture {
    /// Takes over a row as it is now.
    pub(crate) fn put(&mut self, row: Row) {
        self.rows.insert((row.table, row.key), row.columns);
    }

    /// Whether both show the same rows.
    pub(crate) fn shows_same_as(&self, other: &Self) -> bool {
        self.there().eq(other.there())
    }

    /// The rows that are there.
    pub(crate) fn into_rows(self) -> impl Iterator<Item = Row> {
        self.rows
            .into_iter()
            .filter(|(_, columns)| columns.is_some())
            .map(|((table, key), columns)| Row { table, key, columns })
    }

    /// A fact of the desk.
    pub(crate) fn fact(&self, name: &str) -> Option<&str> {
        self.row("fact", &json!([name]).to_string())?.get("value")?.as_str()
    }

    /// Notes a fact of the desk.
    pub(crate) fn set_fact(&mut self, name: &str, value: &str) {
        let mut columns = Columns::new();
        columns.insert("name".to_owned(), name.into());
        columns.insert("value".to_owned(), value.into());
        self.rows.insert(("fact".to_owned(), json!([name]).to_string()), Some(columns));
    }

    /// The bodies of the drafts, the newest first.
    pub(crate) fn drafts(&self) -> Vec<Value> {
        let mut drafts: Vec<_> = self.table("draft").collect();
        drafts.sort_by_key(|row| std::cmp::Reverse(number(row, "updated_ms")));
        let body = |row: &Columns| serde_json::from_str(row.get("body")?.as_str()?).ok();
        drafts.into_iter().filter_map(body).collect()
    }

    /// Adds what only another picture of the same store shows. Where both show a row, the newer one stands. `whole`
    /// says that this picture misses nothing but what came after it.
    pub(crate) fn fill(&mut self, other: &Self, whole: bool) {
        let known: BTreeSet<String> = self.table("command").map(id).collect();
        let last = self.last_number();
        let mut homeless = Vec::new();
        for ((table, key), columns) in &other.rows {
            let Some(theirs) = columns else { continue };
            let name = (table.clone(), key.clone());
            let is_command = table == "command";
            match self.rows.get(&name) {
                Some(Some(ours)) if is_command && id(ours) != id(theirs) => {
                    if !known.contains(&id(theirs)) {
                        homeless.push(theirs.clone());
                    }
                }
                Some(Some(ours)) if !is_newer(table, key, theirs, ours) => {}
                // What is known to be gone stays gone.
                Some(None) => {}
                None if is_command && known.contains(&id(theirs)) => {}
                None if is_command && whole && number(theirs, "n") <= last => {}
                _ => {
                    self.rows.insert(name, Some(theirs.clone()));
                }
            }
        }
        self.house(homeless);
        self.mend_numbers();
    }

    /// Commands whose numbers are taken get new ones: the hub knows them by their identifiers.
    fn house(&mut self, homeless: Vec<Columns>) {
        let open = |row: &Columns| matches!(text(row, "state"), "waiting" | "stuck");
        for mut row in homeless.into_iter().filter(open) {
            let n = self.last_number() + 1;
            row.insert("n".to_owned(), n.into());
            let body = row.get("body").and_then(Value::as_str).map(serde_json::from_str::<Value>);
            if let Some(Ok(mut body)) = body {
                body["n"] = n.into();
                row.insert("body".to_owned(), body.to_string().into());
            }
            self.rows.insert(("command".to_owned(), json!([n]).to_string()), Some(row));
        }
    }

    /// The last number never falls below a command's, and commands that wait without one between them are sent as
    /// another desk's: the hub takes numbers without gaps only.
    pub(crate) fn mend_numbers(&mut self) {
        let last = self.last_number();
        if last > 0 {
            self.set_fact("last_n", &last.to_string());
        }
        let numbers: BTreeSet<i64> = self.table("command").map(|row| number(row, "n")).collect();
        let waiting = self.table("command").filter(|row| text(row, "state") == "waiting");
        let first = waiting.map(|row| number(row, "n")).min();
        if first.is_some_and(|first| (first..=last).any(|n| !numbers.contains(&n))) {
            self.set_fact("copied", "1");
        }
    }

    fn last_number(&self) -> i64 {
        let noted = self.fact("last_n").and_then(|value| value.parse().ok()).unwrap_or(0);
        self.table("command").map(|row| number(row, "n")).fold(noted, i64::max)
    }

    fn there(&self) -> impl Iterator<Item = (&(String, String), &Columns)> {
        self.rows.iter().filter_map(|(name, columns)| Some((name, columns.as_ref()?)))
    }

    fn table(&self, table: &str) -> impl Iterator<Item = &Columns> {
        self.there().filter(move |((name, _), _)| name == table).map(|(_, columns)| columns)
    }

    fn row(&self, table: &str, key: &str) -> Option<&Columns> {
        self.rows.get(&(table.to_owned(), key.to_owned()))?.as_ref()
    }
}

fn is_newer(table: &str, key: &str, theirs: &Columns, ours: &Columns) -> bool {
    let by = |column: &str| number(theirs, column) > number(ours, column);
    match table {
        "command" => by("turn"),
        "draft" => by("updated_ms"),
        "fact" if key == r#"["last_n"]"# || key == r#"["turn"]"# => {
            let value = |row| text(row, "value").parse::<i64>().unwrap_or(0);
            value(theirs) > value(ours)
        }
        _ => false,
    }
}

fn id(row: &Columns) -> String {
    text(row, "id").to_owned()
}

fn text<'a>(row: &'a Columns, column: &str) -> &'a str {
    row.get(column).and_then(Value::as_str).unwrap_or_default()
}

fn number(row: &Columns, column: &str) -> i64 {
    row.get(column).and_then(Value::as_i64).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command(n: i64, id: &str, state: &str, turn: i64) -> Row {
        let body = json!({ "id": id, "n": n }).to_string();
        let columns = json!({ "n": n, "id": id, "state": state, "turn": turn, "body": body });
        row("command", &json!([n]), columns)
    }

    fn draft(id: &str, at: i64) -> Row {
        row("draft", &json!([id]), json!({ "id": id, "updated_ms": at, "body": "{}" }))
    }

    fn row(table: &str, key: &Value, columns: Value) -> Row {
        let Value::Object(columns) = columns else { panic!("columns are an object") };
        Row { table: table.to_owned(), key: key.to_string(), columns: Some(columns) }
    }

    fn picture(rows: impl IntoIterator<Item = Row>) -> Picture {
        let mut picture = Picture::default();
        rows.into_iter().for_each(|row| picture.put(row));
        picture
    }

    fn states(picture: &Picture) -> Vec<(i64, String, String)> {
        let state = |row: &Columns| (number(row, "n"), id(row), text(row, "state").to_owned());
        picture.table("command").map(state).collect()
    }

    #[test]
    fn two_pictures_together_show_what_either_knows_and_the_newer_of_both() {
        let mut ours = picture([command(1, "a", "waiting", 1), draft("d", 5)]);
        ours.put(Row { table: "draft".into(), key: r#"["gone"]"#.into(), columns: None });
        let theirs = picture([
            command(1, "a", "accepted", 4),
            command(2, "b", "waiting", 2),
            draft("d", 3),
            draft("e", 1),
            draft("gone", 9),
        ]);
        ours.fill(&theirs, false);
        let wanted = [(1, "a".into(), "accepted".into()), (2, "b".into(), "waiting".into())];
        assert_eq!(states(&ours), wanted, "every command, as it was last");
        let drafts: Vec<_> =
            ours.table("draft").map(|row| (id(row), number(row, "updated_ms"))).collect();
        assert_eq!(drafts, [("d".into(), 5), ("e".into(), 1)], "every draft that was not sent");
        assert_eq!(ours.fact("last_n"), Some("2"), "numbers never go back");
        assert_eq!(ours.fact("copied"), None, "nothing is missing");
    }

    #[test]
    fn a_command_whose_number_is_taken_gets_the_next_one() {
        let mut ours = picture([command(1, "a", "waiting", 1), command(2, "b", "waiting", 2)]);
        ours.fill(&picture([command(2, "x", "waiting", 9), command(1, "y", "accepted", 3)]), false);
        let ids: Vec<_> = states(&ours).into_iter().map(|(n, id, _)| (n, id)).collect();
        assert_eq!(ids, [(1, "a".into()), (2, "b".into()), (3, "x".into())], "the waiting one");
        let body = ours.row("command", "[3]").map(|row| text(row, "body").to_owned());
        assert!(body.is_some_and(|body| body.contains("\"n\":3")), "its body says so, too");
        assert_eq!(ours.fact("last_n"), Some("3"));
    }

    #[test]
    fn a_hole_among_what_waits_asks_for_a_desk_of_its_own() {
        let mut ours = picture([command(4, "d", "accepted", 1), command(7, "g", "waiting", 2)]);
        ours.mend_numbers();
        assert_eq!(ours.fact("copied"), None, "what was answered may be forgotten");
        ours.put(command(9, "i", "waiting", 3));
        ours.mend_numbers();
        assert_eq!(ours.fact("copied"), Some("1"), "number 8 never arrives");
    }

    #[test]
    fn a_picture_that_misses_only_the_end_takes_nothing_old() {
        let mut ours = picture([command(5, "e", "waiting", 5)]);
        ours.fill(&picture([command(2, "b", "waiting", 2), command(6, "f", "waiting", 6)]), true);
        let numbers: Vec<_> = states(&ours).into_iter().map(|(n, ..)| n).collect();
        assert_eq!(numbers, [5, 6], "number 2 was settled and forgotten long ago");
    }
}
