/**
 * Stands for `deepauc train`: takes some steps, saves where it is when it gets SIGTERM, and notes whether another process works in
 * its folder. Arguments: the folder, and how it behaves, as JSON.
 */
import {
  appendFileSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'

const [, , folder, behaviour] = process.argv
const { isOrphan = false, ...how } = JSON.parse(behaviour)
const { steps = 3, stepMilliseconds = 5, end = 'done', validationAuc = 0.5 } = how
const path = (name) => join(folder, name)
const note = (line) => appendFileSync(join(folder, '..', '..', 'notes.txt'), `${line}\n`)
const name = basename(folder)

let [step, isStopped] = [existsSync(path('step')) ? Number(readFileSync(path('step'))) : 0, false]
if (!isOrphan) process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
process.channel?.unref()
process.on('SIGTERM', () => {
  isStopped = true
})

if (existsSync(path('result.json'))) note(`repeated ${name}`)
const other = existsSync(path('busy')) && Number(readFileSync(path('busy')))
if (other && isAlive(other)) note(`twice ${name}`)
writeFileSync(path('busy'), String(process.pid))
note(`start ${name} ${step} ${process.env.TF_NUM_INTRAOP_THREADS}`)
if (!existsSync(path('run.json')))
  write('run.json', { environment: { threads: Number(process.env.TF_NUM_INTRAOP_THREADS) } })
while (step < steps && !isStopped) {
  await new Promise((resolve) => setTimeout(resolve, stepMilliseconds))
  if (++step === 1) writeFileSync(path('stepped'), '')
}
if (isStopped) {
  writeFileSync(path('step.tmp'), String(step))
  renameSync(path('step.tmp'), path('step'))
} else if (end === 'done') {
  write('result.json', { best: { validationAuc } })
  note(`done ${name}`)
} else console.error(`the ${end} words`)
rmSync(path('busy'))
process.exit(isStopped ? 143 : ({ done: 0, diverged: 4 }[end] ?? 1))

function write(file, content) {
  writeFileSync(path(`${file}.tmp`), JSON.stringify(content))
  renameSync(path(`${file}.tmp`), path(file))
}

function isAlive(id) {
  try {
    return process.kill(id, 0)
  } catch {
    return false
  }
}
