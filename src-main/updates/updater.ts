/** A version that the update server has. */
export interface Offer {
  readonly version: string;
  /** The share of computers that are to get it, as the server has it; undefined: all. */
  readonly stagingPercentage?: unknown;
}

/** What looks for updates and hands them to the system's installer; electron-updater, or a test's own. */
export interface Updater {
  /** @throws if the server cannot be asked, or answers nothing that could be understood. */
  look(): Promise<Offer>;
  /** Resolves when the offer is on the disk and verified. @throws if it could not be fetched, or is not what it claims to be. */
  fetch(offer: Offer, progressed: (percent: number) => void): Promise<void>;
  /** What takes time and can fail before the installer takes over; the app goes on meanwhile. @throws if it fails. */
  prepare(): Promise<void>;
  /** Lets the system's installer take over, which ends the app and starts the new one. @throws if it does not. */
  handOver(): Promise<void>;
}
