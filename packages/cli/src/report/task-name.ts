/** Data as the tables of the paper name them, or as people would. */
import type { Recipe } from '@deepauc/experiments'
import { paperTables } from '@deepauc/report'

export interface TaskName {
  readonly dataset: string
  /** Left out where several findings have shares of their own. */
  readonly imratio?: number
}

/** Names in the paper, by source. */
const ofPaper: Readonly<Record<string, string>> = {
  'cats-vs-dogs': 'CATvsDOG',
  cifar10: 'CIFAR10',
  cifar100: 'CIFAR100',
  stl10: 'STL10',
  melanoma: 'Melanoma',
  chexpert: 'CheXpert',
  ddsm: 'DDSM+',
  pcam: 'PatchCam',
}

/** The paper learns five findings of CheXpert, and the halves of the classes everywhere else. */
export function taskName(data: Recipe['data']): TaskName {
  const { source, binarize, findings, imratio } = data
  const known = Object.hasOwn(ofPaper, source) ? ofPaper[source] : undefined
  const isOfPaper = source === 'chexpert' ? findings?.length === 5 : binarize === 'halves'
  const share = imratio === 'as-is' ? undefined : imratio
  if (known === undefined || !isOfPaper) return { dataset: ownName(data), ...withShare(share) }
  return { dataset: known, ...withShare(share ?? shareInPaper(known)) }
}

function withShare(imratio: number | undefined): Pick<TaskName, 'imratio'> {
  return imratio === undefined ? {} : { imratio }
}

function shareInPaper(name: string): number | undefined {
  return paperTables.table1.rows.find(({ dataset }) => dataset === name)?.imratio
}

function ownName({ source, binarize, findings }: Recipe['data']): string {
  const place = source === 'sample' ? 'Fashion-MNIST sample' : source
  if (findings) return `${findings.join(', ')} (${place})`
  if (binarize === undefined || binarize === 'halves') return `upper half of the classes (${place})`
  const { positive, negative = ['the others'] } = binarize
  return `${positive.join(', ')} against ${negative.join(', ')} (${place})`
}
