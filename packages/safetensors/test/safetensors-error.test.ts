import { expect, test } from 'vitest'
import { readSafetensors, SafetensorsError } from '../src/index.ts'
import { fileOf } from './files.ts'

test('names file, problem, tensor and byte', () => {
  const error = new SafetensorsError('is odd', { offset: 12, tensor: 'w', file: 'a.safetensors' })
  expect(error.message).toBe('a.safetensors: is odd (tensor "w", byte 12)')
  expect(error).toMatchObject({ code: 'safetensors', problem: 'is odd', name: 'SafetensorsError' })
  expect(new SafetensorsError('is odd', { offset: 0 }).message).toBe('is odd (byte 0)')
})

test('shows names shortened, and without what a terminal would obey', () => {
  const name = `\\u001b[2J\x9b\u202e${'x'.repeat(1e6)}`
  expect(() => readSafetensors(fileOf(`{"${name}":0}`))).toThrow(
    new SafetensorsError('is not the JSON of a header: { is missing', {
      offset: 8 + 4 + Buffer.byteLength(name),
      tensor: `\x1b[2J\x9b\u202e${'x'.repeat(1e6)}`,
    }),
  )
  const { message } = new SafetensorsError('is odd', {
    offset: 1,
    tensor: `\x1b[2J\x9b\u202e${'x'.repeat(1e6)}`,
  })
  expect(message).toBe(`is odd (tensor "\\u001b[2J\\u009b\\u202e${'x'.repeat(94)}…", byte 1)`)
})
