//! Short lists that are shown whole: people, catalogue, knowledge, the training ground.

use backstop_domain::{
    article::Article, drill_run::DrillRun, person::Person, product::Product, scenario::Scenario,
};
use rusqlite::Connection;

use super::documents;
use crate::error::{DeskError, Result};

/// The members of the team, by name.
pub(crate) fn people(conn: &Connection) -> Result<Vec<Person>> {
    let mut people = documents::all::<Person>(conn)?;
    people.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    Ok(people)
}

/// The catalogue, by name.
pub(crate) fn products(conn: &Connection) -> Result<Vec<Product>> {
    let mut products = documents::all::<Product>(conn)?;
    products.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    Ok(products)
}

/// One product.
pub(crate) fn product(conn: &Connection, id: &str) -> Result<Product> {
    let product = documents::find::<Product>(conn, id)?;
    product.ok_or_else(|| DeskError::Unknown { kind: "product", id: id.to_owned() })
}

/// Written knowledge, by title.
pub(crate) fn articles(conn: &Connection) -> Result<Vec<Article>> {
    let mut articles = documents::all::<Article>(conn)?;
    articles.sort_by(|a, b| (&a.title, &a.id).cmp(&(&b.title, &b.id)));
    Ok(articles)
}

/// The scenarios of the training ground, by title.
pub(crate) fn scenarios(conn: &Connection) -> Result<Vec<Scenario>> {
    let mut scenarios = documents::all::<Scenario>(conn)?;
    scenarios.sort_by(|a, b| (&a.title, &a.id).cmp(&(&b.title, &b.id)));
    Ok(scenarios)
}

/// Finished drills, newest first.
pub(crate) fn drill_runs(conn: &Connection) -> Result<Vec<DrillRun>> {
    let mut runs = documents::all::<DrillRun>(conn)?;
    runs.sort_by(|a, b| (b.ended_at, &b.id).cmp(&(a.ended_at, &a.id)));
    Ok(runs)
}
