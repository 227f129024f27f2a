import { expect, test } from 'vitest'
import { groupSamples } from '../src/sources/tar-samples.ts'

const group = (...names: string[]) =>
  groupSamples(
    names.map((name, i) => ({ name, offset: 512 * i, size: 1 })),
    'a.tar',
  )

test('groups by the name up to the first dot of its last part', () => {
  const { samples, others } = group('./v1.0/x.jpg', './v1.0/x.CLS', 'y.left.png', 'y.right.png')
  expect(samples.map(({ key, members }) => [key, ...members.keys()])).toEqual([
    ['v1.0/x', 'jpg', 'cls'],
    ['y', 'left.png', 'right.png'],
  ])
  expect(samples[1]?.members.get('left.png')?.offset).toBe(1024)
  expect(others).toEqual([])
})

test('leaves out hidden files, those without extension, and those about the shard', () => {
  const { samples, others } = group('._x.jpg', 'README', '__meta__.json', 'x.jpg')
  expect(samples.map(({ key }) => key)).toEqual(['x'])
  expect(others).toEqual(['a.tar/._x.jpg', 'a.tar/README', 'a.tar/__meta__.json'])
})

test('refuses a sample that goes on after another, or has a file twice', () => {
  expect(() => group('x.jpg', 'y.jpg', 'x.cls')).toThrow(/sample x goes on after others/)
  expect(() => group('x.jpg', 'x.JPG')).toThrow(/sample x has two files \.jpg/)
})
