import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { StagedPackage } from '../../release/stage.ts'
import { checkContents } from '../contents.ts'
import { checkLicences, checkNamed } from '../licences.ts'
import { matches } from '../matches.ts'
import { importedPackages, parseReadme } from '../readme.ts'

const files = ['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json', 'src/a/b.ts'].concat(
  ['js', 'js.map', 'd.ts', 'd.ts.map'].map((end) => `dist/a/b.${end}`),
)
const metrics: StagedPackage = {
  folder: 'metrics',
  manifest: { name: '@deepauc/metrics', version: '0.1.0' },
  before: '0.0.0',
  tarball: '',
  size: 1024,
  unpackedSize: 2048,
  files,
  changelog: '',
}

test('a star stands for any text, and a dot for a dot', () => {
  expect(matches('src/a/b.ts', ['dist/*', 'src/*.ts'])).toBe(true)
  expect(matches('src/a/b_ts', ['src/*.ts'])).toBe(false)
  expect(matches('a/src/b.ts', ['src/*.ts'])).toBe(false)
})

test('a package holds sources and what is built of them', () => {
  expect(() => checkContents(metrics)).not.toThrow()
})

test.each([['test/a.test.ts'], ['test/golden/a.json'], ['dist/.tsbuildinfo'], ['notes.txt']])(
  '%s does not belong there',
  (file) => {
    expect(() => checkContents({ ...metrics, files: [...files, file] })).toThrow(file)
  },
)

test.each(['LICENSE', 'CHANGELOG.md', 'dist/a/b.d.ts'])('%s must not be missing', (file) => {
  const others = files.filter((name) => name !== file)
  expect(() => checkContents({ ...metrics, files: others })).toThrow('is missing')
})

test('a source that was not built, and too many bytes, are errors', () => {
  const more = { ...metrics, files: [...files, 'src/c.ts'] }
  expect(() => checkContents(more)).toThrow('was not built: dist/c.js')
  expect(() => checkContents({ ...metrics, size: 61 * 1024 })).toThrow('more than 60 KiB')
})

test('licences: free ones pass, LGPL only for packages in the list, unknown ones never', () => {
  const one = (name: string, licence: string) => [{ name, version: '1.0.0', licence }]
  expect(() => checkLicences(one('a', '(Apache-2.0 AND BSD-3-Clause)'))).not.toThrow()
  expect(() => checkLicences(one('@img/sharp-x', 'LGPL-3.0-or-later AND MIT'))).not.toThrow()
  expect(() => checkLicences(one('a', 'LGPL-3.0-or-later'))).toThrow('a: LGPL-3.0-or-later')
  expect(() => checkLicences(one('a', 'none'))).toThrow('a: none')
  expect(() => checkLicences([])).toThrow('nothing')
})

test('a licence that asks for more is named in a README', () => {
  const tree = [{ name: '@resvg/resvg-js', version: '2.6.2', licence: 'MPL-2.0' }]
  expect(() => checkNamed(['', 'resvg is under MPL-2.0'], tree)).not.toThrow()
  expect(() => checkNamed(['resvg', 'MPL-2.0'], tree)).toThrow('resvg (MPL-2.0)')
})

test('a README says what to install and to run', () => {
  const path = new URL('../../../packages/native/README.md', import.meta.url)
  const { install, examples, command } = parseReadme(readFileSync(fileURLToPath(path), 'utf8'))
  expect(install).toEqual(['@tensorflow/tfjs-node@4.22.0', '@deepauc/native'])
  expect(command).toBe('npx deepauc-native install')
  expect(examples).toHaveLength(1)
  expect(importedPackages(examples[0] ?? '')).toEqual(['@deepauc/native'])
})

test('packages that code imports, on one line or several, from subpaths, without those of Node', () => {
  const code = `import '@tensorflow/tfjs'
import { join } from 'node:path'
import * as tf from '@tensorflow/tfjs-core'
import {
  a,
  type B,
} from '@deepauc/runtime/compile'
import c from 'pure-rand/x'
`
  expect(importedPackages(code)).toEqual([
    '@tensorflow/tfjs',
    '@tensorflow/tfjs-core',
    '@deepauc/runtime',
    'pure-rand',
  ])
})
