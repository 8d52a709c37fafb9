import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { IconButton } from "./Button";

/** Copies text; a tick and the tooltip show for two seconds that it worked, and screen readers hear it. */
export function CopyButton({ text, label = "Copy" }: { text: string | (() => string); label?: string }) {
  const [state, setState] = useState<"idle" | "copied" | "failed">("idle");
  useEffect(() => {
    if (state === "idle") return;
    const timer = setTimeout(() => setState("idle"), 2000);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = () =>
    navigator.clipboard.writeText(typeof text === "string" ? text : text()).then(
      () => setState("copied"),
      () => setState("failed"),
    );
  const name = { idle: label, copied: "Copied", failed: "Copying is not allowed here" }[state];
  return (
    <>
      <IconButton label={name} small onClick={copy}>
        {state === "copied" ? <Check /> : <Copy />}
      </IconButton>
      <span role="status" className="visually-hidden">
        {state !== "idle" && name}
      </span>
    </>
  );
}
