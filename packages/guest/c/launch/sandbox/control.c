#define _GNU_SOURCE
#include "control.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

union ancillary {
  char bytes[CMSG_SPACE(sizeof(int)) + CMSG_SPACE(sizeof(struct ucred))];
  struct cmsghdr aligned;
};

bool make_control(int ends[2]) {
  int on = 1;
  return socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) == 0 &&
         setsockopt(ends[0], SOL_SOCKET, SO_PASSCRED, &on, sizeof on) == 0;
}

bool say(int end, char word, int descriptor) {
  union ancillary ancillary = { 0 };
  struct iovec content = { &word, 1 };
  struct msghdr message = { .msg_iov = &content, .msg_iovlen = 1 };
  if (descriptor > 0) {
    message.msg_control = ancillary.bytes;
    message.msg_controllen = CMSG_SPACE(sizeof(int));
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(header), &descriptor, sizeof descriptor);
  }
  return sendmsg(end, &message, MSG_NOSIGNAL) == 1;
}

bool hear(int end, struct heard *heard) {
  union ancillary ancillary;
  struct iovec content = { &heard->word, 1 };
  struct msghdr message = { .msg_iov = &content, .msg_iovlen = 1 };
  message.msg_control = ancillary.bytes;
  message.msg_controllen = sizeof ancillary.bytes;
  heard->from = 0;
  heard->descriptor = -1;
  ssize_t size;
  do {
    size = recvmsg(end, &message, MSG_CMSG_CLOEXEC);
  } while (size < 0 && errno == EINTR);
  if (size != 1) return false;
  for (struct cmsghdr *header = CMSG_FIRSTHDR(&message); header != NULL; header = CMSG_NXTHDR(&message, header)) {
    if (header->cmsg_level != SOL_SOCKET) continue;
    if (header->cmsg_type == SCM_RIGHTS) memcpy(&heard->descriptor, CMSG_DATA(header), sizeof(int));
    if (header->cmsg_type == SCM_CREDENTIALS) {
      struct ucred who;
      memcpy(&who, CMSG_DATA(header), sizeof who);
      heard->from = who.pid;
    }
  }
  return true;
}
