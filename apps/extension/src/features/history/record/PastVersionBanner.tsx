import { Icon } from "@callboard/ui/Icon";
import "./Record.css";

/** States plainly that this is not the current version. */
export function PastVersionBanner({ sentence, present }: { sentence: string; present: boolean }) {
  return (
    <p class="past-band" role="status" data-present={present || undefined}>
      <Icon name={present ? "check" : "history"} />
      {sentence}
    </p>
  );
}
