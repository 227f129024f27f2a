import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'

// Every TypeScript block of every README is type-checked and run, as it stands, against the sources.
const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = join(root, 'node_modules/.cache/readme')

const files = [
  'README.md',
  ...readdirSync(join(root, 'packages')).map((name) => `packages/${name}/README.md`),
]
const blocks = files.flatMap((file) => {
  const text = readFileSync(join(root, file), 'utf8')
  const code = [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map((match) => match[1] ?? '')
  return code.map((source, i) => ({ title: `${file}, block ${i + 1}`, source }))
})
const nameOf = (title: string) => join(folder, `${title.replaceAll(/\W+/g, '-')}.ts`)
const run = (...args: string[]) =>
  spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', timeout: 120_000 })

beforeAll(() => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const { title, source } of blocks) writeFileSync(nameOf(title), source)
  const config = {
    extends: join(root, 'tsconfig.base.json'),
    compilerOptions: {
      rootDir: root,
      noEmit: true,
      composite: false,
      declarationMap: false,
      tsBuildInfoFile: null,
      isolatedDeclarations: false,
      noUnusedLocals: false,
      allowImportingTsExtensions: true,
      rewriteRelativeImportExtensions: false,
      typeRoots: [join(root, 'node_modules/@types')],
    },
    include: ['*.ts'],
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
})

test('the blocks have no type errors', () => {
  const { stdout, status } = run('node_modules/typescript/bin/tsc', '-p', folder)
  expect({ stdout, status }).toEqual({ stdout: '', status: 0 })
})

describe('the blocks run', () => {
  test.each(blocks)('$title', ({ title }) => {
    const { status, stderr } = run('--import', 'tsx', '--conditions=@deepauc/source', nameOf(title))
    expect(status, stderr).toBe(0)
  })
})
