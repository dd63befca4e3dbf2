import type { Deed } from "@callboard/domain/access";
import type { IconName } from "@callboard/ui/Icon";
import type { ComponentType } from "preact";
import { pastIn } from "./past.ts";
import { mayOpen, type OwnAccount } from "./shell/viewer.ts";
import { shell as texts } from "./texts/en/shell.ts";

/** `none`: not in the rail, one comes to it from another room. */
export type RoomGroup = "start" | "team" | "routing" | "billing" | "account" | "you" | "none";

export interface RoomEntry {
  /** Its address behind the `#`. */
  name: string;
  group: RoomGroup;
  label: string;
  icon: IconName;
  deed: Deed;
  /** Where the role alone does not decide. */
  fits?: (account: OwnAccount) => boolean;
  load: () => Promise<ComponentType>;
  /** The room of the rail that it belongs to. */
  within?: string;
}

const entry = (
  name: keyof typeof texts.rooms,
  group: RoomGroup,
  icon: IconName,
  deed: Deed,
  load: () => Promise<ComponentType>,
  fits?: (account: OwnAccount) => boolean,
): RoomEntry => ({ name, group, label: texts.rooms[name], icon, deed, load, ...(fits ? { fits } : {}) });

const within = (room: string, one: RoomEntry): RoomEntry => ({ ...one, within: room });
const from = <M>(module: Promise<M>, pick: (module: M) => ComponentType) => module.then(pick);
const isNoSubAccount = (account: OwnAccount) => account.agency === null;

/** Every room of the console. The rail and the router read this list, and nothing else names a room. */
export const ROOMS: readonly RoomEntry[] = [
  entry("overview", "start", "home", "use the account", () => from(import("./shell/Overview.tsx"), (m) => m.Overview)),
  entry("board", "team", "board", "read the board", () => from(import("./rooms/agents/Board.tsx"), (m) => m.Board)),
  entry("statuses", "team", "layers", "define statuses", () =>
    from(import("./rooms/agents/Statuses.tsx"), (m) => m.Statuses),
  ),
  entry("numbers", "routing", "hash", "read routing", () =>
    from(import("./rooms/numbers/Numbers.tsx"), (m) => m.Numbers),
  ),
  entry("sources", "routing", "flow", "read routing", () =>
    from(import("./rooms/sources/Sources.tsx"), (m) => m.Sources),
  ),
  entry("queues", "routing", "queue", "read routing", () => from(import("./rooms/queues/Queues.tsx"), (m) => m.Queues)),
  entry("presets", "routing", "stamp", "read routing", () =>
    from(import("./rooms/presets/Presets.tsx"), (m) => m.Presets),
  ),
  entry("receivers", "routing", "phone", "read routing", () =>
    from(import("./rooms/receivers/Receivers.tsx"), (m) => m.Receivers),
  ),
  entry("runs", "routing", "play", "change routing", () => from(import("./rooms/runs/Runs.tsx"), (m) => m.Runs)),
  entry("balance", "billing", "wallet", "read the balance", () =>
    from(import("./rooms/balance/Balance.tsx"), (m) => m.Balance),
  ),
  entry("payment-methods", "billing", "card", "read the balance", () =>
    from(import("./rooms/cards/PaymentMethods.tsx"), (m) => m.PaymentMethods),
  ),
  entry("statements", "billing", "document", "read the balance", () =>
    from(import("./rooms/statements/Statements.tsx"), (m) => m.Statements),
  ),
  entry("account-status", "account", "monitor", "read the status", () =>
    from(import("./rooms/lifecycle/Status.tsx"), (m) => m.Status),
  ),
  entry("plan", "account", "plan", "read the status", () => from(import("./rooms/plan/Plan.tsx"), (m) => m.Plan)),
  entry("settings", "account", "settings", "manage the account", () =>
    from(import("./rooms/account/Settings.tsx"), (m) => m.Settings),
  ),
  entry("people", "account", "users", "manage the account", () =>
    from(import("./rooms/access/People.tsx"), (m) => m.People),
  ),
  entry(
    "sub-accounts",
    "account",
    "building",
    "run the agency",
    () => from(import("./rooms/agency/SubAccounts.tsx"), (m) => m.SubAccounts),
    isNoSubAccount,
  ),
  entry("api-keys", "account", "key", "manage the account", () =>
    from(import("./rooms/access/ApiKeys.tsx"), (m) => m.ApiKeys),
  ),
  entry("outbox", "account", "mail", "manage the account", () =>
    from(import("./rooms/outbox/Outbox.tsx"), (m) => m.Outbox),
  ),
  entry("history", "account", "history", "use the account", () =>
    from(import("./rooms/history/ChangeHistory.tsx"), (m) => m.ChangeHistory),
  ),
  within(
    "history",
    entry("record", "none", "history", "read history", () =>
      from(import("./rooms/record/RecordRoom.tsx"), (m) => m.RecordRoom),
    ),
  ),
  within(
    "history",
    entry("as-of", "none", "clock", "read history", () => from(import("./rooms/asof/AsOf.tsx"), (m) => m.AsOf)),
  ),
  within(
    "history",
    entry("proposals", "none", "check", "use the account", () =>
      from(import("./rooms/proposals/ProposalPage.tsx"), (m) => m.ProposalPage),
    ),
  ),
  entry("profile", "you", "user", "use the account", () =>
    from(import("./rooms/access/Profile.tsx"), (m) => m.Profile),
  ),
  entry("preferences", "you", "sun", "use the account", () =>
    from(import("./rooms/preferences/PreferencesPage.tsx"), (m) => m.PreferencesPage),
  ),
];

export const isOpen = (room: RoomEntry, account: OwnAccount): boolean =>
  mayOpen(account, room.deed) &&
  (room.fits?.(account) ?? true) &&
  (pastIn(account.id) === null || room.group === "routing");
