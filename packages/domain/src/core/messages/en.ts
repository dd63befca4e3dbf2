import { access } from "./en/access.ts";
import { account } from "./en/account.ts";
import { agents } from "./en/agents.ts";
import { balance } from "./en/balance.ts";
import { cards } from "./en/cards.ts";
import { cost } from "./en/cost.ts";
import { forecast } from "./en/forecast.ts";
import { core } from "./en/core.ts";
import { history } from "./en/history.ts";
import { edits } from "./en/numberEdits.ts";
import { imports } from "./en/numberImports.ts";
import { lifecycle } from "./en/lifecycle.ts";
import { mail } from "./en/mail.ts";
import { providerRequest } from "./en/providerRequest.ts";
import { plans } from "./en/plans.ts";
import { presets } from "./en/presets.ts";
import { queues } from "./en/queues.ts";
import { recharge } from "./en/recharge.ts";
import { runs } from "./en/runs.ts";
import { statements } from "./en/statements.ts";
import { numbers } from "./en/tracking.ts";

/** Every sentence of the domain and the server in English. Another language is a file of the same keys. */
export const en = {
  ...core,
  ...access,
  ...account,
  ...agents,
  ...balance,
  ...cards,
  ...cost,
  ...lifecycle,
  ...mail,
  ...numbers,
  ...queues,
  ...plans,
  ...presets,
  ...providerRequest,
  ...recharge,
  ...forecast,
  ...statements,
  ...runs,
  ...imports,
  ...edits,
  ...history,
} as const;
