import { seriesColours } from '../plots/theme.ts'

const series = (index: 0 | 1) => seriesColours.map((pair, at) => `--series-${at + 1}:${pair[index]}`).join(';')
const light = `--ink:#1b1f24;--muted:#57606a;--page:#ffffff;--soft:#f3f5f7;--grid:#d8dee4;--link:#0550ae;${series(0)}`
const dark = `--ink:#e6edf3;--muted:#9ba5b0;--page:#14171a;--soft:#1f2429;--grid:#3a424a;--link:#79b8ff;${series(1)}`

/** Light on paper, dark where the reader wants it. Every pair of text and ground has at least 4.5:1. */
export const style = `
:root{color-scheme:light dark;${light}}
@media screen and (prefers-color-scheme:dark){:root{${dark}}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:90rem;margin:0 auto;padding:1rem 1rem 4rem}
p,li,figcaption{max-width:46rem}
@media (min-width:1000px){ol{columns:2;column-gap:3rem}ol li{break-inside:avoid}}
h1{font-size:1.7rem;line-height:1.25;margin:.5rem 0}
h2{font-size:1.35rem;margin:2.5rem 0 .75rem;padding-top:.75rem;border-top:1px solid var(--grid)}
h3{font-size:1.1rem;margin:1.75rem 0 .5rem}
h4{font-size:1rem;margin:1.5rem 0 .5rem}
h1,h2,h3,h4,p,li,label,.tip{overflow-wrap:anywhere}
a{color:var(--link)}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
code,pre{font:.875em/1.45 ui-monospace,monospace}
code{overflow-wrap:anywhere}
pre{background:var(--soft);padding:.75rem;overflow:auto;max-height:32rem;border-radius:6px}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1rem;list-style:none;padding:0;max-width:none}
.skip{position:absolute;left:-99rem}
.skip:focus{position:static}
.scroll{overflow-x:auto;margin:.75rem 0;border:1px solid var(--grid);border-radius:6px}
table{border-collapse:collapse;font-size:.8125rem;width:100%;font-variant-numeric:tabular-nums}
th,td{padding:.4rem .6rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--grid)}
tbody tr:last-child td{border-bottom:0}
th{background:var(--soft);vertical-align:bottom}
th.figure,.figure.words{white-space:normal}
td{min-width:3.25rem;max-width:30rem}
td code{overflow-wrap:break-word}
td .digest{overflow-wrap:anywhere}
table:not(.pair) td>.digest:only-child{display:inline-block;width:32.5ch;white-space:normal}
.pair code{overflow-wrap:anywhere}
.figure{text-align:right;white-space:nowrap}
.long{min-width:8rem}.longest{min-width:11rem;max-width:40rem}
.many :is(th,td){padding:.4rem .35rem}
table.pair{width:auto}.scroll:has(>.pair){width:fit-content;max-width:100%}.pair :is(th,td){padding-right:2rem}
@media screen and (max-width:700px){table:not(.pair) :is(th,td){white-space:nowrap}
table:not(.pair) .figure.words{white-space:nowrap}
table:not(.pair) :is(.long,.longest){white-space:normal;min-width:18rem}
table:not(.pair) .longest{min-width:36rem}}
figure{margin:.5rem 0 2rem}
footer{margin-top:3rem;color:var(--muted);font-size:.875rem}
.campaign{margin-top:4rem;border-top:4px solid var(--grid)}
figcaption,summary{color:var(--muted);font-size:.875rem}
summary{cursor:pointer;padding:.4rem 0}
.still{border:0}
.still svg{display:block;font:12px sans-serif}
.live svg{display:block;overflow:visible;touch-action:pan-y}
.controls{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem 1.25rem;margin:.5rem 0;font-size:.875rem}
.controls fieldset{display:flex;flex-wrap:wrap;align-items:center;gap:.25rem .75rem;border:0;margin:0;padding:0}
.controls legend{float:left;padding:0;color:var(--muted)}
.controls select{max-width:100%}
.controls label{display:inline-flex;max-width:100%;align-items:center;gap:.3rem}
.controls input{width:1.05rem;height:1.05rem;margin:0}
.controls select,.controls button{font:inherit;color:var(--ink);background:var(--soft);border:1px solid var(--muted);
border-radius:4px;padding:.2rem .5rem}
.zoom{display:flex;flex-wrap:wrap;align-items:center;gap:.35rem}
.zoom output{color:var(--muted);min-width:9rem}
.tip{position:fixed;z-index:1;max-width:20rem;padding:.4rem .6rem;background:var(--ink);color:var(--page);
font-size:.8125rem;border-radius:4px;pointer-events:none}
@media screen{.lives .still{display:none}.lives.all .still{display:block}
.lives.all .live,.lives.all fieldset,.lives.all .zoom{display:none}}
@media print{
@page{size:landscape;margin:12mm}
body{font-size:10pt}
main{padding:0;max-width:none}
nav,.tip,.skip,.live,.controls,footer{display:none}
.scroll{overflow:visible;border:0}
table{font-size:7pt}
th,td,.many :is(th,td){padding:2px 4px;min-width:0}
th,td,tbody tr:last-child td{border:.5pt solid var(--grid)}
.figure.words{white-space:normal}
.long,.longest{min-width:0;max-width:none;overflow-wrap:anywhere}
td code{overflow-wrap:anywhere}
figcaption{max-width:none}
figcaption,.still{break-inside:avoid}
.still,summary,p:has(+.scroll){break-after:avoid}
.still svg{max-width:100%;max-height:150mm;width:auto}
pre{max-height:none;overflow:visible;white-space:pre-wrap;overflow-wrap:anywhere}
details::details-content{content-visibility:visible;display:block}
tr{break-inside:avoid}
h2,h3,h4{break-after:avoid}
}
`
