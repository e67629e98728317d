/**
 * The member's card on this phone: number and key, so that the code turns without a line.
 *
 * The key is kept as a WebCrypto key that no script can read out again, ours included.
 */
export type KeptCard = { number: string; key: CryptoKey; clockAheadMs: number }

const storeName = 'card'
const theCard = 'mine'

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('regulars.portal', 1)
    request.addEventListener('upgradeneeded', () => request.result.createObjectStore(storeName))
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error ?? new Error('the card’s place cannot be opened')))
  })
}

async function withStore<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open()
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(storeName, mode)
      const request = act(transaction.objectStore(storeName))
      transaction.addEventListener('complete', () => resolve(request.result))
      transaction.addEventListener('error', () => reject(transaction.error ?? new Error('the card cannot be kept')))
    })
  } finally {
    database.close()
  }
}

/** The card on this phone; null when there is none, or where the browser keeps nothing (private windows). */
export async function readCard(): Promise<KeptCard | null> {
  try {
    return ((await withStore('readonly', (store) => store.get(theCard))) as KeptCard | undefined) ?? null
  } catch {
    return null
  }
}

/** Keeps the card. Where the browser keeps nothing it shows while there is a line, and only then. */
export async function keepCard(card: KeptCard): Promise<void> {
  try {
    await withStore('readwrite', (store) => store.put(card, theCard))
  } catch (error) {
    console.warn('The card is not kept on this phone', error)
  }
}

export async function forgetCard(): Promise<void> {
  try {
    await withStore('readwrite', (store) => store.delete(theCard))
  } catch {
    // Nothing was kept.
  }
}
