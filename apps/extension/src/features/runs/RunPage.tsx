import { RUN_PROPOSAL_LIFETIME_MS } from "@callboard/domain/runs/rules";
import { api } from "../../data/api.ts";
import { listHref } from "../../shared/list/listMemory.ts";
import { useResource } from "../../data/liveResource.ts";
import { CostNotice } from "../../shared/page/CostNotice.tsx";
import { Loaded } from "../../shared/page/Loaded.tsx";
import { Page } from "../../shared/page/Page.tsx";
import { clockTime } from "../../shared/timeText.ts";
import { ZoneNote } from "../../shared/page/ZoneNote.tsx";
import { useViewer } from "../../shared/viewer.ts";
import { runs as texts } from "../../texts/en/runs.ts";
import { format } from "../../texts/format.ts";
import { RunActions } from "./RunActions.tsx";
import { RunItems } from "./RunItems.tsx";
import { RunProgress } from "./RunProgress.tsx";
import { runTexts, type Run, runSummary, runTitle } from "./runText.ts";
import "./Runs.css";

/** The cost of a proposed run, and when it expires because its checks may be outdated by then. */
function ProposalExpiry({ run }: { run: Run }) {
  const viewer = useViewer();
  if (run.counts.pending === 0) return null;
  const time = clockTime(run.proposedAt + RUN_PROPOSAL_LIFETIME_MS, viewer);
  return (
    <>
      {/* `cost`: what the run costs, and whether the balance covers it. */}
      <CostNotice cost={run.cost} />
      <p class="cb-muted">{format(runTexts(run)?.life ?? texts.proposalLife, { time })}</p>
    </>
  );
}

/** One run from proposal to report. It is on the server, so the page can be closed at any time. */
export function RunPage({ id }: { id: string }) {
  const { language } = useViewer();
  const resource = useResource(["run"], () => api().runs.get.query({ run: id }), [id]);
  const run = resource.data.value;
  return (
    <Page
      title={run ? runTitle(run) : texts.title}
      summary={run && runSummary(run, language)}
      action={run && <RunActions run={run} refetch={resource.refetch} />}
      back={{ href: listHref("runs"), label: texts.back }}
    >
      <Loaded resource={resource} label={texts.loadingOne}>
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
