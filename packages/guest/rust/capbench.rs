// SPDX-License-Identifier: MIT
//! Records of a benchmark program, as capbench reads them (docs/protocol.md), for systems without C.
//!
//! Copy this file into your crate and say `mod capbench;`. It needs `core` alone: no `std`, no allocation, no
//! dependency, no `unsafe`; it returns errors and does not panic. Edition 2018 or later, Rust 1.59 or later.
//!
//! ```ignore
//! let mut records = Stream::begin(&mut serial, nonce, "my-program", "1.0.0")?;
//! records.mark("timed", Edge::Begin)?;
//! let primes = count();
//! records.mark("timed", Edge::End)?;
//! records.record("answer", format_args!("{{\"primes\":{}}}", primes))?;
//! records.end()?;
//! ```
//!
//! The output is any `core::fmt::Write`, which consoles of kernels mostly are. Each record reaches it by one call of
//! `write_str`, so that an output that locks per call tears no line. A CR that it puts before the LF does no harm.
//!
//! The first error voids the stream: every later call returns it again and writes nothing, `end` included: a run that
//! lost a record must not look like one that finished. The stream holds one line, about 4 KiB.
#![allow(dead_code)]
#![forbid(unsafe_code)]

use core::fmt::{self, Write};

// Generated from packages/core/src/protocol/grammar.ts by scripts/generate-header.ts: do not edit up to the rule.
pub const PREFIX: &str = "@CB1";
pub const NONCE_NONE: &str = "-";
pub const NONCE_DIGITS: usize = 32;
pub const MAX_TYPE_BYTES: usize = 32;
pub const MAX_LINE_BYTES: usize = 4096;
pub const MAX_RECORDS: u32 = 65536;
pub const GUEST_EXIT_CLEAN: u8 = 0x10;
pub const GUEST_EXIT_FAILED: u8 = 0x11;
// ---------------------------------------------------------------------------------------------------------------------

/// Why a stream is void.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    Nonce,
    /// Not `[a-z][a-z0-9_]{0,31}`, or `begin` or `end`, which the stream writes itself.
    Type,
    LineTooLong,
    TooManyRecords,
    ControlCharacter,
    Format,
    /// The output refused a record. Part of it may have been written.
    Output,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Error::Nonce => "a nonce is 32 lower-case hexadecimal digits, or -",
            Error::Type => "a record type is [a-z][a-z0-9_]{0,31}, and neither begin nor end",
            Error::LineTooLong => "record longer than a line may be",
            Error::TooManyRecords => "too many records",
            Error::ControlCharacter => "control character in a record; use JsonString for text from outside",
            Error::Format => "a value of the record could not format itself",
            Error::Output => "cannot write record",
        })
    }
}

/// Which side of a region a `mark` record stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    Begin,
    End,
}

/// The record stream of one run, from `begin` to `end`.
pub struct Stream<'a, W: Write> {
    output: W,
    nonce: &'a str,
    count: u32,
    crc: u32,
    fault: Option<Error>,
    line: Line,
}

impl<'a, W: Write> Stream<'a, W> {
    /// Opens the stream with the nonce that this run was given; `-` where it was given none.
    pub fn begin(output: W, nonce: &'a str, program: &str, version: &str) -> Result<Self, Error> {
        if !is_nonce(nonce) {
            return Err(Error::Nonce);
        }
        let line = Line { bytes: [0; MAX_LINE_BYTES], length: 0, fault: None };
        let mut stream = Stream { output, nonce, count: 0, crc: 0, fault: None, line };
        let (program, version) = (JsonString::new(program), JsonString::new(version));
        stream.put("begin", format_args!("{{\"program\":{},\"version\":{}}}", program, version))?;
        Ok(stream)
    }

