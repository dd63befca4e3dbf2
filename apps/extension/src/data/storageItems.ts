import { isTimeZone } from "@callboard/domain/core/time";
import type { ThemeChoice } from "@callboard/ui/theme";
import { type Guard, nullable, number, oneOf, object, string } from "./guards.ts";
import type { StorageItem } from "./storage.ts";

// What is kept on this device and read before the first picture. The rest is in `storageLater.ts`: a file is loaded whole,
// and the popup's must be small. What one part alone keeps is declared there, by the same means.

/** Who is signed in where, and in which account. Kept on the device, shared by popup, console and worker. */
export interface Session {
  server: string;
  secret: string;
  person: string;
  account: string | null;
}

/**
 * A chosen status on its way. Written down before it is sent, so that neither a closed popup nor a dead line loses it.
 * It is one person's in one account: another account has its own, and it goes with the session.
 */
export interface PendingStatus {
  key: string;
  account: string;
  person: string;
  status: string;
  statusName: string;
  minutes?: number | undefined;
  until?: number | undefined;
  /** When it was meant, by the server's clock. */
  meantAt: number;
  /** True once no answer came: from then on it is sent as one that was chosen offline. */
  lost: boolean;
  /** Why the server would not apply it so late. The person decides. */
  refused: string | null;
}

export const SESSION = (): StorageItem<Session> => ({
  name: "session",
  fits: object({ server: string, secret: string, person: string, account: nullable(string) }),
});
/** All intents begin with this. */
export const PENDING_STATUS_PREFIX = "intent ";
export const pendingStatusName = ({ person, account }: Pick<PendingStatus, "person" | "account">) =>
  `${PENDING_STATUS_PREFIX}${person} ${account}`;
/** A refusal that nobody has seen yet. */
export const WORKER_NOTICE = (): StorageItem<string> => ({ name: "notice", fits: string });
/** How far the server's clock is from this device's. */
export const CLOCK_OFFSET = (): StorageItem<number> => ({ name: "offset", fits: number });
/** The zone that the person chose for every device. */
export const ZONE = (): StorageItem<string> => ({
  name: "zone",
  fits: (value): value is string => string(value) && isTimeZone(value),
});

const THEME: Guard<ThemeChoice> = oneOf("auto", "light", "dark");
/** The theme on the screen. `first-frame.js` reads it too. */
export const SHOWN_THEME = (): StorageItem<ThemeChoice> => ({ name: "theme", fits: THEME });
export const DEVICE_THEME = (): StorageItem<ThemeChoice> => ({ name: "theme.device", fits: THEME });
/** A theme that was chosen for every device and is not saved yet. */
export const UNSAVED_THEME = (): StorageItem<{ person: string; theme: ThemeChoice }> => ({
  name: "theme.unsaved",
  fits: object({ person: string, theme: THEME }),
});
