import { createServer, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'

export type SimulatedLetter = {
  from: string
  to: string
  messageId: string
  subject: string
  text: string
  raw: string
}

export type SmtpBehaviour = {
  /** Said instead of 250 to RCPT TO. */
  refusesRecipientWith: string | null
  /** It takes the letter and hangs up before it says so. */
  dropsAfterLetter: boolean
}

/** A mail server on a port of its own, as much of SMTP as a client that sends needs; AUTH PLAIN and LOGIN with one account. */
export async function startMailServer() {
  const letters: SimulatedLetter[] = []
  const state: { behaviour: SmtpBehaviour; strangers: number } = {
    behaviour: { refusesRecipientWith: null, dropsAfterLetter: false },
    strangers: 0,
  }
  const account = { user: 'shop@example.com', password: 'mail-secret' }
  const server = createServer((socket) => serveClient(socket, { letters, state, account }))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  server.unref()
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ letters, state, account },
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}

type Inside = {
  letters: SimulatedLetter[]
  state: { behaviour: SmtpBehaviour; strangers: number }
  account: { user: string; password: string }
}

function serveClient(socket: Socket, { letters, state, account }: Inside): void {
  const say = (line: string) => void socket.write(`${line}\r\n`)
  const envelope = { from: '', to: '' }
  let isSignedIn = false
  let letter: string[] | null = null
  let rest = ''
  const onCommand = (line: string): void => {
    const [verb = '', argument = ''] = line.split(/ (.*)/s)
    switch (verb.toUpperCase()) {
      case 'EHLO':
        say('250-simulator')
        return say('250 AUTH PLAIN')
      case 'AUTH': {
        const given = Buffer.from(argument.split(' ')[1] ?? '', 'base64')
          .toString()
          .split('\0')
        isSignedIn = given[1] === account.user && given[2] === account.password
        if (!isSignedIn) state.strangers++
        return say(isSignedIn ? '235 ok' : '535 no')
      }
      case 'MAIL':
        envelope.from = /<(.*)>/.exec(argument)?.[1] ?? ''
        return say(isSignedIn ? '250 ok' : '530 sign in first')
      case 'RCPT':
        envelope.to = /<(.*)>/.exec(argument)?.[1] ?? ''
        return say(state.behaviour.refusesRecipientWith ?? '250 ok')
      case 'DATA':
        letter = []
        return say('354 go on')
      case 'QUIT':
        say('221 bye')
        return void socket.end()
      default:
        return say('250 ok')
    }
  }
  socket.on('error', () => {}) // The client hung up.
  socket.on('data', (part: Buffer) => {
    const lines = (rest + part.toString('utf8')).split('\r\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      if (letter === null) {
        onCommand(line)
        continue
      }
      if (line !== '.') {
        letter.push(line.replace(/^\.\./, '.'))
        continue
      }
      letters.push(readLetter(envelope, letter))
      letter = null
      if (state.behaviour.dropsAfterLetter) return void socket.destroy()
      say('250 taken')
    }
  })
  say('220 simulator')
}

function readLetter({ from, to }: { from: string; to: string }, lines: readonly string[]): SimulatedLetter {
  const raw = lines.join('\n')
  const end = raw.indexOf('\n\n')
  const head = raw.slice(0, end).replace(/\n\s+/g, ' ')
  const header = (name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1] ?? ''
  const body = raw.slice(end + 2)
  const text = /base64/i.test(header('Content-Transfer-Encoding'))
    ? Buffer.from(body, 'base64').toString('utf8')
    : /quoted-printable/i.test(header('Content-Transfer-Encoding'))
      ? unquote(body)
      : body
  return { from, to, messageId: header('Message-ID'), subject: decodeWords(header('Subject')), text, raw }
}

function unquote(text: string): string {
  const bytes = text
    .replace(/=\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}

function decodeWords(text: string): string {
  return text.replace(/=\?utf-8\?([BQ])\?([^?]*)\?=\s*/gi, (_, kind: string, word: string) =>
    kind.toUpperCase() === 'B' ? Buffer.from(word, 'base64').toString('utf8') : unquote(word.replaceAll('_', ' ')),
  )
}
