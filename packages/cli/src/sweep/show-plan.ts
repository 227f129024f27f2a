/** What a sweep would run. */
import { planSweep, type SweepPlan } from '@deepauc/experiments'
import { cellLabel } from './cell-label.ts'
import { type SweepFlags, wantedSweep } from './wanted-sweep.ts'

/** @throws RangeError without a profile */
export async function showPlan({ out, json = false, ...flags }: SweepFlags): Promise<void> {
  const wanted = await wantedSweep(flags)
  if (!wanted) throw new RangeError('--plan needs --profile, the name of a profile or a file')
  const plan = await planSweep(wanted.profile, { ...wanted, ...(out !== undefined && { out }) })
  console.log(json ? JSON.stringify(plan) : planText(plan))
}

function planText({ cells, later }: SweepPlan): string {
  const lines = cells.map(({ hash, uses, lacks }) => {
    const lacking = lacks === undefined ? '' : `; lacks --root ${lacks}=FOLDER`
    return `${hash.slice(0, 12)}  ${cellLabel(uses)}${lacking}`
  })
  const more = later > 0 ? `, and ${later} more that depend on their results` : ''
  return [...lines, `${cells.length} runs${more}`].join('\n')
}
