/** What would be published, for people. */
import type { StagedPackage } from './stage.ts'

/** Whether the registry has a version: `unknown` when it does not answer. */
export type Published = 'published' | 'new' | 'unknown'

/** One paragraph for each package that npm would get, then a line on the others. */
export function describeRelease(
  packages: readonly StagedPackage[],
  published: (entry: StagedPackage) => Published,
): string {
  const answers = packages.map((entry) => [entry, published(entry)] as const)
  const news = answers.filter(([, answer]) => answer !== 'published').map(([entry]) => entry)
  const old = answers.filter(([, answer]) => answer === 'published').map(([entry]) => entry)
  const lines = news.map(paragraph)
  if (old.length > 0) lines.push(`Published already: ${old.map(nameOf).join(', ')}.`)
  if (answers.some(([, answer]) => answer === 'unknown'))
    lines.push('The registry did not answer: versions that it may have are listed too.')
  const size = news.reduce((sum, entry) => sum + entry.size, 0)
  const last = `${news.length} of ${packages.length} packages would be published, ${kib(size)} in all.`
  return [...lines, last].join('\n\n')
}

function paragraph(entry: StagedPackage): string {
  const { before, manifest, size, unpackedSize, files, changelog } = entry
  const versions = before === manifest.version ? before : `${before} → ${manifest.version}`
  const sizes = `${kib(size)} packed, ${kib(unpackedSize)} unpacked, ${files.length} files`
  const text = changelog.replaceAll(/\n{2,}/g, '\n').replaceAll(/^/gm, '  ')
  return `${manifest.name} ${versions} (${sizes})\n${text}`
}

function nameOf({ manifest }: StagedPackage): string {
  return `${manifest.name}@${manifest.version}`
}

function kib(bytes: number): string {
  return `${(bytes / 1024).toFixed(0)} KiB`
}
