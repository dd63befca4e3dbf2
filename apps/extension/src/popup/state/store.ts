import { canReadBalance, canReadBoard, canSetOwnStatus } from "@callboard/domain/access/popupPermissions";
import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import { api } from "../../data/api.ts";
import { liveState } from "../../data/liveState.ts";
import { locale } from "../../data/locale.ts";
import { createResource, type Kind, type Resource } from "../../data/liveResource.ts";
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
  /** Null, here and below: not available to this role. */
  ownStatus: Resource<OwnStatus | null>;
  balance: Resource<Balance | null>;
  changes: Resource<Changes>;
  team: Resource<Team | null>;
  ownAccount: ReadonlySignal<OwnAccount | null>;
  /** When the oldest data on the screen was current; null while all of it is. */
  staleSince: ReadonlySignal<number | null>;
  start: () => void;
  stop: () => void;
}

const HISTORY_KINDS: readonly Kind[] = [...SETTINGS_KINDS, "agent"];
/** More than fit on the screen: the popup shows as many as it has room for. */
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
  const ownAccount = computed(() => me.data.value?.accounts.find(({ id }) => id === account) ?? null);

  const memberKnown = Promise.withResolvers<void>();
  const stopWaitingForMember = effect(() => void (ownAccount.value && memberKnown.resolve()));

  /** The membership decides what may be requested. A snapshot has it; without one, it comes with the first answer. */
  async function membership() {
    await Promise.all([started.promise, memberKnown.promise]);
    if (ownAccount.value === null) throw new Error("No longer a member of this account");
    return ownAccount.value;
  }

  const ownStatus = createResource<OwnStatus | null>(
    ["agent", "phone", "status", "account", "member"],
    async () => (canSetOwnStatus(await membership()) ? api().agents.mine.query() : null),
    snapshot.mine,
  );
  const balance = createResource<Balance | null>(
    ["balance", "account", "terms", "member", "recharge", "lifecycle"],
    async () => (canReadBalance(await membership()) ? api().balance.current.query({}) : null),
    snapshot.balance,
  );
  const changes = createResource<Changes>(
    HISTORY_KINDS,
    async () => membership().then(() => api().history.list.query({ limit: LATEST_LIMIT })),
    snapshot.changes,
  );
  const team = createResource<Team | null>(
    ["agent", "phone", "status", "member"],
    async () => {
      const own = await membership();
      return !own.softphone && canReadBoard(own) ? api().agents.board.query({ limit: TEAM_LIMIT }) : null;
    },
    snapshot.team,
  );
  const resources = { me, ownStatus, balance, changes, team };
  const stale = staleSince(resources, snapshot.at ?? null);
  const stopWatchingRole = refetchOnRoleChange(ownAccount, resources);
  const stopWatchingZone = refetchOnZoneChange(resources);
  const stopStateTimer = effect(() => notifyAtStateChange(account, ownAccount.value?.turnsAt ?? null));
  return {
    account,
    person,
    ...resources,
    ownAccount,
    staleSince: stale,
    start: started.resolve,
    stop: () => {
      stopWaitingForMember();
      stopWatchingRole();
      stopWatchingZone();
      stopStateTimer();
      for (const resource of Object.values(resources)) resource.stop();
    },
  };
}

/** Refetches when the person's role or softphone changes: another role may see other things. */
function refetchOnRoleChange(
  ownAccount: PopupStore["ownAccount"],
  { ownStatus, balance, changes, team }: StoreResources,
): () => void {
  let last: string | null = null;
  return effect(() => {
    const current = ownAccount.value && `${ownAccount.value.role} ${ownAccount.value.softphone}`;
    if (last !== null && current !== null && current !== last)
      for (const resource of [ownStatus, balance, changes, team]) void resource.refetch();
    last = current ?? last;
  });
}

/** Refetches data that the server formatted in another zone. */
function refetchOnZoneChange({ balance, changes }: StoreResources): () => void {
  let last: string | null = null;
  return effect(() => {
    const { zone } = locale.value;
    if (last !== null && zone !== last) for (const resource of [balance, changes]) void resource.refetch();
    last = zone;
  });
}

type StoreResources = Pick<PopupStore, "me" | "ownStatus" | "balance" | "changes" | "team">;

/** The oldest instant on the screen, as soon as one part of it isn't fresh. */
function staleSince(storeResources: StoreResources, snapshotAt: number | null): ReadonlySignal<number | null> {
  const lastSnapshotAt = signal(snapshotAt);
  return computed(() => {
    const resources = Object.values(storeResources);
    const times = resources.map(({ answeredAt }) => answeredAt.value);
    const offline = liveState.value === "offline" || resources.some((resource) => resource.offline.value);
    if (!offline && times.every((at) => at !== null)) return null;
    const answerTimes = times.filter((at) => at !== null);
    return times.includes(null) ? lastSnapshotAt.peek() : Math.min(...answerTimes);
  });
}
