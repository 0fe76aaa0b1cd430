//! Does what standard input says, one command a line: test/support/vector-commands.ts writes them. The first error of
//! the stream is ignored as a careless program would; it decides the exit code.
#[path = "../../rust/capbench.rs"]
mod capbench;

use capbench::{crc32, is_nonce, Edge, Error, JsonString, Stream};
use std::fmt;
use std::io::{Read, Write};

/// Standard output as a console: whole lines, each by one call.
struct Console(std::io::StdoutLock<'static>);

impl fmt::Write for Console {
    fn write_str(&mut self, line: &str) -> fmt::Result {
        self.0.write_all(line.as_bytes()).map_err(|_| fmt::Error)
    }
}

fn bytes_of(hex: &str) -> Vec<u8> {
    (0..hex.len() / 2).map(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap()).collect()
}

fn text_of(word: &str) -> String {
    String::from_utf8(bytes_of(word.strip_prefix('t').unwrap())).unwrap()
}

/// A JSON string within so many bytes: `j<room>,<hex>`.
fn string_of(argument: &str) -> (Vec<u8>, usize) {
    let (room, hex) = argument.split_once(',').unwrap();
    (bytes_of(hex), room.parse().unwrap())
}

/// The body of a record, each part by the formatting of its own type.
struct Body<'a>(&'a [&'a str]);

impl fmt::Display for Body<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|part| match part.split_at(1) {
            ("t", _) => f.write_str(&text_of(part)),
            ("u", number) => write!(f, "{}", number.parse::<u64>().unwrap()),
            ("d", number) => write!(f, "{}", number.parse::<i64>().unwrap()),
            ("x", number) => write!(f, "{:08x}", number.parse::<u32>().unwrap()),
            ("j", argument) => {
                let (text, room) = string_of(argument);
                write!(f, "{}", JsonString::new(&text).within(room))
            }
            _ => panic!("unknown part {}", part),
        })
    }
}

/// Obeys the commands of one stream.
fn run(nonce: &str, begin: &[&str], commands: &[Vec<&str>]) -> Result<(), Error> {
    let console = Console(std::io::stdout().lock());
    let mut stream = Stream::begin(console, nonce, &text_of(begin[0]), &text_of(begin[1]))?;
    let mut first = Ok(());
    for command in commands {
        let done = match command.as_slice() {
            ["record", kind, times, parts @ ..] => {
                let times: usize = times[1..].parse().unwrap();
                (0..times).try_for_each(|_| stream.record(&text_of(kind), format_args!("{}", Body(parts))))
            }
            ["mark", region, edge] => {
                let edge = if text_of(edge) == "begin" { Edge::Begin } else { Edge::End };
                stream.mark(&text_of(region), edge)
            }
            ["end"] => return first.and(stream.end().map(|_| ())),
            _ => panic!("unknown command {:?}", command),
        };
        first = first.and(done);
    }
    first
}

fn main() {
    let mut input = String::new();
    std::io::stdin().read_to_string(&mut input).unwrap();
    let commands: Vec<Vec<&str>> = input.lines().map(|line| line.split(' ').collect()).collect();
    for (at, command) in commands.iter().enumerate() {
        match command.as_slice() {
            ["string", argument] => {
                let (text, room) = string_of(&argument[1..]);
                let string = JsonString::new(&text).within(room);
                println!("{} {}", string, string.held());
            }
            ["crc", text] => {
                let bytes = bytes_of(&text[1..]);
                let (head, tail) = bytes.split_at(bytes.len() / 2);
                println!("{:08x}", crc32(crc32(0, head), tail));
            }
            ["nonce", text] => println!("{}", if is_nonce(&text_of(text)) { "accepted" } else { "refused" }),
            ["begin", nonce, begin @ ..] => {
                if let Err(error) = run(&text_of(nonce), begin, &commands[at + 1..]) {
                    eprintln!("{}", error);
                    std::process::exit(if error == Error::Nonce { 64 } else { 120 });
                }
                return;
            }
            _ => panic!("unknown command {:?}", command),
        }
    }
}
