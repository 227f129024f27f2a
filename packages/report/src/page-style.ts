/** How the page looks: a paper's column, booktabs rules, and the same in the dark, on a phone and in print. */
import { dark, darkFigureRules, light } from './charts/palette.ts'

/** CSS of the page. */
export const pageStyle: string = `
:root {
  --paper: ${light.paper}; --ink: ${light.ink}; --muted: ${light.muted}; --rule: ${light.rule};
}
@media screen and (prefers-color-scheme: dark) {
:root { --paper: ${dark.paper}; --ink: ${dark.ink}; --muted: ${dark.muted}; --rule: ${dark.rule}; }
${darkFigureRules()}
}
* { box-sizing: border-box; }
html { background: var(--paper); color: var(--ink); -webkit-text-size-adjust: 100%; }
body {
  max-width: 58rem; margin: 0 auto; padding: clamp(1.75rem, 6vw, 4.5rem) clamp(1rem, 4vw, 2.5rem);
  font: 1.0625rem/1.55 Charter, 'Bitstream Charter', 'Sitka Text', Cambria, 'Liberation Serif', Georgia, serif;
  font-variant-numeric: lining-nums; counter-reset: figure table; overflow-wrap: break-word;
}
h1, h2 { font-weight: 600; line-height: 1.2; text-wrap: balance; }
h1 { margin: 0; font-size: clamp(1.6rem, 5vw, 2.2rem); letter-spacing: -0.01em; }
h2 { margin: 0 0 1.5rem; font-size: 1.3rem; }
section { margin-top: 4rem; }
p, figcaption, dl { max-width: 42rem; }
.task { margin: 0.5rem 0 0; color: var(--muted); }
.verdict { margin: 2rem 0 0; font-size: 1.2rem; line-height: 1.5; text-wrap: pretty; }
.table {
  margin-top: 2rem; overflow-x: auto;
  background:
    linear-gradient(90deg, var(--paper) 50%, transparent) 0 / 2rem 100% no-repeat local,
    linear-gradient(270deg, var(--paper) 50%, transparent) 100% / 2rem 100% no-repeat local,
    linear-gradient(90deg, var(--rule), transparent) 0 / 1rem 100% no-repeat,
    linear-gradient(270deg, var(--rule), transparent) 100% / 1rem 100% no-repeat;
}
table {
  border-collapse: collapse; border-bottom: 1.5px solid var(--ink); font-size: 0.95rem; line-height: 1.35;
  font-variant-numeric: lining-nums tabular-nums;
}
caption, figcaption { color: var(--muted); font-size: 0.95rem; line-height: 1.5; text-align: left; }
caption { padding-bottom: 0.6rem; }
caption::before { counter-increment: table; content: 'Table ' counter(table) '. '; color: var(--ink); }
figcaption::before { counter-increment: figure; content: 'Figure ' counter(figure) '. '; color: var(--ink); }
thead { border-top: 1.5px solid var(--ink); border-bottom: 1px solid var(--ink); }
th, td { padding: 0.35rem 0 0.35rem 2rem; text-align: right; font-weight: 400; white-space: nowrap; }
thead th { vertical-align: bottom; white-space: normal; }
td.gap { white-space: normal; }
th:first-child { padding-left: 0; text-align: left; }
figure { margin: 3.5rem 0 0; }
h2 + figure, h2 + .table { margin-top: 0; }
figcaption { margin-top: 1.25rem; }
.panels { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 21rem), 1fr)); gap: 2.25rem 3rem; }
.small.panels { grid-template-columns: repeat(auto-fit, minmax(min(100%, 15rem), 1fr)); gap: 2.25rem 2rem; }
.panels svg { display: block; width: 100%; max-width: 30rem; height: auto; }
.small.panels svg { max-width: 19rem; }
.panels p { margin: 0 0 0.5rem; font-size: 0.95rem; }
.panels img { display: block; width: 100%; max-width: 30rem; height: auto; }
pre { margin: 0; padding: 0.9rem 1.1rem; white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid var(--rule); border-radius: 4px; }
code { font: 0.875rem/1.5 ui-monospace, Menlo, Consolas, 'Liberation Mono', monospace; }
dl { margin: 1.5rem 0 0; }
dl div { display: flex; gap: 1.5rem; padding: 0.15rem 0; }
dt { flex: 0 0 5rem; color: var(--muted); }
dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
@media (max-width: 30rem) {
  section { margin-top: 3rem; }
  table { font-size: 0.9rem; }
  th, td { padding-left: 1rem; }
}
@media print {
  html { font-size: 10pt; }
  body { max-width: none; padding: 0; }
  section { margin-top: 2rem; }
  figure { margin-top: 2rem; }
  h2 { break-after: avoid; }
  figure, tr, svg { break-inside: avoid; }
  figure:has(details) { break-inside: auto; }
  .panels { grid-template-columns: repeat(2, 1fr); gap: 1.5rem 2rem; }
  .small.panels { grid-template-columns: repeat(3, 1fr); gap: 1.5rem; }
  .table { overflow: visible; background: none; }
  table { width: auto; font-size: 8pt; }
  th, td { padding-left: 0.75rem; }
  .table tbody :is(.head, .label, .text, .code) { min-width: 0; white-space: normal; }
  .table tbody .code { overflow-wrap: anywhere; }
  section:has(th:nth-child(11)) { page: wide; }
}
@page wide { size: landscape; }
`
