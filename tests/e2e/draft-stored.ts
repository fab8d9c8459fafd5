import { expect, type Page } from '@playwright/test';

/** Waits until IndexedDB holds the draft, which it does moments after the last key. */
export async function draftStored(window: Page, text: string): Promise<void> {
  await expect
    .poll(() =>
      window.evaluate(async (wanted) => {
        for (const { name } of await indexedDB.databases()) {
          const db = await new Promise<IDBDatabase>((resolve, reject) => {
            const request = indexedDB.open(name ?? '');
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error);
          });
          const rows = db.objectStoreNames.contains('drafts')
            ? await new Promise<unknown[]>((resolve, reject) => {
                const request = db.transaction('drafts').objectStore('drafts').getAll();
                request.onsuccess = () => resolve(request.result);
                request.onerror = () => reject(request.error);
              })
            : [];
          db.close();
          if (JSON.stringify(rows).includes(wanted)) return true;
        }
        return false;
      }, text),
    )
    .toBe(true);
}
