import { screen } from '#app/screen.ts'

export const pointsScreens = [
  screen('points', () => import('./points-rule-page.tsx'), 'PointsRulePage'),
  screen('points/campaigns', () => import('./campaigns-page.tsx'), 'CampaignsPage'),
  screen('points/campaigns/new', () => import('./campaign-editor-page.tsx'), 'CampaignEditorPage'),
  screen('points/campaigns/:campaignId', () => import('./campaign-page.tsx'), 'CampaignPage'),
  screen('points/actions', () => import('./action-rules-page.tsx'), 'ActionRulesPage'),
  screen('points/expiry', () => import('./expiry-page.tsx'), 'ExpiryPage'),
  screen('points/forecast', () => import('./forecast-page.tsx'), 'ForecastPage'),
  screen('points/liability', () => import('./liability-page.tsx'), 'LiabilityPage'),
]
