import type { FastifyReply } from 'fastify'
import type { PaperFormat } from './render-paper.ts'

/** Answers with a paper as a file. Nobody keeps it on the way; a page opens by its own policy, all else is saved under its name. */
export function sendPaperFile(reply: FastifyReply, { bytes, type, name, policy }: PaperFormat) {
  return reply
    .header('cache-control', 'private, no-store')
    .header('content-disposition', `${policy ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(name)}`)
    .headers(policy ? { 'content-security-policy': policy } : {})
    .type(type)
    .send(bytes)
}
