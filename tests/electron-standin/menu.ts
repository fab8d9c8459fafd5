import type Electron from 'electron';
import { app } from './app.ts';
import { BrowserWindow } from './browser-window.ts';

/** An item of a menu that nobody sees: it can be read, and chosen by `click`. */
class MenuItem {
  readonly id: string;
  readonly label: string;
  readonly role: Electron.MenuItemConstructorOptions['role'];
  readonly type: Electron.MenuItemConstructorOptions['type'];
  readonly enabled: boolean;
  readonly accelerator: string | null;
  readonly submenu: Menu | undefined;
  readonly #options: Electron.MenuItemConstructorOptions;

  constructor(options: Electron.MenuItemConstructorOptions) {
    const { id = '', label, role, type = 'normal', enabled = true, accelerator, submenu } = options;
    this.id = id;
    this.label = label ?? role ?? '';
    this.role = role;
    this.type = type;
    this.enabled = enabled;
    this.accelerator = accelerator ?? null;
    this.submenu = Array.isArray(submenu) ? Menu.buildFromTemplate(submenu) : undefined;
    this.#options = options;
  }

  click(): void {
    if (!this.enabled) return;
    const window = BrowserWindow.getFocusedWindow();
    if (this.role === 'quit') app.quit();
    else if (this.role === 'close') window?.close();
    else if (this.role === undefined && this.#options.click !== undefined) {
      // Electron hands over the item, the window and the event; what is chosen here depends on none of them.
      Reflect.apply(this.#options.click, undefined, [this, window ?? undefined, {}]);
    }
  }
}

/** A menu that can be read and chosen from. */
export class Menu {
  static #application: Menu | null = null;
  readonly items: readonly MenuItem[];

  private constructor(template: readonly Electron.MenuItemConstructorOptions[]) {
    this.items = template.map((options) => new MenuItem(options));
  }
  static buildFromTemplate(template: readonly Electron.MenuItemConstructorOptions[]): Menu {
    return new Menu(template);
  }
  static setApplicationMenu(menu: Menu | null): void {
    Menu.#application = menu;
  }
  static getApplicationMenu(): Menu | null {
    return Menu.#application;
  }
  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id);
      if (found) return found;
    }
    return null;
  }
  /** There is nobody to choose from it. */
  popup(_options?: object): void {}
}

type Checked = 'buildFromTemplate' | 'setApplicationMenu' | 'getApplicationMenu';
Menu satisfies { readonly [Name in Checked]: unknown } satisfies {
  readonly [Name in keyof typeof Electron.Menu]?: unknown;
};
