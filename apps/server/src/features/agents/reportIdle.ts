import { applyIdleRule } from "@callboard/domain/agents/idleRule";
import { allStatuses } from "@callboard/domain/agents/rules";
import { IdleReportInput } from "@callboard/domain/agents/schema";
import { phoneNow } from "@callboard/domain/calls/phoneState";
import { fail } from "@callboard/domain/core/failure";
import { findAll, findOne } from "../../store/queries.ts";
import { commit } from "../../store/commit.ts";
import { accountProcedure } from "../../rpc/procedures.ts";
import { findOtherIdleReports, saveIdleReport } from "./reads/idleReports.ts";

/** A device says whether somebody uses it. Once nobody uses any device of the person, the account's idle rule applies. */
export const reportIdle = accountProcedure("set own status")
  .input(IdleReportInput)
  .mutation(({ ctx: { scope, caller }, input }) => {
    if (caller.as !== "person") return fail("forbidden", "api.forbidden");
    const { person, session } = caller;
    return commit(
      scope,
      {
        agent: findOne("agent", person),
        phone: findOne("phone", person),
        statuses: findAll("status"),
        account: findOne("account", scope.account),
        others: findOtherIdleReports(person, session),
      },
      ({ agent, phone, statuses, account, others }, { now }) => {
        const idleSince = input.idleSince === null ? null : Math.min(input.idleSince, now);
        const own = { idleSince, reportedAt: now };
        const facts = { agent, phone: phoneNow(phone.data, now), statuses: allStatuses(statuses) };
        return [
          saveIdleReport(person, session, own),
          ...applyIdleRule(facts, account.data, [own, ...others], scope.actor, now),
        ];
      },
    );
  });
