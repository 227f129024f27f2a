import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { manifestText } from '../src/sweep/kubernetes/kubernetes-manifest.ts'
import {
  kubernetesManifests,
  writeKubernetesManifests,
} from '../src/sweep/kubernetes/kubernetes-manifests.ts'
import { beginSweep } from '../src/sweep/plan-sweep.ts'
import { readProfile } from '../src/sweep/read-profile.ts'
import { readSweep, type SweepFile } from '../src/sweep/sweep-folder.ts'
import { sweepStatus } from '../src/sweep/sweep-status.ts'
import { begunSweep, options } from './kubernetes-sweeps.ts'
import { manyCells, newFolder } from './sweep-profiles.ts'

interface Volume {
  readonly name: string
  readonly persistentVolumeClaim?: object
}

interface Mount {
  readonly name: string
  readonly mountPath: string
}

interface Container {
  readonly command: readonly string[]
  readonly resources: { readonly limits: object }
  readonly volumeMounts: readonly Mount[]
}

interface Pod {
  readonly initContainers: readonly Container[]
  readonly containers: readonly [Container]
  readonly volumes: readonly Volume[]
  readonly securityContext: object
}

/** The spec of the workers' pods. */
function podOf(out: string, changes: object = {}): Pod {
  const { workers } = kubernetesManifests(out, { ...options, ...changes })
  return parse(manifestText(workers)).spec.template.spec
}

function requestOf(out: string): SweepFile {
  const { request } = kubernetesManifests(out, options)
  return JSON.parse(parse(manifestText(request)).data['sweep.json'])
}

test('the Job, as it is written', async () => {
  const out = await begunSweep()
  const [, workers] = writeKubernetesManifests(out, { ...options, gpu: 1, namespace: 'ml' })
  expect(workers).toBe(join(out, 'kubernetes', 'workers.yaml'))
  await expect(readFileSync(workers!, 'utf8')).toMatchFileSnapshot('golden/kubernetes-workers.yaml')
})

test('the files hold the manifests', async () => {
  const out = await begunSweep('Größe: "1 %" & #2')
  const paths = writeKubernetesManifests(out, options)
  const read = paths.map((path) => parse(readFileSync(path, 'utf8')))
  expect(read).toEqual(Object.values(kubernetesManifests(out, options)))
  const name = read[0].metadata.name
  expect(name).toMatch(/^deepauc-gr-e-1-2-[0-9a-f]{6}$/)
  expect(read.map(({ kind, metadata }) => [kind, metadata.name])).toEqual([
    ['ConfigMap', name],
    ['Job', name],
    ['Pod', `${name}-files`],
  ])
})

test('any text of a manifest comes back from its YAML', () => {
  const value = fc.jsonValue({ maxDepth: 3 })
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), value, (text, data) => {
      const manifest = { apiVersion: 'v1', kind: text, metadata: { name: text }, data }
      const remarks = [[['metadata', 'name'], 'a name']] as const
      expect(parse(manifestText(manifest, remarks))).toEqual(manifest)
    }),
    { seed: 1, numRuns: 500 },
  )
})

test('a remark is about something', () => {
  const manifest = { apiVersion: 'v1', kind: 'Pod', metadata: {} }
  expect(() => manifestText(manifest, [[['spec', 'x'], 'none']])).toThrow('there is no spec.x')
})

