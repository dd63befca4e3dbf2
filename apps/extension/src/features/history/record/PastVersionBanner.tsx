import { Icon } from "@callboard/ui/Icon";
import "./Record.css";

/** Says plainly that this is not how things stand now. */
export function PastVersionBanner({ sentence, present }: { sentence: string; present: boolean }) {
  return (
    <p class="past-band" role="status" data-present={present || undefined}>
      <Icon name={present ? "check" : "history"} />
      {sentence}
    </p>
  );
}
