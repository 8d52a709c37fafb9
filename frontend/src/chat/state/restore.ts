/** Turns out of a loaded session. */
import type { Message, QueryResult, SessionDetail } from "../../api/types";
import { newTurn } from "./turns";
import type { ChatState, Item, Turn } from "./types";

export function restore(session: SessionDetail): ChatState {
  return { title: session.title, turns: turnsOf(session), notice: null };
}

export function turnsOf(session: SessionDetail): Turn[] {
  const byTurn = new Map<string, Message[]>();
  for (const message of session.messages) {
    const others = byTurn.get(message.turn_id);
    if (others) others.push(message);
    else byTurn.set(message.turn_id, [message]);
  }
  const running = session.running_turn_id;
  // An automatic analysis that has just begun has no message yet.
  if (running !== null && !byTurn.has(running)) byTurn.set(running, []);
  const turns = [...byTurn].map(([id, messages]) =>
    id === running ? begun(id, messages) : ended(id, messages),
  );
  return withFollowUps(turns, session.follow_ups);
}

function begun(id: string, messages: Message[]): Turn {
  const asked = messages.find((message) => message.role === "user");
  return newTurn({ id, key: id, question: asked ? { text: asked.text, state: "sent" } : null });
}

function ended(id: string, messages: Message[]): Turn {
  const answers = messages.filter((message) => message.role === "assistant");
  return {
    ...begun(id, messages),
    items: answers.map(itemOf),
    status: messages[0]?.turn_status ?? "completed",
    grounding: countsOf(answers),
  };
}

function countsOf(answers: Message[]): Turn["grounding"] {
  const counts = answers.flatMap((message) => message.grounding?.counts ?? []);
  if (counts.length === 0) return null;
  return counts.reduce((sum, one) => ({
    verified: sum.verified + one.verified,
    derived: sum.derived + one.derived,
    unverified: sum.unverified + one.unverified,
  }));
}

function itemOf(message: Message): Item {
  const { id, text } = message;
  switch (message.type) {
    case "text":
      return { kind: "text", id, text, figures: message.grounding?.figures ?? null };
    case "plot": {
      const spec = message.plot_data?.vega_lite_spec ?? {};
      return {
        kind: "plot",
        id,
        title: message.plot_data?.title ?? text,
        spec,
        executionId: message.execution_id,
      };
    }
    case "query_result":
      return { kind: "result", id, result: resultOf(message) };
    case "error":
      return { kind: "error", id, message: text, code: message.error_code };
  }
}

function resultOf(message: Message): QueryResult {
  return {
    result: message.result ?? [],
    is_error: message.is_error ?? false,
    error: message.error ?? null,
    sql: message.sql ?? "",
    columns: message.columns ?? [],
    row_count: message.row_count ?? 0,
    total_rows: message.total_rows ?? null,
    truncated: message.truncated ?? false,
    elapsed_ms: message.elapsed_ms ?? 0,
    execution_id: message.execution_id ?? "",
    message_id: message.id,
    data_version: message.data_version ?? 1,
    kind: message.kind ?? "query",
    plan: message.plan ?? null,
    details: message.details ?? null,
    rows_seen: message.rows_seen ?? null,
  };
}

/** They are those of the latest turn that is over. */
function withFollowUps(turns: Turn[], followUps: string[]): Turn[] {
  const last = turns.findLastIndex((turn) => turn.status !== "running");
  return turns.map((turn, index) => (index === last ? { ...turn, followUps } : turn));
}
