/* Entries of the interrupt table, VECTOR_STUB_SIZE bytes each: the exceptions, then what wakes a CPU. */
#include "layout.h"

#define APIC_END_OF_INTERRUPT 0xfee000b0
/* Vectors whose exception pushes an error code: 8, 10 to 14, 17, 21, 29, 30. */
#define WITH_ERROR_CODE 0x60227d00

.text
.balign VECTOR_STUB_SIZE
.globl cb_bare_vectors
cb_bare_vectors:
    .set vector, 0
    .rept WAKE_VECTOR
    .balign VECTOR_STUB_SIZE
    .if (WITH_ERROR_CODE >> vector) & 1 == 0
    push $0
    .endif
    push $vector
    jmp fault
    .set vector, vector + 1
    .endr

    .balign VECTOR_STUB_SIZE    /* WAKE_VECTOR */
    jmp wake
    .rept VECTORS - WAKE_VECTOR - 1
    .balign VECTOR_STUB_SIZE    /* others are spurious, and those must not be acknowledged */
    iretq
    .endr

wake:
    push %rax
    mov $APIC_END_OF_INTERRUPT, %eax
    movl $0, (%rax)
    pop %rax
    iretq

fault:
    mov %rsp, %rdi
    and $-16, %rsp
    cld
    call cb_bare_fault

.section .note.GNU-stack, "", @progbits
