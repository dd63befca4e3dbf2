import { useId, useState } from "preact/hooks";
import { Icon } from "./Icon.tsx";
import "./FileDrop.css";

export interface FileDropProps {
  /** Worded like a button: "Choose a CSV file". */
  label: string;
  /** Says that a file can be dropped too, and which ones are accepted. */
  hint: string;
  /** Like the HTML attribute: `.csv,text/csv`. */
  accept?: string | undefined;
  disabled?: boolean | undefined;
  error?: string | undefined;
  onFile: (file: File) => void;
}

/** Chooses a file by click, keyboard or drop. A native file input underneath handles clicks and keys. */
export function FileDrop({ label, hint, accept, disabled, error, onFile }: FileDropProps) {
  const id = useId();
  const [isDraggedOver, setIsDraggedOver] = useState(false);
  const acceptFiles = (files: FileList | null | undefined) => {
    setIsDraggedOver(false);
    if (files?.[0] && !disabled) onFile(files[0]);
  };
  return (
    <div>
      <label
        class="cb-file-drop"
        data-over={isDraggedOver || undefined}
        data-invalid={error ? true : undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setIsDraggedOver(true);
        }}
        onDragLeave={() => setIsDraggedOver(false)}
        onDrop={(event) => {
          // Otherwise the browser would leave the page and open the file.
          event.preventDefault();
          acceptFiles(event.dataTransfer?.files);
        }}
      >
        <input
          type="file"
          accept={accept}
          disabled={disabled}
          aria-labelledby={`${id}-label`}
          aria-describedby={error ? `${id}-hint ${id}-error` : `${id}-hint`}
          aria-invalid={error ? true : undefined}
          onChange={(event) => {
            acceptFiles(event.currentTarget.files);
            // Choosing the same file again must fire a change: it may have been corrected.
            event.currentTarget.value = "";
          }}
        />
        <span class="cb-file-drop-icon">
          <Icon name="document" size={20} />
        </span>
        <span class="cb-file-drop-label" id={`${id}-label`}>
          {label}
        </span>
        <span class="cb-file-drop-hint" id={`${id}-hint`}>
          {hint}
        </span>
      </label>
      {error && (
        <p class="cb-field-error cb-file-drop-error" id={`${id}-error`} role="alert">
          <Icon name="alert" size={14} />
          <span>{error}</span>
        </p>
      )}
    </div>
  );
}