describe('pods', () => {
  test('are no more than cells, those that tuning will add included', async () => {
    const count = async (parallelism: number) => {
      const { spec } = kubernetesManifests(await begunSweep(), { ...options, parallelism }).workers
      const { completions, parallelism: atOnce } = spec as Record<string, number>
      return [completions, atOnce]
    }
    expect(await count(2)).toEqual([2, 2])
    expect(await count(9)).toEqual([3, 3])
  })

  test('get what they ask for', async () => {
    const out = await begunSweep()
    const { containers, initContainers, securityContext } = podOf(out, {
      ...{ cpu: 3, memory: '5Gi', gpu: 2, user: 1234 },
    })
    const all = { cpu: '3', memory: '5Gi', 'nvidia.com/gpu': '2' }
    for (const { resources } of [...containers, ...initContainers])
      expect(resources).toEqual({ requests: all, limits: all })
    expect(containers[0].command.slice(-1)).toEqual(['3'])
    expect(securityContext).toMatchObject({ runAsUser: 1234, runAsGroup: 1234, fsGroup: 1234 })
    expect(podOf(out).containers[0].resources.limits).not.toHaveProperty('nvidia.com/gpu')
  })

  test('have every volume that they mount, and every claim once', async () => {
    const sample = newFolder()
    await beginSweep(manyCells(1), sample)
    const laptop = await begunSweep()
    const pods = [podOf(sample), podOf(laptop), podOf(laptop, { dataClaim: 'datasets' })]
    const claims = pods.map(({ volumes, containers, initContainers }) => {
      const mounts = [...containers, ...initContainers].flatMap((each) => each.volumeMounts)
      const names = volumes.map(({ name }) => name)
      expect(new Set(mounts.map(({ name }) => name))).toEqual(new Set(names))
      return volumes.flatMap(({ persistentVolumeClaim: claim }) => claim ?? [])
    })
    const sweeps = { claimName: 'sweeps' }
    expect(claims).toEqual([
      [sweeps],
      [sweeps],
      [sweeps, { claimName: 'datasets', readOnly: true }],
    ])
    const data = pods.map(({ containers }) =>
      containers[0].volumeMounts.find(({ mountPath }) => mountPath === '/data'),
    )
    const mount = { mountPath: '/data', readOnly: true }
    expect(data).toEqual([undefined, { name: 'sweeps', ...mount }, { name: 'data', ...mount }])
  })
})

describe('the request', () => {
  test('gives the same cells in a pod, which finds the data in its own folders', async () => {
    const out = await begunSweep('laptop', { 'fashion-mnist': { prepared: 'data/fashion' } })
    const pod = newFolder()
    mkdirSync(join(pod, 'cells'))
    writeFileSync(join(pod, 'sweep.json'), JSON.stringify(requestOf(out)))
    const [here, there] = [await sweepStatus(out), await sweepStatus(pod)]
    expect(here.cells).toHaveLength(2)
    const hashes = ({ cells }: typeof here) => cells.map(({ hash }) => hash)
    expect(hashes(there)).toEqual(hashes(here))
    expect(there.later).toBe(here.later)
    for (const { recipe } of there.cells) expect(recipe.data.prepared).toBe('/data/fashion-mnist')
    expect(requestOf(out).later).toBe(3)
  })

  test('keeps a folder that is one of a pod', async () => {
    const folder = { root: '/data/vision/fashion' }
    const out = await begunSweep('laptop', { 'fashion-mnist': folder })
    expect(requestOf(out).folders).toEqual({ 'fashion-mnist': folder })
    const outside = await begunSweep('laptop', { 'fashion-mnist': { root: '/data/../etc' } })
    expect(requestOf(outside).folders).toEqual({ 'fashion-mnist': { root: '/data/fashion-mnist' } })
  })

  test('is refused if a recipe names a file that only this machine has', async () => {
    const out = await begunSweep('laptop', {}, { root: '/home/me/fashion' })
    expect(() => kubernetesManifests(out, options)).toThrow(RangeError)
    expect(() => kubernetesManifests(out, options)).toThrow(
      /^cell \S+ reads \/home\/me\/fashion, which no pod has; put it on the volume of the data/,
    )
    const there = await begunSweep('laptop', {}, { root: '/data/fashion' })
    expect(podOf(there).containers[0].volumeMounts).toHaveLength(3)
  })

  test('of the whole paper can be sent, one that is too large is refused', async () => {
    const out = newFolder()
    await beginSweep(await readProfile('paper'), out)
    expect(requestOf(out).profile.name).toBe('paper')
    const { profile, ...file } = readSweep(out)
    const large = { ...profile, description: 'x'.repeat(250_000) }
    writeFileSync(join(out, 'sweep.json'), JSON.stringify({ ...file, profile: large }))
    expect(() => kubernetesManifests(out, options)).toThrow(
      /^profile paper has \d+ characters, more than the 250000 that .*; divide it into several$/,
    )
  })
})

test('there has to be a sweep', () => {
  expect(() => writeKubernetesManifests(newFolder(), options)).toThrow('sweep.json: is missing')
})
