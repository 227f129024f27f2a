// A Slurm of one node on the loopback address: a controller, a node daemon, and munge, by which they know each other. All that they
// write is in one folder.
import { execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { hostname, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { killProcesses } from './processes.mjs'

const program = fileURLToPath(new URL('keeper.mjs', import.meta.url))

/**
 * Starts the daemons, and sets SLURM_CONF for this process and its children.
 *
 * @param {string} folder that is there and empty
 * @returns {Promise<{ stop(): Promise<string[]> }>} `stop` ends the daemons and all jobs, and returns the command lines of
 * processes that had to be killed
 */
export async function startCluster(folder) {
  for (const name of ['munge', 'state', 'spool']) mkdirSync(join(folder, name), { mode: 0o755 })
  mkdirSync(join(folder, 'key'), { mode: 0o700 })
  const [key, socket] = [join(folder, 'key', 'munge.key'), join(folder, 'munge', 'socket')]
  writeFileSync(key, randomBytes(128), { mode: 0o600 })
  const configuration = join(folder, 'slurm.conf')
  writeFileSync(configuration, await configurationText(folder, socket))
  process.env.SLURM_CONF = configuration
  startKeeper(configuration)
  const daemons = []
  const stop = () => stopAll(daemons, configuration)
  try {
    daemons.push(daemon(folder, 'munged', mungeArguments(folder, { key, socket })))
    await until('munged has made its socket', () => existsSync(socket))
    daemons.push(daemon(folder, 'slurmctld', ['-D', '-f', configuration]))
    daemons.push(daemon(folder, 'slurmd', ['-D', '-N', 'node1', '-f', configuration]))
    await until('the node is idle', async () => (await slurm('sinfo', '-h', '-o%T')) === 'idle')
    return { stop }
  } catch (error) {
    await stop()
    throw new Error(`Slurm does not start: ${lastLines(folder)}`, { cause: error })
  }
}

/**
 * What a command of Slurm prints.
 *
 * @param {string} program
 * @param {...string} args
 */
export async function slurm(program, ...args) {
  return (await promisify(execFile)(program, args)).stdout.trim()
}

/**
 * @param {string} what for the error
 * @param {() => unknown} holds
 */
export async function until(what, holds, seconds = 30) {
  for (const end = performance.now() + seconds * 1000; ; await sleep(100)) {
    const is = await Promise.resolve()
      .then(holds)
      .catch(() => false)
    if (is) return
    if (performance.now() > end) throw new Error(`after ${seconds} s it is not so: ${what}`)
  }
}

function mungeArguments(folder, { key, socket }) {
  const file = (name) => join(folder, 'munge', name)
  return [
    '--foreground',
    // Others need not reach the socket: all processes are of one user.
    '--force',
    '--num-threads=1',
    `--key-file=${key}`,
    `--socket=${socket}`,
    `--pid-file=${file('pid')}`,
    `--log-file=${file('log')}`,
    `--seed-file=${file('seed')}`,
  ]
}

/** Two processors, one task on each; a second partition whose jobs take them away. */
async function configurationText(folder, socket) {
  const [host] = hostname().split('.')
  const user = userInfo().username
  return `ClusterName=deepauc
SlurmctldHost=${host}(127.0.0.1)
SlurmctldPort=${await freePort()}
SlurmdPort=${await freePort()}
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
SlurmUser=${user}
SlurmdUser=${user}
AuthType=auth/munge
# A requeued job waits until its credential has expired: 120 s, if nothing else is said.
AuthInfo=socket=${socket},cred_expire=5
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/spool
SlurmctldPidFile=${folder}/slurmctld.pid
SlurmdPidFile=${folder}/slurmd.pid
# Without control groups, which containers often lack.
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
MailProg=/bin/true
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerType=sched/backfill
SchedulerParameters=batch_sched_delay=0,sched_interval=1,sched_min_interval=0,bf_interval=1
PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
KillWait=10
SlurmdParameters=config_overrides
NodeName=node1 NodeHostname=${host} NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=low Nodes=node1 Default=YES State=UP PriorityTier=1
PartitionName=high Nodes=node1 State=UP PriorityTier=2 PreemptMode=OFF
`
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}

/** Outlives this process for a moment, should that be killed. */
function startKeeper(configuration) {
  const { SLURM_CONF: _, ...env } = process.env
  const stdio = ['pipe', 'ignore', 'inherit']
  // In a group of its own, it does not get Ctrl-C.
  const keeper = spawn(process.execPath, [program, configuration], { stdio, env, detached: true })
  keeper.unref()
  keeper.stdin.unref()
}

function daemon(folder, name, args) {
  const child = spawn(name, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  child.stderr.on('data', (text) => writeFileSync(logFile(folder, name), text, { flag: 'a' }))
  return child
}

function logFile(folder, program) {
  return join(folder, `${program}.log`)
}

function lastLines(folder) {
  const files = ['munged', 'slurmctld', 'slurmd'].map((name) => logFile(folder, name))
  const texts = files.map((file) => (existsSync(file) ? readFileSync(file, 'utf8') : ''))
  return texts.map((text) => text.trimEnd().split('\n').slice(-5).join('\n')).join('\n')
}

/** The last one first, as the ones before serve it. */
async function stopAll(daemons, configuration) {
  await slurm('scancel', '--user', userInfo().username).catch(() => {})
  await until('no job is left', async () => (await slurm('squeue', '-h')) === '').catch(() => {})
  for (const child of daemons.splice(0).reverse()) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), 5000)
    await once(child, 'exit')
    clearTimeout(timer)
  }
  return killProcesses(configuration)
}
