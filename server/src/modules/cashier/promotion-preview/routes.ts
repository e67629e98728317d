import { type App, refusals } from '#platform/http.ts'
import * as contract from './contract.ts'
import { previewPromotion } from './preview-promotion.ts'

/** What a promotion would have cost, before it is made: the till has the sales that it is tried on. */
export async function promotionPreviewRoutes(app: App) {
  app.post(
    '/promotions/previews',
    {
      config: { permission: 'promotions.manage', idempotent: { without: 'it changes nothing' }, triesPerMinute: 30 },
      schema: {
        operationId: 'promotionPreview',
        body: contract.PromotionPreviewRequest,
        response: {
          200: contract.PromotionPreview,
          ...refusals('invalid_promotion_hours', 'invalid_promotion_steps', 'invalid_promotion_scope'),
        },
      },
    },
    async (request) =>
      request.read(async (work) => {
        const period = { startsAt: work.at, endsAt: null }
        const { since, spentAt, ...preview } = await previewPromotion(work, { ...request.body, ...period })
        return { ...preview, since: since.toISOString(), spentAt: spentAt?.toISOString() ?? null }
      }),
  )
}
