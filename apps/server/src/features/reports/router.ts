import { AgentTimeInput, TeamTimeInput } from "@callboard/domain/reports/schema";
import { accountProcedure, router } from "../../rpc/procedures.ts";
import { readAgentTime } from "./agentTime.ts";
import { readTeamTime } from "./teamTime.ts";

export const reports = router({
  /** Everybody's time in each status, in a period of the account's days. */
  team: accountProcedure("read others' time")
    .input(TeamTimeInput)
    .query(({ ctx, input }) => readTeamTime(ctx.scope, input)),

  /** One agent's time by day: one's own, or with the permission anybody's. */
  agent: accountProcedure("read own time", "read others' time")
    .input(AgentTimeInput)
    .query(({ ctx, input }) => readAgentTime(ctx.scope, input)),
});
