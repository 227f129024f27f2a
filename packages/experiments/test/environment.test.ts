import { selectBackend } from '@deepauc/runtime'
import { expect, test } from 'vitest'
import { environment } from '../src/index.ts'

test('names processor, memory, platform and Node', async () => {
  const { machine, commit } = await environment()
  expect(machine).toContain(`Node ${process.version}`)
  expect(machine).toMatch(/^\d+ × .+, \d+ GiB, /)
  if (commit !== undefined) expect(commit).toMatch(/^[0-9a-f]{7,}|dirty$/)
})

test('names the kernels of our own, which the cpu back end has none of', async () => {
  await selectBackend({ backend: 'cpu' })
  expect(await environment()).not.toHaveProperty('kernels')
})
