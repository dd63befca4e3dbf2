import { MINUTE } from "@callboard/domain/core/time";
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
  actions: ProposalActions;
  /** Inside a dialog. */
  compact?: boolean | undefined;
}

/** The effects of confirming, the changes since it was proposed, and its buttons. */
export function ProposalView({ proposal, actions, compact }: ProposalViewProps) {
  const { state, msLeft } = useProposalState(proposal);
  const isOpen = state === "open";
  return (
    <div class="proposal" data-compact={compact || undefined}>
      {isOpen && !proposal.stale && <ProposalMeta proposal={proposal} msLeft={msLeft} />}
      {isOpen && proposal.stale && <StaleNotice proposal={proposal} actions={actions} />}
      {!isOpen && <EndedNotice proposal={proposal} state={state} actions={actions} />}
      {proposal.why === null && <ProposalLines proposal={proposal} level={compact ? 3 : 2} />}
      {proposal.why === null && isOpen && proposal.grouped && (
        <ProposalItems proposal={proposal} level={compact ? 3 : 2} />
      )}
      {isOpen && !proposal.stale && proposal.names.length > 0 && (
        <ProposalNames proposal={proposal} actions={actions} />
      )}
      {isOpen && proposal.why === null && <CostNotice cost={proposal.cost} />}
      {isOpen && <ProposalFoot proposal={proposal} actions={actions} />}
    </div>
  );
}

/** Who made the proposal, and until when it can be confirmed. */
function ProposalMeta({ proposal: { by, madeAt, expiresAt }, msLeft }: { proposal: Proposal; msLeft: number }) {
  const viewer = useViewer();
  const minutes = Math.floor(msLeft / MINUTE);
  const timeLeft =
    minutes > 0
      ? format(texts.leftMinutes, { minutes })
      : format(texts.leftSeconds, { seconds: Math.max(0, Math.ceil(msLeft / 1000)) });
  return (
    <p class="proposal-meta cb-muted">
      {texts.nothingYet} {format(texts.by, { name: by, time: clockTime(madeAt, viewer) })}{" "}
      <span data-soon={minutes < 5 || undefined}>
        {format(texts.left, { time: clockTime(expiresAt, viewer), left: timeLeft })}
      </span>
    </p>
  );
}

function StaleNotice({ proposal: { why }, actions }: { proposal: Proposal; actions: ProposalActions }) {
  const failure = failureText(actions.remake.outcome.value);
  return (
    <>
      <Notice
        tone="warn"
        sentence={why === null ? texts.stale : texts.staleWhy}
        detail={why ?? texts.nothingYet}
        action={<RefreshButton actions={actions} />}
      />
      {failure && <Notice tone="bad" sentence={failure} />}
    </>
  );
}

const RefreshButton = ({ actions }: { actions: ProposalActions }) => (
  <Button variant="primary" busy={actions.remake.busy.value} onClick={() => void actions.remakeProposal()}>
    {texts.remake}
  </Button>
);

interface EndedNoticeProps {
  proposal: Proposal;
  state: Proposal["state"];
  actions: ProposalActions;
}

/** What became of a proposal that isn't open any more, and what can be done next. */
function EndedNotice({
  proposal: { batch, lines, subAccounts, back: backPage, run },
  state,
  actions,
}: EndedNoticeProps) {
  const { account } = useViewer();
  const failure = failureText(actions.remake.outcome.value);
  if (state === "confirmed" && batch !== null) {
    // A change with a page of its own is undone there.
    const canUndo =
      backPage === null &&
      mayDo(account, "restore") &&
      lines.some(({ as, undo }) => as === "effect" && undo.when !== "never");
    return (
      <Notice
        sentence={run !== null ? texts.goesOn : subAccounts ? texts.confirmedBelow : texts.confirmed}
        action={
          <>
            {run !== null && <a href={href("runs", run)}>{texts.seeProgress}</a>}
            {!subAccounts && (
              <a class="proposal-link" href={href("history") + queryString({ batch })}>
                {texts.seeChanges}
              </a>
            )}
            {backPage !== null && <a href={href(backPage)}>{format(texts.backTo, { page: shell.pages[backPage] })}</a>}
            {canUndo && <Button onClick={() => void proposeUndo(batch)}>{texts.undo}</Button>}
          </>
        }
      />
    );
  }
  const isExpired = state === "expired";
  return (
    <>
      <Notice
        tone={isExpired ? "warn" : "info"}
        sentence={isExpired ? texts.expired : texts.discarded}
        detail={isExpired && texts.expiredDetail}
        action={<RefreshButton actions={actions} />}
      />
      {failure && <Notice tone="bad" sentence={failure} />}
    </>
  );
}
