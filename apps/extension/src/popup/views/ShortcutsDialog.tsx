import { Button } from "@callboard/ui/Button";
import { Dialog } from "@callboard/ui/Dialog";
import { Kbd } from "@callboard/ui/Kbd";
import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import { extensionBrowser, isExtension } from "../../browser.ts";
import { popupShortcuts as texts } from "../../texts/en/popup/shortcuts.ts";
import { format } from "../../texts/format.ts";
import { selectableStatuses } from "../state/statusChoice.ts";
import { openStore } from "../state/boot.ts";
import "./ShortcutsDialog.css";

/** A shortcut as the browser lists it. Empty if the browser assigned none. */
interface ShortcutCommand {
  name?: string | undefined;
  shortcut?: string | undefined;
}

/** Only the browser knows the actual shortcuts: it rejects some suggestions, and people change them. */
const readBrowserCommands = (): Promise<readonly ShortcutCommand[]> =>
  isExtension ? extensionBrowser().commands.getAll() : Promise.resolve([]);

/** Shortcuts are changed on a page of the browser; null if pages of ours may not open it. */
function shortcutSettingsOpener(): (() => unknown) | null {
  const { commands, tabs } = extensionBrowser();
  const { openShortcutSettings } = commands as { openShortcutSettings?: () => Promise<void> };
  if (openShortcutSettings) return () => openShortcutSettings.call(commands);
  return navigator.userAgent.includes("Chrome") ? () => tabs.create({ url: "chrome://extensions/shortcuts" }) : null;
}

const POPUP_SHORTCUTS: readonly [string, readonly string[]][] = [
  [texts.rows, ["1", "…", "9"]],
  [texts.find, [texts.letters]],
  [texts.digits, [texts.space]],
  [texts.move, ["↑", "↓"]],
  [texts.lengths, ["←", "→"]],
  [texts.choose, [texts.enter]],
  [texts.leave, [texts.escape]],
];

function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const [commands, setCommands] = useState<readonly ShortcutCommand[]>([]);
  useEffect(() => void readBrowserCommands().then(setCommands), []);
  const firstCustom = selectableStatuses(openStore.value?.ownStatus.data.value?.statuses ?? []).find(
    ({ builtIn }) => !builtIn,
  );
  const names: Record<string, string> = {
    _execute_action: texts.open,
    available: texts.available,
    first: firstCustom ? format(texts.firstNamed, { status: firstCustom.name }) : texts.firstCustom,
    undo: texts.undo,
  };
  const openSettings = isExtension ? shortcutSettingsOpener() : null;
  return (
    <Dialog open onClose={onClose} title={texts.title} closeLabel={texts.close}>
      <div class="keys">
        {commands.length > 0 && (
          <section>
            <header class="shortcuts-head">
              <h3>{texts.anywhere}</h3>
              {openSettings && (
                <Button size="small" variant="quiet" onClick={openSettings}>
                  {texts.change}
                </Button>
              )}
            </header>
            <dl>
              {commands.map(({ name = "", shortcut }) => (
                <>
                  <dt>{names[name]}</dt>
                  <dd>{shortcut ? <Kbd keys={shortcut.split("+")} /> : texts.none}</dd>
                </>
              ))}
            </dl>
          </section>
        )}
        <section>
          <header class="shortcuts-head">
            <h3>{texts.here}</h3>
          </header>
          <dl>
            {POPUP_SHORTCUTS.map(([description, keys]) => (
              <>
                <dt>{description}</dt>
                <dd>
                  <Kbd keys={keys} />
                </dd>
              </>
            ))}
          </dl>
        </section>
      </div>
    </Dialog>
  );
}

/** Rendered outside the popup's tree and loaded on demand: hardly anybody opens it. */
export function openShortcuts(): void {
  const container = document.createElement("div");
  document.body.append(container);
  const close = () => {
    render(null, container);
    container.remove();
  };
  render(<ShortcutsDialog onClose={close} />, container);
}
