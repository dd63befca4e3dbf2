import { api } from "../../data/api.ts";
import { useResource } from "../../data/liveResource.ts";
import { route } from "../../shared/route.ts";
import { Loaded } from "../../shared/page/Loaded.tsx";
import { Page } from "../../shared/page/Page.tsx";
import { UnderWay } from "../../shared/page/UnderWay.tsx";
import { useTimedRefetch } from "../../shared/useTimedRefetch.ts";
import { ZoneNote } from "../../shared/page/ZoneNote.tsx";
import { lifecycle as texts } from "../../texts/en/lifecycle.ts";
import type { AccountStatus } from "./accountStatus.ts";
import { ActionsCard } from "./ActionsCard.tsx";
import { Cancel } from "./Cancel.tsx";
import { CostsCard } from "./CostsCard.tsx";
import { OpenRequestsCard } from "./OpenRequestsCard.tsx";

/** The account as a whole: its state, what each state costs, and every action that changes it. */
export function Status() {
  return route.value.rest[0] === "cancel" ? <Cancel /> : <AccountState />;
}

function AccountState() {
  const status = useResource(["lifecycle", "account", "terms", "number", "balance", "run"], () =>
    api().lifecycle.status.query(),
  );
  const data = status.data.value;
  useTimedRefetch(status, data ? nextChangeAt(data) : null);
  return (
    <Page title={texts.title} summary={data && [data.state, data.callersHear].filter(Boolean).join(" ")}>
      <Loaded resource={status} label={texts.loading}>
        {(answer) => (
          <>
            {answer.underWay && <UnderWay run={answer.underWay} />}
            <ActionsCard status={answer} refetch={status.refetch} />
            {answer.canceled === null ? <CostsCard status={answer} /> : <OpenRequestsCard />}
            <ZoneNote />
          </>
        )}
      </Loaded>
    </Page>
  );
}

/** The next instant at which time alone changes the state. */
function nextChangeAt({ stopped, paused, cancellation, now }: AccountStatus): number | null {
  const ends = [stopped?.until, paused?.until, cancellation?.undoUntil].flatMap((at) => (at && at > now ? [at] : []));
  return ends.length > 0 ? Math.min(...ends) : null;
}
