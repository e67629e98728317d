import 'reflect-metadata'
import { createHash, webcrypto, X509Certificate as NodeCertificate } from 'node:crypto'
import * as x509 from '@peculiar/x509'
import { newSerialNumber } from './tls-names.ts'

x509.cryptoProvider.set(webcrypto as unknown as Parameters<typeof x509.cryptoProvider.set>[0])

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const dayMs = 86_400_000
const authorityDays = 3_650
/** Phones refuse certificates that live longer than 398 days. */
const certificateDays = 397

/** A certificate and its key, both PEM. */
export type KeyedCertificate = { cert: string; key: string }

/** Makes a certificate authority for this one machine: it signs servers only, never another authority. */
export async function makeAuthority(name: string, at: Date): Promise<KeyedCertificate> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: newSerialNumber(),
    name: [{ O: ['Regulars'], CN: [name] }],
    ...validFrom(at, authorityDays),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return { cert: certificate.toString('pem'), key: await exportKey(keys.privateKey) }
}

/** Makes a server certificate for names and addresses, signed by the authority. */
export async function issueCertificate(
  authority: KeyedCertificate,
  { dns, ip }: { dns: readonly string[]; ip: readonly string[] },
  at: Date,
): Promise<KeyedCertificate> {
  const issuer = new x509.X509Certificate(authority.cert)
  const signingKey = await webcrypto.subtle.importKey(
    'pkcs8',
    x509.PemConverter.decodeFirst(authority.key),
    algorithm,
    false,
    ['sign'],
  )
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: newSerialNumber(),
    subject: [{ O: ['Regulars'], CN: [dns[0] ?? ip[0] ?? 'localhost'] }],
    issuer: issuer.subject,
    ...validFrom(at, certificateDays),
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        ...dns.map((value) => ({ type: 'dns' as const, value })),
        ...ip.map((value) => ({ type: 'ip' as const, value })),
      ]),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
    ],
  })
  return { cert: certificate.toString('pem'), key: await exportKey(keys.privateKey) }
}

/** An hour back: the clocks of a shop's devices differ. */
function validFrom(at: Date, days: number) {
  const notBefore = new Date(at.getTime() - 3_600_000)
  return { notBefore, notAfter: new Date(at.getTime() + days * dayMs) }
}

async function exportKey(key: webcrypto.CryptoKey): Promise<string> {
  return x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY')
}

/** Until when a certificate holds, for which names, and its SHA-256 as people compare it. */
export function describeCertificate(pem: string): { until: Date; names: string[]; fingerprint: string } {
  const certificate = new NodeCertificate(pem)
  return {
    until: new Date(certificate.validTo),
    names: (certificate.subjectAltName ?? '').split(', ').map((name) => name.replace(/^(DNS|IP Address):/, '')),
    fingerprint: createHash('sha256').update(certificate.raw).digest('hex').toUpperCase().match(/../g)!.join(':'),
  }
}

/** The same certificate in DER, the form that every phone installs. */
export function derOf(pem: string): Buffer {
  return new NodeCertificate(pem).raw
}
