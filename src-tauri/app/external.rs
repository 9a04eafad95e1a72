//! Opening a link outside: only https, and only what parses as such.

use crate::error::IpcError;

/// Opens a link in the person's browser.
pub(crate) fn open(url: &str) -> Result<(), IpcError> {
    let plain = url.len() <= 2_000 && !url.chars().any(|c| c.is_control() || c.is_whitespace());
    let host = url.strip_prefix("https://").and_then(|rest| rest.split(['/', '?', '#']).next());
    let honest = host.is_some_and(|host| !host.is_empty() && !host.contains('@'));
    if !plain || !honest {
        return Err(IpcError::new("invalid", "only https links are opened"));
    }
    let (program, arguments): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("rundll32", &["url.dll,FileProtocolHandler"])
    } else {
        ("xdg-open", &[])
    };
    let started = std::process::Command::new(program).args(arguments).arg(url).spawn();
    started.map(drop).map_err(|error| IpcError::new("internal", error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_plain_https_is_opened() {
        let bad = [
            "http://example.com",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "https://",
            "https://shop.example@evil.example/",
            "https://a b",
            "\\\\host\\share",
            "https://a\n",
        ];
        for url in bad {
            assert!(open(url).is_err(), "{url} must not be opened");
        }
    }
}
