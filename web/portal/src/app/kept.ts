/**
 * What this phone keeps by itself, for when there is no line: a few values by name, in IndexedDB.
 *
 * Written through to the disk before it counts as kept: phones end browsers without asking. Where the browser keeps nothing
 * (private windows, full storage) everything works while there is a line.
 */
const storeName = 'kept'

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('regulars.portal', 1)
    request.addEventListener('upgradeneeded', () => request.result.createObjectStore(storeName))
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error ?? new Error('the phone’s storage cannot be opened')))
  })
}

async function withStore<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open()
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(storeName, mode, { durability: 'strict' })
      const request = act(transaction.objectStore(storeName))
      transaction.addEventListener('complete', () => resolve(request.result))
      transaction.addEventListener('error', () => reject(transaction.error ?? new Error('nothing can be kept here')))
    })
  } finally {
    database.close()
  }
}

export async function readKept(name: string): Promise<unknown> {
  try {
    return await withStore('readonly', (store) => store.get(name) as IDBRequest<unknown>)
  } catch {
    return undefined
  }
}

export async function keep(name: string, value: unknown): Promise<void> {
  try {
    await withStore('readwrite', (store) => store.put(value, name))
  } catch (error) {
    console.warn(`${name} is not kept on this phone`, error)
  }
}

export async function forget(name: string): Promise<void> {
  try {
    await withStore('readwrite', (store) => store.delete(name))
  } catch {
    // Nothing was kept.
  }
}
