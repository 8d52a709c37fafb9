import { type ComponentProps, useRef } from "react";
import { Button } from "../ui/Button";
import { ACCEPT } from "./checkFile";

interface FilePickerProps extends Omit<ComponentProps<typeof Button>, "onClick"> {
  onChoose(file: File): void;
}

/** A button that opens the system's file dialog. */
export function FilePicker({ onChoose, ...button }: FilePickerProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        accept={ACCEPT}
        hidden
        onChange={(event) => {
          const file = event.target.files?.[0];
          // The same file can be chosen again, say after it was mended.
          event.target.value = "";
          if (file) onChoose(file);
        }}
      />
      <Button {...button} onClick={() => input.current?.click()} />
    </>
  );
}
