/* A bounded formatter: the part of printf that records need. */
#ifndef CAPBENCH_FORMAT_H
#define CAPBENCH_FORMAT_H

/* Text under construction. `overflow` stays set once something did not fit. */
struct cb_text {
  char *bytes;
  size_t size;
  size_t length;
  bool overflow;
};

CB_UNUSED static inline size_t cb_length(const char *text) {
  size_t length = 0;
  while (text[length] != 0) length++;
  return length;
}

CB_UNUSED static inline bool cb_equal(const char *a, const char *b) {
  while (*a != 0 && *a == *b) a++, b++;
  return *a == *b;
}

CB_UNUSED static inline void cb_put(struct cb_text *text, char byte) {
  if (text->length < text->size) text->bytes[text->length++] = byte;
  else text->overflow = true;
}

CB_UNUSED static inline void cb_put_text(struct cb_text *text, const char *other) {
  while (*other != 0) cb_put(text, *other++);
}

/* Divides in 16-bit steps, because a 32-bit freestanding program has no 64-bit division. Returns the remainder. */
CB_UNUSED static inline unsigned cb_divide(uint64_t *value, unsigned divisor) {
  uint64_t quotient = 0;
  uint32_t rest = 0;
  for (int shift = 48; shift >= 0; shift -= 16) {
    rest = (rest << 16) | ((uint32_t)(*value >> shift) & 0xffff);
    quotient |= (uint64_t)(rest / divisor) << shift;
    rest %= divisor;
  }
  *value = quotient;
  return rest;
}

CB_UNUSED static inline void cb_put_number(struct cb_text *text, uint64_t value, unsigned base, unsigned width) {
  char digits[20];
  unsigned count = 0;
  do {
    digits[count++] = "0123456789abcdef"[cb_divide(&value, base)];
  } while (value != 0);
  for (unsigned i = count; i < width; i++) cb_put(text, '0');
  while (count > 0) cb_put(text, digits[--count]);
}

/*
 * Knows %s %c %d %u %x %% with the lengths l, ll, z and a zero-padded width such as %08x. Anything else sets
 * `overflow`: the caller then refuses the text.
 */
CB_UNUSED static inline void cb_format_list(struct cb_text *text, const char *format, va_list list) {
  for (; *format != 0; format++) {
    if (*format != '%') {
      cb_put(text, *format);
      continue;
    }
    format++;
    unsigned width = 0;
    while (*format >= '0' && *format <= '9') width = width * 10 + (unsigned)(*format++ - '0');
    unsigned longs = 0;
    while (*format == 'l' || *format == 'z') format++, longs++; /* size_t is as long as long */
    switch (*format) {
      case '%': cb_put(text, '%'); break;
      case 'c': cb_put(text, (char)va_arg(list, int)); break;
      case 's': cb_put_text(text, va_arg(list, const char *)); break;
      case 'd': {
        int64_t value = longs == 0 ? va_arg(list, int) : longs == 1 ? va_arg(list, long) : va_arg(list, long long);
        if (value < 0) cb_put(text, '-');
        cb_put_number(text, value < 0 ? 0 - (uint64_t)value : (uint64_t)value, 10, width);
        break;
      }
      case 'u':
      case 'x': {
        uint64_t value = longs == 0   ? va_arg(list, unsigned)
                         : longs == 1 ? va_arg(list, unsigned long)
                                      : va_arg(list, unsigned long long);
        cb_put_number(text, value, *format == 'x' ? 16 : 10, width);
        break;
      }
      default: text->overflow = true; return;
    }
  }
}

__attribute__((format(printf, 2, 3))) CB_UNUSED static inline void cb_put_format(struct cb_text *text,
                                                                                  const char *format, ...) {
  va_list list;
  va_start(list, format);
  cb_format_list(text, format, list);
  va_end(list);
}

/* Bytes of the well-formed UTF-8 sequence at `bytes` (Unicode 15, table 3-7), or 0. */
CB_UNUSED static inline size_t cb_utf8_length(const unsigned char *bytes, size_t size) {
  unsigned char lead = bytes[0];
  if (lead < 0x80) return 1;
  size_t length = lead >= 0xc2 && lead <= 0xdf ? 2 : (lead & 0xf0) == 0xe0 ? 3 : lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
  if (length == 0 || length > size) return 0;
  unsigned char low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
  unsigned char high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
  if (bytes[1] < low || bytes[1] > high) return 0;
  for (size_t i = 2; i < length; i++) {
    if ((bytes[i] & 0xc0) != 0x80) return 0;
  }
  return length;
}

/*
 * Writes untrusted text as a JSON string, quotes and final NUL included, into `out` of `size` >= 3 bytes. Control
 * characters are escaped; each byte that is not UTF-8 becomes U+FFFD. Text that does not fit is cut between
 * characters, so that the result is always a whole JSON string. Returns how many bytes of `text` it holds.
 */
CB_UNUSED static inline size_t cb_json_string(char *out, size_t size, const char *text, size_t length) {
  const unsigned char *bytes = (const unsigned char *)text;
  struct cb_text json = { out, size - 2, 0, false };
  size_t used = 0;
  cb_put(&json, '"');
  while (used < length) {
    size_t before = json.length;
    size_t step = cb_utf8_length(bytes + used, length - used);
    if (step == 0) {
      cb_put_text(&json, "\\ufffd");
      step = 1;
    } else if (bytes[used] == '"' || bytes[used] == '\\') {
      cb_put(&json, '\\');
      cb_put(&json, (char)bytes[used]);
    } else if (bytes[used] < 0x20 || bytes[used] == 0x7f) {
      cb_put_format(&json, "\\u%04x", bytes[used]);
    } else {
      for (size_t i = 0; i < step; i++) cb_put(&json, (char)bytes[used + i]);
    }
    if (json.overflow) {
      json.length = before;
      break;
    }
    used += step;
  }
  json.bytes[json.length++] = '"';
  json.bytes[json.length] = 0;
  return used;
}

#endif
