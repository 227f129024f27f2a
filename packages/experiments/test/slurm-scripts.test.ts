import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arrayScript, nextScript, type Wave } from '../src/sweep/slurm/batch-scripts.ts'
import { shellWords } from '../src/sweep/slurm/shell-words.ts'
import { checkJobs } from '../src/sweep/slurm/slurm-jobs.ts'
import { waveFiles } from '../src/sweep/slurm/wave-files.ts'

const command = ['deepauc', 'sweep', '--out', '/data/sweep']
const jobs = { runTask: [...command, '--task'], next: [...command, '--next'] }

function waveIn(out: string, wave: Partial<Wave> = {}): Wave {
  return { number: 2, profile: 'laptop', cells: 12, isAlone: false, ...waveFiles(out, 2), ...wave }
}

test('the scripts are what a user would write', () => {
  const options = ['partition=gpu', 'gpus=1', 'time=4:00:00', 'comment=my "first" sweep']
  const checked = checkJobs('/data/sweep', { ...jobs, options, jobs: 4 })
  expect(arrayScript(waveIn('/data/sweep'), checked)).toMatchInlineSnapshot(`
    "#!/bin/bash
    # Wave 2 of the sweep laptop. Task N trains the cell that wave-2.txt, beside this file, has for N.
    #SBATCH --array=0-11%4
    #SBATCH --output=/data/sweep/slurm/logs/%A_%a.txt
    #SBATCH --open-mode=append
    #SBATCH --requeue
    #SBATCH --signal=B:USR2@120
    #SBATCH --job-name=deepauc-laptop
    #SBATCH --cpus-per-task=2
    #SBATCH --partition=gpu
    #SBATCH --gpus=1
    #SBATCH --time=4:00:00
    #SBATCH --comment="my \\"first\\" sweep"

    job="\${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID"
    cell=$(awk -v task="$SLURM_ARRAY_TASK_ID" '$1 == task { print $2 }' /data/sweep/slurm/wave-2.txt)
    echo "$(date '+%F %T') job $job ($SLURM_JOB_ID) on $(hostname), restart \${SLURM_RESTART_COUNT:-0}: $cell"

    deepauc sweep --out /data/sweep --task "$cell" &
    task=$!
    # It saves a checkpoint, and ends, when the time limit is near (USR2) or the node is needed (TERM).
    trap 'kill -s USR2 "$task" 2>/dev/null' USR2
    trap 'kill -s TERM "$task" 2>/dev/null' TERM
    # A signal ends the waiting, but not the task.
    while kill -0 "$task" 2>/dev/null; do wait "$task"; done
    wait "$task"
    status=$?

    # 75 asks to be run again. Where Slurm has ended the job it knows what comes next: who is preempted is in the queue already, and
    # who is cancelled must not come back.
    if [ "$status" -eq 75 ] && [ "$(squeue --noheader --format=%T --jobs="$job")" = RUNNING ]; then
      scontrol requeue "$job"
    fi
    exit "$status"
    "
  `)
  expect(nextScript(waveIn('/data/sweep'), checked)).toMatchInlineSnapshot(`
    "#!/bin/bash
    # Runs when all tasks of wave 2 of the sweep laptop have ended: submits the next wave, until nothing is left to do.
    #SBATCH --output=/data/sweep/slurm/logs/wave-2-next.txt
    #SBATCH --open-mode=append
    #SBATCH --requeue
    #SBATCH --job-name=deepauc-laptop
    #SBATCH --time=30
    #SBATCH --partition=gpu

    echo "$(date '+%F %T') job $SLURM_JOB_ID on $(hostname), after wave 2"
    deepauc sweep --out /data/sweep --next
    "
  `)
})

test('what is timed gets a node for itself, unless the user has said how', () => {
  const head = (options: string[]) =>
    arrayScript(waveIn('/data/sweep', { isAlone: true }), checkJobs('/data', { ...jobs, options }))
  expect(head([])).toContain('\n#SBATCH --exclusive\n')
  expect(head(['exclusive=user']).match(/--exclusive.*/g)).toEqual(['--exclusive=user'])
})

