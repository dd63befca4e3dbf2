import {
  DecideCorrectionInput,
  ProposeCorrectionInput,
  WaitingCorrectionsInput,
  WithdrawCorrectionInput,
} from "@callboard/domain/reports/correctionSchema";
import { decideCorrection, withdrawCorrection } from "@callboard/domain/reports/corrections";
import { AgentTimeInput, CallReportInput, TeamTimeInput } from "@callboard/domain/reports/schema";
import { accountProcedure, router } from "../../rpc/procedures.ts";
import { commit } from "../../store/commit.ts";
import { findOne } from "../../store/queries.ts";
import { readAgentTime } from "./agentTime.ts";
import { readCallReport } from "./callReport.ts";
import { propose, readWaiting } from "./corrections.ts";
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

  /** Offered, answered and missed calls by agent, queue, number, source or day; one's own alone without the permission. */
  calls: accountProcedure("read own time", "read others' time")
    .input(CallReportInput)
    .query(({ ctx, input }) => readCallReport(ctx.scope, input)),

  /** The corrections that wait for a decision, the oldest first. */
  corrections: accountProcedure("read others' time")
    .input(WaitingCorrectionsInput)
    .query(({ ctx, input }) => readWaiting(ctx.scope, input)),

  /** An agent says that they were in another status than the log has. */
  proposeCorrection: accountProcedure("set own status")
    .input(ProposeCorrectionInput)
    .mutation(({ ctx, input }) => propose(ctx.scope, input)),

  withdrawCorrection: accountProcedure("set own status")
    .input(WithdrawCorrectionInput)
    .mutation(({ ctx: { scope }, input }) =>
      commit(scope, { correction: findOne("correction", input.id) }, ({ correction }, { now }) =>
        withdrawCorrection(correction, input.version, scope.actor.id, now),
      ),
    ),

  /** Accepts or rejects another person's correction. */
  decideCorrection: accountProcedure("decide corrections")
    .input(DecideCorrectionInput)
    .mutation(({ ctx: { scope }, input }) =>
      commit(scope, { correction: findOne("correction", input.id) }, ({ correction }, { now }) =>
        decideCorrection(correction, input, scope.actor.id, now),
      ),
    ),
});
