# A whole operating system in one boot sector, with its console on COM1. It asks for a number n, sums the lengths of the
# Collatz sequences from 1 to n, and says the sum and what its own counter says it took. For 0 it leaves.
  .code16
  .globl _start
_start:
  xorw %ax, %ax
  movw %ax, %ds
  movw %ax, %ss
  movw $0x7c00, %sp

ask:
  movw $prompt, %si
  call say
  xorl %ebx, %ebx
digit:
  call hear
  cmpb $'\r', %al
  je answer
  call put # what is typed is shown
  subb $'0', %al
  movzbl %al, %eax
  imull $10, %ebx
  addl %eax, %ebx
  jmp digit

answer:
  testl %ebx, %ebx
  jz leave
  rdtsc
  movl %eax, start
  movl %edx, start + 4
  xorl %ecx, %ecx # the sum
next:
  movl %ebx, %eax
step:
  cmpl $1, %eax
  je one
  incl %ecx
  shrl $1, %eax # the bit that falls out says whether the number was odd
  jnc step
  leal 1(%eax, %eax), %edx # the number again
  leal 1(%edx, %edx, 2), %eax
  jmp step
one:
  decl %ebx
  jnz next
  rdtsc
  subl start, %eax
  sbbl start + 4, %edx
  shrdl $20, %edx, %eax # cycles in units of 2^20
  movw $sum, %si
  xchgl %eax, %ecx
  call sayNumber
  movw $ticks, %si
  movl %ecx, %eax
  call sayNumber
  movw $period, %si
  call say
  jmp ask

leave:
  movw $bye, %si
  call say
  movb $0x10, %al
  outb %al, $0xf4 # isa-debug-exit: QEMU ends with (0x10 << 1) | 1
halt:
  hlt
  jmp halt

# Says the text at si, then the number in eax.
sayNumber:
  call say
  movl $10, %edi
  xorw %bp, %bp
divide:
  xorl %edx, %edx
  divl %edi
  pushw %dx
  incw %bp
  testl %eax, %eax
  jnz divide
digits:
  popw %ax
  addb $'0', %al
  call put
  decw %bp
  jnz digits
  ret

# Says the text at si, up to its zero.
say:
  pushw %ax
character:
  lodsb
  testb %al, %al
  jz said
  call put
  jmp character
said:
  popw %ax
  ret

# Sends al, once the port is ready.
put:
  pushw %ax
  movw $0x3fd, %dx
full:
  inb %dx, %al
  testb $0x20, %al
  jz full
  popw %ax
  movw $0x3f8, %dx
  outb %al, %dx
  ret

# Waits for a character, in al.
hear:
  movw $0x3fd, %dx
silent:
  inb %dx, %al
  testb $1, %al
  jz silent
  movw $0x3f8, %dx
  inb %dx, %al
  ret

prompt: .asciz "n? "
sum: .asciz "\r\nsum "
ticks: .asciz " ticks "
period: .asciz ".\r\n"
bye: .asciz "\r\nbye\r\n"
start: .quad 0

  .org 510
  .word 0xaa55
