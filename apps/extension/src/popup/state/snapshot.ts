import { removePageItem, type StorageItem, readPageItem, writePageItem } from "../../data/storage/storage.ts";
import type { Me, OwnStatus, Balance, Changes, Team } from "../../data/views.ts";

/** The popup's last data, so that the next popup starts with it before the first answer arrives. */
export interface Snapshot {
  account: string;
  person: string;
  /** When its oldest part was answered, by the server's clock. */
  at: number;
  me: Me | null;
  mine: OwnStatus | null;
  balance: Balance | null;
  changes: Changes | null;
  team: Team | null;
  frame?: LastFrame | undefined;
}

/**
 * The popup's HTML, rendered from this data: `first-frame.js` paints it. Both are deleted together.
 */
export interface LastFrame {
  html: string;
  /** It is painted in this theme only: its theme button shows the other one. */
  dark: boolean;
  /** By this device's clock: after this instant the frame may be wrong. */
  until: number;
}

/** The file name of the running app: another release needs other data and renders another frame. */
const currentApp = () => document.querySelector<HTMLElement>("[data-app]")?.dataset["app"] ?? "";

const checksum = (text: string): number => {
  let sum = 0;
  for (let index = 0; index < text.length; index += 1) sum = (Math.imul(sum, 31) + text.charCodeAt(index)) | 0;
  return sum;
};

interface StoredSnapshot extends Snapshot {
  app: string;
  sum: number;
}

/** Only a head start, so its fields aren't checked: a checksum drops anything that this release didn't write itself. */
const SNAPSHOT = (): StorageItem<StoredSnapshot> => ({
  name: "snapshot",
  guard: (value): value is StoredSnapshot => {
    const { app, sum, ...snapshot } = Object(value) as StoredSnapshot;
    return app === currentApp() && sum === checksum(JSON.stringify(snapshot));
  },
});

/** Read before the first render: `localStorage` is synchronous, the extension's storage isn't. */
export const readSnapshot = (): Snapshot | null => readPageItem(SNAPSHOT());

export const saveSnapshot = (snapshot: Snapshot): void =>
  writePageItem(SNAPSHOT(), { ...snapshot, app: currentApp(), sum: checksum(JSON.stringify(snapshot)) });

export const removeSnapshot = (): void => removePageItem(SNAPSHOT());
