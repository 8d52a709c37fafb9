/** What a column is: what the file says of it at once, and what the profile adds. */
import {
  Braces,
  Calendar,
  CircleDashed,
  Clock,
  Coins,
  Hash,
  KeyRound,
  type LucideIcon,
  MapPin,
  Shapes,
  Tag,
  ToggleLeft,
  Type,
} from "lucide-react";
import type { ColumnProfile, FileInfo, ImportReport } from "../api/types";

export type ImportedColumn = ImportReport["columns"][number];

export interface Column {
  name: string;
  /** DuckDB's name. */
  type: string;
  imported: ImportedColumn | null;
  /** null as long as it is being computed. */
  profile: ColumnProfile | null;
}

export interface Kind {
  words: string;
  icon: LucideIcon;
}

const MEANINGS: Partial<Record<ColumnProfile["meaning"], Kind>> = {
  id: { words: "Identifier", icon: KeyRound },
  category: { words: "Category", icon: Tag },
  measure: { words: "Number", icon: Hash },
  currency: { words: "Money", icon: Coins },
  text: { words: "Text", icon: Type },
  boolean: { words: "Yes or no", icon: ToggleLeft },
  geographic: { words: "Place", icon: MapPin },
  empty: { words: "Empty", icon: CircleDashed },
};

const TYPES: [RegExp, Kind][] = [
  [/[[(]\s*\]|^(STRUCT|MAP|UNION|LIST|JSON)/, { words: "Nested", icon: Braces }],
  [/^TIMESTAMP/, { words: "Date and time", icon: Calendar }],
  [/^DATE$/, { words: "Date", icon: Calendar }],
  [/^TIME|^INTERVAL/, { words: "Time", icon: Clock }],
  [/^BOOL/, { words: "Yes or no", icon: ToggleLeft }],
  [/INT|^DECIMAL|^DOUBLE|^FLOAT|^REAL/, { words: "Number", icon: Hash }],
  [/^VARCHAR|^ENUM|^UUID/, { words: "Text", icon: Type }],
];

/** As meant where the profile knows it; until then, and for dates, as stored. */
export function kindOf(type: string, meaning?: ColumnProfile["meaning"]): Kind {
  const meant = meaning && MEANINGS[meaning];
  if (meant) return meant;
  return TYPES.find(([pattern]) => pattern.test(type))?.[1] ?? { words: type.toLowerCase(), icon: Shapes };
}

export function columnsOf(file: FileInfo, profiles: readonly ColumnProfile[] | undefined): Column[] {
  const imported = new Map(file.import_report.columns.map((column) => [column.name, column]));
  const profiled = new Map(profiles?.map((profile) => [profile.name, profile]));
  return file.columns.map((name) => ({
    name,
    type: file.column_types[name] ?? "",
    imported: imported.get(name) ?? null,
    profile: profiled.get(name) ?? null,
  }));
}

export function matchingColumns(columns: readonly Column[], filter: string): readonly Column[] {
  const wanted = filter.trim().toLowerCase();
  if (!wanted) return columns;
  return columns.filter(
    ({ name, type, profile }) =>
      name.toLowerCase().includes(wanted) ||
      kindOf(type, profile?.meaning).words.toLowerCase().includes(wanted),
  );
}
