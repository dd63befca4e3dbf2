import { api } from "../../api.ts";
import { DeedButton } from "../../shell/DeedButton.tsx";
import { sentenceOf } from "../../shell/refusals.ts";
import { toasts } from "../../shell/toasts.ts";
import { useAction } from "../../shell/useAction.ts";
import { access } from "../../texts/en/access.ts";
import { say } from "../../texts/say.ts";
import type { ApiKey } from "./answers.ts";

const texts = access.keys;
const wordsOf = (deeds: ApiKey["deeds"]): string => deeds.map((deed) => texts.deed[deed]).join(", ");

/** What a key may do, and what it no longer does because whoever answers for it may not. */
export function KeyDeeds({ of: { deeds, lost, revokedAt, by } }: { of: ApiKey }) {
  const still = wordsOf(deeds.filter((deed) => !lost.includes(deed)));
  if (revokedAt !== null || lost.length === 0) return <Line words={wordsOf(deeds)} />;
  const why = by === null ? texts.lostNobody : say(texts.lostWhy, { name: by });
  return (
    <>
      {still !== "" && <Line words={still} />}
      <span class="keys-lost" title={why}>
        {say(texts.lost, { deeds: wordsOf(lost) })}
      </span>
    </>
  );
}

const Line = ({ words }: { words: string }) => (
  <span class="keys-deeds" title={words}>
    {words}
  </span>
);

/** Somebody else answers for the key from now on. */
export function TakeOver({ of: { id, name }, refetch }: { of: ApiKey; refetch: () => Promise<void> }) {
  const take = useAction((_: null, options) => api().access.answerForKey.mutate({ id }, options));

  async function submit() {
    const outcome = await take.run(null);
    const refused = sentenceOf(outcome);
    if (refused) toasts.show({ kind: "bad", sentence: refused });
    else toasts.show({ kind: "good", sentence: say(texts.tookOver, { name }) });
    await refetch();
  }

  return (
    <DeedButton
      deed="manage the account"
      size="small"
      busy={take.busy.value}
      aria-label={say(texts.takeOverOf, { name })}
      onClick={() => void submit()}
    >
      {texts.takeOver}
    </DeedButton>
  );
}
