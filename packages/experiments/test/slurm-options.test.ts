import { expect, test } from 'vitest'
import { directive } from '../src/sweep/slurm/sbatch-options.ts'
import { checkJobs, type SlurmJobs } from '../src/sweep/slurm/slurm-jobs.ts'

const check = (jobs: Partial<SlurmJobs>, out = '/data/sweep') =>
  checkJobs(out, { runTask: ['a'], next: ['b'], ...jobs })

test('all that is not said has a default', () => {
  expect(check({})).toEqual({
    runTask: ['a'],
    next: ['b'],
    options: [],
    nextOptions: [],
    mostTasks: 1000,
    saveSeconds: 120,
  })
})

test('the job between two waves gets who pays and where, but no GPU', () => {
  const places = ['account=x', 'partition=gpu', 'qos=low', 'reservation=r', 'job-name=mine']
  const options = ['gpus=1', ...places, 'mem=4G', 'partition-like=1']
  expect(check({ options }).nextOptions).toEqual(places)
  expect(check({ options, nextOptions: ['mem=1G'] }).nextOptions).toEqual(['mem=1G'])
})

test.each([
  ['-p', /"-p" is no option of sbatch like partition=gpu or exclusive/],
  ['--partition=gpu', /is no option/],
  ['partition gpu', /is no option/],
  ['=gpu', /is no option/],
  ['', /is no option/],
  ['comment=a\nrm -rf', /"comment=a\\nrm -rf" is no option/],
  ['comment=a\0', /is no option/],
  ['array=0-9', /a sweep does not leave array of sbatch to others/],
  ['requeue', /does not leave requeue/],
  ['wrap=true', /does not leave wrap/],
])('refuses the option %j', (option, message) => {
  expect(() => check({ options: [option] })).toThrow(message)
  expect(() => check({ nextOptions: [option] })).toThrow(RangeError)
})

test.each([
  [{ jobs: 0 }, 'jobs must be a positive integer, got 0'],
  [{ saveSeconds: 1.5 }, 'saveSeconds must be a positive integer, got 1.5'],
  [{ mostTasks: Number.NaN }, 'mostTasks must be a positive integer, got NaN'],
  [{ mostTasks: 1001 }, 'mostTasks must be at most 1000, got 1001'],
])('refuses %j', (jobs, message) => {
  expect(() => check(jobs)).toThrow(new RangeError(message))
})

test.each(['/data/a\\b', '/data/a\nb'])('refuses the folder %j', (out) => {
  expect(() => check({}, out)).toThrow(/^Slurm cannot write logs into a folder with a backslash/)
})

// As sbatch 22.05 reads them: a space ends a value, # begins a comment, a backslash takes the next character as it is.
test.each([
  ['exclusive', '#SBATCH --exclusive'],
  ['time=4:00:00', '#SBATCH --time=4:00:00'],
  ['gres=gpu:a100:2', '#SBATCH --gres=gpu:a100:2'],
  ['constraint=a|b', '#SBATCH --constraint="a|b"'],
  ['comment=it\'s "5" \\ #1', '#SBATCH --comment="it\'s \\"5\\" \\\\ #1"'],
  ['comment=a=b', '#SBATCH --comment=a=b'],
  ['comment=', '#SBATCH --comment=""'],
])('writes %j', (option, line) => {
  expect(directive(option)).toBe(line)
})
