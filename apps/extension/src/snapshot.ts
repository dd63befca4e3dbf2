import type { Answers } from "./api.ts";
import { dropHere, type Item, readHere, writeHere } from "./stored.ts";

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

/** The file that this very app is: another release draws from other answers, and its picture is not this one's. */
const appHere = () => document.querySelector<HTMLElement>("[data-app]")?.dataset["app"] ?? "";

const sumOf = (text: string): number => {
  let sum = 0;
  for (let at = 0; at < text.length; at += 1) sum = (Math.imul(sum, 31) + text.charCodeAt(at)) | 0;
  return sum;
};

interface Sealed extends Snapshot {
  app: string;
  sum: number;
}

/** A head start and no more, so nothing in it is looked at: it is what this app wrote, to the letter, or it is dropped. */
const SNAPSHOT = (): Item<Sealed> => ({
  name: "snapshot",
  fits: (value): value is Sealed => {
    const { app, sum, ...snapshot } = Object(value) as Sealed;
    return app === appHere() && sum === sumOf(JSON.stringify(snapshot));
  },
});

/** Read while the page is first painted: `localStorage` answers at once, the extension's own storage does not. */
export const readSnapshot = (): Snapshot | null => readHere(SNAPSHOT());

export const saveSnapshot = (snapshot: Snapshot): void =>
  writeHere(SNAPSHOT(), { ...snapshot, app: appHere(), sum: sumOf(JSON.stringify(snapshot)) });

export const forgetSnapshot = (): void => dropHere(SNAPSHOT());
