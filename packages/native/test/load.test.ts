import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { load } from '../src/load.ts'
import { temporaryFolder } from './temporary.ts'

const module = (source: string) => {
  const file = join(temporaryFolder(), 'module.cjs')
  writeFileSync(file, source)
  return file
}

test('tells the version of a package and of a bare binding', async () => {
  const backend = "{ isUsingGpuDevice: true, binding: { TF_Version: '2.0.0' } }"
  const whole = module(`console.log('hello'); exports.backend = () => (${backend})`)
  expect(await load(whole)).toEqual({ tensorflow: '2.0.0', gpu: true })
  const bare = module("exports.TF_Version = '2.0.1'")
  expect(await load(bare)).toEqual({ tensorflow: '2.0.1', gpu: false })
})

test('has what Node 23 removed from util', async () => {
  const file = module(`
    const util = require('node:util')
    exports.TF_Version = [util.isNullOrUndefined(null), util.isArray([])].join()`)
  expect(await load(file)).toMatchObject({ tensorflow: 'true,true' })
})

test('survives a library that crashes, and one that is not there', async () => {
  expect(await load(module("process.kill(process.pid, 'SIGILL')"))).toEqual({
    problem: 'the process ended with SIGILL',
  })
  expect(await load('/nowhere/tfjs_binding.node')).toEqual({
    problem: "Error: Cannot find module '/nowhere/tfjs_binding.node'",
  })
})
