import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import path from 'node:path'
import { type Config, ConfigError } from './config.ts'
import { describeCertificate, issueCertificate, type KeyedCertificate, makeAuthority } from './tls-certificates.ts'
import { isLoopback, machineNames } from './tls-names.ts'

/** What the server presents, and the authority that devices have to trust first, when it is our own. */
export type Tls = KeyedCertificate & { authority: string | null }

const renewBeforeMs = 30 * 86_400_000

function filesIn(dataDir: string) {
  const dir = path.join(dataDir, 'tls')
  const file = (name: string) => path.join(dir, name)
  return {
    dir,
    authorityCert: file('authority.crt'),
    authorityKey: file('authority.key'),
    cert: file('server.crt'),
    key: file('server.key'),
    extraNames: file('names.json'),
  }
}

/**
 * Makes this machine's own authority once, and a certificate for all of its names and addresses, in `DATA_DIR/tls`. Called
 * again, it keeps the authority that devices trust, and makes a new certificate with the names given before and now.
 */
export async function makeLocalTls(
  dataDir: string,
  names: readonly string[],
  at: Date,
): Promise<Tls & { names: string[] }> {
  const files = filesIn(dataDir)
  await mkdir(files.dir, { recursive: true, mode: 0o700 })
  const authority = (await readPair(files.authorityCert, files.authorityKey)) ?? (await makeNewAuthority(files, at))
  const known = existsSync(files.extraNames) ? (JSON.parse(await readFile(files.extraNames, 'utf8')) as string[]) : []
  const extra = [...new Set([...known, ...names.map((name) => name.toLowerCase())])]
  await writePrivately(files.extraNames, JSON.stringify(extra))

  const certificate = await issueCertificate(authority, machineNames(extra), at)
  await writePrivately(files.key, certificate.key)
  await writePrivately(files.cert, certificate.cert)
  return { ...certificate, authority: authority.cert, names: describeCertificate(certificate.cert).names }
}

async function makeNewAuthority(files: ReturnType<typeof filesIn>, at: Date): Promise<KeyedCertificate> {
  const authority = await makeAuthority(`Regulars ${hostname()} ${at.toISOString().slice(0, 10)}`, at)
  await writePrivately(files.authorityKey, authority.key)
  await writePrivately(files.authorityCert, authority.cert)
  return authority
}

/**
 * The certificate to serve with: `TLS_CERT` and `TLS_KEY`, else the one that `regulars tls` made, renewed when it is about to
 * end or the machine has got new addresses. Null: plain HTTP.
 */
export async function findTls(config: Pick<Config, 'tls' | 'dataDir'>, at: Date): Promise<Tls | null> {
  if (config.tls) {
    const [cert, key] = await Promise.all([readFile(config.tls.certFile, 'utf8'), readFile(config.tls.keyFile, 'utf8')])
    return { cert, key, authority: null }
  }
  const files = filesIn(config.dataDir)
  const made = await readPair(files.cert, files.key)
  if (!made || !existsSync(files.authorityKey)) return null
  const { until, names } = describeCertificate(made.cert)
  const { dns, ip } = machineNames()
  const isCurrent = [...dns, ...ip].every((name) => names.includes(name) || isIpv6Listed(names, name))
  if (until.getTime() - at.getTime() > renewBeforeMs && isCurrent)
    return { ...made, authority: await readFile(files.authorityCert, 'utf8') }
  return makeLocalTls(config.dataDir, [], at)
}

/** OpenSSL writes IPv6 addresses in full: `0:0:0:0:0:0:0:1`. */
function isIpv6Listed(names: readonly string[], address: string): boolean {
  if (!address.includes(':')) return false
  const canonical = (text: string) => new URL(`http://[${text}]`).hostname
  return names.some((name) => name.includes(':') && canonical(name) === canonical(address))
}

/**
 * Where to listen: on this machine alone over plain HTTP, anywhere over HTTPS.
 *
 * Refuses plain HTTP beyond this machine in words: sign-in would travel readable, and browsers then give a page neither
 * camera nor offline work.
 */
export function listenAddress(config: Pick<Config, 'host' | 'publicUrl'>, tls: Tls | null): string {
  const host = config.host ?? (tls ? '::' : '127.0.0.1')
  const isSafe = tls !== null || isLoopback(host) || (config.publicUrl?.startsWith('https://') ?? false)
  if (isSafe) return host
  throw new ConfigError(
    `HOST=${host} would serve other devices over plain HTTP, where anybody on the network reads passwords. ` +
      'Run "regulars tls" once (makes a certificate for this machine), or set TLS_CERT and TLS_KEY, ' +
      'or put a proxy with HTTPS in front and set PUBLIC_URL=https://…',
  )
}

async function readPair(certFile: string, keyFile: string): Promise<KeyedCertificate | null> {
  if (!existsSync(certFile) || !existsSync(keyFile)) return null
  const [cert, key] = await Promise.all([readFile(certFile, 'utf8'), readFile(keyFile, 'utf8')])
  return { cert, key }
}

async function writePrivately(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text, { mode: 0o600 })
  await rename(`${file}.new`, file)
}
