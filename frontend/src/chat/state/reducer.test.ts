import { describe, expect, it } from "vitest";
import type { ServerFrame } from "../../api/types";
import { type Action, reduce } from "./reducer";
import { restore } from "./restore";
import { done, figure, frame, message, question, refusal, session, text } from "./testSupport";
import type { ChatState } from "./types";

const empty = restore(session());

function play(state: ChatState, ...steps: (Action | ServerFrame)[]): ChatState {
  return steps.reduce(
    (now, step) => reduce(now, "event" in step ? { type: "frame", frame: step } : step),
    state,
  );
}

const ask = (words: string, key = "k1"): Action => ({ type: "asked", key, text: words });
const load = (over: Parameters<typeof session>[0], settle: string | null = null): Action => ({
  type: "loaded",
  session: session(over),
  settle,
});

const result = (seq: number) =>
  frame(
    "query_result",
    {
      result: [{ n: 12 }],
      is_error: false,
      error: null,
      sql: "SELECT 12 AS n",
      columns: ["n"],
      row_count: 1,
      total_rows: 1,
      truncated: false,
      elapsed_ms: 1,
      execution_id: "E1",
      message_id: "r",
      data_version: 1,
      kind: "query",
      plan: null,
      details: null,
      rows_seen: 1,
    },
    seq,
    "T1",
  );

const plot = (seq: number) =>
  frame(
    "plot",
    { title: "By month", vega_lite_spec: { mark: "bar" }, execution_id: "E1", message_id: "p" },
    seq,
    "T1",
  );

const WHOLE: ServerFrame[] = [
  frame("status", { message: "Thinking" }, 1, "T1"),
  text(2, "There "),
  text(3, "are "),
  result(4),
  text(5, "12.", "b"),
  plot(6),
  frame("session_update", { title: "Twelve" }, 7, "T1"),
  frame("error", { message: "Too long.", code: "turn_timeout" }, 8, "T1"),
  done(9, { status: "failed", follow_ups: ["And then?"] }),
];

describe("an answer that streams", () => {
  it("answers the question that was sent, its pieces in order", () => {
    const state = play(empty, ask("How many?"), text(1, "There "), text(2, "are "), text(3, "12."));
    expect(state.turns).toHaveLength(1);
    expect(state.turns[0]).toMatchObject({
      id: "T1",
      key: "k1",
      question: { text: "How many?", state: "sent" },
      status: "running",
      items: [{ kind: "text", id: "a", text: "There are 12." }],
    });
  });

  it("keeps two interleaved messages apart", () => {
    const state = play(
      empty,
      ask("?"),
      text(1, "a1", "a"),
      text(2, "b1", "b"),
      text(3, "a2", "a"),
      text(4, "b2", "b"),
    );
    expect(state.turns[0]?.items).toMatchObject([
      { id: "a", text: "a1a2" },
      { id: "b", text: "b1b2" },
    ]);
  });

  it("shows what is going on until something comes of it", () => {
    const busy = play(empty, ask("?"), frame("status", { message: "Thinking" }, 1, "T1"));
    expect(busy.turns[0]?.activity).toBe("Thinking");
    expect(play(busy, text(2, "12")).turns[0]?.activity).toBeNull();
  });

  it("ends as the server says, with follow-ups and the figures of each text", () => {
    const grounding = { verified: 1, derived: 0, unverified: 1, messages: { a: [figure()] } };
    const state = play(
      empty,
      ask("?"),
      text(1, "12", "a"),
      text(2, "none", "b"),
      done(3, { follow_ups: ["Why?"], grounding }),
    );
    expect(state.turns[0]).toMatchObject({
      status: "completed",
      followUps: ["Why?"],
      grounding: { verified: 1, derived: 0, unverified: 1 },
      items: [{ figures: [figure()] }, { figures: null }],
    });
  });

  it("keeps what came before a stop", () => {
    const state = play(empty, ask("?"), text(1, "There"), done(2, { status: "stopped" }));
    expect(state.turns[0]).toMatchObject({ status: "stopped", items: [{ text: "There" }] });
  });

  it("shows an error of the turn among its items", () => {
    const error = frame("error", { message: "It broke.", code: "internal_error" }, 1, "T1");
    const state = play(empty, ask("?"), error, done(2, { status: "failed" }));
    expect(state.turns[0]).toMatchObject({
      status: "failed",
      items: [{ kind: "error", message: "It broke.", code: "internal_error" }],
    });
    expect(state.notice).toBeNull();
  });

  it("leaves other turns and items as they are", () => {
    const state = play(
      empty,
      ask("1", "k1"),
      ...WHOLE,
      ask("2", "k2"),
      text(1, "x", "c", "T2"),
      text(2, "y", "d", "T2"),
    );
    const next = play(state, text(3, "z", "d", "T2"));
    expect(next.turns[0]).toBe(state.turns[0]);
    expect(next.turns[1]).not.toBe(state.turns[1]);
    expect(next.turns[1]?.items[0]).toBe(state.turns[1]?.items[0]);
    expect(play(next, text(3, "z", "d", "T2"))).toBe(next);
  });
});

