import { Button } from "@callboard/ui/Button";
import { Dialog } from "@callboard/ui/Dialog";
import { Notice } from "@callboard/ui/Notice";
import { api } from "../../api.ts";
import { forgetSession } from "../../session.ts";
import { sentenceOf } from "../../shell/refusals.ts";
import { useAction } from "../../shell/useAction.ts";
import { access } from "../../texts/en/access.ts";
import { shell } from "../../texts/en/shell.ts";

const texts = access.sessions;

export function EverywhereDialog({ onClose }: { onClose: () => void }) {
  const end = useAction((_: null, options) => api().access.signOutEverywhere.mutate(undefined, options));
  const refused = sentenceOf(end.outcome.value);

  async function submit() {
    const outcome = await end.run(null);
    if (outcome?.ok) await forgetSession();
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={texts.everywhereTitle}
      closeLabel={shell.close}
      foot={
        <>
          <Button onClick={onClose}>{shell.cancel}</Button>
          <Button variant="danger" busy={end.busy.value} onClick={() => void submit()}>
            {texts.everywhere}
          </Button>
        </>
      }
    >
      <div class="form">
        <p>{texts.everywhereWhat}</p>
        {refused && <Notice kind="bad" sentence={refused} />}
      </div>
    </Dialog>
  );
}
