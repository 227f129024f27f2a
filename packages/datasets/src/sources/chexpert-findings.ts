/** What CheXpert says about an X-ray, and how to read what it leaves uncertain. */

/** The 14 findings, in the order of the files. */
export const CHEXPERT_FINDINGS = [
  'No Finding',
  'Enlarged Cardiomediastinum',
  'Cardiomegaly',
  'Lung Opacity',
  'Lung Lesion',
  'Edema',
  'Consolidation',
  'Pneumonia',
  'Atelectasis',
  'Pneumothorax',
  'Pleural Effusion',
  'Pleural Other',
  'Fracture',
  'Support Devices',
] as const

/** A label of CheXpert, by the name of its column. */
export type ChexpertFinding = (typeof CHEXPERT_FINDINGS)[number]

/** The five findings of the competition, in LibAUC's order. */
export const CHEXPERT_COMPETITION: readonly ChexpertFinding[] = [
  'Cardiomegaly',
  'Edema',
  'Consolidation',
  'Atelectasis',
  'Pleural Effusion',
]

/** What an uncertain finding counts as: present, absent or not known (NaN). */
export type Uncertain = 'one' | 'zero' | 'unknown'

/** One choice for all findings, or one for some: the others count as absent. */
export type UncertainPolicy = Uncertain | Readonly<Partial<Record<ChexpertFinding, Uncertain>>>

/** U-ones for Edema and Atelectasis, U-zeros for the others (Yuan et al., ICCV 2021, section 5.2). */
export const PAPER_POLICY: UncertainPolicy = { Edema: 'one', Atelectasis: 'one' }

const UNCERTAIN: Readonly<Record<Uncertain, number>> = { one: 1, zero: 0, unknown: Number.NaN }

/**
 * The label for what stands in the file: `1.0`, `0.0`, `-1.0` (uncertain) or nothing (not mentioned, so absent);
 * undefined if it is none of these.
 */
export function chexpertLabel(
  text: string,
  finding: ChexpertFinding,
  policy: UncertainPolicy,
): number | undefined {
  if (/^-1(\.0)?$/.test(text))
    return UNCERTAIN[typeof policy === 'string' ? policy : (policy[finding] ?? 'zero')]
  if (/^(0(\.0)?)?$/.test(text)) return 0
  return /^1(\.0)?$/.test(text) ? 1 : undefined
}
