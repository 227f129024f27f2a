import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { DataError } from '../src/data-error.ts'
import { requirePackage } from '../src/files/optional-package.ts'
import { golden } from './containers.ts'
import { fixture } from './fixtures.ts'
import { loneInstall } from './lone-install.ts'

function notFound(message: string): Error {
  return Object.assign(new Error(message), { code: 'ERR_MODULE_NOT_FOUND' })
}

test('gives what is imported', async () => {
  expect(await requirePackage('yauzl', () => import('yauzl'))).toBe(await import('yauzl'))
})

test('turns the absence of the package into the command that installs it', async () => {
  const cause = notFound("Cannot find package 'yauzl' imported from /somewhere/index.js")
  const loading = requirePackage('yauzl', () => Promise.reject(cause))
  await expect(loading).rejects.toThrow(DataError)
  await expect(loading).rejects.toMatchObject({ remedy: 'Run `npm install yauzl`', cause })
})

test.each([
  notFound("Cannot find package 'pend' imported from /somewhere/yauzl/index.js"),
  notFound("Cannot find module '/somewhere/yauzl/lib.js' imported from /somewhere/yauzl/index.js"),
  new Error("Cannot find package 'yauzl' imported from /somewhere/index.js"),
])('leaves other errors as they are: $message', async (cause) => {
  const loading = requirePackage('yauzl', () => Promise.reject(cause))
  await expect(loading).rejects.toBe(cause)
})

/** What a program in a lone install says of the first image that the module's reader gives: its hash, or the error. */
function readAlone(dist: string, module: string, reader: string, root: unknown): string {
  const program = `
    const { ${reader}: read } = await import(${JSON.stringify(pathToFileURL(join(dist, 'sources', module)))})
    const { createHash } = await import('node:crypto')
    try {
      const { parts } = await read(${JSON.stringify(root)})
      const { encoded } = await parts.train.image(0)
      console.log(createHash('sha256').update(encoded).digest('hex'))
    } catch ({ code, message }) {
      console.log(code, message)
    }`
  return execFileSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: dist,
    encoding: 'utf8',
  }).trim()
}

const zip = fixture('zip', 'kaggle.zip')
const table = [fixture('parquet', 'gzip.parquet')]

test('a lone install reads what needs no more, and says how to install the rest', () => {
  const dist = loneInstall()
  const tar = [fixture('webdataset', 'gnu.tar')]
  expect(readAlone(dist, 'webdataset.js', 'readWebDataset', tar)).toBe(golden.webdataset.longImage)
  const absent = (name: string) =>
    `data this kind of file is read by the package ${name}, which is not installed. Run \`npm install ${name}\`.`
  expect(readAlone(dist, 'cats-vs-dogs.js', 'readCatsVsDogs', zip)).toBe(absent('yauzl'))
  expect(readAlone(dist, 'parquet.js', 'readParquet', table)).toBe(absent('hyparquet'))
  expect(readAlone(dist, 'pcam.js', 'readPatchCamelyon', fixture('pcam'))).toBe(absent('h5wasm'))
})

test('with the optional packages the same install reads their files', () => {
  const dist = loneInstall(['yauzl', 'hyparquet'])
  expect(readAlone(dist, 'cats-vs-dogs.js', 'readCatsVsDogs', zip)).toBe(
    golden.zip['kaggle.zip'][0],
  )
  const plain = [fixture('parquet', 'plain.parquet')]
  expect(readAlone(dist, 'parquet.js', 'readParquet', plain)).toBe(golden.parquet.plain?.[0]?.image)
  expect(readAlone(dist, 'parquet.js', 'readParquet', table)).toMatch(
    /^data .*Run `npm install hyparquet-compressors`\.$/,
  )
})

test('the index loads no optional package and no sharp', () => {
  const dist = loneInstall()
  rmSync(join(dist, '..', '..', '..', 'sharp'))
  const url = pathToFileURL(join(dist, 'index.js')).href
  const program = `console.log(typeof (await import('${url}')).readMnist)`
  const options = { cwd: dist, encoding: 'utf8' } as const
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', program], options)
  expect(said).toBe('function\n')
})
