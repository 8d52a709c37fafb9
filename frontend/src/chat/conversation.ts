/** What the screen derives from the turns. */
import type { Item, TextItem, Turn } from "./state/types";

/** The text at the end of a running turn: more of it may come. */
export function streamingText(turn: Turn): TextItem | null {
  const last = turn.items.at(-1);
  return turn.status === "running" && last?.kind === "text" ? last : null;
}

/** Tables open by themselves where somebody asked for them; an automatic analysis brings too many. */
export function opensInitially(turn: Turn, item: Item): boolean {
  return turn.question !== null && item.kind === "result" && !item.result.is_error;
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

/** What a screen reader says when an answer is there. */
export function announcement(turn: Turn): string {
  if (turn.question?.state === "unsent") return "The question was not sent.";
  if (turn.status === "stopped") return "Answer stopped.";
  if (turn.status === "failed") return "The answer failed.";
  const text = turn.items.find((item) => item.kind === "text")?.text ?? "";
  return `Answer complete: ${firstSentence(text)}`;
}

/** Without Markdown's marks, and no longer than can be listened to. */
export function firstSentence(markdown: string): string {
  const plain = markdown
    .slice(0, 2_000)
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[*_`#>|]/g, "")
    .trim();
  const [sentence = ""] = plain.split(/(?<=[.!?])\s|\n/);
  return sentence.length > 200 ? `${sentence.slice(0, 200).trimEnd()}…` : sentence;
}
