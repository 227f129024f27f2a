/** What pdfTeX makes of the report. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sweepReport } from '../../packages/report/src/index.ts'
import { sweepLatex } from '../../packages/report/src/sweep-report/sweep-latex.ts'
import { hostile, named } from '../../packages/report/test/hostile-sweep.ts'
import { smallSweep } from '../../packages/report/test/small-sweep.ts'
import { ensurePrograms } from '../debian-packages.ts'

const program = 'pdflatex'

export const latexChecks: readonly (readonly [name: string, check: () => Promise<void>])[] = [
  ['pdfTeX compiles the report, and no table is too wide', compiles],
  ['pdfTeX compiles hostile names', compilesHostile],
]

async function compiles(): Promise<void> {
  const log = compile(sweepLatex(sweepReport(smallSweep)))
  assert.doesNotMatch(log, /Overfull \\hbox.*in alignment/)
}

async function compilesHostile(): Promise<void> {
  compile(sweepLatex({ ...sweepReport(named(hostile)), figures: [] }))
}

/** The log, after a PDF was made. */
function compile(text: string): string {
  ensurePrograms([program], { packages: ['texlive-latex-recommended'], size: '0.2 GB' })
  const folder = mkdtempSync(join(tmpdir(), 'report-tex-'))
  try {
    const withoutImages = text.replace(/\\includegraphics\S+/g, 'image')
    writeFileSync(join(folder, 'report.tex'), withoutImages)
    const options = ['-interaction=nonstopmode', '-halt-on-error', 'report.tex']
    execFileSync(program, options, { cwd: folder, stdio: 'pipe' })
    assert.equal(readFileSync(join(folder, 'report.pdf')).toString('latin1', 0, 5), '%PDF-')
    return readFileSync(join(folder, 'report.log'), 'latin1')
  } finally {
    rmSync(folder, { recursive: true })
  }
}
