/* Linked in with --wrap=hash_share: worker 1 does not do what it should. CHEAT says what it does instead. */
#include <string.h>

#include "../../c/work.h"

void __real_hash_share(const struct job *job, unsigned worker);

void __wrap_hash_share(const struct job *job, unsigned worker) {
  struct job other = *job;
  uint8_t *corpus = job->memory;
  uint64_t bytes = job->share * job->chunk_bytes;
  if (worker == 1 && CHEAT == LAZY) other.passes = 1;
  if (worker == 1 && CHEAT == FOREIGN) memcpy(corpus + bytes, corpus, bytes);
  if (worker == 1 && CHEAT == WRONG) corpus[bytes + 3 * job->chunk_bytes] ^= 1;
  if (worker == 1 && CHEAT == IDLE) return;
  __real_hash_share(&other, worker);
}
