/** Short names for the types that `npm run types` generates from the server's own OpenAPI document. */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type User = Schemas["User"];
export type SessionSummary = Schemas["SessionSummary"];
export type SessionDetail = Schemas["SessionDetail"];
export type FileInfo = Schemas["File"];
export type ImportReport = Schemas["ImportReport"];
export type Message = Schemas["Message"];
export type ServerFrame = Schemas["ServerFrame"];
export type ClientFrame = Schemas["ClientFrame"];
export type QueryResult = Schemas["QueryResultData"];
export type StatisticDetails = Schemas["StatisticDetails"];
export type ExecutionDetails = Schemas["ExecutionDetails"];
export type Figure = Schemas["Figure"];
export type Job = Schemas["Job"];
export type Accepted = Schemas["Accepted"];
export type Profile = Schemas["Profile"];
export type ColumnProfile = Schemas["ColumnProfile"];
export type Finding = Schemas["Finding"];
export type Suggestions = Schemas["Suggestions"];
export type Suggestion = Schemas["Suggestion"];
export type ExecutionSummary = Schemas["ExecutionSummary"];
export type Execution = Schemas["Execution"];

/** A row as the API gives it: JSON values by column name. */
export type Row = Record<string, unknown>;
/** A Vega-Lite specification with its rows inlined. */
export type VegaLiteSpec = Record<string, unknown>;