    /// Writes one record. The arguments are its body: one JSON object on one line. An integer beyond 2^53-1 must be
    /// printed as a string; text from outside goes through `JsonString`.
    pub fn record(&mut self, kind: &str, json: fmt::Arguments<'_>) -> Result<(), Error> {
        if kind == "begin" || kind == "end" {
            self.fault = self.fault.or(Some(Error::Type));
        }
        self.put(kind, json)
    }

    /// Frames a region: the host times of both records bound what the program measured in between.
    pub fn mark(&mut self, region: &str, edge: Edge) -> Result<(), Error> {
        let (region, edge) = (JsonString::new(region), if edge == Edge::Begin { "begin" } else { "end" });
        self.put("mark", format_args!("{{\"region\":{},\"edge\":\"{}\"}}", region, edge))
    }

    /// Closes the stream and gives the output back. Only after this may the system give its clean exit signal.
    pub fn end(mut self) -> Result<W, Error> {
        let (count, crc) = (self.count, self.crc);
        self.put("end", format_args!("{{\"count\":{},\"crc32\":\"{:08x}\"}}", count, crc))?;
        Ok(self.output)
    }

    fn put(&mut self, kind: &str, json: fmt::Arguments<'_>) -> Result<(), Error> {
        if let Some(fault) = self.fault {
            return Err(fault);
        }
        let written = self.try_put(kind, json);
        self.fault = written.err();
        written
    }

    fn try_put(&mut self, kind: &str, json: fmt::Arguments<'_>) -> Result<(), Error> {
        if !is_type(kind) {
            return Err(Error::Type);
        }
        if self.count >= MAX_RECORDS - u32::from(kind != "end") {
            return Err(Error::TooManyRecords);
        }
        self.line.length = 0;
        let whole = write!(self.line, "{} {} {} {} {}", PREFIX, self.nonce, self.count, kind, json);
        // A body may swallow the error of the line; the line does not forget it.
        if let Some(fault) = self.line.fault {
            return Err(fault);
        }
        whole.map_err(|_| Error::Format)?;
        let line = self.line.finish()?;
        self.output.write_str(line).map_err(|_| Error::Output)?;
        self.crc = crc32(self.crc, line.as_bytes());
        self.count += 1;
        Ok(())
    }
}

/// A line under construction; its last byte is kept for the LF.
struct Line {
    bytes: [u8; MAX_LINE_BYTES],
    length: usize,
    fault: Option<Error>,
}

impl Line {
    /// Ends the line. Pieces of text make text, so that the check of the bytes cannot fail.
    fn finish(&mut self) -> Result<&str, Error> {
        let end = self.bytes.get_mut(self.length).ok_or(Error::LineTooLong)?;
        *end = b'\n';
        let line = self.bytes.get(..=self.length).ok_or(Error::LineTooLong)?;
        core::str::from_utf8(line).map_err(|_| Error::Format)
    }
}

impl Write for Line {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.length.saturating_add(text.len());
        let fault = match self.bytes.get_mut(self.length..end) {
            _ if self.fault.is_some() => self.fault,
            _ if text.bytes().any(|byte| byte < 0x20) => Some(Error::ControlCharacter),
            Some(room) if end < MAX_LINE_BYTES => {
                room.iter_mut().zip(text.bytes()).for_each(|(to, from)| *to = from);
                self.length = end;
                None
            }
            _ => Some(Error::LineTooLong),
        };
        self.fault = fault;
        fault.map_or(Ok(()), |_| Err(fmt::Error))
    }
}

/// Is this a nonce as the grammar has it: 32 lower-case hexadecimal digits, or `-`?
pub fn is_nonce(text: &str) -> bool {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
    text == NONCE_NONE || (digits && text.len() == NONCE_DIGITS)
}

fn is_type(text: &str) -> bool {
    let rest = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    text.len() <= MAX_TYPE_BYTES && text.starts_with(|first: char| first.is_ascii_lowercase()) && text.bytes().all(rest)
}

