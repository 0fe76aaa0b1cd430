#include "errno-name.h"

#include <errno.h>
#include <string.h>

#include "../../capbench.h"

#define NAME(error) { error, #error }

static const struct {
  int error;
  const char *name;
} names[] = {
  NAME(EPERM),        NAME(ENOENT),    NAME(ESRCH),       NAME(EINTR),      NAME(EIO),          NAME(ENXIO),
  NAME(E2BIG),        NAME(ENOEXEC),   NAME(EBADF),       NAME(ECHILD),     NAME(EAGAIN),       NAME(ENOMEM),
  NAME(EACCES),       NAME(EFAULT),    NAME(EBUSY),       NAME(EEXIST),     NAME(EXDEV),        NAME(ENODEV),
  NAME(ENOTDIR),      NAME(EISDIR),    NAME(EINVAL),      NAME(ENFILE),     NAME(EMFILE),       NAME(ENOTTY),
  NAME(ETXTBSY),      NAME(EFBIG),     NAME(ENOSPC),      NAME(ESPIPE),     NAME(EROFS),        NAME(EPIPE),
  NAME(EDOM),         NAME(ERANGE),    NAME(ENOSYS),      NAME(ELOOP),      NAME(ENOTSOCK),     NAME(EOPNOTSUPP),
  NAME(EAFNOSUPPORT), NAME(ENETDOWN),  NAME(ENETUNREACH), NAME(ENOBUFS),    NAME(ETIMEDOUT),    NAME(ECONNREFUSED),
  NAME(ENOKEY),       NAME(EUSERS),    NAME(EOVERFLOW),   NAME(EPROTO),     NAME(EPROTONOSUPPORT),
};

const char *errno_name(char out[16], int error) {
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    if (names[i].error == error && strlen(names[i].name) < 16) return names[i].name;
  }
  struct cb_text text = { out, 15, 0, false };
  cb_put_format(&text, "E%u", (unsigned)error);
  out[text.length] = 0;
  return out;
}

const char *errno_json(char out[24], int error) {
  char name[16];
  struct cb_text text = { out, 23, 0, false };
  if (error == 0) cb_put_text(&text, "null");
  else cb_put_format(&text, "\"%s\"", errno_name(name, error));
  out[text.length] = 0;
  return out;
}
