import { access } from "../features/access/router.ts";
import { account } from "../features/account/router.ts";
import { agency } from "../features/agency/router.ts";
import { agents } from "../features/agents/router.ts";
import { alerts } from "../features/alerts/router.ts";
import { balance } from "../features/balance/router.ts";
import { statements } from "../features/statements/router.ts";
import { calls } from "../features/calls/router.ts";
import { cards } from "../features/cards/router.ts";
import { demo } from "../features/demo/router.ts";
import { feed } from "../features/feed/router.ts";
import { history } from "../features/history/router.ts";
import { lifecycle } from "../features/lifecycle/router.ts";
import { mail } from "../features/mail/router.ts";
import { preferences } from "../features/preferences/router.ts";
import { presets } from "../features/presets/router.ts";
import { proposals } from "../features/proposals/router.ts";
import { runs } from "../features/runs/router.ts";
import { queues } from "../features/queues/router.ts";
import { numbers } from "../features/numbers/router.ts";
import { plans } from "../features/plans/router.ts";
import { receivers } from "../features/receivers/router.ts";
import { reports } from "../features/reports/router.ts";
import { sources } from "../features/sources/router.ts";
import { router } from "../rpc/procedures.ts";

/** All procedures of the server. The extension imports only this router's type. */
export const appRouter = router({
  access,
  account,
  agency,
  agents,
  alerts,
  balance,
  calls,
  cards,
  demo,
  feed,
  history,
  lifecycle,
  mail,
  numbers,
  plans,
  preferences,
  presets,
  proposals,
  queues,
  receivers,
  reports,
  runs,
  sources,
  statements,
});

export type AppRouter = typeof appRouter;
