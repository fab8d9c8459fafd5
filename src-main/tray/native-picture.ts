import { type NativeImage, nativeImage } from 'electron';
import type { Pixels } from './paint.ts';
import { overlayPicture, templatePicture, trayPicture } from './pictures.ts';
import type { TrayPicture } from './tray-view.ts';

/** Scales of displays that Windows and Linux offer; macOS has the first and the last. */
const scales = [1, 1.25, 1.5, 2] as const;

/** The tray's picture for every display, as the menu bar of macOS wants it or in colours. */
export function trayImage(picture: TrayPicture, isMac: boolean): NativeImage {
  const image = imageOf((size) => (isMac ? templatePicture(picture, size) : trayPicture(picture, size)));
  image.setTemplateImage(isMac);
  return image;
}

/** The badge on the taskbar button of Windows. */
export function overlayImage(overdue: number): NativeImage {
  return imageOf((size) => overlayPicture(overdue, size));
}

function imageOf(pixelsAt: (size: number) => Pixels): NativeImage {
  const image = nativeImage.createEmpty();
  for (const scaleFactor of scales) {
    const { width, height, bytes } = pixelsAt(16 * scaleFactor);
    image.addRepresentation({ scaleFactor, width, height, buffer: Buffer.from(bytes) });
  }
  return image;
}
