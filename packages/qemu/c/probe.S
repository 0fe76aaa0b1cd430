/*
 * Accelerator probe: how many TSC cycles does one trip of a `dec; jnz` loop take in this guest?
 *
 * Hardware virtualization needs a few, TCG some dozens, a KVM that interprets every instruction thousands. Both 32-bit
 * and long mode are measured, because an accelerator may treat them differently. COM1 gets `P xxxxxxxx L xxxxxxxx\n`,
 * the cycles of 1000 trips in 32-bit and of 10000 trips in long mode, in hexadecimal.
 *
 * Exit by isa-debug-exit (port 0xf4): 0x10 after 10 million further trips, so that QEMU exits with 33; or 0x11, so
 * that it exits with 35, where a trip took more than 200 cycles in either mode.
 *
 * Booted by Multiboot 1 (flat 32-bit protected mode), so that any QEMU machine and firmware will do.
 */
.set MULTIBOOT_MAGIC, 0x1badb002
.set COM1, 0x3f8
.set EXIT_PORT, 0xf4
.set CYCLES_PER_TRIP_LIMIT, 200

.macro put character
    mov $\character, %al
    mov $COM1, %edx
    out %al, %dx
.endm

/* writes %ebx in hexadecimal; uses eax, ecx, edx */
.macro put_ebx
    mov $8, %ecx
1:  rol $4, %ebx
    mov %ebx, %eax
    and $15, %eax
    add $'0', %eax
    cmp $'9', %eax
    jbe 2f
    add $('a' - '9' - 1), %eax
2:  mov $COM1, %edx
    out %al, %dx
    dec %ecx
    jnz 1b
.endm

/* leaves the cycles of \trips trips in %ebx; uses eax, ecx, edx */
.macro measure trips
    lfence
    rdtsc
    mov %eax, %ebx
    mov $\trips, %ecx
1:  dec %ecx
    jnz 1b
    lfence
    rdtsc
    sub %ebx, %eax
    mov %eax, %ebx
.endm

.macro leave_with value
    mov $\value, %eax
    mov $EXIT_PORT, %edx
    out %eax, %dx
1:  hlt
    jmp 1b
.endm

.section .text
.align 4
    .long MULTIBOOT_MAGIC, 0, -MULTIBOOT_MAGIC

.code32
.globl _start
_start:
    cli
    put 'P'
    put ' '
    measure 1000
    mov %ebx, %esi
    put_ebx
    put ' '
    cmp $(1000 * CYCLES_PER_TRIP_LIMIT), %esi
    ja slow

    /* long mode: the first 2 MiB mapped one to one */
    movl $(pdpt + 3), pml4
    movl $(pd + 3), pdpt
    movl $0x83, pd
    mov $pml4, %eax
    mov %eax, %cr3
    mov %cr4, %eax
    or $0x20, %eax              /* PAE */
    mov %eax, %cr4
    mov $0xc0000080, %ecx       /* EFER */
    rdmsr
    or $0x100, %eax             /* LME */
    wrmsr
    mov %cr0, %eax
    or $0x80000001, %eax        /* PG, PE */
    mov %eax, %cr0
    lgdt gdt_pointer
    ljmp $8, $long_mode
slow:
    put '\n'
    leave_with 0x11

.code64
long_mode:
    put 'L'
    put ' '
    measure 10000
    mov %ebx, %esi
    put_ebx
    put '\n'
    cmp $(10000 * CYCLES_PER_TRIP_LIMIT), %esi
    ja slow64
    mov $10000000, %ecx
1:  dec %ecx
    jnz 1b
    leave_with 0x10
slow64:
    leave_with 0x11

.align 8
gdt:
    .quad 0, 0x00af9a000000ffff
gdt_pointer:
    .word 15
    .long gdt

.bss
.align 4096
pml4: .skip 4096
pdpt: .skip 4096
pd:   .skip 4096
