#include "merkle.h"

#include <string.h>

#include "sha256.h"

static const uint8_t leaf_mark = 0, node_mark = 1;

/* Puts the node over the two topmost subtrees in their place. */
static void join(struct merkle *tree) {
  uint8_t *left = tree->stack[tree->depth - 2];
  struct sha256 hash;
  sha256_start(&hash);
  sha256_add(&hash, &node_mark, 1);
  sha256_add(&hash, left, 64); /* the right one lies behind it */
  sha256_finish(&hash, left);
  tree->depth--;
}

void merkle_start(struct merkle *tree) {
  tree->leaves = 0;
  tree->depth = 0;
}

void merkle_add(struct merkle *tree, const uint8_t *leaf, size_t size) {
  sha256_of(&leaf_mark, 1, leaf, size, tree->stack[tree->depth++]);
  for (uint64_t count = ++tree->leaves; (count & 1) == 0; count >>= 1) join(tree);
}

void merkle_root(struct merkle *tree, uint8_t root[32]) {
  if (tree->leaves == 0) {
    sha256_of(NULL, 0, NULL, 0, root);
    return;
  }
  while (tree->depth > 1) join(tree);
  memcpy(root, tree->stack[0], 32);
}
