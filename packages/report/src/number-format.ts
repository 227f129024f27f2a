/** How numbers are written, the same in the terminal, in the table and in the text. */

/** `'0.913'` */
export function formatAuc(auc: number): string {
  return auc.toFixed(3)
}

/** `'[0.901, 0.925]'` */
export function formatInterval(lower: number, upper: number): string {
  return `[${formatAuc(lower)}, ${formatAuc(upper)}]`
}

/** `'0.021 [0.012, 0.030]'`, with more decimals where three would show 0. */
export function formatDifference(difference: number, lower: number, upper: number): string {
  const decimals = difference !== 0 && Math.abs(difference) < 0.001 ? 5 : 3
  const [d, l, u] = [difference, lower, upper].map((x) => x.toFixed(decimals).replace('-', '−'))
  return `${d} [${l}, ${u}]`
}

/** `'p = 0.012'` or `'p < 0.001'` */
export function formatPValue(p: number): string {
  return p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(p < 0.1 ? 3 : 2)}`
}

/** `'0.012'` or `'< 0.001'`, where the column says that it is p. */
export function pText(p: number): string {
  return formatPValue(p).replace(/^p (= )?/, '')
}

/** `'1,400'` or, with a decimal, `'123.4'` */
export function formatCount(count: number, decimals = 0): string {
  return count.toLocaleString('en-US', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  })
}

/** `'0.032'` for −1.5: the number of which a logarithmic axis has the exponent. */
export function formatPower(exponent: number): string {
  return String(Number((10 ** exponent).toPrecision(2)))
}

/** `'10.0 %'` */
export function formatShare(share: number, decimals = 1): string {
  return `${(100 * share).toFixed(decimals)} %`
}

/** `'CE, AUCsc and CT'` */
export function formatList(items: readonly string[], conjunction: 'and' | 'or' = 'and'): string {
  const last = items.at(-1) ?? ''
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} ${conjunction} ${last}`
}

/** `'+0.012'` or `'−0.003'` */
export function signed(difference: number): string {
  const text = difference.toFixed(3)
  return text.startsWith('-') ? text.replace('-', '−') : `+${text}`
}
