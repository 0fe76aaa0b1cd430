//! The worked example of docs/protocol.md on a system that has nothing: no std, no allocator, no library at all. The
//! system is a Linux process without libc, and its one driver is write(2).
#![no_std]
#![no_main]

#[path = "../../rust/capbench.rs"]
mod capbench;

use capbench::{Error, Stream};
use core::arch::{asm, global_asm};
use core::fmt;

struct Console;

impl fmt::Write for Console {
    fn write_str(&mut self, line: &str) -> fmt::Result {
        let written = system_call(1, 1, line.as_ptr() as usize, line.len());
        if written == line.len() { Ok(()) } else { Err(fmt::Error) }
    }
}

fn demo() -> Result<(), Error> {
    let mut records = Stream::begin(Console, "00112233445566778899aabbccddeeff", "demo", "1.0.0")?;
    records.record("answer", format_args!("{{\"value\":{}}}", 42))?;
    records.end().map(|_| ())
}

#[no_mangle]
extern "C" fn rust_main() -> ! {
    let code = if demo().is_ok() { 0 } else { 1 };
    loop {
        system_call(231, code, 0, 0);
    }
}

fn system_call(number: usize, first: usize, second: usize, third: usize) -> usize {
    let mut result = number;
    unsafe {
        asm!("syscall", inlateout("rax") result, in("rdi") first, in("rsi") second, in("rdx") third,
             lateout("rcx") _, lateout("r11") _);
    }
    result
}

// The entry, the functions that a compiler expects of every system, and one that unwinding would want: nothing unwinds.
global_asm!(
    ".globl _start, memcpy, memmove, memset, memcmp, bcmp, rust_eh_personality",
    "rust_eh_personality: ud2",
    "_start: and rsp, -16",
    "call rust_main",
    "memcpy: mov rax, rdi",
    "mov rcx, rdx",
    "rep movsb",
    "ret",
    "memmove: mov rax, rdi",
    "mov rcx, rdx",
    "cmp rdi, rsi",
    "jbe 2f",
    "lea rdi, [rdi + rcx - 1]",
    "lea rsi, [rsi + rcx - 1]",
    "std",
    "2: rep movsb",
    "cld",
    "ret",
    "memset: mov r8, rdi",
    "mov rcx, rdx",
    "mov eax, esi",
    "rep stosb",
    "mov rax, r8",
    "ret",
    "bcmp:",
    "memcmp: mov rcx, rdx",
    "xor eax, eax",
    "3: test rcx, rcx",
    "jz 4f",
    "movzx eax, byte ptr [rdi]",
    "movzx edx, byte ptr [rsi]",
    "inc rdi",
    "inc rsi",
    "dec rcx",
    "sub eax, edx",
    "jz 3b",
    "4: ret",
);

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    loop {
        system_call(231, 101, 0, 0);
    }
}
