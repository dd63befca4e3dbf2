import { Elapsed } from "@callboard/ui/Elapsed";
import { type Shape, StatusShape } from "@callboard/ui/StatusShape";
import type { Column } from "@callboard/ui/Table";
import type { Tone } from "@callboard/ui/tone";
import { serverNow } from "../../data/clock.ts";
import { href } from "../../shared/route.ts";
import { clockTime, dayAndTime, type Locale } from "../../shared/timeText.ts";
import { calls as texts } from "../../texts/en/calls.ts";
import { type Call, callLength, outcomeText, progressText, waitText } from "./callText.ts";

const SHAPES: Record<NonNullable<Call["outcome"]>, { shape: Shape; tone: Tone }> = {
  answered: { shape: "disc", tone: "good" },
  missed: { shape: "ring", tone: "warn" },
  refused: { shape: "square", tone: "bad" },
};

const COMMON: readonly Column<Call>[] = [
  { key: "caller", header: texts.caller, cell: ({ from }) => <span class="call-caller">{from}</span> },
  {
    key: "number",
    header: texts.number,
    cell: ({ number, numberName, to }) => (
      <span class="call-number">
        <a href={href("numbers", number)}>{numberName}</a>
        <span class="cb-muted">{to}</span>
      </span>
    ),
  },
  {
    key: "source",
    header: texts.source,
    hideOrder: 2,
    cell: ({ source }) => source ?? <span class="cb-muted">{texts.noSource}</span>,
  },
  { key: "queue", header: texts.queue, hideOrder: 2, cell: ({ queue }) => queue },
];

/** Calls in progress: whose phone rings or who answered, and for how long. */
export const progressColumns = (locale: Locale): Column<Call>[] => [
  ...COMMON,
  {
    key: "now",
    header: texts.now,
    cell: (call) => (
      <span class="call-outcome">
        <StatusShape
          shape={call.answeredAt === null ? "ring" : "square"}
          tone={call.answeredAt === null ? "accent" : "busy"}
          size={10}
        />
        {progressText(call)}
      </span>
    ),
  },
  {
    key: "for",
    header: texts.for,
    align: "end",
    cell: ({ startedAt, answeredAt }) => <Elapsed since={answeredAt ?? startedAt} now={serverNow} />,
  },
  {
    key: "started",
    header: texts.started,
    align: "end",
    hideOrder: 1,
    cell: ({ startedAt }) => clockTime(startedAt, locale),
  },
];

/** Calls that are over, and what became of them. */
export const lastColumns = (locale: Locale): Column<Call>[] => [
  ...COMMON,
  {
    key: "outcome",
    header: texts.outcome,
    width: "34%",
    cell: (call) => (
      <span class="call-outcome">
        <StatusShape {...SHAPES[call.outcome ?? "missed"]} size={10} />
        <span>
          {outcomeText(call)} <span class="cb-muted">{waitText(call)}</span>
        </span>
      </span>
    ),
  },
  { key: "length", header: texts.length, align: "end", cell: callLength },
  {
    key: "started",
    header: texts.started,
    align: "end",
    hideOrder: 0,
    cell: ({ startedAt }) => <span class="cb-muted">{dayAndTime(startedAt, locale)}</span>,
  },
];
