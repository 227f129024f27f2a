import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))
const golden = readdirSync(join(root, 'packages')).flatMap((name) => {
  const folder = join('packages', name, 'test/golden')
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder))
    .filter((file) => file.endsWith('.json'))
    .map((file) => join(folder, file))
})

test('there are golden files of most packages', () => {
  expect(new Set(golden.map((file) => file.split('/')[1])).size).toBeGreaterThan(7)
})

test.each(golden)('%s comes from its generator as it is now (else run that)', (file) => {
  const { header } = JSON.parse(readFileSync(join(root, file), 'utf8'))
  expect(header.sha256).toBe(sha256(header.generator, 'tools/golden/common.py'))
  const helpers = Object.keys(header.versions).filter((name) => name.endsWith('.py'))
  const imported = /^from trajectories import/m.test(
    readFileSync(join(root, header.generator), 'utf8'),
  )
  expect(helpers).toEqual(imported ? ['trajectories.py'] : [])
  for (const name of helpers) {
    expect(header.versions[name]).toBe(sha256(`tools/golden/${name}`))
  }
})

function sha256(...paths: string[]) {
  const code = paths.map((path) => readFileSync(join(root, path)))
  return createHash('sha256').update(Buffer.concat(code)).digest('hex')
}