test('Slurm replaces nothing in the folder of the logs', () => {
  const text = arrayScript(waveIn('/data/5 %j "x"'), checkJobs('/data', jobs))
  expect(text).toContain('\n#SBATCH --output="/data/5 %%j \\"x\\"/slurm/logs/%A_%a.txt"\n')
})

test('a shell takes a command line apart into the words that it was made of', () => {
  const special = fc.constantFrom(...'\'"\\$`!*?#~&|;<>(){}[] \t\n%=^é漢-')
  const word = fc.string({ unit: fc.oneof(special, fc.constantFrom(...'ab1./')), maxLength: 12 })
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 40 }), (words) => {
      const { stdout } = spawnSync('bash', ['-c', `printf '%s\\0' ${shellWords(words)}`])
      expect(stdout.toString().split('\0').slice(0, -1)).toEqual(words)
    }),
    { seed: 1, numRuns: 100 },
  )
})

describe('without Slurm, bash runs the script of a task', () => {
  // A file name may hold all of these.
  const ugly = `it's "$(exit 9)" \`x\` 100 % #1 \\ & ; *`

  /** Fake commands of Slurm note what they get, and say that the job is in `state`. */
  function begin(program: string, state: string) {
    const folder = mkdtempSync(join(tmpdir(), 'slurm-'))
    const out = join(folder, ugly.replace('\\', ''))
    const wave = waveIn(out)
    mkdirSync(wave.logs, { recursive: true })
    writeFileSync(wave.list, '# task\tcell\tpurpose\n0\tfirst\tx\n1\tsecond\tx y\n11\tlast\tx\n')
    const fake = (name: string, text: string) => {
      writeFileSync(
        join(folder, name),
        `#!/bin/bash\necho ${name} "$@" >> '${folder}/calls'\n${text}\n`,
      )
      chmodSync(join(folder, name), 0o755)
    }
    fake('squeue', `echo ${state}`)
    fake('scontrol', '')
    const runTask = [process.execPath, '-e', program, ugly]
    const script = arrayScript(wave, checkJobs(out, { ...jobs, runTask }))
    const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` }
    const slurm = { SLURM_ARRAY_JOB_ID: '7', SLURM_ARRAY_TASK_ID: '1', SLURM_JOB_ID: '9' }
    const child = spawn('bash', ['-c', script], { env: { ...env, ...slurm } })
    let text = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (text += part))
    const ended = once(child, 'close').then(([code]) => ({ code, text }))
    const calls = () => readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n')
    return { child, ended, calls, output: () => text }
  }

  test('with the cell of its line', async () => {
    const { ended } = begin('console.log(JSON.stringify(process.argv.slice(1)))', 'RUNNING')
    const { code, text } = await ended
    const [head, words] = text.trim().split('\n')
    expect(head).toMatch(/^[-\d]+ [:\d]+ job 7_1 \(9\) on \S+, restart 0: second$/)
    expect(JSON.parse(words!)).toEqual([ugly, 'second'])
    expect(code).toBe(0)
  })

  test('which asks to be run again', async () => {
    const { ended, calls } = begin('process.exit(75)', 'RUNNING')
    expect((await ended).code).toBe(75)
    expect(calls()).toEqual(['squeue --noheader --format=%T --jobs=7_1', 'scontrol requeue 7_1'])
  })

  test('which is not asked for where Slurm has ended it', async () => {
    const { ended, calls } = begin('process.exit(75)', 'COMPLETING')
    expect((await ended).code).toBe(75)
    expect(calls()).toHaveLength(1)
  })

  test.each(['SIGUSR2', 'SIGTERM'] as const)(
    'which gets %s and ends in its own time',
    async (name) => {
      const program = `
      process.on('${name}', () => setTimeout(() => { console.log('saved'); process.exit(3) }, 300))
      console.log('ready')
      setInterval(() => {}, 1000)`
      const { child, ended, output } = begin(program, 'RUNNING')
      while (!output().includes('ready')) await delay(10)
      child.kill(name)
      const { code, text } = await ended
      expect([code, text.trim().split('\n').slice(1)]).toEqual([3, ['ready', 'saved']])
    },
  )
})
