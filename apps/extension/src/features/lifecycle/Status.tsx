import { api } from "../../data/api.ts";
import { useResource } from "../../data/resource.ts";
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
  const answer = status.data.value;
  useTimedRefetch(status, answer ? nextChangeAt(answer) : null);
  return (
    <Page title={texts.title} state={answer && answer.state}>
      <Loaded of={status} label={texts.loading}>
        {(shown) => (
          <>
            {shown.underWay && <UnderWay run={shown.underWay} />}
            <ActionsCard status={shown} refetch={status.refetch} />
            {shown.canceled === null ? <CostsCard status={shown} /> : <OpenRequestsCard />}
            <ZoneNote />
          </>
        )}
      </Loaded>
    </Page>
  );
}

/** The next instant at which time alone changes the state. */
function nextChangeAt({ stopped, paused, leaving, now }: AccountStatus): number | null {
  const ends = [stopped?.until, paused?.until, leaving?.undoUntil].flatMap((at) => (at && at > now ? [at] : []));
  return ends.length > 0 ? Math.min(...ends) : null;
}
