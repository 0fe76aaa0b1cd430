/*
 * Page tables, written by the assembler: the first 4 GiB mapped one to one, except what must not be touched: page 0, so
 * that a null pointer is caught, and one page below each stack. The top 256 MiB are devices and so uncached.
 */
#include "layout.h"

#define PRESENT_WRITABLE 0x3
#define LARGE 0x80
#define UNCACHED 0x18
#define DEVICES 0xf0000000

.data
.balign PAGE
.globl cb_bare_page_map
cb_bare_page_map:
    .quad pointers + PRESENT_WRITABLE
    .fill 511, 8, 0

pointers:
    .set index, 0
    .rept 4
    .quad directories + PAGE * index + PRESENT_WRITABLE
    .set index, index + 1
    .endr
    .fill 508, 8, 0

directories:
    .quad low_pages + PRESENT_WRITABLE
    .set address, LARGE_PAGE
    .rept MOST_CPUS * STACK_SIZE / LARGE_PAGE
    .quad stack_pages + (address - STACKS) / PAGE * 8 + PRESENT_WRITABLE
    .set address, address + LARGE_PAGE
    .endr
    .rept (DEVICES - IMAGE) / LARGE_PAGE
    .quad address + LARGE + PRESENT_WRITABLE
    .set address, address + LARGE_PAGE
    .endr
    .rept (0x100000000 - DEVICES) / LARGE_PAGE
    .quad address + LARGE + UNCACHED + PRESENT_WRITABLE
    .set address, address + LARGE_PAGE
    .endr

low_pages:
    .quad 0
    .set address, PAGE
    .rept LARGE_PAGE / PAGE - 1
    .quad address + PRESENT_WRITABLE
    .set address, address + PAGE
    .endr

stack_pages:
    .set address, STACKS
    .rept MOST_CPUS
    .quad 0
    .set address, address + PAGE
    .rept STACK_SIZE / PAGE - 1
    .quad address + PRESENT_WRITABLE
    .set address, address + PAGE
    .endr
    .endr

.section .note.GNU-stack, "", @progbits
