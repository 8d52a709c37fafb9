import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, fireEvent, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { FileInfo } from "../api/types";
import { ChatPane } from "./ChatPane";
import { spokenText } from "./conversation";
import type { Chat, Turn } from "./state/types";

vi.mock("../charts/ChartCard", () => ({
  ChartCard: ({ title }: { title: string }) => <figure>{title}</figure>,
}));
vi.mock("../results/ResultCard", () => ({
  ResultCard: ({ initiallyOpen }: { initiallyOpen: boolean }) => (
    <p>{initiallyOpen ? "open" : "closed"} result</p>
  ),
}));

beforeEach(() => {
  vi.stubGlobal(
    "ResizeObserver",
    class {
      observe() {}
      disconnect() {}
    },
  );
});

const file: FileInfo = {
  filename: "sales.csv",
  format: "csv",
  row_count: 1200,
  column_count: 8,
  columns: [],
  column_types: {},
  preview: [],
  size_bytes: 1,
  import_report: {} as FileInfo["import_report"],
  version: 1,
  options: {},
  available: true,
};

function turnOf(overrides: Partial<Turn>): Turn {
  return {
    id: "t1",
    key: "t1",
    question: { text: "How much?", state: "sent" },
    items: [{ kind: "text", id: "m1", text: "It was **much**. More to say.", figures: null }],
    status: "completed",
    lastSeq: 3,
    activity: null,
    followUps: [],
    grounding: null,
    ...overrides,
  };
}

function chatOf(turns: Turn[], overrides: Partial<Chat> = {}): Chat {
  return {
    state: { title: "Sales", turns, notice: null },
    connection: { state: "open" },
    running: turns.find((turn) => turn.status === "running") ?? null,
    ask: vi.fn(() => true),
    autoAnalyze: vi.fn(() => true),
    stop: vi.fn(),
    reconnect: vi.fn(),
    dismissNotice: vi.fn(),
    ...overrides,
  };
}

function pane(chat: Chat, onNewChat = vi.fn()) {
  const queryClient = new QueryClient({
    defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } },
  });
  queryClient.setQueryData(["me"], { email: "a@example.com", max_message_characters: 20 });
  return (
    <QueryClientProvider client={queryClient}>
      <ChatPane
        chat={chat}
        sessionId="s1"
        file={file}
        suggestions={["What is the trend?"]}
        onOpenExecution={vi.fn()}
        onNewChat={onNewChat}
      />
    </QueryClientProvider>
  );
}

const log = () => screen.getByRole("log", { name: "Conversation" });

describe("the conversation", () => {
  it("is articles, and only the last offers its follow-ups", async () => {
    const chat = chatOf([
      turnOf({ followUps: ["Earlier?"] }),
      turnOf({ key: "t2", question: null, followUps: ["And by region?"] }),
    ]);
    render(pane(chat));
    expect(within(log()).getAllByRole("article")).toHaveLength(2);
    expect(screen.queryByText("Earlier?")).toBeNull();
    const list = screen.getByRole("list", { name: "Suggested questions" });
    await userEvent.click(within(list).getByRole("button", { name: "And by region?" }));
    expect(chat.ask).toHaveBeenCalledWith("And by region?");
  });

  it("opens results of questions, not those of automatic analyses", () => {
    const items = (id: string): Turn["items"] => [
      {
        kind: "result",
        id,
        result: { is_error: false } as Extract<Turn["items"][number], { kind: "result" }>["result"],
      },
    ];
    render(
      pane(chatOf([turnOf({ items: items("a") }), turnOf({ key: "t2", question: null, items: items("b") })])),
    );
    expect(screen.getAllByText(/result/).map((p) => p.textContent)).toEqual(["open result", "closed result"]);
  });

  it("opens the first two tables of a long answer", () => {
    const items = ["a", "b", "c"].map((id) => ({ kind: "result", id, result: { is_error: false } }));
    render(pane(chatOf([turnOf({ items: items as Turn["items"] })])));
    expect(screen.getAllByText(/result/).map((p) => p.textContent)).toEqual([
      "open result",
      "open result",
      "closed result",
    ]);
  });

  it("takes as many characters as the server says", async () => {
    render(pane(chatOf([])));
    const box = screen.getByRole("textbox", { name: "Ask a question" });
    await userEvent.type(box, "x".repeat(21));
    expect(screen.getByText("21 of 20 characters")).toBeInTheDocument();
    expect(screen.getByRole("button", { name: "Send" })).toBeDisabled();
  });

  it("says what is going on, then that the answer is there, once", () => {
    const view = render(pane(chatOf([turnOf({ status: "running", activity: "Running a query" })])));
    expect(within(log()).getByRole("status")).toHaveTextContent("Running a query");
    expect(screen.queryByText(/Answer complete/)).toBeNull();
    view.rerender(pane(chatOf([turnOf({})])));
    expect(screen.getByText("Answer complete: It was much. More to say.")).toHaveAttribute(
      "aria-live",
      "polite",
    );
    expect(log()).toHaveAttribute("aria-live", "off");
  });

  it("says what is going on only when it lasts", () => {
    vi.useFakeTimers();
    const announced = () => document.querySelector("[aria-live=polite]")?.textContent;
    const running = (activity: string) => pane(chatOf([turnOf({ status: "running", activity })]));
    const view = render(running("Running a query"));
    act(() => vi.advanceTimersByTime(1_000));
    view.rerender(running("Drawing a chart"));
    act(() => vi.advanceTimersByTime(1_500));
    expect(announced()).toBe("");
    act(() => vi.advanceTimersByTime(1_000));
    expect(announced()).toBe("Drawing a chart");
    view.rerender(pane(chatOf([turnOf({})])));
    expect(announced()).toBe("Answer complete: It was much. More to say.");
    vi.useRealTimers();
  });

  it("says why an answer failed", () => {
    const view = render(pane(chatOf([turnOf({ status: "running" })])));
    const items: Turn["items"] = [
      { kind: "error", id: "e", message: "The model is overloaded.", code: "overloaded" },
    ];
    view.rerender(pane(chatOf([turnOf({ status: "failed", items })])));
    expect(screen.getByText("The answer failed: The model is overloaded.")).toBeInTheDocument();
  });

  it("says nothing of restored answers", () => {
    render(pane(chatOf([turnOf({})])));
    expect(screen.queryByText(/Answer complete/)).toBeNull();
  });

  it("offers an unsent question again", async () => {
    const chat = chatOf([
      turnOf({ question: { text: "How much?", state: "unsent" }, items: [], status: "failed" }),
    ]);
    render(pane(chat));
    expect(screen.queryByText("This answer could not be finished.")).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "Send again" }));
    expect(chat.ask).toHaveBeenCalledWith("How much?");
  });

  it("asks a question again whose answer failed", async () => {
    const items: Turn["items"] = [{ kind: "error", id: "e", message: "Overloaded.", code: "overloaded" }];
    const chat = chatOf([turnOf({ items, status: "failed" })]);
    render(pane(chat));
    expect(screen.queryByText("This answer could not be finished.")).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "Ask again" }));
    expect(chat.ask).toHaveBeenCalledWith("How much?");
  });

  it.each([
    ["stopped", "You stopped this answer."],
    ["failed", "This answer could not be finished."],
  ] as const)("says that an answer was %s", (status, sentence) => {
    render(pane(chatOf([turnOf({ status })])));
    expect(screen.getByText(sentence)).toBeInTheDocument();
  });

  it("begins with suggestions", async () => {
    const chat = chatOf([]);
    render(pane(chat));
    await userEvent.click(screen.getByRole("button", { name: "What is the trend?" }));
    expect(chat.ask).toHaveBeenCalledWith("What is the trend?");
  });
});

