import { Button } from "@callboard/ui/Button";
import { Notice } from "@callboard/ui/Notice";
import { href, queryText } from "../route.ts";
import { CostNotice } from "../shell/CostNotice.tsx";
import { sentenceOf } from "../shell/refusals.ts";
import { clockTime } from "../shell/times.ts";
import { mayIn, useViewer } from "../shell/viewer.ts";
import { proposals as texts } from "../texts/en/proposals.ts";
import { shell } from "../texts/en/shell.ts";
import { say } from "../texts/say.ts";
import { ProposalFoot } from "./ProposalFoot.tsx";
import { ProposalItems } from "./ProposalItems.tsx";
import { ProposalLines } from "./ProposalLines.tsx";
import { ProposalNames } from "./ProposalNames.tsx";
import { proposeUndo } from "./undo.ts";
import type { ProposalDeeds } from "./useProposalDeeds.ts";
import { type Proposal, useProposalState } from "./useProposal.ts";
import "./Proposal.css";

interface ProposalViewProps {
  proposal: Proposal;
  deeds: ProposalDeeds;
  /** Inside a dialog. */
  compact?: boolean | undefined;
}

/** Everything that confirming does, what has changed since it was proposed, and the way on. */
export function ProposalView({ proposal, deeds, compact }: ProposalViewProps) {
  const { state, left } = useProposalState(proposal);
  const isOpen = state === "open";
  return (
    <div class="proposal" data-compact={compact || undefined}>
      {isOpen && !proposal.stale && <Meta proposal={proposal} left={left} />}
      {isOpen && proposal.stale && <Stale proposal={proposal} deeds={deeds} />}
      {!isOpen && <Over proposal={proposal} state={state} deeds={deeds} />}
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

function Meta({ proposal: { by, madeAt, expiresAt }, left }: { proposal: Proposal; left: number }) {
  const viewer = useViewer();
  const minutes = Math.floor(left / 60_000);
  const words =
    minutes > 0
      ? say(texts.leftMinutes, { minutes })
      : say(texts.leftSeconds, { seconds: Math.max(0, Math.ceil(left / 1000)) });
  return (
    <p class="proposal-meta cb-quiet">
      {texts.nothingYet} {say(texts.by, { name: by, time: clockTime(madeAt, viewer) })}{" "}
      <span data-soon={minutes < 5 || undefined}>
        {say(texts.left, { time: clockTime(expiresAt, viewer), left: words })}
      </span>
    </p>
  );
}

function Stale({ proposal: { why }, deeds }: { proposal: Proposal; deeds: ProposalDeeds }) {
  const refused = sentenceOf(deeds.remake.outcome.value);
  return (
    <>
      <Notice
        kind="warn"
        sentence={why === null ? texts.stale : texts.staleWhy}
        detail={why ?? texts.nothingYet}
        action={<Anew deeds={deeds} />}
      />
      {refused && <Notice kind="bad" sentence={refused} />}
    </>
  );
}

const Anew = ({ deeds }: { deeds: ProposalDeeds }) => (
  <Button variant="primary" busy={deeds.remake.busy.value} onClick={() => void deeds.lookAnew()}>
    {texts.anew}
  </Button>
);

const roomName = (room: string): string => shell.rooms[room as keyof typeof shell.rooms] ?? room;

interface OverProps {
  proposal: Proposal;
  state: Proposal["state"];
  deeds: ProposalDeeds;
}

function Over({ proposal: { batch, lines, below, back, run }, state, deeds }: OverProps) {
  const { account } = useViewer();
  const refused = sentenceOf(deeds.remake.outcome.value);
  if (state === "confirmed" && batch !== null) {
    const undoable =
      back === null &&
      mayIn(account, "restore") &&
      lines.some(({ as, undo }) => as === "effect" && undo.how !== "never");
    return (
      <Notice
        sentence={run !== null ? texts.goesOn : below ? texts.confirmedBelow : texts.confirmed}
        action={
          <>
            {run !== null && <a href={href("runs", run)}>{texts.seeProgress}</a>}
            {!below && (
              <a class="proposal-link" href={href("history") + queryText({ batch })}>
                {texts.seeChanges}
              </a>
            )}
            {back !== null && <a href={href(back)}>{say(texts.backTo, { room: roomName(back) })}</a>}
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
        action={<Anew deeds={deeds} />}
      />
      {refused && <Notice kind="bad" sentence={refused} />}
    </>
  );
}
