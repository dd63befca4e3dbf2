import { boolean, nullable, number, oneOf, optional, record, object, string } from "./guards.ts";
import { DEVICE_THEME, type PendingStatus, pendingStatusItem, type Session, SHOWN_THEME } from "./storageItems.ts";
import type { StorageItem } from "./storage.ts";

// Items not needed before the first render. Each is a function, so that bundles that don't use it drop it: a bundler
// keeps a guard built at the top level, because the call that builds it could have side effects.

/** An account as it was at an instant. */
export interface AsOf {
  account: string;
  at: number;
}

/** Why nobody is signed in, or no account is open, when the person didn't choose that. */
export type ExitReason = { why: "expired" | "removed"; account: string };

/** Kept until the person has seen it. */
export const EXIT_REASON = (): StorageItem<ExitReason> => ({
  name: "left",
  guard: object({ why: oneOf("expired", "removed"), account: string }),
});
/** The server that the next sign-in goes to. */
export const SERVER = (): StorageItem<string> => ({ name: "server", guard: string });
export const PENDING_STATUS_GUARD = () =>
  object<PendingStatus>({
    key: string,
    account: string,
    person: string,
    status: string,
    statusName: string,
    minutes: optional(number),
    until: optional(number),
    chosenAt: number,
    undelivered: boolean,
    refused: nullable(string),
  });
/** Version 1 had other names for two fields. */
export const upgradePendingStatus = (older: unknown) => {
  const { meantAt: chosenAt, lost: undelivered, ...rest } = (older ?? {}) as Record<string, unknown>;
  return { ...rest, chosenAt, undelivered };
};
/** A chosen status that isn't confirmed yet, one per person and account. */
export const PENDING_STATUS = (owner: Pick<PendingStatus, "person" | "account">): StorageItem<PendingStatus> => ({
  ...pendingStatusItem(owner),
  guard: PENDING_STATUS_GUARD(),
  upgrade: upgradePendingStatus,
});
/** 32 random bytes by which each server recognizes this device, whoever signs in on it. */
export const DEVICE_SECRETS = (): StorageItem<Record<string, string>> => ({ name: "devices", guard: record(string) });
/** The statuses that the icon's context menu was last built from. */
export const CONTEXT_MENU = (): StorageItem<string> => ({ name: "menuDrawn", guard: string });
/** Where the console was last open. */
export const LAST_CONSOLE = (): StorageItem<Pick<Session, "person" | "account">> => ({
  name: "console",
  guard: object({ person: string, account: nullable(string) }),
});
/** The instant of the past that a tab shows. */
export const AS_OF = (): StorageItem<AsOf> => ({ name: "past", guard: object({ account: string, at: number }) });

/** Items that belong to the device. Everything else, including any new item not listed here, is deleted at sign-out. */
export const DEVICE_ITEMS = [SERVER, DEVICE_SECRETS, CONTEXT_MENU, SHOWN_THEME, DEVICE_THEME] as const;
