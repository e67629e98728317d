import type { PrintDocument } from './document-types.ts'

/** A page that shows whether a printer sets Chinese, widths, large type, symbols and the cut as it should. */
export function testPage(facts: {
  printerName: string
  storeName: string
  columns: number
  at: string
  locale: 'zh-CN' | 'en'
}): PrintDocument {
  const { printerName, storeName, columns, at, locale } = facts
  const isChinese = locale === 'zh-CN'
  return {
    title: isChinese ? `打印测试 ${printerName}` : `Test page ${printerName}`,
    locale,
    blocks: [
      { kind: 'text', text: isChinese ? '打印测试' : 'Test page', align: 'center', size: 2, isBold: true },
      { kind: 'text', text: `${storeName} · ${printerName}`, align: 'center' },
      { kind: 'text', text: at, align: 'center' },
      { kind: 'rule' },
      { kind: 'text', text: '1234567890'.repeat(7).slice(0, columns) },
      { kind: 'text', text: '一二三四五六七八九十'.repeat(4).slice(0, Math.floor(columns / 2)) },
      { kind: 'row', left: '熟客 Regulars', right: '￥1,234.56' },
      { kind: 'row', left: isChinese ? '合计' : 'Total', right: '￥1,234.56', isBold: true },
      { kind: 'rule', isDouble: true },
      {
        kind: 'text',
        text: isChinese
          ? '上面两行数字与汉字应各占满一行且右端对齐；若汉字为乱码，请检查打印机的字符集是否为 GB18030。'
          : 'The digits and the characters above should each fill one line. If the Chinese is garbled, set the printer’s character set to GB18030.',
      },
      {
        kind: 'qr',
        value: 'https://example.com/regulars',
        caption: isChinese ? '二维码应能被扫出' : 'This code should scan',
      },
    ],
  }
}
