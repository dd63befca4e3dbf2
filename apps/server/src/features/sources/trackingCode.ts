import { decision } from "@callboard/domain/core/effect";
import { fail } from "@callboard/domain/core/failure";
import { message } from "@callboard/domain/core/message";
import { countryOfZone, formatPhoneNumber, parsePhoneNumber } from "@callboard/domain/numbers/phoneNumber";
import { writeLike } from "@callboard/domain/numbers/writtenNumber";
import { saveTrackingCode } from "@callboard/domain/sources/trackingCode";
import { TrackingCodeInput, TrySwapInput } from "@callboard/domain/sources/trackingCodeSchema";
import { STICKY_DAYS } from "@callboard/domain/sources/types";
import { sourceOfVisit } from "@callboard/domain/sources/visitSource";
import { accountProcedure } from "../../rpc/procedures.ts";
import { commit, read } from "../../store/commit.ts";
import { messageRenderer } from "../../store/messageText.ts";
import { findByIds, findOptional, findOrRemoved } from "../../store/queries.ts";
import { readSwapFacts } from "../../store/reads/swapFacts.ts";
import { chooseNumbers } from "./answerSwap.ts";

export interface TrackingCodeView {
  /** Null before it was saved for the first time: then there is no script to paste yet. */
  version: number | null;
  /** The address of the script, and the key that it is pasted with. */
  script: { address: string; key: string } | null;
  websites: readonly string[];
  stickyDays: number;
  queueNumbers: { number: string; queue: string; queueName: string | null }[];
}

export interface SwapTrial {
  source: { id: string; name: string } | null;
  /** The number that stands on the page, as it was typed; another one if it's replaced. */
  shown: string;
  isSwapped: boolean;
  why: string;
}

/** How the account's websites show tracking numbers. */
export const trackingCodeProcedures = {
  trackingCode: accountProcedure("read routing").query(async ({ ctx }): Promise<TrackingCodeView> => {
    const { code } = await read(ctx.scope, { code: findOptional("trackingCode", ctx.scope.account) });
    if (code === null) return { version: null, script: null, websites: [], stickyDays: STICKY_DAYS, queueNumbers: [] };
    const { key, websites, stickyDays, queueNumbers } = code.data;
    const ids = queueNumbers.map(({ queue }) => queue);
    const { queues } = await read(ctx.scope, { queues: findByIds("queue", ids) });
    return {
      version: code.version,
      script: { address: `${ctx.services.publicUrl}/v1/swap.js`, key },
      websites,
      stickyDays,
      queueNumbers: queueNumbers.map(({ e164, queue }) => ({
        number: formatPhoneNumber(e164),
        queue,
        queueName: queues.find(({ id }) => id === queue)?.data.name ?? null,
      })),
    };
  }),

  saveTrackingCode: accountProcedure("change routing")
    .input(TrackingCodeInput)
    .mutation(({ ctx, input: { queueNumbers: typedNumbers, ...draft } }): Promise<null> => {
      const home = countryOfZone(ctx.context.zone);
      const queueNumbers = typedNumbers.map(({ number, queue }, index) => ({
        e164: parsePhoneNumber(number, home, `queueNumbers.${index}.number`),
        queue,
      }));
      const { account } = ctx.scope;
      const queries = {
        code: findOrRemoved("trackingCode", account),
        queues: findByIds(
          "queue",
          queueNumbers.map(({ queue }) => queue),
        ),
      };
      return commit(ctx.scope, queries, ({ code, queues }, { newId }) =>
        decision(saveTrackingCode(account, code, { ...draft, queueNumbers }, queues, newId), null),
      );
    }),

  /** What a visitor would see instead of one number on a page, by the same rules as the script; and why. */
  trySwap: accountProcedure("read routing")
    .input(TrySwapInput)
    .query(async ({ ctx, input: { number, ...visit } }): Promise<SwapTrial> => {
      if (ctx.scope.asOf !== undefined) fail("conflict", "sources.swapPresentOnly");
      const facts = (await readSwapFacts(ctx.scope)) ?? fail("conflict", "sources.swapNotSetUp");
      const render = messageRenderer(ctx.scope, ctx.context.zone);
      const e164 = parsePhoneNumber(number, facts.home);
      const { source: id } = sourceOfVisit(facts.sources, visit, null, facts.code.stickyDays);
      const source = facts.sources.find((candidate) => candidate.id === id);
      const unchanged = { source: source ? { id: source.id, name: source.data.name } : null, shown: number };
      if (!source) return { ...unchanged, isSwapped: false, why: render(message("sources.swapNoSource")) };
      const choice = (await chooseNumbers(facts, source.id, [e164], ctx.scope.now)).get(e164);
      const why = render(choice?.why ?? message("sources.swapUnknownNumber"));
      if (!choice?.shown) return { ...unchanged, isSwapped: false, why };
      return { ...unchanged, shown: writeLike(number, e164, choice.shown), isSwapped: true, why };
    }),
};
