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

/** Every action that changes the account's state, with a reason where it is blocked. */
export function ActionsCard({ status, refetch }: ActionsCardProps) {
  const [asked, setAsked] = useState<Flag | null>(null);
  const { agency, leaving, canceled, verbs } = status;
  const viewer = useViewer();
  const { me, account } = viewer;
  const moment = (at: number) => momentText(at, viewer);
  const done = { refetch };
  return (
    <Card title={texts.title}>
      <ul class="deeds">
        {canceled !== null ? (
          <>
            <ActionRow
              title={texts.undo}
              what={leaving && format(texts.undoWhat, { until: moment(leaving.undoUntil) })}
              why={verbs["undo cancel"]}
            >
              <ProposeButton
                label={texts.undo}
                propose={(options) => api().lifecycle.proposeUndo.mutate(undefined, options)}
                why={verbs["undo cancel"]}
              />
            </ActionRow>
            <ActionRow
              title={texts.reactivate}
              what={texts.reactivateWhat}
              state={status.returnUntil && format(texts.reactivateUntil, { until: moment(status.returnUntil) })}
              why={verbs.reactivate}
            >
              <ProposeButton
                label={texts.reactivate}
                propose={(options) => api().lifecycle.proposeReactivate.mutate(undefined, options)}
                why={verbs.reactivate}
              />
            </ActionRow>
          </>
        ) : (
          <>
            <FlagRow flag="stopped" status={status} onAsk={setAsked} {...done} />
            <FlagRow flag="paused" status={status} onAsk={setAsked} {...done} />
            <ActionRow
              title={texts.plan}
              what={format(texts.planWhat, { plan: status.plan })}
              why={verbs["change plan"]}
            >
              <Button disabled={verbs["change plan"] !== null} onClick={() => go("plan")}>
                {format(texts.open, { verb: texts.plan })}
              </Button>
            </ActionRow>
            <ActionRow
              title={texts.cancel}
              what={agency === null ? texts.cancelWhat : texts.agencyCancelWhat}
              why={verbs.cancel}
            >
              <Button disabled={verbs.cancel !== null} onClick={() => go("account-status", "cancel")}>
                {format(texts.open, { verb: texts.cancel })}
              </Button>
            </ActionRow>
            {me.accounts.some((one) => one.agency === account.id) && (
              <ActionRow title={texts.cancelAgency} what={texts.cancelAgencyWhat} why={verbs["cancel the agency"]}>
                <ProposeButton
                  label={texts.cancelAgency}
                  why={verbs["cancel the agency"]}
                  plain
                  propose={(options) => api().lifecycle.proposeAgencyCancel.mutate(undefined, options)}
                />
              </ActionRow>
            )}
          </>
        )}
        <ActionRow title={texts.export} what={texts.exportWhat} why={verbs.export}>
          <Button icon="download" disabled={verbs.export !== null} onClick={() => exportAccount(account.name)}>
            {texts.exportButton}
          </Button>
        </ActionRow>
      </ul>
      {asked && <FlagDialog flag={asked} onClose={() => setAsked(null)} />}
    </Card>
  );
}

interface ActionRowProps {
  title: string;
  what: string | null;
  /** The state that is in force, if this action's is. */
  state?: string | null | 0 | undefined;
  /** Why it can't be done now. */
  why: string | null;
  children: ComponentChildren;
}

function ActionRow({ title, what, state, why, children }: ActionRowProps) {
  return (
    <li class="deed">
      <span class="deed-words">
        <strong>{title}</strong>
        {state && <span class="deed-state">{state}</span>}
        <span class="cb-quiet">{why ?? what}</span>
      </span>
      <span class="deed-buttons">{children}</span>
    </li>
  );
}

interface FlagRowProps extends ActionsCardProps {
  flag: Flag;
  onAsk: (flag: Flag) => void;
}

function FlagRow({ flag, status, onAsk, refetch }: FlagRowProps) {
  const viewer = useViewer();
  const fact = status[flag];
  const isStop = flag === "stopped";
  const why = status.verbs[isStop ? "stop" : "pause"];
  const moment = (at: number) => momentText(at, viewer);
  const since = fact && {
    since: moment(fact.since),
    by: fact.by === null ? "" : format(texts.by, { name: fact.by }),
  };
  const state =
    since &&
    [
      format(isStop ? texts.stopped : texts.paused, since),
      ...(fact!.until === null ? [] : [format(texts.until, { until: moment(fact!.until) })]),
    ].join(" ");
  async function lift() {
    try {
      await sendOnce((options) => api().lifecycle.unflag.mutate({ flag }, options));
      toasts.show({ kind: "good", sentence: isStop ? texts.resumed : texts.unpaused });
    } catch (error) {
      toasts.show({ kind: "bad", sentence: failureOf(error)?.sentence ?? shell.unreachable });
    }
    await refetch();
  }
  return (
    <ActionRow
      title={isStop ? texts.stop : texts.pause}
      what={isStop ? texts.stopWhat : texts.pauseWhat}
      state={state}
      why={why}
    >
      {fact !== null && (
        <Button variant="primary" disabled={why !== null} onClick={() => void lift()}>
          {isStop ? texts.resume : texts.unpause}
        </Button>
      )}
      <Button disabled={why !== null} onClick={() => onAsk(flag)}>
        {fact === null ? format(texts.open, { verb: isStop ? texts.stop : texts.pause }) : texts.change}
      </Button>
    </ActionRow>
  );
}

type CallOptions = Parameters<Parameters<typeof sendOnce>[0]>[0];

interface ProposeButtonProps {
  label: string;
  why: string | null;
  /** Without emphasis, where it is one of several equal buttons. */
  plain?: boolean;
  propose: (options: CallOptions) => Promise<{ proposal: string } | { run: string }>;
}

/** Creates the proposal. That may take a while, because the carrier is asked about each number. */
function ProposeButton({ label, why, plain, propose }: ProposeButtonProps) {
  const [busy, setBusy] = useState(false);
  async function ask() {
    setBusy(true);
    try {
      const made = await sendOnce(propose);
      if ("run" in made) go("runs", made.run);
      else go("proposals", made.proposal);
    } catch (error) {
      toasts.show({ kind: "bad", sentence: failureOf(error)?.sentence ?? shell.unreachable });
      setBusy(false);
    }
  }
  return (
    <Button
      variant={why === null && !plain ? "primary" : "plain"}
      busy={busy}
      disabled={why !== null}
      onClick={() => void ask()}
    >
      {format(texts.open, { verb: label })}
    </Button>
  );
}
