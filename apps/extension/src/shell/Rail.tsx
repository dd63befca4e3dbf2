import { Icon } from "@callboard/ui/Icon";
import { isPageOpen, PAGES, type PageGroup } from "./pages.ts";
import { href, previousRoute } from "../shared/route.ts";
import { shell as texts } from "../texts/en/shell/shell.ts";
import { Logo } from "../shared/page/Logo.tsx";
import { useViewer } from "../shared/viewer.ts";
import "./Rail.css";

const GROUPS: readonly Exclude<PageGroup, "none">[] = ["start", "team", "routing", "billing", "account", "you"];

/** The rail's entry that this page belongs to; a proposal belongs to the page where it was made. */
function railPageOf(current: string): string | undefined {
  const parentOf = (page: string) => PAGES.find(({ name }) => name === page)?.parent;
  const previous = previousRoute.value?.page;
  if (current !== "proposals" || previous === undefined || previous === current) return parentOf(current);
  return parentOf(previous) ?? previous;
}

/** The pages that this role may open. In a narrow window it lies over the page and is opened from the bar. */
export function Rail({ open, current }: { open: boolean; current: string }) {
  const { account } = useViewer();
  const currentPage = current || "overview";
  const railPage = railPageOf(currentPage);
  return (
    <nav class="rail" id="rail" aria-label={texts.nav} data-open={open || undefined}>
      <a class="rail-mark" href={href("")}>
        <Logo />
        {texts.product}
      </a>
      {GROUPS.map((group) => {
        const pages = PAGES.filter((page) => page.group === group && isPageOpen(page, account));
        if (pages.length === 0) return null;
        return (
          <div key={group} class="rail-group">
            {texts.groups[group] && <h2 id={`rail-${group}`}>{texts.groups[group]}</h2>}
            <ul class="rail-pages" aria-labelledby={texts.groups[group] ? `rail-${group}` : undefined}>
              {pages.map((page) => (
                <li key={page.name}>
                  <a
                    href={href(page.name)}
                    aria-current={page.name === currentPage ? "page" : page.name === railPage || undefined}
                  >
                    <Icon name={page.icon} />
                    {page.label}
                  </a>
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </nav>
  );
}
