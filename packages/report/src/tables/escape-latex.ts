/** Text for LaTeX. */

const signs: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  '[': '{[}',
  ']': '{]}',
  '±': '$\\pm$',
  '−': '$-$',
  '×': '$\\times$',
  '≠': '$\\neq$',
  '≥': '$\\geq$',
  '≤': '$\\leq$',
  '·': '$\\cdot$',
  '‖': '$\\|$',
  '²': '$^2$',
  '→': '$\\to$',
  '“': '``',
  '”': "''",
  '…': '\\dots{}',
  '√': '$\\surd$',
  '∇': '$\\nabla$',
  β: '$\\beta$',
  '–': '--',
  '’': "'",
}

/** Text that stays text, in one line. Letters that TeX's usual fonts lack are told by their numbers. */
export function escapeLatex(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[^A-Za-z0-9 ]/gu, escapeSign)
}

/** A command, which may break after its signs. */
export function codeLatex(text: string): string {
  const breakable = text.split(/(?<=[/.=-])/).map(escapeLatex)
  return `\\texttt{${breakable.join('\\allowbreak{}')}}`
}

const special = /[&%$#_{}]/
const printable = /[\x20-\x7e]|(?=[\u00c0-\u017f])\p{L}/u

function escapeSign(sign: string): string {
  const known = signs[sign]
  if (known !== undefined) return known
  if (special.test(sign)) return `\\${sign}`
  if (printable.test(sign)) return sign
  return `{[}U+${sign.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}{]}`
}
