/** The tooltip of all charts. Its texts come out of files: they only ever become text nodes. */
import styles from "./tooltip.module.css";

const OFFSET = 12;
const EDGE = 8;

let element: HTMLElement | null = null;

function box(): HTMLElement {
  element ??= document.createElement("div");
  element.className = styles.tooltip ?? "";
  element.setAttribute("role", "tooltip");
  // Above a dialog, which is in the body too.
  if (!element.isConnected) document.body.append(element);
  return element;
}

/** The handler that vega calls as the pointer moves over marks; nothing to say hides it. */
export function showTooltip(_handler: unknown, event: MouseEvent, _item: unknown, value: unknown): void {
  if (value === null || value === undefined || value === "") {
    hideTooltip();
    return;
  }
  const tooltip = box();
  tooltip.replaceChildren(...tooltipContent(value));
  tooltip.hidden = false;
  place(tooltip, event);
}

export function hideTooltip(): void {
  if (element) element.hidden = true;
}

export function tooltipContent(value: unknown): Node[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [text(value)];
  const list = document.createElement("dl");
  for (const [name, entry] of Object.entries(value)) {
    if (entry === undefined) continue;
    const term = document.createElement("dt");
    const description = document.createElement("dd");
    term.append(text(name));
    description.append(text(entry));
    list.append(term, description);
  }
  return [list];
}

const text = (value: unknown) =>
  document.createTextNode(typeof value === "object" ? JSON.stringify(value) : String(value));

/** Beside the pointer, on the side where there is room. */
function place(tooltip: HTMLElement, { clientX, clientY }: MouseEvent): void {
  const { width, height } = tooltip.getBoundingClientRect();
  const right = clientX + OFFSET + width + EDGE <= window.innerWidth;
  const below = clientY + OFFSET + height + EDGE <= window.innerHeight;
  const left = right ? clientX + OFFSET : Math.max(EDGE, clientX - OFFSET - width);
  const top = below ? clientY + OFFSET : Math.max(EDGE, clientY - OFFSET - height);
  tooltip.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
}
