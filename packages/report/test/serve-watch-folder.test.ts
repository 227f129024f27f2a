import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test, vi } from 'vitest'
import { watchFolder } from '../src/serve/watch-folder.ts'

/** A folder with one cell, watched as long as the test lasts. */
async function watched() {
  const folder = mkdtempSync(join(tmpdir(), 'watch-'))
  const cell = join(folder, 'cells', 'one')
  mkdirSync(cell, { recursive: true })
  const onChange = vi.fn()
  const controller = new AbortController()
  const { signal } = controller
  const names = ['sweep.json', 'result.json']
  const done = watchFolder(folder, onChange, { names, seconds: 0.02, signal })
  const end = async () => {
    controller.abort()
    await done
  }
  onTestFinished(async () => {
    await end()
    rmSync(folder, { recursive: true, force: true })
  })
  await vi.waitFor(() => expect(onChange).toHaveBeenCalledTimes(1))
  /** Whether it was told of what `act` does, within many looks. */
  const tells = async (act: () => void) => {
    await sleep(100)
    onChange.mockClear()
    act()
    await sleep(200)
    return onChange.mock.calls.length
  }
  return { folder, cell, onChange, tells, end }
}

test('tells of files that appear, are touched, replaced and removed, once each', async () => {
  const { folder, cell, tells } = await watched()
  const [result, other] = [join(cell, 'result.json'), join(folder, 'other')]
  const put = (text: string, seconds: number) => {
    writeFileSync(other, text)
    utimesSync(other, seconds, seconds)
    renameSync(other, result)
  }
  expect(await tells(() => put('1', 1))).toBe(1)
  expect(await tells(() => put('22', 1))).toBe(1)
  expect(await tells(() => utimesSync(result, 2, 2))).toBe(1)
  // A new file of the same size and time.
  expect(await tells(() => put('33', 2))).toBe(1)
  expect(await tells(() => rmSync(result))).toBe(1)
})

test('tells when the folder goes and comes', async () => {
  const { folder, cell, tells } = await watched()
  const file = join(folder, 'sweep.json')
  expect(await tells(() => writeFileSync(file, '{}'))).toBeGreaterThan(0)
  expect(await tells(() => rmSync(folder, { recursive: true }))).toBeGreaterThan(0)
  const comes = () => {
    mkdirSync(cell, { recursive: true })
    writeFileSync(file, '{}')
  }
  expect(await tells(comes)).toBeGreaterThan(0)
})

test('tells one cell from another', async () => {
  const { folder, cell, tells } = await watched()
  mkdirSync(join(folder, 'cells', 'two'))
  const [one, two] = [join(cell, 'result.json'), join(folder, 'cells', 'two', 'result.json')]
  writeFileSync(one, '1')
  expect(await tells(() => renameSync(one, two))).toBe(1)
})

test('leaves other files, deeper folders and what does not change alone', async () => {
  const { cell, tells } = await watched()
  expect(await tells(() => undefined)).toBe(0)
  expect(await tells(() => writeFileSync(join(cell, 'weights.safetensors'), '1'))).toBe(0)
  expect(
    await tells(() => {
      mkdirSync(join(cell, 'deep'))
      writeFileSync(join(cell, 'deep', 'result.json'), '1')
    }),
  ).toBe(0)
})

test('ends at once, and is quiet then', async () => {
  const { cell, onChange, end } = await watched()
  await end()
  writeFileSync(join(cell, 'result.json'), '1')
  await sleep(100)
  expect(onChange).toHaveBeenCalledTimes(1)
})
