import { expect, test } from 'vitest'
import { closestName } from '../src/sources/closest-name.ts'

const names = ['cifar10', 'cifar100', 'stl10', 'cats-vs-dogs', 'fashion-mnist', 'mnist', 'pcam']

test.each([
  ['CIFAR-10', 'cifar10'],
  ['cifar_100', 'cifar100'],
  ['cfar10', 'cifar10'],
  ['catsvsdog', 'cats-vs-dogs'],
  ['FashionMNIST', 'fashion-mnist'],
  ['minst', 'mnist'],
  ['pcma', 'pcam'],
])('%s is taken for %s', (wanted, name) => {
  expect(closestName(wanted, names)).toBe(name)
})

test('there is nothing to suggest without names', () => {
  expect(closestName('mnist', [])).toBeUndefined()
})
