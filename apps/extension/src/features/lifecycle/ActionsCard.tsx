import { Button } from "@callboard/ui/Button";
import { Card } from "@callboard/ui/Card";
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { sendOnce } from "../../data/sendOnce.ts";
import { api, failureOf } from "../../data/api.ts";
import { go } from "../../shared/route.ts";
import { momentText } from "../../shared/timeText.ts";
import { toasts } from "../../shared/toasts.ts";
import { useViewer } from "../../shared/viewer.ts";
import { lifecycle } from "../../texts/en/lifecycle.ts";
import { shell } from "../../texts/en/shell/shell.ts";
import { format } from "../../texts/format.ts";
import { FlagDialog } from "./FlagDialog.tsx";
import { type AccountStatus, exportAccount } from "./accountStatus.ts";
import "./Lifecycle.css";

const texts = lifecycle.actions;
type Flag = "stopped" | "paused";

interface ActionsCardProps {
  status: AccountStatus;
  refetch: () => Promise<void>;
}

/** Every action that changes the account's state, with the reason if it is blocked. */
export function ActionsCard({ status, refetch }: ActionsCardProps) {
  const [dialogFlag, setDialogFlag] = useState<Flag | null>(null);
  // `verbs`: for each action, why it isn't possible now; null if it is.
  const { agency, cancellation, canceled, verbs } = status;
  const viewer = useViewer();
  const { me, account } = viewer;
  const moment = (at: number) => momentText(at, viewer);
  return (
    <Card title={texts.title}>
      <ul class="action-list">
        {canceled !== null ? (
          <>
            <ActionRow
              title={texts.undo}
              description={cancellation && format(texts.undoExplanation, { until: moment(cancellation.undoUntil) })}
              blockedReason={verbs["undo cancel"]}
            >
              <ProposeButton
                label={texts.undo}
                propose={(options) => api().lifecycle.proposeUndo.mutate(undefined, options)}
                blockedReason={verbs["undo cancel"]}
              />
            </ActionRow>
            <ActionRow
              title={texts.reactivate}
              description={texts.reactivateExplanation}
              state={status.returnUntil && format(texts.reactivateUntil, { until: moment(status.returnUntil) })}
              blockedReason={verbs.reactivate}
            >
              <ProposeButton
                label={texts.reactivate}
                propose={(options) => api().lifecycle.proposeReactivate.mutate(undefined, options)}
                blockedReason={verbs.reactivate}
              />
            </ActionRow>
          </>
        ) : (
          <>
            <FlagRow flag="stopped" status={status} onAsk={setDialogFlag} refetch={refetch} />
            <FlagRow flag="paused" status={status} onAsk={setDialogFlag} refetch={refetch} />
            <ActionRow
              title={texts.plan}
              description={format(texts.planExplanation, { plan: status.plan })}
              blockedReason={verbs["change plan"]}
            >
              <Button disabled={verbs["change plan"] !== null} onClick={() => go("plans")}>
                {format(texts.open, { verb: texts.plan })}
              </Button>
            </ActionRow>
            <ActionRow
              title={texts.cancel}
              description={agency === null ? texts.cancelExplanation : texts.agencyCancelExplanation}
              blockedReason={verbs.cancel}
            >
              <Button disabled={verbs.cancel !== null} onClick={() => go("lifecycle", "cancel")}>
                {format(texts.open, { verb: texts.cancel })}
              </Button>
            </ActionRow>
            {me.accounts.some((ownAccount) => ownAccount.agency === account.id) && (
              <ActionRow
                title={texts.cancelAgency}
                description={texts.cancelAgencyExplanation}
                blockedReason={verbs["cancel the agency"]}
              >
                <ProposeButton
                  label={texts.cancelAgency}
                  blockedReason={verbs["cancel the agency"]}
                  isPlain
                  propose={(options) => api().lifecycle.proposeAgencyCancel.mutate(undefined, options)}
                />
              </ActionRow>
            )}
          </>
        )}
        <ActionRow title={texts.export} description={texts.exportExplanation} blockedReason={verbs.export}>
          <Button icon="download" disabled={verbs.export !== null} onClick={() => exportAccount(account.name)}>
            {texts.exportButton}
          </Button>
        </ActionRow>
      </ul>
      {dialogFlag && <FlagDialog flag={dialogFlag} onClose={() => setDialogFlag(null)} />}
    </Card>
  );
}

