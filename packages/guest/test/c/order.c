/* Prints what init reads from the command line that is its argument. */
#include "init/cmdline.h"

#include <stdio.h>

int main(int argc, char **argv) {
  struct order order;
  const char *wrong = argc > 1 ? read_order(&order, argv[1]) : "no argument";
  if (wrong != NULL) return printf("refused: %s", wrong) < 0;
  if (order.from_input != NULL) return printf("from input") < 0;
  printf("%s|%s|%s|%s", order.nonce, order.launch, order.program, order.cpus == NULL ? "-" : order.cpus);
  if (order.authority != NULL) printf("|authority %s%s", order.authority, order.filter == NULL ? "" : " unfiltered");
  for (char **next = order.arguments; *next != NULL; next++) printf("|%s", *next);
  return 0;
}
