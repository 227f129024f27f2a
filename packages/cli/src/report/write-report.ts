/** `deepauc report`: writes the files and tells what stands in them. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { sweepFiles } from '@deepauc/report'
import { describeReport, reportContent } from './describe-report.ts'
import { type MadeReport, makeReport } from './make-report.ts'

/** @param isJson whether to tell it as JSON */
export async function writeReport(
  folder: string,
  { out, isJson }: { readonly out: string; readonly isJson: boolean },
): Promise<void> {
  const made = await makeReport(folder)
  await writeFiles(made, out)
  const page = join(out, 'report.html')
  console.log(
    isJson ? JSON.stringify({ ...reportContent(made), page }) : describeReport(made, page),
  )
}

async function writeFiles({ report, results }: MadeReport, out: string): Promise<void> {
  for await (const { name, content } of sweepFiles(report, results)) write(join(out, name), content)
}

/** The file appears complete or not at all. */
function write(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(`${path}.tmp`, content)
  renameSync(`${path}.tmp`, path)
}
