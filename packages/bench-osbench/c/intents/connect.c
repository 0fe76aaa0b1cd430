/* Connecting to a listener of the same machine, accepting, and closing both ends; all in one process. */
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "all.h"

static int listener = -1;
static struct sockaddr_in inet;
static struct sockaddr_un local;
static u64 made;

/* A number goes through each connection, so that it was one. */
static bool try_connection(struct env *env, int domain, const struct sockaddr *address, socklen_t size) {
  u64 sent = ++made, got = 0;
  int own = socket(domain, SOCK_STREAM | SOCK_CLOEXEC, 0);
  CALL(env, own, "socket");
  HOLD(env, connect(own, address, size) == 0, "system-call", "connect: %s", strerror(errno));
  int theirs = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
  CALL(env, theirs, "accept");
  size_t part = MUTATED(MUTATE_DROP_BYTE) ? 7 : 8;
  HOLD(env, write(own, &sent, part) == (ssize_t)part, "system-call", "write: %s", strerror(errno));
  HOLD(env, read(theirs, &got, 8) == 8, "byte-count", "less than 8 bytes came");
  HOLD(env, got == sent, "echo", "%llu came for %llu", (unsigned long long)got, (unsigned long long)sent);
  if (domain == AF_INET) {
    struct linger at_once = { 1, 0 }; /* a reset: else ports wait for minutes, and run out */
    setsockopt(own, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  }
  close(own);
  if (!MUTATED(MUTATE_LEAK_DESCRIPTOR)) close(theirs);
  return true;
}

bool unix_connect_open(struct env *env) {
  char path[128];
  scratch_path(path, env->scratch, "socket");
  local.sun_family = AF_UNIX;
  strcpy(local.sun_path, path);
  listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  HOLD(env, bind(listener, (struct sockaddr *)&local, sizeof local) == 0 && listen(listener, 8) == 0, "system-call",
       "listen: %s", strerror(errno));
  return true;
}

bool unix_connect_body(struct env *env, u64 n) {
  for (u64 i = 0; i < n; i++)
    if (!try_connection(env, AF_UNIX, (struct sockaddr *)&local, sizeof local)) return false;
  return true;
}

bool unix_connect_close(struct env *env) {
  close(listener);
  HOLD(env, unlink(local.sun_path) == 0, "system-call", "unlink: %s", strerror(errno));
  return true;
}

bool tcp_connect_open(struct env *env) {
  socklen_t size = sizeof inet;
  inet = (struct sockaddr_in){ .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
  listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  HOLD(env, bind(listener, (struct sockaddr *)&inet, size) == 0 && listen(listener, 8) == 0 &&
         getsockname(listener, (struct sockaddr *)&inet, &size) == 0, "system-call", "listen: %s", strerror(errno));
  return true;
}

bool tcp_connect_body(struct env *env, u64 n) {
  for (u64 i = 0; i < n; i++)
    if (!try_connection(env, AF_INET, (struct sockaddr *)&inet, sizeof inet)) return false;
  return true;
}

bool tcp_connect_close(struct env *env) {
  (void)env;
  return close(listener) == 0;
}
