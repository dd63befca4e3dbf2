import { type Permission, isAlwaysAllowed, may, type Membership } from "@callboard/domain/core/permissions";
import { formatLongDate } from "@callboard/domain/core/time";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Me } from "../data/views.ts";
import { asOfIn } from "./asOf.ts";
import { shell as texts } from "../texts/en/shell/shell.ts";
import { zoneCity } from "./timeText.ts";

export type OwnAccount = Me["accounts"][number];

/** Who looks at the page, in which account, and how times are written for them. */
export interface Viewer {
  me: Me;
  account: OwnAccount;
  /** IANA zone in which times are shown. */
  zone: string;
  locale: string;
  refetch: () => Promise<void>;
  /** Goes to another account, and stays on the page where it is open there. */
  enterAccount: (account: OwnAccount) => Promise<void>;
}

export const ViewerContext = createContext<Viewer | null>(null);

export function useViewer(): Viewer {
  const viewer = useContext(ViewerContext);
  if (!viewer) throw new Error("This view needs somebody signed in");
  return viewer;
}

/** Days of the account itself: on what its statements are written in, and on which its schedules send. */
export const accountLocale = ({ account, locale }: Viewer): Pick<Viewer, "zone" | "locale"> => ({
  zone: account.zone,
  locale,
});

/** A day on which the account is charged: its own, with its zone's name where the reader lives by other clocks. */
export function accountDayText(at: number, viewer: Viewer): string {
  const reader = accountLocale(viewer);
  const day = formatLongDate(at, reader);
  return reader.zone === viewer.zone ? day : `${day} (${zoneCity(reader.zone)})`;
}

export const membershipOf = ({ role, owner, softphone, parked }: OwnAccount): Membership => ({
  role,
  owner,
  softphone,
  parked,
  deeds: [],
  operator: false,
});

/** What can be done in the past is to read what the rooms of the routing show. */
const ALLOWED_AS_OF: readonly Permission[] = ["use the account", "read routing"];

/** What the role reaches: which pages there are to be read. */
export const mayOpen = (account: OwnAccount, permission: Permission): boolean =>
  may(membershipOf(account), permission) && (asOfIn(account.id) === null || ALLOWED_AS_OF.includes(permission));

const isBlockedByState = (account: OwnAccount, permission: Permission): boolean =>
  account.label === "canceled" && !isAlwaysAllowed(permission);

/** What can be done now: in a canceled account nothing but to read it and to bring it back. */
export const mayDo = (account: OwnAccount, permission: Permission): boolean =>
  mayOpen(account, permission) && !isBlockedByState(account, permission);

/** Why something cannot be done now that the role could do; null where it can, or the role cannot anyway. */
export const blockedReason = (account: OwnAccount, permission: Permission): string | null =>
  mayOpen(account, permission) && isBlockedByState(account, permission) ? texts.canceledWhy : null;
