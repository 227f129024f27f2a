import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { tinyData } from '../../../test/tiny-data.ts'
import { deepauc } from './deepauc.ts'

const newFolder = () => mkdtempSync(join(tmpdir(), 'deepauc-data-'))

/** CIFAR-10, binary version: `each` images of every class in batch 1, one image in each of the others, 20 to test. */
function tinyCifar(each: number): string {
  const folder = newFolder()
  const records = (labels: readonly number[]) =>
    Buffer.concat(labels.map((label) => Buffer.alloc(1 + 3072, label)))
  const classes = Array.from({ length: 10 }, (_, label) => label)
  const batches = [classes.flatMap((label) => Array<number>(each).fill(label)), [0], [1], [8], [9]]
  for (const [i, labels] of batches.entries())
    writeFileSync(join(folder, `data_batch_${i + 1}.bin`), records(labels))
  writeFileSync(join(folder, 'test_batch.bin'), records([...classes, ...classes]))
  const names = ['plane', 'car', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck']
  writeFileSync(join(folder, 'batches.meta.txt'), `${names.join('\n')}\n\n`)
  return folder
}

/** CheXpert without its images: `patients` with two frontal views each, every fifth label positive. */
function tinyChexpert(patients: number): string {
  const folder = newFolder()
  const findings = ['Cardiomegaly', 'Edema', 'Consolidation', 'Atelectasis', 'Pleural Effusion']
  const table = (part: string, first: number, count: number) => {
    const rows = Array.from({ length: 2 * count }, (_, row) => {
      const patient = String(first + Math.floor(row / 2)).padStart(5, '0')
      const labels = findings.map((_, i) =>
        row % 10 === 2 * i ? '1.0' : row % 10 === 1 ? '-1.0' : '',
      )
      return `${part}/patient${patient}/study1/view${1 + (row % 2)}_frontal.jpg,Frontal,${labels}`
    })
    writeFileSync(
      join(folder, `${part}.csv`),
      `Path,Frontal/Lateral,${findings}\n${rows.join('\n')}\n`,
    )
  }
  table('train', 1, patients)
  table('valid', 60_000, 5)
  return folder
}

test('list names every data set of the paper', async () => {
  const { code, stdout, stderr } = await deepauc(['data', 'list'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const names = stdout.split('\n').map((line) => line.split(' ')[0])
  for (const name of [
    'cifar10',
    'cifar100',
    'stl10',
    'cats-vs-dogs',
    'chexpert',
    'melanoma',
    'ddsm',
    'pcam',
    'imagenet-lt',
  ])
    expect(names).toContain(name)
})

describe('inspect', () => {
  const cifar = tinyCifar(20)

  test('shows parts, classes, what can be made imbalanced and what is missing', async () => {
    const { code, stdout, stderr } = await deepauc(['data', 'inspect', 'cifar10', '--root', cifar])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toBe(`CIFAR-10 in ${cifar}

Part   Images  Size         Label  Positives  Negatives  imratio
train     204  32 × 32 × 3  class        102        102     50 %
test       20  32 × 32 × 3  class         10         10     50 %

Positives are the upper half of the classes.
Classes of train: plane 21, car 21, bird 20, cat 20, deer 20, dog 20, frog 20, horse 20, ship 21, truck 21; smallest / largest 95.24 %
Classes of test: plane 2, car 2, bird 2, cat 2, deer 2, dog 2, frog 2, horse 2, ship 2, truck 2; smallest / largest 100 %
Made imbalanced, train keeps (positives + negatives) 1 %: 1 + 102, 10 %: 11 + 102, 30 %: 43 + 102
Note: Part "train" has 204 images; as published it has 50000.
Note: Part "test" has 20 images; as published it has 10000.
`)
  })

  test('--json says the same to programs', async () => {
    const { code, stdout } = await deepauc([
      'data',
      'inspect',
      'cifar10',
      '--root',
      cifar,
      '--json',
    ])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      name: 'cifar10',
      parts: {
        train: {
          images: 204,
          sizes: [{ shape: [32, 32, 3], images: 16 }],
          labels: [{ name: 'class', positives: 102, negatives: 102, imratio: 0.5, unknown: 0 }],
        },
        test: { images: 20, labels: [{ smallestToLargest: 1 }] },
      },
      imbalanced: [
        { imratio: 0.01, positives: 1, negatives: 102 },
        { imratio: 0.1, positives: 11, negatives: 102 },
        { imratio: 0.3, positives: 43, negatives: 102 },
      ],
    })
  })

  test('counts patients and findings, parts together as the paper does, without images', async () => {
    const root = tinyChexpert(50)
    const args = ['data', 'inspect', 'chexpert', '--root', root, '--set', 'uncertain=unknown']
    const { code, stdout, stderr } = await deepauc([...args, '--no-images'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const lines = stdout.split('\n')
    const [titles] = lines.filter((line) => line.startsWith('Part'))
    expect(titles?.split(/ {2,}/)).toEqual([
      'Part',
      'Images',
      'Groups',
      'Size',
      'Label',
      'Positives',
      'Negatives',
      'Unknown',
      'imratio',
    ])
    // 100 views: a tenth of them positive per finding, a tenth not known.
    const together = lines.findIndex((line) => line.startsWith('train + validation'))
    expect(lines[together]).toMatch(
      /^train \+ validation +100 +50 +Cardiomegaly +10 +80 +10 +11\.11 %$/,
    )
    expect(lines[together + 1]).toMatch(/^ +Edema +10 +80 +10 +11\.11 %$/)
    expect(lines.find((line) => line.startsWith('test'))).toMatch(
      /^test +10 +5 +Cardiomegaly +1 +8 +1/,
    )
    expect(stdout).not.toContain('Made imbalanced')
  })

  test('a missing image ends it, unless images are not looked at', async () => {
    const { code, stderr } = await deepauc([
      'data',
      'inspect',
      'chexpert',
      '--root',
      tinyChexpert(20),
    ])
    expect(code).toBe(3)
    expect(stderr).toMatch(/^error: .*view1_frontal\.jpg: does not exist/)
  })
})

/** The four IDX files with `train` images of 28 × 28 to train, and one to test. */
function idxFolder(train: number): string {
  const folder = newFolder()
  for (const [part, count] of [
    ['train', train],
    ['t10k', 1],
  ] as const) {
    const images = Buffer.alloc(16 + count * 784)
    images.set([0, 0, 8, 3])
    for (const [i, size] of [count, 28, 28].entries()) images.writeUInt32BE(size, 4 + 4 * i)
    for (let at = 16; at < images.length; at++) images[at] = (at * 37 + (at >> 8)) % 251
    const labels = Buffer.alloc(8 + count, 1)
    labels.set([0, 0, 8, 1])
    labels.writeUInt32BE(count, 4)
    labels[8] = 0
    writeFileSync(join(folder, `${part}-images-idx3-ubyte`), images)
    writeFileSync(join(folder, `${part}-labels-idx1-ubyte`), labels)
  }
  return folder
}

describe('prepare', () => {
  const root = tinyData()

  test('writes the pixels as they are, shows lines in a pipe, and leaves what is prepared alone', async () => {
    const out = join(newFolder(), 'mnist')
    const args = ['data', 'prepare', 'mnist', '--root', root, '--out', out]
    const { code, stdout, stderr } = await deepauc(args)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^180\/180 images, \S+ images\/s$/m)
    expect(stdout).toContain(`Prepared in ${out}: train 150, test 30\n`)
    // A pipe gets no bar: no carriage return, no escape code.
    expect([...stdout].filter((c) => c < ' ' && c !== '\n')).toEqual([])
    const given = readFileSync(join(root, 'train-images-idx3-ubyte')).subarray(16)
    expect(readFileSync(join(out, 'train', 'images-00000.u8')).equals(given)).toBe(true)

    const again = await deepauc(args)
    expect(again.code).toBe(0)
    expect(again.stdout).not.toContain('180/180')
    expect(again.stdout).toContain(`Prepared in ${out}: train 150, test 30\n`)
  })

  test('resizes and makes colour images', async () => {
    const out = join(newFolder(), 'mnist')
    const shape = ['--size', '4', '--channels', '3']
    const { code } = await deepauc([
      'data',
      'prepare',
      'mnist',
      '--root',
      root,
      '--out',
      out,
      ...shape,
    ])
    expect(code).toBe(0)
    const pixels = readFileSync(join(out, 'train', 'images-00000.u8'))
    expect(pixels.length).toBe(150 * 4 * 4 * 3)
    for (let at = 0; at < pixels.length; at += 3)
      expect([pixels[at + 1], pixels[at + 2]]).toEqual([pixels[at], pixels[at]])
  })

  test('Ctrl-C stops it; the same command goes on and ends with the same bytes', async () => {
    const data = idxFolder(20_000)
    const [stopped, whole] = [join(newFolder(), 'a'), join(newFolder(), 'b')]
    const args = (out: string) => [
      'data',
      'prepare',
      'mnist',
      '--root',
      data,
      '--out',
      out,
      '--size',
      '56',
    ]
    let killed = false
    const first = await deepauc(args(stopped), (stdout, kill) => {
      // Once only: the second Ctrl-C would end it at once.
      if (!killed && stdout.includes('images/s')) kill('SIGINT')
      killed ||= stdout.includes('images/s')
    })
    expect(first.stderr).toBe('stopped; the same command goes on where this one was\n')
    expect(first.code).toBe(130)
    expect(existsSync(stopped)).toBe(false)
    expect(readdirSync(`${stopped}.partial`)).not.toContain('manifest.json')

    const [second, other] = [await deepauc(args(stopped)), await deepauc(args(whole))]
    expect([second.code, other.code]).toEqual([0, 0])
    const done = Number(/^(\d+)\/20001/m.exec(second.stdout)?.[1])
    expect(done).toBeGreaterThan(Number(/^(\d+)\/20001/m.exec(first.stdout)?.[1]))
    for (const file of [
      'manifest.json',
      'train/images-00000.u8',
      'train/labels.f32',
      'test/ids.json',
    ])
      expect(readFileSync(join(stopped, file)).equals(readFileSync(join(whole, file)))).toBe(true)
    for (const folder of [data, stopped, whole]) rmSync(folder, { recursive: true })
  })
})

describe('bad input ends with one line, the remedy and its exit code', () => {
  const root = tinyData()
  const corrupt = tinyData()
  writeFileSync(join(corrupt, 'train-images-idx3-ubyte'), 'not an image file')
  const full = newFolder()
  writeFileSync(join(full, 'letter.txt'), 'dear data')
  const notFolder = join(newFolder(), 'file')
  writeFileSync(notFolder, '')
  const inspect = ['inspect', 'mnist', '--root', root]
  const prepare = ['prepare', 'mnist', '--root', root, '--out', join(newFolder(), 'out')]

  test.each<[string, string[], number, string]>([
    ['an unknown name', ['inspect', 'CIFAR-10', '--root', root], 2, 'did you mean cifar10?'],
    [
      'a missing folder',
      ['inspect', 'mnist', '--root', '/nowhere'],
      3,
      '/nowhere: holds no train-images',
    ],
    ['no folder', ['inspect', 'mnist'], 2, "required option '--root <folder>' not specified"],
    ['no name', ['prepare', '--root', root, '--out', 'x'], 2, "missing required argument 'name'"],
    ['a corrupt file', ['inspect', 'mnist', '--root', corrupt], 3, 'train-images-idx3-ubyte'],
    ['an unknown reader option', [...inspect, '--set', 'side=3'], 2, 'no option of mnist "side"'],
    ['a reader option without a value', [...inspect, '--set', 'side'], 2, 'Give option=value.'],
    ['an unknown option', [...inspect, '--jsn'], 2, 'Did you mean --json?'],
    ['an unknown command', ['inspct'], 2, 'Did you mean inspect?'],
    [
      'no place to write',
      prepare.slice(0, -2),
      2,
      "required option '--out <folder>' not specified",
    ],
    ['two channels', [...prepare, '--channels', '2'], 2, 'Give 1 or 3.'],
    ['no number', [...prepare, '--size', 'large'], 2, 'Give a number.'],
    ['size 0', [...prepare, '--size', '0'], 2, 'images must be of 1 byte'],
    ['a folder with other files', [...prepare, '--out', full], 3, 'letter.txt'],
    ['a file instead of a folder', [...prepare, '--out', notFolder], 3, notFolder],
  ])('%s', async (_, args, expected, message) => {
    const { code, stderr } = await deepauc(['data', ...args])
    expect(stderr).toContain(message)
    expect(stderr).not.toMatch(/^ +at /m)
    expect(code).toBe(expected)
  })

  test('--debug adds the stack', async () => {
    const { code, stderr } = await deepauc([
      'data',
      'inspect',
      'mnist',
      '--root',
      '/nowhere',
      '--debug',
    ])
    expect(stderr).toMatch(/^ +at /m)
    expect(code).toBe(3)
  })

  test('a folder prepared otherwise is not overwritten', async () => {
    const out = join(newFolder(), 'out')
    mkdirSync(out)
    const args = ['data', 'prepare', 'mnist', '--root', root, '--out', out]
    expect((await deepauc(args)).code).toBe(0)
    const { code, stderr } = await deepauc([...args, '--size', '4'])
    expect(code).toBe(3)
    expect(stderr).toMatch(/^error: .*out: holds other data, or the same prepared otherwise/)
    expect(readFileSync(join(out, 'train', 'images-00000.u8')).length).toBe(150 * 64)
  })
})
