import type { Answers } from "./api.ts";

export type Me = Answers["access"]["me"];
export type Mine = Answers["agents"]["mine"];
export type Balance = Answers["balance"]["current"];
export type Changes = Answers["history"]["list"];
export type Team = Answers["agents"]["board"];

/** What the popup showed last, so that the next one opens with it before the first answer is there. */
export interface Snapshot {
  account: string;
  person: string;
  /** By the server's clock. */
  at: number;
  me: Me | null;
  mine: Mine | null;
  balance: Balance | null;
  changes: Changes | null;
  team: Team | null;
  frame?: Frame | undefined;
}

/** The popup as it was drawn from all this: `first-frame.js` paints it, and whatever forgets the one forgets both. */
export interface Frame {
  html: string;
  /** It is painted in this theme only: a button in it shows the other one. */
  dark: boolean;
  /** By this device's clock: what it says may not be so any longer. */
  until: number;
}

const KEY = "callboard.snapshot";

/** Read while the page is first painted: localStorage answers at once, the extension's own storage does not. */
export function readSnapshot(): Snapshot | null {
  try {
    const text = localStorage.getItem(KEY);
    return text === null ? null : (JSON.parse(text) as Snapshot);
  } catch {
    return null;
  }
}

export function saveSnapshot(snapshot: Snapshot): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(snapshot));
  } catch {
    // A full storage costs only the head start of the next popup.
  }
}

export const forgetSnapshot = (): void => localStorage.removeItem(KEY);
