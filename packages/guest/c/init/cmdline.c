#include "cmdline.h"

#include <stdbool.h>
#include <string.h>

#include "../capbench.h"

static int base64url_value(char c) {
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const char *at = c == 0 ? NULL : strchr(digits, c);
  return at == NULL ? -1 : (int)(at - digits);
}

/* Decodes in place (RFC 4648 section 5, no padding). Returns the length, or -1. The result is ended by a NUL. */
static long decode(char *text) {
  size_t length = strlen(text), out = 0;
  uint32_t bits = 0;
  if (length % 4 == 1) return -1;
  for (size_t i = 0; i < length; i++) {
    int value = base64url_value(text[i]);
    if (value < 0) return -1;
    bits = bits << 6 | (uint32_t)value;
    if (i % 4 != 0) text[out++] = (char)(bits >> (6 - 2 * (i % 4)));
  }
  text[out] = 0;
  return (long)out;
}

/* Takes the value of `key` out of a word such as key=value. */
static bool take(char *word, const char *key, char **value) {
  size_t length = strlen(key);
  if (strncmp(word, key, length) != 0 || word[length] != '=' || *value != NULL) return false;
  *value = word + length + 1;
  return true;
}

const char *read_order(struct order *order, char *command_line) {
  char *arguments = NULL;
  memset(order, 0, sizeof *order);
  for (char *word = strtok(command_line, " \n"); word != NULL; word = strtok(NULL, " \n")) {
    if (strncmp(word, "capbench.", 9) != 0) continue;
    bool known = take(word, "capbench.nonce", &order->nonce) || take(word, "capbench.launch", &order->launch) ||
                 take(word, "capbench.program", &order->program) || take(word, "capbench.args", &arguments) ||
                 take(word, "capbench.authority", &order->authority) || take(word, "capbench.filter", &order->filter) ||
                 take(word, "capbench.cpus", &order->cpus) || take(word, "capbench.settle", &order->settle) ||
                 take(word, "capbench.order", &order->from_input) || take(word, "capbench.time", &order->time) ||
                 take(word, "capbench.seed", &order->seed);
    if (!known) return "unknown or repeated capbench. word";
  }
  if (order->from_input != NULL) return strcmp(order->from_input, "input") == 0 ? NULL : "capbench.order is not input";
  if (order->nonce == NULL || !cb_is_nonce(order->nonce)) return "capbench.nonce is missing or no nonce";
  if (order->launch == NULL || !cb_is_nonce(order->launch)) return "capbench.launch is missing or no nonce";
  if (order->program == NULL || order->program[0] != '/') return "capbench.program is missing or no absolute path";
  if (order->filter != NULL && (order->authority == NULL || strcmp(order->filter, "no") != 0))
    return "capbench.filter is not no, or there is no capbench.authority";
  if (arguments == NULL || arguments[0] == 0) return NULL;
  long length = decode(arguments);
  if (length < 0) return "capbench.args is not base64url";
  long count = 0;
  for (char *next = arguments; next <= arguments + length; next += strlen(next) + 1) {
    if (count == MAX_ARGUMENTS) return "capbench.args has too many arguments";
    order->arguments[count++] = next;
  }
  return NULL;
}
