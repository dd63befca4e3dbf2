import { access } from "./rooms/access.ts";
import { account } from "./rooms/account.ts";
import { agency } from "./rooms/agency.ts";
import { agents } from "./rooms/agents.ts";
import { balance } from "./rooms/balance.ts";
import { statements } from "./rooms/statements.ts";
import { calls } from "./rooms/calls.ts";
import { cards } from "./rooms/cards.ts";
import { demo } from "./rooms/demo.ts";
import { feed } from "./rooms/feed.ts";
import { history } from "./rooms/history.ts";
import { lifecycle } from "./rooms/lifecycle.ts";
import { mail } from "./rooms/outbox.ts";
import { preferences } from "./rooms/preferences.ts";
import { presets } from "./rooms/presets.ts";
import { proposals } from "./rooms/proposals.ts";
import { runs } from "./rooms/runs.ts";
import { queues } from "./rooms/queues.ts";
import { numbers } from "./rooms/tracking.ts";
import { router } from "./trpc.ts";

/** Every door of the server. The extension takes this router's type, and nothing else of the server. */
export const appRouter = router({
  access,
  account,
  agency,
  agents,
  balance,
  statements,
  calls,
  cards,
  demo,
  feed,
  history,
  lifecycle,
  outbox: mail,
  preferences,
  presets,
  proposals,
  runs,
  queues,
  tracking: numbers,
});

export type AppRouter = typeof appRouter;
