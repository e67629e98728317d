import { type App, recordId, refusals } from '#platform/http.ts'
import { readConsents, readConsentTexts } from './consent-queries.ts'
import { consentTextVersions } from './consent-text-versions.ts'
import * as contract from './contract.ts'
import { readCustomFields } from './custom-field-queries.ts'
import { archiveCustomField, changeCustomField, defineCustomField } from './define-custom-fields.ts'
import { joinHousehold, leaveHousehold } from './member-household.ts'
import { addNote, removeNote } from './member-notes.ts'
import { readFamilyIds } from './member-queries.ts'
import { consentView } from './member-view.ts'
import { giveConsent, publishConsentText, withdrawConsent } from './record-consent.ts'

const read = { permission: 'members.read' }
const edit = { permission: 'members.edit', idempotent: true } as const
const settings = { permission: 'settings.edit', idempotent: true } as const
const gone = ['member_not_found', 'member_merged', 'member_erased'] as const

/** What is kept around a member: consents, notes, household; and the merchant's own fields and consent texts. */
export function memberProfileRoutes(app: App): void {
  app.get(
    '/members/:memberId/consents',
    {
      config: read,
      schema: {
        operationId: 'memberConsentList',
        params: contract.MemberParams,
        response: { 200: contract.ConsentHistory },
      },
    },
    async (request) => {
      const rows = await request.read(async (work) =>
        readConsents(work, await readFamilyIds(work, request.params.memberId)),
      )
      return { items: rows.reverse().map(consentView) }
    },
  )

  app.put(
    '/members/:memberId/consents/:purpose',
    {
      config: { permission: 'members.enrol', idempotent: true },
      schema: {
        operationId: 'memberConsentGive',
        params: contract.ConsentParams,
        body: contract.ConsentGive,
        response: { 200: contract.MemberAnswer, ...refusals(...gone, 'consent_text_outdated') },
      },
    },
    async (request) => {
      const input = { id: recordId(request), ...request.params, ...request.body, source: 'console' as const }
      return request.inTransaction((work) => giveConsent(work, input))
    },
  )

  app.delete(
    '/members/:memberId/consents/:purpose',
    {
      config: { permission: 'members.enrol', idempotent: true },
      schema: {
        operationId: 'memberConsentWithdraw',
        params: contract.ConsentParams,
        response: { 200: contract.MemberAnswer, ...refusals(...gone) },
      },
    },
    async (request) => {
      const input = { id: recordId(request), ...request.params, source: 'console' as const }
      return request.inTransaction((work) => withdrawConsent(work, input))
    },
  )

  app.get(
    '/consent-texts',
    { config: read, schema: { operationId: 'consentTextList', response: { 200: contract.ConsentTexts } } },
    async (request) => ({ items: await request.read(readConsentTexts) }),
  )

  app.get(
    '/consent-texts/:purpose/versions',
    {
      config: read,
      schema: {
        operationId: 'consentTextVersionList',
        params: contract.PurposeParams,
        response: { 200: contract.ConsentTextVersions },
      },
    },
    async (request) => ({ items: await request.read((work) => consentTextVersions(work, request.params.purpose)) }),
  )

  app.post(
    '/consent-texts',
    {
      config: settings,
      schema: {
        operationId: 'consentTextCreate',
        body: contract.ConsentTextCreate,
        response: { 201: contract.ConsentTextAnswer },
      },
    },
    async (request, reply) =>
      reply.code(201).send(await request.inTransaction((work) => publishConsentText(work, request.body))),
  )

  app.post(
    '/members/:memberId/notes',
    {
      config: { permission: 'members.enrol', idempotent: true },
      schema: {
        operationId: 'memberNoteCreate',
        params: contract.MemberParams,
        body: contract.NoteCreate,
        response: { 201: contract.NoteAnswer, ...refusals(...gone) },
      },
    },
    async (request, reply) => {
      const input = { id: recordId(request), ...request.params, ...request.body }
      return reply.code(201).send(await request.inTransaction((work) => addNote(work, input)))
    },
  )

  app.delete(
    '/member-notes/:noteId',
    {
      config: edit,
      schema: {
        operationId: 'memberNoteDelete',
        params: contract.NoteParams,
        response: { 200: contract.NoteAnswer, ...refusals('note_not_found') },
      },
    },
    async (request) => request.inTransaction((work) => removeNote(work, request.params)),
  )

  app.put(
    '/members/:memberId/household',
    {
      config: edit,
      schema: {
        operationId: 'memberHouseholdJoin',
        params: contract.MemberParams,
        body: contract.HouseholdJoin,
        response: { 200: contract.HouseholdAnswer, ...refusals(...gone, 'member_blocked') },
      },
    },
    async (request) => {
      const input = { id: recordId(request), ...request.params, ...request.body }
      return request.inTransaction((work) => joinHousehold(work, input))
    },
  )

  app.delete(
    '/members/:memberId/household',
    {
      config: edit,
      schema: {
        operationId: 'memberHouseholdLeave',
        params: contract.MemberParams,
        response: { 200: contract.MemberAnswer, ...refusals(...gone, 'member_blocked') },
      },
    },
    async (request) => request.inTransaction((work) => leaveHousehold(work, request.params)),
  )

  app.get(
    '/member-fields',
    { config: read, schema: { operationId: 'memberFieldList', response: { 200: contract.CustomFields } } },
    async (request) => ({ items: await request.read(readCustomFields) }),
  )

  app.post(
    '/member-fields',
    {
      config: settings,
      schema: {
        operationId: 'memberFieldCreate',
        body: contract.CustomFieldCreate,
        response: { 201: contract.FieldAnswer, ...refusals('custom_field_exists', 'invalid_choices') },
      },
    },
    async (request, reply) => {
      const field = { id: recordId(request), ...request.body }
      return reply.code(201).send(await request.inTransaction((work) => defineCustomField(work, field)))
    },
  )

  app.patch(
    '/member-fields/:fieldId',
    {
      config: settings,
      schema: {
        operationId: 'memberFieldChange',
        params: contract.FieldParams,
        body: contract.CustomFieldChange,
        response: { 200: contract.FieldAnswer, ...refusals('custom_field_not_found', 'invalid_choices') },
      },
    },
    async (request) => request.inTransaction((work) => changeCustomField(work, { ...request.params, ...request.body })),
  )

  app.delete(
    '/member-fields/:fieldId',
    {
      config: settings,
      schema: {
        operationId: 'memberFieldArchive',
        params: contract.FieldParams,
        response: { 200: contract.FieldAnswer, ...refusals('custom_field_not_found') },
      },
    },
    async (request) => request.inTransaction((work) => archiveCustomField(work, request.params)),
  )
}
