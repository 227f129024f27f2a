import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Checkpoint, CheckpointError, checkpointFolder } from '../src/index.ts'
import { failingFiles } from './failing-files.ts'

const newFolder = () => join(mkdtempSync(join(tmpdir(), 'checkpoints-')), 'run')

function checkpointAt(step: number): Checkpoint {
  const data = Float32Array.from({ length: 6 }, (_, i) => Math.sin(step + i))
  return {
    progress: {
      method: 'CT',
      step,
      gradientEvaluations: 2 * step,
      seconds: 0.1 + step,
      stage: 0,
      stageSteps: step,
      rate: 0.1,
      evaluationDue: false,
      losses: { sum: 1 / 3, count: step },
      best: { step: 1, auc: 2 / 3 },
    },
    tensors: {
      'model/w': { shape: [2, 3], data },
      'stage/auc/a': { shape: [], data: Float32Array.of(-0) },
    },
  }
}

test('gives back what was saved, to the bit, with its notes', async () => {
  const folder = newFolder()
  expect(await checkpointFolder(folder).latest()).toBeUndefined()
  const checkpoints = checkpointFolder(folder, { notes: () => ({ seq: 17 }) })
  const name = await checkpoints.save(checkpointAt(3))
  expect(name).toBe('000001-step-3')
  const loaded = (await checkpointFolder(folder).latest())!
  expect(loaded).toMatchObject({ name, notes: { seq: 17 }, damaged: [] })
  expect(loaded.progress).toEqual(checkpointAt(3).progress)
  for (const [key, { shape, data }] of Object.entries(checkpointAt(3).tensors)) {
    expect(loaded.tensors[key]!.shape).toEqual(shape)
    const bits = ({ buffer, byteOffset, length }: Float32Array) => [
      ...new Uint32Array(buffer.slice(byteOffset, byteOffset + 4 * length)),
    ]
    expect(bits(loaded.tensors[key]!.data)).toEqual(bits(data))
  }
})

test('its checksums are those of sha256sum', async () => {
  const folder = newFolder()
  const name = await checkpointFolder(folder).save(checkpointAt(1))
  const printed = execFileSync('sha256sum', ['--check', '--strict', 'SHA256SUMS'], {
    cwd: join(folder, name),
    encoding: 'utf8',
  })
  expect(printed.trim().split('\n')).toEqual(['tensors.safetensors: OK', 'state.json: OK'])
})

test('keeps the newest, and two of the same step apart', async () => {
  const folder = newFolder()
  const checkpoints = checkpointFolder(folder, { keep: 3 })
  for (const step of [2, 4, 4, 6, 10]) await checkpoints.save(checkpointAt(step))
  expect(readdirSync(folder).sort()).toEqual(['000003-step-4', '000004-step-6', '000005-step-10'])
  expect(() => checkpointFolder(folder, { keep: 0 })).toThrow('keep must be an integer ≥ 1, got 0')
})

const files = ['tensors.safetensors', 'state.json', 'SHA256SUMS']
const damages: [string, (path: string) => void][] = [
  ['is cut short', (path) => truncateSync(path, readFileSync(path).length - 1)],
  ['is empty', (path) => truncateSync(path, 0)],
  [
    'has one bit flipped',
    (path) => {
      const bytes = readFileSync(path)
      bytes[Math.floor(bytes.length / 2)]! ^= 1
      writeFileSync(path, bytes)
    },
  ],
  ['is missing', (path) => execFileSync('rm', [path])],
  ['holds 0', (path) => writeFileSync(path, '0')],
]

describe.each(files)('%s', (file) => {
  test.each(damages)(
    'of the newest checkpoint %s: the one before is taken, and it is said',
    async (_, damage) => {
      const folder = newFolder()
      const checkpoints = checkpointFolder(folder)
      await checkpoints.save(checkpointAt(1))
      const name = await checkpoints.save(checkpointAt(2))
      // A flipped bit of the sums may fall into the line of either file.
      damage(join(folder, name, file))
      const loaded = (await checkpoints.latest())!
      expect(loaded.progress.step).toBe(1)
      expect(loaded.damaged.map((entry) => entry.name)).toEqual([name])
      damage(join(folder, loaded.name, file))
      await expect(checkpoints.latest()).rejects.toThrow(CheckpointError)
    },
  )
})

describe('when the system fails', () => {
  async function callsOfSave(): Promise<string[]> {
    const folder = newFolder()
    await checkpointFolder(folder, { keep: 1 }).save(checkpointAt(1))
    const { files, calls } = failingFiles(-1, 'error')
    await checkpointFolder(folder, { keep: 1, files }).save(checkpointAt(2))
    return calls
  }

  test.each(['error', 'short write', 'power loss'] as const)(
    '%s at any call of a save leaves the checkpoint before, or the new one whole',
    async (how) => {
      const calls = await callsOfSave()
      expect(new Set(calls)).toEqual(new Set(['mkdir', 'open', 'write', 'sync', 'rename', 'rm']))
      for (const at of calls.keys()) {
        const folder = newFolder()
        const before = checkpointFolder(folder, { keep: 1 })
        await before.save(checkpointAt(1))
        const { files } = failingFiles(at, how)
        const save = checkpointFolder(folder, { keep: 1, files }).save(checkpointAt(2))
        if (how === 'short write') await save
        else await expectFailure(save, folder, calls[at])
        const isThere = how === 'short write' || at > calls.indexOf('rename')
        expect((await before.latest())!.progress.step).toBe(isThere ? 2 : 1)
        // The next save finds its way.
        await before.save(checkpointAt(3))
        expect((await before.latest())!.progress.step).toBe(3)
        expect(readdirSync(folder)).toHaveLength(1)
      }
    },
  )
})

async function expectFailure(save: Promise<string>, folder: string, call: string | undefined) {
  const error = await save.catch((reason) => reason)
  expect(error).toBeInstanceOf(CheckpointError)
  if (call === 'write') expect(error.code).toBe('ENOSPC')
  expect(error.message).toContain(folder)
}
