import { readdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { describe, expect, test } from 'vitest'
import { DataError } from '../src/data-error.ts'
import { indexTar } from '../src/formats/tar-index.ts'
import { openZip } from '../src/formats/zip-archive.ts'
import { type Packed, paxName, type Tarred, tarOf, zipOf } from './archives.ts'
import { fileOf } from './files.ts'

/** Lists the archive, and reads every file that it names; nothing may appear beside it. */
async function readZip(files: readonly Packed[]): Promise<Record<string, string>> {
  const file = fileOf(zipOf(files), 'hostile.zip')
  const archive = await openZip(file)
  const read = archive.files.map(
    async ({ path }) => [path, Buffer.from(await archive.read(path)).toString()] as const,
  )
  const contents = Object.fromEntries(await Promise.all(read))
  await archive.close()
  expect(readdirSync(dirname(file))).toEqual(['hostile.zip'])
  return contents
}

const listTar = async (entries: readonly Tarred[]) => {
  const members = await indexTar(fileOf(tarOf(entries)))
  return members.map(({ name, size }) => [name, size])
}

const refused = async (reading: Promise<unknown>, problem: RegExp) => {
  await expect(reading).rejects.toThrow(DataError)
  await expect(reading).rejects.toThrow(problem)
}

describe('a zip', () => {
  test.each([
    ['a/../../x', /invalid relative path/],
    ['..', /invalid relative path/],
    ['/etc/x', /absolute path/],
    ['C:/x', /absolute path: C:\/x/],
    // Windows' separators count as others do.
    ['a\\..\\..\\x', /invalid relative path/],
    ['\\\\host\\x', /absolute path/],
    ['C:\\x', /absolute path/],
    ['x.jpg\0.txt', /names a file "x\.jpg\\u0000\.txt"/],
    ['', /names a file ""/],
  ])('may not name %j', async (name, problem) => {
    await refused(readZip([{ name: 'fine', data: '1' }, { name }]), problem)
  })

  test.each([[['a/x', 'a/x']], [['a/x', 'a\\x']]])(
    'may not name a file twice, as %j',
    async (names) => {
      await refused(readZip(names.map((name) => ({ name }))), /it names a\/x twice/)
    },
  )

  test('names of objects in JavaScript, and names that differ by case alone, are names like others', async () => {
    const names = ['__proto__', 'constructor', 'toString/x', 'Cat/0.jpg', 'cat/0.JPG']
    const files = names.map((name, i) => ({ name, data: `content ${i}` }))
    const contents = await readZip(files)
    expect(Object.entries(contents)).toEqual(files.map(({ name, data }) => [name, data]))
    expect(Object.getPrototypeOf({})).toBe(Object.prototype)
  })
})

describe('a tar', () => {
  const names = ['../x', 'a/../../x', '/etc/x', '\\x', 'a\\..\\..\\x', 'C:\\x', 'c:x']
  const ways: [string, (name: string) => Tarred[]][] = [
    ['its header', (name) => [{ name }]],
    ['a pax header', (name) => [paxName(name), { name: 'fine' }]],
    ['a long name of GNU', (name) => [{ name: 'L', type: 'L', data: name }, { name: 'fine' }]],
  ]
  test.each(ways)('may not name a path outside of it by %s', async (_, entries) => {
    for (const name of names)
      await refused(
        listTar([{ name: 'first', data: '1' }, ...entries(name)]),
        /names a path outside/,
      )
  })

  test('may not have an empty name, or one with a zero', async () => {
    await refused(listTar([{ name: '' }]), /names a path outside of it, ""/)
    await refused(listTar([paxName('x\0y'), { name: 'x' }]), /outside of it, "x\\u0000y"/)
  })

  test.each([
    ['1', 'a hard link'],
    ['2', 'a symbolic link'],
    ['3', 'a character device'],
    ['4', 'a block device'],
    ['6', 'a pipe'],
    ['S', 'a sparse file'],
    ['V', 'a volume'],
  ])('may not hold an entry of type %s, %s', async (type) => {
    const entries = [{ name: 'x', type }, { name: 'x/y' }]
    await refused(listTar(entries), /holds a link or device, x of type/)
  })

  test('has no header of more than 1 MiB, and no size that goes beyond the file', async () => {
    const long: Tarred = { name: 'L', type: 'L', data: 'x'.repeat(2 ** 20 + 1) }
    await refused(listTar([long, { name: 'x' }]), /has a header of 1048577 bytes/)
    const sized = (size: string): Tarred => ({
      name: 'pax',
      type: 'x',
      data: `${size.length + 9} size=${size}\n`,
    })
    await refused(listTar([sized('99999999999999'), { name: 'x' }]), /past its end/)
    await refused(listTar([sized('-1'), { name: 'x' }]), /whose pax size is no number/)
  })

  test('names that differ by case alone are names like others', async () => {
    const entries = [
      { name: 'X.jpg', data: '1' },
      { name: 'x.jpg', data: '22' },
    ]
    expect(await listTar(entries)).toEqual([
      ['X.jpg', 1],
      ['x.jpg', 2],
    ])
  })
})
