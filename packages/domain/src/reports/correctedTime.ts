import type { Instant } from "../core/time.ts";
import type { CorrectionData } from "./correctionSchema.ts";
import type { CorrectedPart, Span } from "./types.ts";

/** An accepted correction, as far as the report needs it. */
export type AcceptedCorrection = Pick<CorrectionData, "from" | "to" | "status" | "decidedAt"> & { id: string };

interface Stretch {
  from: Instant;
  to: Instant;
  status: string;
}

/** The parts of recorded time that corrections give to another status. Where they overlap, the later decision counts. */
export function correctedParts(spans: readonly Span[], corrections: readonly AcceptedCorrection[]): CorrectedPart[] {
  if (corrections.length === 0) return [];
  const inForce = stretchesInForce(corrections);
  return spans.flatMap((span) =>
    span.layer !== "status"
      ? []
      : inForce.flatMap((stretch): CorrectedPart[] => {
          const [from, to] = [Math.max(span.from, stretch.from), Math.min(span.to, stretch.to)];
          if (from >= to || span.status === stretch.status) return [];
          return [{ from, to, recorded: span.status, corrected: stretch.status }];
        }),
  );
}

function stretchesInForce(corrections: readonly AcceptedCorrection[]): Stretch[] {
  const byDecision = corrections.toSorted(
    (a, b) => (a.decidedAt ?? 0) - (b.decidedAt ?? 0) || (a.id < b.id ? -1 : Number(a.id > b.id)),
  );
  return byDecision.reduce<Stretch[]>((stretches, later) => [...stretches.flatMap(without(later)), later], []);
}

/** What a stretch keeps of a time that a later decision takes. */
const without =
  ({ from, to }: Stretch) =>
  (stretch: Stretch): Stretch[] =>
    [
      { ...stretch, to: Math.min(stretch.to, from) },
      { ...stretch, from: Math.max(stretch.from, to) },
    ].filter((part) => part.from < part.to);
