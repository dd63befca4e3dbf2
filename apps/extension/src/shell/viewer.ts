import { type Deed, may, type Standing } from "@callboard/domain/access";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Answers } from "../api.ts";
import { pastIn } from "../past.ts";

export type Me = Answers["access"]["me"];
export type OwnAccount = Me["accounts"][number];

/** Who looks at the page, in which account, and how times are written for them. */
export interface Viewer {
  me: Me;
  account: OwnAccount;
  /** IANA zone in which times are shown. */
  zone: string;
  locale: string;
  refetch: () => Promise<void>;
}

export const ViewerContext = createContext<Viewer | null>(null);

export function useViewer(): Viewer {
  const viewer = useContext(ViewerContext);
  if (!viewer) throw new Error("This view needs somebody signed in");
  return viewer;
}

/** Who reads what the account does: what stops, ends or renews does so by the account's clock, as its sentences say. */
export const accountReader = ({ account, locale }: Viewer): Pick<Viewer, "zone" | "locale"> => ({
  zone: account.zone,
  locale,
});

export const standingIn = ({ role, owner, softphone, parked }: OwnAccount): Standing => ({
  role,
  owner,
  softphone,
  parked,
  deeds: [],
  operator: false,
});

/** What can be done in the past is to read what the rooms of the routing show. */
const IN_THE_PAST: readonly Deed[] = ["use the account", "read routing"];

export const mayIn = (account: OwnAccount, deed: Deed): boolean =>
  may(standingIn(account), deed) && (pastIn(account.id) === null || IN_THE_PAST.includes(deed));

export const deviceZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
/** The texts are English, so dates are too; which English, the browser says. */
export const ownLocale = (): string => (navigator.language.startsWith("en") ? navigator.language : "en");
