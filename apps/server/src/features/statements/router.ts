import { monthOf, yearOf } from "@callboard/domain/core/period";
import { StatementInput, ResendStatementInput, SendStatementInput } from "@callboard/domain/statements/schema";
import { accountCalendar } from "../../store/reads/accountCalendar.ts";
import { makeStatement } from "./makeStatement.ts";
import { statementView } from "./statementView.ts";
import { readSentStatements } from "./reads.ts";
import { resendStatement, sendStatement } from "./sending.ts";
import { accountProcedure, router } from "../../rpc/procedures.ts";
import { withDisplayNames } from "../../store/reads/displayNames.ts";
import { schedules } from "./schedules.ts";

const sendsStatements = accountProcedure("send statements");

/** Statements: a period's payments and activity, from its opening to its closing balance. */
export const statements = router({
  ...schedules,

  /** The periods that people ask for most, in the account's time zone. */
  periods: accountProcedure("read the balance").query(async ({ ctx: { scope } }) => {
    const { now } = scope;
    const calendar = await accountCalendar(scope);
    const [thisMonth, lastMonth] = [monthOf(now, calendar), monthOf(now, calendar, 1)];
    return { zone: calendar.zone, thisMonth, lastMonth, thisYear: yearOf(now, calendar) };
  }),

  preview: accountProcedure("read the balance")
    .meta({ inReaderThread: true })
    .input(StatementInput)
    .query(async ({ ctx, input }) => statementView(ctx.scope, await makeStatement(ctx.scope, input))),

  /** Mails the statement as a PDF, and keeps what was sent. */
  send: sendsStatements
    .input(SendStatementInput)
    .mutation(({ ctx, input }) => sendStatement(ctx.services, ctx.scope, input)),

  /** Sends the same bytes again: to these recipients, or to everybody who received them before. */
  resend: sendsStatements
    .input(ResendStatementInput)
    .mutation(({ ctx, input }) => resendStatement(ctx.services, ctx.scope, input.id, input.recipients)),

  /** The sent statements, with who received each and when. `leaves`: a mail server is configured. */
  sent: accountProcedure("read the balance").query(async ({ ctx }) => {
    const sent = await readSentStatements(ctx.scope);
    const locale = { zone: ctx.context.zone, currency: "USD" as const };
    return withDisplayNames(ctx.scope, locale, (show) => ({
      sendsMail: ctx.services.mailer.isConfigured,
      statements: sent.map(({ by, ...statement }) => ({ ...statement, by: by === null ? null : show.person(by) })),
    }));
  }),
});
