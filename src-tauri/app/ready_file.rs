//! The file that says that the first screen stands, for whoever waits for that: a picture, a measurement, a test.

const NAME: &str = "BACKSTOP_READY_FILE";

/// Writes the file that the environment names, if it names one.
pub(crate) fn write() {
    let Some(file) = std::env::var_os(NAME) else { return };
    if let Err(error) = std::fs::write(&file, "ready\n") {
        tracing::warn!(%error, "ready.not_written");
    }
}
