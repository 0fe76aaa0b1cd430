/* The functions of every intent, for the catalog. */
#ifndef OSB_INTENTS_H
#define OSB_INTENTS_H

#include "../osb.h"

#define INTENT(name) bool name##_open(struct env *), name##_body(struct env *, u64), name##_close(struct env *)

INTENT(getppid);
INTENT(read_one);
INTENT(write_one);
INTENT(dup_close);
INTENT(stat_path);
INTENT(stat_fd);
INTENT(open_close);
INTENT(signal_install);
INTENT(signal_catch);
INTENT(signal_kill0);
INTENT(signal_fault);
INTENT(poll_one);
INTENT(select_one);
INTENT(pipe_self);
INTENT(echo);
bool pipe_echo_open(struct env *), fifo_echo_open(struct env *), unix_echo_open(struct env *);
bool event_echo_open(struct env *), tcp_echo_open(struct env *), udp_echo_open(struct env *);
bool event_echo_body(struct env *, u64), event_echo_close(struct env *);
INTENT(futex_turns);
INTENT(semaphore_turns);
INTENT(lock_turns);
INTENT(pass_descriptor);
INTENT(ring);
INTENT(fork_exit);
INTENT(fork_exec);
INTENT(vfork_exec);
INTENT(spawn_exec);
INTENT(shell);
INTENT(thread);
INTENT(fault_anonymous);
INTENT(fault_file);
INTENT(map_unmap);
INTENT(map_touch_unmap);
INTENT(protect);
INTENT(map_shared);
INTENT(stream);
bool pipe_stream_open(struct env *), unix_stream_open(struct env *), tcp_stream_open(struct env *);
INTENT(memory_read);
INTENT(memory_copy);
INTENT(memory_set);
INTENT(memory_chase);
INTENT(file_reread);
INTENT(file_create);
INTENT(file_rewrite);
INTENT(unix_connect);
INTENT(tcp_connect);
INTENT(compute_integer);
INTENT(compute_float);
INTENT(sleep_short);
INTENT(uring_nop);
INTENT(uring_message);

#endif
