import { Notice } from "@callboard/ui/Notice";

interface CostNoticeProps {
  /** As the server says it: what it costs, whether the balance is enough for it, and for how long. */
  cost: { says: readonly string[]; isShort: boolean } | null;
}

/** What is about to cost something each month, and how the balance that pays stands to that. */
export function CostNotice({ cost }: CostNoticeProps) {
  if (cost === null || cost.says.length === 0) return null;
  const [what, enough = "", ...rest] = cost.says;
  return (
    <Notice
      kind={cost.isShort ? "warn" : "info"}
      sentence={`${what} ${enough}`.trim()}
      {...(rest.length > 0 ? { detail: rest.join(" ") } : {})}
    />
  );
}
