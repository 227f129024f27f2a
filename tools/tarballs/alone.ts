/** One package in a project of its own: first alone, then with what its README says. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../release/run.ts'
import type { Stage, StagedPackage } from '../release/stage.ts'
import { allowed } from './allowed.ts'
import { checkContents } from './contents.ts'
import { checkLicences, checkNamed, checkShipped } from './licences.ts'
import { lint } from './lint.ts'
import { matches } from './matches.ts'
import { type Installed, installProject } from './project.ts'
import { importedPackages, parseReadme, type Readme } from './readme.ts'
import { checkTypes, importExports, writeExamples } from './use.ts'

/** A name and what must not throw. */
export type Check = readonly [name: string, check: () => void]

/** @param project  where the package is installed; the checks build on each other */
export function checksOf(
  entry: StagedPackage,
  { copy, packages: staged }: Stage,
  project: string,
): readonly Check[] {
  const { folder, manifest, tarball } = entry
  const own = join(project, 'node_modules', manifest.name)
  const text = readFileSync(join(copy, 'packages', folder, 'README.md'), 'utf8')
  const readme = parseReadme(text)
  let tree: readonly Installed[] = []
  const checks: Check[] = [
    ['files and size', () => checkContents(entry)],
    ['publint and attw', () => lint(tarball)],
    [
      'installs alone',
      () => {
        tree = installProject(project, { install: [manifest.name], staged })
      },
    ],
    ['nothing heavy comes along', () => checkTree(folder, tree, project)],
    ['exports and commands', () => importExports(project, manifest)],
    ['licences', () => checkLicences(tree)],
    [
      'READMEs name what asks for more than a notice',
      () => {
        checkNamed(readmesOf(project, tree), tree)
        checkShipped(entry, own)
      },
    ],
    [
      'README says what to install',
      () => {
        checkInstallLine(manifest.name, readme)
        installProject(project, { install: readme.install, staged })
      },
    ],
    [
      'types by node16, nodenext and bundler',
      () => {
        writeExamples(project, manifest, readme.examples)
        checkTypes(project)
      },
    ],
    ...exampleChecks(readme, project),
  ]
  return checks.map(([name, check]) => [`${folder}: ${name}`, check] as const)
}

/** What the README shows: commands, and programs that {@link checkTypes} has compiled. */
function exampleChecks({ command, examples }: Readme, project: string): readonly Check[] {
  const checks: Check[] = examples.map((_, i) => [
    `example ${i + 1}`,
    () => run([process.execPath, `out/example-${i + 1}.js`], { cwd: project }),
  ])
  if (command !== undefined)
    checks.unshift([command, () => run(command.split(' '), { cwd: project })])
  return checks
}

function checkTree(folder: string, tree: readonly Installed[], project: string): void {
  const { dependencies = [], installed = 0 } = allowed[folder] ?? {}
  const surplus = tree
    .map(({ name }) => name)
    .filter((name) => !name.startsWith('@deepauc/') && !matches(name, dependencies))
  if (surplus.length > 0) throw new Error(`comes along: ${surplus.join(', ')}`)
  const [size] = run(['du', '-sm', 'node_modules'], { cwd: project }).split('\t')
  if (Number(size) > installed) throw new Error(`${size} MiB on disk, more than ${installed}`)
}

function checkInstallLine(name: string, { install, examples }: Readme): void {
  const named = install.map((spec) => spec.replace(/(.)@.*$/, '$1'))
  const unnamed = [name, ...examples.flatMap(importedPackages)].filter(
    (one) => !named.includes(one),
  )
  if (unnamed.length > 0)
    throw new Error(`README.md does not say \`npm install\` of ${[...new Set(unnamed)].join(', ')}`)
}

/** Those of our packages in a tree, as they are installed. */
function readmesOf(project: string, tree: readonly Installed[]): readonly string[] {
  const ours = tree.filter(({ name }) => name.startsWith('@deepauc/'))
  return ours.map(({ name }) =>
    readFileSync(join(project, 'node_modules', name, 'README.md'), 'utf8'),
  )
}
