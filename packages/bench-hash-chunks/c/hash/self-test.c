/*
 * Published answers: the examples of NIST for SHA-256 (CSRC, "Examples with Intermediate Values", and the byte-oriented
 * SHAVS files for the empty message), RFC 8439 (2.3.2 and A.1) for ChaCha20, test_vectors.json of the BLAKE3 team, and
 * the tree of eight leaves that implementations of RFC 6962 are tested with.
 */
#include "self-test.h"

#include <stdbool.h>
#include <string.h>

#include "../corpus/chacha20.h"
#include "blake3.h"
#include "merkle.h"
#include "sha256.h"

#define LONGEST 5121

static bool same(const uint8_t *bytes, const char *hex) {
  for (; *hex != 0; hex += 2, bytes++) {
    if (hex[0] != "0123456789abcdef"[*bytes >> 4] || hex[1] != "0123456789abcdef"[*bytes & 15]) return false;
  }
  return true;
}

static bool test_sha256(void) {
  static const struct {
    const char *text, *hex;
  } examples[] = {
    { "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
    { "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
    { "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
    { "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrst"
      "nopqrstu",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1" },
  };
  uint8_t digest[32], block[100];
  for (unsigned i = 0; i < sizeof examples / sizeof examples[0]; i++) {
    const uint8_t *text = (const uint8_t *)examples[i].text;
    size_t size = strlen(examples[i].text);
    for (size_t prefix = 0; prefix <= size; prefix++) {
      sha256_of(text, prefix, text + prefix, size - prefix, digest);
      if (!same(digest, examples[i].hex)) return false;
    }
  }
  struct sha256 hash;
  sha256_start(&hash);
  memset(block, 'a', sizeof block);
  for (int i = 0; i < 10000; i++) sha256_add(&hash, block, sizeof block); /* a million times "a" */
  sha256_finish(&hash, digest);
  return same(digest, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

static bool test_blake3(void) {
  static const struct {
    size_t size;
    const char *hex;
  } examples[] = {
    { 0, "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262" },
    { 1, "2d3adedff11b61f14c886e35afa036736dcd87a74d27b5c1510225d0f592e213" },
    { 1023, "10108970eeda3eb932baac1428c7a2163b0e924c9a9e25b35bba72b28f70bd11" },
    { 1024, "42214739f095a406f3fc83deb889744ac00df831c10daa55189b5d121c855af7" },
    { 1025, "d00278ae47eb27b34faecf67b4fe263f82d5412916c1ffd97c8cb7fb814b8444" },
    { 2048, "e776b6028c7cd22a4d0ba182a8bf62205d2ef576467e838ed6f2529b85fba24a" },
    { 3073, "7124b49501012f81cc7f11ca069ec9226cecb8a2c850cfe644e327d22d3e1cd3" },
    { 5121, "628bd2cb2004694adaab7bbd778a25df25c47b9d4155a55f8fbd79f2fe154cff" },
  };
  static uint8_t input[LONGEST];
  uint8_t digest[32];
  for (size_t i = 0; i < sizeof input; i++) input[i] = (uint8_t)(i % 251);
  for (unsigned i = 0; i < sizeof examples / sizeof examples[0]; i++) {
    size_t size = examples[i].size, prefix = size < 32 ? 0 : 32;
    blake3_of(input, prefix, input + prefix, size - prefix, digest);
    if (!same(digest, examples[i].hex)) return false;
  }
  return true;
}

static bool test_chacha20(void) {
  static const uint8_t nonce[12] = { 0, 0, 0, 9, 0, 0, 0, 0x4a, 0, 0, 0, 0 }, zero[32] = { 0 };
  uint8_t key[32], out[64];
  chacha20_block(zero, zero, 0, out);
  if (!same(out, "76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7"
                 "da41597c5157488d7724e03fb8d84a376a43b8f41518a11cc387b669b2ee6586"))
    return false;
  for (int i = 0; i < 32; i++) key[i] = (uint8_t)i;
  chacha20_block(key, nonce, 1, out);
  return same(out, "10f1e7e4d13b5915500fdd1fa32071c4c7d1f4c733c068030422aa9ac3d46c4e"
                   "d2826446079faa0914c2d705d98b02a2b5129cd1de164eb9cbd083e8a2503c4e");
}

/* Leaves of 0, 1, 1, 2, 2, 4, 8 and 16 bytes, one after the other in this table. */
static bool test_merkle(void) {
  static const uint8_t leaves[] = {
    0x00, 0x10, 0x20, 0x21, 0x30, 0x31, 0x40, 0x41, 0x42, 0x43, 0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56,
    0x57, 0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f,
  };
  static const struct {
    unsigned leaves;
    const char *hex;
  } examples[] = {
    { 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
    { 1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d" },
    { 3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77" },
    { 7, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c" },
    { 8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328" },
  };
  static const uint8_t sizes[8] = { 0, 1, 1, 2, 2, 4, 8, 16 };
  struct merkle tree;
  uint8_t root[32];
  for (unsigned i = 0; i < sizeof examples / sizeof examples[0]; i++) {
    const uint8_t *leaf = leaves;
    merkle_start(&tree);
    for (unsigned n = 0; n < examples[i].leaves; leaf += sizes[n++]) merkle_add(&tree, leaf, sizes[n]);
    merkle_root(&tree, root);
    if (!same(root, examples[i].hex)) return false;
  }
  return true;
}

const char *self_test(void) {
  if (!test_sha256()) return "SHA-256";
  if (!test_blake3()) return "BLAKE3";
  if (!test_chacha20()) return "ChaCha20";
  return test_merkle() ? 0 : "the tree of RFC 6962";
}
