import { api } from '@staff/api'

/** What looks different once coupons were handed out. */
export const changedByIssuing = [
  api.couponIssueList,
  api.couponTemplateList,
  api.couponTemplateFiguresGet,
  api.couponTemplateCouponList,
  api.memberCouponList,
]
