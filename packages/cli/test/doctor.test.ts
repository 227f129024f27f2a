import { availableParallelism, totalmem } from 'node:os'
import { expect, test } from 'vitest'
import { advise } from '../src/doctor/advise.ts'
import { deepauc } from './deepauc.ts'

test('shows what the machine trains on', async () => {
  const [text, json] = await Promise.all([
    deepauc(['doctor', '--backend', 'cpu']),
    deepauc(['doctor', '--backend', 'cpu', '--json']),
  ])
  expect([text.code, text.stderr, json.code, json.stderr]).toEqual([0, '', 0, ''])
  expect(JSON.parse(json.stdout)).toMatchObject({
    backend: 'cpu',
    node: process.version,
    cores: availableParallelism(),
    memory: { total: totalmem() },
    advice: [expect.stringContaining('faster than cpu')],
  })
  expect(text.stdout).toContain(`Node ${process.version}`)
  expect(text.stdout).toMatch(/^back end +cpu$/m)
})

test('an unknown back end and a folder without runs are errors', async () => {
  const [backend, folder] = await Promise.all([
    deepauc(['doctor', '--backend', 'abacus']),
    deepauc(['doctor', '/nowhere']),
  ])
  expect([backend.code, folder.code]).toEqual([2, 3])
  expect(folder.stderr).toContain('/nowhere: holds no run')
})

const machine = {
  backend: 'tfjs-node',
  gpus: [],
  cores: 8,
  threads: 8,
  memory: { total: 2 ** 34, free: 2 ** 33 },
} as const

test.each<[string, Parameters<typeof advise>[0], string]>([
  ['nothing to do', machine, 'Nothing would make it faster'],
  ['wasm', { ...machine, backend: 'wasm' }, 'npx deepauc-native install`'],
  ['an idle GPU', { ...machine, gpus: ['Tesla T4'] }, 'deepauc-native install --gpu'],
  ['few threads', { ...machine, threads: 2 }, '2 of 8 cores'],
  ['little memory', { ...machine, memory: { total: 2 ** 30, free: 0 } }, '2 GiB'],
])('advises about %s', (_, given, words) => {
  const advice = advise(given)
  expect(advice.length).toBe(1)
  expect(advice[0]).toContain(words)
})

test('without a back end, the advice is to get one', () => {
  const { backend: _, ...none } = machine
  expect(advise(none)).toEqual([expect.stringContaining('No back end loads')])
})