interface ActionRowProps {
  title: string;
  description: string | null;
  /** Since when the action's state applies, or until when the action is possible; nothing if there is no such time. */
  state?: string | null | 0 | undefined;
  /** Why the action isn't possible now; null if it is. */
  blockedReason: string | null;
  children: ComponentChildren;
}

function ActionRow({ title, description, state, blockedReason, children }: ActionRowProps) {
  return (
    <li class="action-row">
      <span class="action-row-words">
        <strong>{title}</strong>
        {state && <span class="action-row-state">{state}</span>}
        <span class="cb-muted">{blockedReason ?? description}</span>
      </span>
      <span class="action-row-buttons">{children}</span>
    </li>
  );
}

interface FlagRowProps extends ActionsCardProps {
  flag: Flag;
  /** Opens the dialog that asks until when. */
  onAsk: (flag: Flag) => void;
}

function FlagRow({ flag, status, onAsk, refetch }: FlagRowProps) {
  const viewer = useViewer();
  const current = status[flag];
  const isStop = flag === "stopped";
  const blockedReason = status.verbs[isStop ? "stop" : "pause"];
  const moment = (at: number) => momentText(at, viewer);
  const values = current && {
    since: moment(current.since),
    by: current.by === null ? "" : format(texts.by, { name: current.by }),
  };
  const state =
    values &&
    [
      format(isStop ? texts.stopped : texts.paused, values),
      ...(current!.until === null ? [] : [format(texts.until, { until: moment(current!.until) })]),
    ].join(" ");
  async function clearFlag() {
    try {
      await sendOnce((options) => api().lifecycle.unflag.mutate({ flag }, options));
      toasts.show({ tone: "good", sentence: isStop ? texts.resumed : texts.unpaused });
    } catch (error) {
      toasts.show({ tone: "bad", sentence: failureOf(error)?.sentence ?? shell.unreachable });
    }
    await refetch();
  }
  return (
    <ActionRow
      title={isStop ? texts.stop : texts.pause}
      description={isStop ? texts.stopExplanation : texts.pauseExplanation}
      state={state}
      blockedReason={blockedReason}
    >
      {current !== null && (
        <Button variant="primary" disabled={blockedReason !== null} onClick={() => void clearFlag()}>
          {isStop ? texts.resume : texts.unpause}
        </Button>
      )}
      <Button disabled={blockedReason !== null} onClick={() => onAsk(flag)}>
        {current === null ? format(texts.open, { verb: isStop ? texts.stop : texts.pause }) : texts.change}
      </Button>
    </ActionRow>
  );
}

type SendOptions = Parameters<Parameters<typeof sendOnce>[0]>[0];

interface ProposeButtonProps {
  label: string;
  blockedReason: string | null;
  /** Without emphasis, as one of several equal buttons. */
  isPlain?: boolean;
  propose: (options: SendOptions) => Promise<{ proposal: string } | { run: string }>;
}

/** Creates the proposal, or a run for a long change. It may take a while: the carrier is asked about each number. */
function ProposeButton({ label, blockedReason, isPlain, propose }: ProposeButtonProps) {
  const [busy, setBusy] = useState(false);
  async function createProposal() {
    setBusy(true);
    try {
      const created = await sendOnce(propose);
      if ("run" in created) go("runs", created.run);
      else go("proposals", created.proposal);
    } catch (error) {
      toasts.show({ tone: "bad", sentence: failureOf(error)?.sentence ?? shell.unreachable });
      setBusy(false);
    }
  }
  return (
    <Button
      variant={blockedReason === null && !isPlain ? "primary" : "plain"}
      busy={busy}
      disabled={blockedReason !== null}
      onClick={() => void createProposal()}
    >
      {format(texts.open, { verb: label })}
    </Button>
  );
}
