import { MICROS_PER_CENT } from "@callboard/domain/core/money";
import { LINE_GROUPS, type LineGroup } from "@callboard/domain/proposals/types";
import { Badge } from "@callboard/ui/Badge";
import { Button } from "@callboard/ui/Button";
import { Icon } from "@callboard/ui/Icon";
import { Money } from "@callboard/ui/Money";
import { useRef, useState } from "preact/hooks";
import { clockTime, momentText } from "../../shared/timeText.ts";
import { useViewer, type Viewer } from "../../shared/viewer.ts";
import { proposals as texts } from "../../texts/en/proposals.ts";
import { format } from "../../texts/format.ts";
import type { Proposal, ProposalLine } from "./useProposal.ts";

/** How many lines of a group are shown at first, so that the amounts and the button stay near. */
const SHOWN_AT_FIRST = 10;
/** Fewer hidden lines than this aren't worth a click. */
const MIN_FOLDED = 5;

/** The effects of confirming, grouped under headings. Amounts are aligned in one column. */
export function ProposalLines({ proposal, level }: { proposal: Proposal; level: 2 | 3 }) {
  const groups = LINE_GROUPS.map((group) => ({ group, lines: linesOf(proposal, group) })).filter(
    ({ lines }) => lines.length > 0,
  );
  const hasAmounts = proposal.lines.some(({ micros }) => micros !== null);
  return (
    <div class="proposal-groups" data-money={hasAmounts || undefined}>
      {groups.map(({ group, lines }) => (
        <Group key={group} group={group} lines={lines} proposal={proposal} level={level} />
      ))}
    </div>
  );
}

interface GroupProps {
  group: LineGroup;
  lines: readonly ProposalLine[];
  proposal: Proposal;
  level: 2 | 3;
}

function Group({ group, lines, proposal, level }: GroupProps) {
  const [isExpanded, setExpanded] = useState(lines.length < SHOWN_AT_FIRST + MIN_FOLDED);
  const list = useRef<HTMLUListElement>(null);
  const Heading = level === 2 ? "h2" : "h3";
  const showAll = () => {
    setExpanded(true);
    // The button disappears with the click, so keyboard focus moves to the lines.
    list.current?.focus();
  };
  // Lines that have changed since the proposal are never folded.
  const shownLines = isExpanded
    ? lines
    : lines.filter((line, index) => index < SHOWN_AT_FIRST || markOf(line) !== null);
  return (
    <section class="proposal-group">
      <Heading>{texts.groups[group]}</Heading>
      <ul ref={list} class="proposal-lines" tabIndex={-1}>
        {shownLines.map((line) => (
          <Line key={line.key} line={line} proposal={proposal} />
        ))}
      </ul>
      {!isExpanded && (
        <Button variant="quiet" icon="chevron-down" class="proposal-more" onClick={showAll}>
          {format(texts.showAll, { count: lines.length })}
        </Button>
      )}
    </section>
  );
}

const linesOf = ({ lines }: Proposal, group: LineGroup) => lines.filter((line) => line.group === group);

const MARKS = {
  changed: { tone: "warn", label: texts.changed },
  gone: { tone: "slate", label: texts.gone },
  new: { tone: "accent", label: texts.new },
} as const;

/** A figure's value may change freely. One that counts as changed was an effect before, which will no longer happen. */
const markOf = ({ as, state }: ProposalLine) =>
  state !== "same" && (as === "effect" || state === "changed") ? MARKS[state] : null;

function Line({ line, proposal }: { line: ProposalLine; proposal: Proposal }) {
  const viewer = useViewer();
  const { text, was: oldText, cents, state } = line;
  const mark = markOf(line);
  return (
    <li class="proposal-line" data-state={mark ? state : undefined} data-as={line.as}>
      <span class="proposal-words">
        {mark && <Badge tone={mark.tone}>{mark.label}</Badge>}
        {oldText !== null && mark && (
          <del>
            <span class="cb-visually-hidden">{texts.was} </span>
            {oldText}
          </del>
        )}
        {mark && state === "gone" ? <del>{text}</del> : <span>{text}</span>}
      </span>
      <LineAside line={line} proposal={proposal} viewer={viewer} />
      {cents !== null && (
        <span class="proposal-money">
          <Money micros={cents * MICROS_PER_CENT} currency={proposal.currency} locale={viewer.language} />
        </span>
      )}
    </li>
  );
}

interface AsideProps {
  line: ProposalLine;
  proposal: Proposal;
  viewer: Viewer;
}

/** For a figure, since when it holds; for an effect, how long it can be undone. */
function LineAside({ line: { as, undo }, proposal, viewer }: AsideProps) {
  if (as === "figure") {
    // An open proposal is recomputed at each read; a closed one stays as it was proposed.
    const computedAt = proposal.state === "open" ? proposal.now : proposal.madeAt;
    return <span class="proposal-undo">{format(texts.asOf, { time: clockTime(computedAt, viewer) })}</span>;
  }
  if (undo.when === "never")
    return (
      <span class="proposal-undo" data-how="never">
        <Icon name="alert" size={14} />
        {texts.undoNever}
      </span>
    );
  return (
    <span class="proposal-undo">
      {undo.when === "always" ? texts.undoAlways : format(texts.undoUntil, { time: momentText(undo.until, viewer) })}
    </span>
  );
}
