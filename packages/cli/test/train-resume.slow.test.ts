import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { tinyData } from '../../../test/tiny-data.ts'
import { playMlflow } from '../../experiments/test/log-mlflow-server.ts'
import { bin, deepauc, plainEnvironment } from './deepauc.ts'

const root = tinyData()
const newFolder = () => mkdtempSync(join(tmpdir(), 'deepauc-'))
const train = (...more: string[]) => [
  ...['train', '--backend', 'cpu', '--root', root, '--positive', '1', '--negative', '0'],
  ...['--network', 'mlp', '--batch-size', '16', '--methods', 'CE,CT'],
  ...['--gradient-evaluations', '120', '--evaluations', '30'],
  ...more,
]

/** What must be the same bytes, however often a run was interrupted. */
const files = ['weights.safetensors', 'best.safetensors', 'metrics.jsonl', 'test-scores.csv']
const bytesOf = (folder: string) =>
  ['ce', 'ct'].flatMap((run) => files.map((file) => readFileSync(join(folder, run, file), 'hex')))

const whole = join(newFolder(), 'whole')
const wholeRun = deepauc(train('--run', whole))

/** Sends the signal once, when CT has begun; `folder` then holds an interrupted run. */
async function interrupt(args: readonly string[], signal: NodeJS.Signals) {
  let sent = false
  return deepauc(args, (stdout, kill) => {
    if (!sent && /^CT +step 4\//m.test(stdout)) {
      sent = true
      kill(signal)
    }
  })
}

test('an interrupted command says how to go on, and ends with the same bytes', async () => {
  const out = newFolder()
  const first = await interrupt(train('--out', out, '--tensorboard'), 'SIGTERM')
  expect(first.code).toBe(143)
  const [name = ''] = readdirSync(out)
  const folder = join(out, name)
  expect(first.stderr).toBe(
    `stopped; go on with: npx deepauc train --resume ${folder} --backend cpu --tensorboard\n`,
  )
  expect(existsSync(join(folder, 'report.html'))).toBe(false)
  expect(existsSync(join(folder, 'ce', 'result.json'))).toBe(true)
  const log = readFileSync(join(folder, 'ct/events.jsonl'), 'utf8')
  expect(log.endsWith('\n')).toBe(true)
  const stopped = JSON.parse(log.trim().split('\n').at(-1) as string)
  expect(stopped).toMatchObject({ kind: 'checkpoint' })
  expect(stopped.step).toBeLessThan(60)

  const words = first.stderr.trim().split(' ').slice(6)
  const second = await deepauc(words)
  expect({ code: second.code, stderr: second.stderr }).toEqual({ code: 0, stderr: '' })
  expect(second.stdout).toMatch(new RegExp(`^CT: goes on after step ${stopped.step}$`, 'm'))
  expect(second.stdout).not.toMatch(/^CE +step/m)
  expect((await wholeRun).code).toBe(0)
  expect(bytesOf(folder)).toEqual(bytesOf(whole))
  const boards = readdirSync(join(folder, 'ct')).filter((file) => file.includes('tfevents'))
  expect(boards.length).toBe(2)
  expect(readFileSync(join(folder, 'report.html'), 'utf8')).toContain('--out')
})

test('--run: the same command goes on, and shows the results when all is over', async () => {
  const folder = join(newFolder(), 'run')
  const args = train('--run', folder)
  const first = await interrupt(args, 'SIGUSR2')
  expect(first.code).toBe(75)
  expect(first.stderr).toBe(`stopped; go on with: npx deepauc ${args.join(' ')}\n`)
  const second = await deepauc(args)
  expect(second.code).toBe(0)
  await wholeRun
  expect(bytesOf(folder)).toEqual(bytesOf(whole))
  const third = await deepauc(args)
  expect(third.code).toBe(0)
  expect(third.stdout).not.toContain(' step ')
  const results = (text: string) => text.slice(text.indexOf('\nMethod'), text.indexOf('Peak'))
  expect(results(third.stdout)).toBe(results(second.stdout))

  const other = await deepauc([...args, '--seed', '1'])
  expect(other.stderr).toContain('holds the run of another recipe')
  expect(other.code).toBe(2)
})

test('a second signal ends it at once', async () => {
  // A step of this network takes about a second.
  const slow = train('--network', 'resnet20', '--out', newFolder(), '--json')
  let sent = false
  const { code, stderr } = await deepauc(slow, (stdout, kill) => {
    if (sent || !stdout.includes('"kind":"step"')) return
    sent = true
    kill('SIGINT')
    setTimeout(() => kill('SIGINT'), 100)
  })
  expect(code).toBe(130)
  expect(stderr).toBe('')
})

