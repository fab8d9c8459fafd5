import type Electron from 'electron';

/** An image that nobody sees; it knows its sizes, and refuses pixels that do not fill them. */
class NativeImage {
  readonly #sizes = new Map<number, Electron.Size>();
  #isTemplate = false;

  addRepresentation({ scaleFactor = 1, width = 0, height = 0, buffer }: Electron.AddRepresentationOptions): void {
    if (buffer === undefined || buffer.byteLength !== width * height * 4) throw new Error('invalid buffer size');
    this.#sizes.set(scaleFactor, { width: width / scaleFactor, height: height / scaleFactor });
  }
  isEmpty(): boolean {
    return this.#sizes.size === 0;
  }
  getScaleFactors(): number[] {
    return [...this.#sizes.keys()];
  }
  getSize(scaleFactor = 1): Electron.Size {
    return this.#sizes.get(scaleFactor) ?? { width: 0, height: 0 };
  }
  setTemplateImage(isTemplate: boolean): void {
    this.#isTemplate = isTemplate;
  }
  isTemplateImage(): boolean {
    return this.#isTemplate;
  }
}

type Checked = 'addRepresentation' | 'isEmpty' | 'getScaleFactors' | 'getSize' | 'setTemplateImage' | 'isTemplateImage';
export const nativeImage = {
  createEmpty: (): Pick<Electron.NativeImage, Checked> => new NativeImage(),
};
