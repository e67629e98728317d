import { readdir, readFile } from 'node:fs/promises'

/** Linux counts a process's time in hundredths of a second. */
const ticksPerSecond = 100

type Process = { pid: number; parent: number; seconds: number }

async function readProcesses(): Promise<Process[]> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const stats = await Promise.all(names.map((name) => readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')))
  return stats.flatMap((stat, place) => {
    // Behind the name in brackets: state, parent, and as 12th to 15th the times, its own and those of its ended children.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (stat === '') return []
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0)
    return [{ pid: Number(names[place]), parent: Number(fields[1]), seconds: ticks / ticksPerSecond }]
  })
}

/** Processor seconds of a process and all below it: what a busy machine does not change. Linux only. */
export async function cpuSecondsBelow(root: number): Promise<number> {
  const processes = await readProcesses()
  const family = new Set([root])
  for (let known = 0; known !== family.size;) {
    known = family.size
    for (const { pid, parent } of processes) if (family.has(parent)) family.add(pid)
  }
  return processes.filter(({ pid }) => family.has(pid)).reduce((sum, { seconds }) => sum + seconds, 0)
}

/** The oldest process whose command line holds the word. */
export async function findProcess(word: string): Promise<number> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).toSorted((a, b) => Number(a) - Number(b))
  for (const name of names) {
    const command = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '')
    if (command.includes(word)) return Number(name)
  }
  throw new Error(`no process has ${word} in its command line`)
}

/** The postmaster of a data folder. */
export async function postmasterOf(dataDir: string): Promise<number> {
  return Number((await readFile(`${dataDir}/postgres/postmaster.pid`, 'utf8')).split('\n')[0])
}
