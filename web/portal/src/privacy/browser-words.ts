import { t } from '#portal/app/i18n.ts'

const devices = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/HarmonyOS|OpenHarmony/, 'HarmonyOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Macintosh/, 'Mac'],
] as const

const browsers = [
  [/MicroMessenger/, 'WeChat'],
  [/EdgA?\//, 'Edge'],
  [/Firefox|FxiOS/, 'Firefox'],
  [/Chrome|CriOS/, 'Chrome'],
  [/Safari/, 'Safari'],
] as const

/** “iPhone · WeChat”: enough to know one's own phones by. */
export function browserWords(userAgent: string): string {
  const device = devices.find(([sign]) => sign.test(userAgent))?.[1]
  const browser = browsers.find(([sign]) => sign.test(userAgent))?.[1]
  return [device, browser].filter(Boolean).join(' · ') || t('logins.unknown')
}
