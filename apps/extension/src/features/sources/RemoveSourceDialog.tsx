import { api } from "../../data/api.ts";
import { href } from "../../shared/route.ts";
import { RemovalDialog } from "../../shared/form/RemovalDialog.tsx";
import { removeDraft } from "../../shared/form/usePersistentDraft.ts";
import { sources } from "../../texts/en/sources.ts";
import { format } from "../../texts/format.ts";
import type { Source } from "./types.ts";

const texts = sources.removing;

interface RemoveSourceDialogProps {
  source: Source;
  onClose: () => void;
  onRemoved: () => void;
}

/** While numbers use the source, the server refuses and names them. */
export function RemoveSourceDialog({ source: { id, version, name }, onClose, onRemoved }: RemoveSourceDialogProps) {
  return (
    <RemovalDialog
      title={format(texts.title, { name })}
      submit={texts.submit}
      done={format(texts.done, { name })}
      send={(options) => api().sources.remove.mutate({ id, version }, options)}
      onRemoved={() => {
        removeDraft(href("sources", id));
        onRemoved();
      }}
      onClose={onClose}
    >
      <p>{texts.explanation}</p>
      <p>{texts.keeps}</p>
    </RemovalDialog>
  );
}
