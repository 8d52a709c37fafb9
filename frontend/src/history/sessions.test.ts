import { expect, test } from "vitest";
import { searchSessions, withHeadings } from "./sessions";
import { session } from "./testing";

const NOW = new Date(2026, 2, 29, 12);
const at = (...date: [number, number, number, number]) => new Date(...date).toISOString();

test("sessions stand under the day they began, in the person's own time", () => {
  const sessions = [
    session("1", { created_at: at(2026, 2, 29, 0) }),
    session("2", { created_at: at(2026, 2, 28, 23) }),
    session("3", { created_at: at(2026, 2, 27, 1) }),
    session("4", { created_at: at(2026, 2, 22, 0) }),
    session("5", { created_at: at(2026, 2, 21, 23) }),
  ];
  const entries = withHeadings(sessions, NOW);
  expect(entries.map((entry) => (entry.kind === "heading" ? entry.text : entry.session.id))).toEqual([
    "Today",
    "1",
    "Yesterday",
    "2",
    "Previous 7 days",
    "3",
    "4",
    "Older",
    "5",
  ]);
});

test("a clock that is ahead doesn't make a day of its own", () => {
  const [heading] = withHeadings([session("1", { created_at: at(2026, 2, 30, 1) })], NOW);
  expect(heading).toMatchObject({ text: "Today" });
});

test("the search reads title and file name, whatever the case and accents", () => {
  const sessions = [
    session("1", { title: "Umsätze Zürich", filename: "a.csv" }),
    session("2", { title: "Sales", filename: "café.csv" }),
  ];
  const found = (search: string) => searchSessions(sessions, search).map(({ id }) => id);
  expect(found("umsatze")).toEqual(["1"]);
  expect(found("CAFÉ sales")).toEqual(["2"]);
  expect(found("  ")).toEqual(["1", "2"]);
  expect(found("sales zürich")).toEqual([]);
});
