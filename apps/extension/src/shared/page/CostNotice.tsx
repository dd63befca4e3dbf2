import { Notice } from "@callboard/ui/Notice";

interface CostNoticeProps {
  /** In the server's words: the cost, whether the balance covers it, and for how long. */
  cost: { sentences: readonly string[]; isShort: boolean } | null;
}

/** A new monthly cost, and whether the balance that pays covers it. */
export function CostNotice({ cost }: CostNoticeProps) {
  if (cost === null || cost.sentences.length === 0) return null;
  const [amount, coverage = "", ...rest] = cost.sentences;
  return (
    <Notice
      tone={cost.isShort ? "warn" : "info"}
      sentence={`${amount} ${coverage}`.trim()}
      {...(rest.length > 0 ? { detail: rest.join(" ") } : {})}
    />
  );
}
