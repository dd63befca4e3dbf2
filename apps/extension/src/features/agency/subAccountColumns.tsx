import type { PageName } from "../../shared/route.ts";
import { Badge } from "@callboard/ui/Badge";
import { Icon } from "@callboard/ui/Icon";
import { Menu } from "@callboard/ui/Menu";
import { Money } from "@callboard/ui/Money";
import type { Column } from "@callboard/ui/Table";
import { fullDate } from "../../shared/timeText.ts";
import { agency as texts } from "../../texts/en/agency.ts";
import { shell } from "../../texts/en/shell/shell.ts";
import { format } from "../../texts/format.ts";
import type { Outputs } from "../../data/api.ts";

const TONES = { stopped: "warn", paused: "warn", inactive: "bad", canceled: "slate" } as const;

interface SubAccountActions {
  /** Switches to the account, and optionally to one of its pages. */
  enter: (id: string, page?: PageName) => void;
  /** Proposes to change which balance pays, the sub-account's own or its agency's; null if the reader may not. */
  changePayer: ((id: string, to: "own" | "agency") => void) | null;
}

type SubAccountsView = Outputs["agency"]["accounts"];
export type SubAccount = SubAccountsView["accounts"][number] & Pick<SubAccountsView, "currency">;

export const subAccountColumns = (locale: string, actions: SubAccountActions): Column<SubAccount>[] => [
  {
    key: "name",
    header: texts.name,
    width: "34%",
    cell: (account) => <AccountName account={account} locale={locale} />,
  },
  { key: "balance", header: texts.balanceFrom, hideOrder: 1, cell: ({ balanceFrom }) => texts.balance[balanceFrom] },
  { key: "numbers", header: texts.numbers, align: "end", hideOrder: 2, cell: ({ numbers }) => numbers },
  { key: "people", header: texts.people, align: "end", hideOrder: 2, cell: ({ people }) => people },
  {
    key: "spent",
    header: texts.spent,
    align: "end",
    cell: ({ spentMicros, currency }) => <Money roundUp micros={spentMicros} currency={currency} locale={locale} />,
  },
  {
    key: "actions",
    header: <span class="cb-visually-hidden">{texts.actionsHeader}</span>,
    align: "end",
    width: "56px",
    cell: (account) => <Actions account={account} {...actions} />,
  },
];

function AccountName({ account, locale: language }: { account: SubAccount; locale: string }) {
  const { name, label, zone, canceledAt, returnUntil } = account;
  const dayText = (at: number) => fullDate(at, { zone, language });
  return (
    <span class="sub-account">
      <strong>{name}</strong>
      {label !== "active" && <Badge tone={TONES[label]}>{shell.state[label]}</Badge>}
      {canceledAt !== null && <span class="cb-muted">{format(texts.canceledOn, { day: dayText(canceledAt) })}</span>}
      {returnUntil !== null && <span class="cb-muted">{format(texts.returnUntil, { day: dayText(returnUntil) })}</span>}
    </span>
  );
}

function Actions({
  account: { id, name, label, balanceFrom },
  enter,
  changePayer,
}: { account: SubAccount } & SubAccountActions) {
  const isCanceled = label === "canceled";
  const newPayer = balanceFrom === "own" ? "agency" : "own";
  return (
    <Menu
      kind="icon"
      align="end"
      label={format(texts.actions, { name })}
      entries={[
        { id: "enter", label: texts.enter, icon: "swap", onSelect: () => enter(id) },
        ...(isCanceled || changePayer === null
          ? []
          : [
              {
                id: "move",
                label: newPayer === "own" ? texts.toOwn : texts.toAgency,
                icon: "wallet" as const,
                onSelect: () => changePayer(id, newPayer),
              },
            ]),
        { separator: true },
        {
          id: "status",
          label: isCanceled ? texts.toReactivate : texts.toStatus,
          icon: "monitor",
          onSelect: () => enter(id, "lifecycle"),
        },
      ]}
    >
      <Icon name="dots" />
    </Menu>
  );
}
