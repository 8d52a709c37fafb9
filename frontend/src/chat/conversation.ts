/** What the screen derives from the turns. */
import type { Item, TextItem, Turn } from "./state/types";

/** The text at the end of a running turn: more of it may come. */
export function streamingText(turn: Turn): TextItem | null {
  const last = turn.items.at(-1);
  return turn.status === "running" && last?.kind === "text" ? last : null;
}

/** The text that was being written when an answer was stopped or failed. */
export function cutOffText(turn: Turn): TextItem | null {
  if (turn.status !== "stopped" && turn.status !== "failed") return null;
  const last = turn.items.findLast((item) => item.kind !== "error");
  return last?.kind === "text" ? last : null;
}

const OPEN_RESULTS = 2;

/**
 * The first tables open by themselves where somebody asked a question. Later ones are steps on the way of a
 * long answer, and an automatic analysis brings too many: they would push its text apart.
 */
export function opensInitially(turn: Turn, item: Item): boolean {
  if (turn.question === null || item.kind !== "result") return false;
  const tables = turn.items.filter((one) => one.kind === "result" && !one.result.is_error);
  return tables.slice(0, OPEN_RESULTS).includes(item);
}

/** How tall a turn will be, roughly, so that little moves when one far away is drawn. */
export function estimatedHeight(turn: Turn): number {
  const heights = turn.items.map((item) => {
    if (item.kind === "text") return 60 + 0.35 * item.text.length;
    if (item.kind === "plot") return 400;
    return opensInitially(turn, item) ? 320 : 50;
  });
  return heights.reduce((sum, height) => sum + height, 80);
}

export function lastQuestion(turns: Turn[]): string | null {
  return turns.findLast((turn) => turn.question !== null)?.question?.text ?? null;
}

/** What is going on in a turn; null when nothing is. */
export function activityOf(turn: Turn): string | null {
  if (turn.status !== "running" || turn.question?.state === "unsent") return null;
  return turn.activity ?? "Working on it…";
}

/** What a screen reader says when an answer is there. */
export function announcement(turn: Turn): string {
  if (turn.question?.state === "unsent") return "The question was not sent.";
  if (turn.status === "stopped") return "Answer stopped.";
  if (turn.status === "failed") {
    const why = turn.items.findLast((item) => item.kind === "error")?.message;
    return why ? `The answer failed: ${why}` : "The answer failed.";
  }
  // An answer ends with what was found; an analysis that nobody asked for begins with what the file is.
  const texts = turn.items.filter((item) => item.kind === "text");
  const told = turn.question ? texts.at(-1) : texts[0];
  return `Answer complete: ${spokenText(told?.text ?? "")}`;
}

/** As much as is listened to in a quarter of a minute. */
const SPOKEN = 240;

/** The beginning of a text without Markdown's marks. */
export function spokenText(markdown: string): string {
  const plain = markdown
    .slice(0, 2_000)
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/^\s*[-+*]\s/gm, "")
    .replace(/[*`#>|]/g, "")
    // Of emphasis; that of a column's name stays.
    .replace(/(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}])/gu, "")
    .split(/\s*\n\s*/)
    .filter((line) => line !== "")
    .map((line) => (/[\p{L}\p{N}]$/u.test(line) ? `${line}.` : line))
    .join(" ")
    .trim();
  return plain.length > SPOKEN ? `${plain.slice(0, SPOKEN).replace(/\s+\S*$/, "")}…` : plain;
}
