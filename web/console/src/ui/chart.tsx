import { BarChartOutlined, DownloadOutlined, TableOutlined } from '@ant-design/icons'
import { Button, Segmented, Tooltip } from 'antd'
import type { EChartsOption } from 'echarts'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { t } from '#app/i18n.ts'
import { useColorScheme } from '#app/preferences.ts'
import { csvOf } from '@web/ui/csv-rules.ts'
import { formatMoney } from '@web/ui/format-money.ts'
import { typedMoney } from '@web/ui/money-input-rules.ts'
import { fontFamily, palettes, seriesColors, type Palette } from '@web/ui/tokens.ts'
import { saveFile } from './save-file.ts'
import { ScrollBox } from './scroll-box.tsx'

export type ChartColumn<Row> = {
  title: string
  kind: 'text' | 'number' | 'money'
  value: (row: Row) => string | number
}

type ChartProps<Row> = {
  title: string
  /** The sentence a screen reader gets in place of the picture. */
  summary: string
  rows: readonly Row[]
  columns: readonly ChartColumn<Row>[]
  /** What ECharts draws; colours come from the scheme in force. */
  option: (palette: Palette, series: readonly string[]) => EChartsOption
  /** The downloaded file's name, without its ending. */
  fileName: string
  height?: number
  actions?: ReactNode
}

/** A picture of figures, the figures themselves behind a toggle, and their download. */
export function Chart<Row>({
  title,
  summary,
  rows,
  columns,
  option,
  fileName,
  height = 260,
  actions,
}: ChartProps<Row>) {
  const [view, setView] = useState<'picture' | 'table'>('picture')
  const download = () => {
    const lines = rows.map((row) => columns.map((column) => plainValue(column, row)))
    saveFile(`${fileName}.csv`, csvOf([columns.map((column) => column.title), ...lines]))
  }
  return (
    <section className="rg-card rg-chart" aria-label={title}>
      <div className="rg-card-head">
        <h2>{title}</h2>
        <div className="rg-card-actions">
          {actions}
          <Segmented
            size="small"
            value={view}
            onChange={setView}
            options={[
              { value: 'picture', icon: <BarChartOutlined />, title: t('ui.chart.picture') },
              { value: 'table', icon: <TableOutlined />, title: t('ui.chart.table') },
            ]}
          />
          <Tooltip title={t('ui.chart.download')}>
            <Button
              size="small"
              type="text"
              icon={<DownloadOutlined />}
              aria-label={t('ui.chart.download')}
              onClick={download}
            />
          </Tooltip>
        </div>
      </div>
      {rows.length === 0 ? (
        <p className="rg-chart-empty">{t('ui.chart.empty')}</p>
      ) : view === 'picture' ? (
        <Picture option={option} summary={summary} height={height} onMissing={() => setView('table')} />
      ) : (
        <ScrollBox maxHeight={height}>
          <table className="rg-table">
            <thead>
              <tr>
                {columns.map((column) => (
                  <th key={column.title} scope="col" className={column.kind === 'text' ? undefined : 'rg-right'}>
                    {column.title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, index) => (
                <tr key={index}>
                  {columns.map((column) => (
                    <td key={column.title} className={column.kind === 'text' ? undefined : 'rg-right'}>
                      {shownValue(column, row)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      )}
    </section>
  )
}

type PictureProps = Pick<ChartProps<never>, 'option' | 'summary'> & {
  height: number
  /** Nothing can be drawn: there is no line to fetch what draws, or a newer version took its place. */
  onMissing: () => void
}

function Picture({ option, summary, height, onMissing }: PictureProps) {
  const scheme = useColorScheme()
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => {
    let isGone = false
    let dispose = () => {}
    void import('./chart-engine.ts')
      .catch(() => null)
      .then((engine) => {
        if (!engine) return onMissing()
        if (isGone || !element.current) return
        const chart = engine.init(element.current, null, { renderer: 'canvas' })
        chart.setOption({
          ...commonOption(palettes[scheme], seriesColors[scheme]),
          ...option(palettes[scheme], seriesColors[scheme]),
        })
        const observer = new ResizeObserver(() => chart.resize())
        observer.observe(element.current)
        dispose = () => {
          observer.disconnect()
          chart.dispose()
        }
      })
    return () => {
      isGone = true
      dispose()
    }
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- another callback is no reason to draw again
  }, [scheme, option])
  return <div ref={element} role="img" aria-label={summary} style={{ height }} />
}

/** The look that all charts share. Tooltips are drawn on the canvas: HTML ones need inline styles, which our policy blocks. */
function commonOption(palette: Palette, series: readonly string[]): EChartsOption {
  return {
    color: [...series],
    textStyle: { fontFamily, color: palette.inkSoft, fontSize: 12 },
    animationDuration: window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 300,
    grid: { left: 8, right: 12, top: 36, bottom: 4, containLabel: true },
    legend: { top: 0, left: 0, itemWidth: 14, itemHeight: 8, textStyle: { color: palette.inkSoft } },
    tooltip: chartTooltip(palette),
  }
}

function chartTooltip(palette: Palette) {
  return {
    trigger: 'axis' as const,
    renderMode: 'richText' as const,
    backgroundColor: palette.raised,
    borderColor: palette.lineStrong,
    textStyle: { color: palette.ink, fontSize: 12 },
    axisPointer: { lineStyle: { color: palette.lineStrong } },
  }
}

function shownValue<Row>(column: ChartColumn<Row>, row: Row): string {
  const value = column.value(row)
  if (column.kind === 'money') return formatMoney(Number(value))
  return typeof value === 'number' ? value.toLocaleString() : value
}

/** As a spreadsheet reads it: no signs, no separators. */
function plainValue<Row>(column: ChartColumn<Row>, row: Row): string {
  const value = column.value(row)
  return column.kind === 'money' ? typedMoney(Number(value)) : String(value)
}
