/* Bandwidth: 64 KiB chunks from a process that writes, each with its number at the head. */
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "all.h"

#define CHUNK 65536
#define WHOLE (4 << 20) /* checked byte by byte, before what is timed */
#define MAGIC 0x6361706265006368u

static int in = -1;
static u64 next_chunk;
static _Alignas(64) unsigned char buffer[CHUNK];

static u64 fnv(u64 hash, const unsigned char *bytes, size_t size) {
  for (size_t i = 0; i < size; i++) hash = (hash ^ bytes[i]) * 0x100000001b3u;
  return hash;
}

static bool send_all(int to, const unsigned char *bytes, size_t size) {
  for (size_t done = 0; done < size;) {
    ssize_t written = write(to, bytes + done, size - done);
    if (written <= 0) return false;
    done += (size_t)written;
  }
  return true;
}

_Noreturn static void produce(int to) {
  u64 random = 7, hash = 0xcbf29ce484222325u;
  for (size_t done = 0; done < WHOLE; done += CHUNK) {
    for (size_t at = 0; at < CHUNK; at += 8) {
      u64 word = next_random(&random);
      memcpy(buffer + at, &word, 8);
    }
    hash = fnv(hash, buffer, CHUNK);
    if (MUTATED(MUTATE_FLIP_BIT) && done == CHUNK) buffer[99] ^= 1;
    if (!send_all(to, buffer, CHUNK)) _exit(124);
  }
  if (!send_all(to, (unsigned char *)&hash, 8)) _exit(124);
  for (u64 index = 0;; index++) {
    u64 head = MAGIC + index;
    memcpy(buffer, &head, 8);
    size_t size = MUTATED(MUTATE_DROP_BYTE) && index == 50 ? CHUNK - 1 : CHUNK;
    if (!send_all(to, buffer, size)) _exit(0); /* the reader has had enough */
  }
}

static bool receive(struct env *env, size_t size) {
  for (size_t done = 0; done < size;) {
    ssize_t got = read(in, buffer + done, size - done);
    HOLD(env, got > 0, "byte-count", "the stream ended after %u of %u bytes", (unsigned)done, (unsigned)size);
    done += (size_t)got;
  }
  return true;
}

static bool start(struct env *env, int own, int theirs) {
  u64 hash = 0xcbf29ce484222325u, said;
  pid_t pid = start_peer(env, place_of_peer(env));
  if (pid == 0) {
    close(own);
    produce(theirs);
  }
  close(theirs);
  in = own;
  next_chunk = 0;
  if (pid < 0) return false;
  for (size_t done = 0; done < WHOLE; done += CHUNK) {
    if (!receive(env, CHUNK)) return false;
    hash = fnv(hash, buffer, CHUNK);
  }
  if (!receive(env, 8)) return false;
  memcpy(&said, buffer, 8);
  HOLD(env, said == hash, "whole-content", "the hash of 4 MiB is %llx, sent was %llx", (unsigned long long)hash,
       (unsigned long long)said);
  return true;
}

bool pipe_stream_open(struct env *env) {
  int pair[2];
  HOLD(env, pipe2(pair, O_CLOEXEC) == 0, "system-call", "pipe: %s", strerror(errno));
  return start(env, pair[0], pair[1]);
}

bool unix_stream_open(struct env *env) {
  int pair[2];
  HOLD(env, socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == 0, "system-call", "socketpair: %s",
       strerror(errno));
  return start(env, pair[0], pair[1]);
}

bool tcp_stream_open(struct env *env) {
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
  socklen_t size = sizeof address;
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), own = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  HOLD(env, bind(listener, (struct sockaddr *)&address, size) == 0 && listen(listener, 1) == 0 &&
         getsockname(listener, (struct sockaddr *)&address, &size) == 0 &&
         connect(own, (struct sockaddr *)&address, size) == 0, "system-call", "loopback: %s", strerror(errno));
  int theirs = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
  CALL(env, theirs, "accept");
  close(listener);
  return start(env, own, theirs);
}

bool stream_body(struct env *env, u64 n) {
  for (u64 i = 0; i < n; i++) {
    u64 head;
    if (!receive(env, CHUNK)) return false;
    memcpy(&head, buffer, 8);
    HOLD(env, head == MAGIC + next_chunk, "chunk-number", "chunk %llu begins with %llx",
         (unsigned long long)next_chunk, (unsigned long long)head);
    next_chunk++;
  }
  return true;
}

bool stream_close(struct env *env) {
  close(in);
  return end_peers(env, 0);
}
