import { Button } from "@callboard/ui/Button";
import { EmptyState } from "@callboard/ui/EmptyState";
import { Notice } from "@callboard/ui/Notice";
import { Skeleton } from "@callboard/ui/Skeleton";
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { isPageOpen, PAGES, type PageEntry } from "./pages.ts";
import { asOfIn } from "../shared/asOf.ts";
import { href } from "../shared/route.ts";
import { shell as texts } from "../texts/en/shell/shell.ts";
import { format } from "../texts/format.ts";
import { Page } from "../shared/page/Page.tsx";
import { mayOpen, type OwnAccount, useViewer } from "../shared/viewer.ts";

const loadedPages = new Map<string, ComponentType>();

/** The page of an address: loaded when first opened; forbidden and unknown ones say so, with a way on. */
export function PageView({ room: name }: { room: string }) {
  const { account } = useViewer();
  const room = PAGES.find((one) => one.name === (name || "overview"));
  if (!room) return <ClosedPage title={texts.notHere} />;
  if (!isPageOpen(room, account)) return <ClosedPage title={room.label} why={whyClosed(room, account)} />;
  return <OpenPage key={room.name} room={room} />;
}

function whyClosed(room: PageEntry, account: OwnAccount): string {
  if (asOfIn(account.id) !== null) return format(texts.past.closed, { room: room.label });
  if (mayOpen(account, room.deed)) return format(texts.notForAccount, { account: account.name });
  const role = texts.role[account.role];
  return `${format(texts.notForRole, { role })} ${format(texts.notForRoleWay, { account: account.name })}`;
}

function OpenPage({ room }: { room: PageEntry }) {
  const [View, setView] = useState<ComponentType | undefined>(() => loadedPages.get(room.name));
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    if (View) return;
    let here = true;
    void room.load().then(
      (view) => {
        loadedPages.set(room.name, view);
        if (here) setView(() => view);
      },
      () => here && setFailed(true),
    );
    return () => {
      here = false;
    };
  }, []);
  if (View) return <View />;
  return (
    <Page title={room.label}>
      {failed ? (
        // A module that failed to load stays failed until the document is reloaded.
        <Notice
          kind="bad"
          sentence={texts.roomNotLoaded}
          action={<Button onClick={() => location.reload()}>{texts.reload}</Button>}
        />
      ) : (
        <Skeleton label={texts.loading} lines={4} lineHeight="36px" />
      )}
    </Page>
  );
}

function ClosedPage({ title, why }: { title: string; why?: string }) {
  return (
    <Page title={title}>
      <EmptyState icon="info" sentence={why ?? texts.notHere} action={<a href={href("")}>{texts.toOverview}</a>} />
    </Page>
  );
}
