import { connect } from 'node:net'
import type { PrintOutcome } from './printer-rules.ts'

const connectMs = 4_000
const sendMs = 20_000
/** DLE EOT 4: the paper sensor's answer in real time. Bits 5 and 6 say that the roll has ended. */
const askPaper = Uint8Array.of(0x10, 0x04, 0x04)
const answerMs = 300
const paperEnded = 0x60

/**
 * Sends bytes to a printer on its raw port and waits until it has taken all of them.
 *
 * A printer that says its paper has ended gets nothing; many say nothing at all, and print. Never throws.
 */
export function sendToPrinter(
  { host, port }: { host: string; port: number },
  bytes: Uint8Array,
  { asksPaper = false }: { asksPaper?: boolean } = {},
): Promise<PrintOutcome> {
  return new Promise((resolve) => {
    let hasBegun = false
    const socket = connect({ host, port, timeout: connectMs })
    const end = (outcome: PrintOutcome) => {
      socket.destroy()
      resolve(outcome)
    }
    const fail = (problem: string) => end({ kind: hasBegun ? 'broken' : 'unreachable', problem })
    const send = () => {
      hasBegun = true
      socket.setTimeout(sendMs)
      socket.end(bytes)
    }
    socket.on('connect', () => {
      if (!asksPaper) return send()
      const unanswered = setTimeout(send, answerMs)
      socket.once('data', (answer) => {
        clearTimeout(unanswered)
        if (((answer[0] ?? 0) & paperEnded) === paperEnded) fail('paper_out')
        else if (!hasBegun) send()
      })
      socket.once('close', () => clearTimeout(unanswered))
      socket.write(askPaper)
    })
    socket.on('timeout', () => fail('timeout'))
    socket.on('error', (error: NodeJS.ErrnoException) => fail(error.code ?? error.message))
    socket.on('close', () => (hasBegun && socket.writableFinished ? end({ kind: 'printed' }) : fail('closed')))
  })
}
