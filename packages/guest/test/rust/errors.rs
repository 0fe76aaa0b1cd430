//! What the vectors cannot say, because it is about Rust: values that do not format, outputs that fail.
#[path = "../../rust/capbench.rs"]
mod capbench;

use capbench::{Edge, Error, JsonString, Stream, MAX_LINE_BYTES};
use std::fmt::{self, Write};

/// Ignores what its formatter says.
struct Careless;

impl fmt::Display for Careless {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let _ = f.write_str(&"x".repeat(MAX_LINE_BYTES));
        let _ = f.write_str("\"}");
        Ok(())
    }
}

/// Cannot be formatted.
struct Broken;

impl fmt::Display for Broken {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Err(fmt::Error)
    }
}

/// An output that takes so many lines and then no more; it keeps what it was given, call by call.
struct Full {
    room: usize,
    calls: Vec<String>,
}

impl Write for Full {
    fn write_str(&mut self, line: &str) -> fmt::Result {
        self.room = self.room.checked_sub(1).ok_or(fmt::Error)?;
        self.calls.push(line.to_string());
        Ok(())
    }
}

/// Every later call gives the first error again, and writes nothing.
fn expect_void(mut stream: Stream<'_, &mut String>, error: Error) {
    assert_eq!(stream.record("x", format_args!("{{}}")), Err(error));
    assert_eq!(stream.record("end", format_args!("{{}}")), Err(error));
    assert_eq!(stream.mark("timed", Edge::End), Err(error));
    assert_eq!(stream.end().map(|_| ()), Err(error));
}

fn begun(output: &mut String) -> Stream<'_, &mut String> {
    Stream::begin(output, "-", "errors", "1.0.0").unwrap()
}

fn main() {
    let begin = "@CB1 - 0 begin {\"program\":\"errors\",\"version\":\"1.0.0\"}\n";
    let bodies: [(&dyn fmt::Display, Error); 3] =
        [(&Careless, Error::LineTooLong), (&Broken, Error::Format), (&"\u{1b}", Error::ControlCharacter)];
    for (body, error) in bodies {
        let mut output = String::new();
        let mut stream = begun(&mut output);
        assert_eq!(stream.record("x", format_args!("{{\"a\":\"{}\"}}", body)), Err(error));
        expect_void(stream, error);
        assert_eq!(output, begin);
    }

    let mut full = Full { room: 2, calls: Vec::new() };
    let mut stream = Stream::begin(&mut full, "-", "errors", "1.0.0").unwrap();
    assert_eq!(stream.record("x", format_args!("{{\"a\":{}}}", 1)), Ok(()));
    assert_eq!(stream.record("x", format_args!("{{\"a\":{}}}", 2)), Err(Error::Output));
    assert_eq!(stream.end().map(|_| ()), Err(Error::Output));
    assert_eq!(full.calls, [begin, "@CB1 - 1 x {\"a\":1}\n"]);

    let mut output = String::new();
    let back: &mut String = begun(&mut output).end().unwrap();
    back.push_str("more");
    assert!(output.ends_with("}\nmore"));

    let mut output = String::new();
    Stream::begin(&mut output, "-", "a \"quoted\" name", "1\n").unwrap().end().unwrap();
    assert!(output.starts_with("@CB1 - 0 begin {\"program\":\"a \\\"quoted\\\" name\",\"version\":\"1\\u000a\"}\n"));

    assert_eq!(JsonString::new("abc").within(0).to_string(), "\"\"");
    assert_eq!(JsonString::new(b"\xff").to_string(), "\"\\ufffd\"");
    for error in [Error::Nonce, Error::Type, Error::LineTooLong, Error::TooManyRecords, Error::Format, Error::Output] {
        assert!(!error.to_string().is_empty());
    }
}
