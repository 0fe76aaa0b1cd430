/* What C cannot say: handlers that return from an exception, and the switch between two stacks. */

.text
/* Counts an invalid opcode and goes on behind it: `ud2` has two bytes. No error code is pushed. */
.globl osb_undefined
osb_undefined:
    incq osb_caught(%rip)
    addq $2, (%rsp)
    iretq

/* Writes the page table entry of the address that faulted, present and writable, out of what osb_backing says. */
.globl osb_page_fault
osb_page_fault:
    push %rax
    push %rcx
    push %rdx
    mov %cr2, %rax
    sub osb_area(%rip), %rax
    shr $12, %rax
    mov %rax, %rcx
    shl $12, %rcx
    add osb_backing(%rip), %rcx
    or $3, %rcx
    mov osb_entries(%rip), %rdx
    mov %rcx, (%rdx,%rax,8)
    incq osb_caught(%rip)
    pop %rdx
    pop %rcx
    pop %rax
    add $8, %rsp                /* the error code */
    iretq

/* void osb_switch(void **from, void *to): saves the stack of the caller and goes on with another. */
.globl osb_switch
osb_switch:
    push %rbx
    push %rbp
    push %r12
    push %r13
    push %r14
    push %r15
    mov %rsp, (%rdi)
    mov %rsi, %rsp
    pop %r15
    pop %r14
    pop %r13
    pop %r12
    pop %rbp
    pop %rbx
    ret

.section .note.GNU-stack, "", @progbits
