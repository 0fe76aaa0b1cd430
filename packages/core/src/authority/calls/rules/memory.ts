import { type CallRules, each, hasBit, isNot, lacksBits, oneOf, where } from '../rule.ts'

const execute = 4 // PROT_EXEC
const shared = 1 // MAP_SHARED, and MAP_SHARED_VALIDATE which is 3; MAP_PRIVATE is 2
const executeSegment = 0o100000 // SHM_EXEC

export const memoryCalls = (): CallRules => ({
  mmap: {
    needs: [
      where(lacksBits(3, shared), 'memory.map'),
      where(hasBit(3, shared), 'memory.share'),
      where(hasBit(2, execute), 'memory.exec'),
    ],
  },
  // Of memory that it has. Libc protects its own tables before main, and takes its heap.
  ...each('mprotect pkey_mprotect', oneOf('cpu'), where(hasBit(2, execute), 'memory.exec')),
  ...each('brk', oneOf('cpu')),
  ...each('munmap mremap madvise mincore mseal', oneOf('memory.map', 'memory.share')),
  ...each('pkey_alloc pkey_free mbind set_mempolicy get_mempolicy set_mempolicy_home_node', oneOf('memory.map')),
  ...each('map_shadow_stack', oneOf('memory.map')),
  ...each('migrate_pages move_pages', oneOf('memory.map'), where(isNot(0, 0), 'trace')),
  ...each('msync memfd_create memfd_secret remap_file_pages', oneOf('memory.share')),
  ...each('modify_ldt set_thread_area get_thread_area', oneOf('memory.exec')),
  ...each('shmget shmctl shmdt semget semop semctl semtimedop msgget msgsnd msgrcv msgctl', oneOf('ipc.sysv')),
  shmat: { needs: [oneOf('ipc.sysv'), where(hasBit(2, executeSegment), 'memory.exec')] },
})
