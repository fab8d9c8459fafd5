import type { Dueline } from './launch.ts';

/** What the stand-in has in place of a desktop. */
export interface StandIn {
  readonly electronStandIn: {
    readonly trays: readonly { readonly menu: Menu | null }[];
    readonly dialogs: readonly { readonly message: string }[];
    readonly answers: number[];
    readonly badgeCount: number;
  };
}
interface Menu {
  readonly items: readonly { readonly label: string; click(): void }[];
}

/** What badge, title and tray show. */
export function shown({ app }: Dueline): Promise<{ badge: number; title: string; tray: string[] }> {
  return app.evaluate(({ BrowserWindow }) => {
    const { trays, badgeCount } = (globalThis as unknown as StandIn).electronStandIn;
    return {
      badge: badgeCount,
      title: BrowserWindow.getAllWindows()[0]?.getTitle() ?? '',
      tray: trays[0]?.menu?.items.map(({ label }) => label) ?? [],
    };
  });
}

/** Chooses the item of the tray's menu that begins like this. */
export function chooseInTray({ app }: Dueline, label: string): Promise<void> {
  return app.evaluate((_electron, wanted) => {
    const items = (globalThis as unknown as StandIn).electronStandIn.trays[0]?.menu?.items ?? [];
    items.find((item) => item.label.startsWith(wanted))?.click();
  }, label);
}

/** Chooses an item of the menu bar. */
export function chooseInMenu({ app }: Dueline, id: string): Promise<void> {
  return app.evaluate(({ Menu: menus }, wanted) => {
    const item = menus.getApplicationMenu()?.getMenuItemById(wanted);
    if (!item) throw new Error(`The menu has no ${wanted}.`);
    item.click();
  }, id);
}

/** The dialogs that were shown, oldest first. */
export function dialogsOf({ app }: Dueline): Promise<readonly string[]> {
  return app.evaluate(() => (globalThis as unknown as StandIn).electronStandIn.dialogs.map(({ message }) => message));
}

/** Where the window is, and how large its text. */
export function placeOf({ app }: Dueline) {
  return app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    return { bounds: window?.getBounds(), zoom: window?.webContents.getZoomLevel() };
  });
}

/** Whether the window is shown, and not hidden or gone. */
export function isShown({ app }: Dueline): Promise<boolean> {
  return app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() ?? false);
}

/** Closes the window as its button does. */
export function closeWindow({ app }: Dueline): Promise<void> {
  return app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
}
