/*
 * stray: children in sessions of their own, so that no signal to the program's group or terminal reaches them, which
 * hold its output open for as long as they live. Waits with them for ever.
 */
#include <unistd.h>

int main(void) {
  for (int i = 0; i < 3; i++) {
    if (fork() != 0) continue;
    setsid();
    if (write(1, "stray\n", 6) != 6) _exit(1);
    for (;;) pause();
  }
  for (;;) pause();
}
