import type { Deed } from "@callboard/domain/access";
import { Notice } from "@callboard/ui/Notice";
import { href, place } from "../route.ts";
import { pastIn } from "../past.ts";
import { shell as texts } from "../texts/en/shell.ts";
import { mayOpen, type OwnAccount, useViewer } from "./viewer.ts";

interface Way {
  deed: Deed;
  room: string;
  label: string;
}
const STATUS: Way = { deed: "read the status", room: "account-status", label: texts.stateWays.status };
const BALANCE: Way = { deed: "read the balance", room: "balance", label: texts.stateWays.balance };
/** Where each state is cured. */
const WAYS = { stopped: STATUS, paused: STATUS, canceled: STATUS, inactive: BALANCE } as const;

/** Whether the page has said already how the account stands, so that nothing below needs to. */
export const saysAbove = ({ id, label }: OwnAccount): boolean =>
  label !== "active" && WAYS[label].room !== place.value.room && pastIn(id) === null;

/** While the account does not work as usual every page says so first, but for the one where that is changed: it does anyway. */
export function StateBanner() {
  const { account } = useViewer();
  if (account.label === "active" || !saysAbove(account)) return null;
  return <Notice kind={kindOf(account)} sentence={account.state} action={<Cure of={WAYS[account.label]} />} />;
}

const kindOf = ({ label }: OwnAccount) => (label === "inactive" ? "bad" : label === "canceled" ? "info" : "warn");

function Cure({ of: { deed, room, label } }: { of: Way }) {
  const { account } = useViewer();
  if (mayOpen(account, deed)) return <a href={href(room)}>{label}</a>;
  return <span class="cb-quiet">{texts.stateWays.ask}</span>;
}
