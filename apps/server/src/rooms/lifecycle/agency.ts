import { showNumber } from "@callboard/domain/phoneNumber";
import { holds } from "@callboard/domain/lifecycle";
import { numbersText } from "@callboard/domain/upkeep";
import { cutText } from "@callboard/domain/text";
import { one, where } from "../../needs.ts";
import { type CancelItem, givenBack } from "../../runs/cancelAgency.ts";
import { CHUNK, type NewItem } from "../../runs/items.ts";
import { writeItems, writeRun } from "../../runs/propose.ts";
import type { Scope } from "../../scope.ts";
import { look } from "../../store.ts";
import { open } from "../../trpc.ts";
import { subAccounts } from "../../uses.ts";
import { aroundHere, checkVerb, wholeNeeds } from "./facts.ts";

/** Canceling an agency with every account below it: a run, proposed with a line for each. */
export const agencyCancel = {
  proposeAgencyCancel: open("run the agency").mutation(async ({ ctx: { scope } }): Promise<{ run: string }> => {
    const around = await aroundHere(scope);
    const whole = await look(scope, wholeNeeds(around, scope));
    checkVerb("cancel the agency", whole, scope);
    const { found } = await look(scope, { found: subAccounts });
    const run = scope.newId();
    let total = 0;
    for (let from = 0; from <= found.length; from += CHUNK) {
      const here = found.slice(from, from + CHUNK);
      const items = await itemsOf(scope, from + CHUNK > found.length ? [...here, scope.account] : here);
      const listed = items.map((item, at): NewItem => ({ ...item, n: total + at + 1 }));
      await writeItems(scope, run, listed);
      total += listed.length;
    }
    const { name } = whole.account.data;
    const input = { below: true, typed: name };
    return writeRun(scope, run, { what: "cancel agency", title: name, input, state: "proposed", total }, { run });
  }),
};

/** A line for each of these accounts that is not canceled. */
async function itemsOf(scope: Scope, accounts: readonly string[]): Promise<Omit<NewItem, "n">[]> {
  const reaching = { ...scope, reach: accounts };
  const each = <T>(need: (id: string) => T) => Object.fromEntries(accounts.map((id) => [id, need(id)]));
  const homes = await look(
    reaching,
    each((id) => one("account", id, id)),
  );
  const lives = await look(
    reaching,
    each((id) => one("lifecycle", id, id)),
  );
  const numbers = await look(
    reaching,
    each((id) => where("number", "account", id)),
  );
  return accounts
    .filter((id) => !holds(lives[id]!.data.canceled, scope.now))
    .map((id) => {
      const { name } = homes[id]!.data;
      const input: CancelItem = { account: id, name, numbers: givenBack(numbers[id]!) };
      const porting = numbers[id]!.filter(({ data }) => data.standing.is === "porting");
      const what =
        porting.length > 0
          ? `${porting.map(({ data }) => showNumber(data.e164)).join(", ")} on the way to another carrier`
          : `${numbersText(input.numbers.length)} given back`;
      return { about: cutText(`${name}: ${what}`, 300), input };
    });
}
