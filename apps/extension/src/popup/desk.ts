import { readsBalance, readsBoard, setsOwnStatus } from "@callboard/domain/glance";
import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import { api } from "../api.ts";
import { liveState } from "../live.ts";
import { locale } from "../locale.ts";
import { createResource, type Kind, type Resource } from "../resource.ts";
import { waitForTurn } from "../turning.ts";
import { SETTINGS } from "../versions/kinds.ts";
import { type Balance, type Changes, type Me, type Mine, type Snapshot, type Team } from "../snapshot.ts";

type OwnAccount = Me["accounts"][number];

/** Everything the popup shows of one account: the last answers, live from then on. */
export interface Desk {
  account: string;
  person: string;
  me: Resource<Me>;
  /** Null from these means: not for this role. */
  mine: Resource<Mine | null>;
  balance: Resource<Balance | null>;
  changes: Resource<Changes>;
  team: Resource<Team | null>;
  own: ReadonlySignal<OwnAccount | null>;
  /** When what is shown was true, while it is not known to be so now. */
  stale: ReadonlySignal<number | null>;
  start: () => void;
  stop: () => void;
}

const HISTORY: readonly Kind[] = [...SETTINGS, "agent"];
/** More than fit: the popup shows as many as it has room for. */
const LATEST = 14;
/** As many of the team as somebody scrolls through at a glance. */
const TEAM = 40;

/** Shows the snapshot at once; the questions wait until `start` says who is signed in. */
export function openDesk(account: string, person: string, snapshot: Partial<Snapshot>): Desk {
  const started = Promise.withResolvers<void>();
  const me = createResource<Me>(
    ["account", "member", "lifecycle", "balance"],
    () => started.promise.then(() => api().access.me.query()),
    snapshot.me,
  );
  const own = computed(() => me.data.value?.accounts.find(({ id }) => id === account) ?? null);

  const known = Promise.withResolvers<void>();
  const stopKnowing = effect(() => void (own.value && known.resolve()));

  /** Who one is decides what may be asked. Only the very first time that must be waited for. */
  async function standing() {
    await Promise.all([started.promise, known.promise]);
    if (own.value === null) throw new Error("No longer a member of this account");
    return own.value;
  }

  const mine = createResource<Mine | null>(
    ["agent", "phone", "status", "account", "member"],
    async () => (setsOwnStatus(await standing()) ? api().agents.mine.query() : null),
    snapshot.mine,
  );
  const balance = createResource<Balance | null>(
    ["balance", "account", "terms", "member", "recharge", "lifecycle"],
    async () => (readsBalance(await standing()) ? api().balance.current.query({}) : null),
    snapshot.balance,
  );
  const changes = createResource<Changes>(
    HISTORY,
    async () => standing().then(() => api().history.list.query({ limit: LATEST })),
    snapshot.changes,
  );
  const team = createResource<Team | null>(
    ["agent", "phone", "status", "member"],
    async () => {
      const who = await standing();
      return !who.softphone && readsBoard(who) ? api().agents.board.query({ limit: TEAM }) : null;
    },
    snapshot.team,
  );
  const all = { me, mine, balance, changes, team };
  const stale = staleness(all, snapshot.at ?? null);
  const stopFollowing = followRole(own, all);
  const stopWriting = followLocale(all);
  const stopWaiting = effect(() => waitForTurn(account, own.value?.turnsAt ?? null));
  return {
    account,
    person,
    ...all,
    own,
    stale,
    start: started.resolve,
    stop: () => {
      stopKnowing();
      stopFollowing();
      stopWriting();
      stopWaiting();
      for (const resource of Object.values(all)) resource.stop();
    },
  };
}

/** Another role may be shown other things. */
function followRole(own: Desk["own"], { mine, balance, changes, team }: All): () => void {
  let last: string | null = null;
  return effect(() => {
    const now = own.value && `${own.value.role} ${own.value.softphone}`;
    if (last !== null && now !== null && now !== last)
      for (const part of [mine, balance, changes, team]) void part.refetch();
    last = now ?? last;
  });
}

/** What the server wrote for another zone is asked for again. */
function followLocale({ balance, changes }: All): () => void {
  let last: string | null = null;
  return effect(() => {
    const { zone } = locale.value;
    if (last !== null && zone !== last) for (const part of [balance, changes]) void part.refetch();
    last = zone;
  });
}

type All = Pick<Desk, "me" | "mine" | "balance" | "changes" | "team">;

/** The oldest of what is shown, as soon as one part of it is not fresh. */
function staleness(all: All, snapshotAt: number | null): ReadonlySignal<number | null> {
  const last = signal(snapshotAt);
  return computed(() => {
    const parts = Object.values(all);
    const answered = parts.map(({ answeredAt }) => answeredAt.value);
    const offline = liveState.value === "offline" || parts.some((part) => part.offline.value);
    if (!offline && answered.every((at) => at !== null)) return null;
    const known = answered.filter((at) => at !== null);
    return answered.includes(null) ? last.peek() : Math.min(...known);
  });
}

/** All that is shown, as the next popup is to begin with it. */
export function snapshotOf({ account, person, ...all }: Desk): Snapshot {
  const parts = [all.me, all.mine, all.balance, all.changes, all.team];
  return {
    account,
    person,
    at: Math.min(...parts.map(({ answeredAt }) => answeredAt.value ?? 0)),
    me: all.me.data.value,
    mine: all.mine.data.value,
    balance: all.balance.data.value,
    changes: all.changes.data.value,
    team: all.team.data.value,
  };
}
