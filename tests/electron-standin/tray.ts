import { EventEmitter } from 'node:events';
import type Electron from 'electron';
import type { Menu } from './menu.ts';
import { seen } from './seen.ts';

/** An icon in a tray that nobody sees. */
export class Tray extends EventEmitter {
  image: unknown;
  toolTip = '';
  menu: Menu | null = null;

  constructor(image: unknown) {
    super();
    this.image = image;
    seen.trays.push(this);
  }
  setImage(image: unknown): void {
    this.image = image;
  }
  setToolTip(toolTip: string): void {
    this.toolTip = toolTip;
  }
  setContextMenu(menu: Menu | null): void {
    this.menu = menu;
  }
  destroy(): void {
    seen.trays.splice(seen.trays.indexOf(this), 1);
  }
}

type Checked = 'setImage' | 'setToolTip' | 'setContextMenu' | 'destroy';
null as unknown as Tray satisfies { readonly [Name in Checked & keyof Electron.Tray]: unknown };
