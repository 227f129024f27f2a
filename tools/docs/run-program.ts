/** Runs one program of the documentation. */
import { spawn } from 'node:child_process'

/** A script of Node with its arguments. */
export interface Program {
  readonly title: string
  readonly args: readonly string[]
  readonly cwd: string
}

/** @throws Error with what it has said, if it fails; one that takes five minutes has failed */
export async function runProgram({ args, cwd }: Program): Promise<void> {
  const { FORCE_COLOR: _nx, CI: _ci, ...env } = process.env
  const child = spawn(process.execPath, args, {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 300_000,
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data) => {
      output += data
    })
  const [code, signal] = await new Promise<readonly [number | null, string | null]>((resolve) =>
    child.on('close', (...end) => resolve(end)),
  )
  if (code !== 0) throw new Error(`ended with ${code ?? signal}\n${output}`)
}
