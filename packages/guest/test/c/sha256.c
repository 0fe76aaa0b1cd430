/* Prints the SHA-256 of standard input, added in pieces of as many bytes as the argument says. */
#include <stdlib.h>
#include <unistd.h>

#include "launch/sha256.h"

int main(int argc, char **argv) {
  static char buffer[65536];
  struct sha256 hash;
  char digest[65];
  size_t piece = argc > 1 ? (size_t)atoi(argv[1]) : 1;
  ssize_t size;
  sha256_start(&hash);
  while ((size = read(0, buffer, piece)) > 0) sha256_add(&hash, buffer, (size_t)size);
  sha256_finish(&hash, digest);
  return write(1, digest, 64) == 64 ? 0 : 1;
}
