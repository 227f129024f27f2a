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
  const code = [header.generator, 'tools/golden/common.py'].map((path) =>
    readFileSync(join(root, path)),
  )
  expect(header.sha256).toBe(createHash('sha256').update(Buffer.concat(code)).digest('hex'))
})
