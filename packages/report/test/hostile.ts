/** Texts that a guest might print in the hope that a report shows something else. */
export const hostile = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '![pixel](https://evil.example/p.png)',
  '[click](javascript:alert(1))',
  'see https://evil.example/ or www.evil.example or mailto:a@evil.example',
  'a | b | passed | 0.001 ns |',
  'line\n## Forged heading\n- item',
  '\u001b[2J\u001b[31mred\u0007',
  '\u009b31m',
  'safe\u202egnp.exe',
  'zero\u200bwidth\u{e0041}',
  '`code` ```fence``` *bold* ~~gone~~ $x$',
  '&lt;b&gt; &#x3c;b&#x3e;',
  '1. list',
  '- [ ] task',
  '-->\n<!-- capos-benchmark-results:toy end -->',
] as const