/// Text from outside as a JSON string, quotes included. Control characters are escaped; each byte that is not UTF-8
/// becomes U+FFFD.
#[derive(Clone, Copy)]
pub struct JsonString<'a> {
    text: &'a [u8],
    room: usize,
}

impl<'a> JsonString<'a> {
    pub fn new<T: AsRef<[u8]> + ?Sized>(text: &'a T) -> Self {
        JsonString { text: text.as_ref(), room: usize::MAX }
    }

    /// At most `room` bytes of JSON, quotes included, but at least those. The text is cut between characters, so that
    /// the result is always a whole JSON string.
    pub fn within(self, room: usize) -> Self {
        JsonString { room, ..self }
    }

    /// How many bytes of the text the JSON string holds.
    pub fn held(self) -> usize {
        self.pieces().map(|piece| piece.lengths().0).sum()
    }

    fn pieces(self) -> Pieces<'a> {
        Pieces { rest: self.text, room: self.room.saturating_sub(2) }
    }
}

impl fmt::Display for JsonString<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        for piece in self.pieces() {
            match piece {
                Piece::Plain(text) => f.write_str(text)?,
                Piece::Quoted(byte) => write!(f, "\\{}", char::from(byte))?,
                Piece::Control(byte) => write!(f, "\\u{:04x}", byte)?,
                Piece::Malformed => f.write_str("\\ufffd")?,
            }
        }
        f.write_char('"')
    }
}

/// One character of text from outside, by how JSON spells it.
enum Piece<'a> {
    Plain(&'a str),
    Quoted(u8),
    Control(u8),
    Malformed,
}

impl<'a> Piece<'a> {
    /// The character at the head of `rest`, which begins with `lead`.
    fn read(lead: u8, rest: &'a [u8]) -> Self {
        let length = match lead {
            b'"' | b'\\' => return Piece::Quoted(lead),
            0x00..=0x1f | 0x7f => return Piece::Control(lead),
            0x20..=0x7e => 1,
            0xc2..=0xdf => 2,
            0xe0..=0xef => 3,
            _ => 4,
        };
        let text = rest.get(..length).and_then(|bytes| core::str::from_utf8(bytes).ok());
        text.map_or(Piece::Malformed, Piece::Plain)
    }

    /// Bytes of the text, and of the JSON that stands for it.
    fn lengths(&self) -> (usize, usize) {
        match self {
            Piece::Plain(text) => (text.len(), text.len()),
            Piece::Quoted(_) => (1, 2),
            Piece::Control(_) | Piece::Malformed => (1, 6),
        }
    }
}

struct Pieces<'a> {
    rest: &'a [u8],
    room: usize,
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        let piece = Piece::read(*self.rest.first()?, self.rest);
        let (length, width) = piece.lengths();
        // What does not fit ends the string, even if something shorter came after it.
        self.room = self.room.checked_sub(width)?;
        self.rest = self.rest.get(length..)?;
        Some(piece)
    }
}

/// CRC-32 of IEEE 802.3 (reflected polynomial 0xEDB88320, as in zlib): continues `crc`, 0 to start, over more bytes.
/// One table entry per nibble.
pub fn crc32(crc: u32, bytes: &[u8]) -> u32 {
    const TABLE: [u32; 16] = [
        0x0000_0000, 0x1db7_1064, 0x3b6e_20c8, 0x26d9_30ac, 0x76dc_4190, 0x6b6b_51f4, 0x4db2_6158, 0x5005_713c,
        0xedb8_8320, 0xf00f_9344, 0xd6d6_a3e8, 0xcb61_b38c, 0x9b64_c2b0, 0x86d3_d2d4, 0xa00a_e278, 0xbdbd_f21c,
    ];
    let nibble = |crc: u32| (crc >> 4) ^ TABLE[(crc & 15) as usize];
    !bytes.iter().fold(!crc, |crc, byte| nibble(nibble(crc ^ u32::from(*byte))))
}
