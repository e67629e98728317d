import { theme, type ThemeConfig } from 'antd'
import { fontFamily, palettes, radius, textSize, tokensAsCss, type ColorScheme, type Palette } from '@web/ui/tokens.ts'
import { updateCSS } from './constructed-styles.ts'

/** Class on `<html>` under which Ant Design's variables live, so that our own style sheets may use them too. */
const themeKey = 'regulars'

/** Puts our own tokens in force. Called before the first render, so that nothing flashes in the wrong scheme. */
export function applyTokens(scheme: ColorScheme): void {
  updateCSS(tokensAsCss(scheme), 'regulars-tokens')
  document.documentElement.classList.add(themeKey)
  document.documentElement.dataset['scheme'] = scheme
}

/** Colours from which Ant Design derives shades; its dark algorithm would dim them, so they are set again afterwards. */
function exact(color: Palette) {
  return {
    colorPrimary: color.primary,
    colorSuccess: color.good,
    colorWarning: color.warn,
    colorError: color.bad,
    colorInfo: color.info,
    colorLink: color.primary,
  }
}

/** Whether this device's owner asked for pages that stand still. */
const mayMove = !window.matchMedia('(prefers-reduced-motion: reduce)').matches

/** Our tokens in Ant Design's words. `zeroRuntime`: its rules come from a static style sheet, only variables are set. */
export function antTheme(scheme: ColorScheme): ThemeConfig {
  const color = palettes[scheme]
  return {
    algorithm: [
      scheme === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm,
      (_, derived) => ({ ...derived!, ...exact(color) }),
    ],
    cssVar: { key: themeKey },
    hashed: false,
    zeroRuntime: true,
    token: {
      fontFamily,
      fontSize: textSize.md,
      borderRadius: radius.md,
      borderRadiusLG: radius.lg,
      borderRadiusSM: radius.sm,
      controlHeight: 36,
      controlHeightLG: 44,
      controlHeightSM: 28,
      motion: mayMove,
      motionDurationMid: '0.14s',
      motionDurationSlow: '0.18s',
      ...exact(color),
      colorPrimaryHover: color.primaryHover,
      colorPrimaryActive: color.primaryActive,
      colorPrimaryBg: color.primarySoft,
      colorPrimaryBgHover: color.primarySoft,
      colorPrimaryBorder: color.primary,
      colorPrimaryText: color.primary,
      colorLinkHover: color.primaryHover,
      colorLinkActive: color.primaryActive,
      colorSuccessBg: color.goodSoft,
      colorWarningBg: color.warnSoft,
      colorErrorBg: color.badSoft,
      colorErrorText: color.bad,
      colorInfoBg: color.infoSoft,
      colorText: color.ink,
      colorTextHeading: color.ink,
      colorTextSecondary: color.inkSoft,
      colorTextTertiary: color.inkFaint,
      colorTextDescription: color.inkSoft,
      colorTextPlaceholder: color.inkFaint,
      colorIcon: color.inkSoft,
      colorBgLayout: color.canvas,
      colorBgContainer: color.surface,
      colorBgElevated: scheme === 'dark' ? color.raised : color.surface,
      colorBorder: color.lineStrong,
      colorBorderSecondary: color.line,
      colorSplit: color.line,
      controlItemBgActive: color.primarySoft,
      controlItemBgActiveHover: color.primarySoft,
      controlItemBgHover: scheme === 'dark' ? color.line : color.sunken,
      controlOutline: `${color.primary}33`,
      controlOutlineWidth: 3,
    },
    components: {
      Button: {
        primaryColor: color.onPrimary,
        primaryShadow: 'none',
        defaultShadow: 'none',
        dangerShadow: 'none',
        fontWeight: 500,
        ...(scheme === 'dark' && { dangerColor: '#3a0906' }),
      },
      Table: {
        headerBg: color.surface,
        headerColor: color.inkSoft,
        headerSplitColor: 'transparent',
        rowHoverBg: color.raised,
        cellPaddingBlock: 11,
        cellPaddingBlockSM: 8,
        cellFontSizeSM: textSize.sm,
        borderColor: color.line,
      },
      Form: { labelColor: color.inkSoft, verticalLabelPadding: '0 0 4px', itemMarginBottom: 18 },
      Drawer: { footerPaddingBlock: 14, footerPaddingInline: 24 },
      Segmented: {
        trackBg: color.sunken,
        itemSelectedBg: scheme === 'dark' ? color.line : color.surface,
        itemColor: color.inkSoft,
      },
      Tag: { defaultBg: color.sunken, defaultColor: color.inkSoft },
      Tooltip: { colorBgSpotlight: scheme === 'dark' ? '#3a4541' : '#26302d' },
    },
  }
}
