/** What a Chinese keyboard leaves behind: full-width letters, digits and signs become their ASCII form. */
export function toHalfWidth(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0xfee0))
    .replace(/\u3000/g, ' ')
    .replace(/￥/g, '¥')
    .replace(/[。．]/g, '.')
    .replace(/[，、]/g, ',')
}
