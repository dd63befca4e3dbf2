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

/** The page of an address, loaded when first opened. If it is unknown or not allowed, it says so with a link home. */
export function PageView({ page: name }: { page: string }) {
  const { account } = useViewer();
  const page = PAGES.find((entry) => entry.name === (name || "overview"));
  if (!page) return <ClosedPage title={texts.pageNotFound} />;
  if (!isPageOpen(page, account)) return <ClosedPage title={page.label} why={whyClosed(page, account)} />;
  return <OpenPage key={page.name} page={page} />;
}

/** Why this person can't open the page in this account. */
function whyClosed(page: PageEntry, account: OwnAccount): string {
  if (asOfIn(account.id) !== null) return format(texts.asOf.closed, { page: page.label });
  if (mayOpen(account, page.permission)) return format(texts.notForAccount, { account: account.name });
  const role = texts.role[account.role];
  return `${format(texts.notForRole, { role })} ${format(texts.notForRoleHint, { account: account.name })}`;
}

function OpenPage({ page }: { page: PageEntry }) {
  const [View, setView] = useState<ComponentType | undefined>(() => loadedPages.get(page.name));
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    if (View) return;
    let isMounted = true;
    void page.load().then(
      (view) => {
        loadedPages.set(page.name, view);
        if (isMounted) setView(() => view);
      },
      () => isMounted && setFailed(true),
    );
    return () => {
      isMounted = false;
    };
  }, []);
  if (View) return <View />;
  return (
    <Page title={page.label}>
      {failed ? (
        // A module that failed to load stays failed until the document is reloaded.
        <Notice
          tone="bad"
          sentence={texts.pageNotLoaded}
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
      <EmptyState icon="info" sentence={why ?? texts.pageNotFound} action={<a href={href("")}>{texts.toOverview}</a>} />
    </Page>
  );
}
