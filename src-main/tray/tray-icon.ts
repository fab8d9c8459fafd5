import { Menu, type MenuItemConstructorOptions, Tray } from 'electron';
import { trayImage } from './native-picture.ts';
import type { TrayLine, TrayPicture, TrayView } from './tray-view.ts';

export interface TrayActs {
  readonly open: () => void;
  readonly openCase: (caseId: string) => void;
  readonly quit: () => void;
}

/** The icon in the tray or the menu bar. */
export interface TrayIcon {
  show(view: TrayView): void;
}

/** Puts an icon into the tray. Whoever calls it keeps it: an icon that is collected as garbage disappears. */
export function makeTrayIcon(isMac: boolean, act: TrayActs): TrayIcon {
  let shownPicture: TrayPicture = 'calm';
  const tray = new Tray(trayImage(shownPicture, isMac));
  // On a Mac a click opens the menu, which is what people expect there.
  if (!isMac) tray.on('click', act.open);
  return {
    show({ picture, tooltip, lines }) {
      if (picture !== shownPicture) tray.setImage(trayImage(picture, isMac));
      shownPicture = picture;
      tray.setToolTip(tooltip);
      // Linux shows changes only of a menu that is set anew.
      tray.setContextMenu(Menu.buildFromTemplate(lines.map((line) => itemOf(line, act))));
    },
  };
}

function itemOf(line: TrayLine, act: TrayActs): MenuItemConstructorOptions {
  switch (line.kind) {
    case 'line':
      return { type: 'separator' };
    case 'told':
      return { label: line.words, enabled: false };
    case 'open_case':
      return { label: line.words, click: () => act.openCase(line.caseId) };
    case 'open':
      return { label: line.words, click: act.open };
    case 'quit':
      return { label: line.words, click: act.quit };
  }
}
