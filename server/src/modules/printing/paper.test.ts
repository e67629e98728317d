import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { inflateSync } from 'node:zlib'
import fc from 'fast-check'
import type { Block, PrintDocument } from './document-types.ts'
import { renderEscPos } from './escpos-rules.ts'
import { columnsOf, layOut, renderText, wrap } from './layout-rules.ts'
import { makePdf } from './make-pdf.ts'
import { htmlPolicy, renderHtml } from './render-html.ts'
import { renderStar } from './star-rules.ts'

const paper = (...blocks: Block[]): PrintDocument => ({ title: '小票', locale: 'zh-CN', blocks })
const printer = { columns: 32, hasCutter: true, hasDrawer: true }
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

suite('layout', () => {
  test('a Chinese character takes two columns, a sign of ambiguous width too, an emoji of several code points once', () => {
    assert.deepEqual(['熟客', 'Abc', '×', '￥', 'é', '👨‍👩‍👧'].map(columnsOf), [4, 3, 2, 2, 2, 2])
  })

  test('text breaks at spaces and between characters, words longer than a line where it ends', () => {
    assert.deepEqual(wrap('深层清洁护理 plus', 8), ['深层清洁', '护理', 'plus'])
    assert.deepEqual(wrap('abcdefghij', 4), ['abcd', 'efgh', 'ij'])
    assert.deepEqual(wrap('one\ntwo', 8), ['one', 'two'])
  })

  test('a sign of money stays with its amount, no line begins with a comma or ends with an open bracket', () => {
    assert.deepEqual(wrap('原价（￥36.00）', 12), ['原价', '（￥36.00）'])
    assert.deepEqual(wrap('好的，谢谢', 4), ['好', '的，', '谢谢'])
    assert.match(
      renderText(paper({ kind: 'row', left: '原价 ¥198.00', right: '¥188.10' }), 18),
      /^原价\n￥198.00 {2}￥188.10\n$/,
    )
  })

  test('a row keeps its amount whole at the right end, its name on as many lines as it needs', () => {
    const text = renderText(paper({ kind: 'row', left: '深层清洁护理加长版套餐', right: '1,288.00' }), 20)
    assert.equal(text, '深层清洁护\n理加长版套\n餐          1,288.00\n')
  })

  test('no line is wider than the paper, and nothing printable is lost', () => {
    const text = fc.string({
      unit: fc.constantFrom('熟', '客', 'a', 'B', '9', ' ', '×', '。', '👍', '\n'),
      maxLength: 80,
    })
    const block = fc.oneof(
      fc.record({ kind: fc.constant('text' as const), text, size: fc.constantFrom(1 as const, 2 as const) }),
      fc.record({ kind: fc.constant('row' as const), left: text, right: fc.constantFrom('', '￥1.00', '-12,345.67') }),
    )
    fc.assert(
      fc.property(fc.array(block, { maxLength: 6 }), fc.constantFrom(32, 48), (blocks, columns) => {
        const lines = layOut(paper(...blocks), columns)
        for (const line of lines) {
          if (line.kind === 'text') assert.ok(columnsOf(line.text) * line.size <= columns, line.text)
        }
        const letters = (s: string) => s.replace(/\s/g, '')
        const asked = blocks.map((each) => (each.kind === 'text' ? each.text : each.left + each.right)).join('')
        assert.equal(letters(lines.map((line) => (line.kind === 'text' ? line.text : '')).join('')), letters(asked))
      }),
      { numRuns: 500 },
    )
  })

  test('what people typed is never a command to the printer', () => {
    const bytes = hex(renderEscPos(paper({ kind: 'text', text: 'a\u001bp\u0000\u0007b' }), printer))
    assert.ok(bytes.includes(Buffer.from('apb').toString('hex')))
  })
})

