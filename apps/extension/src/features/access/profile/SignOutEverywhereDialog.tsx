import { api } from "../../../data/api.ts";
import { endSession } from "../../../data/signInOut.ts";
import { FormDialog } from "../../../shared/form/FormDialog.tsx";
import { useAction } from "../../../shared/form/useAction.ts";
import { access } from "../../../texts/en/access.ts";

const texts = access.sessions;

/** Ends all sessions of the person on the server, then the one stored in this browser. */
export function SignOutEverywhereDialog({ onClose }: { onClose: () => void }) {
  const signOutEverywhere = useAction((_: null, options) => api().access.signOutEverywhere.mutate(undefined, options));

  async function submit() {
    const outcome = await signOutEverywhere.run(null);
    if (outcome?.ok) await endSession();
  }

  return (
    <FormDialog
      title={texts.everywhereTitle}
      submit={texts.everywhere}
      danger
      action={signOutEverywhere}
      onSubmit={submit}
      onClose={onClose}
    >
      <p>{texts.everywhereExplanation}</p>
    </FormDialog>
  );
}
