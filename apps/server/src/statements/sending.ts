import { decided, type Effect } from "@callboard/domain/decision";
import { refuse } from "@callboard/domain/failure";
import { emailSchema } from "@callboard/domain/fields.schema";
import type { Period } from "@callboard/domain/period";
import { phrase } from "@callboard/domain/phrase";
import { consoleLink } from "../consoleLink.ts";
import { type BookEnd, bookEnds, reopened } from "../entries.ts";
import { fileName } from "../fileNames.ts";
import { letterEffects } from "../mail/letters.ts";
import type { SecretLink } from "../mail/links.ts";
import { checkStatements, countSending, sentSoFar } from "../mail/sendings.ts";
import { one } from "../needs.ts";
import { keepPaper, type Paper, paperNeeds } from "../papers.ts";
import type { Scope } from "../scope.ts";
import { unsubscribed } from "../statementDays.ts";
import { commit, look } from "../store.ts";
import type { World } from "../world.ts";
import { makeStatement } from "./made.ts";
import { daySpan } from "./paper/words.ts";
import { tellStatement } from "./told.ts";

/** Makes the paper, keeps its bytes, and mails it to each recipient. Answers the kept paper's id. */
export async function sendStatement(
  world: World,
  scope: Scope,
  { recipients, ...period }: Period & { recipients: readonly string[] },
): Promise<{ id: string }> {
  const addresses = addressesIn(recipients);
  for (;;) {
    const paper = await drawn(world, scope, period);
    try {
      return await commit(scope, { sent: sentSoFar("statement"), ends: bookEnds }, ({ sent, ends }, { newId }) => {
        checkStatements(sent, addresses.length, world.limits.sendings);
        if (isStale(paper, ends)) throw new Stale();
        const letters = addresses.flatMap((to) => letterTo(world, scope, paper, to));
        const counted = countSending(scope, "statement", newId(), addresses.length);
        return decided([...keepPaper(scope, paper), ...counted, ...letters], { id: paper.id });
      });
    } catch (error) {
      if (!(error instanceof Stale)) throw error;
    }
  }
}

/** Nothing is kept of a paper into whose period something was booked since it was drawn: it is drawn anew. */
class Stale extends Error {}
export const isStale = ({ closes, ends }: Drawn, now: readonly BookEnd[]): boolean =>
  closes !== null && reopened(closes, ends, now);

/** A paper as it is to be kept and sent. */
export interface Drawn extends Paper {
  /** The account's name, as it stands on it. */
  account: string;
  /** Where the account's books ended when it was begun. */
  ends: readonly BookEnd[];
}

/** The statement of a period on paper, made before anything is written: that takes its time. */
export async function drawn(world: World, scope: Scope, period: Period): Promise<Drawn> {
  const { ends } = await look(scope, { ends: bookEnds });
  const made = await makeStatement(scope, period);
  const told = await tellStatement(scope, made);
  const bytes = Buffer.from(await world.press.draw({ is: "statement", told }));
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

/** The very bytes once more, to these or to everybody who had them. */
export async function resendStatement(
  world: World,
  scope: Scope,
  id: string,
  recipients: readonly string[] | null,
): Promise<null> {
  const needs = {
    ...paperNeeds(scope, id),
    sent: sentSoFar("statement"),
    own: one("account", scope.account),
    away: unsubscribed(scope),
  };
  return commit<typeof needs, null>(scope, needs, ({ paper, had, own, sent, away }, { newId }) => {
    const [kept] = paper;
    if (!kept) refuse("not-found", "statements.noPaper", {}, "id");
    const { first, last } = kept as { first: string; last: string };
    const before = had.map(({ recipient }) => String(recipient)).filter((address) => !away.includes(address));
    const to = recipients ? addressesIn(recipients) : before;
    if (to.length === 0) refuse("conflict", "statements.noRecipientLeft");
    checkStatements(sent, to.length, world.limits.sendings);
    const again = { id, first, last, account: own.data.name };
    const letters = to.flatMap((one) => letterTo(world, scope, again, one));
    return decided([...countSending(scope, "statement", newId(), to.length), ...letters], null);
  });
}

/** Each once. Throws `invalid` with the first that is none. */
export function addressesIn(typed: readonly string[]): string[] {
  const read = typed.map((text) => {
    const address = emailSchema.safeParse(text);
    return address.success
      ? address.data
      : refuse("invalid", "statements.oddRecipient", { address: text }, "recipients");
  });
  return [...new Set(read)];
}

/** The mail with a kept paper. `leave`: the way off the schedule, for readers from outside. */
export function letterTo(
  world: World,
  scope: Scope,
  { id, account, first, last }: Pick<Drawn, "id" | "account" | "first" | "last">,
  to: string,
  leave?: (mail: string) => SecretLink,
): Effect[] {
  const values = { account, period: daySpan({ first, last }) };
  return letterEffects(world, scope, {
    account: scope.account,
    to,
    subject: phrase("mail.statementSubject", values),
    text: phrase("mail.statementText", values),
    link: consoleLink(world.publicUrl, scope.account, `statements?first=${first}&last=${last}`),
    paper: id,
    leave: leave && { account, way: leave },
  });
}
