import { randomBytes } from 'node:crypto'
import { isIP } from 'node:net'
import { hostname, networkInterfaces } from 'node:os'

export type MachineNames = { dns: string[]; ip: string[] }

/** Under which names and addresses other devices may reach this machine; `extra` are names its owner adds. */
export function machineNames(extra: readonly string[] = []): MachineNames {
  const host = hostname().toLowerCase()
  const isPlain = /^[a-z0-9-]{1,63}$/.test(host)
  // A name without a dot is announced as `name.local` by most systems.
  const dns = [...(isPlain ? [host, `${host}.local`] : isDnsName(host) ? [host] : []), 'localhost']
  const addresses = Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .filter(({ internal, address }) => !internal && !isLinkLocal(address))
    .map(({ address }) => address)
  return {
    dns: unique([...dns, ...extra.filter((name) => isIP(name) === 0)]),
    ip: unique(['127.0.0.1', '::1', ...addresses, ...extra.filter((name) => isIP(name) !== 0)]),
  }
}

export function isDnsName(name: string): boolean {
  return (
    name.length <= 253 && /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/.test(name)
  )
}

/** Addresses that are this machine itself: plain HTTP is safe there, for nothing leaves it. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^(::ffff:)?127\.\d+\.\d+\.\d+$/.test(host)
}

/** Positive, and random enough that no two certificates of an authority share one. */
export function newSerialNumber(): string {
  const bytes = randomBytes(16)
  bytes[0] = (bytes[0]! & 0x7f) | 0x40
  return bytes.toString('hex')
}

function isLinkLocal(address: string): boolean {
  return address.startsWith('169.254.') || address.toLowerCase().startsWith('fe80:')
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)]
}
