import { Page } from '@staff/ui'
export function GalleryPage() {
  return <Page title="Gallery">x</Page>
}