describe("coming back", () => {
  it("gives the same after any cut and any overlap", () => {
    const whole = play(empty, ask("?"), ...WHOLE);
    for (let cut = 1; cut < WHOLE.length; cut += 1) {
      for (let overlap = 0; overlap <= cut; overlap += 1) {
        const state = play(empty, ask("?"), ...WHOLE.slice(0, cut), ...WHOLE.slice(cut - overlap));
        expect(state).toEqual(whole);
      }
    }
  });

  it("takes no frame while earlier ones are missing", () => {
    const state = play(empty, ask("?"), text(1, "a"));
    expect(play(state, text(3, "c"))).toBe(state);
    expect(play(state, text(3, "c"), text(2, "b"), text(3, "c")).turns[0]?.items).toMatchObject([
      { text: "abc" },
    ]);
  });

  it("restores a session, but not what the running turn said so far", () => {
    const grounding = { figures: [figure()], counts: { verified: 1, derived: 0, unverified: 0 } };
    const state = restore(
      session({
        messages: [
          message("T0", { id: "auto", text: "A file of sales." }),
          question("T1", "How many?"),
          message("T1", {
            id: "r",
            type: "query_result",
            execution_id: "E1",
            sql: "SELECT 12",
            row_count: 1,
          }),
          message("T1", { id: "a", text: "12", grounding }),
          question("T2", "Why?"),
          message("T2", { id: "b", text: "Beca" }),
        ],
        running_turn_id: "T2",
        follow_ups: ["And now?"],
      }),
    );
    expect(state.turns).toMatchObject([
      { id: "T0", question: null, status: "completed", followUps: [], items: [{ text: "A file of sales." }] },
      { id: "T1", status: "completed", followUps: ["And now?"], grounding: { verified: 1 } },
      { id: "T2", question: { text: "Why?", state: "sent" }, status: "running", lastSeq: 0, items: [] },
    ]);
    expect(state.turns[1]?.items).toMatchObject([
      { kind: "result", result: { sql: "SELECT 12", execution_id: "E1", rows_seen: null } },
      { kind: "text", figures: [figure()] },
    ]);
  });

  it("restores an automatic analysis that has only just begun", () => {
    const state = restore(session({ running_turn_id: "T1" }));
    expect(state.turns).toMatchObject([{ id: "T1", question: null, status: "running" }]);
  });

  it("takes the end that it missed from the session, and no frame twice", () => {
    const state = play(empty, ask("?"), text(1, "The"));
    const messages = [question("T1", "?"), message("T1", { id: "a", text: "There are 12." })];
    const merged = play(state, load({ messages }));
    expect(merged.turns).toMatchObject([
      { key: "k1", status: "completed", items: [{ text: "There are 12." }] },
    ]);
    expect(play(merged, text(2, "re are 12."))).toBe(merged);
    expect(play(merged, done(3, { follow_ups: ["Why?"] })).turns[0]?.followUps).toEqual(["Why?"]);
  });

  it("changes nothing when the session has nothing new", () => {
    const state = play(empty, ask("?"), ...WHOLE);
    expect(play(state, load({ title: "Twelve" }))).toBe(state);
  });
});

