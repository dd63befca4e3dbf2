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
  enter: (id: string, room?: string) => void;
  /** Absent while the agency itself is canceled. */
  move: ((id: string, to: "own" | "agency") => void) | null;
}

type SubAccountsView = Outputs["agency"]["accounts"];
export type SubAccount = SubAccountsView["accounts"][number] & Pick<SubAccountsView, "currency">;

export const subAccountColumns = (locale: string, ways: SubAccountActions): Column<SubAccount>[] => [
  { key: "name", head: texts.name, width: "34%", cell: (one) => <AccountName one={one} locale={locale} /> },
  { key: "balance", head: texts.balanceFrom, spare: 1, cell: ({ balanceFrom }) => texts.balance[balanceFrom] },
  { key: "numbers", head: texts.numbers, align: "end", spare: 2, cell: ({ numbers }) => numbers },
  { key: "people", head: texts.people, align: "end", spare: 2, cell: ({ people }) => people },
  {
    key: "spent",
    head: texts.spent,
    align: "end",
    cell: ({ spentMicros, currency }) => <Money owed micros={spentMicros} currency={currency} locale={locale} />,
  },
  {
    key: "do",
    head: <span class="cb-unseen">{texts.todo}</span>,
    align: "end",
    width: "56px",
    cell: (one) => <Actions one={one} {...ways} />,
  },
];

function AccountName({ one, locale }: { one: SubAccount; locale: string }) {
  const { name, label, zone, canceledAt, returnUntil } = one;
  const day = (at: number) => fullDate(at, { zone, locale });
  return (
    <span class="sub-account">
      <strong>{name}</strong>
      {label !== "active" && <Badge tone={TONES[label]}>{shell.state[label]}</Badge>}
      {canceledAt !== null && <span class="cb-quiet">{format(texts.canceledOn, { day: day(canceledAt) })}</span>}
      {returnUntil !== null && <span class="cb-quiet">{format(texts.returnUntil, { day: day(returnUntil) })}</span>}
    </span>
  );
}

function Actions({ one: { id, name, label, balanceFrom }, enter, move }: { one: SubAccount } & SubAccountActions) {
  const canceled = label === "canceled";
  const other = balanceFrom === "own" ? "agency" : "own";
  return (
    <Menu
      kind="icon"
      align="end"
      label={format(texts.actions, { name })}
      entries={[
        { id: "enter", label: texts.enter, icon: "swap", onSelect: () => enter(id) },
        ...(canceled || move === null
          ? []
          : [
              {
                id: "move",
                label: other === "own" ? texts.toOwn : texts.toAgency,
                icon: "wallet" as const,
                onSelect: () => move(id, other),
              },
            ]),
        { separator: true },
        {
          id: "status",
          label: canceled ? texts.toReactivate : texts.toStatus,
          icon: "monitor",
          onSelect: () => enter(id, "account-status"),
        },
      ]}
    >
      <Icon name="dots" />
    </Menu>
  );
}
