/** Whether the manifests of a sweep fit the schemas of Kubernetes, unknown fields refused. */
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beginSweep, profileNames, readProfile } from '../../packages/experiments/src/index.ts'
import { writeKubernetesManifests } from '../../packages/experiments/src/sweep/kubernetes/kubernetes-manifests.ts'
import type { KubernetesOptions } from '../../packages/experiments/src/sweep/kubernetes/kubernetes-options.ts'
import { type Reader, startReader } from './reader.ts'

const docs = fileURLToPath(new URL('../../docs/kubernetes.md', import.meta.url))

/** From the first one that has `backoffLimitPerIndex` by default. */
const versions = ['1.29', '1.30', '1.31', '1.32', '1.33', '1.34', '1.35', '1.36', '1.37']

/** What they say, and what it takes, given the folder of Python's programs. */
export const kubernetesChecks: readonly (readonly [
  name: string,
  check: (programs: string) => Promise<void>,
])[] = [
  [`Kubernetes ${versions[0]} to ${versions.at(-1)} has all fields of the manifests`, fits],
  ['their schemas fit the manifests of docs/kubernetes.md', fitDocs],
  ['each of them notices a mistake', notices],
]

const few: KubernetesOptions = {
  image: 'registry.example/deepauc:0.1.0',
  claim: 'sweeps',
  runWorker: ({ out }) => ['deepauc', 'sweep', '--out', out],
}
const all: KubernetesOptions = {
  ...few,
  ...{ dataClaim: 'datasets', parallelism: 9, cpu: 4, memory: '1.5Gi', gpu: 1, namespace: 'ml' },
  ...{ name: 'again', folder: 'runs/laptop', user: 1234 },
}

async function fits(programs: string): Promise<void> {
  await withReader(programs, async (reader, folder) => {
    for (const name of profileNames())
      for (const [number, options] of [few, all].entries()) {
        // A name with all that YAML could stumble over.
        const out = join(folder, `${name}: "${number}" #é`)
        const folders = { 'fashion-mnist': { root: '/home/me/fashion: #1' } }
        await beginSweep(await readProfile(name), out, { folders })
        const paths = writeKubernetesManifests(out, options)
        assert.equal(paths.length, 3)
        for (const path of paths) assert.deepEqual(await reader.ask(path), [], path)
      }
  })
}

async function fitDocs(programs: string): Promise<void> {
  await withReader(programs, async (reader, folder) => {
    const blocks = [...readFileSync(docs, 'utf8').matchAll(/^```yaml\n(.*?)^```$/gms)]
    assert.ok(blocks.length > 0)
    for (const [number, [, text = '']] of blocks.entries()) {
      const path = join(folder, `${number}.yaml`)
      writeFileSync(path, text)
      assert.deepEqual(await reader.ask(path), [], text)
    }
  })
}

/** A field that is misspelt, one of another type, and one that is missing. */
const mistakes = [
  ['backoffLimitPerIndex: 3', 'backoffLimitPerindex: 3', /backoffLimitPerindex/],
  ['parallelism: 4', 'parallelism: four', /'four' is not of type/],
  ['- action: FailIndex', '- act: FailIndex', /'action' is a required property/],
] as const

async function notices(programs: string): Promise<void> {
  await withReader(programs, async (reader, folder) => {
    await beginSweep(await readProfile('smoke'), folder)
    const [, workers = ''] = writeKubernetesManifests(folder, few)
    const text = readFileSync(workers, 'utf8')
    for (const [right, wrong, message] of mistakes) {
      assert.ok(text.includes(right), right)
      writeFileSync(workers, text.replace(right, wrong))
      const problems = await reader.ask<string[]>(workers)
      assert.equal(problems.length, versions.length, wrong)
      for (const problem of problems) assert.match(problem, message)
    }
  })
}

async function withReader(
  programs: string,
  use: (reader: Reader, folder: string) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'kubernetes-'))
  const reader = startReader(programs, ['validate_kubernetes.py', ...versions])
  try {
    await use(reader, folder)
  } finally {
    await reader.end()
    await rm(folder, { recursive: true, force: true })
  }
}
