// `npm run test:kills`: kills runs at every kind of moment, goes on, and compares the bytes of what they leave with those of a
// run that was left alone. Every kill that is survived counts as one test.
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setup } from '../setup.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
setup()
const build = ['node_modules/typescript/bin/tsc', '-b', 'packages/cli', 'packages/native']
const { status } = spawnSync(process.execPath, build, { cwd: root, stdio: 'inherit' })
if (status !== 0) process.exit(1)
const { parseRecipe } = await import('@deepauc/experiments')
const { nativeStatus } = await import('@deepauc/native')
const { tinyData } = await import('./tiny-data.mjs')

const program = fileURLToPath(new URL('program.mjs', import.meta.url))
const work = mkdtempSync(join(tmpdir(), 'deepauc-kills-'))
const data = join(work, 'data')

/** What a run leaves, but for clocks. */
const compared = [
  'weights.safetensors',
  'best.safetensors',
  'metrics.jsonl',
  'test-scores.csv',
  'test-scores.safetensors',
]

const ct = [1, 2, 3].flatMap((innerSteps) =>
  [false, true].flatMap((sameBatch) =>
    ['libauc', 'algorithm1'].map((variant) => ({ name: 'CT', innerSteps, sameBatch, variant })),
  ),
)
const methods = [
  { name: 'CE' },
  { name: 'AUCsc' },
  { name: 'AUC-CE' },
  { name: 'TS-DRW' },
  { name: 'TS-DEC', epochs: 1 },
  ...ct,
]

/** Calls that a save makes, in their order. */
const calls = ['mkdir', 'open', 'write', 'sync', 'rename', 'rm']

/** One kill after the other on the way of one run: before the first save, in saves, after one, in evaluations, in steps. */
function killsOf(i) {
  const inSave = (j, most) => ({ moment: calls[(i + j) % calls.length], nth: 1 + ((i + j) % most) })
  return [
    { moment: 'step', nth: 1 },
    inSave(0, 1),
    { moment: 'validation', nth: 1 + (i % 2) },
    { moment: 'checkpoint', nth: 1 },
    inSave(1, 2),
    inSave(3, 1),
    { moment: 'step', nth: 1 + (i % 2) },
    { moment: 'test', nth: 1 + (i % 2) },
  ]
}

/** Linux tells whether the processor has instructions for it; without them TensorFlow computes it number by number. */
async function hasBfloat16() {
  return /\b(avx512_bf16|amx_bf16)\b/.test(await readFile('/proc/cpuinfo', 'utf8').catch(() => ''))
}

function recipeOf({ method, network, precision = 'float32' }) {
  return parseRecipe(
    {
      data: {
        source: 'mnist',
        root: data,
        binarize: { positive: ['1'] },
        validation: { fraction: 0.2 },
      },
      augmentation: { flip: true },
      network: { name: network },
      method,
      training: {
        batchSize: 4,
        positiveRate: 0.5,
        budget: { steps: 9 },
        evaluations: 3,
        precision,
        checkpoint: { everySteps: 1, keep: 1 },
      },
    },
    'kills',
  )
}

/** Runs until the end, or until it kills itself. */
function run(recipe, { folder, backend, threads, kill }) {
  const task = JSON.stringify({ recipe, folder, backend, kill })
  const child = spawn(process.execPath, [program, task], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...(threads && { TF_NUM_INTRAOP_THREADS: String(threads) }) },
  })
  let stderr = ''
  child.stderr.on('data', (text) => {
    stderr += text
  })
  return new Promise((resolve) =>
    child.on('close', (code, signal) => resolve({ code, signal, stderr })),
  )
}

/** @returns how many kills were survived, and what went wrong */
async function survive({ name, kills, ...job }) {
  const recipe = recipeOf(job)
  const { backend, threads } = job
  const [whole, broken] = [join(work, name, 'whole'), join(work, name, 'broken')]
  const reference = await run(recipe, { folder: whole, backend, threads })
  if (reference.code !== 0) return { survived: 0, problems: [reference.stderr] }
  const missed = []
  let landed = 0
  for (const kill of kills) {
    const { signal, code, stderr } = await run(recipe, { folder: broken, backend, threads, kill })
    if (signal === 'SIGKILL') landed++
    else missed.push(`${kill.moment} ${kill.nth} was not reached: ${code} ${stderr}`)
  }
  const last = await run(recipe, { folder: broken, backend, threads })
  if (last.code !== 0) return { survived: 0, problems: [last.stderr] }
  const different = compared.filter(
    (file) => !readFileSync(join(whole, file)).equals(readFileSync(join(broken, file))),
  )
  rmSync(join(work, name), { recursive: true })
  if (different.length === 0) return { survived: landed, problems: missed }
  return { survived: 0, problems: [...missed, `different: ${different.join(', ')}`] }
}

/** Every method on the cpu back end with the state of ResNet-20; the others show on which back ends and threads bits are the same. */
const jobs = methods.map((method, i) => ({
  method,
  network: 'resnet20',
  backend: 'cpu',
  kills: killsOf(i),
}))
const [first] = ct
jobs.push({ method: first, network: 'small-cnn', backend: 'wasm', kills: killsOf(2) })
if ((await nativeStatus()).some(({ tensorflow }) => tensorflow !== undefined)) {
  const native = { network: 'resnet20', backend: 'tfjs-node' }
  for (const threads of [1, 2, 4])
    jobs.push({ ...native, threads, method: first, kills: killsOf(threads) })
  jobs.push({ ...native, threads: 2, method: { name: 'TS-DEC', epochs: 1 }, kills: killsOf(3) })
  const precision = 'bfloat16'
  if (await hasBfloat16())
    jobs.push({ ...native, threads: 2, method: first, precision, kills: killsOf(5) })
} else console.log('native TensorFlow is not installed: its kills are skipped')

tinyData(data)
const total = { passed: 0, failed: 0 }
const only = process.argv[2] // a back end
const waiting = jobs
  .filter(({ backend }) => !only || backend === only)
  .map((job, i) => ({ ...job, name: String(i) }))
await Promise.all(
  Array.from({ length: Math.max(1, Math.min(4, availableParallelism())) }, async () => {
    for (let job = waiting.shift(); job; job = waiting.shift()) {
      const { survived, problems } = await survive(job)
      total.passed += survived
      total.failed += job.kills.length - survived
      const { name, ...options } = job.method
      const settings = Object.keys(options).length > 0 ? ` ${JSON.stringify(options)}` : ''
      const where = [job.backend, job.precision, job.threads && `${job.threads} threads`]
      console.log(
        `${where.filter(Boolean).join(', ')}: ${name}${settings}: ${survived} of ${job.kills.length} kills survived`,
      )
      for (const problem of problems) console.log(`  ${problem}`)
    }
  }),
)
rmSync(work, { recursive: true })
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed === 0 ? 0 : 1)
