import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readRecipe } from '@deepauc/experiments'
import { expect, test } from 'vitest'
import { blocks, quotedFile, root, typescriptBlocks } from '../docs/blocks.ts'
import { examples } from '../docs/examples.ts'
import { typeErrors, writeModules } from '../docs/type-check.ts'

// They run in `npm run test:docs`, commands in docs-commands.test.ts, json in `npm run test:tarballs`; dockerfile and the objects of Kubernetes in neither.
const known = ['', 'ts', 'sh', 'bash', 'yaml', 'csv', 'dockerfile', 'json']

test('every block is of a language that is looked at', () => {
  const others = blocks().filter(({ language }) => !known.includes(language))
  expect(others.map(({ title, language }) => `${title}: ${language}`)).toEqual([])
})

test('TypeScript blocks and the examples of docstrings have no type errors', () => {
  const modules = new Map([...typescriptBlocks(), ...examples()])
  expect(modules.size).toBeGreaterThan(70)
  expect(typeErrors(writeModules('docs-types', modules).folder)).toBe('')
})

test('a type error is found', () => {
  const modules = new Map([['wrong', "import { rocAuc } from '@deepauc/metrics'\nrocAuc('ab')"]])
  expect(typeErrors(writeModules('docs-type-error', modules).folder)).toContain('TS2554')
})

const quotations = blocks().flatMap((block) => {
  const file = quotedFile(block)
  return file === undefined ? [] : [{ ...block, quoted: file }]
})

test('there are quotations', () => {
  expect(quotations.length).toBeGreaterThan(4)
})

test.each(quotations)(
  '$title is in $quoted, but for indentation and what … stands for',
  (block) => {
    const unindented = (text: string) => text.replaceAll(/^ +/gm, '')
    const text = unindented(readFileSync(join(root, block.quoted), 'utf8'))
    const [, ...pieces] = unindented(block.code).split(/^\/\/ (?:packages.*|…)\n/m)
    for (const piece of pieces) expect(text).toContain(piece)
  },
)

const recipes = blocks().filter(({ language, file }) => language === 'yaml' && !/kubern/.test(file))

test.each(recipes)('$title is a recipe', async ({ code }) => {
  const file = join(mkdtempSync(join(tmpdir(), 'deepauc-docs-')), 'block.yaml')
  writeFileSync(file, code)
  expect((await readRecipe(file)).training.batchSize).toBeGreaterThan(0)
})
