import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { type Checkpoint, checkpointFolder, ct, type TrainOptions, train } from '../src/index.ts'
import { toyModel, toySource } from './toy.ts'

async function checkpointOf(): Promise<Checkpoint> {
  const checkpoints: Checkpoint[] = []
  for await (const _ of training({
    checkpoints: { save: async (one) => void checkpoints.push(structuredClone(one)) },
  }));
  return checkpoints[0]!
}

async function* training(options: Partial<TrainOptions>) {
  const model = toyModel()
  try {
    const sources = [toySource({ seed: 1 }), toySource({ seed: 2 })]
    const validation = toySource({ seed: 9 })
    yield* train({ model, method: ct(), sources, validation, gradientEvaluations: 4, ...options })
  } finally {
    model.dispose()
  }
}

/** A folder with one checkpoint whose files a stranger wrote, checksums and all. */
async function forged(changes: Readonly<Record<string, string | Buffer>>): Promise<string> {
  const folder = join(mkdtempSync(join(tmpdir(), 'forged-')), 'checkpoints')
  const name = await checkpointFolder(folder).save(await checkpointOf())
  const at = (file: string) => join(folder, name, file)
  for (const [file, content] of Object.entries(changes)) writeFileSync(at(file), content)
  const sums = ['tensors.safetensors', 'state.json'].map(
    (file) =>
      `${createHash('sha256')
        .update(readFileSync(at(file)))
        .digest('hex')}  ${file}\n`,
  )
  writeFileSync(at('SHA256SUMS'), sums.join(''))
  return folder
}

const names = Object.getOwnPropertyNames(Object.prototype)
afterEach(() => {
  expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(names)
  expect(({} as Record<string, unknown>).polluted).toBeUndefined()
})

test.each([
  ['a pickle', Buffer.from('\x80\x04cos\nsystem\nU\x04true\x85R.', 'latin1')],
  ["PyTorch's zip of a pickle", Buffer.from('PK\x03\x04archive/data.pkl')],
  ['a program', Buffer.from('process.exit(7)')],
])('%s in place of tensors is refused', async (_, content) => {
  const folder = await forged({ 'tensors.safetensors': content })
  await expect(checkpointFolder(folder).latest()).rejects.toThrow('no checkpoint is whole')
})

test.each(['process.exit(7)', 'null', '[]', '{"format":2}', '{"__proto__":{"format":1}}'])(
  'the state %s is refused',
  async (state) => {
    const folder = await forged({ 'state.json': state })
    await expect(checkpointFolder(folder).latest()).rejects.toThrow('no checkpoint is whole')
  },
)

test('keys that mean something to JavaScript change no other object', async () => {
  const { progress } = await checkpointOf()
  const bad = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}'
  const text = JSON.stringify(progress).replace(/^\{/, `${bad.slice(0, -1)},`)
  const state = `{"__proto__":{"polluted":1},"format":1,"progress":${text},"notes":${bad}}`
  const loaded = (await checkpointFolder(await forged({ 'state.json': state })).latest())!
  expect(Object.getPrototypeOf(loaded.notes)).toBe(Object.prototype)
  const steps = []
  for await (const event of training({ from: loaded })) if (event.kind === 'step') steps.push(event)
  expect(steps.length).toBeGreaterThan(0)
})

test.each(['model/__proto__', 'model/constructor', 'stage/auc/__proto__'])(
  'a tensor called %s is refused by its name',
  async (name) => {
    const checkpoint = await checkpointOf()
    const tensor = { shape: [1], data: Float32Array.of(1) }
    const tensors = Object.fromEntries([...Object.entries(checkpoint.tensors), [name, tensor]])
    const folder = join(mkdtempSync(join(tmpdir(), 'forged-')), 'checkpoints')
    await checkpointFolder(folder).save({ ...checkpoint, tensors })
    const from = (await checkpointFolder(folder).latest())!
    expect(Object.keys(from.tensors)).toContain(name)
    const going = async () => {
      for await (const _ of training({ from }));
    }
    await expect(going()).rejects.toThrow(name.split('/').at(-1))
  },
)
