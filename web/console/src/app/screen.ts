export { screen } from '@web/ui/screen.ts'
