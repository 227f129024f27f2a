import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findPython, unpackWheel } from '../src/python.ts'
import { makeWheel } from './fake-wheel.ts'
import { temporaryFolder } from './temporary.ts'

test.skipIf(process.platform !== 'linux')('a wheel writes nothing outside its folder', async () => {
  const parent = temporaryFolder()
  const folder = join(parent, 'a', 'b')
  const outside = join(parent, 'absolute')
  const members = { 'include/../../../up': '1', '../up': '2', [outside]: '3', 'include/x.h': '4' }
  const wheel = makeWheel(join(parent, 'wheels'), { name: 'hostile', version: '1' }, members)
  await unpackWheel(await findPython(), wheel, folder, ['*'])
  expect(readdirSync(parent).sort()).toEqual(['a', 'wheels'])
  expect(readdirSync(join(parent, 'a'))).toEqual(['b'])
  expect(existsSync(outside)).toBe(false)
  expect(readFileSync(join(folder, 'include', 'x.h'), 'utf8')).toBe('4')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  for (const file of files) expect(lstatSync(join(folder, file)).isSymbolicLink()).toBe(false)
})
