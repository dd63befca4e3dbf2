import "./Skeleton.css";

export interface SkeletonProps {
  /** What is being fetched, for those who hear the page. */
  label: string;
  lines?: number | undefined;
  /** Any CSS length: the height of the line that will stand here, so that nothing moves when it comes. */
  lineHeight?: string | undefined;
}

const WIDTHS = ["92%", "78%", "86%", "64%"] as const;

/**
 * Holds the place of text that is on its way. The place is taken at once and the bars show after 150 ms: most answers
 * are faster, and a flash of grey reads as slowness.
 */
export function Skeleton({ label, lines = 1, lineHeight }: SkeletonProps) {
  return (
    <div class="cb-skeleton" role="status" aria-label={label}>
      {Array.from({ length: lines }, (_, line) => (
        <div class="cb-skeleton-line" key={line} style={lineHeight === undefined ? undefined : { height: lineHeight }}>
          <span style={{ width: WIDTHS[line % WIDTHS.length] }} />
        </div>
      ))}
    </div>
  );
}
