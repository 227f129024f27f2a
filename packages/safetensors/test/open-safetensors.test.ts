import { expect, test } from 'vitest'
import { openSafetensors, readSafetensors, SafetensorsError } from '../src/index.ts'
import { bytesOf, names, plain } from './files.ts'

/** A source that writes down which bytes are asked for. */
function sourceOf(bytes: Uint8Array) {
  const asked: [begin: number, end: number][] = []
  const read = async (begin: number, end: number) => {
    asked.push([begin, end])
    return bytes.slice(begin, end)
  }
  return { byteLength: bytes.length, read, asked }
}

test.each(names)('reads the same as readSafetensors: %s', async (name) => {
  const bytes = bytesOf(name)
  const whole = readSafetensors(bytes)
  const file = await openSafetensors(sourceOf(bytes))
  expect(file.metadata).toEqual(whole.metadata)
  expect([...file.entries.keys()]).toEqual([...whole.tensors.keys()])
  for (const [key, tensor] of whole.tensors)
    expect(plain({ tensors: new Map([[key, await file.read(key)]]) })).toEqual(
      plain({ tensors: new Map([[key, tensor]]) }),
    )
})

test('asks for the header and the tensor that is wanted, nothing else', async () => {
  const source = sourceOf(bytesOf('numpy'))
  const { entries, read } = await openSafetensors(source)
  const end = Math.min(...Array.from(entries.values(), ({ begin }) => begin))
  expect(source.asked).toEqual([
    [0, 8],
    [0, end],
  ])
  const entry = entries.get('f4')!
  expect(entry).toMatchObject({ dtype: 'F32', shape: [4] })
  await read('f4')
  expect(source.asked.slice(2)).toEqual([[entry.begin, entry.end]])
  expect(entry.end - entry.begin).toBe(16)
})

test('refuses a name that is not there', async () => {
  const { read } = await openSafetensors(sourceOf(bytesOf('numpy')))
  await expect(read('f3')).rejects.toThrow(new RangeError('there is no tensor "f3"'))
})

test('says so where a source gives fewer bytes than it has promised', async () => {
  const bytes = bytesOf('numpy')
  const source = sourceOf(bytes)
  const { entries, read } = await openSafetensors(source)
  source.read = async (begin, end) => bytes.slice(begin, end - 1)
  const { begin } = entries.get('f4')!
  await expect(read('f4')).rejects.toMatchObject({
    message: `gave 15 bytes instead of 16 (tensor "f4", byte ${begin})`,
    tensor: 'f4',
    offset: begin,
  })
  await expect(openSafetensors(source)).rejects.toThrow(SafetensorsError)
})
