import { Icon } from "@callboard/ui/Icon";
import "./Record.css";

/** Says whether this is the current version or an earlier one. */
export function PastVersionBanner({ sentence, isPresent }: { sentence: string; isPresent: boolean }) {
  return (
    <p class="as-of-banner" role="status" data-present={isPresent || undefined}>
      <Icon name={isPresent ? "check" : "history"} />
      {sentence}
    </p>
  );
}
