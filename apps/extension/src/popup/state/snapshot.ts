import { removePageItem, type StorageItem, readPageItem, writePageItem } from "../../data/storage.ts";
import type { Me, OwnStatus, Balance, Changes, Team } from "../../data/views.ts";

/** What the popup showed last, so that the next one opens with it before the first answer is there. */
export interface Snapshot {
  account: string;
  person: string;
  /** By the server's clock. */
  at: number;
  me: Me | null;
  mine: OwnStatus | null;
  balance: Balance | null;
  changes: Changes | null;
  team: Team | null;
  frame?: LastFrame | undefined;
}

/** The popup as it was drawn from all this: `first-frame.js` paints it, and whatever forgets the one forgets both. */
export interface LastFrame {
  html: string;
  /** It is painted in this theme only: a button in it shows the other one. */
  dark: boolean;
  /** By this device's clock: what it says may not be so any longer. */
  until: number;
}

/** The file that this very app is: another release draws from other answers, and its picture is not this one's. */
const currentApp = () => document.querySelector<HTMLElement>("[data-app]")?.dataset["app"] ?? "";

const checksum = (text: string): number => {
  let sum = 0;
  for (let at = 0; at < text.length; at += 1) sum = (Math.imul(sum, 31) + text.charCodeAt(at)) | 0;
  return sum;
};

interface StoredSnapshot extends Snapshot {
  app: string;
  sum: number;
}

/** A head start and no more, so nothing in it is looked at: it is what this app wrote, to the letter, or it is dropped. */
const SNAPSHOT = (): StorageItem<StoredSnapshot> => ({
  name: "snapshot",
  fits: (value): value is StoredSnapshot => {
    const { app, sum, ...snapshot } = Object(value) as StoredSnapshot;
    return app === currentApp() && sum === checksum(JSON.stringify(snapshot));
  },
});

/** Read while the page is first painted: `localStorage` answers at once, the extension's own storage does not. */
export const readSnapshot = (): Snapshot | null => readPageItem(SNAPSHOT());

export const saveSnapshot = (snapshot: Snapshot): void =>
  writePageItem(SNAPSHOT(), { ...snapshot, app: currentApp(), sum: checksum(JSON.stringify(snapshot)) });

export const removeSnapshot = (): void => removePageItem(SNAPSHOT());
