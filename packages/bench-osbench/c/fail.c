#include "osb.h"

static void end_as(struct env *env, enum outcome outcome, const char *check, const char *format, va_list list) {
  struct result *result = env->result;
  struct cb_text name = { result->check, sizeof result->check - 1, 0, false };
  struct cb_text detail = { result->detail, sizeof result->detail - 1, 0, false };
  cb_put_text(&name, check);
  cb_format_list(&detail, format, list);
  name.bytes[name.length] = 0;
  detail.bytes[detail.length] = 0;
  result->outcome = outcome;
}

bool failed(struct env *env, const char *check, const char *format, ...) {
  va_list list;
  va_start(list, format);
  /* the first cause counts */
  if (env->result->outcome == UNFINISHED || env->result->outcome == PASSED) end_as(env, FAILED, check, format, list);
  va_end(list);
  return false;
}

bool absent(struct env *env, const char *subsystem, const char *format, ...) {
  va_list list;
  va_start(list, format);
  if (env->result->outcome == UNFINISHED) end_as(env, ABSENT, subsystem, format, list);
  va_end(list);
  return false;
}
