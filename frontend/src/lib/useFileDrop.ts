import { useEffect, useEffectEvent, useState } from "react";

/**
 * Takes files dropped anywhere in the window: one that misses its target would replace the app.
 * True while files hover over it. Without `enabled` they are kept off.
 */
export function useFileDrop(enabled: boolean, onDrop: (dropped: DataTransfer) => void): boolean {
  const [hovering, setHovering] = useState(false);
  const over = useEffectEvent((event: DragEvent) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = enabled ? "copy" : "none";
    setHovering(enabled);
  });
  const leave = useEffectEvent((event: DragEvent) => {
    if (event.relatedTarget === null) setHovering(false);
  });
  const drop = useEffectEvent((event: DragEvent) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    setHovering(false);
    if (enabled) onDrop(event.dataTransfer);
  });
  useEffect(() => {
    const listening = new AbortController();
    const { signal } = listening;
    window.addEventListener("dragover", over, { signal });
    window.addEventListener("dragleave", leave, { signal });
    window.addEventListener("drop", drop, { signal });
    return () => listening.abort();
  }, []);
  return hovering && enabled;
}
