import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { writeCsv } from '#platform/write-table.ts'

type Table = { name: string; titles: readonly string[]; lines: Iterable<readonly string[]> }

/** Answers with a table as a file that is kept nowhere on its way. */
export function sendTable(reply: FastifyReply, { name, titles, lines }: Table) {
  return reply
    .header('cache-control', 'no-store')
    .header('content-disposition', `attachment; filename="${name}"`)
    .type('text/csv; charset=utf-8')
    .send(Readable.from(writeCsv(titles, lines)))
}
