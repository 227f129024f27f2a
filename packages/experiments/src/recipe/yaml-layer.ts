/** Reads the YAML of a recipe. */
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument, visit } from 'yaml'
import { forbiddenKeys, isMapping, type Layer } from './layer.ts'
import type { KeyPath, Place, RecipeProblem } from './recipe-error.ts'

/**
 * YAML 1.2 with the core schema: no tags of other kinds, no merge keys, no key twice, all keys text.
 *
 * @param source as a person calls the file
 */
export function yamlLayer(text: string, source: string): Layer {
  const lines = new LineCounter()
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { source, line, column: col }
  }
  const found: RecipeProblem[] = []
  const { document, value } = parse(text, lines, (offset, message) =>
    found.push({ ...at(offset), path: [], message }),
  )
  if (value !== null && !isMapping(value) && found.length === 0)
    found.push({ source, path: [], message: 'a recipe is a mapping: lines like `network: …`' })
  return {
    data: isMapping(value) ? value : {},
    problems: found,
    isWhole: isMapping(value) || (value === null && found.length === 0),
    place(path, what) {
      const offset = document && offsetOf(document, path, what)
      return offset === undefined ? undefined : at(offset)
    },
  }
}

/**
 * The value of one option, in the YAML of a recipe: `0.1`, `[cat, dog]`, `{ epochs: 5 }`; nothing is null.
 *
 * @throws SyntaxError
 */
export function yamlValue(text: string): unknown {
  const found: string[] = []
  const { value } = parse(text, new LineCounter(), (_, message) => found.push(message))
  if (found.length > 0) throw new SyntaxError(found.join('; '))
  return value
}

type Report = (offset: number, message: string) => void

function parse(
  text: string,
  lineCounter: LineCounter,
  report: Report,
): { document?: Document; value: unknown } {
  try {
    const document = parseDocument(text, {
      lineCounter,
      prettyErrors: false,
      schema: 'core',
      merge: false,
      resolveKnownTags: false,
      stringKeys: true,
      uniqueKeys: true,
      strict: true,
    })
    for (const { pos, message } of [...document.errors, ...document.warnings])
      report(pos[0], message)
    const isSyntax = document.errors.some(({ code }) => code !== 'DUPLICATE_KEY')
    reportForbidden(document, report)
    return { document, value: isSyntax ? null : document.toJS({ maxAliasCount: 100 }) }
  } catch (error) {
    // Aliases without end, or brackets deeper than the stack.
    report(0, error instanceof Error ? error.message : String(error))
    return { value: null }
  }
}

function reportForbidden(document: Document, report: Report): void {
  visit(document, {
    Pair(_, { key }) {
      const name = isScalar(key) ? String(key.value) : ''
      if (forbiddenKeys.includes(name)) report(startOf(key) ?? 0, `no key may be called ${name}`)
    },
  })
}

function offsetOf(document: Document, path: KeyPath, what: 'key' | 'value'): number | undefined {
  const value = path.length > 0 ? document.getIn(path, true) : undefined
  if (value === undefined || what === 'value') return startOf(value)
  const parent = path.length > 1 ? document.getIn(path.slice(0, -1), true) : document.contents
  const pairs = isMap(parent) ? parent.items : []
  const pair = pairs.find(({ key }) => isScalar(key) && key.value === path.at(-1))
  return startOf(pair?.key ?? value)
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined
}
