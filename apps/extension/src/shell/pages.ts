import type { Permission } from "@callboard/domain/core/permissions";
import type { IconName } from "@callboard/ui/Icon";
import type { ComponentType } from "preact";
import { asOfIn } from "../shared/asOf.ts";
import type { PageName } from "../shared/route.ts";
import { mayOpen, type OwnAccount } from "../shared/viewer.ts";
import { shell as texts } from "../texts/en/shell/shell.ts";

/** `none`: not in the rail, reached from another page. */
export type PageGroup = "start" | "team" | "routing" | "billing" | "account" | "you" | "none";

export interface PageEntry {
  /** Its address after the `#`. */
  name: PageName;
  group: PageGroup;
  label: string;
  icon: IconName;
  permission: Permission;
  /** Set if the role alone doesn't decide. */
  isAvailable?: (account: OwnAccount) => boolean;
  load: () => Promise<ComponentType>;
  /** The rail entry that it belongs to. */
  parent?: PageName;
}

const pageEntry = (
  name: keyof typeof texts.pages,
  group: PageGroup,
  icon: IconName,
  permission: Permission,
  load: () => Promise<ComponentType>,
  isAvailable?: (account: OwnAccount) => boolean,
): PageEntry => ({
  name,
  group,
  label: texts.pages[name],
  icon,
  permission,
  load,
  ...(isAvailable ? { isAvailable } : {}),
});

/** Marks a page that has no entry in the rail as part of one that has. */
const underPage = (parent: PageName, entry: PageEntry): PageEntry => ({ ...entry, parent });
const pickComponent = <M>(module: Promise<M>, pick: (module: M) => ComponentType) => module.then(pick);
const isTopLevelAccount = (account: OwnAccount) => account.agency === null;

/** Every page of the console. The rail and the router read this list, and nothing else names a page. */
export const PAGES: readonly PageEntry[] = [
  pageEntry("overview", "start", "home", "use the account", () =>
    pickComponent(import("./Overview.tsx"), (m) => m.Overview),
  ),
  underPage(
    "overview",
    pageEntry("alerts", "none", "bell", "use the account", () =>
      pickComponent(import("../features/alerts/Alerts.tsx"), (m) => m.Alerts),
    ),
  ),
  pageEntry("agents", "team", "board", "read the board", () =>
    pickComponent(import("../features/agents/Board.tsx"), (m) => m.Board),
  ),
  pageEntry("statuses", "team", "layers", "define statuses", () =>
    pickComponent(import("../features/agents/Statuses.tsx"), (m) => m.Statuses),
  ),
  pageEntry(
    "reports",
    "team",
    "clock",
    "use the account",
    () => pickComponent(import("../features/reports/Reports.tsx"), (m) => m.Reports),
    // One's own with a softphone, everybody's with the permission.
    (account) => mayOpen(account, "read own time") || mayOpen(account, "read others' time"),
  ),
  pageEntry(
    "calls",
    "routing",
    "phone-call",
    "read routing",
    () => pickComponent(import("../features/calls/Calls.tsx"), (m) => m.Calls),
    // Calls in progress are those of now.
    (account) => asOfIn(account.id) === null,
  ),
  pageEntry("numbers", "routing", "hash", "read routing", () =>
    pickComponent(import("../features/numbers/Numbers.tsx"), (m) => m.Numbers),
  ),
  pageEntry("sources", "routing", "flow", "read routing", () =>
    pickComponent(import("../features/sources/Sources.tsx"), (m) => m.Sources),
  ),
  pageEntry("tracking-code", "routing", "code", "read routing", () =>
    pickComponent(import("../features/sources/TrackingCode.tsx"), (m) => m.TrackingCode),
  ),
  pageEntry("queues", "routing", "queue", "read routing", () =>
    pickComponent(import("../features/queues/Queues.tsx"), (m) => m.Queues),
  ),
  pageEntry("presets", "routing", "stamp", "read routing", () =>
    pickComponent(import("../features/presets/Presets.tsx"), (m) => m.Presets),
  ),
  pageEntry("receivers", "routing", "phone", "read routing", () =>
    pickComponent(import("../features/receivers/Receivers.tsx"), (m) => m.Receivers),
  ),
  pageEntry("runs", "routing", "play", "change routing", () =>
    pickComponent(import("../features/runs/Runs.tsx"), (m) => m.Runs),
  ),
  pageEntry("balance", "billing", "wallet", "read the balance", () =>
    pickComponent(import("../features/balance/Balance.tsx"), (m) => m.Balance),
  ),
  pageEntry("cards", "billing", "card", "read the balance", () =>
    pickComponent(import("../features/cards/PaymentMethods.tsx"), (m) => m.PaymentMethods),
  ),
  pageEntry("statements", "billing", "document", "read the balance", () =>
    pickComponent(import("../features/statements/Statements.tsx"), (m) => m.Statements),
  ),
  pageEntry("lifecycle", "account", "monitor", "read the status", () =>
    pickComponent(import("../features/lifecycle/Status.tsx"), (m) => m.Status),
  ),
  pageEntry("plans", "account", "plan", "read the status", () =>
    pickComponent(import("../features/plans/Plans.tsx"), (m) => m.Plans),
  ),
  pageEntry("account", "account", "settings", "manage the account", () =>
    pickComponent(import("../features/account/Settings.tsx"), (m) => m.Settings),
  ),
  pageEntry("access", "account", "users", "manage the account", () =>
    pickComponent(import("../features/access/people/People.tsx"), (m) => m.People),
  ),
  pageEntry(
    "agency",
    "account",
    "building",
    "run the agency",
    () => pickComponent(import("../features/agency/SubAccounts.tsx"), (m) => m.SubAccounts),
    isTopLevelAccount,
  ),
  pageEntry("api-keys", "account", "key", "manage the account", () =>
    pickComponent(import("../features/access/api-keys/ApiKeys.tsx"), (m) => m.ApiKeys),
  ),
  pageEntry("mail", "account", "mail", "manage the account", () =>
    pickComponent(import("../features/mail/Outbox.tsx"), (m) => m.Outbox),
  ),
  pageEntry("history", "account", "history", "use the account", () =>
    pickComponent(import("../features/history/ChangeHistory.tsx"), (m) => m.ChangeHistory),
  ),
  underPage(
    "history",
    pageEntry("record", "none", "history", "read history", () =>
      pickComponent(import("../features/history/record/RecordHistory.tsx"), (m) => m.RecordHistory),
    ),
  ),
  underPage(
    "history",
    pageEntry("as-of", "none", "clock", "read history", () =>
      pickComponent(import("../features/history/as-of/AsOf.tsx"), (m) => m.AsOf),
    ),
  ),
  underPage(
    "history",
    pageEntry("proposals", "none", "check", "use the account", () =>
      pickComponent(import("../features/proposals/ProposalPage.tsx"), (m) => m.ProposalPage),
    ),
  ),
  pageEntry("profile", "you", "user", "use the account", () =>
    pickComponent(import("../features/access/profile/Profile.tsx"), (m) => m.Profile),
  ),
  pageEntry("preferences", "you", "sun", "use the account", () =>
    pickComponent(import("../features/preferences/PreferencesPage.tsx"), (m) => m.PreferencesPage),
  ),
];

/** Whether a person may open the page in this account; in the past only pages about routing. */
export const isPageOpen = (page: PageEntry, account: OwnAccount): boolean =>
  mayOpen(account, page.permission) &&
  (page.isAvailable?.(account) ?? true) &&
  (asOfIn(account.id) === null || page.group === "routing");
