import { Button } from "@callboard/ui/Button";
import { Notice } from "@callboard/ui/Notice";
import { href, queryString } from "../../shared/route.ts";
import { CostNotice } from "../../shared/page/CostNotice.tsx";
import { failureText } from "../../shared/form/failures.ts";
import { clockTime } from "../../shared/timeText.ts";
import { mayDo, useViewer } from "../../shared/viewer.ts";
import { proposals as texts } from "../../texts/en/proposals.ts";
import { shell } from "../../texts/en/shell/shell.ts";
import { format } from "../../texts/format.ts";
import { ProposalFoot } from "./ProposalFoot.tsx";
import { ProposalItems } from "./ProposalItems.tsx";
import { ProposalLines } from "./ProposalLines.tsx";
import { ProposalNames } from "./ProposalNames.tsx";
import { proposeUndo } from "../../shared/proposeUndo.ts";
import type { ProposalActions } from "./useProposalActions.ts";
import { type Proposal, useProposalState } from "./useProposal.ts";
import "./Proposal.css";

interface ProposalViewProps {
  proposal: Proposal;
  deeds: ProposalActions;
  /** Inside a dialog. */
  compact?: boolean | undefined;
}

/** Everything that confirming does, what has changed since it was proposed, and its buttons. */
export function ProposalView({ proposal, deeds, compact }: ProposalViewProps) {
  const { state, left } = useProposalState(proposal);
  const isOpen = state === "open";
  return (
    <div class="proposal" data-compact={compact || undefined}>
      {isOpen && !proposal.stale && <ProposalMeta proposal={proposal} left={left} />}
      {isOpen && proposal.stale && <StaleNotice proposal={proposal} deeds={deeds} />}
      {!isOpen && <Ended proposal={proposal} state={state} deeds={deeds} />}
      {proposal.why === null && <ProposalLines proposal={proposal} level={compact ? 3 : 2} />}
      {proposal.why === null && isOpen && proposal.folded && (
        <ProposalItems proposal={proposal} level={compact ? 3 : 2} />
      )}
      {isOpen && !proposal.stale && proposal.names.length > 0 && <ProposalNames proposal={proposal} deeds={deeds} />}
      {isOpen && proposal.why === null && <CostNotice cost={proposal.cost} />}
      {isOpen && <ProposalFoot proposal={proposal} deeds={deeds} />}
    </div>
  );
}

function ProposalMeta({ proposal: { by, madeAt, expiresAt }, left }: { proposal: Proposal; left: number }) {
  const viewer = useViewer();
  const minutes = Math.floor(left / 60_000);
  const words =
    minutes > 0
      ? format(texts.leftMinutes, { minutes })
      : format(texts.leftSeconds, { seconds: Math.max(0, Math.ceil(left / 1000)) });
  return (
    <p class="proposal-meta cb-quiet">
      {texts.nothingYet} {format(texts.by, { name: by, time: clockTime(madeAt, viewer) })}{" "}
      <span data-soon={minutes < 5 || undefined}>
        {format(texts.left, { time: clockTime(expiresAt, viewer), left: words })}
      </span>
    </p>
  );
}

function StaleNotice({ proposal: { why }, deeds }: { proposal: Proposal; deeds: ProposalActions }) {
  const refused = failureText(deeds.remake.outcome.value);
  return (
    <>
      <Notice
        kind="warn"
        sentence={why === null ? texts.stale : texts.staleWhy}
        detail={why ?? texts.nothingYet}
        action={<RefreshButton deeds={deeds} />}
      />
      {refused && <Notice kind="bad" sentence={refused} />}
    </>
  );
}

const RefreshButton = ({ deeds }: { deeds: ProposalActions }) => (
  <Button variant="primary" busy={deeds.remake.busy.value} onClick={() => void deeds.lookAnew()}>
    {texts.anew}
  </Button>
);

const pageLabel = (room: string): string => shell.rooms[room as keyof typeof shell.rooms] ?? room;

interface EndedProps {
  proposal: Proposal;
  state: Proposal["state"];
  deeds: ProposalActions;
}

function Ended({ proposal: { batch, lines, below, back, run }, state, deeds }: EndedProps) {
  const { account } = useViewer();
  const refused = failureText(deeds.remake.outcome.value);
  if (state === "confirmed" && batch !== null) {
    const undoable =
      back === null &&
      mayDo(account, "restore") &&
      lines.some(({ as, undo }) => as === "effect" && undo.how !== "never");
    return (
      <Notice
        sentence={run !== null ? texts.goesOn : below ? texts.confirmedBelow : texts.confirmed}
        action={
          <>
            {run !== null && <a href={href("runs", run)}>{texts.seeProgress}</a>}
            {!below && (
              <a class="proposal-link" href={href("history") + queryString({ batch })}>
                {texts.seeChanges}
              </a>
            )}
            {back !== null && <a href={href(back)}>{format(texts.backTo, { room: pageLabel(back) })}</a>}
            {undoable && <Button onClick={() => void proposeUndo(batch)}>{texts.undo}</Button>}
          </>
        }
      />
    );
  }
  const isExpired = state === "expired";
  return (
    <>
      <Notice
        kind={isExpired ? "warn" : "info"}
        sentence={isExpired ? texts.expired : texts.discarded}
        detail={isExpired && texts.expiredDetail}
        action={<RefreshButton deeds={deeds} />}
      />
      {refused && <Notice kind="bad" sentence={refused} />}
    </>
  );
}
