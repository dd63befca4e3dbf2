import { RUN_PROPOSAL_LIFETIME_MS } from "@callboard/domain/runs";
import { api } from "../../api.ts";
import { listHref } from "../../list/places.ts";
import { useResource } from "../../resource.ts";
import { CostNotice } from "../../shell/CostNotice.tsx";
import { Loaded } from "../../shell/Loaded.tsx";
import { Page } from "../../shell/Page.tsx";
import { clockTime } from "../../shell/times.ts";
import { ZoneNote } from "../../shell/ZoneNote.tsx";
import { useViewer } from "../../shell/viewer.ts";
import { runs as texts } from "../../texts/en/runs.ts";
import { format } from "../../texts/say.ts";
import { RunActions } from "./RunActions.tsx";
import { RunItems } from "./RunItems.tsx";
import { RunProgress } from "./RunProgress.tsx";
import { runTexts, type Run, runSummary, runTitle } from "./runWords.ts";
import "./Runs.css";

/** What was checked may be otherwise later, so a proposal does not live for ever. */
function ProposalExpiry({ run }: { run: Run }) {
  const viewer = useViewer();
  if (run.counts.left === 0) return null;
  const time = clockTime(run.proposedAt + RUN_PROPOSAL_LIFETIME_MS, viewer);
  return (
    <>
      <CostNotice cost={run.bearing} />
      <p class="cb-quiet">{format(runTexts(run)?.life ?? texts.proposalLife, { time })}</p>
    </>
  );
}

/** One run from its proposal to its report. All of it is on the server: the page can be closed at any moment. */
export function RunPage({ id }: { id: string }) {
  const { locale } = useViewer();
  const run = useResource(["run"], () => api().runs.get.query({ run: id }), [id]);
  const now = run.data.value;
  return (
    <Page
      title={now ? runTitle(now) : texts.title}
      state={now && runSummary(now, locale)}
      action={now && <RunActions run={now} refetch={run.refetch} />}
      back={{ href: listHref("runs"), label: texts.back }}
    >
      <Loaded of={run} label={texts.loadingOne}>
        {(answer) => (
          <>
            {answer.state === "proposed" ? <ProposalExpiry run={answer} /> : <RunProgress run={answer} />}
            <RunItems run={answer} />
            <ZoneNote />
          </>
        )}
      </Loaded>
    </Page>
  );
}
