import { Button } from "@callboard/ui/Button";
import { format } from "../../texts/format.ts";
import type { NewEntries } from "./createLog.ts";
import "./NewEntriesBar.css";

interface NewEntriesBarProps {
  newEntries: NewEntries;
  texts: { one: string; many: `{count}${string}`; more: `{count}${string}` };
  onShow: () => void;
}

/** Entries that arrived while the list was being read. It has no height, so that nothing moves when it appears. */
export function NewEntriesBar({ newEntries: { count, more }, texts, onShow }: NewEntriesBarProps) {
  const sentence = count === 1 && !more ? texts.one : format(more ? texts.more : texts.many, { count });
  return (
    <div class="news" role="status">
      {count > 0 && (
        <Button
          variant="primary"
          size="small"
          icon="arrow-up"
          onClick={() => {
            onShow();
            scrollTo({ top: 0 });
          }}
        >
          {sentence}
        </Button>
      )}
    </div>
  );
}
