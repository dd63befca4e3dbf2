import type { Permission } from "@callboard/domain/core/permissions";
import { Notice } from "@callboard/ui/Notice";
import { href, route } from "../route.ts";
import { asOfIn } from "../asOf.ts";
import { shell as texts } from "../../texts/en/shell/shell.ts";
import { mayOpen, type OwnAccount, useViewer } from "../viewer.ts";

interface RemedyLink {
  deed: Permission;
  room: string;
  label: string;
}
const STATUS_LINK: RemedyLink = { deed: "read the status", room: "account-status", label: texts.stateWays.status };
const BALANCE_LINK: RemedyLink = { deed: "read the balance", room: "balance", label: texts.stateWays.balance };
/** The page where each state can be changed. */
const REMEDIES = { stopped: STATUS_LINK, paused: STATUS_LINK, canceled: STATUS_LINK, inactive: BALANCE_LINK } as const;

/** Whether the page already shows the account's state at the top, so that nothing below has to. */
export const isStateShownAbove = ({ id, label }: OwnAccount): boolean =>
  label !== "active" && REMEDIES[label].room !== route.value.room && asOfIn(id) === null;

/** While the account doesn't work normally, every page says so at the top, except the one where that is changed. */
export function StateBanner() {
  const { account } = useViewer();
  if (account.label === "active" || !isStateShownAbove(account)) return null;
  return <Notice kind={kindOf(account)} sentence={account.state} action={<Remedy of={REMEDIES[account.label]} />} />;
}

const kindOf = ({ label }: OwnAccount) => (label === "inactive" ? "bad" : label === "canceled" ? "info" : "warn");

function Remedy({ of: { deed: permission, room, label } }: { of: RemedyLink }) {
  const { account } = useViewer();
  if (mayOpen(account, permission)) return <a href={href(room)}>{label}</a>;
  return <span class="cb-quiet">{texts.stateWays.ask}</span>;
}
