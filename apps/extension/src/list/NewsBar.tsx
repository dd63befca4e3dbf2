import { Button } from "@callboard/ui/Button";
import { say } from "../texts/say.ts";
import type { News } from "./createLog.ts";
import "./NewsBar.css";

interface NewsBarProps {
  news: News;
  words: { one: string; many: `{count}${string}`; more: `{count}${string}` };
  onShow: () => void;
}

/** What came while the list was being read. It takes no height of its own, so that nothing moves when it comes. */
export function NewsBar({ news: { count, more }, words, onShow }: NewsBarProps) {
  const sentence = count === 1 && !more ? words.one : say(more ? words.more : words.many, { count });
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
