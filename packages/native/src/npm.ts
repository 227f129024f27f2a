/** npm's own files: the node-gyp that comes with it, and its configuration. */
import { existsSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { findProgram } from './find-program.ts'
import { run } from './run.ts'

/** A program and its first arguments. */
export type Command = readonly [program: string, ...args: string[]]

/** How to start node-gyp: npm's copy, or one that npx downloads. */
export function nodeGyp(): Command {
  const npm = npmScript()
  if (npm !== undefined) {
    try {
      const manifest = createRequire(npm).resolve('node-gyp/package.json')
      return [process.execPath, join(dirname(manifest), 'bin', 'node-gyp.js')]
    } catch {
      // Some distributions package npm without it.
    }
  }
  return ['npx', '--yes', 'node-gyp@11']
}

/** How to start npm. */
export function npm(): Command {
  const script = npmScript()
  return script === undefined ? ['npm'] : [process.execPath, script]
}

/** The folder of Node's headers that the user has set (`nodedir`), or that came with this Node. */
export async function nodeDirectory(): Promise<string | undefined> {
  // npm 11 no longer hands keys that it does not know to scripts: ask it.
  const [program, ...args] = npm()
  const configured =
    process.env.npm_config_nodedir ||
    (await run(program, [...args, 'config', 'get', 'nodedir', '--no-workspaces'])).stdout.trim()
  const own = dirname(dirname(realpathSync(process.execPath)))
  return [configured, own].find((folder) => hasHeaders(folder))
}

function hasHeaders(folder: string): boolean {
  // The second is a checkout of Node's source.
  return ['include/node/node_api.h', 'src/node_api.h'].some((file) =>
    existsSync(join(folder, file)),
  )
}

function npmScript(): string | undefined {
  const onPath = findProgram('npm')
  const candidates = [
    process.env.npm_execpath ?? '',
    join(dirname(process.execPath), '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    onPath === undefined ? '' : realpathSync(onPath),
  ]
  return candidates.find((file) => basename(file) === 'npm-cli.js' && existsSync(file))
}