suite('ESC/POS', () => {
  test('golden bytes: Hanzi mode, GB 18030, bold, double size, alignment, QR, cut', () => {
    const bytes = renderEscPos(
      paper(
        { kind: 'text', text: '熟客', align: 'center', isBold: true, size: 2 },
        { kind: 'row', left: '合计', right: '¥1.00' },
        { kind: 'qr', value: 'AB' },
      ),
      { ...printer, columns: 24 },
    )
    const golden = [
      '1b40 1c26',
      '1b6101 1b4501 1d2111 caecbfcd 0a',
      `1b6100 1b4500 1d2100 bacfbcc6 ${'20'.repeat(14)} a3a4 312e3030 0a`,
      '1b6101 1d286b0400314132 00 1d286b030031430 6 1d286b03003145 31 1d286b0500315030 4142 1d286b03003151 30 0a',
      '1c2e 1d564200',
    ]
    assert.equal(hex(bytes), golden.join('').replaceAll(' ', ''))
  })

  test('the drawer opens before the paper, on printers that have one; without a cutter the paper is fed', () => {
    const opening = { ...paper({ kind: 'gap' }), opensDrawer: true }
    assert.ok(hex(renderEscPos(opening, printer)).startsWith('1b401c261b700019fa'))
    assert.ok(!hex(renderEscPos(opening, { ...printer, hasDrawer: false })).includes('1b7000'))
    assert.ok(hex(renderEscPos(opening, { ...printer, hasCutter: false })).endsWith('1c2e1b6404'))
  })

  test('the drawer alone: a pulse, and not a millimetre of paper', () => {
    const pulse = { ...paper(), opensDrawer: true }
    assert.equal(hex(renderEscPos(pulse, printer)), '1b401c261b700019fa')
    assert.ok(!hex(renderStar(pulse, printer)).includes('1b64'), 'nothing is cut')
    assert.ok(Buffer.from(renderStar(pulse, printer)).includes(Buffer.of(0x07)))
  })

  test('a character outside two bytes is written in four, so that no width goes wrong', () => {
    assert.ok(hex(renderEscPos(paper({ kind: 'text', text: '𠮷' }), printer)).includes('9534b235'))
  })
})

suite('StarPRNT', () => {
  test('the library writes our lines: GB 18030, the drawer’s BEL, the cut', () => {
    const bytes = renderStar(
      { ...paper({ kind: 'text', text: '熟客 a|b {x}~', isBold: true }), opensDrawer: true },
      printer,
    )
    const text = Buffer.from(bytes)
    assert.ok(text.includes(Buffer.from('caecbfcd', 'hex')))
    assert.ok(text.includes('a|b {x}~'), 'signs of the markup are text')
    assert.ok(text.includes(Buffer.of(0x07)))
    assert.ok(hex(bytes).endsWith('1b64331b1d03010000'), hex(bytes).slice(-30))
  })
})

suite('HTML and PDF', () => {
  const document = paper(
    { kind: 'text', text: '<script>alert(1)</script> & "熟客"', isBold: true },
    { kind: 'row', left: '深层清洁', right: '￥128.00' },
    { kind: 'qr', value: 'https://example.com/r', caption: '扫码' },
  )

  test('HTML escapes what people typed and needs no script, no style but its own', () => {
    const html = renderHtml(document)
    assert.ok(!html.includes('<script>'))
    assert.ok(html.includes('&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;熟客&quot;'))
    assert.match(html, /<svg /)
    assert.match(htmlPolicy, /^default-src 'none'; style-src 'sha256-/)
  })

  test('PDF is one page with its fonts inside, several at a time', async () => {
    const files = await Promise.all([makePdf(document), makePdf(document)])
    for (const bytes of files) {
      assert.ok(bytes.subarray(0, 5).equals(Buffer.from('%PDF-')))
      assert.equal(bytes.toString('latin1').match(/\/Type \/Page\b/g)?.length, 1)
      assert.match(bytes.toString('latin1'), /\/FontFile2/)
    }
  })

  test('in a PDF every sign is drawn, that of money as well', async () => {
    const money: Block[] = [
      { kind: 'row', left: '应付', right: '¥128.00', isBold: true },
      { kind: 'text', text: '原价 ¥198.00（￥）' },
    ]
    const drawn = glyphsOf(await makePdf(paper(...money)))
    assert.ok(drawn.length > 20)
    assert.ok(!drawn.includes('0000'), 'a font has no picture of something that is written')
  })
})

/** The numbers of the glyphs that a PDF draws, four digits each; 0000 is what a font draws for a sign that it does not have. */
function glyphsOf(pdf: Buffer): string[] {
  const pages = [...pdf.toString('latin1').matchAll(/stream\r?\n([^]*?)\r?\nendstream/g)].flatMap(([, packed]) => {
    try {
      return [inflateSync(Buffer.from(packed!, 'latin1')).toString('latin1')]
    } catch {
      return [] // A stream that is not packed is no page.
    }
  })
  const written = pages.filter((page) => page.includes(' TJ')).flatMap((page) => page.match(/<[0-9a-f]+>/g) ?? [])
  return written.flatMap((text) => text.slice(1, -1).match(/.{4}/g) ?? [])
}
