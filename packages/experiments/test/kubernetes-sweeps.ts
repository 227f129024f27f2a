/** Begun sweeps and options for the tests of the manifests. */
import { join } from 'node:path'
import type { KubernetesOptions } from '../src/sweep/kubernetes/kubernetes-options.ts'
import { beginSweep } from '../src/sweep/plan-sweep.ts'
import type { DataFolders } from '../src/sweep/sweep-plan.ts'
import { arm, newFolder, profileOf, studyOf } from './sweep-profiles.ts'

export const options: KubernetesOptions = {
  image: 'registry.example/deepauc:0.1.0',
  claim: 'sweeps',
  runWorker: ({ out, threads }) => ['deepauc', 'sweep', '--out', out, '--threads', `${threads}`],
}

/** Two cells for tuning and one that depends on them, of a data set in files. */
export async function begunSweep(
  folder = 'laptop',
  folders: DataFolders = { 'fashion-mnist': { root: '/home/me/fashion' } },
  data: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const out = join(newFolder(), folder)
  const layers = [{ data: { source: 'fashion-mnist', ...data }, method: { name: 'CE' } }]
  const grid = { 'method.learningRate': [0.1, 0.01] }
  const profile = profileOf(studyOf('tuned', [arm('ce', { layers, grid })]))
  await beginSweep(profile, out, { folders })
  return out
}
