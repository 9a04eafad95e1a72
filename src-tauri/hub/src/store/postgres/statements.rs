//! Everything that is asked of PostgreSQL often enough to be prepared.

use futures_util::future::try_join_all;
use tokio_postgres::{Client, Statement};

use crate::error::Result;

macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $sql:expr;)+) => {
        /// The prepared statements of one connection.
        pub(super) struct Statements {
            $($(#[$doc])* pub(super) $name: Statement,)+
        }

        impl Statements {
            /// Prepares them all, in one go.
            pub(super) async fn prepare(client: &Client) -> Result<Self> {
                let prepared = try_join_all([$($sql),+].map(|sql| client.prepare(sql))).await?;
                let mut prepared = prepared.into_iter();
                $(let Some($name) = prepared.next() else {
                    let why = "a statement was not prepared";
                    return Err(crate::error::HubError::Fault(why.to_owned()));
                };)+
                Ok(Self { $($name),+ })
            }
        }
    };
}

statements! {
    /// Begins the turn of this hub: nobody else writes until it commits.
    lock = "SELECT feed, ticket FROM counter FOR UPDATE";
    counters = "SELECT feed, ticket FROM counter";
    last_audit_line = "SELECT n, hash FROM audit ORDER BY n DESC LIMIT 1";
    documents = "SELECT d.kind, d.id, d.seq, d.body, d.audiences, d.left_audiences
        FROM unnest($1::text[], $2::text[]) AS wanted (kind, id)
        JOIN document AS d ON d.kind = wanted.kind COLLATE \"C\" AND d.id = wanted.id COLLATE \"C\"";
    present = "SELECT d.kind, d.id FROM unnest($1::text[], $2::text[]) AS wanted (kind, id)
        JOIN document AS d ON d.kind = wanted.kind COLLATE \"C\" AND d.id = wanted.id COLLATE \"C\"";
    of_kind = "SELECT kind, id, seq, body, '[]', '[]' FROM document WHERE kind = $1 ORDER BY seq";
    sources = "SELECT kind, id, body::json ->> 'source' FROM document
        WHERE body::json ->> 'source' IS NOT NULL";
    changes = "SELECT d.seq, d.kind, d.id, CASE WHEN near.visible THEN d.body END
        FROM (
            SELECT seq, bool_or(visible) AS visible
            FROM unnest($1::text[]) AS mine (audience) CROSS JOIN LATERAL (
                SELECT seq, visible FROM document_audience AS a
                WHERE a.audience = mine.audience COLLATE \"C\" AND a.seq > $2
                ORDER BY a.seq LIMIT $3
            ) AS each
            GROUP BY seq ORDER BY seq LIMIT $3
        ) AS near JOIN document AS d ON d.seq = near.seq ORDER BY d.seq";
    desks = "SELECT id, person, last_n, token_hash, made_at, signed_in_at FROM desk
        WHERE id = ANY ($1::text[]) OR token_hash = ANY ($2::bytea[])";
    desks_of = "SELECT id, person, last_n, token_hash, made_at, signed_in_at FROM desk
        WHERE person = $1";
    answers = "SELECT desk, n, command_id, body_hash, verdict FROM outcome
        WHERE command_id = ANY ($1::text[])";
    answer_at = "SELECT desk, n, command_id, body_hash, verdict FROM outcome
        WHERE desk = $1 AND n = $2";
    transfers_present = "SELECT id FROM transfer WHERE id = ANY ($1::text[])";
    credential = "SELECT person, phc, changed_at FROM credential WHERE login = $1";
    logins = "SELECT login FROM credential";
    set_history = "UPDATE meta SET value = $1 WHERE key = 'epoch'";
    set_counters = "UPDATE counter SET feed = $1, ticket = $2";
    forget_audiences = "DELETE FROM document_audience AS a
        USING unnest($1::text[], $2::bigint[]) AS old (audience, seq)
        WHERE a.audience = old.audience COLLATE \"C\" AND a.seq = old.seq";
    put_documents = "INSERT INTO document (kind, id, seq, body, audiences, left_audiences)
        SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[])
        ON CONFLICT (kind, id) DO UPDATE SET seq = excluded.seq, body = excluded.body,
        audiences = excluded.audiences, left_audiences = excluded.left_audiences";
    note_audiences = "INSERT INTO document_audience (audience, seq, visible)
        SELECT * FROM unnest($1::text[], $2::bigint[], $3::boolean[])";
    put_desks = "INSERT INTO desk (id, person, last_n, token_hash, made_at, signed_in_at)
        SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bytea[], $5::text[], $6::text[])
        ON CONFLICT (id) DO UPDATE SET last_n = excluded.last_n,
        token_hash = excluded.token_hash, signed_in_at = excluded.signed_in_at";
    put_credential = "INSERT INTO credential (login, person, phc, changed_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (login) DO UPDATE SET phc = excluded.phc, changed_at = excluded.changed_at";
    add_outcomes = "INSERT INTO outcome (desk, n, command_id, body_hash, verdict)
        SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::bytea[], $5::text[])";
    /// In their order: a line may settle what a line before it held.
    add_transfers = "INSERT INTO transfer
        (id, from_account, to_account, amount, phase, hold, grant_id, at)
        SELECT id, from_account, to_account, amount, phase, hold, grant_id, at FROM
        unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::text[],
               $8::text[])
        WITH ORDINALITY AS
        line (id, from_account, to_account, amount, phase, hold, grant_id, at, place)
        ORDER BY place";
    add_audit_lines = "INSERT INTO audit (n, entry, hash)
        SELECT * FROM unnest($1::bigint[], $2::text[], $3::bytea[])";
}
