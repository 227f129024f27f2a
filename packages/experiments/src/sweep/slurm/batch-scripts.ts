/** The scripts that `sbatch` gets. Whoever reads them sees all that the jobs do. */
import { directive, withDefaults } from './sbatch-options.ts'
import { shellWords } from './shell-words.ts'
import type { CheckedJobs } from './slurm-jobs.ts'
import type { WaveFiles } from './wave-files.ts'

export interface Wave extends WaveFiles {
  readonly number: number
  /** Name of the profile. */
  readonly profile: string
  /** How many it is of. */
  readonly cells: number
  /** Whether each of them needs a node for itself. */
  readonly isAlone: boolean
}

/** A job array, each task of which runs one line of the list. */
export function arrayScript(wave: Wave, jobs: CheckedJobs): string {
  const { number, profile, cells, isAlone, list, logs } = wave
  const limit = jobs.jobs === undefined ? '' : `%${jobs.jobs}`
  return `#!/bin/bash
# Wave ${number} of the sweep ${profile}. Task N trains the cell that wave-${number}.txt, beside this file, has for N.
${directives([
  `array=0-${cells - 1}${limit}`,
  `output=${pattern(logs, '%A_%a.txt')}`,
  'open-mode=append',
  'requeue',
  `signal=B:USR2@${jobs.saveSeconds}`,
  ...withDefaults(
    [`job-name=deepauc-${profile}`, 'cpus-per-task=2', ...(isAlone ? ['exclusive'] : [])],
    jobs.options,
  ),
])}

job="\${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID"
cell=$(awk -v task="$SLURM_ARRAY_TASK_ID" '$1 == task { print $2 }' ${shellWords([list])})
echo "$(date '+%F %T') job $job ($SLURM_JOB_ID) on $(hostname), restart \${SLURM_RESTART_COUNT:-0}: $cell"

${shellWords(jobs.runTask)} "$cell" &
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
`
}

/** The job that comes after the array. */
export function nextScript({ number, profile, logs }: Wave, jobs: CheckedJobs): string {
  return `#!/bin/bash
# Runs when all tasks of wave ${number} of the sweep ${profile} have ended: submits the next wave, until nothing is left to do.
${directives([
  `output=${pattern(logs, `wave-${number}-next.txt`)}`,
  'open-mode=append',
  'requeue',
  ...withDefaults([`job-name=deepauc-${profile}`, 'time=30'], jobs.nextOptions),
])}

echo "$(date '+%F %T') job $SLURM_JOB_ID on $(hostname), after wave ${number}"
${shellWords(jobs.next)}
`
}

function directives(options: readonly string[]): string {
  return options.map(directive).join('\n')
}

/** Slurm replaces what begins with a percent sign, also in the names of folders. */
function pattern(folder: string, file: string): string {
  return `${folder.replaceAll('%', '%%')}/${file}`
}
