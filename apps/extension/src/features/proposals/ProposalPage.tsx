import { EmptyState } from "@callboard/ui/EmptyState";
import { useState } from "preact/hooks";
import { go, replaceRoute, href, type Route, route, previousRoute, routeHref } from "../../shared/route.ts";
import { ProposalView } from "./ProposalView.tsx";
import { useProposal } from "./useProposal.ts";
import { useProposalActions } from "./useProposalActions.ts";
import { Loaded } from "../../shared/page/Loaded.tsx";
import { Page } from "../../shared/page/Page.tsx";
import { proposals as texts } from "../../texts/en/proposals.ts";
import { shell } from "../../texts/en/shell/shell.ts";

/** What would be done, before it is: each proposal has an address and remains when the page is closed. */
export function ProposalPage() {
  const [id] = route.value.rest;
  // A proposal that replaces another leads back to where the first one was made.
  const [from] = useState(() => previousRoute.peek());
  const before = from?.room === "proposals" ? null : from;
  if (id !== undefined) return <OneProposal key={id} id={id} from={before} />;
  return (
    <Page title={texts.title}>
      <EmptyState icon="info" sentence={shell.notHere} action={<a href={href("")}>{shell.toOverview}</a>} />
    </Page>
  );
}

function OneProposal({ id, from }: { id: string; from: Route | null }) {
  const proposal = useProposal(id);
  const now = proposal.data.value;
  const back = from ? routeHref(from) : href("history");
  const deeds = useProposalActions(id, now?.title ?? "", proposal.refetch, {
    onAnew: (next) => replaceRoute("proposals", next),
    onConfirmed: (run) => run !== null && go("runs", run),
    onDiscarded: () => void (location.hash = back),
    back: now?.back,
  });
  return (
    <Page title={now?.title ?? texts.title} back={{ href: back, label: from ? texts.back : shell.rooms.history }}>
      <Loaded of={proposal} label={texts.loading}>
        {(answer) => <ProposalView proposal={answer} deeds={deeds} />}
      </Loaded>
    </Page>
  );
}
