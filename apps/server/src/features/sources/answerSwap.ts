import { findWrittenNumbers, replaceNumbers, type WrittenNumber } from "@callboard/domain/numbers/writtenNumber";
import { chooseNumber, type SwapChoice } from "@callboard/domain/sources/swap";
import {
  type RememberedSource,
  sourceOfVisit,
  type Visit,
  type VisitSource,
} from "@callboard/domain/sources/visitSource";
import type { SwapFacts } from "../../store/reads/swapFacts.ts";
import type { SwapNumbers } from "../../store/reads/swapNumbers.ts";

/** A page that asks which numbers to show. */
export interface SwapRequest extends Visit {
  remembered: RememberedSource | null;
  /** Its texts that may contain phone numbers. */
  texts: readonly string[];
}

export interface SwapAnswer extends VisitSource {
  /** The texts that change, with the tracking numbers in them. */
  texts: Record<string, string>;
}

/** Which of its texts a page shows otherwise. Throws `invalid` for an unreadable address. */
export async function answerSwap(facts: SwapFacts, request: SwapRequest, now: number): Promise<SwapAnswer> {
  const { sources, code, numbers, home } = facts;
  const visit = sourceOfVisit(sources, request, request.remembered, code.stickyDays);
  if (visit.source === null) return { ...visit, texts: {} };
  const cache = textCacheOf(numbers);
  const found = request.texts.map((text) => [text, cache.found(text, () => findWrittenNumbers(text, home))] as const);
  const e164s = found.flatMap(([, written]) => written.map(({ e164 }) => e164));
  const choices = await chooseNumbers(facts, visit.source, e164s, now);
  const texts: Record<string, string> = {};
  for (const [text, written] of found) {
    const shown = written.map(({ e164 }) => choices.get(e164)?.shown ?? null);
    const replaced = cache.replaced(text, shown, () =>
      replaceNumbers(text, written, (e164) => choices.get(e164)?.shown ?? null),
    );
    if (replaced !== text) texts[text] = replaced;
  }
  return { ...visit, texts };
}

/** What stands instead of each of these numbers; those that the account doesn't know are left out. */
export async function chooseNumbers(
  { code, service, numbers }: SwapFacts,
  source: string,
  e164s: readonly string[],
  now: number,
): Promise<Map<string, SwapChoice>> {
  const byQueue = new Map(code.queueNumbers.map(({ e164, queue }) => [e164, `queue:${queue}`]));
  const targets = [...(await numbers.targetsOf(e164s))].flatMap(([e164, target]) => {
    const known = byQueue.get(e164) ?? target;
    return known === null ? [] : [[e164, known] as const];
  });
  const candidates = await numbers.candidatesFor(
    source,
    targets.map(([, target]) => target),
  );
  return new Map(
    targets.map(([e164, target]) => [e164, chooseNumber(service, candidates.get(target) ?? [], e164, now)]),
  );
}

const CACHE_MAX = 5000;

/** A website shows the same few texts to every visitor, and finding numbers in one takes longer than all the rest. */
class TextCache {
  private readonly foundIn = new Map<string, readonly WrittenNumber[]>();
  private readonly replacedBy = new Map<string, string>();

  found(text: string, find: () => readonly WrittenNumber[]): readonly WrittenNumber[] {
    return remembered(this.foundIn, text, find);
  }

  replaced(text: string, shown: readonly (string | null)[], replace: () => string): string {
    return remembered(this.replacedBy, [text, ...shown].join("\n"), replace);
  }
}

function remembered<T>(cache: Map<string, T>, key: string, compute: () => T): T {
  const cached = cache.get(key);
  if (cached !== undefined) return cached;
  if (cache.size >= CACHE_MAX) cache.clear();
  const value = compute();
  cache.set(key, value);
  return value;
}

const textCaches = new WeakMap<SwapNumbers, TextCache>();

function textCacheOf(numbers: SwapNumbers): TextCache {
  const cache = textCaches.get(numbers) ?? new TextCache();
  textCaches.set(numbers, cache);
  return cache;
}
