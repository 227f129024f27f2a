import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { tinyData } from '../../../test/tiny-data.ts'
import { deepauc } from './deepauc.ts'

const value = 'canary-9d41c07e'
const env = { AWS_SECRET_ACCESS_KEY: value, CANARY_TOKEN: value, MLFLOW_TRACKING_PASSWORD: value }
const secrets = new RegExp([value, ...Object.keys(env)].join('|'))

const train = (out: string, ...more: string[]) => [
  ...['train', '--backend', 'cpu', '--root', tinyData(), '--positive', '1', '--negative', '0'],
  ...['--batch-size', '16', '--gradient-evaluations', '4', '--evaluations', '2'],
  ...['--methods', 'CT', '--out', out, '--tensorboard', ...more],
]

test('nothing of the environment gets into the files, the log and the report of a run', async () => {
  const out = mkdtempSync(join(tmpdir(), 'deepauc-secrets-'))
  const outcomes = await Promise.all([
    deepauc(train(out, '--json'), undefined, { env }),
    deepauc(['doctor', out], undefined, { env }),
  ])
  for (const { stdout, stderr } of outcomes) expect(`${stdout}${stderr}`).not.toMatch(secrets)
  expect(outcomes[0]).toMatchObject({ code: 0, stderr: '' })
  const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  const kinds = files.map(({ name }) => name.replace(/^.*\./, '.'))
  expect(kinds).toEqual(expect.arrayContaining(['.html', '.json', '.jsonl', '.safetensors']))
  for (const { parentPath, name } of files)
    expect(readFileSync(join(parentPath, name), 'latin1'), name).not.toMatch(secrets)
})

test('a password has no place on the command line, which stands in the report', async () => {
  const out = mkdtempSync(join(tmpdir(), 'deepauc-secrets-'))
  const address = `http://me:${value}@localhost:1`
  const { code, stdout, stderr } = await deepauc(train(out, '--mlflow', address))
  expect(code).toBe(2)
  expect(stderr).toBe('error: --mlflow takes an address without user and password\n')
  expect(stdout).toBe('')
  expect(readdirSync(out)).toEqual([])
})
