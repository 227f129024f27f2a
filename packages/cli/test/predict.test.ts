import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { tinyData } from '../../../test/tiny-data.ts'
import { deepauc } from './deepauc.ts'
import { greyPng } from './png.ts'

const newFolder = () => mkdtempSync(join(tmpdir(), 'deepauc-predict-'))
const root = tinyData()
const side = 8

/** The test images of classes 0 and 1 as PNG files, in the order in which a run tests them. */
function testImages(): string {
  const folder = newFolder()
  mkdirSync(join(folder, 'b'))
  const labels = readFileSync(join(root, 't10k-labels-idx1-ubyte')).subarray(8)
  const images = readFileSync(join(root, 't10k-images-idx3-ubyte')).subarray(16)
  let count = 0
  for (const [i, label] of labels.entries()) {
    if (label > 1) continue
    const name = `${String(count).padStart(3, '0')}${count === 3 ? ',"x"' : ''}.png`
    const pixels = images.subarray(i * side * side, (i + 1) * side * side)
    writeFileSync(join(folder, count < 10 ? '.' : 'b', name), greyPng(pixels, side))
    count++
  }
  writeFileSync(join(folder, 'notes.txt'), 'no image')
  return folder
}

const trained = (async () => {
  const run = join(newFolder(), 'run')
  const { code } = await deepauc([
    ...['train', '--backend', 'cpu', '--root', root, '--positive', '1', '--negative', '0'],
    ...['--batch-size', '16', '--gradient-evaluations', '24', '--evaluations', '6'],
    ...['--methods', 'CE', '--run', run],
  ])
  expect(code).toBe(0)
  return join(run, 'ce')
})()

const column = (text: string, at: number) =>
  text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').at(at))

test('scores images as the test of the run has done, with the best or the last weights', async () => {
  const run = await trained
  const tested = readFileSync(join(run, 'test-scores.csv'), 'utf8')
  const [last, best] = [column(tested, 1), column(tested, 2)]
  expect(last).not.toEqual(best)
  const images = testImages()
  const out = join(newFolder(), 'scores.csv')
  const predict = ['predict', '--backend', 'cpu', '--images', images, '--out', out]

  const first = await deepauc([...predict, '--run', run])
  expect({ code: first.code, stderr: first.stderr }).toEqual({ code: 0, stderr: '' })
  const scores = readFileSync(out, 'utf8')
  expect(column(scores, -1)).toEqual(best)
  expect(scores).toMatch(/^file,score\n000\.png,.*\n001\.png,/)
  expect(scores).toContain('\n"003,""x"".png",')
  expect(scores).toContain('\nb/010.png,')
  expect(first.stdout).toMatch(/^20\/20 images/m)
  expect(first.stdout).toContain('1 of 21 files')

  const second = await deepauc([...predict, '--run', run, '--last', '--quiet'])
  expect(second).toEqual({ code: 0, stdout: '', stderr: '' })
  expect(column(readFileSync(out, 'utf8'), -1)).toEqual(last)

  const file = join(newFolder(), 'same.yaml')
  const { recipe } = JSON.parse(readFileSync(join(run, 'run.json'), 'utf8'))
  writeFileSync(file, JSON.stringify(recipe))
  const weights = ['--weights', join(run, 'best.safetensors'), '--recipe', file]
  const third = await deepauc([...predict, ...weights, '--size', '8', '--channels', '1'])
  expect({ code: third.code, stderr: third.stderr }).toEqual({ code: 0, stderr: '' })
  expect(column(readFileSync(out, 'utf8'), -1)).toEqual(best)
})

test('errors name the file, and leave none half written', async () => {
  const run = await trained
  const images = testImages()
  const folder = newFolder()
  const predict = ['predict', '--backend', 'cpu', '--out', join(folder, 'scores.csv')]
  const bad = newFolder()
  const file = join(bad, 'scan.png')
  writeFileSync(file, readFileSync(join(images, '000.png')).subarray(0, 60))
  writeFileSync(join(bad, 'a.png'), readFileSync(join(images, '000.png')))
  const empty = newFolder()
  const cases: [string[], number, string][] = [
    [['--run', run, '--images', bad], 3, `error: ${file}: cannot be decoded`],
    [['--run', run, '--images', empty], 3, `error: ${empty}: holds no image`],
    [['--run', run, '--images', '/nowhere'], 3, 'error: /nowhere: cannot be read (ENOENT)'],
    [['--run', empty, '--images', images], 3, `error: ${empty}/best.safetensors: does not exist`],
    [['--images', images], 2, 'give --run, or --weights and --recipe'],
    [['--run', run, '--images', images, '--channels', '3'], 3, 'best.safetensors: '],
  ]
  const outcomes = await Promise.all(cases.map(([args]) => deepauc([...predict, ...args])))
  for (const [i, [, expected, message]] of cases.entries()) {
    expect(outcomes[i]?.stderr).toContain(message)
    expect(outcomes[i]?.code).toBe(expected)
  }
  expect(readdirSync(folder)).toEqual([])
})
