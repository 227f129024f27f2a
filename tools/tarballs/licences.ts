/** Licences of what users get. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { StagedPackage } from '../release/stage.ts'
import { licences, particular, shipped } from './allowed.ts'
import { matches } from './matches.ts'
import type { Installed } from './project.ts'

/** @throws Error if a package is under a licence that is in no list, or not for this package */
export function checkLicences(tree: readonly Installed[]): void {
  if (tree.length === 0) throw new Error('nothing is installed')
  const strange = tree.filter(({ name, licence }) =>
    termsOf(licence).some(
      (term) => !licences.includes(term) && !particular.some((entry) => isOf(entry, name, term)),
    ),
  )
  if (strange.length === 0) return
  throw new Error(strange.map(({ name, licence }) => `${name}: ${licence}`).join('\n'))
}

/**
 * @param readmes  of our packages in the tree
 * @throws Error if none names what is there under a licence that asks for more than a notice
 */
export function checkNamed(readmes: readonly string[], tree: readonly Installed[]): void {
  const unnamed = particular.filter(
    (entry) =>
      tree.some(({ name, licence }) => isOf(entry, name, licence)) &&
      !readmes.some((text) => text.includes(entry.name) && text.includes(entry.licence)),
  )
  if (unnamed.length === 0) return
  const list = unnamed.map(({ name, licence }) => `${name} (${licence})`)
  throw new Error(`README.md does not name ${list.join(', ')}`)
}

/** @throws Error if a work of others lacks its licence in `installed`, the folder of the package that ships it */
export function checkShipped(staged: StagedPackage, installed: string): void {
  for (const work of shipped.filter(({ folder }) => folder === staged.folder)) {
    if (!staged.files.some((file) => matches(file, [work.files])))
      throw new Error(`${work.files} is not there`)
    for (const [file, words] of [
      [work.licenceFile, work.licence],
      ['README.md', work.readme],
    ] as const)
      if (!words.test(readFileSync(join(installed, file), 'utf8')))
        throw new Error(`${file} does not say ${words}`)
  }
}

function termsOf(licence: string): readonly string[] {
  return licence.replaceAll(/[()]/g, '').split(' AND ')
}

function isOf(entry: (typeof particular)[number], name: string, licence: string): boolean {
  return matches(name, [entry.package]) && termsOf(licence).includes(entry.licence)
}
