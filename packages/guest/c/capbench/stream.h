/* The record stream of this process. */
#ifndef CAPBENCH_STREAM_H
#define CAPBENCH_STREAM_H

/* Exit codes that the protocol reserves. */
#define CB_EXIT_USAGE 64     /* bad arguments, as in sysexits.h */
#define CB_EXIT_PROTOCOL 120 /* a record could not be written whole */

enum cb_edge { CB_EDGE_BEGIN, CB_EDGE_END };

static struct {
  int descriptor;
  const char *nonce;
  uint32_t count;
  uint32_t crc;
} cb_stream CB_UNUSED;

/* Free text for people, on descriptor 2. What does not fit in a line is cut. */
__attribute__((format(printf, 1, 2))) CB_UNUSED static inline void cb_diagnose(const char *format, ...) {
  char line[512];
  struct cb_text text = { line, sizeof line - 1, 0, false };
  va_list list;
  va_start(list, format);
  cb_format_list(&text, format, list);
  va_end(list);
  line[text.length++] = '\n';
  (void)cb_os_write(2, line, text.length);
}

CB_UNUSED _Noreturn static inline void cb_abort(const char *why, const char *what) {
  cb_diagnose("capbench: %s: %s", why, what);
  cb_os_exit(CB_EXIT_PROTOCOL);
}

/*
 * Reads argument `name` of a program as a number in [least, most]; anything else ends the program with CB_EXIT_USAGE
 * and a diagnostic. `text` may be NULL, for an argument that is not there.
 */
CB_UNUSED static inline uint64_t cb_argument_u64(const char *name, const char *text, uint64_t least, uint64_t most) {
  uint64_t value = 0;
  if (text == NULL || !cb_parse_u64(text, &value) || value < least || value > most) {
    cb_diagnose("%s must be an integer in %llu..%llu, not \"%s\"", name, (unsigned long long)least,
                (unsigned long long)most, text == NULL ? "" : text);
    cb_os_exit(CB_EXIT_USAGE);
  }
  return value;
}

CB_UNUSED static inline void cb_record_list(const char *type, const char *format, va_list list) {
  char line[CB_MAX_LINE_BYTES];
  struct cb_text text = { line, sizeof line - 1, 0, false };
  if (cb_stream.nonce == NULL) cb_abort("record outside begin and end", type);
  if (cb_stream.count >= CB_MAX_RECORDS - !cb_equal(type, "end")) cb_abort("too many records", type);
  cb_put_format(&text, CB_PREFIX " %s %u %s ", cb_stream.nonce, cb_stream.count, type);
  cb_format_list(&text, format, list);
  if (text.overflow) cb_abort("record longer than a line may be", type);
  line[text.length++] = '\n';
  for (size_t done = 0; done < text.length;) {
    long written = cb_os_write(cb_stream.descriptor, line + done, text.length - done);
    if (written <= 0) cb_abort("cannot write record", type);
    done += (size_t)written;
  }
  cb_stream.crc = cb_crc32(cb_stream.crc, line, text.length);
  cb_stream.count++;
}

/* One record. The format is the JSON body, on one line; put untrusted text through cb_json_string first. */
__attribute__((format(printf, 2, 3))) CB_UNUSED static inline void cb_record(const char *type, const char *format,
                                                                              ...) {
  va_list list;
  va_start(list, format);
  cb_record_list(type, format, list);
  va_end(list);
}

/* Is this a nonce as the grammar has it: 32 lower-case hexadecimal digits, or `-`? */
CB_UNUSED static inline bool cb_is_nonce(const char *text) {
  if (cb_equal(text, CB_NONCE_NONE)) return true;
  size_t length = 0;
  for (; text[length] != 0; length++) {
    bool digit = text[length] >= '0' && text[length] <= '9';
    if (!digit && !(text[length] >= 'a' && text[length] <= 'f')) return false;
  }
  return length == CB_NONCE_DIGITS;
}

/* Opens the stream on a descriptor of the caller's choice. `nonce` must outlive the stream. */
CB_UNUSED static inline void cb_begin_on(int descriptor, const char *nonce, const char *program, const char *version) {
  if (!cb_is_nonce(nonce)) {
    cb_diagnose("%s: first argument must be a nonce (32 lower-case hexadecimal digits, or -), not \"%s\"", program,
                nonce);
    cb_os_exit(CB_EXIT_USAGE);
  }
  cb_stream.descriptor = descriptor;
  cb_stream.nonce = nonce;
  cb_stream.count = 0;
  cb_stream.crc = 0;
  cb_record("begin", "{\"program\":\"%s\",\"version\":\"%s\"}", program, version);
}

/* Opens the stream on descriptor 1, with the nonce that was the program's first argument. */
CB_UNUSED static inline void cb_begin(const char *nonce, const char *program, const char *version) {
  cb_begin_on(1, nonce, program, version);
}

/* Frames a region: the host times of both records bound what the program measured in between. */
CB_UNUSED static inline void cb_mark(const char *region, enum cb_edge edge) {
  cb_record("mark", "{\"region\":\"%s\",\"edge\":\"%s\"}", region, edge == CB_EDGE_BEGIN ? "begin" : "end");
}

/* Closes the stream. Returns 0: `return cb_end();` as the last line of main. */
CB_UNUSED static inline int cb_end(void) {
  cb_record("end", "{\"count\":%u,\"crc32\":\"%08x\"}", cb_stream.count, cb_stream.crc);
  cb_stream.nonce = NULL;
  return 0;
}

#endif
