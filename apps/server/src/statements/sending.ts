import { decided } from "@callboard/domain/decision";
import { refuse } from "@callboard/domain/failure";
import { emailSchema } from "@callboard/domain/fields.schema";
import type { Period } from "@callboard/domain/period";
import { phrase } from "@callboard/domain/phrase";
import type { Row } from "../db.ts";
import { letterEffects } from "../mail/letters.ts";
import { one } from "../needs.ts";
import { keepPaper, mailsSince, paperNeeds } from "../papers.ts";
import type { Scope } from "../scope.ts";
import { commit } from "../store.ts";
import type { World } from "../world.ts";
import { makeStatement } from "./made.ts";
import { daySpan } from "./paper/words.ts";
import { tellStatement } from "./told.ts";

/** So many mails with statements leave an account in a day: more is no bookkeeping. */
export const MAILS_A_DAY = 200;

/** Makes the paper, keeps its bytes, and mails it to each recipient. Answers the kept paper's id. */
export async function sendStatement(
  world: World,
  scope: Scope,
  { recipients, ...period }: Period & { recipients: readonly string[] },
  zone: string,
): Promise<string> {
  const addresses = addressesIn(recipients);
  const told = await tellStatement(scope, await makeStatement(scope, period, zone));
  const bytes = Buffer.from(await world.press.draw({ is: "statement", told }));
  const id = scope.newId();
  const name = `Statement ${told.account} ${told.first} ${told.last}.pdf`;
  const paper = keepPaper(scope, { id, name, first: told.first, last: told.last, bytes });
  const mailed = { account: told.account, period: daySpan(told), first: told.first, last: told.last, paper: id };
  return commit(scope, { mails: mailsSince(scope) }, ({ mails }) =>
    decided([paper, ...lettersOf(world, scope, mailed, addresses, mails)], id),
  );
}

/** The very bytes once more, to these or to everybody who had them. */
export async function resendStatement(
  world: World,
  scope: Scope,
  id: string,
  recipients: readonly string[] | null,
): Promise<null> {
  const needs = { ...paperNeeds(scope, id), mails: mailsSince(scope), own: one("account", scope.account) };
  return commit<typeof needs, null>(scope, needs, ({ paper, had, own, mails }) => {
    const [kept] = paper;
    if (!kept) refuse("not-found", "statements.noPaper", {}, "id");
    const { first, last } = kept as { first: string; last: string };
    const mailed = { account: own.data.name, period: daySpan({ first, last }), first, last, paper: id };
    const to = recipients ? addressesIn(recipients) : had.map(({ recipient }) => String(recipient));
    return decided(lettersOf(world, scope, mailed, to, mails), null);
  });
}

/** Each once. Throws `invalid` with the first that is none. */
function addressesIn(typed: readonly string[]): string[] {
  const read = typed.map((text) => {
    const address = emailSchema.safeParse(text);
    return address.success
      ? address.data
      : refuse("invalid", "statements.oddRecipient", { address: text }, "recipients");
  });
  return [...new Set(read)];
}

interface Mailed extends Period {
  account: string;
  period: string;
  paper: string;
}

function lettersOf(world: World, scope: Scope, mailed: Mailed, recipients: readonly string[], before: readonly Row[]) {
  if (before.length + recipients.length > MAILS_A_DAY)
    refuse("conflict", "statements.tooMany", { most: MAILS_A_DAY }, "recipients");
  const { account, period, first, last, paper } = mailed;
  const values = { account, period };
  const link = `${world.publicUrl}/console.html#/statements?first=${first}&last=${last}`;
  const about = { subject: phrase("mail.statementSubject", values), text: phrase("mail.statementText", values), link };
  return recipients.flatMap((to) => letterEffects(world, scope, { account: scope.account, to, paper, ...about }));
}
