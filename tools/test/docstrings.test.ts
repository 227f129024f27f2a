import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { type PublicSymbol, publicSymbols } from '../docs/public-symbols.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const symbols = publicSymbols()
const nameOf = ({ module, name, file }: PublicSymbol) => `${module}: ${name} (${file})`
const docstring = ({ summary, tags }: PublicSymbol) =>
  [summary, ...tags.map(({ text }) => text)].join('\n')
const throwsOf = ({ tags }: PublicSymbol) =>
  tags.flatMap(({ name, text }) => (name === 'throws' ? [text] : [])).join('\n')

/** The errors that a function makes, in itself or in functions of its file that it calls. */
function thrownBy({ file, name }: PublicSymbol): string[] {
  const text = readFileSync(join(root, file), 'utf8')
  const declarations = text.split(/^(?=(?:export )?(?:async )?(?:function\*?|const|class) \w)/m)
  const bodies = new Map(
    declarations.map((body) => [/(?:function\*?|const|class) (\w+)/.exec(body)?.[1] ?? '', body]),
  )
  const reached = new Set([name])
  for (const caller of reached)
    for (const callee of bodies.keys())
      if (bodies.get(caller)?.includes(`${callee}(`) && callee !== '') reached.add(callee)
  const errors = [...reached].flatMap((each) => [
    ...(bodies.get(each) ?? '').matchAll(/throw new (\w+)/g),
  ])
  return [...new Set(errors.map((match) => match[1] ?? ''))]
}

test('the packages are read', () => {
  const names = symbols.map(({ module, name }) => `${module} ${name}`)
  expect(names).toContain('@deepauc/losses aucMargin')
  expect(names).toContain('@deepauc/safetensors/node openSafetensorsFile')
  expect(symbols.length).toBeGreaterThan(500)
})

test('errors are found in the functions that make them', () => {
  const named = (name: string) => symbols.find((symbol) => symbol.name === name) as PublicSymbol
  expect(thrownBy(named('imbalance'))).toEqual(expect.arrayContaining(['RangeError']))
  expect(thrownBy(named('safetensorsParts'))).toEqual(['TypeError', 'RangeError'])
})

test('every public symbol has a docstring', () => {
  expect(symbols.filter(({ summary }) => summary === '').map(nameOf)).toEqual([])
})

test('every option has one', () => {
  const bare = symbols
    .filter(({ name }) => name.endsWith('Options'))
    .flatMap((symbol) => symbol.bareProperties.map((key) => `${nameOf(symbol)}: ${key}`))
  expect(bare).toEqual([])
})

test('functions of tensors and numbers in arrays tell their shapes', () => {
  const isArray = (type: string) =>
    /^(readonly )?(Tensor(\dD)?(<|$)|ArrayLike<number>|number\[\]|(Float|Int|Uint(?!8))\d+Array)/.test(
      type,
    )
  const functions = symbols.filter(({ parameters }) => parameters.some(isArray))
  expect(functions.length).toBeGreaterThan(50)
  const hasShape = (symbol: PublicSymbol) => /`\[[^`]+\]`/.test(docstring(symbol))
  expect(functions.filter((symbol) => !hasShape(symbol)).map(nameOf)).toEqual([])
})

test('functions tell the errors that they throw', () => {
  const functions = symbols.filter(({ isFunction }) => isFunction)
  const silent = functions.flatMap((symbol) =>
    thrownBy(symbol)
      .filter((error) => !throwsOf(symbol).includes(error))
      .map((error) => `${nameOf(symbol)}: ${error}`),
  )
  expect(silent).toEqual([])
})
