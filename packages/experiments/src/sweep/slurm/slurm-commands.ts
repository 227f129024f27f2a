/** Slurm's commands, as processes without a shell. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * Submits a script.
 *
 * @returns the job's number
 * @throws Error with what `sbatch` says, or that there is none
 */
export async function sbatch(script: string, options: readonly string[]): Promise<string> {
  const { stdout } = await slurm('sbatch', ['--parsable', ...options, script])
  // On several clusters, the name of one follows.
  const [, id] = /^(\d+)(?:;.*)?$/.exec(stdout.trim()) ?? []
  if (id === undefined) throw new Error(`sbatch gave no job number but ${JSON.stringify(stdout)}`)
  return id
}

/** Lets a held job begin. */
export async function release(job: string): Promise<void> {
  await slurm('scontrol', ['release', job])
}

export async function scancel(jobs: readonly string[]): Promise<void> {
  await slurm('scancel', jobs)
}

/** Those of the jobs that wait or run. */
export async function activeJobs(jobs: readonly string[]): Promise<string[]> {
  try {
    const { stdout } = await slurm('squeue', ['--noheader', '--format=%F', `--jobs=${jobs.join()}`])
    return jobs.filter((job) => stdout.split(/\s+/).includes(job))
  } catch (error) {
    // That is how squeue says that all of them are long over.
    if (/invalid job id/i.test((error as Error).message)) return []
    throw error
  }
}

async function slurm(program: string, args: readonly string[]): Promise<{ stdout: string }> {
  try {
    return await run(program, args, { env: outsideOfJobs(process.env) })
  } catch (cause) {
    const { code, stderr = '' } = cause as NodeJS.ErrnoException & { readonly stderr?: string }
    if (code === 'ENOENT')
      throw new Error(`${program} is missing: run this where the commands of Slurm are`, { cause })
    throw new Error(`${program} failed: ${stderr.trim() || (cause as Error).message}`, { cause })
  }
}

/** A job that is submitted by another one inherits its environment: what tells about that one must not be taken for its own. */
function outsideOfJobs(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  if (env.SLURM_JOB_ID === undefined) return env
  const isKept = (name: string) => !name.startsWith('SLURM') || /^SLURM_(CONF|JWT)$/.test(name)
  return Object.fromEntries(Object.entries(env).filter(([name]) => isKept(name)))
}
