//! A running hub: the store, the people who knock at the door, and the end of it all.

use std::{net::IpAddr, sync::Arc};

use backstop_domain::id::{DeskId, PersonId};
use backstop_protocol::session::{SignIn, SignedIn};
use jiff::Timestamp;
use tokio::sync::watch;

use crate::{
    error::{HubError, Result},
    hashing::Hashing,
    login,
    store::{Seat, Store, Transaction, desks, people},
    throttle::Throttle,
    token,
};

/// What every request has at hand. Cloning it is cheap.
#[derive(Clone)]
pub struct Hub {
    inner: Arc<Inner>,
}

struct Inner {
    store: Store,
    throttle: Throttle,
    hashing: Hashing,
    closing: watch::Sender<bool>,
}

impl Hub {
    /// A hub on a database.
    pub fn new(store: Store) -> Result<Self> {
        let inner = Inner {
            store,
            throttle: Throttle::default(),
            hashing: Hashing::new()?,
            closing: watch::Sender::new(false),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The database.
    pub fn store(&self) -> &Store {
        &self.inner.store
    }

    /// Ends the streams, which would otherwise never end by themselves.
    pub fn close(&self) {
        self.inner.closing.send_replace(true);
    }

    /// Tells when the hub begins to close.
    pub fn closing(&self) -> watch::Receiver<bool> {
        self.inner.closing.subscribe()
    }

    /// Checks a password and gives the desk a token. `from` is where the wish comes from.
    pub(crate) async fn sign_in(&self, wish: SignIn, from: Option<IpAddr>) -> Result<SignedIn> {
        let name = login::folded(&wish.login);
        let attempt = self.inner.throttle.begin(&name, from).await?;
        let person = self.authenticate(&wish).await?;
        attempt.succeed();
        self.give_token(person, wish.desk).await.map_err(|error| match error {
            HubError::Unauthorized => HubError::WrongCredentials,
            other => other,
        })
    }

    /// Gives a desk of an enabled person a token.
    pub(crate) async fn give_token(
        &self,
        person: PersonId,
        wanted: Option<DeskId>,
    ) -> Result<SignedIn> {
        let secret = token::random_hex();
        let hash = token::hash(&secret);
        let now = Timestamp::now();
        let signing = self.inner.store.write_async(move |transaction| {
            let person = desks::enabled(transaction, &person)?;
            let desk = desks::register(transaction, &person.id, wanted.as_ref(), now)?;
            desks::sign_in(transaction, &desk, &hash, now)?;
            Ok((person, desk))
        });
        let (person, desk) = signing.await?;
        Ok(SignedIn { token: secret, desk, person, hub_time: now })
    }

    /// Who holds a token now.
    pub(crate) async fn seat(&self, token: token::Hash) -> Result<Seat> {
        self.inner.store.read_async(move |transaction| desks::seat(transaction, &token)).await
    }

    async fn authenticate(&self, wish: &SignIn) -> Result<PersonId> {
        let login = wish.login.clone();
        let look_up = move |transaction: &Transaction<'_>| people::credential(transaction, &login);
        let kept = self.inner.store.read_async(look_up).await?;
        let phc = kept.as_ref().map(|kept| kept.phc.clone());
        let right = self.inner.hashing.matches(wish.password.clone(), phc).await?;
        kept.filter(|_| right).map(|kept| kept.person).ok_or(HubError::WrongCredentials)
    }
}
