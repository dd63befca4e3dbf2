import type { Permission } from "@callboard/domain/core/permissions";
import { Notice } from "@callboard/ui/Notice";
import { href, route, type PageName } from "../route.ts";
import { asOfIn } from "../asOf.ts";
import { shell as texts } from "../../texts/en/shell/shell.ts";
import { mayOpen, type OwnAccount, useViewer } from "../viewer.ts";

/** A link to where an account's state can be changed, for people with the permission. */
interface RemedyLink {
  permission: Permission;
  page: PageName;
  label: string;
}
const STATUS_LINK: RemedyLink = { permission: "read the status", page: "lifecycle", label: texts.remedies.status };
const BALANCE_LINK: RemedyLink = { permission: "read the balance", page: "balance", label: texts.remedies.balance };
/** The page where each state can be changed. */
const REMEDIES = { stopped: STATUS_LINK, paused: STATUS_LINK, canceled: STATUS_LINK, inactive: BALANCE_LINK } as const;

/** Whether the page already shows the account's state at the top, so that nothing below has to. */
export const isStateShownAbove = ({ id, label }: OwnAccount): boolean =>
  label !== "active" && REMEDIES[label].page !== route.value.page && asOfIn(id) === null;

/** While the account doesn't work normally, every page says so at the top, except the one where that is changed. */
export function StateBanner() {
  const { account } = useViewer();
  if (account.label === "active" || !isStateShownAbove(account)) return null;
  return <Notice tone={kindOf(account)} sentence={account.state} action={<Remedy link={REMEDIES[account.label]} />} />;
}

const kindOf = ({ label }: OwnAccount) => (label === "inactive" ? "bad" : label === "canceled" ? "info" : "warn");

function Remedy({ link: { permission, page, label } }: { link: RemedyLink }) {
  const { account } = useViewer();
  if (mayOpen(account, permission)) return <a href={href(page)}>{label}</a>;
  return <span class="cb-muted">{texts.remedies.ask}</span>;
}
