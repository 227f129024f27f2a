/** `deepauc report`: writes the files and tells what stands in them. */
import { mkdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { writeWhole } from '@deepauc/experiments'
import { sweepFiles } from '@deepauc/report'
import { selectBackend } from '@deepauc/runtime'
import { interruptSignal } from '../interrupt-signal.ts'
import { describeReport, reportContent } from './describe-report.ts'
import { type MadeReport, makeReport } from './make-report.ts'
import { knownMeasures, measureRun } from './measured-run.ts'
import type { Measure } from './sweep-features.ts'

export interface WriteOptions {
  readonly out: string
  /** Whether to tell it as JSON. */
  readonly isJson: boolean
  /** Whether to measure features that were not measured before. */
  readonly hasFeatures: boolean
  /** What networks run on. */
  readonly backend: string | undefined
}

export async function writeReport(
  folder: string,
  { out, isJson, hasFeatures, backend }: WriteOptions,
): Promise<void> {
  const measure = hasFeatures ? measurer({ isJson, backend }) : undefined
  const made = await makeReport(folder, measure)
  await writeFiles(made, out)
  const page = join(out, 'report.html')
  console.log(
    isJson ? JSON.stringify({ ...reportContent(made), page }) : describeReport(made, page),
  )
}

async function writeFiles({ report, results }: MadeReport, out: string): Promise<void> {
  for await (const { name, content } of sweepFiles(report, results)) {
    const path = join(out, name)
    mkdirSync(dirname(path), { recursive: true })
    writeWhole(path, content)
  }
}

/** Measures what was not measured before, and says so where it takes its time. */
function measurer({ isJson, backend }: Pick<WriteOptions, 'isJson' | 'backend'>): Measure {
  const signal = interruptSignal('stopped; what is measured is kept, and the same command goes on')
  let selected: Promise<unknown> | undefined
  return async (folder, { isDrawn, number, of }) => {
    signal.throwIfAborted()
    const known = knownMeasures(folder)
    if (known && (known.map || !isDrawn)) return known
    selected ??= selectBackend({ backend })
    await selected
    const what = isDrawn ? 'features and t-SNE' : 'features'
    if (!isJson) console.log(`${what} of run ${number} of ${of}: ${basename(folder)}`)
    return measureRun(folder, { isDrawn, known, signal })
  }
}
