import { access } from "./en/access.ts";
import { account } from "./en/account.ts";
import { agency } from "./en/agency.ts";
import { agents } from "./en/agents.ts";
import { alerts } from "./en/alerts.ts";
import { api } from "./en/api.ts";
import { balance } from "./en/balance.ts";
import { calls } from "./en/calls.ts";
import { cards } from "./en/cards.ts";
import { core } from "./en/core.ts";
import { history } from "./en/history.ts";
import { lifecycle } from "./en/lifecycle.ts";
import { mail } from "./en/mail.ts";
import { numbers } from "./en/numbers.ts";
import { plans } from "./en/plans.ts";
import { preferences } from "./en/preferences.ts";
import { presets } from "./en/presets.ts";
import { proposals } from "./en/proposals.ts";
import { providerRequest } from "./en/providerRequest.ts";
import { queues } from "./en/queues.ts";
import { receivers } from "./en/receivers.ts";
import { recharge } from "./en/recharge.ts";
import { reports } from "./en/reports.ts";
import { runs } from "./en/runs.ts";
import { sources } from "./en/sources.ts";
import { statements } from "./en/statements.ts";

/** Every sentence of the domain and the server in English. Another language is a file of the same keys. */
export const en = {
  ...core,
  ...api,
  ...access,
  ...account,
  ...agency,
  ...agents,
  ...balance,
  ...calls,
  ...cards,
  ...alerts,
  ...history,
  ...lifecycle,
  ...mail,
  ...numbers,
  ...plans,
  ...preferences,
  ...presets,
  ...proposals,
  ...providerRequest,
  ...queues,
  ...receivers,
  ...recharge,
  ...reports,
  ...runs,
  ...sources,
  ...statements,
} as const;
