//! What the tests share: real processes of the hub and the desk, a line between them that can be
//! cut, and the ground that the real window stands on.
//!
//! Only tests may depend on this room. It starts programs and looks at them from outside; it knows
//! none of the product's other rooms, so that it can never agree with them by accident. It panics
//! with a sentence when the ground of a test is not there.

#![expect(clippy::missing_panics_doc, reason = "a test without its ground has to fail, loudly")]

#[cfg(target_os = "linux")]
pub mod bus;
pub mod desk;
#[cfg(target_os = "linux")]
pub mod display;
#[cfg(target_os = "linux")]
pub mod driver;
pub mod finished;
pub mod http;
pub mod hub;
#[cfg(target_os = "linux")]
pub mod keyring;
#[cfg(target_os = "linux")]
pub mod notifications;
#[cfg(target_os = "linux")]
pub mod postgres;
pub mod program;
pub mod proxy;
pub mod pusher;
pub mod running;
pub mod shop;
#[cfg(target_os = "linux")]
pub mod torture;
pub mod wait;
pub mod webdriver;
