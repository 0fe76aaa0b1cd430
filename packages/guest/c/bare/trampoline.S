/*
 * What the other CPUs run first, in real mode, from a copy at TRAMPOLINE; it goes to long mode in one step (Intel SDM
 * volume 3, section 9.8.5, less the stop in protected mode).
 */
#include "layout.h"

#define HERE(label) (TRAMPOLINE + label - cb_bare_trampoline)

.section .rodata
.code16
.globl cb_bare_trampoline, cb_bare_trampoline_end
cb_bare_trampoline:
    cli
    cld
    mov $(TRAMPOLINE >> 4), %ax
    mov %ax, %ds
    mov $CR4_VALUE, %eax
    mov %eax, %cr4
    mov $cb_bare_page_map, %eax
    mov %eax, %cr3
    mov $EFER, %ecx
    rdmsr
    or $EFER_LME, %eax
    wrmsr
    lgdtl gdt_pointer - cb_bare_trampoline
    mov $CR0_VALUE, %eax
    mov %eax, %cr0
    ljmpl $CODE_SELECTOR, $cb_bare_cpu_start
.balign 4
gdt_pointer:
    .word DATA_SELECTOR + 7
    .long cb_bare_gdt
cb_bare_trampoline_end:

.section .note.GNU-stack, "", @progbits
