// After `npm install`: completes package-lock.json with the builds for other platforms that npm left out.
import { lockAllBuilds } from './lib/lock-file.ts'

const added = lockAllBuilds()
console.log(added.length === 0 ? 'package-lock.json is complete' : `added ${added.length}:\n${added.join('\n')}`)
