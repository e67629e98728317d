import { chmod, chown, mkdir, readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from 'pg'
import { archiveConfigName } from '#platform/embedded-postgres/cluster.ts'
import { settingsFile } from '#platform/embedded-postgres/cluster-settings.ts'
import { writePrivateFile } from '#platform/embedded-postgres/private-file.ts'
import { closedFolderOnTheWay } from '#platform/embedded-postgres/server-user.ts'
import { BackupError } from './backup-layout.ts'

const scriptName = 'regulars-archive.sh'

/**
 * Lets the running server copy each finished WAL segment to `archiveDir`, from now on and after every restart.
 *
 * A quiet shop finishes none for long, so a begun one is closed after half an hour; until then `keepOpenSegmentCopied`
 * copies what there is of it.
 */
export async function archiveWal(client: Client, clusterDir: string, archiveDir: string): Promise<void> {
  const owner = await stat(clusterDir)
  await mkdir(archiveDir, { recursive: true, mode: 0o700 })
  if (process.getuid?.() === 0) await openToServer(archiveDir, owner)

  const script = archiveScript(archiveDir)
  const settings = settingsFile({ archive_command: `sh ${scriptName} "%p" "%f"`, archive_timeout: '30min' })
  const configPath = join(clusterDir, archiveConfigName)
  const scriptPath = join(clusterDir, scriptName)
  if ((await readText(configPath)) === settings && (await readText(scriptPath)) === script) return

  await writePrivateFile(scriptPath, script, owner)
  await writePrivateFile(configPath, settings, owner)
  await client.query('select pg_reload_conf()')
  for (let waited = 0; (await readSetting(client, 'archive_timeout')) !== '30min'; waited += 50) {
    if (waited > 5_000) throw new BackupError('PostgreSQL did not take up the archive settings; see postgres.log.')
    await sleep(50)
  }
}

async function openToServer(archiveDir: string, owner: { uid: number; gid: number }): Promise<void> {
  await chown(archiveDir, owner.uid, owner.gid)
  const backupsDir = dirname(archiveDir)
  await chmod(backupsDir, (await stat(backupsDir)).mode | 0o011)
  const closed = await closedFolderOnTheWay(archiveDir, { ...owner, name: '' })
  if (!closed) return
  throw new BackupError(
    `PostgreSQL writes its part of the backup itself, as user ${owner.uid}, and may not enter ${closed}. ` +
      `Choose a folder outside, or open the way: chmod o+x '${closed}'.`,
  )
}

/**
 * Ends with 0 only once the copy and its sum are on the disk; PostgreSQL keeps the segment and tries again otherwise.
 * Never overwrites: the same segment again is fine, another one of the same name is a mix-up and an error.
 */
function archiveScript(archiveDir: string): string {
  return `#!/bin/sh
# Written by regulars backup. $1: a file in pg_wal, $2: its name.
set -eu
archive=${shellQuoted(archiveDir)}
if [ -e "$archive/$2" ]; then exec cmp "$1" "$archive/$2"; fi
if command -v sha256sum >/dev/null; then sum=$(sha256sum <"$1"); else sum=$(shasum -a 256 <"$1"); fi
printf '%s\\n' "\${sum%% *}" >"$archive/$2.sha256"
cp "$1" "$archive/.unfinished-$2"
sync "$archive/.unfinished-$2" "$archive/$2.sha256"
mv "$archive/.unfinished-$2" "$archive/$2"
sync "$archive"
`
}

export function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}

export async function readSetting(client: Client, name: string): Promise<string> {
  const { rows } = await client.query<{ value: string }>('select current_setting($1) as value', [name])
  return rows[0]?.value ?? ''
}

function readText(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined)
}
