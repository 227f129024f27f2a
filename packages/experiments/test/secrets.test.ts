import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { environment } from '../src/index.ts'
import { writeKubernetesManifests } from '../src/sweep/kubernetes/kubernetes-manifests.ts'
import { writeSlurmJobs } from '../src/sweep/slurm/submit-slurm.ts'
import { begunSweep, options } from './kubernetes-sweeps.ts'

const value = 'canary-71ab3f'

beforeEach(() => {
  for (const name of ['AWS_SECRET_ACCESS_KEY', 'CANARY_TOKEN', 'SLURM_JWT', 'KUBECONFIG'])
    vi.stubEnv(name, value)
})
afterEach(() => {
  vi.unstubAllEnvs()
})

test('what a run notes about its machine is a list of known names', async () => {
  const noted = await environment()
  const known = ['machine', 'commit', 'backend', 'threads', 'node', 'arch', 'tensorflow', 'kernels']
  expect(known).toEqual(expect.arrayContaining(Object.keys(noted)))
  expect(JSON.stringify(noted)).not.toContain(value)
})

test("nothing of the environment stands in Slurm's scripts and the manifests of Kubernetes", async () => {
  const out = await begunSweep()
  await writeSlurmJobs(out, { runTask: ['run'], next: ['next'] })
  writeKubernetesManifests(out, options)
  const files = readdirSync(out, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
  expect(files.filter((file) => /\.(sh|yaml|json)$/.test(file)).length).toBeGreaterThan(5)
  const text = files.map((file) => readFileSync(file, 'utf8')).join('\n')
  expect(text).not.toMatch(/canary-71ab3f|CANARY_TOKEN|AWS_SECRET/)
})
