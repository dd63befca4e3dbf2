import { Badge } from "@callboard/ui/Badge";
import { Button } from "@callboard/ui/Button";
import { Card } from "@callboard/ui/Card";
import { type Column, Table } from "@callboard/ui/Table";
import { When } from "@callboard/ui/When";
import { useState } from "preact/hooks";
import { type Outputs, api } from "../../../data/api.ts";
import { serverNow } from "../../../data/clock.ts";
import { useResource } from "../../../data/liveResource.ts";
import { Loaded } from "../../../shared/page/Loaded.tsx";
import { failureText } from "../../../shared/form/failures.ts";
import { signOut } from "../../../shared/signOut.ts";
import { fullDate } from "../../../shared/timeText.ts";
import { toasts } from "../../../shared/toasts.ts";
import { useAction } from "../../../shared/form/useAction.ts";
import { useViewer } from "../../../shared/viewer.ts";
import { access } from "../../../texts/en/access.ts";
import { format } from "../../../texts/format.ts";
import { deviceName } from "./deviceName.ts";
import { SignOutEverywhereDialog } from "./SignOutEverywhereDialog.tsx";

const texts = access.sessions;
type Session = Outputs["access"]["sessions"][number];

/** Every device that is signed in as this person, and a button to end each session. */
export function SessionsCard() {
  const viewer = useViewer();
  const sessions = useResource([], () => api().access.sessions.query());
  const [isDialogOpen, setDialogOpen] = useState(false);
  const columns: Column<Session>[] = [
    { key: "device", header: texts.device, width: "50%", cell: (session) => <Device session={session} /> },
    {
      key: "seen",
      header: texts.seen,
      cell: ({ seenAt }) => <When at={seenAt} now={serverNow} zone={viewer.zone} language={viewer.language} />,
    },
    { key: "since", header: texts.since, hideOrder: 1, cell: ({ createdAt }) => fullDate(createdAt, viewer) },
    {
      key: "end",
      header: <span class="cb-visually-hidden">{texts.end}</span>,
      align: "end",
      cell: (session) => <EndSessionButton session={session} refetch={sessions.refetch} />,
    },
  ];
  return (
    <Card title={texts.title} flush actions={<Button onClick={() => setDialogOpen(true)}>{texts.everywhere}</Button>}>
      <Loaded resource={sessions} label={texts.loading} lines={2}>
        {(all) => <Table caption={texts.caption} columns={columns} rows={all} rowKey={({ id }) => id} />}
      </Loaded>
      {isDialogOpen && <SignOutEverywhereDialog onClose={() => setDialogOpen(false)} />}
    </Card>
  );
}

function Device({ session }: { session: Session }) {
  return (
    <span class="sessions-device" title={session.device}>
      {deviceName(session.device)}
      {session.current && <Badge tone="accent">{texts.this}</Badge>}
    </span>
  );
}

function EndSessionButton({ session, refetch }: { session: Session; refetch: () => Promise<void> }) {
  const device = deviceName(session.device);
  const endOne = useAction((id: string, options) => api().access.endSession.mutate({ id }, options));

  async function submit() {
    // Ending the session of this browser means signing out here.
    if (session.current) return signOut();
    const outcome = await endOne.run(session.id);
    const failure = failureText(outcome);
    if (failure) toasts.show({ tone: "bad", sentence: failure });
    else toasts.show({ tone: "good", sentence: format(texts.ended, { device }) });
    await refetch();
  }

  return (
    <Button
      size="small"
      busy={endOne.busy.value}
      aria-label={format(texts.endOf, { device })}
      onClick={() => void submit()}
    >
      {texts.end}
    </Button>
  );
}
