import { execFile } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { manifestText } from '../src/sweep/kubernetes/kubernetes-manifest.ts'
import { kubernetesManifests } from '../src/sweep/kubernetes/kubernetes-manifests.ts'
import { sweepStatus } from '../src/sweep/sweep-status.ts'
import { begunSweep, options } from './kubernetes-sweeps.ts'
import { newFolder, notes } from './sweep-profiles.ts'

const run = promisify(execFile)
const scheduler = fileURLToPath(new URL('./sweep-scheduler-program.ts', import.meta.url))

/** The Job's pods as processes, each container after the other; what is mounted at `/` is in `root`. */
async function runJob(out: string, root: string): Promise<void> {
  const { request, workers } = kubernetesManifests(out, {
    ...options,
    parallelism: 3,
    runWorker: ({ out }) => [
      ...[process.execPath, '--conditions=@deepauc/source', '--import', 'tsx'],
      ...[scheduler, out],
    ],
  })
  mkdirSync(join(root, 'request'))
  mkdirSync(join(root, 'sweeps'))
  const { data } = request as unknown as { data: Record<string, string> }
  for (const [name, text] of Object.entries(data)) writeFileSync(join(root, 'request', name), text)
  const { completions, template } = parse(manifestText(workers)).spec
  const inRoot = (word: string) => word.replaceAll(/(?<=^| )\/(?=request|sweeps)/g, `${root}/`)
  const pod = async (index: number) => {
    const env = { ...process.env, JOB_COMPLETION_INDEX: String(index) }
    for (const { command } of [...template.spec.initContainers, ...template.spec.containers]) {
      const [program, ...args] = command.map(inRoot)
      await run(program, args, { env })
    }
  }
  await Promise.all(Array.from({ length: completions }, (_, index) => pod(index)))
}

test('the pods of one Job run the whole sweep, the final runs included, each once', async () => {
  const root = newFolder()
  await runJob(await begunSweep(), root)
  const out = join(root, 'sweeps', 'deepauc-laptop')
  const status = await sweepStatus(out)
  expect(status.later).toBe(0)
  expect(status.counts).toMatchObject({ done: 3, failed: 0, planned: 0 })
  expect(status.cells.flatMap(({ uses }) => uses.map(({ role }) => role)).sort()).toEqual([
    ...['final', 'tuning', 'tuning'],
  ])
  expect(notes(out).filter(([word]) => word === 'done')).toHaveLength(3)
  expect(readdirSync(out).sort()).toEqual(['cells', 'machines', 'notes.txt', 'sweep.json'])
  expect(JSON.parse(readFileSync(join(out, 'sweep.json'), 'utf8')).cells).toHaveLength(3)
})