describe("the pane", () => {
  it("stops on Esc from anywhere but a dialog", async () => {
    const chat = chatOf([turnOf({ status: "running" })]);
    render(
      <>
        {pane(chat)}
        <div role="dialog" aria-label="d">
          <input aria-label="inside" />
        </div>
        <input aria-label="outside" />
      </>,
    );
    await userEvent.type(screen.getByLabelText("inside"), "{Escape}");
    await userEvent.type(screen.getByLabelText("outside"), "{Escape}");
    expect(chat.stop).not.toHaveBeenCalled();
    await userEvent.type(screen.getByRole("textbox", { name: "Ask a question" }), "{Escape}");
    expect(chat.stop).toHaveBeenCalledOnce();
    fireEvent.keyDown(document.body, { key: "Escape" });
    expect(chat.stop).toHaveBeenCalledTimes(2);
  });

  it("says that the connection is lost, and starts over", async () => {
    const chat = chatOf([], { connection: { state: "lost" } });
    render(pane(chat));
    expect(screen.getByRole("alert")).toHaveTextContent("Connection lost");
    await userEvent.click(screen.getByRole("button", { name: "Reconnect" }));
    expect(chat.reconnect).toHaveBeenCalledOnce();
  });

  it("doesn't offer to stop what can't be told to", async () => {
    const chat = chatOf([turnOf({ status: "running" })], { connection: { state: "lost" } });
    render(pane(chat));
    expect(screen.getByRole("button", { name: "Stop" })).toBeDisabled();
    expect(screen.getByText("Not connected: nothing can be sent now.")).toBeInTheDocument();
    await userEvent.keyboard("{Escape}");
    expect(chat.stop).not.toHaveBeenCalled();
  });

  it("says when it tries again", () => {
    render(pane(chatOf([], { connection: { state: "waiting", attempt: 2, retryInSeconds: 4 } })));
    expect(screen.getByText("Trying again in 4 s …")).toBeInTheDocument();
  });

  it("takes no second file", async () => {
    const onNewChat = vi.fn();
    render(pane(chatOf([]), onNewChat));
    const dropped = fireEvent.drop(log(), { dataTransfer: { types: ["Files"] } });
    expect(dropped).toBe(false);
    expect(screen.getByRole("alert")).toHaveTextContent(
      "One file per session. Start a new chat for another file.",
    );
    await userEvent.click(screen.getByRole("button", { name: "New chat" }));
    expect(onNewChat).toHaveBeenCalledOnce();
  });
});

describe("what is read out of an answer", () => {
  it.each([
    ["## Result\n\nIt grew.", "Result. It grew."],
    ["By region:\n\n- West: **12**\n- East: 7", "By region: West: 12. East: 7."],
    ["**12.5 %** of [all](https://x.org) rows.", "12.5 % of all rows."],
    ["_Mostly_ unit_price", "Mostly unit_price."],
    ["a ".repeat(300), `${"a ".repeat(119)}a…`],
  ])("of %j", (text, spoken) => {
    expect(spokenText(text)).toBe(spoken);
  });
});
