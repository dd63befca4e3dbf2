import "./Skeleton.css";

export interface SkeletonProps {
  /** The label while loading, for screen readers. */
  label: string;
  lines?: number | undefined;
  /** Any CSS length: the height of the future line, so that nothing moves when it appears. */
  lineHeight?: string | undefined;
}

const WIDTHS = ["92%", "78%", "86%", "64%"] as const;

/**
 * A placeholder for text that is loading. It takes its space at once, but the bars appear after 150 ms: most answers
 * are faster, and a flash of grey looks slow.
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
