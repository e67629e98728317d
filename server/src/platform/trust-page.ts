import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { App } from './http.ts'
import { derOf, describeCertificate } from './tls-certificates.ts'

type Language = 'zh' | 'en'
type Asset = { type: string; body: string | Buffer; fileName?: string }

const words = {
  zh: {
    title: '让这台设备信任本店的系统',
    why: '本店的系统装在店里的这台电脑上，使用自己签发的证书。每台收银机、平板和手机只需安装一次，之后浏览器不再提示风险，离线收银和扫码也能使用。',
    download: '下载证书',
    check: '安装前请核对：下面的指纹应与店里那台电脑上 regulars tls 显示的一致。',
    done: '装好后，回到系统',
    other: 'English',
    steps: [
      [
        'iPhone / iPad',
        '用 Safari 打开本页并下载 → 设置 → 已下载描述文件 → 安装 → 设置 → 通用 → 关于本机 → 证书信任设置 → 打开 Regulars。',
      ],
      ['Android', '下载 → 设置 → 安全 → 加密与凭据 → 安装证书 → CA 证书 → 选择下载的文件。'],
      [
        'Windows',
        '下载并打开 → 安装证书 → 本地计算机 → 将所有证书放入下列存储 → 受信任的根证书颁发机构 → 完成，重启浏览器。',
      ],
      ['macOS', '下载并打开 → 钥匙串访问 → 双击 Regulars → 信任 → 始终信任。'],
      [
        'Linux',
        '复制到 /usr/local/share/ca-certificates/ → sudo update-ca-certificates；Firefox 与 Chrome 在证书设置中导入。',
      ],
    ],
  },
  en: {
    title: 'Let this device trust the shop’s system',
    why: 'The shop’s system runs on a computer in the shop and uses a certificate of its own. Each till, tablet and phone installs it once; after that the browser warns no more, and offline sales and scanning work.',
    download: 'Download the certificate',
    check:
      'Compare before you install it: this fingerprint must be the one that “regulars tls” shows on the shop’s computer.',
    done: 'Once installed, go to the system',
    other: '中文',
    steps: [
      [
        'iPhone / iPad',
        'Open this page in Safari and download → Settings → Profile Downloaded → Install → Settings → General → About → Certificate Trust Settings → turn Regulars on.',
      ],
      [
        'Android',
        'Download → Settings → Security → Encryption & credentials → Install a certificate → CA certificate → choose the file.',
      ],
      [
        'Windows',
        'Download and open → Install Certificate → Local Machine → Place all certificates in the following store → Trusted Root Certification Authorities → Finish, and restart the browser.',
      ],
      ['macOS', 'Download and open → Keychain Access → double-click Regulars → Trust → Always Trust.'],
      [
        'Linux',
        'Copy it to /usr/local/share/ca-certificates/ → sudo update-ca-certificates; import it in the certificate settings of Firefox and Chrome.',
      ],
    ],
  },
} as const

const style = `:root{color-scheme:light dark;--ink:#1f2328;--soft:#59636e;--line:#d8dee4;--paper:#fff;--mark:#0b6e4f}
@media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9198a1;--line:#3d444d;--paper:#15191e;--mark:#4cc38a}}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.65 system-ui,"PingFang SC","Microsoft YaHei",sans-serif}
main{max-width:40rem;margin:0 auto;padding:2.5rem 1.25rem 4rem}
h1{font-size:1.6rem;line-height:1.3;margin:0 0 1rem}
p{margin:0 0 1.25rem;color:var(--soft)}
a.get{display:inline-block;padding:.75rem 1.5rem;border-radius:.5rem;background:var(--mark);color:var(--paper);font-weight:600;text-decoration:none}
code{display:block;margin:.5rem 0 1.5rem;padding:.75rem 1rem;border:1px solid var(--line);border-radius:.5rem;font-size:.8rem;overflow-wrap:anywhere;color:var(--ink)}
dl{margin:1.5rem 0;border-top:1px solid var(--line)}
dt{margin:1rem 0 .25rem;font-weight:600}
dd{margin:0;padding-bottom:1rem;border-bottom:1px solid var(--line);color:var(--soft)}
nav{text-align:right;font-size:.9rem}
a{color:var(--mark)}`

function page(language: Language, fingerprint: string): string {
  const { title, why, download, check, done, other, steps } = words[language]
  const items = steps.map(([name, text]) => `<dt>${name}</dt><dd>${text}</dd>`).join('\n')
  return `<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${title}</title><link rel="stylesheet" href="/trust/style.css"></head>
<body><main>
<nav><a href="/trust?lang=${language === 'zh' ? 'en' : 'zh'}">${other}</a></nav>
<h1>${title}</h1>
<p>${why}</p>
<p><a class="get" href="/trust/regulars-authority.crt" download>${download}</a></p>
<p>${check}<code>SHA-256 ${fingerprint}</code></p>
<dl>
${items}
</dl>
<p><a href="/">${done}</a></p>
</main></body></html>
`
}

/** What lies under `/trust`, for a path with its query; null for anything else. */
function findAsset(authority: string, url: string, acceptLanguage: string): Asset | null {
  const { pathname, searchParams } = new URL(url, 'http://localhost')
  if (pathname === '/trust/style.css') return { type: 'text/css; charset=utf-8', body: style }
  if (pathname === '/trust/regulars-authority.crt')
    return { type: 'application/x-x509-ca-cert', body: derOf(authority), fileName: 'regulars-authority.crt' }
  if (pathname !== '/trust' && pathname !== '/trust/') return null
  const asked = searchParams.get('lang') ?? (/^\s*en\b/i.test(acceptLanguage) ? 'en' : 'zh')
  const { fingerprint } = describeCertificate(authority)
  return { type: 'text/html; charset=utf-8', body: page(asked === 'en' ? 'en' : 'zh', fingerprint) }
}

function headersOf({ type, fileName }: Asset): Record<string, string> {
  return {
    'content-type': type,
    'cache-control': 'no-cache',
    ...(fileName ? { 'content-disposition': `attachment; filename="${fileName}"` } : {}),
  }
}

/** Over HTTPS, for devices whose owner went past the browser's warning. */
export function trustRoutes(app: App, authority: string): void {
  app.get('/trust*', { schema: { hide: true } }, async (request, reply) => {
    const asset = findAsset(authority, request.url, request.headers['accept-language'] ?? '')
    if (!asset) return reply.callNotFound()
    return reply.headers(headersOf(asset)).send(asset.body)
  })
}

/** Over plain HTTP, for devices that do not trust us yet; whatever else is asked goes to `otherwise`. */
export function trustOverPlainHttp(authority: string | null, otherwise: RequestListener): RequestListener {
  return (request: IncomingMessage, response: ServerResponse) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    const isPath = request.url?.startsWith('/trust') ?? false
    const language = request.headers['accept-language'] ?? ''
    const asset = authority && isRead && isPath ? findAsset(authority, request.url!, language) : null
    if (!asset) return otherwise(request, response)
    response.writeHead(200, {
      ...headersOf(asset),
      'content-security-policy': "default-src 'none'; style-src 'self'",
      'x-content-type-options': 'nosniff',
    })
    response.end(request.method === 'HEAD' ? undefined : asset.body)
  }
}
