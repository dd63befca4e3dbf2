import { cardName, endingCards, endText, type Warning, WARNED_DAYS, warnedOf } from "@callboard/domain/cards";
import { ordered } from "@callboard/domain/fields.schema";
import { en } from "@callboard/domain/messages/en";
import { phrase, render } from "@callboard/domain/phrase";
import { DAY } from "@callboard/domain/time";
import { BILLING } from "@callboard/domain/usage";
import { consoleLink } from "../consoleLink.ts";
import { stmt } from "../db.ts";
import { administrators } from "../mail/administrators.ts";
import { letterEffects } from "../mail/letters.ts";
import { one, where } from "../needs.ts";
import { scopeIn } from "../runs/scope.ts";
import { commit } from "../store.ts";
import type { World } from "../world.ts";
import { readerIn, UNKNOWN } from "../locale.ts";

// The index is in UTC, and no zone is a day away from it.
/** Tells every administrator of cards that end in 30, 7 and 1 days, backup and further ones too: once for each. */
export async function tellEndings(world: World, stopped: () => boolean = () => false): Promise<number> {
  const now = world.now();
  const [rows] = await world.db.read([
    stmt(
      "SELECT DISTINCT account FROM keys WHERE kind = 'card' AND name = 'end' AND value > ? AND value <= ?",
      ordered(now - DAY),
      ordered(now + (WARNED_DAYS[0] + 1) * DAY),
    ),
  ]);
  let told = 0;
  for (const { account } of rows!) if (!stopped()) told += await tellIn(world, account);
  return told;
}

function tellIn(world: World, account: string): Promise<number> {
  const scope = { ...scopeIn(world, account, BILLING), calm: true };
  const needs = {
    account: one("account", account),
    wallet: one("wallet", account),
    cards: where("card", "account"),
    told: administrators([account]),
  };
  return commit<typeof needs, number>(scope, needs, ({ account: settings, wallet, cards, told }, { now }) => {
    const warnings = endingCards(wallet.data, cards, now, settings.data.zone);
    const letters = warnings.flatMap((warning) =>
      told.flatMap(({ to, zone }) =>
        letterEffects(world, scope, { ...letterOf(world, warning, settings.data.name, to), zone }),
      ),
    );
    return { effects: [...warnings.map((warning) => warnedOf(warning, BILLING)), ...letters], answer: warnings.length };
  });
}

function letterOf({ publicUrl }: World, warning: Warning, account: string, to: string) {
  const { data } = warning.card;
  const role = phrase(
    warning.isPrimary ? "mail.endingPrimary" : warning.isBackup ? "mail.endingBackup" : "mail.endingRest",
  );
  const values = {
    account,
    card: cardName(data),
    end: endText(data),
    days: warning.left === 1 ? "1 day" : `${warning.left} days`,
  };
  return {
    account: warning.card.account,
    to,
    subject: phrase("mail.endingSubject", values),
    text: phrase("mail.endingText", { ...values, role: render(en, role, readerIn(UNKNOWN, "UTC")) }),
    link: consoleLink(publicUrl, warning.card.account, "payment-methods"),
  };
}
