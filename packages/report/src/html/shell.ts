import { createHash } from 'node:crypto'
import { type Html, html } from '../escape/html.ts'
import { runtime } from './runtime.ts'
import { script } from './script.ts'
import { style } from './style.ts'

/**
 * A page that loads nothing. A policy in it forbids all scripts and styles but its own and the Vega that it carries,
 * by their digests, and every connection.
 */
export function pageOf(title: string, content: Html): string {
  const plots = content.html.includes('<figure>') ? runtime() : undefined
  const policy = [
    "default-src 'none'",
    `style-src ${digest(style)}`,
    `script-src ${[script, ...(plots ? [plots.script] : [])].map(digest).join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  const carried =
    plots &&
    html`<footer><p>The plots of this page are drawn by ${plots.names}, which it carries. Their
licence is BSD-3-Clause, and its text stands with them.</p></footer>\n`
  const packed = plots && html`<script type="text/plain" id="vega">${own(plots.packed)}</script>\n`
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${own(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${own(style)}</style>
</head>
<body>
<a class="skip" href="#report">To the report</a>
<main id="report">
${content}${carried ?? own('')}</main>
${packed ?? own('')}<script>${own(script)}</script>
</body>
</html>
`.html
}

/** Constant text of this package and of its libraries; nothing else goes in unescaped. */
const own = (text: string): Html => ({ html: text })

const digest = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
