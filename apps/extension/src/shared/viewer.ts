import { type Permission, isAlwaysAllowed, may, type Membership } from "@callboard/domain/core/permissions";
import { formatLongDate } from "@callboard/domain/core/time";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Me } from "../data/views.ts";
import { asOfIn } from "./asOf.ts";
import { shell as texts } from "../texts/en/shell/shell.ts";
import { zoneCity } from "./timeText.ts";

export type OwnAccount = Me["accounts"][number];

/** The reader, their account, and how times are formatted for them. */
export interface Viewer {
  me: Me;
  account: OwnAccount;
  /** The IANA zone in which times are shown. */
  zone: string;
  language: string;
  refetch: () => Promise<void>;
  /** Switches to another account, staying on the same page if it is open there. */
  enterAccount: (account: OwnAccount) => Promise<void>;
}

export const ViewerContext = createContext<Viewer | null>(null);

export function useViewer(): Viewer {
  const viewer = useContext(ViewerContext);
  if (!viewer) throw new Error("This view requires a signed-in person");
  return viewer;
}

/** The account's zone instead of the reader's: its statements and schedules go by the account's days. */
export const accountLocale = ({ account, language }: Viewer): Pick<Viewer, "zone" | "language"> => ({
  zone: account.zone,
  language,
});

/** A day on which the account is charged: in its zone, with the zone's name if the reader's differs. */
export function accountDayText(at: number, viewer: Viewer): string {
  const locale = accountLocale(viewer);
  const day = formatLongDate(at, locale);
  return locale.zone === viewer.zone ? day : `${day} (${zoneCity(locale.zone)})`;
}

/** The reader's membership, in the form that the permission rules take. */
export const membershipOf = ({ role, owner, softphone, frozen }: OwnAccount): Membership => ({
  role,
  owner,
  softphone,
  frozen,
  permissions: [],
  operator: false,
});

/** In the past only the pages about routing can be read. */
const ALLOWED_AS_OF: readonly Permission[] = ["use the account", "read routing"];

/** Whether the role has this permission: decides which pages there are. */
export const mayOpen = (account: OwnAccount, permission: Permission): boolean =>
  may(membershipOf(account), permission) && (asOfIn(account.id) === null || ALLOWED_AS_OF.includes(permission));

const isBlockedByState = (account: OwnAccount, permission: Permission): boolean =>
  account.label === "canceled" && !isAlwaysAllowed(permission);

/** Whether it can be done now: a canceled account can only be read and reactivated. */
export const mayDo = (account: OwnAccount, permission: Permission): boolean =>
  mayOpen(account, permission) && !isBlockedByState(account, permission);

/** Why something that the role allows can't be done now; null if it can, or if the role doesn't allow it. */
export const blockedReason = (account: OwnAccount, permission: Permission): string | null =>
  mayOpen(account, permission) && isBlockedByState(account, permission) ? texts.canceledWhy : null;
