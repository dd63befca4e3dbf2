import { decision, type Effect } from "@callboard/domain/core/effect";
import { fail } from "@callboard/domain/core/failure";
import { emailSchema } from "@callboard/domain/core/fieldSchemas";
import type { Period } from "@callboard/domain/core/period";
import { message } from "@callboard/domain/core/message";
import { consoleLink } from "../../integrations/mail/consoleLink.ts";
import { type BookEnd, findBookEnds, hasNewBookings } from "../../store/ledger/entries.ts";
import { fileName } from "../../files/fileNames.ts";
import { mailEffects } from "../../integrations/mail/mailTemplates.ts";
import type { SecretLink } from "../../store/seals/secretLinks.ts";
import { checkStatements, countSends, findSendCounts } from "../../integrations/mail/sendLimits.ts";
import { findOne } from "../../store/queries.ts";
import { saveDocument, type StatementDocument, documentQueries } from "./reads.ts";
import type { Scope } from "../../store/scope.ts";
import { findUnsubscribed } from "../../store/reads/statementSchedules.ts";
import { commit, read } from "../../store/commit.ts";
import type { Services } from "../../services.ts";
import { makeStatement } from "./makeStatement.ts";
import { formatDays } from "./pdf/format.ts";
import { statementView } from "./statementView.ts";

/** Draws the statement, saves its bytes, and mails it to each recipient. Answers the saved document's id. */
export async function sendStatement(
  services: Services,
  scope: Scope,
  { recipients, ...period }: Period & { recipients: readonly string[] },
): Promise<{ id: string }> {
  const addresses = readAddresses(recipients);
  for (;;) {
    const paper = await drawStatementDocument(services, scope, period);
    try {
      return await commit(
        scope,
        { sent: findSendCounts("statement"), ends: findBookEnds },
        ({ sent, ends }, { newId }) => {
          checkStatements(sent, addresses.length, services.limits.sendings);
          if (isStale(paper, ends)) throw new StaleStatement();
          const letters = addresses.flatMap((to) => statementMail(services, scope, paper, to));
          const counted = countSends(scope, "statement", newId(), addresses.length);
          return decision([...saveDocument(scope, paper), ...counted, ...letters], { id: paper.id });
        },
      );
    } catch (error) {
      if (!(error instanceof StaleStatement)) throw error;
    }
  }
}

/** Something was booked into the period after the statement was drawn, so it must be drawn again. */
class StaleStatement extends Error {}
export const isStale = ({ closes, ends }: DrawnStatement, now: readonly BookEnd[]): boolean =>
  closes !== null && hasNewBookings(closes, ends, now);

/** A statement that is ready to be saved and sent. */
export interface DrawnStatement extends StatementDocument {
  /** The account's name, as printed. */
  account: string;
  /** Where the account's books ended when drawing began. */
  ends: readonly BookEnd[];
}

/** Draws the statement of a period before anything is written, as drawing takes time. */
export async function drawStatementDocument(services: Services, scope: Scope, period: Period): Promise<DrawnStatement> {
  const { ends } = await read(scope, { ends: findBookEnds });
  const made = await makeStatement(scope, period);
  const told = await statementView(scope, made);
  const bytes = Buffer.from(await services.press.draw({ is: "statement", told }));
  const { account, first, last } = told;
  const closes = made.soFar === null ? made.statement.bounds.to : null;
  return {
    id: scope.newId(),
    name: fileName(`Statement ${account} ${first} ${last}.pdf`),
    first,
    last,
    bytes,
    closes,
    account,
    ends,
  };
}

/** Sends the same bytes again, to these recipients or to everybody who received them before. */
export async function resendStatement(
  services: Services,
  scope: Scope,
  id: string,
  recipients: readonly string[] | null,
): Promise<null> {
  const queries = {
    ...documentQueries(scope, id),
    sent: findSendCounts("statement"),
    own: findOne("account", scope.account),
    away: findUnsubscribed(scope),
  };
  return commit<typeof queries, null>(scope, queries, ({ paper, had, own, sent, away }, { newId }) => {
    const [kept] = paper;
    if (!kept) fail("not-found", "statements.noPaper", {}, "id");
    const { first, last } = kept as { first: string; last: string };
    const before = had.map(({ recipient }) => String(recipient)).filter((address) => !away.includes(address));
    const to = recipients ? readAddresses(recipients) : before;
    if (to.length === 0) fail("conflict", "statements.noRecipientLeft");
    checkStatements(sent, to.length, services.limits.sendings);
    const again = { id, first, last, account: own.data.name };
    const letters = to.flatMap((one) => statementMail(services, scope, again, one));
    return decision([...countSends(scope, "statement", newId(), to.length), ...letters], null);
  });
}

/** The distinct addresses. Throws `invalid` with the first that isn't one. */
export function readAddresses(typed: readonly string[]): string[] {
  const read = typed.map((text) => {
    const address = emailSchema.safeParse(text);
    return address.success ? address.data : fail("invalid", "statements.oddRecipient", { address: text }, "recipients");
  });
  return [...new Set(read)];
}

/** The mail with a saved document. `leave`: the unsubscribe link, for readers outside the account. */
export function statementMail(
  services: Services,
  scope: Scope,
  { id, account, first, last }: Pick<DrawnStatement, "id" | "account" | "first" | "last">,
  to: string,
  leave?: (mail: string) => SecretLink,
): Effect[] {
  const values = { account, period: formatDays({ first, last }) };
  return mailEffects(services, scope, {
    account: scope.account,
    to,
    subject: message("mail.statementSubject", values),
    text: message("mail.statementText", values),
    link: consoleLink(services.publicUrl, scope.account, `statements?first=${first}&last=${last}`),
    paper: id,
    leave: leave && { account, way: leave },
  });
}
