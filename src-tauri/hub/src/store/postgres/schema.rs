//! The schema on PostgreSQL: numbered migrations, forward only, never edited once released.

use jiff::Timestamp;
use refinery::{Migration, Runner};
use tokio_postgres::Client;

use crate::error::{HubError, Result};

/// The migrations in order. The number of the last one is the schema that this program knows.
const MIGRATIONS: &[(&str, &str)] =
    &[("V1__first", include_str!("../../../migrations/postgres/V1__first.sql"))];

/// The lock that hubs take who want to bring the schema up to date: some number that is ours.
const LOCK: i64 = 0x6261_636b_7374_6f70;

/// Brings the schema up to date and gives the name of this database's history. A newer schema is refused
/// without writing; so is an empty database unless one may be made.
pub(super) async fn migrate(client: &mut Client, may_make: bool) -> Result<String> {
    client.execute("SELECT pg_advisory_lock($1)", &[&LOCK]).await?;
    let epoch = migrate_alone(client, may_make).await;
    client.execute("SELECT pg_advisory_unlock($1)", &[&LOCK]).await?;
    epoch
}

async fn migrate_alone(client: &mut Client, may_make: bool) -> Result<String> {
    let known = i32::try_from(MIGRATIONS.len()).unwrap_or(i32::MAX);
    match version(client).await? {
        Some(found) if found > known => {
            return Err(HubError::Newer { path: "the PostgreSQL database".into(), found, known });
        }
        Some(found) if found == known => {}
        None if !may_make => {
            let missing = "there is no hub in this PostgreSQL database";
            return Err(HubError::Refused(missing.to_owned()));
        }
        _ => run(client).await?,
    }
    begin_history(client).await
}

async fn version(client: &Client) -> Result<Option<i32>> {
    let table = "SELECT to_regclass('refinery_schema_history') IS NOT NULL";
    if !client.query_one(table, &[]).await?.try_get::<_, bool>(0)? {
        return Ok(None);
    }
    let newest = "SELECT max(version) FROM refinery_schema_history";
    Ok(client.query_one(newest, &[]).await?.try_get(0)?)
}

async fn run(client: &mut Client) -> Result<()> {
    let migrations = MIGRATIONS.iter().map(|(name, sql)| Migration::unapplied(name, sql));
    let migrations: Vec<_> = migrations.collect::<Result<_, _>>().map_err(Box::new)?;
    // One transaction for the changes and the note that they were made.
    Runner::new(&migrations).set_grouped(true).run_async(client).await.map_err(Box::new)?;
    Ok(())
}

/// Names the history of a new database.
async fn begin_history(client: &Client) -> Result<String> {
    let begin = "INSERT INTO meta (key, value) VALUES ('epoch', $1), ('made_at', $2)
                 ON CONFLICT DO NOTHING";
    let (epoch, now) = (uuid::Uuid::now_v7().to_string(), Timestamp::now().to_string());
    client.execute(begin, &[&epoch, &now]).await?;
    let query = "SELECT value FROM meta WHERE key = 'epoch'";
    Ok(client.query_one(query, &[]).await?.try_get(0)?)
}
