import { Card } from "@callboard/ui/Card";
import { type Outputs, api } from "../../../data/api.ts";
import { PermissionButton } from "../../../shared/page/PermissionButton.tsx";
import { failureText } from "../../../shared/form/failures.ts";
import { fullDate } from "../../../shared/timeText.ts";
import { toasts } from "../../../shared/toasts.ts";
import { useAction } from "../../../shared/form/useAction.ts";
import { useViewer } from "../../../shared/viewer.ts";
import { access } from "../../../texts/en/access.ts";
import { shell } from "../../../texts/en/shell/shell.ts";
import { format } from "../../../texts/format.ts";

const texts = access.people;
type Invitation = Outputs["access"]["people"]["invitations"][number];

interface InvitationsProps {
  invitations: readonly Invitation[];
  refetch: () => Promise<void>;
}

/** People who were invited and haven't joined yet. */
export function Invitations({ invitations, refetch }: InvitationsProps) {
  if (invitations.length === 0) return null;
  return (
    <Card title={texts.invitations} flush>
      <ul class="people-invitations">
        {invitations.map((invitation) => (
          <InvitationLine key={invitation.id} invitation={invitation} refetch={refetch} />
        ))}
      </ul>
    </Card>
  );
}

function InvitationLine({ invitation, refetch }: { invitation: Invitation; refetch: () => Promise<void> }) {
  const viewer = useViewer();
  const { id, name, email, role, expired, expiresAt } = invitation;
  const withdraw = useAction((_: null, options) => api().access.withdrawInvitation.mutate({ id }, options));

  async function submit() {
    const outcome = await withdraw.run(null);
    const failure = failureText(outcome);
    if (failure) toasts.show({ tone: "bad", sentence: failure });
    else toasts.show({ tone: "good", sentence: format(texts.tookBack, { email }) });
    await refetch();
  }

  return (
    <li>
      <div>
        <p>
          {name} <span class="cb-muted">{email}</span>
        </p>
        <p class="cb-muted cb-small">
          {shell.role[role]} · {expired ? texts.expired : format(texts.expires, { date: fullDate(expiresAt, viewer) })}
        </p>
      </div>
      <PermissionButton
        permission="take rights away"
        size="small"
        busy={withdraw.busy.value}
        onClick={() => void submit()}
      >
        {texts.takeBack}
      </PermissionButton>
    </li>
  );
}