test('a damaged checkpoint is told, and the one before it is used; doctor knows both', async () => {
  const out = newFolder()
  const stopped = await interrupt(train('--out', out), 'SIGINT')
  expect(stopped.code).toBe(130)
  const folder = join(out, readdirSync(out)[0] ?? '')
  const copy = join(newFolder(), 'copy')
  cpSync(folder, copy, { recursive: true })
  const checkpoints = join(folder, 'ct/checkpoints')
  const names = readdirSync(checkpoints).sort()
  const spoil = (path: string) => {
    const bytes = readFileSync(path)
    bytes[bytes.length - 1] = (bytes.at(-1) as number) ^ 1
    writeFileSync(path, bytes)
  }
  spoil(join(checkpoints, names.at(-1) ?? '', 'tensors.safetensors'))

  const sick = await deepauc(['doctor', folder])
  expect(sick.code).toBe(0)
  expect(sick.stdout).toContain(
    `checkpoint ${names.at(-1)}: tensors.safetensors is not what was saved`,
  )
  expect(sick.stdout).toContain(`train --resume ${folder} goes on after ${names[0]}`)
  const { code, stderr } = await deepauc(['train', '--backend', 'cpu', '--resume', folder])
  expect(code).toBe(0)
  expect(stderr).toBe(
    `CT: checkpoint ${names.at(-1)} is damaged (tensors.safetensors is not what was saved)\n`,
  )
  await wholeRun
  expect(bytesOf(folder)).toEqual(bytesOf(whole))

  for (const name of names) spoil(join(copy, 'ct/checkpoints', name, 'state.json'))
  const lost = await deepauc(['doctor', copy, '--json'])
  expect(lost.code).toBe(3)
  expect(JSON.parse(lost.stdout).runs).toMatchObject([
    { state: 'over', problems: [] },
    {
      state: 'damaged',
      checkpoints: [],
      problems: names.map((name) => expect.stringContaining(`checkpoint ${name}: state.json`)),
    },
  ])
  const refused = await deepauc(['train', '--backend', 'cpu', '--resume', copy])
  expect(refused.code).toBe(3)
  expect(refused.stderr).toContain('no checkpoint is whole')
})

test('--mlflow: an interrupted run and its rest are one curve on the server', async () => {
  const server = await playMlflow()
  const out = newFolder()
  const first = await interrupt(train('--out', out, '--mlflow', server.uri), 'SIGINT')
  expect(first.code).toBe(130)
  expect([...server.runs.values()].map(({ status }) => status)).toEqual(['FINISHED', 'KILLED'])
  const second = await deepauc(first.stderr.trim().split(' ').slice(6))
  expect({ code: second.code, stderr: second.stderr }).toEqual({ code: 0, stderr: '' })
  const runs = [...server.runs.values()]
  expect(runs.map(({ run_name, status }) => [run_name, status])).toEqual([
    ['CE', 'FINISHED'],
    ['CT', 'FINISHED'],
  ])
  const steps = runs[1]?.metrics.filter(({ key }) => key === 'train/loss').map(({ step }) => step)
  expect(steps).toEqual(Array.from({ length: 60 }, (_, i) => i + 1))
  expect(runs[1]?.params).toContainEqual({ key: 'training.batchSize', value: '16' })
  await server.close()
})

test('a server that refuses does not stop training, but is told at the end', async () => {
  const server = await playMlflow()
  server.intercept = (call) =>
    call === 'POST runs/create'
      ? { status: 403, body: { error_code: 'PERMISSION_DENIED' } }
      : undefined
  const args = train('--out', newFolder(), '--gradient-evaluations', '4', '--mlflow', server.uri)
  const { code, stdout, stderr } = await deepauc(args)
  expect(code).toBe(1)
  expect(stdout).toMatch(/^CT +last/m)
  expect(stderr).toMatch(/^error: MLflow .*PERMISSION_DENIED.*\n--debug shows/)
  await server.close()
})

test('a terminal gets a live line for each method', () => {
  const args = [bin, ...train('--out', newFolder(), '--gradient-evaluations', '4')]
  const command = [process.execPath, ...args].map((word) => `'${word}'`).join(' ')
  const { status, stdout } = spawnSync('script', ['-qefc', command, '/dev/null'], {
    encoding: 'utf8',
    env: { ...plainEnvironment(), TERM: 'xterm', COLUMNS: '200' },
  })
  expect(status).toBe(0)
  expect(stdout).toMatch(/CE {5}\S+ 100 % \| [^\n]*loss/)
  expect(stdout).toContain('\x1b[')
})
