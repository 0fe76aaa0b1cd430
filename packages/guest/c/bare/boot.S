/*
 * The way in. Multiboot 1 and PVH both enter in flat 32-bit protected mode without paging, with the address of what the
 * loader knows in %ebx; here long mode begins.
 *
 * Multiboot Specification 0.6.96, section 3; the x86/HVM direct boot ABI of Xen (docs/misc/pvh.pandoc).
 */
#include "layout.h"

#define MULTIBOOT_MAGIC 0x1badb002
#define XEN_ELFNOTE_PHYS32_ENTRY 18

.section .boot, "awx"
.balign 4
    .long MULTIBOOT_MAGIC, 0, -MULTIBOOT_MAGIC

.section .note.boot, "a"
.balign 4
    .long 4, 4, XEN_ELFNOTE_PHYS32_ENTRY
    .asciz "Xen"
    .long cb_bare_pvh_start

.section .boot, "awx"
.code32
.globl cb_bare_multiboot_start, cb_bare_pvh_start
cb_bare_multiboot_start:
    mov $BOOT_MULTIBOOT, %edi
    jmp 1f
cb_bare_pvh_start:
    mov $BOOT_PVH, %edi
1:  cli
    cld
    mov %ebx, %esi
    mov $cb_bare_page_map, %eax
    mov %eax, %cr3
    mov $CR4_VALUE, %eax
    mov %eax, %cr4
    mov $EFER, %ecx
    rdmsr
    or $EFER_LME, %eax
    wrmsr
    mov $CR0_VALUE, %eax
    mov %eax, %cr0
    lgdt cb_bare_gdt_pointer
    ljmp $CODE_SELECTOR, $2f

.code64
2:  mov $(STACKS + STACK_SIZE - FAULT_STACK_SIZE), %rsp
    call load_data_segments
    call cb_bare_start          /* (how, what the loader knows) */

/* The other CPUs come here from the trampoline, and each takes a slot. */
.globl cb_bare_cpu_start
cb_bare_cpu_start:
    mov $1, %edi
    lock xadd %edi, cb_bare_next_slot
    cmp $MOST_CPUS, %edi
    jae 3f
    mov %edi, %esp
    inc %esp
    imul $STACK_SIZE, %esp, %esp
    add $(STACKS - FAULT_STACK_SIZE), %esp
    call load_data_segments
    call cb_bare_join           /* (slot) */
3:  cli
    hlt
    jmp 3b

load_data_segments:
    mov $DATA_SELECTOR, %eax
    mov %eax, %ds
    mov %eax, %es
    mov %eax, %ss
    xor %eax, %eax
    mov %eax, %fs
    mov %eax, %gs
    ret

/* Lets an interrupt in. Never inlined: the frame of the interrupt would lie in the red zone of a leaf function. */
.globl cb_bare_sleep
cb_bare_sleep:
    sti
    hlt
    cli
    ret

.data
.balign 16
.globl cb_bare_gdt
cb_bare_gdt:
    .quad 0, 0x00af9a000000ffff, 0x00cf92000000ffff
    .fill MOST_CPUS * 2, 8, 0
gdt_end:
.globl cb_bare_gdt_pointer
cb_bare_gdt_pointer:
    .word gdt_end - cb_bare_gdt - 1
    .quad cb_bare_gdt
.balign 4
cb_bare_next_slot:
    .long 1

.section .note.GNU-stack, "", @progbits
