import type { Work } from '#platform/work.ts'
import { readTemplates } from './template-queries.ts'

export type TemplateFacts = { templateId: string; name: string; isStopped: boolean }

/** What other modules need to know of the templates that they give. Unknown ids are absent. */
export async function templateFacts(work: Work, templateIds: readonly string[]): Promise<Map<string, TemplateFacts>> {
  if (templateIds.length === 0) return new Map()
  const rows = await readTemplates(work, [...new Set(templateIds)])
  return new Map(rows.map(({ id, name, stoppedAt }) => [id, { templateId: id, name, isStopped: stoppedAt !== null }]))
}
