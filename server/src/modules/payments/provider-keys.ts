import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'

/**
 * An RSA key as people paste it, as PEM: PEM with or without line breaks, a certificate (its public key), or the bare base64
 * that Alipay's key tool shows. Null for what is no RSA key of at least 2048 bits.
 */
export function normalKey(text: string, kind: 'private' | 'public'): string | null {
  for (const read of kind === 'private' ? privateForms(text) : publicForms(text)) {
    const key = tryRead(read)
    if (!key || key.asymmetricKeyType !== 'rsa' || (key.asymmetricKeyDetails?.modulusLength ?? 0) < 2_048) continue
    return key.export({ format: 'pem', type: kind === 'private' ? 'pkcs8' : 'spki' }).toString()
  }
  return null
}

function tryRead(read: () => KeyObject): KeyObject | null {
  try {
    return read()
  } catch {
    return null
  }
}

const bare = (text: string) => Buffer.from(text.replace(/-----[A-Z ]+-----/g, '').replace(/\s+/g, ''), 'base64')

function privateForms(text: string): (() => KeyObject)[] {
  return [
    () => createPrivateKey(text),
    () => createPrivateKey({ key: bare(text), format: 'der', type: 'pkcs8' }),
    () => createPrivateKey({ key: bare(text), format: 'der', type: 'pkcs1' }),
  ]
}

function publicForms(text: string): (() => KeyObject)[] {
  // A private key would do as a public one; it must not lie where public keys lie.
  if (text.includes('PRIVATE KEY')) return []
  return [() => createPublicKey(text), () => createPublicKey({ key: bare(text), format: 'der', type: 'spki' })]
}
