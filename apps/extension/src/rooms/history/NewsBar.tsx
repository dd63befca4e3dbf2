import { Button } from "@callboard/ui/Button";
import { history as texts } from "../../texts/en/history.ts";
import { say } from "../../texts/say.ts";
import type { News } from "./createChanges.ts";

/** What came while the list was being read. It takes no height of its own, so that nothing moves when it comes. */
export function NewsBar({ news: { count, more }, onShow }: { news: News; onShow: () => void }) {
  const sentence = more ? say(texts.newMore, { count }) : count === 1 ? texts.newOne : say(texts.newMany, { count });
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
