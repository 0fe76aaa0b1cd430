#define _GNU_SOURCE
#include "probes.h"

#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "../filter/make.h"
#include "../filter/name.h"
#include "granted.h"
#include "probe-calls.h"

static long make_call(const struct probe_call *call) {
  const uint64_t *a = call->arguments;
  long result = syscall(call->number, a[0], a[1], a[2], a[3], a[4], a[5]);
  return result < 0 ? -errno : result;
}

/* Whoever may reach other machines stays in the network of this one. */
static bool is_implied(const struct probe *probe, const struct terms *granted) {
  return strcmp(probe->term, "net.loopback") == 0 && is_granted(granted, "net.external");
}

/* Would the filter let this call pass, because of another term? */
static bool passes(const struct probe_call *call, const struct terms *granted) {
  struct named named;
  name_call(&named, granted, ARCH_OWN, (int)call->number, call->arguments);
  return named.allowed;
}

void make_probes(struct board *board, const struct terms *granted, bool filter) {
  if (board->isolation == ISOLATION_NONE) memcpy(probed_directory, "/tmp", sizeof "/tmp");
  for (unsigned i = 0; i < number_of_probes; i++) {
    const struct probe *probe = &probes[i];
    if (is_granted(granted, probe->term) || is_implied(probe, granted)) continue;
    if (filter && !probe->beside_filter && passes(&probe->call, granted)) continue;
    struct probe_result *result = &board->probes[i];
    result->tried = true;
    result->call = probe->call.name;
    __atomic_store_n(&board->probe, (int)i, __ATOMIC_RELEASE);
    long value = make_call(&probe->call);
    if (value >= 0 && probe->then != NULL) {
      result->call = probe->then_name;
      value = probe->then(value);
    }
    result->error = value < 0 ? (int)-value : 0;
  }
  __atomic_store_n(&board->probe, -1, __ATOMIC_RELEASE);
}

const char *probed_term(unsigned probe) {
  return probes[probe].term;
}

unsigned probe_count(void) {
  return number_of_probes;
}

bool is_absent(const struct probe_result *result) {
  return !result->by_filter && result->error == ENOSYS;
}

enum refuser refuser_of(unsigned probe, const struct probe_result *result) {
  int error = result->error, other = probes[probe].denial;
  if (result->by_filter) return REFUSED_BY_FILTER;
  bool denied = error == EPERM || error == EACCES || error == EROFS || (other != 0 && error == other);
  return denied ? REFUSED_BY_KERNEL : REFUSED_BY_NONE;
}
