import type { Failure } from "@callboard/domain/failure";
import { en } from "@callboard/domain/messages/en";
import { render } from "@callboard/domain/phrase";
import { runBilling } from "../src/billing.ts";
import { runDueJobs } from "../src/jobs.ts";
import { DAY, openTestApp, START, type TestCaller, type TestApp } from "./kit.ts";
import { setBalance } from "./money.ts";
import { addNumber } from "./numbered.ts";

export const SOLVEIG = "solveig@callboard.demo";
export const BAKERY = "Corner Bakery";

/** A standalone account on Essentials with six numbers of its own, $100.00, and a month that is paid. */
export async function openBakery({ porting = false } = {}) {
  const it = await openTestApp();
  await setBalance(it, "solo", 100_000_000);
  const ids: string[] = [];
  for (let at = 0; at < 6; at += 1)
    ids.push(
      await addNumber(it, "solo", `+1512555010${at}`, {
        name: `Line ${at}`,
        renewsAt: START + 10 * DAY,
        paidFrom: START - 20 * DAY,
        ...(porting && at === 5 ? { standing: { is: "porting", since: START } } : {}),
      }),
    );
  const me = () => it.anew(SOLVEIG, "solo");
  const pass = async (ms: number) => {
    it.pass(ms);
    await runBilling(it.world);
    await runDueJobs(it.world);
  };
  return { it, ids, me, pass, shown: (at: number) => `+1 512 555 010${at}` };
}

export const readProposal = (who: TestCaller, proposal: string) => who.proposals.get({ proposal });
export const confirm = (who: TestCaller, proposal: string, name: string | null = null) =>
  who.proposals.confirm({ proposal, name });
/** The refusal as somebody reads it. */
export const failureText = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => "",
    (error: { cause?: Failure }) => {
      const { key, values } = error.cause!;
      return render(en, { key, values: values as never }, { zone: "UTC", locale: "en" });
    },
  );
export const balanceOf = async (who: TestCaller) => (await who.balance.current()).money!.micros;
export const numberStates = async (it: TestApp, ids: readonly string[]) => {
  const found = new Map(
    (await it.rows("SELECT id, data ->> '$.standing.is' AS is_ FROM records WHERE kind = 'number'")).map((row) => [
      row.id as string,
      row.is_ as string,
    ]),
  );
  return ids.map((id) => found.get(id));
};
/** Effects are what is held against what was done; figures were true when they were shown. */
export const effectLines = (lines: Awaited<ReturnType<typeof readProposal>>["lines"]) =>
  lines.filter(({ as }) => as === "effect");
export const costOf = (lines: Awaited<ReturnType<typeof readProposal>>["lines"]) =>
  effectLines(lines).reduce((all, { micros }) => all + (micros ?? 0), 0);
