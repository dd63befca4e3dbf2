import { Button } from "@callboard/ui/Button";
import { Card } from "@callboard/ui/Card";
import { StatusShape } from "@callboard/ui/StatusShape";
import { useEffect, useState } from "preact/hooks";
import { api, type Inputs } from "../../data/api.ts";
import { useResource } from "../../data/liveResource.ts";
import { asOfIn } from "../asOf.ts";
import { Loaded } from "../page/Loaded.tsx";
import { useTimedRefetch } from "../useTimedRefetch.ts";
import { useViewer } from "../viewer.ts";
import { tryCall as texts } from "../../texts/en/shared/tryCall.ts";
import { type TriedCall, tryCallText } from "./tryCallText.ts";
import "./TryCall.css";

/** Everything that decides about a call. */
const KINDS = [
  "call",
  "number",
  "queue",
  "receiver",
  "agent",
  "phone",
  "status",
  "member",
  "account",
  "lifecycle",
  "terms",
  "balance",
] as const;

/** Asks what a call to a number or queue would get now, and follows the answer as it changes. */
export function TryCallCard({ subject }: { subject: Inputs["calls"]["try"] }) {
  const { account } = useViewer();
  const [tries, setTries] = useState(0);
  // The rule answers for now, whatever instant the page shows.
  if (asOfIn(account.id) !== null) return null;
  return (
    <Card title={texts.title} subtitle={texts.what}>
      <div class="try-call">
        {tries > 0 && <Answer subject={subject} tries={tries} />}
        {/* It stays where it is, and keeps the focus. */}
        <span>
          <Button icon="phone" onClick={() => setTries(tries + 1)}>
            {tries === 0 ? texts.button : texts.again}
          </Button>
        </span>
      </div>
    </Card>
  );
}

function Answer({ subject, tries }: { subject: Inputs["calls"]["try"]; tries: number }) {
  const resource = useResource(KINDS, () => api().calls.try.query(subject), [subject.number, subject.queue]);
  useTimedRefetch(resource, null);
  useEffect(() => void (tries > 1 && resource.refetch()), [tries]);
  return (
    <div class="try-call-tried" aria-live="polite">
      <Loaded resource={resource} label={texts.loading} lines={2}>
        {({ answer }) => <Tried answer={answer} />}
      </Loaded>
    </div>
  );
}

function Tried({ answer }: { answer: TriedCall }) {
  const { connects, sentence, details } = tryCallText(answer);
  return (
    <>
      <p class="try-call-answer">
        <StatusShape shape={connects ? "disc" : "square"} tone={connects ? "good" : "bad"} size={12} />
        <strong>{sentence}</strong>
      </p>
      <p class="cb-muted">{details.join(" ")}</p>
    </>
  );
}
