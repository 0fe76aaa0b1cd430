/* Where things lie; shared with the assembler. link.ld repeats the load address. */
#ifndef CAPBENCH_BARE_LAYOUT_H
#define CAPBENCH_BARE_LAYOUT_H

#define PAGE 0x1000
#define LARGE_PAGE 0x200000

/* The real-mode code that starts the other CPUs; SIPI names it by its page number. */
#define TRAMPOLINE 0x8000

/* One stack a CPU: an unmapped page below, then the stack, then the stack on which faults are handled. */
#define MOST_CPUS 64
#define STACKS 0x200000
#define STACK_SIZE 0x10000
#define FAULT_STACK_SIZE PAGE

/* The image begins where the stacks end. */
#define IMAGE (STACKS + MOST_CPUS * STACK_SIZE)

/* Selectors of the segment table; the task segments follow, 16 bytes a CPU. */
#define CODE_SELECTOR 0x08
#define DATA_SELECTOR 0x10
#define TASK_SELECTOR 0x18

/* PG, NE, ET, MP and PE; PAE, OSFXSR and OSXMMEXCPT; EFER.LME. */
#define CR0_VALUE 0x80000033
#define CR4_VALUE 0x620
#define EFER 0xc0000080
#define EFER_LME 0x100

/* How the image was booted. */
#define BOOT_MULTIBOOT 1
#define BOOT_PVH 2

/* Interrupt vectors after the 32 exceptions. */
#define WAKE_VECTOR 32
#define SPURIOUS_VECTOR 47
#define VECTORS 48
#define VECTOR_STUB_SIZE 16

#endif
