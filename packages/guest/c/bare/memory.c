/* What a compiler calls although nobody wrote a call (GCC manual, section "Standards"). */
#include <stddef.h>

void *memcpy(void *restrict to, const void *restrict from, size_t size) {
  void *start = to;
  __asm__ volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(size) : : "memory");
  return start;
}

void *memmove(void *to, const void *from, size_t size) {
  if ((size_t)to - (size_t)from >= size) return memcpy(to, from, size);
  char *last = (char *)to + size - 1;
  const char *source = (const char *)from + size - 1;
  __asm__ volatile("std; rep movsb; cld" : "+D"(last), "+S"(source), "+c"(size) : : "memory");
  return to;
}

void *memset(void *to, int value, size_t size) {
  void *start = to;
  __asm__ volatile("rep stosb" : "+D"(to), "+c"(size) : "a"(value) : "memory");
  return start;
}

int memcmp(const void *one, const void *other, size_t size) {
  const unsigned char *a = one, *b = other;
  for (size_t i = 0; i < size; i++) {
    if (a[i] != b[i]) return a[i] - b[i];
  }
  return 0;
}

size_t strlen(const char *text) {
  const char *end = text;
  size_t left = (size_t)-1;
  __asm__ volatile("repne scasb" : "+D"(end), "+c"(left) : "a"(0) : "memory");
  return (size_t)(end - text) - 1;
}
