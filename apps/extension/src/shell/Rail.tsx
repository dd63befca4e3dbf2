import { Icon } from "@callboard/ui/Icon";
import { isPageOpen, PAGES, type PageGroup } from "./pages.ts";
import { href, previousRoute } from "../shared/route.ts";
import { shell as texts } from "../texts/en/shell/shell.ts";
import { Logo } from "../shared/page/Logo.tsx";
import { useViewer } from "../shared/viewer.ts";
import "./Rail.css";

const GROUPS: readonly Exclude<PageGroup, "none">[] = ["start", "team", "routing", "billing", "account", "you"];

/** The rail's entry for this page; a proposal belongs to the page where it was made. */
function pageInRail(here: string): string | undefined {
  const withinOf = (room: string) => PAGES.find(({ name }) => name === room)?.within;
  const before = previousRoute.value?.room;
  if (here !== "proposals" || before === undefined || before === here) return withinOf(here);
  return withinOf(before) ?? before;
}

/** The pages that this role may open. In a narrow window it lies over the page and is opened from the bar. */
export function Rail({ open, current }: { open: boolean; current: string }) {
  const { account } = useViewer();
  const here = current || "overview";
  const around = pageInRail(here);
  return (
    <nav class="rail" id="rail" aria-label={texts.nav} data-open={open || undefined}>
      <a class="rail-mark" href={href("")}>
        <Logo />
        {texts.product}
      </a>
      {GROUPS.map((group) => {
        const rooms = PAGES.filter((room) => room.group === group && isPageOpen(room, account));
        if (rooms.length === 0) return null;
        return (
          <div key={group} class="rail-group">
            {texts.groups[group] && <h2 id={`rail-${group}`}>{texts.groups[group]}</h2>}
            <ul class="rail-rooms" aria-labelledby={texts.groups[group] ? `rail-${group}` : undefined}>
              {rooms.map((room) => (
                <li key={room.name}>
                  <a
                    href={href(room.name)}
                    aria-current={room.name === here ? "page" : room.name === around || undefined}
                  >
                    <Icon name={room.icon} />
                    {room.label}
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
