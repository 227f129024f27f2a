import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { companionFile, companionText, compileCompanion } from '../compile-companion.ts'

test('the kernels that @deepauc/runtime ships for wasm are what their source compiles to', async () => {
  const module = await compileCompanion()
  expect(readFileSync(companionFile, 'utf8')).toBe(companionText(module))
})

test('they have no data, no globals and no memory of their own, which would be in the midst of tensors', async () => {
  const [memory, globals, code, data] = [5, 6, 10, 11]
  const sections = sectionsOf(await compileCompanion())
  expect(sections).toContain(code)
  for (const section of [memory, globals, data]) expect(sections).not.toContain(section)
})

/** The numbers of the sections of a WebAssembly module. */
function sectionsOf(module: Buffer): number[] {
  const sections: number[] = []
  for (let at = 8; at < module.length; ) {
    sections.push(module[at++]!)
    let [size, shift] = [0, 0]
    do {
      size += (module[at]! & 127) << shift
      shift += 7
    } while (module[at++]! & 128)
    at += size
  }
  return sections
}
