import { decision, type Effect } from "@callboard/domain/core/effect";
import { fail } from "@callboard/domain/core/failure";
import { emailSchema } from "@callboard/domain/core/fieldSchemas";
import type { Period } from "@callboard/domain/core/period";
import { message } from "@callboard/domain/core/message";
import { consoleLink } from "../../integrations/mail/consoleLink.ts";
import { type BookEnd, findBookEnds, hasNewBookings } from "../../store/ledger/entries.ts";
import { fileName } from "../../files/fileNames.ts";
import { mailEffects } from "../../integrations/mail/composeMail.ts";
import type { SecretLink } from "../../store/seals/secretLinks.ts";
import { checkStatements, countSends, findSendCounts } from "../../integrations/mail/sendLimits.ts";
import { findOne } from "../../store/queries.ts";
import { saveDocument, type StatementDocument, documentQueries } from "./reads.ts";
import type { Scope } from "../../store/scope.ts";
import { findUnsubscribed } from "../../store/reads/statementSchedules.ts";
import { commit, read } from "../../store/commit.ts";
import type { Services } from "../../services.ts";
import { makeStatement } from "./makeStatement.ts";
import { formatDays } from "./pdf/formatDays.ts";
import { statementView } from "./statementView.ts";

/** Draws the statement, saves its bytes, and mails it to each recipient. Returns the saved document's id. */
export async function sendStatement(
  services: Services,
  scope: Scope,
  { recipients, ...period }: Period & { recipients: readonly string[] },
): Promise<{ id: string }> {
  const addresses = readAddresses(recipients);
  // Until nothing was booked between drawing and saving.
  for (;;) {
    const document = await drawStatementDocument(services, scope, period);
    try {
      return await commit(
        scope,
        { sendCounts: findSendCounts("statement"), bookEnds: findBookEnds },
        ({ sendCounts, bookEnds }, { newId }) => {
          checkStatements(sendCounts, addresses.length, services.throttle.sendLimits);
          if (isStale(document, bookEnds)) throw new StaleStatement();
          const mails = addresses.flatMap((to) => statementMail(services, scope, document, to));
          const sendEffects = countSends(scope, "statement", newId(), addresses.length);
          return decision([...saveDocument(scope, document), ...sendEffects, ...mails], { id: document.id });
        },
      );
    } catch (error) {
      if (!(error instanceof StaleStatement)) throw error;
    }
  }
}

/** Something was booked into the period after the statement was drawn, so it must be drawn again. */
class StaleStatement extends Error {}
export const isStale = ({ closesAt, bookEnds }: DrawnStatement, currentEnds: readonly BookEnd[]): boolean =>
  closesAt !== null && hasNewBookings(closesAt, bookEnds, currentEnds);

/** A statement that is ready to be saved and sent. */
export interface DrawnStatement extends StatementDocument {
  /** The account's name, as printed. */
  account: string;
  /** Where the account's books ended when drawing began. */
  bookEnds: readonly BookEnd[];
}

/** Draws the statement of a period before anything is written, as drawing takes time. */
export async function drawStatementDocument(services: Services, scope: Scope, period: Period): Promise<DrawnStatement> {
  const { bookEnds } = await read(scope, { bookEnds: findBookEnds });
  const result = await makeStatement(scope, period);
  const view = await statementView(scope, result);
  const bytes = Buffer.from(await services.pdf.render({ is: "statement", answer: view }));
  const { account, first, last } = view;
  const closesAt = result.openUntil === null ? result.statement.bounds.to : null;
  return {
    id: scope.newId(),
    name: fileName(`Statement ${account} ${first} ${last}.pdf`),
    first,
    last,
    bytes,
    closesAt,
    account,
    bookEnds,
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
    sendCounts: findSendCounts("statement"),
    account: findOne("account", scope.account),
    unsubscribed: findUnsubscribed(scope),
  };
  return commit<typeof queries, null>(scope, queries, (facts, { newId }) => {
    const { document, recipients: formerRecipients, account, sendCounts, unsubscribed } = facts;
    const [row] = document;
    if (!row) fail("not-found", "statements.noDocument", {}, "id");
    const { first_day: first, last_day: last } = row as { first_day: string; last_day: string };
    const before = formerRecipients
      .map(({ recipient }) => String(recipient))
      .filter((address) => !unsubscribed.includes(address));
    const to = recipients ? readAddresses(recipients) : before;
    if (to.length === 0) fail("conflict", "statements.noRecipientRemaining");
    checkStatements(sendCounts, to.length, services.throttle.sendLimits);
    const statement = { id, first, last, account: account.data.name };
    const mails = to.flatMap((address) => statementMail(services, scope, statement, address));
    return decision([...countSends(scope, "statement", newId(), to.length), ...mails], null);
  });
}

/** The distinct addresses. Throws `invalid` with the first that isn't one. */
export function readAddresses(typed: readonly string[]): string[] {
  const addresses = typed.map((text) => {
    const parsed = emailSchema.safeParse(text);
    return parsed.success
      ? parsed.data
      : fail("invalid", "statements.invalidRecipient", { address: text }, "recipients");
  });
  return [...new Set(addresses)];
}

/** The mail with a saved document. `makeUnsubscribeLink`: for readers outside the account. */
export function statementMail(
  services: Services,
  scope: Scope,
  { id, account, first, last }: Pick<DrawnStatement, "id" | "account" | "first" | "last">,
  to: string,
  makeUnsubscribeLink?: (mail: string) => SecretLink,
): Effect[] {
  const values = { account, period: formatDays({ first, last }) };
  return mailEffects(services, scope, {
    account: scope.account,
    to,
    subject: message("mail.statementSubject", values),
    text: message("mail.statementText", values),
    link: consoleLink(services.publicUrl, scope.account, `statements?first=${first}&last=${last}`),
    document: id,
    unsubscribe: makeUnsubscribeLink && { account, route: makeUnsubscribeLink },
  });
}
