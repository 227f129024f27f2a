import { expect, test } from 'vitest'
import {
  type KubernetesOptions,
  kubernetesSettings,
} from '../src/sweep/kubernetes/kubernetes-options.ts'
import { options } from './kubernetes-sweeps.ts'

const settings = (changes: object) =>
  kubernetesSettings({ ...options, ...changes } as KubernetesOptions, 'deepauc-laptop')

test('the defaults', () => {
  expect(settings({})).toEqual({
    ...options,
    dataClaim: 'sweeps',
    parallelism: 4,
    cpu: 2,
    memory: '8Gi',
    gpu: 0,
    user: 1000,
    name: 'deepauc-laptop',
    folder: 'deepauc-laptop',
  })
})

test('the folder is called like the Job, unless it is given', () => {
  expect(settings({ name: 'again' })).toMatchObject({ name: 'again', folder: 'again' })
  expect(settings({ name: 'again', folder: 'runs/A_1.b' }).folder).toBe('runs/A_1.b')
})

test.each([
  { image: 'node' },
  { image: 'localhost:5000/a_b/c-d:v1.2' },
  { image: `a.example/b@sha256:${'0'.repeat(64)}` },
  { claim: 'a.b-c.1' },
  { memory: '1.5Gi' },
  { memory: '500M' },
  { gpu: 8 },
  { namespace: '1-ml' },
  { name: 'a'.repeat(50) },
])('takes %j', (changes) => expect(settings(changes)).toMatchObject(changes))

test.each<[object, string]>([
  [{ image: '' }, 'image must be like registry.example/deepauc:0.1.0, got ""'],
  [{ image: 'a b' }, 'image must be like'],
  [{ image: undefined }, 'image must be like'],
  [{ claim: 'Sweeps' }, 'claim must be the name of a PersistentVolumeClaim'],
  [{ claim: 'a..b' }, 'claim must be'],
  [{ dataClaim: '-a' }, 'dataClaim must be the name of a PersistentVolumeClaim'],
  [{ parallelism: 0 }, 'parallelism must be a whole number of pods from 1 to 1000, got 0'],
  [{ parallelism: 1.5 }, 'parallelism must be'],
  [{ parallelism: '4' }, 'parallelism must be a whole number of pods from 1 to 1000, got "4"'],
  [{ cpu: 0.5 }, 'cpu must be a whole number of cores, as each has a thread, got 0.5'],
  [{ memory: '8' }, 'memory must have a unit, like 8Gi, got "8"'],
  [{ memory: '8GB' }, 'memory must have a unit, like 8Gi, got "8GB"'],
  [{ memory: '0Gi' }, 'memory must'],
  [{ gpu: -1 }, 'gpu must be a whole number of GPUs, got -1'],
  [{ gpu: Number.NaN }, 'gpu must'],
  [{ namespace: 'a.b' }, 'namespace must be small letters, digits and hyphens, at most 63'],
  [{ namespace: 'a'.repeat(64) }, 'namespace must'],
  [{ name: 'a'.repeat(51) }, 'name must be small letters, digits and hyphens, at most 50'],
  [{ name: '1st' }, 'name must be'],
  [{ folder: '../else' }, 'folder must be a folder of the volume like runs/laptop'],
  [{ folder: '/runs' }, 'folder must be'],
  [{ folder: 'a/./b' }, 'folder must be'],
  [{ folder: '$(rm)' }, 'folder must be'],
  [{ user: 0 }, 'user must be the number of a user other than root, like 1000, got 0'],
])('refuses %j', (changes, message) => {
  expect(() => settings(changes)).toThrow(RangeError)
  expect(() => settings(changes)).toThrow(message)
})
