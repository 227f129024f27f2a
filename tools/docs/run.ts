/** Runs what the documentation shows, two at a time. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { passes } from '../passes.ts'
import { root, typescriptBlocks } from './blocks.ts'
import { examples } from './examples.ts'
import { guideCommands } from './guide-commands.ts'
import { type Program, runProgram } from './run-program.ts'
import { writeModules } from './type-check.ts'

const work = mkdtempSync(join(tmpdir(), 'deepauc-docs-'))
// One block of safetensors writes there.
mkdirSync(join(work, 'node_modules/.cache'), { recursive: true })
const reference = {
  title: 'links of the API reference',
  args: [join(root, 'tools/api/main.mjs'), '--check'],
  cwd: root,
}
const queues = [...modules(), [reference], guideCommands(work)].filter(isWanted)
const results: boolean[] = []
await Promise.all([takeQueues(), takeQueues()])
const failures = results.filter((result) => !result).length
if (failures === 0) rmSync(work, { recursive: true })
else console.log(`files are in ${work}`)
console.log(`${results.length - failures} passed, ${failures} failed`)
process.exitCode = failures === 0 ? 0 : 1

/** A queue for each, as they do not need each other. */
function modules(): (readonly Program[])[] {
  const { files } = writeModules('docs-run', new Map([...typescriptBlocks(), ...examples()]))
  const loader = join(root, 'node_modules/tsx/dist/loader.mjs')
  const options = ['--import', loader, '--conditions=@deepauc/source']
  return [...files].map(([title, file]) => [{ title, args: [...options, file], cwd: work }])
}

function isWanted(queue: readonly Program[]): boolean {
  const words = process.argv.slice(2)
  return words.length === 0 || words.some((word) => queue.some(({ title }) => title.includes(word)))
}

async function takeQueues(): Promise<void> {
  for (let queue = queues.pop(); queue !== undefined; queue = queues.pop())
    for (const program of queue)
      results.push(await passes(program.title, () => runProgram(program)))
}
