/** All packages in one project, and the largest tree that users can get. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { blocks } from '../docs/blocks.ts'
import type { Stage } from '../release/stage.ts'
import type { Check } from './alone.ts'
import { audit } from './audit.ts'
import { checkLicences } from './licences.ts'
import { type Installed, installProject } from './project.ts'
import { importExports } from './use.ts'

/** The cause of an error that is none: a check cannot be done here. */
export const leftOut = 'left out'

/** @param folder  for two projects */
export function checksOfAll({ packages: staged }: Stage, folder: string): readonly Check[] {
  const [all, most] = [join(folder, 'all'), join(folder, 'most')]
  mkdirSync(folder, { recursive: true })
  const names = staged.map(({ manifest }) => manifest.name)
  let tree: readonly Installed[] = []
  return [
    [
      'all: install together, one TensorFlow.js',
      () => {
        const installed = installProject(all, { install: names, staged })
        const cores = installed.filter(({ name }) => name === '@tensorflow/tfjs-core')
        if (cores.length !== 1) throw new Error(`${cores.length} copies of tfjs-core`)
      },
    ],
    ...staged.map(
      ({ folder: name, manifest }): Check => [
        `all: exports and commands of ${name}`,
        () => importExports(all, manifest),
      ],
    ),
    [
      'all: licences, with every optional peer',
      () => {
        const peers = staged.flatMap(({ manifest: { peerDependencies = {} } }) =>
          Object.entries(peerDependencies).map(([name, range]) => `${name}@${range}`),
        )
        tree = installProject(most, { install: [...names, ...peers], staged, lockOnly: true })
        checkLicences(tree)
      },
    ],
    ['all: npm audit, with every optional peer', () => checkAudit(most)],
    ['native: the overrides of its README', () => checkOverrides(join(folder, 'overridden'))],
  ]
}

function checkOverrides(project: string): void {
  const block = blocks().find(({ file, language }) => /native/.test(file) && language === 'json')
  const { overrides } = JSON.parse(block?.code ?? '{}')
  const install = ['@tensorflow/tfjs-node@4.22.0']
  const installed = installProject(project, { install, staged: [], lockOnly: true, overrides })
  const wanted = Object.entries(overrides['@tensorflow/tfjs-node'])
  for (const [name, version] of wanted) {
    const versions = installed.filter((entry) => entry.name === name).map((entry) => entry.version)
    if (versions.join() !== version) throw new Error(`${name} is there as ${versions}`)
  }
}

function checkAudit(project: string): void {
  const answer = audit({ cwd: project })
  if ('unreachable' in answer)
    throw new Error(`the registry does not tell: ${answer.unreachable}`, { cause: leftOut })
  for (const line of answer.accepted) console.log(`accepted: ${line}`)
  if (answer.findings.length > 0) throw new Error(answer.findings.join('\n'))
}
