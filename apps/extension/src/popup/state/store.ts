import { canReadBalance, canReadBoard, canSetOwnStatus } from "@callboard/domain/access/popupPermissions";
import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import { api } from "../../data/api.ts";
import { liveState } from "../../data/live.ts";
import { locale } from "../../data/locale.ts";
import { createResource, type Kind, type Resource } from "../../data/resource.ts";
import { notifyAtStateChange } from "../../data/stateChangeTimer.ts";
import { SETTINGS_KINDS } from "../../shared/recordKinds.ts";
import { type Snapshot } from "./snapshot.ts";
import { type Balance, type Changes, type Me, type OwnStatus, type Team } from "../../data/views.ts";

type OwnAccount = Me["accounts"][number];

/** Everything the popup shows of one account: the last answers, updated live. */
export interface PopupStore {
  account: string;
  person: string;
  me: Resource<Me>;
  /** Null in these means: not available to this role. */
  mine: Resource<OwnStatus | null>;
  balance: Resource<Balance | null>;
  changes: Resource<Changes>;
  team: Resource<Team | null>;
  own: ReadonlySignal<OwnAccount | null>;
  /** The age of the oldest data on the screen, while it isn't known to be current. */
  stale: ReadonlySignal<number | null>;
  start: () => void;
  stop: () => void;
}

const HISTORY_KINDS: readonly Kind[] = [...SETTINGS_KINDS, "agent"];
/** More than fit: the popup shows as many as it has room for. */
const LATEST_LIMIT = 14;
/** Nobody scrolls through more of the team than this. */
const TEAM_LIMIT = 40;

/** Shows the snapshot at once; requests wait until `start` confirms who is signed in. */
export function createPopupStore(account: string, person: string, snapshot: Partial<Snapshot>): PopupStore {
  const started = Promise.withResolvers<void>();
  const me = createResource<Me>(
    ["account", "member", "lifecycle", "balance"],
    () => started.promise.then(() => api().access.me.query()),
    snapshot.me,
  );
  const own = computed(() => me.data.value?.accounts.find(({ id }) => id === account) ?? null);

  const known = Promise.withResolvers<void>();
  const stopKnowing = effect(() => void (own.value && known.resolve()));

  /** The membership decides what may be requested. Only the very first time is there none to start from. */
  async function standing() {
    await Promise.all([started.promise, known.promise]);
    if (own.value === null) throw new Error("No longer a member of this account");
    return own.value;
  }

  const mine = createResource<OwnStatus | null>(
    ["agent", "phone", "status", "account", "member"],
    async () => (canSetOwnStatus(await standing()) ? api().agents.mine.query() : null),
    snapshot.mine,
  );
  const balance = createResource<Balance | null>(
    ["balance", "account", "terms", "member", "recharge", "lifecycle"],
    async () => (canReadBalance(await standing()) ? api().balance.current.query({}) : null),
    snapshot.balance,
  );
  const changes = createResource<Changes>(
    HISTORY_KINDS,
    async () => standing().then(() => api().history.list.query({ limit: LATEST_LIMIT })),
    snapshot.changes,
  );
  const team = createResource<Team | null>(
    ["agent", "phone", "status", "member"],
    async () => {
      const who = await standing();
      return !who.softphone && canReadBoard(who) ? api().agents.board.query({ limit: TEAM_LIMIT }) : null;
    },
    snapshot.team,
  );
  const all = { me, mine, balance, changes, team };
  const stale = staleSince(all, snapshot.at ?? null);
  const stopFollowing = refetchOnRoleChange(own, all);
  const stopWriting = refetchOnZoneChange(all);
  const stopWaiting = effect(() => notifyAtStateChange(account, own.value?.turnsAt ?? null));
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

/** Another role may see other things. */
function refetchOnRoleChange(own: PopupStore["own"], { mine, balance, changes, team }: StoreResources): () => void {
  let last: string | null = null;
  return effect(() => {
    const now = own.value && `${own.value.role} ${own.value.softphone}`;
    if (last !== null && now !== null && now !== last)
      for (const part of [mine, balance, changes, team]) void part.refetch();
    last = now ?? last;
  });
}

/** Refetches data that the server formatted in another zone. */
function refetchOnZoneChange({ balance, changes }: StoreResources): () => void {
  let last: string | null = null;
  return effect(() => {
    const { zone } = locale.value;
    if (last !== null && zone !== last) for (const part of [balance, changes]) void part.refetch();
    last = zone;
  });
}

type StoreResources = Pick<PopupStore, "me" | "mine" | "balance" | "changes" | "team">;

/** The oldest instant on the screen, as soon as one part of it isn't fresh. */
function staleSince(all: StoreResources, snapshotAt: number | null): ReadonlySignal<number | null> {
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

/** Everything that is shown, for the next popup to start with. */
export function snapshotOf({ account, person, ...all }: PopupStore): Snapshot {
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
