import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = (file: string) => readFileSync(join(root, file), 'utf8')

/** The programs that users get, by path. */
const sources = readdirSync(join(root, 'packages')).flatMap((name) =>
  ['src', 'bin'].flatMap((folder) => filesBelow(`packages/${name}/${folder}`)),
)

function filesBelow(folder: string): string[] {
  if (!existsSync(join(root, folder))) return []
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
  return files.filter((file) => /\.[cm]?[jt]s$/.test(file)).map((file) => `${folder}/${file}`)
}

/** The lines of programs, comments left out, that match. */
function linesWith(pattern: RegExp): string[] {
  return sources.flatMap((file) => {
    const code = read(file).replaceAll(/^ *(\/\*\*[\s\S]*?\*\/|\/\/.*$)/gm, '')
    const lines = code.split('\n').filter((line) => pattern.test(line))
    return lines.map((line) => `${file}: ${line.trim()}`)
  })
}

const filesWith = (pattern: RegExp) =>
  [...new Set(linesWith(pattern).map((line) => line.replace(/:.*/, '')))].sort()

test('every test that SECURITY.md names is there, and every test against attacks is named', () => {
  const text = read('SECURITY.md')
  const named = [...text.matchAll(/`((?:packages|tools)\/[^`]*)`/g)].map(([, file]) => file ?? '')
  expect(named.length).toBeGreaterThan(20)
  expect(named.filter((file) => !existsSync(join(root, file)))).toEqual([])
  const folders = readdirSync(join(root, 'packages')).map((name) => `packages/${name}/test`)
  const tests = folders
    .flatMap(filesBelow)
    .filter((file) => /\/(hostile-.*|attacks|secrets)\.test\.ts$/.test(file))
  expect(tests.length).toBeGreaterThan(7)
  expect(tests.filter((file) => !named.includes(file))).toEqual([])
})

describe('no text becomes a program', () => {
  test.each([
    ['eval', /\beval *\(/, 'eval(text)'],
    ['Function', /\bFunction\(|\.constructor\(/, 'new Function(text)'],
    ['node:vm', /['"](node:)?vm['"]/, "from 'node:vm'"],
    ['a shell', /\bshell:|['"](\/bin\/)?(ba)?sh['"], *\[/, 'spawn(name, { shell: true })'],
    [
      'markup that is not escaped',
      /\.(inner|outer)HTML|insertAdjacentHTML|document\.write/,
      'x.innerHTML =',
    ],
  ])('by %s', (_, pattern, example) => {
    expect(sources.length).toBeGreaterThan(300)
    expect(linesWith(pattern)).toEqual([])
    expect(example).toMatch(pattern)
  })

  // Both run sources in a checkout, by texts that hold no input but the paths of the files themselves.
  const workers = [
    'packages/datasets/src/formats/hdf5.ts',
    'packages/datasets/src/loader/worker-render.ts',
  ]

  test('by a worker, but for two in the checkout', () => {
    expect(filesWith(/\beval:/)).toEqual(workers)
  })

  test('by an import whose name is computed, but for these', () => {
    expect(filesWith(/\bimport\((?!'[^']+'\))/)).toEqual(workers)
  })

  test('by a pickle: only the reader of CIFAR knows them', () => {
    expect(filesWith(/from '.*\/pickle\.ts'/)).toEqual([
      'packages/datasets/src/sources/cifar-format.ts',
    ])
  })
})

test('processes are begun in these files, by functions that use no shell', () => {
  const imports = linesWith(/['"](node:)?child_process['"]/)
  const isSafe = /import \{ (type ChildProcess, )?(execFile|spawn) \} from 'node:child_process'$/
  expect(imports.filter((line) => !isSafe.test(line))).toEqual([])
  expect(filesWith(/['"](node:)?child_process['"]/)).toEqual([
    'packages/cli/src/doctor/find-gpus.ts',
    'packages/experiments/src/environment.ts',
    'packages/experiments/src/sweep/run-cell.ts',
    'packages/experiments/src/sweep/slurm/slurm-commands.ts',
    'packages/native/src/run.ts',
  ])
})

test('variables of the environment are read by name; as a whole it is passed to processes, by these', () => {
  expect(filesWith(/(?<!\} = )process\.env\b(?![.[])/)).toEqual([
    'packages/experiments/src/sweep/slurm/slurm-commands.ts',
    'packages/experiments/src/sweep/start-cell.ts',
    'packages/native/src/run.ts',
  ])
})

interface Locked {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly link?: boolean
  readonly resolved?: string
}

const locked: Readonly<Record<string, Locked>> = JSON.parse(read('package-lock.json')).packages

/** Where `name` lies for what is at `from`, as Node looks for it. */
function located(from: string, name: string): string {
  const own = `${from}/node_modules/${name}`.replace(/^\//, '')
  const { link, resolved } = locked[own] ?? {}
  if (link && resolved !== undefined) return resolved
  if (own in locked) return own
  if (from === '') throw new Error(`${name} is not in the lock file`)
  return located(from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/'))), name)
}

/** Packages of others that come along on every platform. */
function broughtBy(folder: string): Set<string> {
  const found = new Set([`packages/${folder}`])
  for (const place of found)
    for (const name of Object.keys(locked[place]?.dependencies ?? {}))
      found.add(located(place, name))
  return new Set([...found].filter((place) => !place.startsWith('packages/')))
}

// Which ones they are, `npm run test:tarballs` checks by name.
test.each([
  ['cli', 52],
  ['experiments', 18],
  ['datasets', 16],
  ['report', 13],
  ['trainer', 1],
  ['losses', 0],
  ['metrics', 0],
  ['native', 0],
  ['safetensors', 0],
])('%s brings at most %d packages of others', (folder, most) => {
  const brought = broughtBy(folder)
  expect(brought.size, [...brought].join('\n')).toBeLessThanOrEqual(most)
})
