//! Reading server-sent events out of a stream of bytes.

/// More than this in one event is not a page of the feed.
const LARGEST: usize = 64 << 20;

/// One event.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Event {
    /// Its name.
    pub(super) name: String,
    /// Its data.
    pub(super) data: String,
}

/// Collects bytes until events are whole.
#[derive(Debug, Default)]
pub(super) struct EventReader {
    bytes: Vec<u8>,
    /// Up to here there is no end of an event.
    searched: usize,
}

impl EventReader {
    /// Takes more bytes. False when an event grows beyond all reason.
    pub(super) fn take(&mut self, bytes: &[u8]) -> bool {
        self.bytes.extend(bytes.iter().filter(|byte| **byte != b'\r'));
        self.bytes.len() <= LARGEST
    }

    /// The next whole event. Comments and events without data are passed over.
    pub(super) fn next(&mut self) -> Option<Event> {
        loop {
            let from = self.searched.saturating_sub(1);
            let Some(end) = self.bytes[from..].windows(2).position(|two| two == b"\n\n") else {
                self.searched = self.bytes.len();
                return None;
            };
            let whole: Vec<u8> = self.bytes.drain(..from + end + 2).collect();
            self.searched = 0;
            if let Some(event) = parse(&String::from_utf8_lossy(&whole)) {
                return Some(event);
            }
        }
    }
}

fn parse(text: &str) -> Option<Event> {
    let mut event = Event { name: String::new(), data: String::new() };
    let mut has_data = false;
    for line in text.lines() {
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut event.name),
            "data" => {
                if has_data {
                    event.data.push('\n');
                }
                event.data.push_str(value);
                has_data = true;
            }
            _ => {}
        }
    }
    has_data.then_some(event)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(parts: &[&[u8]]) -> Vec<(String, String)> {
        let mut reader = EventReader::default();
        let mut events = Vec::new();
        for part in parts {
            assert!(reader.take(part), "these events are small");
            while let Some(event) = reader.next() {
                events.push((event.name, event.data));
            }
        }
        events
    }

    #[test]
    fn events_are_found_wherever_the_bytes_are_cut() {
        let text = ": hello\n\nevent: page\ndata: {\"a\":\ndata: \"退款\"}\n\nevent:beat\r\ndata:{}\r\n\r\n";
        let wanted = vec![
            ("page".to_owned(), "{\"a\":\n\"退款\"}".to_owned()),
            ("beat".to_owned(), "{}".to_owned()),
        ];
        for cut in 0..=text.len() {
            let (head, tail) = text.as_bytes().split_at(cut);
            assert_eq!(all(&[head, tail]), wanted, "cut at byte {cut}");
        }
        let bytes: Vec<_> = text.as_bytes().chunks(1).collect();
        assert_eq!(all(&bytes), wanted, "byte by byte");
    }
}
