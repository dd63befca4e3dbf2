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

/** Shows changes before they are made. Each proposal has an address and remains when the page is closed. */
export function ProposalPage() {
  const [id] = route.value.rest;
  // Remembered once: when another proposal replaces this one, back still leads to the page where the first was made.
  const [openedFrom] = useState(() => previousRoute.peek());
  const previous = openedFrom?.page === "proposals" ? null : openedFrom;
  if (id !== undefined) return <OneProposal key={id} id={id} previous={previous} />;
  return (
    <Page title={texts.title}>
      <EmptyState icon="info" sentence={shell.pageNotFound} action={<a href={href("")}>{shell.toOverview}</a>} />
    </Page>
  );
}

function OneProposal({ id, previous }: { id: string; previous: Route | null }) {
  const resource = useProposal(id);
  const proposal = resource.data.value;
  const back = previous ? routeHref(previous) : href("history");
  const actions = useProposalActions(id, proposal?.title ?? "", resource.refetch, {
    onReplaced: (next) => replaceRoute("proposals", next),
    onConfirmed: (run) => run !== null && go("runs", run),
    onDiscarded: () => void (location.hash = back),
    backPage: proposal?.back,
  });
  return (
    <Page
      title={proposal?.title ?? texts.title}
      back={{ href: back, label: previous ? texts.back : shell.pages.history }}
    >
      <Loaded resource={resource} label={texts.loading}>
        {(answer) => <ProposalView proposal={answer} actions={actions} />}
      </Loaded>
    </Page>
  );
}
