import { create } from "../../packages/domain/src/core/effect.ts";
import { message } from "../../packages/domain/src/core/message.ts";
import { commit } from "../../apps/server/src/store/commit.ts";
import type { Services } from "../../apps/server/src/services.ts";

const CHUNK = 500;
const SOURCES = 20;

/** Fills an account with tracking numbers that share a word and are spread over some sources. */
export async function addNumbers(
  services: Services,
  account: string,
  count: number,
  renewsAt: number | null = null,
): Promise<void> {
  const { db, feed, newId } = services;
  const membership = { role: null, owner: false, softphone: false, permissions: [], frozen: false, operator: false };
  const actor = { as: "job", id: "bench" } as const;
  const scope = () => ({ db, feed, newId, now: services.now(), account, relatedAccounts: [], actor, membership });
  const text = { action: message("agents.cause.chosen") };
  const source = (n: number) => ({
    name: `Source ${n}`,
    description: "",
    site: "offsite" as const,
    ruleGroups: [],
    position: 100 + n,
    follows: null,
  });
  if (count > 0)
    await commit(scope(), {}, () =>
      Array.from({ length: SOURCES }, (_, n) => create(account, "source", `src_${n}`, source(n), text)),
    );
  for (let from = 0; from < count; from += CHUNK) {
    const chunk = Array.from({ length: Math.min(CHUNK, count - from) }, (_, at) => from + at);
    await commit(scope(), {}, () =>
      chunk.map((n) => create(account, "number", newId(), { ...numberOf(n), renewsAt }, text)),
    );
  }
}

export const nameOf = (n: number): string => `n${String(n).padStart(6, "0")}`;

const numberOf = (n: number) => ({
  e164: `+1512${2_000_000 + n}`,
  name: `Campaign ${nameOf(n)}`,
  kind: "local" as const,
  source: `src_${n % SOURCES}`,
  route: null,
  stopped: null,
  paused: null,
  frozen: null,
  state: { is: "active" as const, since: 0 },
  renewsAt: null,
  billingAnchor: null,
  graceUntil: null,
  origin: "bought" as const,
});
