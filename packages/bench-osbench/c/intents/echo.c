/* Round trips of a 64-bit number to a process that gives back its complement, over whatever carries bytes. */
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include "all.h"

static int in = -1, out = -1; /* of the measuring side */
static u64 sequence;

bool pipe_self_open(struct env *env) {
  int pair[2];
  HOLD(env, pipe2(pair, O_CLOEXEC) == 0, "system-call", "pipe: %s", strerror(errno));
  in = pair[0], out = pair[1];
  return true;
}

/* 512 bytes there and back, numbered at both ends. */
bool pipe_self_body(struct env *env, u64 n) {
  u64 sent[64] = { 0 }, got[64] = { 0 };
  size_t size = MUTATED(MUTATE_DROP_BYTE) ? sizeof sent - 1 : sizeof sent;
  for (u64 i = 0; i < n; i++) {
    sent[0] = sent[63] = ++sequence;
    HOLD(env, write(out, sent, size) == (ssize_t)size, "system-call", "write: %s", strerror(errno));
    HOLD(env, read(in, got, sizeof got) == sizeof got, "byte-count", "less than 512 bytes came");
    HOLD(env, got[0] == sequence && got[63] == sequence, "echo", "%llu came for %llu", (unsigned long long)got[0],
         (unsigned long long)sequence);
  }
  return true;
}

bool pipe_self_close(struct env *env) {
  HOLD(env, close(in) == 0 && (MUTATED(MUTATE_LEAK_DESCRIPTOR) || close(out) == 0), "system-call", "close: %s",
       strerror(errno));
  return true;
}

/* The other side: until there is no more, then leaves with what it counted. */
_Noreturn static void answer(int from, int to) {
  u64 value, count = 0;
  ssize_t size;
  while ((size = read(from, &value, 8)) == 8) {
    count++;
    value = ~value;
    if (MUTATED(MUTATE_WRONG_ECHO)) value ^= 1;
    size_t give = MUTATED(MUTATE_DROP_BYTE) && count == 5 ? 7 : 8;
    if (write(to, &value, give) != (ssize_t)give) _exit(124);
    if (give == 7) _exit(123);
  }
  _exit(size == 0 ? (int)(count & 0x3f) : 124);
}

static bool two_way(struct env *env, int own[2], int theirs[2]) {
  pid_t pid = start_peer(env, place_of_peer(env));
  if (pid < 0) return false;
  if (pid == 0) {
    close(own[0]);
    if (own[1] != own[0]) close(own[1]);
    answer(theirs[0], theirs[1]);
  }
  close(theirs[0]);
  if (theirs[1] != theirs[0]) close(theirs[1]);
  in = own[0], out = own[1];
  sequence = 0;
  return true;
}

bool pipe_echo_open(struct env *env) {
  int there[2], back[2];
  HOLD(env, pipe2(there, O_CLOEXEC) == 0 && pipe2(back, O_CLOEXEC) == 0, "system-call", "pipe: %s", strerror(errno));
  return two_way(env, (int[]){ back[0], there[1] }, (int[]){ there[0], back[1] });
}

bool fifo_echo_open(struct env *env) {
  char there[128], back[128];
  scratch_path(there, env->scratch, "there");
  scratch_path(back, env->scratch, "back");
  HOLD(env, mkfifo(there, 0600) == 0 && mkfifo(back, 0600) == 0, "system-call", "mkfifo: %s", strerror(errno));
  /* Opened for both directions first, so that no open waits for the other side. */
  int hold[2] = { open(there, O_RDWR | O_CLOEXEC), open(back, O_RDWR | O_CLOEXEC) };
  int own[2] = { open(back, O_RDONLY | O_CLOEXEC), open(there, O_WRONLY | O_CLOEXEC) };
  int theirs[2] = { open(there, O_RDONLY | O_CLOEXEC), open(back, O_WRONLY | O_CLOEXEC) };
  HOLD(env, theirs[1] >= 0 && own[1] >= 0, "system-call", "open of a FIFO: %s", strerror(errno));
  close(hold[0]), close(hold[1]);
  unlink(there), unlink(back);
  return two_way(env, own, theirs);
}

bool unix_echo_open(struct env *env) {
  int pair[2];
  HOLD(env, socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == 0, "system-call", "socketpair: %s",
       strerror(errno));
  return two_way(env, (int[]){ pair[0], pair[0] }, (int[]){ pair[1], pair[1] });
}

