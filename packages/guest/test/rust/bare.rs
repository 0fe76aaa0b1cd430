//! The worked example of docs/protocol.md as a program for the bare runtime of this package: a machine on which there is
//! neither an operating system nor a C library. The console is the runtime's serial port, the nonce its first argument.
#![no_std]

#[path = "../../rust/capbench.rs"]
mod capbench;

use capbench::{Error, Stream};
use core::fmt;

extern "C" {
    fn cb_os_write(descriptor: i32, bytes: *const u8, size: usize) -> isize;
}

struct SerialPort(i32);

impl fmt::Write for SerialPort {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let written = unsafe { cb_os_write(self.0, text.as_ptr(), text.len()) };
        if written == text.len() as isize { Ok(()) } else { Err(fmt::Error) }
    }
}

/// An argument of main; nothing where it is no UTF-8.
unsafe fn argument(argv: *const *const u8, index: usize) -> &'static str {
    let bytes = *argv.add(index);
    let length = (0..).take_while(|at| *bytes.add(*at) != 0).count();
    core::str::from_utf8(core::slice::from_raw_parts(bytes, length)).unwrap_or("")
}

fn demo(nonce: &str) -> Result<(), Error> {
    let mut records = Stream::begin(SerialPort(1), nonce, "demo", "1.0.0")?;
    records.record("answer", format_args!("{{\"value\":{}}}", 42))?;
    records.end().map(|_| ())
}

#[no_mangle]
extern "C" fn main(argc: i32, argv: *const *const u8) -> i32 {
    let nonce = if argc > 1 { unsafe { argument(argv, 1) } } else { "" };
    match demo(nonce) {
        Ok(()) => 0,
        Err(error) => {
            let _ = fmt::Write::write_fmt(&mut SerialPort(2), format_args!("demo: {}\n", error));
            1
        }
    }
}

#[no_mangle]
extern "C" fn rust_eh_personality() {}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    loop {}
}
