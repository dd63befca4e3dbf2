import { isTimeZone } from "@callboard/domain/core/time";
import { THEME_CHOICES, type ThemeChoice } from "@callboard/ui/theme";
import { type Guard, nullable, number, oneOf, object, string } from "./guards.ts";
import type { StorageItem } from "./storage.ts";

// Items stored on this device and read before the first render. The others are in `deferredStorageItems.ts`: a file is
// loaded whole, and the popup must stay small. Items that only one module uses are declared in that module.
//
// Each is a function, so that a bundler can drop it where it isn't used. The upper case says that it always returns the
// same item.

/** Who is signed in, on which server and in which account. Shared by popup, console and worker. */
export interface Session {
  server: string;
  secret: string;
  person: string;
  account: string | null;
}

/**
 * A chosen status that isn't confirmed yet. Stored before it is sent, so that neither a closed popup nor a lost
 * connection loses it. It belongs to one person in one account and is deleted with the session.
 */
export interface PendingStatus {
  /** The idempotency key of the choice. */
  key: string;
  account: string;
  person: string;
  status: string;
  statusName: string;
  /** The chosen length or end; without both, the status's default length. */
  minutes?: number | undefined;
  until?: number | undefined;
  /** When the person chose it, by the server's clock. */
  chosenAt: number;
  /** True once a request got no answer or a refusal: from then on it is sent with `chosenAt`, as a choice made offline. */
  undelivered: boolean;
  /** The server's reason if it arrived too late to be applied; the person then decides. */
  refused: string | null;
}

export const SESSION = (): StorageItem<Session> => ({
  name: "session",
  guard: object({ server: string, secret: string, person: string, account: nullable(string) }),
});
/** Prefix of every pending status's name. Older than the term; a rename would lose what is stored. */
export const PENDING_STATUS_PREFIX = "intent ";
export const pendingStatusName = ({ person, account }: Pick<PendingStatus, "person" | "account">) =>
  `${PENDING_STATUS_PREFIX}${person} ${account}`;
/** All of a pending status's item but its guard, which the popup doesn't need before its first render. */
export const pendingStatusItem = (owner: Pick<PendingStatus, "person" | "account">) => ({
  name: pendingStatusName(owner),
  version: 2,
});
/** The failure of an action in the worker that nobody has seen yet. */
export const WORKER_NOTICE = (): StorageItem<string> => ({ name: "notice", guard: string });
/** The difference between the server's clock and this device's. */
export const CLOCK_OFFSET = (): StorageItem<number> => ({ name: "offset", guard: number });
/** The zone that the person chose for every device. */
export const ZONE = (): StorageItem<string> => ({
  name: "zone",
  guard: (value): value is string => string(value) && isTimeZone(value),
});

const THEME: Guard<ThemeChoice> = oneOf(...THEME_CHOICES);
/** The theme on the screen. `first-frame.js` reads it too. */
export const SHOWN_THEME = (): StorageItem<ThemeChoice> => ({ name: "theme", guard: THEME });
/** The theme of this device alone, if it has its own. */
export const DEVICE_THEME = (): StorageItem<ThemeChoice> => ({ name: "theme.device", guard: THEME });
/** A theme chosen for every device and not saved yet. */
export const UNSAVED_THEME = (): StorageItem<{ person: string; theme: ThemeChoice }> => ({
  name: "theme.unsaved",
  guard: object({ person: string, theme: THEME }),
});
