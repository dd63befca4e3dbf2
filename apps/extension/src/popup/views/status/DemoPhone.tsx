import type { PhoneData } from "@callboard/domain/agents/phoneSchema";
import { Button } from "@callboard/ui/Button";
import { useEffect, useState } from "preact/hooks";
import { api, failureOf } from "../../../data/api.ts";
import { sendOnce } from "../../../data/sendOnce.ts";
import { session } from "../../../data/session.ts";
import { demoPhone as texts } from "../../../texts/en/popup/demoPhone.ts";
import { popup } from "../../../texts/en/popup/popup.ts";
import { showToast } from "../../state/toasts.ts";

/** Only a server on this machine can be a demo. */
const isOnThisMachine = () => /^http:\/\/(127\.0\.0\.1|localhost)(:|$)/.test(session.value?.server ?? "");

/** The keys of a phone that a demo call rings: a demo has no real phones. */
export function DemoPhone({ phone: { state } }: { phone: PhoneData }) {
  const [isInCall, setInCall] = useState(false);
  useEffect(() => {
    let isCurrent = isOnThisMachine();
    if (isCurrent)
      void api()
        .demo.ownPhone.query()
        .then(
          (answer) => isCurrent && setInCall(answer.isInCall),
          // Without a demo there is nothing to press.
          () => {},
        );
    return () => void (isCurrent = false);
  }, [state]);
  if (!isInCall) return null;
  if (state === "ringing")
    return (
      <Button size="small" variant="primary" onClick={() => void press("answer")}>
        {texts.answer}
      </Button>
    );
  return state === "inbound" ? (
    <Button size="small" onClick={() => void press("hang up")}>
      {texts.hangUp}
    </Button>
  ) : null;
}

async function press(key: "answer" | "hang up"): Promise<void> {
  try {
    await sendOnce((options) => api().demo.pressOwnPhone.mutate({ key }, options));
  } catch (error) {
    void showToast({ sentence: failureOf(error)?.sentence ?? popup.unreachable, tone: "bad" });
  }
}