describe("a question that was not answered", () => {
  it("is unsent when the server refuses it", () => {
    const state = play(empty, ask("How many?"), refusal("message_too_long"));
    expect(state.notice).toBe("Refused: message_too_long");
    expect(state.turns).toMatchObject([
      { id: null, question: { text: "How many?", state: "unsent" }, status: "failed" },
    ]);
  });

  it("is not the question of another tab's turn that came first", () => {
    const state = play(empty, ask("Mine?"), text(1, "Theirs"), refusal("busy"), text(2, " goes on."));
    expect(state.turns).toMatchObject([
      { id: "T1", key: "T1", question: null, items: [{ text: "Theirs goes on." }] },
      { id: null, key: "k1", question: { text: "Mine?", state: "unsent" } },
    ]);
  });

  it("stands there once when it is sent again", () => {
    const state = play(empty, ask("Mine?"), refusal("busy"), ask("Mine?", "k2"));
    expect(state.turns).toMatchObject([{ key: "k2", question: { state: "sending" } }]);
    expect(state.notice).toBeNull();
  });

  it("is unsent when its socket broke and the session doesn't have it", () => {
    const state = play(empty, ask("Mine?"), load({}, "k1"));
    expect(state.turns).toMatchObject([{ id: null, question: { state: "unsent" } }]);
  });

  it("goes on when its socket broke and the session has it", () => {
    const state = play(
      empty,
      ask("Mine?"),
      load({ messages: [question("T1", "Mine?")], running_turn_id: "T1" }, "k1"),
      text(1, "12"),
    );
    expect(state.turns).toMatchObject([{ id: "T1", key: "k1", status: "running", items: [{ text: "12" }] }]);
  });

  it("leaves an automatic analysis away that the server refused", () => {
    expect(play(empty, { type: "auto_analyzed", key: "k1" }, refusal("importing")).turns).toEqual([]);
  });
});

describe("another tab's turn", () => {
  it("is shown, and gets its question when the session is loaded", () => {
    const state = play(
      empty,
      text(1, "The"),
      load({ messages: [question("T1", "Theirs?")], running_turn_id: "T1" }),
    );
    expect(play(state, text(2, "re")).turns).toMatchObject([
      { id: "T1", question: { text: "Theirs?" }, items: [{ text: "There" }] },
    ]);
  });

  it("is in its place when it came and went unheard", () => {
    const state = play(empty, ask("1"), text(1, "one"), done(2), ask("3", "k3"), refusal("busy"));
    const messages = [
      question("T1", "1"),
      message("T1", { id: "a", text: "one" }),
      question("T2", "2"),
      message("T2", { id: "b", text: "two" }),
    ];
    const merged = play(state, load({ messages }));
    expect(merged.turns.map((turn) => turn.question?.text)).toEqual(["1", "2", "3"]);
    expect(merged.turns[0]).toBe(state.turns[0]);
  });

  it("is this tab's after all when its question is the one that is still on its way", () => {
    const state = play(empty, ask("Mine?"), text(5, "…"), text(1, "The"));
    const merged = play(state, load({ messages: [question("T1", "Mine?")], running_turn_id: "T1" }, "k1"));
    expect(merged.turns).toMatchObject([{ id: "T1", question: { text: "Mine?", state: "sent" } }]);
  });
});

it("takes a new title from any tab", () => {
  expect(play(empty, frame("session_update", { title: "Sales" })).title).toBe("Sales");
});
