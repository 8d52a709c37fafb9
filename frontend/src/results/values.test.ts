import { describe, expect, it } from "vitest";
import { compareValues } from "./sorting";
import { cellText, columnKind, formatNumber, numberStyle } from "./values";

const grouped = { grouped: true };

describe("kinds of columns", () => {
  it("go by the type, else by the values", () => {
    expect(columnKind(["1", "2"], "DECIMAL(38,2)")).toBe("number");
    expect(columnKind(["2024-01-01"], "VARCHAR")).toBe("text");
    expect(columnKind([null, 1, 2.5])).toBe("number");
    expect(columnKind(["007", "008"])).toBe("text");
    expect(columnKind([1, "12345678901234567890"])).toBe("number");
    expect(columnKind(["2024-01-01", null])).toBe("moment");
    expect(columnKind([1, "a"])).toBe("text");
    expect(columnKind([null])).toBe("text");
  });
});

describe("numbers", () => {
  it("are readable and never rounded to nothing", () => {
    expect(formatNumber(1234567)).toBe("1,234,567");
    expect(formatNumber(205579.5500000002)).toBe("205,579.55");
    expect(formatNumber(31.076187602206584)).toBe("31.0762");
    expect(formatNumber(-0.010905513)).toBe("-0.01091");
    expect(formatNumber(0.0000000321)).toBe("3.21e-8");
    expect(formatNumber(0)).toBe("0");
  });
  it("keep the digits that only a string holds", () => {
    expect(cellText("12345678901234567890.12", "number", grouped)).toBe("12,345,678,901,234,567,890.12");
  });
  it("have no separators in years and ids", () => {
    expect(numberStyle("founded", [1999, 2024, null])).toEqual({ grouped: false });
    expect(numberStyle("customer_id", [1, 123456])).toEqual({ grouped: false });
    expect(numberStyle("customerId", [123456])).toEqual({ grouped: false });
    expect(numberStyle("valid", [1, 123456])).toEqual({ grouped: true });
  });
});

describe("moments", () => {
  it("say their zone where they have one", () => {
    expect(cellText("2024-03-31T00:30:00+00:00", "moment", grouped)).toBe("2024-03-31 00:30:00 UTC");
    expect(cellText("2024-03-31T00:30:00", "moment", grouped)).toBe("2024-03-31 00:30:00");
  });
});

describe("sorting", () => {
  const sorted = (values: unknown[], kind: Parameters<typeof compareValues>[2]) =>
    [...values].sort((a, b) => compareValues(a, b, kind));
  it("compares big numbers to the last digit", () => {
    const values = ["12345678901234567891", 3, "-1.50", "12345678901234567890"];
    expect(sorted(values, "number")).toEqual(["-1.50", 3, "12345678901234567890", "12345678901234567891"]);
    expect(sorted(["0.30000000000000000002", "0.30000000000000000001"], "number")[0]).toMatch(/1$/);
    expect(compareValues("-12345678901234567891", "-12345678901234567890", "number")).toBeLessThan(0);
  });
  it("knows moments, and numbers within text", () => {
    expect(sorted(["2024-02-01", "2023-12-31"], "moment")).toEqual(["2023-12-31", "2024-02-01"]);
    expect(sorted(["item 10", "item 9", "Äpfel"], "text")).toEqual(["Äpfel", "item 9", "item 10"]);
    expect(sorted([true, false], "boolean")).toEqual([false, true]);
  });
});