static bool loopback(struct env *env, int type, int *bound, struct sockaddr_in *address) {
  socklen_t size = sizeof *address;
  *address = (struct sockaddr_in){ .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
  *bound = socket(AF_INET, type | SOCK_CLOEXEC, 0);
  CALL(env, *bound, "socket");
  HOLD(env, bind(*bound, (struct sockaddr *)address, size) == 0, "system-call", "bind: %s", strerror(errno));
  HOLD(env, getsockname(*bound, (struct sockaddr *)address, &size) == 0, "system-call", "getsockname: %s",
       strerror(errno));
  return true;
}

bool tcp_echo_open(struct env *env) {
  struct sockaddr_in address;
  int listener, one = 1;
  if (!loopback(env, SOCK_STREAM, &listener, &address)) return false;
  HOLD(env, listen(listener, 1) == 0, "system-call", "listen: %s", strerror(errno));
  int own = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  CALL(env, own, "socket");
  HOLD(env, connect(own, (struct sockaddr *)&address, sizeof address) == 0, "system-call", "connect: %s",
       strerror(errno));
  int theirs = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
  CALL(env, theirs, "accept");
  close(listener);
  setsockopt(own, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  setsockopt(theirs, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  return two_way(env, (int[]){ own, own }, (int[]){ theirs, theirs });
}

bool udp_echo_open(struct env *env) {
  struct sockaddr_in address[2];
  int both[2];
  if (!loopback(env, SOCK_DGRAM, &both[0], &address[0]) || !loopback(env, SOCK_DGRAM, &both[1], &address[1]))
    return false;
  for (int i = 0; i < 2; i++)
    HOLD(env, connect(both[i], (struct sockaddr *)&address[1 - i], sizeof address[0]) == 0, "system-call",
         "connect: %s", strerror(errno));
  return two_way(env, (int[]){ both[0], both[0] }, (int[]){ both[1], both[1] });
}

bool echo_body(struct env *env, u64 n) {
  if (MUTATED(MUTATE_HANG)) pause();
  if (MUTATED(MUTATE_CRASH)) kill(getpid(), 11);
  for (u64 i = 0; i < n; i++) {
    u64 sent = ++sequence, got = 0;
    HOLD(env, write(out, &sent, 8) == 8, "system-call", "write: %s", strerror(errno));
    ssize_t size = read(in, &got, 8);
    HOLD(env, size == 8, "byte-count", "%d of 8 bytes came", (int)size);
    HOLD(env, got == ~sent, "echo", "%llx came for %llx", (unsigned long long)got, (unsigned long long)sent);
  }
  return true;
}

bool echo_close(struct env *env) {
  /* A datagram socket has no end of stream: an empty datagram is it. */
  if (strcmp(env->intent->id, "udp.rtt.same_cpu") == 0 || strcmp(env->intent->id, "udp.rtt.diff_cpu") == 0)
    (void)send(out, "", 0, 0);
  close(in);
  if (out != in) close(out);
  return end_peers(env, MUTATED(MUTATE_WRONG_EXIT) ? 77 : (int)(sequence & 0x3f));
}

#define EVENTS_END ((u64)1 << 40) /* an event counter has no end of stream: this is it */

_Noreturn static void answer_events(int from, int to) {
  u64 value, count = 0;
  while (read(from, &value, 8) == 8 && value < EVENTS_END) {
    count++;
    value += MUTATED(MUTATE_WRONG_ECHO) ? 2 : 1;
    if (write(to, &value, 8) != 8) _exit(124);
  }
  _exit((int)(count & 0x3f));
}

bool event_echo_open(struct env *env) {
  in = eventfd(0, EFD_CLOEXEC), out = eventfd(0, EFD_CLOEXEC);
  HOLD(env, in >= 0 && out >= 0, "system-call", "eventfd: %s", strerror(errno));
  sequence = 0;
  pid_t pid = start_peer(env, place_of_peer(env));
  if (pid == 0) answer_events(out, in);
  return pid > 0;
}

bool event_echo_body(struct env *env, u64 n) {
  for (u64 i = 0; i < n; i++) {
    u64 sent = ++sequence, got = 0;
    HOLD(env, write(out, &sent, 8) == 8 && read(in, &got, 8) == 8, "system-call", "eventfd: %s", strerror(errno));
    HOLD(env, got == sent + 1, "echo", "%llu came for %llu", (unsigned long long)got, (unsigned long long)sent);
  }
  return true;
}

bool event_echo_close(struct env *env) {
  u64 end = EVENTS_END;
  HOLD(env, write(out, &end, 8) == 8, "system-call", "eventfd: %s", strerror(errno));
  close(in), close(out);
  return end_peers(env, (int)(sequence & 0x3f));
}
