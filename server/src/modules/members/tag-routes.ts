import { type App, recordId, refusals } from '#platform/http.ts'
import * as contract from './contract.ts'
import { archiveTag, defineTag, renameTag } from './define-tags.ts'
import { tagMembers } from './tag-members.ts'
import { filterOf } from './list-filter.ts'
import { tagMatching } from './tag-matching.ts'
import { listTags } from './tag-queries.ts'
import { listTagRuns } from './tag-run-queries.ts'

const edit = { permission: 'members.edit', idempotent: true } as const

/** The merchant's tags, and which members have them. */
export function tagRoutes(app: App): void {
  tagRunRoutes(app)
  app.get(
    '/member-tags',
    {
      config: { permission: 'members.read' },
      schema: { operationId: 'memberTagList', response: { 200: contract.Tags } },
    },
    async (request) => ({
      items: (await request.read(listTags)).map(({ id, ...tag }) => ({ tagId: id, ...tag })),
    }),
  )

  app.post(
    '/member-tags',
    {
      config: edit,
      schema: {
        operationId: 'memberTagCreate',
        body: contract.TagSave,
        response: { 201: contract.TagAnswer, ...refusals('tag_exists', 'tags_too_many', 'invalid_tag') },
      },
    },
    async (request, reply) => {
      const tag = { id: recordId(request), ...request.body }
      return reply.code(201).send(await request.inTransaction((work) => defineTag(work, tag)))
    },
  )

  app.patch(
    '/member-tags/:tagId',
    {
      config: edit,
      schema: {
        operationId: 'memberTagChange',
        params: contract.TagParams,
        body: contract.TagSave,
        response: { 200: contract.TagAnswer, ...refusals('tag_not_found', 'tag_exists', 'invalid_tag') },
      },
    },
    async (request) => request.inTransaction((work) => renameTag(work, { ...request.params, ...request.body })),
  )

  app.delete(
    '/member-tags/:tagId',
    {
      config: edit,
      schema: {
        operationId: 'memberTagArchive',
        params: contract.TagParams,
        response: { 200: contract.TagAnswer, ...refusals('tag_not_found') },
      },
    },
    async (request) => request.inTransaction((work) => archiveTag(work, request.params)),
  )

  app.post(
    '/member-tag-changes',
    {
      config: edit,
      schema: {
        operationId: 'memberTagsPut',
        body: contract.TagsPut,
        response: {
          201: contract.TagsPutAnswer,
          ...refusals('tag_not_found', 'tag_added_and_removed', 'member_not_found', 'member_merged', 'member_erased'),
        },
      },
    },
    async (request, reply) => {
      const change = { id: recordId(request), ...request.body }
      return reply.code(201).send(await request.inTransaction((work) => tagMembers(work, change)))
    },
  )
}

/** Changes of everybody whom a list's filters let through. */
function tagRunRoutes(app: App): void {
  app.post(
    '/member-tag-runs',
    {
      config: edit,
      schema: {
        operationId: 'memberTagRunCreate',
        body: contract.TagsPutMatching,
        response: { 201: contract.TagsPutMatchingAnswer, ...refusals('tag_not_found', 'tag_added_and_removed') },
      },
    },
    async (request, reply) => {
      const { filter, ...change } = request.body
      const run = { id: recordId(request), ...change, filter: filterOf(filter) }
      return reply.code(201).send(await request.inTransaction((work) => tagMatching(work, run)))
    },
  )

  app.get(
    '/member-tag-runs',
    {
      config: { permission: 'members.read' },
      schema: { operationId: 'memberTagRunList', response: { 200: contract.TagRuns } },
    },
    async (request) => ({
      items: (await request.read((work) => listTagRuns(work, mostRuns))).map(({ id, at, endedAt, ...run }) => ({
        tagRunId: id,
        ...run,
        at: at.toISOString(),
        endedAt: endedAt?.toISOString() ?? null,
      })),
    }),
  )
}

/** The latest are looked at; older ones are told by the audit log. */
const mostRuns = 3
