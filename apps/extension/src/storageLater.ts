import { flag, maybe, number, oneOf, optional, record, shape, text } from "./fits.ts";
import { DEVICE_THEME, type Intent, intentName, type Session, SHOWN_THEME } from "./storage.ts";
import type { Item } from "./stored.ts";

/** An account as it stood at an instant. */
export interface Past {
  account: string;
  at: number;
}

/** Why nobody is signed in, or why somebody is in no account, where it was not their own wish. */
export type Left = { why: "expired" | "removed"; account: string };

export const LEFT = (): Item<Left> => ({
  name: "left",
  fits: shape({ why: oneOf("expired", "removed"), account: text }),
});
/** The server that the next sign-in goes to. */
export const SERVER = (): Item<string> => ({ name: "server", fits: text });
/** A choice on its way, one for each person and account. */
export const INTENT = (place: Pick<Intent, "person" | "account">): Item<Intent> => ({
  name: intentName(place),
  fits: shape<Intent>({
    key: text,
    account: text,
    person: text,
    status: text,
    statusName: text,
    minutes: optional(number),
    until: optional(number),
    meantAt: number,
    lost: flag,
    refused: maybe(text),
  }),
});
/** By which each server knows this device again, whoever signs in on it: 32 random bytes. */
export const DEVICES = (): Item<Record<string, string>> => ({ name: "devices", fits: record(text) });
/** What the icon's menu was drawn from. */
export const MENU = (): Item<string> => ({ name: "menuDrawn", fits: text });
/** Where the console was last. */
export const LAST = (): Item<Pick<Session, "person" | "account">> => ({
  name: "console",
  fits: shape({ person: text, account: maybe(text) }),
});
export const PAST = (): Item<Past> => ({ name: "past", fits: shape({ account: text, at: number }) });

/** Nobody's in particular. All else belongs to a session and goes with it: what is new too, unless it is named here. */
export const OF_THE_DEVICE = [SERVER, DEVICES, MENU, SHOWN_THEME, DEVICE_THEME] as const;
