import { useState } from "preact/hooks";
import { Button } from "../src/Button.tsx";
import { Card } from "../src/Card.tsx";
import { Dialog } from "../src/Dialog.tsx";
import { Icon } from "../src/Icon.tsx";
import { Menu } from "../src/Menu.tsx";
import { Notice } from "../src/Notice.tsx";
import { ToastRegion } from "../src/ToastRegion.tsx";
import { createToasts } from "../src/toasts.ts";

export const toasts = createToasts();

function Menus() {
  const [theme, setTheme] = useState("auto");
  const [here, setHere] = useState(false);
  const say = (sentence: string) => () => toasts.show({ sentence });
  return (
    <div class="gallery-row">
      <Menu
        label="Actions"
        entries={[
          { id: "edit", label: "Edit", icon: "edit", hint: "E", onSelect: say("Edit") },
          { id: "copy", label: "Duplicate", icon: "copy", hint: "D", onSelect: say("Duplicate") },
          {
            id: "archive",
            label: "Archive",
            icon: "archive",
            hint: "in use",
            disabled: true,
            onSelect: say("Archive"),
          },
          { separator: true },
          { id: "delete", label: "Delete number", icon: "trash", danger: true, onSelect: say("Delete") },
        ]}
      >
        Actions <Icon name="chevron-down" />
      </Menu>
      <Menu
        label="Northwind · Sales"
        kind="quiet"
        entries={[
          { section: "Northwind" },
          { id: "sales", label: "Sales", checked: true, hint: "1", onSelect: say("Sales") },
          { id: "support", label: "Support", checked: false, hint: "2", onSelect: say("Support") },
          { section: "Contoso" },
          {
            id: "returns",
            label: "Returns and repairs, evening shift",
            checked: false,
            hint: "3",
            onSelect: say("Returns"),
          },
        ]}
      >
        Northwind · Sales <Icon name="chevron-down" />
      </Menu>
      <Menu
        label="Theme"
        kind="icon"
        align="end"
        entries={[
          ...["auto", "light", "dark"].map((id) => ({
            id,
            label: { auto: "Like the system", light: "Light", dark: "Dark" }[id] ?? id,
            checked: theme === id,
            onSelect: () => setTheme(id),
          })),
          { separator: true },
          { id: "here", label: "Only on this device", checked: here, onSelect: () => setHere(!here) },
        ]}
      >
        <Icon name="moon" />
      </Menu>
    </div>
  );
}

function Dialogs() {
  const [open, setOpen] = useState<"narrow" | "wide" | null>(null);
  const close = () => setOpen(null);
  return (
    <div class="gallery-row">
      <Button onClick={() => setOpen("narrow")}>Stop incoming calls</Button>
      <Button onClick={() => setOpen("wide")}>Wide dialog</Button>
      <Dialog
        open={open !== null}
        onClose={close}
        title="Stop incoming calls?"
        closeLabel="Close"
        width={open ?? "narrow"}
        footer={
          <>
            <Button onClick={close}>Keep taking calls</Button>
            <Button variant="danger" onClick={close}>
              Stop incoming calls
            </Button>
          </>
        }
      >
        <div class="gallery-stack">
          <p>
            Callers to 3 numbers hear the closing message. Nine people keep their status, and calls under way go on.
          </p>
          <Notice
            tone="warn"
            sentence="Two callers are waiting in Sales right now."
            detail="They hear the message too."
          />
        </div>
      </Dialog>
    </div>
  );
}

function ToastButtons() {
  const undo = { label: "Undo", onSelect: () => toasts.show({ sentence: "Back to Available" }) };
  return (
    <div class="gallery-row">
      <Button onClick={() => toasts.show({ sentence: "Lunch until 13:00", action: undo })}>With undo</Button>
      <Button onClick={() => toasts.show({ sentence: "Preset saved", tone: "good" })}>Good</Button>
      <Button
        onClick={() =>
          toasts.show({
            sentence: "The number was changed by someone else. Look at it again.",
            tone: "bad",
            action: { label: "Look", onSelect() {} },
          })
        }
      >
        Bad
      </Button>
    </div>
  );
}

export function Overlays() {
  return (
    <>
      <Card title="Menus">
        <Menus />
      </Card>
      <Card title="Dialogs">
        <Dialogs />
      </Card>
      <Card title="Toasts">
        <ToastButtons />
      </Card>
      <ToastRegion toasts={toasts} label="Messages" dismissLabel="Dismiss" />
    </>
  );
}
