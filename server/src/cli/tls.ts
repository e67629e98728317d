import { makeLocalTls } from '#platform/tls.ts'
import { describeCertificate } from '#platform/tls-certificates.ts'
import { isDnsName } from '#platform/tls-names.ts'
import { isIP } from 'node:net'
import { type CliCommand, UsageError } from './command.ts'

export const tlsCommand: CliCommand = {
  words: [0, 20],
  async run({ words, config, output }) {
    const unfit = words.find((name) => isIP(name) === 0 && !isDnsName(name.toLowerCase()))
    if (unfit) throw new UsageError(`"${unfit}" is neither a host name nor an address`)
    const { authority, cert, names } = await makeLocalTls(config.dataDir, words, new Date())
    const { fingerprint } = describeCertificate(authority!)
    const { until } = describeCertificate(cert)
    output.result({ names, until, authorityFingerprint: fingerprint }, () =>
      [
        `Made a certificate for ${names.join(', ')}, good until ${until.toISOString().slice(0, 10)} and renewed at start.`,
        'Start again: Regulars now serves HTTPS on every address of this machine.',
        '',
        `Each other device opens http://<this machine>:${config.port}/trust once and installs the authority shown there:`,
        `SHA-256 ${fingerprint}`,
      ].join('\n'),
    )
  },
}
