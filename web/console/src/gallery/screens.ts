import { screen } from '#app/screen.ts'

/** The kit on one page, for whoever builds screens. Development only: the build leaves it out. */
export const galleryScreens = import.meta.env.DEV
  ? [screen('gallery', () => import('./gallery-page.tsx'), 'GalleryPage')]
  : []
