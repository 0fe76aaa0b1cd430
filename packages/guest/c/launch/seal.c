#define _GNU_SOURCE
#include "seal.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sha256.h"

#ifndef MFD_EXEC
#define MFD_EXEC 0x10u /* Linux 6.3; where vm.memfd_noexec is 1 a memfd without it cannot be executed */
#endif

static int open_program(const char *path, struct failure *failure) {
  struct stat status;
  int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) return fail(failure, "open"), -1;
  /* The copy is executable whatever the file is, so the file's own permission is asked here. */
  if (faccessat(AT_FDCWD, path, X_OK, AT_EACCESS) != 0) return fail(failure, "access"), -1;
  if (fstat(file, &status) != 0) return fail(failure, "stat"), -1;
  if (!S_ISREG(status.st_mode)) {
    errno = EACCES;
    return fail(failure, "stat"), -1;
  }
  return file;
}

static bool copy(int from, int to) {
  char buffer[65536];
  for (;;) {
    ssize_t size = read(from, buffer, sizeof buffer);
    if (size <= 0) return size == 0;
    for (ssize_t done = 0; done < size;) {
      ssize_t written = write(to, buffer + done, (size_t)(size - done));
      if (written < 0) return false;
      done += written;
    }
  }
}

static bool digest(struct sealed *sealed) {
  char buffer[65536];
  struct sha256 hash;
  sha256_start(&hash);
  for (sealed->bytes = 0;;) {
    ssize_t size = pread(sealed->descriptor, buffer, sizeof buffer, (off_t)sealed->bytes);
    if (size < 0) return false;
    if (size == 0) break;
    sha256_add(&hash, buffer, (size_t)size);
    sealed->bytes += (uint64_t)size;
  }
  sha256_finish(&hash, sealed->sha256);
  return true;
}

bool seal_program(struct sealed *sealed, const char *path, struct failure *failure) {
  const char *slash = strrchr(path, '/');
  sealed->name = slash == NULL ? path : slash + 1;
  int file = open_program(path, failure);
  if (file < 0) return false;
  unsigned flags = MFD_CLOEXEC | MFD_ALLOW_SEALING;
  sealed->descriptor = memfd_create(sealed->name, flags | MFD_EXEC);
  if (sealed->descriptor < 0 && errno == EINVAL) sealed->descriptor = memfd_create(sealed->name, flags);
  if (sealed->descriptor < 0) return fail(failure, "memfd_create");
  if (!copy(file, sealed->descriptor)) return fail(failure, "copy");
  close(file);
  int seals = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE;
  if (fcntl(sealed->descriptor, F_ADD_SEALS, seals) != 0) return fail(failure, "seal");
  return digest(sealed) || fail(failure, "digest");
}
